"""A completed conversation as one event, and what is wrong with it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import IntEnum
from typing import TYPE_CHECKING, NamedTuple

from adapter_core.casework.client_level_data.columns import COLUMNS, Wanted
from adapter_core.domain.codes import CODE_LISTS
from adapter_core.domain.people import Person
from adapter_core.domain.states import State
from adapter_core.domain.values import nhs_number_problem, normalise_postcode, postcode_problem

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from adapter_core.casework.client_level_data.columns import Column
    from adapter_core.casework.measures.rows import Period

CONFIRMED = {
    1: frozenset({"ethnicity", "employment", "accommodation", "client_type"}),
    2: frozenset({"ethnicity", "employment", "accommodation", "client_type", "primary_support_reason"}),
}
"""Release to code lists whose spellings are known; of any other the config must say how it is spelt."""

ADULT, PENSION = 18, 65

OUTCOMES: Mapping[str, str] = {
    "connected": "NFA: Information and advice or signposting",
    "advice": "NFA: Information and advice or signposting",
    "stable": "NFA: Support ended as planned",
    "next_conversation": "Progress to assessment, review or reassessment",
    "long_term_support": "Progress to support planning or services",
    "declined": "NFA: Support declined",
    "moved": "NFA: Responsibility moved to another LA",
    "died": "NFA: Client deceased",
    "other": "NFA: Other",
}
"""An id of `conversation_end` to an Event Outcome of release 2 (domain facts 2c, 2e; ours, for councils to
change). `elsewhere` has none: to whom somebody was passed on is not told by the code."""

OUTCOMES_OF_1: Mapping[str, str] = {
    "connected": "NFA - Information & Advice / Signposting only",
    "advice": "NFA - Information & Advice / Signposting only",
}
"""The spellings of release 1 that are confirmed; no others are."""


class Result(IntEnum):
    """What a value is worth, in the Department's own figures (domain facts 2b)."""

    VALID = 1
    BLANK_OPTIONAL = 0
    BLANK_MANDATORY = -1
    INVALID = -2


@dataclass(frozen=True, slots=True)
class CldSettings:
    """What the return leaves to the council.

    Attributes:
        la_code: the council's code; empty is told as missing.
        release: 1 or 2.
        review_type: type of an event of somebody whose support is reviewed.
        event_types: kind of conversation (`1`, `2`, `3`) to the type of its event for somebody new.
        route_of_access: of a request, where the record says nothing else.
        outcomes: an id of `conversation_end` to an Event Outcome, over the built-in ones.
        codes: code list to (code to the return's spelling), over the built-in ones.
        allow_synthetic: whether NHS numbers of the test range are right: for the demo and tests.
    """

    la_code: str = ""
    release: int = 2
    review_type: str = "Review"
    event_types: Mapping[str, str] = field(
        default_factory=lambda: {"1": "Request", "2": "Assessment", "3": "Assessment"}
    )
    route_of_access: str = "Community / Other route"
    outcomes: Mapping[str, str] = field(default_factory=dict)
    codes: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    allow_synthetic: bool = False


class Conversation(NamedTuple):
    """A completed conversation, as the return needs it."""

    id: int
    kind: str
    new: bool
    started: date
    ended: date
    ended_how: str
    eligible: bool | None


class Problem(NamedTuple):
    """A value that is not what the return wants.

    Attributes:
        column: the column's heading.
        result: what the value is worth.
        code: the code that nobody mapped, where that is the problem; never anybody's value.
        why: in words.
    """

    column: str
    result: Result
    code: str
    why: str


@dataclass(frozen=True, slots=True)
class Event:
    """One row of the return.

    Attributes:
        cells: heading to text; empty where there is nothing.
        problems: what is wrong with it.
    """

    cells: Mapping[str, str]
    problems: tuple[Problem, ...]


