"""Checks any Open Referral UK 3.0 feed: schemas, and what the official validator leaves out."""

from __future__ import annotations

from community_directory.publishing.conformance.checks import CHECKS
from community_directory.publishing.conformance.result import Conformance, Level, Result, Verdict
from community_directory.publishing.conformance.running import check_feed

__all__ = ["CHECKS", "Conformance", "Level", "Result", "Verdict", "check_feed"]
