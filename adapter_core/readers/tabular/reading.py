"""One reading of a source's files, from the beginning: records become pages, and pages people."""

from __future__ import annotations

from bisect import bisect_left
from itertools import compress
from typing import TYPE_CHECKING, Any

from adapter_core.domain.people import is_restricted
from adapter_core.errors import SourceUnavailable
from adapter_core.hooks.ports import Page, Reject
from adapter_core.readers.mapping.reader import without_collections
from adapter_core.readers.tabular.children import ORDERS, Alongside, Ascent, ByPlaces
from adapter_core.readers.tabular.firsts import FirstPlaces
from adapter_core.readers.tabular.noting import Notes

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Sequence

    from adapter_core.readers.mapping import Reader
    from adapter_core.readers.tabular.bundle import Bundle
    from adapter_core.readers.tabular.children import ChildFile
    from adapter_core.readers.tabular.layout import Row, RowMaker
    from adapter_core.readers.tabular.records import Records
    from adapter_core.readers.tabular.runs import Run

REPEATED_REFERENCE = "FP-0511"
NO_REFERENCE = "FP-0500"
SPOILT = "FP-0514"


class Disorder(Exception):
    """The main file does not ascend in an order in which others are read beside it."""

    def __init__(self, order: str) -> None:
        """Say which order it is."""
        super().__init__(order)
        self.order = order


class Reading:
    """Reads every file of a bundle once."""

    def __init__(
        self,
        bundle: Bundle,
        reader: Reader,
        lost: Collection[str],
        reference_at: Callable[[int], str],
        where: str,
    ) -> None:
        """Begin at the first record.

        Args:
            bundle: the files.
            reader: the mapping, compiled.
            lost: orders in which the main file is known not to ascend.
            reference_at: reads the reference that stands at a place of the main file.
            where: names the source in errors.
        """
        self._bundle, self._reader, self._where = bundle, reader, where
        self._maker = bundle.maker
        self._firsts = FirstPlaces(reference_at, bundle.main.size)
        bundle.refuse_empty()
        self._ascent = Ascent()
        self._notes: list[Notes] = []
        self._orders: set[str] = set()
        self._takers = [(child, *self._taker(child, lost)) for child in bundle.children]

    def _taker(self, child: ChildFile, lost: Collection[str]) -> tuple[str, Alongside | ByPlaces]:
        notes = Notes(child.file.name)
        self._notes += [child.surveyed.notes, notes]
        for order in ORDERS:
            if order in child.surveyed.orders and order not in lost:
                self._orders.add(order)
                return order, Alongside(child, order, notes)
        return "", ByPlaces(child, notes)

    def pages(
        self, page_size: int, resume: int | None, cursor_at: Callable[[int], str]
    ) -> Iterator[tuple[Page, int | None]]:
        """Pages after a place of the main file, each with the place where the next begins.

        What lies before that place is read as well: a later record may repeat it.

        Raises:
            Disorder: from here on, files must be read in another way.
            SourceUnavailable: the main file has no records (FP-0413), or a file was changed (FP-0416).
        """
        anything, following, main = False, resume, self._bundle.main
        with main.open() as file:
            main.refuse_changes(file)
            parts = self._cut(main.records(file), page_size, resume)
            while True:
                with without_collections():
                    rows, following = next(parts)
                    self._bundle.refuse_changes()
                    main.refuse_changes(file)
                    page = self._page(rows)
                if following is None:
                    break
                anything = True
                page.cursor = cursor_at(following)
                if resume is None or following > resume:
                    yield page, following
        if not (anything or page.people or page.rejects):
            raise SourceUnavailable("FP-0413", "The file has a header and no people.", where=self._where)
        page.rejects = [*page.rejects, *self._rejects_of_other_files()]
        yield page, None

    def _cut(self, records: Records, page_size: int, resume: int | None) -> Iterator[tuple[Rows, int | None]]:
        """Cut records into pages, one of them at the place to resume at."""
        rows = Rows(self._maker, keyed=bool(self._takers))
        for run in records.runs():
            positions = run.positions
            at, end = 0, len(positions)
            while at < end:
                if positions[at] == resume or rows.fill(page_size):
                    yield rows, positions[at]
                    rows = Rows(self._maker, keyed=bool(self._takers))
                stop = min(end, at + page_size - len(rows.picked))
                if resume is not None and positions[at] < resume <= positions[-1]:
                    stop = min(stop, bisect_left(positions, resume))
                rows.add(run, at, stop)
                at = stop
        yield rows, None

    # --- a page -------------------------------------------------------------------------------------

    def _page(self, rows: Rows) -> Page:
        children = self._children(rows.keys) if self._takers else {}
        rows.leave_out()
        batch = self._reader.read(rows.picked, children)
        people, positions, lines, rejects = batch.people, rows.positions, rows.lines, rows.rejects
        picked = rows.picked
        if batch.rejects:
            left_out = set()
            for place, code, field in batch.rejects:
                left_out.add(place)
                # Spreadsheets like to end in rows of nothing but delimiters: nobody's, and so no reject.
                if code != NO_REFERENCE or any(cell.strip() for cell in picked[place]):
                    rejects.append(Reject(f"row {lines[place]}", code, field, anonymous=True))
            kept = [place not in left_out for place in range(len(picked))]
            positions, picked = list(compress(positions, kept)), list(compress(picked, kept))
            lines = list(compress(lines, kept))
        refs: list[Any] = [person.ref for person in people]

        def named(place: int) -> str:
            return f"row {lines[place]}" if is_restricted(people[place]) else str(refs[place])

        bad = {
            place: Reject(named(place), REPEATED_REFERENCE, "ref")
            for place in self._firsts.repeats(refs, positions)
        }
        for child, *_ in self._takers:
            if child.surveyed.spoilt:
                spoilt = (place for place, row in enumerate(picked) if child.is_spoilt(row[0]))
                bad |= {place: Reject(named(place), SPOILT) for place in spoilt if place not in bad}
        rejects += bad.values()
        for place in sorted(bad, reverse=True):
            del people[place], positions[place]
        return Page(people, None, rejects, batch.unmapped, positions)

    def _children(self, keys: Sequence[str]) -> dict[str, Sequence[Row]]:
        """The rows of a page's people in every other file."""
        there = list(filter(None, keys))
        self._ascent.see(there)
        for order in self._orders - self._ascent.orders:
            raise Disorder(order)
        wanted = set(there)
        children: dict[str, Sequence[Row]] = {}
        for child, order, taker in self._takers:
            last: Any = ORDERS[order](there[-1:])[0] if order and there else None
            children[child.alias] = taker.take(wanted, last) if there else []
        return children

    def _rejects_of_other_files(self) -> list[Reject]:
        for _, _, taker in self._takers:
            taker.finish()
        self._bundle.refuse_changes()
        return [reject for notes in (*self._bundle.notes(), *self._notes) for reject in notes.rejects()]


