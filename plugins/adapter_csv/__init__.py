"""Fingerpost's plugin for bundles of CSV files: any supplier's, by mapping alone."""

from __future__ import annotations
