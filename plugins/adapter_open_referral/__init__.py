"""Fingerpost's plugin for Open Referral UK feeds: 3.0, 1.0 and Outpost, from a URL or a folder."""

from __future__ import annotations
