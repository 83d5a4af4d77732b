"""The words and figures that every format shares: one way to write a number, a day, a state."""

from __future__ import annotations

import unicodedata
from datetime import UTC, date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal

from adapter_core.domain.findings import Batch, Decision, Mender, Severity
from adapter_core.domain.states import State
from adapter_core.domain.values import MONTHS, day_in_words

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
WEEK = 7

STATES: dict[State, str] = {
    State.RECORDED: "recorded",
    State.ASKED_NONE: "asked, there is none",
    State.DECLINED: "asked, would rather not say",
    State.ABSENT: "nothing is recorded",
    State.UNKNOWN_RECORDED: '"not known" was recorded',
    State.PLACEHOLDER: "a placeholder was entered",
    State.EXPIRED: "ended, closed or due for review",
    State.INVALID: "what is recorded cannot be right",
    State.HELD_ELSEWHERE: "missing here, held in another system",
    State.CONFLICT: "two systems differ",
    State.NOT_VISIBLE: "we may not see it",
    State.NOT_SUPPORTED: (
        "the source does not hold it, its mapping does not say where, or it holds a code that nobody mapped"
    ),
    State.SOURCE_DOWN: "the source could not be read this time",
    State.NOT_APPLICABLE: "does not apply",
}
"""Each state in plain words, as the end of a sentence that begins with what is missing."""

GLOSSARY: dict[State, str] = {
    State.ABSENT: "The record has nothing here, and nobody has noted an answer.",
    State.UNKNOWN_RECORDED: "Somebody recorded that it is not known. It is still worth asking.",
    State.PLACEHOLDER: "The record has a filler, such as a dash or 1 January 1900.",
    State.EXPIRED: "The answer has ended, the place has closed, or the last review is too long ago.",
    State.INVALID: "There is something here that cannot be right, such as a birth date in the future.",
    State.HELD_ELSEWHERE: "This record lacks it, but another system that we read has it.",
    State.CONFLICT: "Two systems of record say different things. Somebody has to find out which is right.",
    State.ASKED_NONE: "Somebody asked, and there is none. It counts as complete until the next review.",
    State.DECLINED: "Somebody asked, and the person would rather not say. It counts as complete.",
    State.NOT_VISIBLE: "The account that reads the source may not see it, so we cannot tell.",
    State.NOT_SUPPORTED: (
        "The source does not hold it, its mapping does not say where, or it holds a code that nobody mapped, "
        "so we cannot tell."
    ),
    State.SOURCE_DOWN: "The source could not be read this time, so we cannot tell.",
}

MENDERS: dict[Mender, str] = {
    Mender.WORKER: "Worker",
    Mender.HELP_DESK: "Help desk",
    Mender.DATA_QUALITY: "Data-quality desk",
}
SEVERITIES: dict[Severity, str] = {
    Severity.CRITICAL: "Critical",
    Severity.ERROR: "Error",
    Severity.WARNING: "Gap",
}
BATCHES: dict[Batch, str] = {
    Batch.CLOSED_PRACTICE: "Closed GP practice",
    Batch.UNKNOWN_PRACTICE: "Unknown GP practice",
    Batch.HELP_TO_REGISTER: "Help to register with a GP",
    Batch.READY_TO_TRACE: "NHS number: ready to trace",
    Batch.UNTRACEABLE: "NHS number: details needed before tracing",
    Batch.DEATH_NOTICE: "Reported dead by another source: letters stop",
}
DECISIONS: dict[Decision, str] = {
    Decision.ASKED_NONE: "asked, there is none",
    Decision.DECLINED: "asked, would rather not say",
    Decision.DONE: "marked done",
    Decision.SNOOZED: "put off",
}
COHORTS: dict[str, str] = {
    "open_adults": "adults with an open case",
    "open": "everyone with an open case",
    "adults": "adults, open or closed",
    "everyone": "everyone on the system",
}
PROFILES: dict[str, str] = {
    "pre_meeting": "what should be there before meeting someone",
    "post_conversation": "what should be there after a conversation",
    "cld": "what the Client Level Data return needs",
    "camden": "what is asked of carers",
}
EXCLUDED: dict[str, str] = {
    "deceased": "recorded as having died",
    "duplicate": "duplicate of another record",
    "closed": "nothing open: no worker, service or step",
    "under_18": "under 18",
    "restricted": "restricted: counted here, never listed",
}

