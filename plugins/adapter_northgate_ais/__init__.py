"""Fingerpost's plugin for Northgate AIS, the Adults Integrated Solution: a CSV extract, read by a mapping.

No schema of Northgate AIS is public, so that no column is taken for granted: the packaged mapping reads
columns of our own naming, and a council's own mapping says what its extract calls them.
"""

from __future__ import annotations
