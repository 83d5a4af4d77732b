"""Gives the directory out as Open Referral UK 3.0, and checks such feeds, our own and others'."""

from __future__ import annotations
