"""Finds out at the end of a run who has vanished, without a write or a set entry per finding a night.

Each page's checkpoint holds the ids of the open findings that it saw. At the end they become a
bitmap, and what was open before the run and is not in it belongs to somebody nobody saw.
"""

from __future__ import annotations

import json
from array import array
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from adapter_core.store.finding_writing import LEFT
from adapter_core.store.lookup import chunks
from adapter_core.store.model import Finished
from adapter_core.store.tables import finding, run_page, run_reject

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sqlalchemy.engine import Connection

    from adapter_core.store.finding_writing import FindingWriter

_AT_ONCE = 5_000


class Seen:
    """A set of numbers up to a known one, a bit each."""

    def __init__(self, most: int) -> None:
        self._bits = bytearray((most >> 3) + 1)

    def add(self, numbers: Iterable[int]) -> None:
        """Put numbers in."""
        bits = self._bits
        for number in numbers:
            bits[number >> 3] |= 1 << (number & 7)

    def lacks(self, numbers: Iterable[int]) -> list[int]:
        """Those of the numbers that were not put in."""
        bits = self._bits
        return [number for number in numbers if not bits[number >> 3] & (1 << (number & 7))]


def close_vanished(
    connection: Connection, writer: FindingWriter, run: int, caseloads: Mapping[str, int]
) -> Finished:
    """Close the findings of people whom nobody saw.

    A rejected record is seen, though it could not be read. Where a record without a reference was
    rejected, it might be anybody's: nobody of that source leaves that night.

    Args:
        connection: inside the transaction that ends the run.
        writer: closes the findings.
        run: number of the run.
        caseloads: source to caseload, for the sources that were read to their end.
    """
    if not caseloads:
        return Finished()
    seen = Seen(connection.execute(select(func.coalesce(func.max(finding.c.id), 0))).scalar_one())
    pages = select(run_page.c.seen).where(run_page.c.run == run)
    for page in connection.execute(pages).scalars():
        seen.add(array("i", page))
    vanished = held_back = 0
    for source, caseload in caseloads.items():
        anonymous = _see_rejected(connection, seen, run, source, caseload)
        unseen = _unseen(connection, seen, run, caseload)
        if anonymous:
            held_back += len(unseen)
        elif unseen:
            writer.close(connection, unseen, LEFT)
            vanished += len(unseen)
    return Finished(vanished, held_back)


def _unseen(connection: Connection, seen: Seen, run: int, caseload: int) -> list[int]:
    """Ids of open findings of this caseload that were there before the run and were not seen."""
    statement = select(finding.c.id).where(
        finding.c.caseload == caseload, finding.c.closed_run.is_(None), finding.c.opened_run < run
    )
    rows = connection.execute(statement, execution_options={"yield_per": _AT_ONCE}).scalars()
    return [number for part in rows.partitions() for number in seen.lacks(part)]


def _see_rejected(connection: Connection, seen: Seen, run: int, source: str, caseload: int) -> bool:
    """Mark findings of rejected records as seen; says whether a record without a reference was among them."""
    here = (run_reject.c.run == run) & (run_reject.c.source == source)
    refs = set(connection.execute(select(run_reject.c.ref).where(here)).scalars())
    # Those that name several references name them of several sources, whichever reported them.
    several = select(run_reject.c.refs).where(run_reject.c.run == run, run_reject.c.refs != "")
    for text in connection.execute(several).scalars():
        refs.update(json.loads(text))
    for some in chunks(sorted(refs)):
        statement = select(finding.c.id).where(
            finding.c.caseload == caseload,
            finding.c.closed_run.is_(None),
            finding.c.ref.in_(some),
            func.length(finding.c.ref).in_({len(ref) for ref in some}),
        )
        seen.add(connection.execute(statement).scalars())
    anonymous = select(run_reject.c.id).where(here, run_reject.c.anonymous).limit(1)
    return connection.execute(anonymous).first() is not None
