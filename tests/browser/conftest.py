"""Sample reports for the tests that look at one in a browser."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import Any

import pytest


@pytest.fixture(scope="session")
def samples() -> Any:
    """The module `sample_reports` of the report's unit tests."""
    place = Path(__file__).parent.parent / "unit" / "report" / "sample_reports.py"
    spec = importlib.util.spec_from_file_location("sample_reports", place)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
