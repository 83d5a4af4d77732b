from __future__ import annotations

import sqlite3
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.engine import make_url

from adapter_core.checks.results import Tally
from adapter_core.domain.states import State
from adapter_core.store import Store
from adapter_core.store.engine import explained, place_of, wal_is_safe
from adapter_core.store.interning import CountKeys, add_up
from adapter_core.store.lookup import chunks
from adapter_core.store.run_end import Seen


@pytest.mark.parametrize(
    ("version", "safe"), [((3, 40, 1), False), ((3, 51, 2), False), ((3, 51, 3), True), ((3, 52, 0), True)]
)
def test_wal_only_where_it_cannot_corrupt(version, safe):
    assert wal_is_safe(version) is safe


def test_sqlite_is_set_up_to_survive_a_power_cut(tmp_path):
    with Store.open(f"sqlite:///{tmp_path / 's.db'}") as store, store.reading() as unit:
        said = {
            name: unit.connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout", "mmap_size")
        }
    expected = ("wal", 2) if wal_is_safe() else ("delete", 3)
    assert (said["journal_mode"], said["synchronous"]) == expected
    assert (said["foreign_keys"], said["busy_timeout"]) == (1, 10_000)
    assert not said["mmap_size"]


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("database or disk is full", "FP-0605"),
        ('could not extend file "base/1/2": No space left on device', "FP-0605"),
        ("database is locked", "FP-0606"),
        ("file is not a database", "FP-0607"),
        ("attempt to write a readonly database", "FP-0613"),
        ("something of Ann Other's, 9990123004", "FP-0608"),
    ],
)
def test_a_drivers_error_gets_a_code_and_its_words_stay_inside(said, code):
    error = explained(sqlite3.OperationalError(said), "here")
    assert error.code == code
    assert "9990123004" not in str(error.as_json())


def test_the_place_of_a_store_has_no_password():
    assert "secret" not in place_of(make_url("postgresql://me:secret@host/db"))
    assert place_of(make_url("sqlite:///a.db")) == "a.db"


@given(st.sets(st.integers(0, 5000)))
def test_seen_is_a_set(numbers):
    seen = Seen(5000)
    seen.add(numbers)
    assert set(seen.lacks(range(5001))) == set(range(5001)) - numbers


@given(st.lists(st.text(max_size=3)), st.integers(1, 7))
def test_chunks_lose_nothing(items, size):
    parts = list(chunks(items, size))
    assert [one for part in parts for one in part] == items
    assert all(len(part) <= size for part in parts)


NAMES = st.sampled_from(["", "North", "South"])
TALLIES = st.builds(
    Tally,
    st.dictionaries(NAMES, st.integers(1, 9)).map(Counter),
    st.dictionaries(
        st.tuples(NAMES, st.sampled_from(["lpa", "name"]), st.sampled_from(list(State))), st.integers(1, 9)
    ).map(Counter),
    st.dictionaries(st.sampled_from(["closed", "deceased"]), st.integers(1, 9)).map(Counter),
)


class _NoDatabase:
    def execute(self, *_):
        return []


@given(st.lists(TALLIES, max_size=5))
def test_tallies_add_up_the_same_by_number(pages):
    keys, plain = CountKeys(), Tally()
    sums: dict[int, int] = {}
    for page in pages:
        add_up(sums, keys.numbered(_NoDatabase(), page))  # type: ignore[arg-type]
        plain.add(page)
    assert keys.tally(sums) == plain
