"""Finds out at the end of a run who has vanished, without a write or a set entry per finding a night.

Each page's checkpoint holds the ids of the open findings that it saw. At the end they become a
bitmap, and what was open before the run and is not in it belongs to somebody nobody saw.
"""

from __future__ import annotations

import json
from array import array
from collections import Counter
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from adapter_core.domain.states import State
from adapter_core.store.finding_writing import LEFT
from adapter_core.store.lookup import AT_ONCE, chunks
from adapter_core.store.model import Finished
from adapter_core.store.tables import finding, owner, run_kept, run_page, run_reject, shape

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

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
    connection: Connection,
    writer: FindingWriter,
    run: int,
    caseloads: Mapping[str, int],
    read_to_end: Collection[str],
) -> tuple[Finished, array[int]]:
    """Close the findings of people whom nobody saw.

    A rejected record is seen, though it could not be read. Where a record without a reference was
    rejected, it might be anybody's: nobody of that source leaves that night. Of a source that was not
    read to its end nobody can be known to be gone either.

    Args:
        connection: inside the transaction that ends the run.
        writer: closes the findings.
        run: number of the run.
        caseloads: source to caseload, of the whole series.
        read_to_end: sources whose people were all read.

    Returns:
        What was done, and the ids of findings that stay open although nobody was seen.
    """
    kept = array("i")
    if not caseloads:
        return Finished(), kept
    seen = Seen(connection.execute(select(func.coalesce(func.max(finding.c.id), 0))).scalar_one())
    pages = select(run_page.c.seen).where(run_page.c.run == run)
    for page in connection.execute(pages).scalars():
        seen.add(array("i", page))
    vanished = held_back = 0
    for source, caseload in caseloads.items():
        unseen = _unseen(connection, seen, run, caseload)
        if source in read_to_end and unseen:
            anonymous = _see_rejected(connection, seen, run, source, caseload)
            gone = seen.lacks(unseen)
            if anonymous:
                held_back += len(gone)
            else:
                writer.close(connection, gone, LEFT)
                vanished += len(gone)
                unseen = sorted(set(unseen) - set(gone))
        kept.extend(unseen)
    return Finished(vanished, held_back), kept


def count_kept(connection: Connection, run: int, rules: Collection[str]) -> Counter[tuple[str, str, State]]:
    """(team, rule, state) to the findings of these rules that a run could not assess again."""
    found: Counter[tuple[str, str, State]] = Counter()
    ids = sorted(kept_in(connection, run))
    for start in range(0, len(ids), AT_ONCE):
        statement = (
            select(owner.c.team, shape.c.rule, shape.c.state, func.count())
            .select_from(finding)
            .join(shape, shape.c.id == finding.c.shape)
            .join(owner, owner.c.id == finding.c.owner)
            .where(finding.c.id.in_(ids[start : start + AT_ONCE]), finding.c.closed_run.is_(None))
            .group_by(owner.c.team, shape.c.rule, shape.c.state)
        )
        for team, rule, state, gaps in connection.execute(statement):
            if rule in rules:
                found[team, rule, State(state)] += gaps
    return found


def kept_in(connection: Connection, run: int) -> set[int]:
    """Ids of the findings that a run could not assess again."""
    kept: set[int] = set()
    pages = select(run_kept.c.findings).where(run_kept.c.run == run)
    for page in connection.execute(pages).scalars():
        kept.update(array("i", page))
    return kept


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
