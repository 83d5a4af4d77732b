"""What became of a source between two scans."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapter_core.readers.mapping import LoadedMapping, load_mapping
from adapter_core.readers.profiling import ColumnScan, Scan, Share, TableScan, rounded
from adapter_core.readers.profiling.shapes import shape_of, year_of
from adapter_core.service.mapping_tools.checking import differing
from adapter_core.service.mapping_tools.comparing import compare

MAPPING = """
schema = 1
format = "sql"
[tables.person]
name = "PEOPLE"
key = "ID"
[tables.home]
name = "HOMES"
person = "PID"
current = { end = "UNTIL" }
[person]
ref = { column = "person.ID" }
gender = { column = "person.SEX" }
postcode = { column = "home.PC" }
"""


@pytest.fixture
def loaded(tmp_path: Path) -> LoadedMapping:
    (tmp_path / "m.toml").write_text(MAPPING, encoding="utf-8")
    return load_mapping("m.toml", base=tmp_path, folders={})


def scan(*tables: TableScan) -> Scan:
    return Scan(format="sql", on=date(2026, 11, 23), tables=tables)


def column(name: str, **more: Any) -> ColumnScan:
    codes = tuple(Share(value=code, share=0.5) for code in more.pop("codes", ()))
    return ColumnScan(name=name, kind="text", filled=more.pop("filled", 1.0), codes=codes, **more)


PEOPLE = TableScan(
    name="PEOPLE", columns=(column("ID", type="INTEGER"), column("SEX", codes="MF"), column("X"))
)
HOMES = TableScan(name="HOMES", columns=(column("PID"), column("PC"), column("UNTIL")))


def told(old: Scan, new: Scan, loaded: LoadedMapping | None = None) -> list[tuple[str, str, bool]]:
    return [(each.kind, each.where, each.is_lost) for each in compare(old, new, mapping=loaded)]


def test_nothing_has_changed(loaded):
    assert told(scan(PEOPLE, HOMES), scan(PEOPLE, HOMES), loaded) == []


def test_what_is_gone_is_lost_only_where_the_mapping_reads_it(loaded):
    without = PEOPLE.model_copy(update={"columns": PEOPLE.columns[:1]})
    assert told(scan(PEOPLE, HOMES), scan(without, HOMES), loaded) == [
        ("column gone", "PEOPLE.SEX", True),
        ("column gone", "PEOPLE.X", False),
    ]
    assert told(scan(PEOPLE, HOMES), scan(PEOPLE), loaded) == [("table gone", "HOMES", True)]
    assert told(scan(PEOPLE, HOMES), scan(PEOPLE)) == [("table gone", "HOMES", False)]


def test_a_bound_of_rows_in_force_is_read_too(loaded):
    without = HOMES.model_copy(update={"columns": HOMES.columns[:2]})
    (change,) = compare(scan(PEOPLE, HOMES), scan(PEOPLE, without), mapping=loaded)
    assert change.words == "HOMES.UNTIL: column gone (tables.home.current reads it)."


def test_types_fill_rates_and_codes():
    changed = PEOPLE.model_copy(
        update={
            "columns": (
                column("id", type="TEXT"),
                column("SEX", codes="MX", filled=0.85),
                column("X", filled=0.95),
            )
        }
    )
    found = {(each.kind, each.where, each.what) for each in compare(scan(PEOPLE), scan(changed))}
    assert found == {
        ("type changed", "PEOPLE.ID", "INTEGER before, TEXT now"),
        ("fill rate fell", "PEOPLE.SEX", "100% before, 85% now"),
        ("code gone", "PEOPLE.SEX", "'F'"),
        ("code new", "PEOPLE.SEX", "'X'"),
    }
    assert told(scan(changed), scan(changed, HOMES)) == [("table new", "HOMES", False)]


def test_a_file_is_the_same_file_under_another_name():
    one, other = (
        Scan(format="csv", on=date(2026, 11, day), tables=(PEOPLE.model_copy(update={"name": f"{day}.csv"}),))
        for day in (22, 23)
    )
    assert compare(one, other) == []


def test_differences_are_paths():
    expected = {"people": [{}, {"gp": [{"code": "A"}], "sex": {"state": "absent"}}], "rejects": []}
    found = {"people": [{}, {"gp": [{"code": "B"}], "sex": "male"}, {"x": 1}], "rejects": []}
    assert list(differing(expected, found)) == [
        'people[1].gp[0].code: expected "A" got "B"',
        'people[1].sex: expected absent got "male"',
        'people[2]: expected nothing got {"x": 1}',
    ]


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(),
        lambda each: st.lists(each) | st.dictionaries(st.text(), each),
    )
)
def test_nothing_differs_from_itself(value):
    assert list(differing(value, value)) == []


@given(st.integers(0, 10**9))
def test_rounding_hides_who_came_or_went(number):
    assert rounded(number) in {0, 10} or abs(rounded(number) - number) <= number * 0.05 + 0.5
    assert (rounded(number) == 0) == (number == 0)


@given(st.text(max_size=80))
def test_a_shape_holds_no_letter_or_digit_of_the_text(text):
    shape = shape_of(text)
    assert shape == "text" or not any(each.isalnum() and each not in "A9" for each in shape)
    assert len(shape) <= 40


@pytest.mark.parametrize(
    ("text", "shape"),
    [
        ("999 123 4567", "999 999 9999"), ("sw1A 1aa", "AA9A 9AA"), ("O'Brien-Smith", "A'A*-A*"),
        ("12 Mill Lane, Millbrook", "99 A* A*, A*"), ("x" * 41, "text"), ("Mother : Son", "A* : AAA"),
        ("Zoë", "AAA"), ("", ""), ("\u0663", "9"), ("<b>", "?A?"),
    ],
)  # fmt: skip
def test_shapes(text, shape):
    assert shape_of(text) == shape


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("1933-07-19", 1933),
        ("19/07/1933 00:00:00", 1933),
        ("9.7.1933", 1933),
        ("1933-13-01", None),
        ("33", None),
    ],
)
def test_years(text, year):
    assert year_of(text) == year
