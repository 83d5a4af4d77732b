"""The audit's rows: added, read, and by a trigger of the database never changed or deleted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import insert, select

from adapter_core.store.tables import audit, audit_subject

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.engine import Connection


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """One thing that somebody did.

    Attributes:
        action: a short code, such as `report.made`.
        subjects: (source, reference) of the people it was about; never a name.
        run: the run that was looked at, where it was one.
    """

    id: int
    at: datetime
    who: str
    action: str
    subjects: tuple[tuple[str, str], ...] = ()
    run: str | None = None


def add(  # noqa: PLR0913 - an audit row says who, when, what and of whom
    connection: Connection,
    *,
    at: datetime,
    who: str,
    action: str,
    subjects: Sequence[tuple[str, str]],
    run: str | None,
) -> int:
    """Add an entry; returns its number."""
    made = connection.execute(
        insert(audit).values(at=at, who=who, action=action, run=run)
    ).inserted_primary_key
    number = int(made[0])  # type: ignore[index]
    rows = [{"entry": number, "source": source, "ref": ref} for source, ref in dict.fromkeys(subjects)]
    if rows:
        connection.execute(insert(audit_subject), rows)
    return number


def entries(connection: Connection, limit: int) -> list[AuditEntry]:
    """The newest entries, newest first."""
    rows = connection.execute(select(audit).order_by(audit.c.id.desc()).limit(limit)).all()
    subjects: dict[int, list[tuple[str, str]]] = {row.id: [] for row in rows}
    if rows:
        here = audit_subject.c.entry.between(rows[-1].id, rows[0].id)
        of_these = select(audit_subject).where(here).order_by(audit_subject.c.source, audit_subject.c.ref)
        for one in connection.execute(of_these):
            subjects[one.entry].append((one.source, one.ref))
    return [AuditEntry(row.id, row.at, row.who, row.action, tuple(subjects[row.id]), row.run) for row in rows]
