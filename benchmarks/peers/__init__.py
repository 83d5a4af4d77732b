"""What `nightly.py` measures Fingerpost against, each in a process of its own."""

from __future__ import annotations
