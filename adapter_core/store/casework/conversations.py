"""Conversations: what is known of each without reading what was written, and their versions.

A version is written once; a new one supersedes it (R-91). The columns of a conversation are those of its
newest version, or of its draft's beginning while there is none.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from sqlalchemy import Select, and_, bindparam, case, delete, exists, func, insert, select, update

from adapter_core.domain.casework import ConversationKind, ConversationRecord, PersonRef, RecordKind
from adapter_core.store.casework.tables import (
    conversation,
    conversation_draft,
    conversation_result,
    conversation_rule,
    conversation_version,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.engine import Connection, Row


class ConversationState(StrEnum):
    """Where a conversation stands."""

    DRAFT = "draft"
    """It has no version yet."""
    CLOSED = "closed"
    """It has a version; a draft of the next may be open."""
    ENTERED_IN_ERROR = "entered_in_error"


@dataclass(frozen=True, slots=True)
class Conversation:
    """What is known of a conversation without reading it.

    Attributes:
        version: the newest; 0 while there is a draft alone.
        draft: whether a draft is open.
        follows: the record that this one takes up from; 0 for none (R-91).
        opened: the aware moment at which it was begun.
        closed: that of its newest version.
    """

    id: int
    person: PersonRef
    kind: ConversationKind
    record: RecordKind
    state: ConversationState
    worker: str
    team: str
    site: str
    started: date
    version: int
    draft: bool
    follows: int
    opened: datetime
    closed: datetime | None


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a conversation.

    Attributes:
        body: what was written; None once it is purged.
        digest: by which the text is known again, wherever a copy of it is.
    """

    conversation: int
    number: int
    made: datetime
    by: str
    body: str | None
    digest: str
    purged: datetime | None


@dataclass(frozen=True, slots=True)
class Earlier:
    """What the rules of practice ask of another conversation with the same person.

    Attributes:
        ended: whether its newest version says how it ended; else it goes on.
        discussed: what its newest version says, where it tells of a discussion: few texts have to be read.
    """

    id: int
    kind: ConversationKind
    worker: str
    ended: bool
    discussed: str | None


_HAS_DRAFT = exists().where(conversation_draft.c.conversation == conversation.c.id)
_WANTED: Select[Any] = select(
    conversation.c.id,
    conversation.c.source,
    conversation.c.ref,
    conversation.c.kind,
    conversation.c.record,
    conversation.c.state,
    conversation.c.worker,
    conversation.c.team,
    conversation.c.site,
    conversation.c.started,
    conversation.c.version,
    conversation.c.follows,
    conversation.c.opened,
    conversation.c.closed,
    _HAS_DRAFT.label("has_draft"),
)

# Built once: SQLAlchemy takes longer to build a statement than to run it.
_ONE = _WANTED.where(conversation.c.id == bindparam("of"))
_ONE_LOCKED = _ONE.with_for_update(of=conversation)
_OF_PERSON = _WANTED.where(
    conversation.c.source == bindparam("person_source"), conversation.c.ref == bindparam("person_ref")
).order_by(conversation.c.started, conversation.c.id)
_DISCUSSED = conversation_version.c.body.contains('"discussions":')  # a body leaves out what is empty
_EARLIER = (
    select(
        conversation.c.id,
        conversation.c.kind,
        conversation.c.worker,
        conversation.c.version,
        conversation.c.ended_how,
        case((_DISCUSSED, conversation_version.c.body)),
    )
    .outerjoin_from(
        conversation,
        conversation_version,
        and_(
            conversation_version.c.conversation == conversation.c.id,
            conversation_version.c.number == conversation.c.version,
        ),
    )
    .where(
        conversation.c.source == bindparam("person_source"),
        conversation.c.ref == bindparam("person_ref"),
        conversation.c.id != bindparam("of"),
        conversation.c.record == RecordKind.CONVERSATION.value,
        conversation.c.state != ConversationState.ENTERED_IN_ERROR.value,
    )
    .order_by(conversation.c.started, conversation.c.id)
)
_INSERT = insert(conversation)
_UPDATE = update(conversation).where(conversation.c.id == bindparam("of"))
_INSERT_VERSION = insert(conversation_version)
_VERSION = select(conversation_version).where(
    conversation_version.c.conversation == bindparam("of"),
    conversation_version.c.number == bindparam("which"),
)
_CODES = tuple(
    (insert(table), delete(table).where(table.c.conversation == bindparam("of")))
    for table in (conversation_result, conversation_rule)
)


def _conversation_of(row: Row[Any]) -> Conversation:
    return Conversation(
        id=row.id,
        person=PersonRef(row.source, row.ref),
        kind=ConversationKind(row.kind),
        record=RecordKind(row.record),
        state=ConversationState(row.state),
        worker=row.worker,
        team=row.team,
        site=row.site,
        started=row.started,
        version=row.version,
        draft=bool(row.has_draft),
        follows=row.follows or 0,
        opened=row.opened,
        closed=row.closed,
    )


