"""How many conversations, how long, how they ended and what they led to (C-40 to C-46, C-49 to C-51)."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from adapter_core.casework.measures.figures import Bar, Share, Spread, spread
from adapter_core.domain.codes import CODE_LISTS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from adapter_core.casework.measures.rows import ConversationRow, OtherWork, Period

KINDS = ("1", "2", "3")

BANDS: tuple[tuple[str, str, int | None], ...] = (
    ("same_day", "The same day", 0),
    ("week", "1 to 7 days", 7),
    ("fortnight", "8 to 14 days", 14),
    ("four_weeks", "15 to 28 days", 28),
    ("eight_weeks", "29 to 56 days", 56),
    ("longer", "Longer than 8 weeks", None),
)
"""Bands of how long conversations take: id, words, and the last day. The published chart is missing: ours."""


@dataclass(frozen=True, slots=True)
class OfKind:
    """Conversations of one kind.

    Attributes:
        started: of all that were started.
        completed: of all that were completed.
        same_day: of the completed ones: on the day on which they started (C-42).
        bands: how long the completed ones took.
    """

    kind: str
    started: Share
    completed: Share
    same_day: Share
    bands: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class Conversations:
    """Figures of the conversations of a period.

    Attributes:
        people: with whom conversations were started or completed (C-40).
        started: in the period.
        completed: in the period, whenever they were started.
        kinds: the same by kind (C-41, C-49, C-51).
        first: of which kind people's first ones were (C-41: at what level they start).
        ends: how the completed ones ended (C-43).
        results: what the completed ones led to (C-45); one may lead to several things.
        to_conversation: days from the first contact to the conversation (C-50).
        to_work: days from the first contact to the beginning of work (C-50).
    """

    people: int
    started: int
    completed: int
    kinds: tuple[OfKind, ...]
    first: tuple[Bar, ...]
    ends: tuple[Bar, ...]
    results: tuple[Bar, ...]
    to_conversation: Spread
    to_work: Spread


def figures(
    rows: Sequence[ConversationRow], results: Iterable[tuple[int, str]], period: Period
) -> Conversations:
    """The figures of a period.

    Args:
        rows: conversations that were started or completed in it; others are passed over.
        results: (conversation, id of `conversation_result`).
        period: the days to speak of.
    """
    started = [row for row in rows if row.started in period]
    completed = [row for row in rows if row.ended in period]
    of_kind = tuple(_of_kind(kind, started, completed) for kind in KINDS)
    done = {row.id for row in completed}
    led_to = Counter(code for number, code in results if number in done)
    return Conversations(
        people=len({row.person for row in started} | {row.person for row in completed}),
        started=len(started),
        completed=len(completed),
        kinds=of_kind,
        first=_first(started),
        ends=_bars("conversation_end", Counter(row.ended_how for row in completed), len(completed)),
        results=_bars("conversation_result", led_to, len(completed)),
        to_conversation=spread(_days(row.contact, row.started) for row in started),
        to_work=spread(_days(row.contact, row.work) for row in started),
    )


def _days(start: date | None, end: date | None) -> int | None:
    """Days between two days; None where one is not known, or the end is before the start."""
    if start is None or end is None or end < start:
        return None
    return (end - start).days


def _of_kind(kind: str, started: Sequence[ConversationRow], completed: Sequence[ConversationRow]) -> OfKind:
    took = [(row.ended - row.started).days for row in completed if row.kind == kind and row.ended]
    bands = []
    first = 0
    for band, words, last in BANDS:
        count = sum(first <= days and (last is None or days <= last) for days in took)
        bands.append(Bar(band, words, Share(count, len(took))))
        first = first if last is None else last + 1
    return OfKind(
        kind,
        Share(sum(row.kind == kind for row in started), len(started)),
        Share(len(took), len(completed)),
        Share(sum(not days for days in took), len(took)),
        tuple(bands),
    )


def _first(started: Sequence[ConversationRow]) -> tuple[Bar, ...]:
    """Of which kind each person's first conversation was; of one day, the lower kind was first."""
    first: dict[object, ConversationRow] = {}
    for row in started:
        known = first.get(row.person)
        if known is None or (row.started, row.kind) < (known.started, known.kind):
            first[row.person] = row
    counts = Counter(row.kind for row in first.values())
    words = "People who began with conversation"
    return tuple(Bar(kind, f"{words} {kind}", Share(counts[kind], len(first))) for kind in KINDS)


def _bars(codes: str, counts: Counter[str], of: int) -> tuple[Bar, ...]:
    """A bar a code that occurs, in the order of the list; what has no code comes last."""
    listed = [(code.id, code.label) for code in CODE_LISTS[codes].codes]
    known = {code for code, _ in listed}
    bars = [Bar(code, words, Share(counts[code], of)) for code, words in listed if counts[code]]
    others = sum(count for code, count in counts.items() if code not in known)
    return (*bars, Bar("", "Not recorded", Share(others, of))) if others else tuple(bars)


@dataclass(frozen=True, slots=True)
class NewWork:
    """Completed conversations with new people, against assessments and reviews over the same days (C-44)."""

    conversations: int
    others: Mapping[str, int]


def new_work(rows: Iterable[ConversationRow], others: Iterable[OtherWork], period: Period) -> NewWork:
    """Both over the same days."""
    counts: Counter[str] = Counter()
    for work in others:
        if work.on in period:
            counts[work.kind] += work.completed
    return NewWork(sum(row.new and row.ended in period for row in rows), dict(counts))


def conversion(
    rows: Iterable[ConversationRow],
    results: Iterable[tuple[int, str]],
    period: Period,
    *,
    led_to: frozenset[str],
    new_only: bool,
) -> Share:
    """People whose completed conversations led to something, of all whose conversations were completed.

    The published rate has no definition (A-16). The default is ours: new people whose conversation
    led to ongoing funded support, of the new people whose conversations were completed.

    Args:
        rows: conversations.
        results: (conversation, id of `conversation_result`).
        period: the days to speak of.
        led_to: ids of `conversation_result` that count.
        new_only: whether only new people count.
    """
    people = {row.id: row.person for row in rows if row.ended in period and (row.new or not new_only)}
    converted = {people[number] for number, code in results if code in led_to and number in people}
    return Share(len(converted), len(set(people.values())))
