"""Oversight: who saw what, and who may."""

from __future__ import annotations
