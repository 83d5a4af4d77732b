"""What a closed conversation, a followed-up signpost and a lesson put into the outbox."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, fields, replace
from datetime import date
from hashlib import blake2b
from typing import TYPE_CHECKING

from adapter_core.casework.conversations.sharing import paste
from adapter_core.delivery import markers
from adapter_core.domain.casework.deliveries import Delivery, DeliveryKind
from adapter_core.domain.casework.records import RecordKind
from adapter_core.domain.directory.lessons import Lesson, LessonKind

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from adapter_core.checks.rule import Rule
    from adapter_core.domain.casework.records import ConversationRecord, RecordUpdate
    from adapter_core.domain.casework.signposts import Signpost

DIRECTORY = "directory"
"""The target of lessons."""

ANSWERS = {"asked_none": "Asked: there is none.", "declined": "Asked: would rather not say."}
"""What is entered where there is no value."""

_LESSONS = {
    LessonKind.SPOKE_TO: "The contact was spoken to",
    LessonKind.CONTACT_LEFT: "The contact has left",
    LessonKind.NUMBER_DEAD: "The number is dead",
    LessonKind.FULL: "The service is full",
    LessonKind.WAITING_LIST: "The service has a waiting list",
    LessonKind.HAS_ROOM: "The service has room",
    LessonKind.SERVICE_CLOSED: "The service has closed",
}


@dataclass(frozen=True, slots=True)
class Target:
    """Where a delivery goes.

    Attributes:
        name: the source's name in the config.
        title: the system's name on pages: "Mosaic".
        places: canonical field or list to where a worker finds it on its screens (`BackendSpec.places`).
        rules: every rule, by id: they say what a detail is called, and where it is mended by default.
    """

    name: str
    title: str
    places: Mapping[str, str] = field(default_factory=dict)
    rules: Mapping[str, Rule] = field(default_factory=dict)


def compose(  # noqa: PLR0913 - what it is of, where it goes, whose it is
    record: ConversationRecord,
    id: int,  # noqa: A002 - the conversation's own
    version: int,
    target: Target,
    *,
    by: str,
    at: datetime,
    taken: Callable[[str], bool] = lambda _: False,
) -> list[Delivery]:
    """What a version of a conversation puts into the outbox: one text, and one line a detail (R-95).

    Args:
        record: what was written down.
        id: number of the conversation.
        version: number of the version.
        target: where it goes.
        by: who closed it.
        at: the aware moment of that.
        taken: whether a marker was given before (`store.casework.deliveries.is_taken`).

    Returns:
        Queued deliveries without a number yet, the text first.
    """
    about, marker = f"C{id}.{version}", markers.fresh(taken)
    is_note = record.record is RecordKind.CASE_NOTE
    text = Delivery(
        key=key_of(about, "text", target.name, at),
        kind=DeliveryKind.TEXT,
        target=target.name,
        title=f"Case note {about}" if is_note else f"Conversation {record.kind.value}, {about}",
        text=paste(record, id, version, marker),
        made=at,
        by=by,
        person=record.person,
        about=about,
        marker=marker,
        owner=record.worker,
        team=record.team,
        conversation=id,
    )
    lines = [
        replace(
            text,
            key=key_of(about, f"field/{number}/{update.rule}", target.name, at),
            kind=DeliveryKind.FIELD,
            title=_line(update, target),
            text=ANSWERS.get(update.answer, update.value),
            marker="",
            field=update.rule,
        )
        for number, update in enumerate(record.updates, 1)
    ]
    return [text, *lines]


def compose_follow_up(  # noqa: PLR0913 - see `compose`
    signpost: Signpost,
    number: int,
    words: Callable[[str], str],
    target: Target,
    *,
    by: str,
    at: datetime,
    taken: Callable[[str], bool] = lambda _: False,
) -> Delivery:
    """The note on a signpost that was followed up, for the person's record.

    Args:
        signpost: the signpost, with its number.
        number: which of its claims the note is about, from 1.
        words: gives the note's text with the marker in it.
        target: where it goes.
        by: who followed it up.
        at: the aware moment of that.
        taken: see `compose`.
    """
    about, marker = f"S{signpost.id}.{number}", markers.fresh(taken)
    return Delivery(
        key=key_of(about, "text", target.name, at),
        kind=DeliveryKind.TEXT,
        target=target.name,
        title=f"Follow-up of signpost {about}",
        text=words(marker),
        made=at,
        by=by,
        person=signpost.person,
        about=about,
        marker=marker,
        owner=signpost.worker,
        team=signpost.team,
        signpost=signpost.id,
    )


def compose_lesson(lesson: Lesson, about: str, *, by: str, at: datetime) -> Delivery:
    """What a signpost taught, on its way to the directory: ids and codes alone.

    Args:
        lesson: what was learnt.
        about: the signpost: `S3`.
        by: who learnt it.
        at: the aware moment of that.
    """
    return Delivery(
        key=f"lesson/{lesson.key}",
        kind=DeliveryKind.LESSON,
        target=DIRECTORY,
        title=f"{_LESSONS.get(lesson.kind, lesson.kind.value)}, {about}",
        text=lesson_text(lesson),
        made=at,
        by=by,
        about=about,
    )


def lesson_text(lesson: Lesson) -> str:
    """A lesson as it is stored."""
    return json.dumps(
        {name.name: getattr(lesson, name.name) for name in fields(lesson)}, default=_plain, sort_keys=True
    )


def lesson_of(text: str) -> Lesson:
    """The lesson of a stored text.

    Raises:
        ValueError: it is none; what it holds is not repeated.
    """
    try:
        held = json.loads(text)
        return Lesson(**{**held, "kind": LessonKind(held["kind"]), "on": date.fromisoformat(held["on"])})
    except (ValueError, TypeError, KeyError, AttributeError):
        message = "no lesson for the directory"
        raise ValueError(message) from None


def key_of(about: str, what: str, target: str, at: datetime) -> str:
    """The idempotency key of one thing: the same for every try, another in every other store.

    Numbers begin at 1 in each new store, and a backend remembers keys for good: the moment tells them apart.
    """
    digest = blake2b(f"{about}\x1f{what}\x1f{target}\x1f{at.isoformat()}".encode(), digest_size=6).hexdigest()
    return f"{about}/{what}/{digest}"


def _line(update: RecordUpdate, target: Target) -> str:
    rule = target.rules.get(update.rule)
    if rule is None:
        return update.rule.replace("_", " ").capitalize()
    places = target.places
    for path in rule.fields:
        place = places.get(path) or places.get(path.partition(".")[0])
        if place:
            return f"{rule.title}: {place}"
    return f"{rule.title}: {rule.fix.where}" if rule.fix.where else rule.title


def _plain(value: object) -> str:
    return value.isoformat() if isinstance(value, date) else str(value)
