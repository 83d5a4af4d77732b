"""What things are: people, findings, values, states and fields. Standard library only."""

from __future__ import annotations
