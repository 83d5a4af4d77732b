"""The store as the rest of Fingerpost sees it."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Self

from sqlalchemy import insert, select

from adapter_core.store import finding_reading, leases, reviews, run_reading
from adapter_core.store.casework import tables as _casework  # noqa: F401 - puts its tables into `metadata`
from adapter_core.store.engine import make_engine, place_of
from adapter_core.store.finding_reading import Wanted
from adapter_core.store.migrate import is_current, upgrade
from adapter_core.store.run_begin import begin
from adapter_core.store.run_facts import sources_of
from adapter_core.store.run_handle import RunHandle
from adapter_core.store.tables import owner
from adapter_core.store.unit_of_work import UnitOfWork

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Sequence
    from types import TracebackType

    from sqlalchemy.engine import Engine

    from adapter_core.checks.results import Notice, Tally
    from adapter_core.domain.states import State
    from adapter_core.hooks.ports import Reject
    from adapter_core.store.finding_reading import ListedFinding
    from adapter_core.store.model import (
        BatchGroup,
        Movement,
        RunInfo,
        RunStart,
        SavedReview,
        SourceState,
    )

LEASE_SECONDS = 300


def utc_now() -> datetime:
    """The moment it is."""
    return datetime.now(UTC)


class Store:
    """An opened store; use `open`. Ids of runs are what people type: "17".

    Attributes:
        where: the store's place, without a password.
        clock: gives the aware moment it is.
    """

    def __init__(self, engine: Engine, where: str, clock: Callable[[], datetime], lease_seconds: int) -> None:
        """Keep an engine whose store is up to date."""
        self._engine = engine
        self._lease_seconds = lease_seconds
        self.where = where
        self.clock = clock

    @classmethod
    def open(
        cls, url: str, *, clock: Callable[[], datetime] = utc_now, lease_seconds: int = LEASE_SECONDS
    ) -> Self:
        """Open a store, and make or update its tables where needed.

        Args:
            url: `sqlite:///fingerpost.db` or `postgresql://…`.
            clock: gives the aware moment it is.
            lease_seconds: how long a run may be silent before another may take over.

        Raises:
            ConfigurationError: FP-0609 (driver missing), FP-0614 (url).
            StoreError: FP-0603 (from a newer Fingerpost), FP-0604 (cannot be opened), FP-0606 (busy),
                FP-0607 (damaged, or somebody else's), FP-0613 (read-only).
        """
        engine = make_engine(url)
        store = cls(engine, place_of(engine.url), clock, lease_seconds)
        try:
            with store.reading() as unit:
                current = is_current(unit.connection)
            if not current:
                with store.work() as unit:
                    upgrade(unit.connection, store.where)
                    unit.commit()
        except BaseException:
            engine.dispose()
            raise
        return store

    def close(self) -> None:
        """Let go of every connection."""
        self._engine.dispose()

    def __enter__(self) -> Self:
        """The store."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close it."""
        self.close()

    def work(self) -> UnitOfWork:
        """A transaction that may write; it rolls back unless told to commit."""
        return UnitOfWork(self._engine, self.where, writes=True)

    def reading(self) -> UnitOfWork:
        """A transaction that only reads."""
        return UnitOfWork(self._engine, self.where, writes=False)

    def try_writing(self) -> None:
        """Write something and take it back, so that somebody may know before the night that it works.

        Raises:
            StoreError: the store cannot be written.
        """
        with self.work() as unit:
            unit.connection.execute(insert(owner).values(team="a trial", worker="that is taken back"))

    def owners(self) -> set[tuple[str, str]]:
        """Every (team, worker) that ever had a gap; an empty text is nobody."""
        with self.reading() as unit:
            return {
                (team, worker)
                for team, worker in unit.connection.execute(select(owner.c.team, owner.c.worker))
            }

    def begin_run(self, start: RunStart) -> RunHandle:
        """Take the lease and begin a run, or take up again the one that was broken off.

        Raises:
            RunLocked: FP-0601 while another run holds the lease.
            StoreError: the store cannot be written.
        """
        now = self.clock()
        with self.work() as unit:
            lease = leases.acquire(
                unit.connection, leases.myself(), now, self._lease_seconds, where=self.where
            )
            begun = begin(unit.connection, start, now)
            unit.commit()
        return RunHandle(
            start,
            begun,
            lease,
            self.work,
            self.reading,
            self.clock,
            lease_seconds=self._lease_seconds,
            where=self.where,
        )

    # --- runs ------------------------------------------------------------------------------------

    def runs(
        self, *, profile: str | None = None, cohort: str | None = None, limit: int = 50
    ) -> list[RunInfo]:
        """Runs of any status, newest first."""
        with self.reading() as unit:
            return run_reading.runs(unit.connection, profile=profile, cohort=cohort, limit=limit)

    def run(self, run_id: str) -> RunInfo:
        """One run.

        Raises:
            UsageError: FP-0610, here and wherever a run is named.
        """
        with self.reading() as unit:
            return run_reading.info_of(run_reading.run_row(unit.connection, run_id))

    def latest_run(self, *, profile: str | None = None, cohort: str | None = None) -> RunInfo | None:
        """The newest run that finished, complete or partial."""
        with self.reading() as unit:
            found = run_reading.runs(unit.connection, profile=profile, cohort=cohort, limit=1, finished=True)
        return found[0] if found else None

    def sources(self, run_id: str) -> list[SourceState]:
        """How the sources of a run answered."""
        with self.reading() as unit:
            return sources_of(unit.connection, run_reading.run_row(unit.connection, run_id).id)

    def rejects(self, run_id: str, *, limit: int | None = None) -> Iterator[tuple[str, Reject]]:
        """Stream (source, reject) of a run."""
        with self.reading() as unit:
            row = run_reading.run_row(unit.connection, run_id)
            yield from run_reading.rejects(unit.connection, row.id, limit)

    def reject_counts(self, run_id: str) -> dict[str, int]:
        """Source to the number of records that could not be read."""
        with self.reading() as unit:
            return run_reading.reject_counts(unit.connection, run_reading.run_row(unit.connection, run_id).id)

    def unmapped(self, run_id: str) -> dict[str, list[tuple[str, str, int]]]:
        """Source to (field, raw code, people) that the mapping does not know."""
        with self.reading() as unit:
            return run_reading.unmapped(unit.connection, run_reading.run_row(unit.connection, run_id).id)

    def notices(self, run_id: str, *, ref: str | None = None) -> Iterator[Notice]:
        """Stream the work of a run that is no gap; of one reference, if one is given."""
        with self.reading() as unit:
            row = run_reading.run_row(unit.connection, run_id)
            yield from run_reading.notices(unit.connection, row.id, ref)

    def tally(self, run_id: str) -> Tally:
        """The counts of a run; so far, if it goes on."""
        with self.reading() as unit:
            return run_reading.tally(unit.connection, run_reading.run_row(unit.connection, run_id))

    def trend(self, run_id: str, *, limit: int = 30) -> list[tuple[RunInfo, Tally]]:
        """Finished runs of the same profile and cohort up to this one, oldest first."""
        with self.reading() as unit:
            connection = unit.connection
            row = run_reading.run_row(connection, run_id)
            found = run_reading.before(connection, row, limit, itself=True)
            return [
                (info, run_reading.tally(connection, run_reading.run_row(connection, info.id)))
                for info in reversed(found)
            ]

    def movement(self, run_id: str, *, rules: Collection[str] | None = None) -> Movement | None:
        """What changed since the finished run before, under these rules or all; None for the first."""
        with self.reading() as unit:
            row = run_reading.run_row(unit.connection, run_id)
            return run_reading.movement(unit.connection, row, rules)

    # --- findings --------------------------------------------------------------------------------

    def findings(  # noqa: PLR0913 - each narrows the list
        self,
        run_id: str,
        *,
        rules: Collection[str] | None = None,
        hidden: bool | None = None,
        team: str | None = None,
        worker: str | None = None,
        source: str | None = None,
        ref: str | None = None,
    ) -> Iterator[ListedFinding]:
        """Stream the findings of a run by team, worker, person and severity, with their reviews.

        Args:
            run_id: the run.
            rules: ids of rules; all if None.
            hidden: False for what belongs in work lists, True for what reviews keep out, None for both.
            team: an empty text for gaps without a team; likewise `worker`.
            worker: whose list.
            source: name of the source.
            ref: one person.
        """
        wanted = Wanted(rules, hidden, team, worker, source, ref)
        with self.reading() as unit:
            row = run_reading.run_row(unit.connection, run_id)
            yield from finding_reading.findings(unit.connection, row, json.loads(row.rules), wanted)

    def states_of(self, run_id: str, source: str, refs: Collection[str]) -> dict[tuple[str, str], State]:
        """(ref, rule) to the state of every gap of these people in a run."""
        with self.reading() as unit:
            row = run_reading.run_row(unit.connection, run_id)
            return finding_reading.states_of(unit.connection, row, source, refs, json.loads(row.rules))

    def hidden_count(self, run_id: str, *, rules: Collection[str] | None = None) -> int:
        """How many findings of a run reviews keep out of work lists."""
        with self.reading() as unit:
            row = run_reading.run_row(unit.connection, run_id)
            return finding_reading.hidden_count(unit.connection, row, json.loads(row.rules), rules)

    def batches(
        self, run_id: str, *, rules: Collection[str] | None = None, refs: int = 1000
    ) -> list[BatchGroup]:
        """What is mended in one go, the largest first, with at most `refs` references each."""
        with self.reading() as unit:
            row = run_reading.run_row(unit.connection, run_id)
            return run_reading.batches(unit.connection, row, rules, refs)

    def current_reviews(self, source: str, refs: Sequence[str]) -> dict[tuple[str, str], SavedReview]:
        """The reviews of these people that hold now, by (ref, rule)."""
        with self.reading() as unit:
            return reviews.current(unit.connection, source, refs)
