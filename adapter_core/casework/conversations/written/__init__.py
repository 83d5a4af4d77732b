"""A record as a file: its parts, the two ways in which they are written, and how a record is made of them."""

from __future__ import annotations
