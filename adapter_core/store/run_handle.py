"""A run while it goes on: one transaction a page, and one at the end."""

from __future__ import annotations

from array import array
from collections import Counter
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, Self

from sqlalchemy import bindparam, delete, insert, select, update

from adapter_core.checks.results import Tally
from adapter_core.domain.states import State
from adapter_core.errors import FingerpostError, RunLocked, StoreError
from adapter_core.store import leases, reviews, run_facts
from adapter_core.store.finding_writing import FindingWriter
from adapter_core.store.interning import CountKeys, add_up
from adapter_core.store.review_ends import end_overtaken
from adapter_core.store.run_begin import CUT_SHORT, FAILED, RUNNING, caseload_of
from adapter_core.store.run_end import close_vanished, count_kept
from adapter_core.store.tables import caseload as caseloads
from adapter_core.store.tables import finding, run, run_count, run_kept, run_notice, run_page

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
    from datetime import datetime
    from types import TracebackType

    from sqlalchemy.engine import Connection

    from adapter_core.checks.results import PageResult
    from adapter_core.domain.findings import Review
    from adapter_core.hooks.ports import Reject
    from adapter_core.store.model import Finished, RunStart, SavedReview, SourceState
    from adapter_core.store.run_begin import Begun
    from adapter_core.store.unit_of_work import UnitOfWork

_KEEP_PAGE = insert(run_page)
_KEEP_CURSOR = (
    update(run)
    .where(run.c.id == bindparam("this"))
    .values(cursor=bindparam("cursor"), pages=bindparam("pages"))
)