def event(talk: Conversation, person: Person, settings: CldSettings, period: Period) -> Event:
    """A completed conversation as an event.

    A first contact that is also an initial conversation is a Request, and the Event Description names it,
    so that councils of this way of working can be told (Client Level Data guidance, release 1).

    Args:
        talk: the conversation.
        person: the record of whom it was with, as the case system holds it now.
        settings: what the council says.
        period: the reporting period.
    """
    cells = dict.fromkeys((column.heading for column in COLUMNS), "")
    problems: list[Problem] = []
    kind = settings.event_types.get(talk.kind, "") if talk.new else settings.review_type
    cells |= {
        "Reporting Period Start Date": _day(period.start),
        "Reporting Period End Date": _day(period.end),
        "LA_Code": settings.la_code,
        "LA Person Unique Identifier": person.ref,
        "Event Type": kind,
        "Event Reference": f"C{talk.id}",
        "Event Start Date": _day(talk.started),
        "Event End Date": _day(talk.ended),
        "Event Description": f"Conversation {talk.kind}",
        "Request: Route of Access": settings.route_of_access if kind == "Request" else "",
        "Event Outcome": _outcome(talk, settings, problems),
    }
    for column in COLUMNS:
        if column.held and column.held != "ref":
            cells[column.heading] = _held(column, person, settings, problems)
    told = {problem.column for problem in problems}
    for column in COLUMNS:
        if (
            not cells[column.heading]
            and column.heading not in told
            and _is_wanted(column, kind, person, talk)
        ):
            why = f"It has to be filled for: {column.wanted.value}."
            problems.append(Problem(column.heading, Result.BLANK_MANDATORY, "", why))
    return Event(cells, tuple(problems))


def _outcome(talk: Conversation, settings: CldSettings, problems: list[Problem]) -> str:
    known = OUTCOMES if settings.release != 1 else OUTCOMES_OF_1
    outcome = settings.outcomes.get(talk.ended_how) or known.get(talk.ended_how, "")
    if not outcome:
        why = (
            "No outcome of this release is known for how the conversation ended: name one in [cld.outcomes]."
        )
        problems.append(Problem("Event Outcome", Result.BLANK_MANDATORY, talk.ended_how, why))
    return outcome


def _held(column: Column, person: Person, settings: CldSettings, problems: list[Problem]) -> str:
    value = _value(person, column.held)
    if isinstance(value, State):
        return ""
    if isinstance(value, date):
        return _day(value)
    text = str(value)
    if column.codes:
        return _spelt(column, text, settings, problems)
    if column.held == "nhs_number" and nhs_number_problem(text, allow_synthetic=settings.allow_synthetic):
        why = "It is no NHS number that can have been issued."
        problems.append(Problem(column.heading, Result.INVALID, "", why))
    if column.held == "postcode":
        if postcode_problem(text):
            problems.append(Problem(column.heading, Result.INVALID, "", "It is no postcode of a place."))
        return normalise_postcode(text)
    return text


def _spelt(column: Column, code: str, settings: CldSettings, problems: list[Problem]) -> str:
    """A code as the return spells it."""
    own = settings.codes.get(column.codes, {}).get(code)
    if own is not None:
        return own
    known = CODE_LISTS[column.codes].get(code)
    if column.codes not in CONFIRMED[settings.release] or known is None:
        why = f"How the return spells this code is not confirmed: name it in [cld.codes.{column.codes}]."
        problems.append(Problem(column.heading, Result.BLANK_MANDATORY, code, why))
        return ""
    if settings.release == 1:
        return known.label.replace(": ", " - ") if column.codes == "ethnicity" else known.label
    return known.aliases[0] if column.codes == "client_type" and known.aliases else known.label


def _value(person: Person, path: str) -> object:
    """A field of a person; of a list the first item that holds one, which readers put first."""
    name, _, inner = path.partition(".")
    value = getattr(person, name)
    if not inner or isinstance(value, State):
        return value
    found: Iterator[object] = (getattr(item, inner) for item in value)
    return next((each for each in found if not isinstance(each, State)), State.ABSENT)


def _is_wanted(column: Column, kind: str, person: Person, talk: Conversation) -> bool:
    wanted = column.wanted
    if wanted is Wanted.BUT_REQUESTS:
        return kind != "Request"
    if wanted is Wanted.REVIEWS:
        return kind == "Review"
    if wanted is Wanted.SERVICE_USER_REVIEWS:
        return kind == "Review" and person.client_type == "service_user"
    if wanted is Wanted.LEARNING_DISABILITY:
        born = person.date_of_birth
        return (
            person.client_type == "service_user"
            and person.primary_support_reason == "learning_disability"
            and isinstance(born, date)
            and ADULT <= _age(born, talk.started) < PENSION
        )
    return wanted is Wanted.ALWAYS


def _age(born: date, on: date) -> int:
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def _day(day: date) -> str:
    return day.strftime("%d/%m/%Y")
