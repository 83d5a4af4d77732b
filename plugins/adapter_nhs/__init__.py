"""Fingerpost's plugin for what the NHS knows: the list of GP practices, and answers of PDS, from files."""

from __future__ import annotations