def columns_of(record: ConversationRecord) -> dict[str, object]:
    """The columns that say what a record says in codes, numbers and days."""
    return {
        "source": record.person.source,
        "ref": record.person.ref,
        "kind": record.kind.value,
        "record": record.record.value,
        "context": record.context.value,
        "worker": record.worker,
        "team": record.team,
        "site": record.site,
        "method": record.method,
        "face_to_face": record.face_to_face_follow_up,
        "started": record.started,
        "contact_on": record.contact_on,
        "work_began": record.work_began,
        "ended_on": record.ended_on,
        "ended_how": record.ended_how,
        "eligible": record.eligibility.confirmed if record.eligibility is not None else None,
        "assessment_requested": record.assessment_requested,
        "hand_offs": len(record.care_of),
    }


def insert_one(connection: Connection, record: ConversationRecord, *, at: datetime, follows: int = 0) -> int:
    """Begin a conversation; returns its number."""
    values = columns_of(record) | {
        "state": ConversationState.DRAFT.value,
        "follows": follows or None,
        "opened": at,
    }
    made = connection.execute(_INSERT, values).inserted_primary_key
    return int(made[0])  # type: ignore[index]


def get(connection: Connection, number: int, *, lock: bool = False) -> Conversation | None:
    """One conversation, or None.

    Args:
        connection: inside a transaction.
        number: its number.
        lock: whether nobody else may change it until the transaction ends.
    """
    row = connection.execute(_ONE_LOCKED if lock else _ONE, {"of": number}).first()
    return None if row is None else _conversation_of(row)


def of_person(connection: Connection, person: PersonRef) -> list[Conversation]:
    """Every conversation with a person, the oldest first."""
    here = {"person_source": person.source, "person_ref": person.ref}
    return [_conversation_of(row) for row in connection.execute(_OF_PERSON, here)]


def set_state(connection: Connection, number: int, state: ConversationState) -> None:
    """Say where a conversation stands."""
    connection.execute(_UPDATE, {"of": number, "state": state.value})


def withdraw(connection: Connection, number: int, *, at: datetime) -> None:
    """Say that a conversation was entered in error, and when that was said."""
    values = {"of": number, "state": ConversationState.ENTERED_IN_ERROR.value, "withdrawn": at}
    connection.execute(_UPDATE, values)


def describe(connection: Connection, number: int, record: ConversationRecord) -> None:
    """Bring the columns of a conversation up to its draft, before it has a version."""
    connection.execute(_UPDATE, {"of": number} | columns_of(record))


def lock_person(connection: Connection, person: PersonRef) -> None:
    """Let nobody else begin one with a person until the transaction ends; SQLite has one writer."""
    if connection.dialect.name == "postgresql":
        key = f"conversation/{person.source}/{person.ref}"
        connection.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(key, 0))))


def add_version(  # noqa: PLR0913 - what a version is
    connection: Connection,
    number: int,
    record: ConversationRecord,
    *,
    version: int,
    body: str,
    digest: str,
    by: str,
    at: datetime,
) -> None:
    """Write a version, and bring the columns, results and rules of the conversation up to it."""
    connection.execute(
        _INSERT_VERSION,
        {"conversation": number, "number": version, "made": at, "by": by, "body": body, "digest": digest},
    )
    values = columns_of(record) | {
        "state": ConversationState.CLOSED.value, "version": version, "closed": at,
    }  # fmt: skip
    connection.execute(_UPDATE, {"of": number} | values)
    codes = (
        ("code", dict.fromkeys(record.led_to)),
        ("rule", dict.fromkeys(each.rule for each in record.passed_over)),
    )
    for (adding, removing), (name, values_of) in zip(_CODES, codes, strict=True):
        if version > 1:
            connection.execute(removing, {"of": number})
        if values_of:
            connection.execute(adding, [{"conversation": number, name: each} for each in values_of])


def versions(connection: Connection, number: int) -> list[Version]:
    """Every version of a conversation, the oldest first."""
    statement = select(conversation_version).where(conversation_version.c.conversation == number)
    rows = connection.execute(statement.order_by(conversation_version.c.number))
    return [_version_of(row) for row in rows]


def version(connection: Connection, number: int, which: int) -> Version | None:
    """One version of a conversation, or None."""
    row = connection.execute(_VERSION, {"of": number, "which": which}).first()
    return None if row is None else _version_of(row)


def earlier(connection: Connection, person: PersonRef, than: int) -> list[Earlier]:
    """The other conversations with a person that count, the oldest first: no case notes, none withdrawn."""
    here = {"person_source": person.source, "person_ref": person.ref, "of": than}
    return [
        Earlier(number, ConversationKind(kind), worker, bool(version and ended_how), discussed)
        for number, kind, worker, version, ended_how, discussed in connection.execute(_EARLIER, here)
    ]


def newest_bodies(connection: Connection, numbers: Sequence[int]) -> dict[int, str]:
    """Number of a conversation to what its newest version says, where that is still here."""
    newest = (
        select(conversation_version.c.conversation, conversation_version.c.body)
        .join(conversation, conversation.c.id == conversation_version.c.conversation)
        .where(
            conversation.c.id.in_(numbers),
            conversation_version.c.number == conversation.c.version,
            conversation_version.c.body.is_not(None),
        )
    )
    return {row.conversation: row.body for row in connection.execute(newest)} if numbers else {}


def _version_of(row: Row[Any]) -> Version:
    return Version(**row._mapping)  # noqa: SLF001 - SQLAlchemy's public name for it
