"""A column that is no list of codes may hold names: the store forgets what it had of it."""

from __future__ import annotations

import pytest
from sqlalchemy import insert, select

from adapter_core.store.tables import run as run_table
from adapter_core.store.tables import run_unmapped

ONE_MORE = 31


def names(first, last):
    return {("ethnicity", f"Surname{number:03}"): 2 for number in range(first, last)}


def stored(store):
    with store._engine.connect() as connection:  # what is told may hide what is there
        return {row.raw for row in connection.execute(select(run_unmapped.c.raw))}


@pytest.fixture
def night(council):
    """Make a night whose pages bring these codes."""

    def make(*pages, source="mosaic"):
        with council.store.begin_run(council.start()) as handle:
            for number, codes in enumerate(pages):
                handle.record_unmapped(source, codes)
                cursor = None if number == len(pages) - 1 else str(number)
                handle.write_page(council.page([str(number)]), cursor=cursor)
            handle.finish("complete", read_to_end=("mosaic",))
        return handle.run_id

    return make


def test_thirty_codes_are_named(night, store):
    run = night(names(0, 20), names(10, 30))
    assert len(store.unmapped(run)["mosaic"]) == 30
    assert ("ethnicity", "Surname015", 4) in store.unmapped(run)["mosaic"]


def test_with_one_more_no_value_is_named_and_those_stored_are_purged(night, store):
    run = night(names(0, 20), names(20, ONE_MORE), {("ethnicity", "Surname999"): 5, ("gender", "ZZ9"): 1})
    assert store.unmapped(run) == {"mosaic": [("ethnicity", "", 2 * ONE_MORE + 5), ("gender", "ZZ9", 1)]}
    assert stored(store) == {"", "ZZ9"}


def test_all_at_once(night, store):
    assert store.unmapped(night(names(0, 400))) == {"mosaic": [("ethnicity", "", 800)]}
    assert stored(store) == {""}


def test_earlier_runs_forget_as_well_and_other_sources_do_not(night, store):
    first, other = night(names(0, 5)), night(names(0, 2), source="ais")
    night(names(3, 60))
    assert store.unmapped(first) == {"mosaic": [("ethnicity", "", 10)]}
    assert len(store.unmapped(other)["ais"]) == 2


def test_a_mapping_that_was_mended_names_codes_again(night, store):
    night(names(0, 60))
    again = night({("ethnicity", "9Z"): 3})
    assert store.unmapped(again) == {"mosaic": [("ethnicity", "9Z", 3)]}


def test_the_file_holds_none_of_them(night, store_url, tmp_path):
    if not store_url.startswith("sqlite"):
        pytest.skip("a file of SQLite")
    night(names(0, 20), names(20, ONE_MORE))
    from adapter_core.store import Store  # noqa: PLC0415 - opened a second time, to fold the log in

    with Store.open(store_url):
        pass
    assert b"Surname" not in (tmp_path / "fingerpost.db").read_bytes()


def test_what_an_older_version_stored_is_not_told(night, store):
    run = night({("gender", "ZZ9"): 1})
    with store._engine.connect().execution_options(fingerpost_writes=True) as connection:
        number = connection.execute(select(run_table.c.id)).scalar_one()
        rows = [
            {"run": number, "source": "mosaic", "field": field, "raw": raw, "people": people}
            for (field, raw), people in names(0, 40).items()
        ]
        connection.execute(insert(run_unmapped), rows)
        connection.commit()
    assert store.unmapped(run) == {"mosaic": [("ethnicity", "", 80), ("gender", "ZZ9", 1)]}
