"""Drafts: one a conversation, saved often; and what a second editor typed meanwhile, which is never lost."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, case, delete, func, insert, select, update

from adapter_core.store.casework.tables import conversation_draft, conversation_rival

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection, Row

REVISIONS = 100_000
"""So many saves a draft has before its revisions would come to those of the next version's."""

# Built once: SQLAlchemy takes longer to build a statement than to run it.
_OF = conversation_draft.c.conversation == bindparam("of")
_GET = select(conversation_draft).where(_OF)
_GET_LOCKED = _GET.with_for_update()
_BEGIN = insert(conversation_draft)
_LAST_KEPT = select(func.max(conversation_rival.c.revision)).where(
    conversation_rival.c.conversation == bindparam("of")
)
_SAVE = (
    update(conversation_draft)
    .where(_OF, conversation_draft.c.revision == bindparam("expected"))
    .values(
        others=case((conversation_draft.c.by == bindparam("who"), conversation_draft.c.others), else_=True)
    )
)
_NOTE = update(conversation_draft).where(_OF).values(others=bindparam("wrote"))
_DROP = delete(conversation_draft).where(_OF)
_RIVALS = (
    select(conversation_rival)
    .where(conversation_rival.c.conversation == bindparam("of"))
    .order_by(conversation_rival.c.id)
)


@dataclass(frozen=True, slots=True)
class Draft:
    """What is being written.

    Attributes:
        revision: 1 when it is new, more in the draft of a later version; each save counts on.
        body: what is written so far; see `bodies`.
        saved: the aware moment of the last save.
        by: who saved.
        others: whether somebody else wrote in it, too, and that is not kept beside it.
    """

    conversation: int
    revision: int
    body: str
    saved: datetime
    by: str
    others: bool = False


@dataclass(frozen=True, slots=True)
class Rival:
    """What somebody typed while somebody else saved.

    Attributes:
        id: its number; people read and type `R4`.
        revision: of the draft that they began from.
    """

    id: int
    conversation: int
    revision: int
    body: str
    saved: datetime
    by: str


def get(connection: Connection, number: int, *, lock: bool = False) -> Draft | None:
    """The draft of a conversation, or None.

    Args:
        connection: inside a transaction.
        number: the conversation's.
        lock: whether nobody else may change it until the transaction ends.
    """
    row = connection.execute(_GET_LOCKED if lock else _GET, {"of": number}).first()
    return None if row is None else Draft(**_named(row))


def begin(  # noqa: PLR0913 - as `save`
    connection: Connection, number: int, body: str, *, by: str, at: datetime, version: int = 0
) -> int:
    """Begin a draft where there is none.

    Args:
        connection: inside a transaction that may write.
        number: the conversation's.
        body: what is written.
        by: who begins it.
        at: the aware moment.
        version: the newest version there is; 0 for none.

    Returns:
        Its revision: none that an earlier draft had, which either became a version or is kept beside, so that
        a save made from that one is not taken for one made from this.
    """
    earlier = connection.execute(_LAST_KEPT, {"of": number}).scalar_one()
    revision = max(version * REVISIONS, earlier or 0) + 1
    values = {"conversation": number, "revision": revision, "body": body, "saved": at, "by": by}
    connection.execute(_BEGIN, values)
    return revision


def save(  # noqa: PLR0913 - what a save is
    connection: Connection, number: int, body: str, *, expected: int, by: str, at: datetime
) -> int | None:
    """Save a draft; None where it is not the expected revision any more, and nothing was written.

    Args:
        connection: inside a transaction that may write.
        number: the conversation's.
        body: what is written now.
        expected: the revision that it was made from.
        by: who saves.
        at: the aware moment.

    Returns:
        The new revision.
    """
    here = {"of": number, "expected": expected, "who": by}
    values = {"revision": expected + 1, "body": body, "saved": at, "by": by}
    done = connection.execute(_SAVE, here | values).rowcount
    return expected + 1 if done else None


def note_others(connection: Connection, number: int, *, others: bool) -> None:
    """Note whether a draft holds what others wrote than who saved it last, and that is kept nowhere."""
    connection.execute(_NOTE, {"of": number, "wrote": others})


def drop(connection: Connection, number: int) -> None:
    """Take a draft away."""
    connection.execute(_DROP, {"of": number})


def keep_rival(  # noqa: PLR0913 - what a rival is
    connection: Connection, number: int, body: str, *, revision: int, by: str, at: datetime
) -> int:
    """Keep what somebody typed beside the draft; returns its number."""
    values = {"conversation": number, "revision": revision, "body": body, "saved": at, "by": by}
    made = connection.execute(insert(conversation_rival).values(values)).inserted_primary_key
    return int(made[0])  # type: ignore[index]


def rivals(connection: Connection, number: int) -> list[Rival]:
    """What was kept beside a conversation, the oldest first."""
    return [Rival(**_named(row)) for row in connection.execute(_RIVALS, {"of": number})]


def rival(connection: Connection, which: int) -> Rival | None:
    """One of them, or None."""
    row = connection.execute(select(conversation_rival).where(conversation_rival.c.id == which)).first()
    return None if row is None else Rival(**_named(row))


def drop_rival(connection: Connection, which: int) -> None:
    """Delete what was kept."""
    connection.execute(delete(conversation_rival).where(conversation_rival.c.id == which))


def _named(row: Row[Any]) -> dict[str, Any]:
    return dict(row._mapping)  # noqa: SLF001 - SQLAlchemy's public name for it