class Rows:
    """What becomes a page.

    Attributes:
        picked: rows for the reader; None for one that a condition leaves out.
        keys: the person's key of each, if they are wanted.
        positions: where each begins.
        lines: the number of its line.
    """

    def __init__(self, maker: RowMaker, *, keyed: bool) -> None:
        """Start empty."""
        self._maker, self._keyed = maker, keyed
        self.picked: list[Any] = []
        self.keys: list[str] = []
        self.positions: list[int] = []
        self.lines: list[int] = []
        self.rejects: list[Reject] = []

    def add(self, run: Run, start: int, stop: int) -> None:
        """Take in a part of a run."""
        if run.fault:
            self.rejects.append(Reject(f"row {run.lines[0]}", run.fault, anonymous=True))
            return
        maker, rows = self._maker, run.rows[start:stop]
        self.picked += map(maker.pick or maker, rows)
        if self._keyed:
            self.keys += map(maker.key, rows)
        self.positions += run.positions[start:stop]
        self.lines += run.lines[start:stop]

    def fill(self, page_size: int) -> bool:
        """Whether they fill a page; rejects count, so that a file of nothing else stays in bounds."""
        return len(self.picked) >= page_size or len(self.rejects) >= page_size

    def leave_out(self) -> None:
        """Drop the rows that a condition leaves out."""
        if None in self.picked:
            kept = [row is not None for row in self.picked]
            self.picked = list(compress(self.picked, kept))
            self.positions = list(compress(self.positions, kept))
            self.lines = list(compress(self.lines, kept))
