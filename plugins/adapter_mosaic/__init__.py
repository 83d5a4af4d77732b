"""Fingerpost's plugin for Mosaic: its reporting database, read through a mapping."""

from __future__ import annotations
