"""The kit for those who write rules and plugins: people to try them on, and what a rule must keep to."""

from __future__ import annotations

from adapter_core.testing.examples import (
    Outcome,
    differences,
    elsewhere_of,
    example_given,
    example_person,
    outcome_of,
    problems_of,
    run_example,
)

__all__ = [
    "Outcome",
    "differences",
    "elsewhere_of",
    "example_given",
    "example_person",
    "outcome_of",
    "problems_of",
    "run_example",
]
