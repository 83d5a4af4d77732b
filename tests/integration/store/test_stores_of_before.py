"""A store of the first release, with nights in it, brought up to date in both databases: nothing is lost."""

from __future__ import annotations

from alembic import command
from sqlalchemy import inspect, select, text

from adapter_core.checks.results import Notice
from adapter_core.domain.findings import Batch, Decision
from adapter_core.domain.states import State
from adapter_core.oversight.audit import entries, record
from adapter_core.service.reviews import review
from adapter_core.store import Store, migrate
from adapter_core.store.tables import metadata, run_notice

GAPS = {("1", "lpa"): State.ABSENT, ("2", "ethnicity"): State.ABSENT}


def listed(store: Store, run: str) -> list[tuple[str, str, str]]:
    return sorted(
        (
            each.finding.ref,
            each.finding.rule,
            each.finding.review.decision.value if each.finding.review else "",
        )
        for each in store.findings(run)
    )


def test_a_store_with_nights_in_it_is_upgraded_and_goes_on(store_url, clock, council_of) -> None:
    with Store.open(store_url, clock=clock) as store:
        council = council_of(store)
        notices = [Notice("mosaic", "1", "lpa", Batch.HELP_TO_REGISTER)]
        council.night(council.page(["1", "2"], GAPS, notices=notices))
        last = council.night(council.page(["1", "2"], GAPS))
        review(store, source="mosaic", ref="1", rule="lpa", decision=Decision.DONE, who="kit")
        record(store, "report.made", run=last)
        before = listed(store, "1"), listed(store, last), store.tally(last), len(entries(store))
        with store.work() as unit:
            command.downgrade(migrate.configured(unit.connection), "0001")
            unit.commit()
    with Store.open(store_url, clock=clock) as store:
        assert (listed(store, "1"), listed(store, last), store.tally(last), len(entries(store))) == before
        with store.reading() as unit:
            assert set(inspect(unit.connection).get_table_names()) == {*metadata.tables, "alembic_version"}
            for table in metadata.sorted_tables:
                columns = {each["name"] for each in inspect(unit.connection).get_columns(table.name)}
                assert columns == set(table.columns.keys()), table.name
            assert unit.connection.execute(select(run_notice.c.key)).scalars().all() == [""]
            version = unit.connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
            assert version == migrate.HEAD
        council.store = store
        newest = council.night(council.page(["1", "2"], {("1", "lpa"): State.ABSENT}))
        assert [each[:2] for each in listed(store, newest)] == [("1", "lpa")]
        moved = store.movement(newest)
        assert moved is not None
        assert (moved.new, moved.resolved) == (0, 1)
