"""What a fictional council's community offers: a directory for the demo, everything in it invented."""

from __future__ import annotations