class RunHandle:
    """A run that this process holds the lease of. Leaving it without `finish` puts it down as failed.

    Attributes:
        run_id: what people type: "17".
        resumed: whether an earlier, broken run was taken up again.
        cursor: where to go on reading; None for the start. After a crash behind the last page it is
            None too: pages that are written again change nothing.
    """

    def __init__(  # noqa: PLR0913, PLR0917 - made by `Store.begin_run` alone
        self,
        start: RunStart,
        begun: Begun,
        lease: leases.Lease,
        work: Callable[[], UnitOfWork],
        reading: Callable[[], UnitOfWork],
        clock: Callable[[], datetime],
        *,
        lease_seconds: int,
        where: str,
    ) -> None:
        """Read what the run needs from the store."""
        self.run_id = str(begun.number)
        self.resumed = begun.resumed
        self.cursor = begun.cursor
        self._sums: dict[int, int] = {}
        self._start = start
        self._begun = begun
        self._lease = lease
        self._work = work
        self._reading = reading
        self._clock = clock
        self._seconds = lease_seconds
        self._where = where
        self._pages = begun.pages
        self._over = False
        self._facts = run_facts.Facts(begun.number)
        self._counts = CountKeys()
        self._caseloads: dict[str, int] = {}
        self._handed: dict[int, SavedReview] = {}
        with reading() as unit:
            connection = unit.connection
            self._counts.use(connection)
            pages = select(run_page.c.counts).where(run_page.c.run == begun.number)
            for page in connection.execute(pages).scalars():
                add_up(self._sums, array("i", page))
            self._any_reviews = reviews.any_current(connection)
            here = caseloads.c.series == begun.series
            self._caseloads = {
                row.source: row.id for row in connection.execute(select(caseloads).where(here))
            }
            closed = select(finding.c.id).where(
                finding.c.caseload.in_(self._caseloads.values()), finding.c.closed_run.is_not(None)
            )
            any_closed = connection.execute(closed.limit(1)).first() is not None
            self._facts.read(connection)
            self._writer = FindingWriter(connection.dialect, begun.number, start.rules, any_closed=any_closed)
        for source in start.sources:
            self._facts.sources.setdefault(source.name, source)

    @property
    def tally(self) -> Tally:
        """The counts of all pages so far."""
        return self._counts.tally(self._sums)

    # --- what pages bring ------------------------------------------------------------------------

    def source(self, state: SourceState) -> None:
        """Tell how a source answers; the newest word counts. What is down is told before the first page."""
        self._facts.tell(state)

    def record_rejects(self, source: str, rejects: Iterable[Reject]) -> None:
        """Keep records that could not be read: stored with the next page, or at the end."""
        self._facts.rejects.extend((source, reject) for reject in rejects)

    def record_unmapped(self, source: str, unmapped: Mapping[tuple[str, str], int]) -> None:
        """Keep codes that the mapping does not know, (field, raw code) to people; they add up."""
        for (field, raw), people in unmapped.items():
            self._facts.unmapped[source, field, raw] += people

    def reject_count(self, source: str | None = None) -> int:
        """Rejects so far: of one source, or of all."""
        pending = {row for row in self._facts.rejects if source is None or row[0] == source}
        with self._reading() as unit:
            return len(pending) + self._facts.stored_rejects(unit.connection, source)

    def reviews(self, source: str, refs: Sequence[str]) -> dict[tuple[str, str], Review]:
        """The current reviews of a page's people by (ref, rule); without a query while there are none."""
        if not self._any_reviews:
            return {}
        with self._reading() as unit:
            found = reviews.current(unit.connection, source, refs)
        # One that was made in this very minute, after this, was never weighed: see `review_ends`.
        self._handed = self._handed | {saved.id: saved for saved in found.values()}
        return {key: saved.review for key, saved in found.items()}

    # --- pages -----------------------------------------------------------------------------------

    def write_page(self, result: PageResult, *, cursor: str | None) -> None:
        """Store what differs from what is open, the page's counts, and where to go on: all or nothing.

        Args:
            result: the page, after reviews; `result.others` are stored with it.
            cursor: where to go on after this page; None if the source cannot, or there is no more.

        Raises:
            RunLocked: FP-0602 when another run has taken over.
            StoreError: FP-0605 and others; the page is rolled back, and the run can be resumed.
        """
        self._check_not_over()
        parts = [result, *result.others]
        number, pages = self._begun.number, self._pages
        try:
            with self._work() as unit:
                connection = unit.connection
                counts, seen, kept = self._store_parts(connection, parts)
                self._note_kept(connection, kept)
                page = {"run": number, "number": pages, "seen": seen, "counts": counts.tobytes()}
                connection.execute(_KEEP_PAGE, page)
                connection.execute(_KEEP_CURSOR, {"this": number, "cursor": cursor, "pages": pages + 1})
                unit.commit()
        except BaseException:
            self._forget()
            raise
        self._pages += 1
        self.cursor = cursor
        add_up(self._sums, counts)
        self._facts.stored()
        self._handed = {}

    def _note_kept(self, connection: Connection, kept: array[int]) -> None:
        if kept:
            row = {"run": self._begun.number, "number": self._pages, "findings": kept.tobytes()}
            connection.execute(insert(run_kept), row)

    def _store_parts(
        self, connection: Connection, parts: Sequence[PageResult]
    ) -> tuple[array[int], bytes, array[int]]:
        self._renew(connection)
        self._writer.use(connection)
        self._counts.use(connection)
        self._facts.write(connection)
        seen, tallies, kept = b"", [], array("i")
        down = self._facts.down
        for part in parts:
            if self._any_reviews and part.merged:
                reviews.follow(connection, part.source, part.merged)
            written = self._writer.write(connection, self._caseload(connection, part.source), part, down=down)
            if self._any_reviews:
                end_overtaken(
                    connection, part, self._handed, rules=self._start.rules, down=down, at=self._clock
                )
            if part.notices:
                rows = [
                    {
                        "run": self._begun.number,
                        "source": one.source,
                        "ref": one.ref,
                        "rule": one.rule,
                        "batch": one.batch.value,
                        "key": one.key,
                    }
                    for one in part.notices
                ]
                connection.execute(insert(run_notice), rows)
            tallies.append(_with_kept(part.tally, written.kept))
            seen += written.seen.tobytes()
            kept += written.unjudged
        counted = tallies[0]
        if len(tallies) > 1:
            counted = Tally()
            for each in tallies:
                counted.add(each)
        return self._counts.numbered(connection, counted), seen, kept

    def _caseload(self, connection: Connection, source: str) -> int:
        number = self._caseloads.get(source)
        if number is None:
            # Not kept until the transaction is: looked up again with the next page.
            number = caseload_of(connection, self._begun.series, source)
        return number

    # --- the end ---------------------------------------------------------------------------------

    def finish(self, status: str, *, read_to_end: Collection[str] = ()) -> Finished:
        """End the run: people who vanished leave, figures are kept, the lease is free.

        Args:
            status: complete or partial.
            read_to_end: sources whose people were all read. Of the others nobody can be known to be gone.

        Raises:
            RunLocked: FP-0602 when another run has taken over.
            StoreError: nothing of the end is stored; the run can be resumed.
        """
        self._check_not_over()
        if status not in reviews.FINISHED:
            message = f"a run ends as one of {reviews.FINISHED}"
            raise ValueError(message)
        number = self._begun.number
        try:
            with self._work() as unit:
                connection = unit.connection
                self._renew(connection)
                self._writer.use(connection)
                self._counts.use(connection)
                self._facts.write(connection)
                here = self._known_caseloads(connection)
                done, unseen = close_vanished(connection, self._writer, number, here, read_to_end)
                self._note_kept(connection, unseen)
                kept = Tally(kept=count_kept(connection, number, self._start.rules))
                sums = dict(self._sums)
                add_up(sums, self._counts.numbered(connection, kept))
                done = replace(done, kept=kept.kept.total())
                rows = [{"run": number, "key": key, "people": people} for key, people in sums.items()]
                connection.execute(delete(run_count).where(run_count.c.run == number))
                if rows:
                    connection.execute(insert(run_count), rows)
                connection.execute(delete(run_page).where(run_page.c.run == number))
                ended = update(run).where(run.c.id == number, run.c.status == RUNNING)
                connection.execute(ended.values(status=status, finished=self._clock(), cursor=None))
                leases.release(connection, self._lease)
                unit.commit()
        except BaseException:
            self._forget()
            raise
        self._sums = sums
        self._facts.stored()
        self._over = True
        return done

    def fail(self, code: str) -> None:
        """Put the run down as failed and free the lease; every page that was stored stays.

        The same profile, cohort, day, rules and config take it up again where it stopped. Where
        another run has taken over in the meantime, nothing is touched.
        """
        if self._over:
            return
        self._over = True
        with self._work() as unit:
            connection = unit.connection
            with suppress(RunLocked):
                self._renew(connection)
                here = update(run).where(run.c.id == self._begun.number)
                connection.execute(here.values(status=FAILED, error=code, finished=self._clock()))
                leases.release(connection, self._lease)
                unit.commit()

    def __enter__(self) -> Self:
        """The handle."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Put the run down as failed unless it was finished; the error that ended it goes on."""
        code = error.code if isinstance(error, FingerpostError) else "FP-0001" if error else CUT_SHORT
        # A store that is full or gone cannot be told; the lease then ends with this process.
        with suppress(StoreError):
            self.fail(code)

    def _forget(self) -> None:
        """Read ids afresh: what a rolled-back transaction gave is gone with it."""
        self._writer.forget()
        self._counts.forget()
        with suppress(StoreError), self._reading() as unit:
            self._counts.use(unit.connection)

    def _known_caseloads(self, connection: Connection) -> dict[str, int]:
        here = caseloads.c.series == self._begun.series
        return {row.source: row.id for row in connection.execute(select(caseloads).where(here))}

    def _renew(self, connection: Connection) -> None:
        leases.renew(connection, self._lease, self._clock(), self._seconds, where=self._where)

    def _check_not_over(self) -> None:
        if self._over:
            raise StoreError("FP-0612", "This run has ended.", where=self._where)


def _with_kept(tally: Tally, kept: Counter[tuple[str, str, State, State]]) -> Tally:
    """A page's counts, with gaps that stay although their source is down counted as gaps."""
    if not kept:
        return tally
    states = Counter(tally.team_states)
    for (team, rule, said, was), people in kept.items():
        if said is not State.RECORDED:
            states[team, rule, said] -= people
        states[team, rule, was] += people
    return replace(tally, team_states=states)
