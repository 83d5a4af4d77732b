"""Finding: the words understood, the index, and the ranking with its reasons."""

from __future__ import annotations
