"""The checks: rules, profiles, cohorts, owners, and the engine that runs them over pages of people."""

from __future__ import annotations
