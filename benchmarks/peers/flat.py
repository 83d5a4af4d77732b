"""The demo's people as a flat frame, as somebody would prepare it for an engine that knows only tables.

Everything that needs a reader or a join is done here and is not measured: sentinels and dates that cannot be
read are null, and of each list the row that counts is picked (the registration in force that began last,
the latest answer about a topic, the latest capacity assessment of an area). What is left to the engines is
the rules themselves. "Declined" and "not known" stay texts, as they stand in a column of codes.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Final

from adapter_core.domain.people import Answer, GpRegistration, Person, in_force
from adapter_core.domain.practices import PracticeList
from adapter_core.domain.states import State

if TYPE_CHECKING:
    from collections.abc import Iterable

RULES: Final = (
    "relationship_contact",
    "gp_practice",
    "lpa",
    "unpaid_carer",
    "nhs_number",
    "name",
    "date_of_birth",
    "address",
    "postcode",
    "ethnicity",
    "accommodation",
    "employment",
)
"""The twelve rules that every engine asks."""

CODED: Final = ("ethnicity", "accommodation", "employment")
DECLINED, NOT_KNOWN, ASKED_NONE = "declined", "not_known", "asked_none"
NO_GP, GP_DOES_NOT_APPLY = "V81997", "V81998"
UNMAPPED = "XX"
POWERS = frozenset({"lpa_property_financial", "lpa_health_welfare", "epa"})
TOPICS = ("relationship_contact", "gp_practice", "lpa", "unpaid_carer")

SHAPE_OF_POSTCODE = (
    r"^(?:GIR ?0AA|ZZ99 ?3VZ|(?:[A-PR-UWYZ](?:[0-9]{1,2}|[A-HK-Y][0-9]|[A-HK-Y][0-9][0-9ABEHMNPRV-Y]"
    r"|[0-9][A-HJKPSTUW])) ?[0-9][ABD-HJLNP-UW-Z]{2})$"
)
CODES_BEYOND_THE_LIST = r"^(?:[0-9]{5}|Z[0-9]{5}|(?:ALD|GUE|JER)[0-9]{3})$"
"""Practices of Scotland, Northern Ireland and the Channel Islands, which the national list leaves out."""

TEXT_COLUMNS = (
    "ref",
    "given_name",
    "family_name",
    "address",
    "postcode",
    "nhs_number",
    "ethnicity",
    "accommodation",
    "employment",
    "has_unpaid_carer",
    "gp_code",
    "gp_name",
    "contact_ref",
    "carer_ref",
    "power",
    "capacity_finance",
    "capacity_welfare",
    *(f"{topic}_answer" for topic in TOPICS),
)
DATE_COLUMNS = (
    "date_of_birth",
    "gp_start",
    "last_review_on",
    "capacity_assessed_on",
    *(f"{topic}_asked_on" for topic in TOPICS),
)


def columns_of(people: Iterable[Person], on: date) -> dict[str, list[Any]]:
    """Lay people out as columns.

    Args:
        people: people as a case system holds them.
        on: the day that the check speaks of; it decides what is in force.

    Returns:
        A list of texts, dates and nulls for each of `TEXT_COLUMNS` and `DATE_COLUMNS`, person by person.
    """
    columns: dict[str, list[Any]] = {name: [] for name in (*TEXT_COLUMNS, *DATE_COLUMNS)}
    for person in people:
        row = _row(person, on)
        for name, values in columns.items():
            values.append(row.get(name))
    return columns


def oldest_birth_date(on: date) -> date:
    """The earliest birth date of somebody who is no older than 120."""
    return date(on.year - 121, on.month, on.day + 1)


def usable_codes(practices: PracticeList, on: date) -> frozenset[str]:
    """Codes of practices that are open on a day, and the two dummy codes that are answers."""
    usable = {code for code, each in practices.practices.items() if each.is_gp_practice and each.is_open(on)}
    return frozenset(usable | {NO_GP, GP_DOES_NOT_APPLY})


def known_codes(practices: PracticeList) -> frozenset[str]:
    """Every code of the list, closed practices and walk-in centres included."""
    return frozenset(practices.practices)


def _row(person: Person, on: date) -> dict[str, Any]:
    row: dict[str, Any] = {
        "ref": person.ref,
        "date_of_birth": _date(person.date_of_birth),
        "last_review_on": _date(person.last_review_on),
    }
    for name in ("given_name", "family_name", "address", "postcode", "nhs_number"):
        row[name] = _text(getattr(person, name))
    for name in (*CODED, "has_unpaid_carer"):
        row[name] = _code(getattr(person, name))
    row |= _gp(person, on) | _contacts(person, on)
    for each in _items(person.representatives):
        if each.authority in POWERS and in_force(each.start, each.end, on):
            row["power"] = each.authority
    for each in sorted(_items(person.capacity), key=lambda one: _date(one.assessed_on) or date.min):
        row["capacity_assessed_on"] = _date(each.assessed_on)
        row[f"capacity_{each.area}"] = _text(each.outcome)
    for topic in TOPICS:
        answer = _answer(_items(person.answers), topic)
        if answer is not None:
            row[f"{topic}_answer"] = _code(answer.answer)
            row[f"{topic}_asked_on"] = _date(answer.asked_on)
    return row


def _gp(person: Person, on: date) -> dict[str, Any]:
    each = _registration(_items(person.gp), on)
    if each is None:
        return {}
    return {"gp_code": _text(each.code), "gp_name": _text(each.name), "gp_start": _date(each.start)}


def _contacts(person: Person, on: date) -> dict[str, Any]:
    row: dict[str, Any] = {}
    for each in _items(person.relationships):
        if in_force(each.start, each.end, on):
            if each.other_ref.__class__ is str or each.is_emergency_contact is True:
                row["contact_ref"] = str(each.other_ref)
            if each.other_is_informal_carer is True:
                row["carer_ref"] = str(each.other_ref)
    return row


def _items(held: Any) -> tuple[Any, ...]:  # noqa: ANN401 - any list of a person
    return held if isinstance(held, tuple) else ()


def _text(value: object) -> str | None:
    return None if isinstance(value, State) else str(value)


def _code(value: object) -> str | None:
    said = {
        State.DECLINED: DECLINED,
        State.UNKNOWN_RECORDED: NOT_KNOWN,
        State.ASKED_NONE: ASKED_NONE,
        State.NOT_SUPPORTED: UNMAPPED,
    }
    return said.get(value) if isinstance(value, State) else str(value)


def _date(value: object) -> date | None:
    return value if isinstance(value, date) else None


def _registration(items: Iterable[GpRegistration], on: date) -> GpRegistration | None:
    named = [
        each
        for each in items
        if (_text(each.code) or _text(each.name)) and in_force(each.start, each.end, on)
    ]
    return max(reversed(named), key=lambda each: _date(each.start) or date.min, default=None)


def _answer(items: Iterable[Answer], topic: str) -> Answer | None:
    about = [each for each in items if each.topic == topic]
    return max(reversed(about), key=lambda each: _date(each.asked_on) or date.min, default=None)
