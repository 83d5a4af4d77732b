"""Sample reports for every test of a format."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import Any

import pytest


@pytest.fixture(scope="session")
def samples() -> Any:
    """The module `sample_reports`: test folders are no packages, so it is loaded by its place."""
    spec = importlib.util.spec_from_file_location(
        "sample_reports", Path(__file__).parent / "sample_reports.py"
    )
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