WHOLE_LIST = frozenset({"FP-0530", "FP-0531", "FP-0532"})
"""Rejects that speak of a list, and of nobody on it."""

STATUSES: dict[str, str] = {
    "ok": "Read in full",
    "partial": "Read in part",
    "down": "Could not be read",
}
DESK = "Nobody's yet"
"""Where an owner has neither worker nor team."""


def number(value: int) -> str:
    """A whole number with thousands separators."""
    return f"{value:,}"


def plural(count: int, one: str, many: str = "") -> str:
    """A number and its noun: "1 person", "1,204 gaps"."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def people(count: int) -> str:
    """A number of people."""
    return plural(count, "person", "people")


def percent(value: float | None) -> str:
    """A per cent to one decimal: "100%" and "0%" only where that is exact, a dash where there is none."""
    if value is None:
        return "\N{EN DASH}"
    if value >= 100:  # noqa: PLR2004
        return "100%"
    if value <= 0:
        return "0%"
    rounded = Decimal(repr(value)).quantize(Decimal("0.1"), ROUND_HALF_UP)
    return f"{min(max(rounded, Decimal('0.1')), Decimal('99.9'))}%"


def target(value: float) -> str:
    """A target as the council wrote it: "95%", "97.5%"."""
    return f"{Decimal(repr(float(value))).normalize():f}%"


def day(value: date | None) -> str:
    """A day: "23 November 2026"; empty where there is none."""
    return day_in_words(value) if value else ""


def short_day(value: date) -> str:
    """A day for the edge of a chart: "23 Nov"."""
    return f"{value.day} {MONTHS[value.month - 1][:3]}"


def weekday(value: date) -> str:
    """A day with its name: "Monday 23 November 2026"."""
    return f"{DAYS[value.weekday()]} {day(value)}"


def moment(value: datetime | None) -> str:
    """A moment: "23 November 2026 at 5:30am"; empty where there is none."""
    if value is None:
        return ""
    clock = f"{(value.hour - 1) % 12 + 1}:{value.minute:02}{'am' if value.hour < 12 else 'pm'}"  # noqa: PLR2004
    zone = (
        " UTC" if value.tzinfo is not None and value.astimezone(UTC).utcoffset() == value.utcoffset() else ""
    )
    return f"{day(value)} at {clock}{zone}"


def day_or_moment(value: datetime) -> str:
    """A day, with its time where that is not midnight: a source that is true as of a day has none."""
    return moment(value) if value.time() != time() else day(value)


def since(then: date | None, now: date) -> str:
    """How to speak of the run before: "since Friday", "since 2 November 2026"."""
    if then is None or then >= now:
        return "since the run before"
    if now - then < timedelta(days=WEEK):
        return f"since {DAYS[then.weekday()]}"
    return f"since {day(then)}"


def listing(parts: list[str]) -> str:
    """Things in a row: "a", "a and b", "a, b and c"."""
    return " and ".join(filter(None, [", ".join(parts[:-1]), *parts[-1:]]))


def upfirst(text: str) -> str:
    """A text that begins a sentence or a cell."""
    return text[:1].upper() + text[1:]


def one_line(text: str) -> str:
    """A text without control and format characters: nothing in it moves a cursor or hides."""
    if text.isprintable():
        return text
    return "".join(
        " " if unicodedata.category(c) in {"Cc", "Zl", "Zp"} else c for c in text if not _hidden(c)
    )


def _hidden(character: str) -> bool:
    return unicodedata.category(character) in {"Cf", "Cs"}
