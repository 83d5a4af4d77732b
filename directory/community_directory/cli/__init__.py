"""The commands of the directory."""

from __future__ import annotations
