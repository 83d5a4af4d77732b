"""How data comes in: one room for each kind of source, and `mapping`, which all of them share."""

from __future__ import annotations
