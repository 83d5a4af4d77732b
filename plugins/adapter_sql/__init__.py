"""Fingerpost's plugin for databases: any relational source, by mapping alone."""

from __future__ import annotations
