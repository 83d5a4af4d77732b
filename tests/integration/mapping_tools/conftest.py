"""The databases whose names are in no fixture."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from typing import Any

import pytest


@pytest.fixture(scope="session")
def odd() -> Any:
    """The module `odd_databases`, which lies beside these tests."""
    place = Path(__file__).with_name("odd_databases.py")
    spec = importlib.util.spec_from_file_location("odd_databases", place)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module
