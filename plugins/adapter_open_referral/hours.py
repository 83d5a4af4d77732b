"""Schedules: when something is open, as a feed has it. What was not understood stays as words."""

from __future__ import annotations

import re
from collections.abc import Mapping

from adapter_core.domain.directory import Schedule
from adapter_open_referral.tally import ENDS_BEFORE_IT_STARTS, Parts, unique
from adapter_open_referral.values import Node, child, clock, day, number, text

_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_DAY = re.compile(r"([+-]?[1-5])?(MO|TU|WE|TH|FR|SA|SU)")
_BREAK = re.compile(r"[\s,;]+")
_FREQUENCIES = {"WEEKLY": "WEEKLY", "WEEK": "WEEKLY", "MONTHLY": "MONTHLY", "MONTH": "MONTHLY"}
_LAST_OF_A_MONTH = 31


def read_schedules(
    nodes: list[Node], parts: Parts, *, places: Mapping[str, str], at: str = ""
) -> tuple[Schedule, ...]:
    """Schedules of a service.

    Args:
        nodes: the feed's.
        parts: the service's.
        places: id of a service at a location to id of the location.
        at: the location that all of them are about, where they stand below one.
    """
    return tuple(_schedule(node, parts, places, at) for node in nodes if set(node) - {"id", "service_id"})


def _schedule(node: Node, parts: Parts, places: Mapping[str, str], at: str) -> Schedule:
    where = "schedules."
    opens, closes = (parts.read(clock, node, name, at=where) for name in ("opens_at", "closes_at"))
    start = parts.read(day, node, "valid_from", "dtstart", at=where)
    end = parts.read(day, node, "valid_to", "until", at=where)
    if start and end and end < start:
        parts.left_out(f"{where}valid_to", ENDS_BEFORE_IT_STARTS)
        start = end = None
        understood = False
    else:
        understood = True
    frequency = _FREQUENCIES.get(text(node, "freq").upper(), "")
    every = parts.read(number, node, "interval", at=where)
    days, known = _days(node, frequency)
    dates = _dates(node)
    if not frequency and (text(node, "weekday") or days) and not text(node, "freq"):
        frequency = "WEEKLY"
    # Our schedules know no "every other week", and an unknown rhythm must not pass for one of every week.
    if not known or (every is not None and every != 1) or (text(node, "freq") and not frequency):
        understood = False
    if not understood:
        frequency, days, dates = "", (), ()
    location = at or places.get(
        text(node, "service_at_location_id") or text(child(node, "service_at_location"), "id"), ""
    )
    return Schedule(
        id=parts.own_id(node, "schedule", sorted((key, repr(value)) for key, value in node.items())),
        freq=frequency,
        byday=days,
        bymonthday=dates,
        opens_at=opens,
        closes_at=closes,
        valid_from=start,
        valid_to=end,
        text=_words(node, whole=understood),
        location_id=location,
    )


def _days(node: Node, frequency: str) -> tuple[tuple[str, ...], bool]:
    """Days as in iCalendar, and whether all were understood."""
    given = [each for each in _BREAK.split(text(node, "byday").upper()) if each]
    weekday = text(node, "weekday").upper()[:2]
    if not given and weekday:
        given = [weekday]
    found = [match for each in given if (match := _DAY.fullmatch(each))]
    numbered = any(match[1] for match in found)
    known = len(found) == len(given) and not (numbered and frequency == "WEEKLY")
    return unique(match[0].lstrip("+") for match in found), known


def _dates(node: Node) -> tuple[int, ...]:
    given = _BREAK.split(text(node, "bymonthday"))
    numbers = [int(each) for each in given if re.fullmatch(r"-?[0-9]{1,2}", each)]
    return unique(each for each in numbers if 1 <= abs(each) <= _LAST_OF_A_MONTH)


def _words(node: Node, *, whole: bool) -> str:
    """What the feed says in words; with the raw rule where that was not understood."""
    words = unique(filter(None, (text(node, name) for name in ("description", "notes"))))
    if whole and (words or set(node) & {"byday", "bymonthday", "weekday", "opens_at", "dtstart", "freq"}):
        readable = all(text(node, name) == "" or _is_time(node, name) for name in ("opens_at", "closes_at"))
        if readable:
            return "; ".join(words)
    names = (
        "freq", "interval", "weekday", "byday", "bymonthday", "opens_at", "closes_at",
        "valid_from", "valid_to", "dtstart", "until", "count",
    )  # fmt: skip
    raw = [f"{name} {value}" for name in names if (value := text(node, name))]
    return "; ".join((*words, *raw))


def _is_time(node: Node, name: str) -> bool:
    try:
        clock(node, name)
    except ValueError:
        return False
    return True
