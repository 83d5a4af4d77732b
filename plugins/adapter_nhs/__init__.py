"""Fingerpost's plugin for lists of the NHS: the national list of GP practices, as a CSV file."""

from __future__ import annotations
