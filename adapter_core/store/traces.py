"""Traces of NHS numbers: who was sent out under which reference, what came back, and who decided.

A number is kept from the answer until somebody refuses it, or until the case system shows it; then
only the state stays. The references of the file are not kept whole: the store alone proves nothing
about anybody (`seal`, `proof`).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from sqlalchemy import insert, select, update

from adapter_core.store.lookup import chunks
from adapter_core.store.tables import trace

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence
    from datetime import datetime

    from sqlalchemy.engine import Connection, Row


class TraceState(StrEnum):
    """Where a trace stands."""

    SENT = "sent"
    PROPOSED = "proposed"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    NO_MATCH = "no_match"
    REPLACED = "replaced"
    """By a later trace of the same person."""
    RECORDED = "recorded"
    """The case system shows the number."""
    DIFFERS = "differs"
    """The case system shows another number."""
    LEFT = "left"
    """The person is dead, restricted, merged or gone."""


UNDECIDED = (TraceState.PROPOSED, TraceState.ACCEPTED)
"""States in which a number is kept."""


@dataclass(frozen=True, slots=True)
class Trace:
    """One person's trace.

    Attributes:
        token: the first part of the reference in the file; what people type.
        seal: keyed digest of nothing: proves that somebody has the whole reference.
        proof: digest of what was sent, keyed with the whole reference: tells a record that changed.
        number: the NHS number, while it is proposed or accepted; its `repr` does not show it.
        status: verification status that came with it, an id of `nhs_number_status`, or empty.
        confidence: how sure the tracer is, in its own figures, or empty.
        dead: whether the reply reports that the person has died.
    """

    token: str
    source: str
    ref: str
    seal: str
    proof: str
    run: str
    exported: datetime
    state: TraceState = TraceState.SENT
    number: str | None = field(default=None, repr=False)
    status: str = ""
    confidence: str = ""
    dead: bool = False
    answered: datetime | None = None
    decided: datetime | None = None
    decided_by: str = ""
    why: str = ""
    closed: datetime | None = None


def _trace_of(row: Row[Any]) -> Trace:
    values = dict(row._mapping)  # noqa: SLF001 - SQLAlchemy's public name for it
    return Trace(**{**values, "state": TraceState(row.state)})


def by_token(connection: Connection, tokens: Collection[str]) -> dict[str, Trace]:
    """Those of the traces that there are, by token."""
    found: dict[str, Trace] = {}
    for some in chunks(sorted(set(tokens))):
        rows = connection.execute(select(trace).where(trace.c.token.in_(some)))
        found.update((row.token, _trace_of(row)) for row in rows)
    return found


def listed(
    connection: Connection, states: Iterable[TraceState] | None = None, source: str | None = None
) -> list[Trace]:
    """Traces in some states, or all, by source and reference, the newest first."""
    statement = select(trace).order_by(trace.c.source, trace.c.ref, trace.c.exported.desc(), trace.c.token)
    if states is not None:
        statement = statement.where(trace.c.state.in_([state.value for state in states]))
    if source is not None:
        statement = statement.where(trace.c.source == source)
    return [_trace_of(row) for row in connection.execute(statement)]


def any_of(connection: Connection, source: str) -> bool:
    """Whether anybody of a source was ever traced."""
    here = select(trace.c.token).where(trace.c.source == source).limit(1)
    return connection.execute(here).first() is not None


def of_people(connection: Connection, source: str, refs: Sequence[str]) -> list[Trace]:
    """Every trace of these people that is not `left` yet."""
    found: list[Trace] = []
    for some in chunks(refs):
        here = (trace.c.source == source, trace.c.ref.in_(some), trace.c.state != TraceState.LEFT.value)
        found += [_trace_of(row) for row in connection.execute(select(trace).where(*here))]
    return found


def send(connection: Connection, sent: Sequence[Trace], *, at: datetime) -> None:
    """Keep what is sent out; an earlier trace of the same person that still waits is replaced."""
    by_source: dict[str, list[str]] = {}
    for one in sent:
        by_source.setdefault(one.source, []).append(one.ref)
    for source, refs in by_source.items():
        for some in chunks(refs):
            waiting = (trace.c.source == source, trace.c.ref.in_(some), trace.c.state == TraceState.SENT)
            replaced = {"state": TraceState.REPLACED.value, "closed": at}
            connection.execute(update(trace).where(*waiting).values(replaced))
    rows = [
        {
            "token": one.token, "source": one.source, "ref": one.ref, "seal": one.seal, "proof": one.proof,
            "run": one.run, "exported": one.exported, "state": one.state.value,
        }
        for one in sent
    ]  # fmt: skip
    if rows:
        connection.execute(insert(trace), rows)


def move(connection: Connection, token: str, before: TraceState, after: TraceState, **values: object) -> bool:
    """Bring a trace from one state into another; says whether it was in the first.

    A state in which no number is kept takes the number away.
    """
    if after not in UNDECIDED:
        values["number"] = None
    if connection.dialect.name == "sqlite":
        # Else bytes of a row that is written anew may stay in the file, in a place that is free.
        connection.exec_driver_sql("PRAGMA secure_delete = ON")
    statement = update(trace).where(trace.c.token == token, trace.c.state == before.value)
    return bool(connection.execute(statement.values(state=after.value, **values)).rowcount)
