"""The audit's rows: added, read, and by a trigger of the database never changed or deleted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, insert, select

from adapter_core.store.lookup import AT_ONCE
from adapter_core.store.tables import audit, audit_subject

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from sqlalchemy.engine import Connection

# Built once: every use case adds an entry, and SQLAlchemy takes longer to build a statement than to run it.
_ADD = insert(audit)
_ADD_SUBJECTS = insert(audit_subject)


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


@dataclass(frozen=True, slots=True)
class AuditLine:
    """One thing that somebody did, without whom it was about.

    Attributes:
        people: source to how many of its people it was about.
    """

    id: int
    at: datetime
    who: str
    action: str
    run: str | None
    people: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class WantedEntries:
    """Which entries are wanted; None is no restriction.

    Attributes:
        before: number of the entry that the newest one comes before.
        number: one entry alone.
        action: a code, or how codes begin: `trace` is all of `trace.exported` and so on.
        since: the first moment; likewise `until`, which is the first that is too late.
        ref: only entries about a person of this reference, in any source.
    """

    before: int | None = None
    number: int | None = None
    action: str | None = None
    who: str | None = None
    since: datetime | None = None
    until: datetime | None = None
    ref: str | None = None


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
    values = {"at": at, "who": who, "action": action, "run": run}
    made = connection.execute(_ADD, values).inserted_primary_key
    number = int(made[0])  # type: ignore[index]
    rows = [{"entry": number, "source": source, "ref": ref} for source, ref in dict.fromkeys(subjects)]
    if rows:
        connection.execute(_ADD_SUBJECTS, rows)
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


def lines(connection: Connection, wanted: WantedEntries, limit: int) -> list[AuditLine]:
    """Entries, newest first, with how many people each was about."""
    statement = select(audit).order_by(audit.c.id.desc()).limit(limit)
    if wanted.before is not None:
        statement = statement.where(audit.c.id < wanted.before)
    if wanted.number is not None:
        statement = statement.where(audit.c.id == wanted.number)
    if wanted.action is not None:
        begins = audit.c.action.startswith(f"{wanted.action}.", autoescape=True)
        statement = statement.where((audit.c.action == wanted.action) | begins)
    if wanted.who is not None:
        statement = statement.where(audit.c.who == wanted.who)
    if wanted.since is not None:
        statement = statement.where(audit.c.at >= wanted.since)
    if wanted.until is not None:
        statement = statement.where(audit.c.at < wanted.until)
    if wanted.ref is not None:
        about = select(audit_subject.c.entry).where(audit_subject.c.ref == wanted.ref)
        statement = statement.where(audit.c.id.in_(about))
    rows = connection.execute(statement).all()
    people: dict[int, dict[str, int]] = {row.id: {} for row in rows}
    numbers = list(people)
    for start in range(0, len(numbers), AT_ONCE):
        counted = (
            select(audit_subject.c.entry, audit_subject.c.source, func.count())
            .where(audit_subject.c.entry.in_(numbers[start : start + AT_ONCE]))
            .group_by(audit_subject.c.entry, audit_subject.c.source)
            .order_by(audit_subject.c.source)
        )
        for entry, source, count in connection.execute(counted):
            people[entry][source] = count
    return [AuditLine(row.id, row.at, row.who, row.action, row.run, people[row.id]) for row in rows]
