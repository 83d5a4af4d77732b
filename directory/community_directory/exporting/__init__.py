"""The whole directory as files, for the council to keep, to look through or to move: feed, CSV, workbook."""

from __future__ import annotations
