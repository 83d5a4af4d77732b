"""Whatever a scan says: what is proposed from it loads, and a council like it can be made."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from adapter_core.demo.like import write_like
from adapter_core.errors import UsageError
from adapter_core.readers.mapping import TRANSFORMS, compile_mapping, load_mapping
from adapter_core.readers.profiling import Scan, read_scan
from adapter_core.service.mapping_tools.inferring import infer

WORDS = [
    "PERSON",
    "ID",
    "SURNAME",
    "FORENAME",
    "DOB",
    "NHS_NO",
    "POSTCODE",
    "ETHNICITY",
    "SEX",
    "START",
    "END",
    "ROLE",
]
NAMES = st.sampled_from(WORDS) | st.text("AB_-.\"'\\ é\n/~@#[]=", min_size=1, max_size=12)
SHAPES = st.sampled_from(
    ["A*", "9999999999", "AA9 9AA", "9999-99-99", "99/99/9999 99:99", "text", "?", "9*", "", "A9"]
)
SHARES: st.SearchStrategy[dict[str, Any]] = st.builds(dict, value=SHAPES, share=st.floats(0, 1))
COLUMNS: st.SearchStrategy[dict[str, Any]] = st.builds(
    dict,
    name=NAMES,
    type=st.sampled_from(["", "INTEGER", "DATE", "VARCHAR(8)", "x'; DROP"]),
    kind=st.sampled_from(["", "empty", "text", "number", "date", "flag", "mixed"]),
    filled=st.none() | st.floats(0, 1),
    distinct=st.none() | st.integers(0, 500),
    unique=st.booleans(),
    years=st.none() | st.tuples(st.integers(-5, 20000), st.integers(-5, 20000)),
    shapes=st.lists(SHARES, max_size=3),
    codes=st.lists(
        st.builds(dict, value=st.sampled_from(["M", "Y", 'a"b', "WBRI"]), share=st.floats(0, 1)), max_size=3
    ),
)
TABLES: st.SearchStrategy[dict[str, Any]] = st.builds(
    dict,
    name=NAMES,
    rows=st.integers(0, 40),
    columns=st.lists(COLUMNS, max_size=8, unique_by=lambda each: each["name"].casefold()),
)
SCANS: st.SearchStrategy[dict[str, Any]] = st.builds(
    dict,
    schema=st.just(1),
    format=st.sampled_from(["sql", "csv", "xml", "json"]),
    record=st.just("Person"),
    records=st.lists(st.just("data"), max_size=1),
    on=st.just("2026-11-23"),
    tables=st.lists(TABLES, min_size=1, max_size=4, unique_by=lambda each: each["name"].casefold()),
)
ROOM = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]


@given(content=SCANS)
@settings(max_examples=150, deadline=None, suppress_health_check=ROOM)
def test_what_is_proposed_is_valid_toml_and_loads(tmp_path: Path, content: dict[str, Any]):
    found = infer(Scan.model_validate(content), base=tmp_path, folders={})
    (tmp_path / "proposed.toml").write_text(found.text, encoding="utf-8")
    try:
        loaded = load_mapping("proposed.toml", base=tmp_path, folders={})
    except Exception as error:
        error.add_note(found.text)
        raise
    if found.proposal.person and content["format"] in {"sql", "csv"}:
        compile_mapping(loaded, as_of=date(2026, 11, 23), transforms=TRANSFORMS)


@given(content=SCANS, people=st.none() | st.integers(1, 30))
@settings(max_examples=100, deadline=None, suppress_health_check=ROOM)
def test_a_council_like_any_scan_can_be_made(tmp_path_factory, content: dict[str, Any], people: int | None):
    assume(any(table["columns"] for table in content["tables"]))
    folder = tmp_path_factory.mktemp("like")
    made = write_like(folder, Scan.model_validate(content).as_json(), people=people, seed=1)
    assert made.exists()
    assert folder in {made, made.parent}


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"schema": 2}', '{"schema": 1, "kind": "scan"}', "\x00", "[" * 9999]
)
def test_what_is_no_scan_is_refused(tmp_path, text):
    (tmp_path / "x.json").write_text(text, encoding="utf-8")
    with pytest.raises(UsageError, match="FP-0320"):
        read_scan(tmp_path / "x.json")
