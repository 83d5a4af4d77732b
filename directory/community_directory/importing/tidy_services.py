"""A service and an event in one form; what cannot be so is left out, and its words are kept."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from adapter_core.domain.directory import EntityKind, Schedule
from adapter_core.hooks.ports import Reject
from community_directory.importing.replacing import replaced
from community_directory.normalising import (
    costs_in,
    hours_in,
    is_nothing,
    language_codes_in,
    one_line,
    plain_text,
    url_of,
    years,
)
from community_directory.normalising.ages import in_order
from community_directory.normalising.emails import emails_in, is_for_nobody
from community_directory.normalising.hour_tokens import DAYS
from community_directory.store.ids import stable_id

if TYPE_CHECKING:
    from collections.abc import Iterator

    from adapter_core.domain.directory import CostOption, Eligibility, Event, Service

BACKWARDS, LINK, UNREADABLE, AGES = "FP-0855", "FP-0856", "FP-0857", "FP-0862"


def tidy_service(one: Service, feed: str, ref: str, rejects: list[Reject]) -> Service:
    """A service in one form.

    Args:
        one: as the feed has it.
        feed: the feed's name, of which the ids of what the service has several of are made.
        ref: where a person finds it in the source.
        rejects: where what cannot be used is added.
    """

    def reject(code: str, where: str) -> None:
        rejects.append(Reject(ref, code, f"service.{where}"))

    url = ""
    if not is_nothing(one.url):
        url = url_of(one.url)
        if not url:
            reject(LINK, "url")
    email = ""
    if not is_nothing(one.email):
        email = next(iter(emails_in(one.email)), "")
        if not email and not is_for_nobody(one.email):
            reject(UNREADABLE, "email")
    schedules: list[Schedule] = []
    for each in one.schedules:
        made = list(_schedules(each))
        if made and made[0] is None:
            reject(BACKWARDS, "schedules")
        schedules += filter(None, made)
    eligibility = _eligibility(one.eligibility)
    if (eligibility.minimum_age, eligibility.maximum_age) == (None, None) and _was_said(one.eligibility):
        reject(AGES, "eligibility")
    return replaced(
        one,
        name=one_line(one.name),
        description=plain_text(one.description),
        url=url,
        email=email,
        alternate_name=one_line(one.alternate_name),
        eligibility=eligibility,
        schedules=tuple(
            replaced(each, id=stable_id(feed, EntityKind.SCHEDULE, each.id))
            for each in _numbered(one.id, schedules)
        ),
        areas=tuple(
            replaced(
                each,
                id=stable_id(feed, EntityKind.AREA, each.id or f"{one.id}#area{number}"),
                name=one_line(each.name),
                districts=tuple(dict.fromkeys(district.strip().upper() for district in each.districts)),
            )
            for number, each in enumerate(one.areas, 1)
        ),
        costs=tuple(
            replaced(each, id=stable_id(feed, EntityKind.COST, each.id or f"{one.id}#cost{number}"))
            for number, each in enumerate(map(_cost, one.costs), 1)
            if each.text or each.amount is not None
        ),
        language_codes=tuple(
            dict.fromkeys(code for text in one.language_codes for code in language_codes_in(text))
        ),
        accessibility=tuple(filter(None, map(one_line, one.accessibility))),
    )


def tidy_event(one: Event, ref: str, rejects: list[Reject]) -> Event:
    """An event in one form; an end before its start is left out."""
    url = "" if is_nothing(one.url) else url_of(one.url)
    if not url and not is_nothing(one.url):
        rejects.append(Reject(ref, LINK, "events.url"))
    ends = one.ends
    if ends is not None and ends < one.starts:
        ends = None
        rejects.append(Reject(ref, BACKWARDS, "events.ends"))
    return replaced(one, name=one_line(one.name), description=plain_text(one.description), url=url, ends=ends)


def _was_said(given: Eligibility) -> bool:
    """Whether ages were given, and not as "not set"."""
    return (given.minimum_age or 0) > 0 or (given.maximum_age or 0) > 0


def _eligibility(given: Eligibility) -> Eligibility:
    lowest, highest = in_order(years(given.minimum_age), years(given.maximum_age))
    return type(given)(lowest, highest, plain_text(given.text))


def _cost(given: CostOption) -> CostOption:
    text, amount = plain_text(given.text), given.amount
    if amount is not None and (not math.isfinite(amount) or amount < 0):
        amount = None
    if amount is None and (read := costs_in(text)):
        amount = read.amount
    return replaced(given, amount=amount, text=text)


def _schedules(given: Schedule) -> Iterator[Schedule | None]:
    """A schedule as one or several; None before its words alone where it ends before it starts."""
    text = plain_text(given.text)
    byday = tuple(day for day in (each.strip().upper() for each in given.byday) if day[-2:] in DAYS)
    one = replaced(given, text=text, freq=given.freq.strip().upper(), byday=byday)
    words = Schedule(given.id, text=text or _in_words(one), location_id=given.location_id)
    hours_cross = one.opens_at is not None and one.closes_at is not None and one.closes_at <= one.opens_at
    days_cross = one.valid_from is not None and one.valid_to is not None and one.valid_to < one.valid_from
    if hours_cross or days_cross:
        yield None
        yield words
    elif one.freq or one.byday or one.bymonthday or one.opens_at or one.closes_at:
        yield one
    elif text:
        understood = hours_in(text)
        if understood.backwards:
            yield None
        for number, each in enumerate(understood.schedules, 1):
            yield replaced(
                each,
                id=given.id if number == 1 else f"{given.id}#{number}",
                valid_from=given.valid_from,
                valid_to=given.valid_to,
                location_id=given.location_id,
            )


def _in_words(one: Schedule) -> str:
    """What an impossible schedule said, for people to read."""
    times = [each.strftime("%H:%M") for each in (one.opens_at, one.closes_at) if each is not None]
    days = [each.isoformat() for each in (one.valid_from, one.valid_to) if each is not None]
    return " ".join(filter(None, [", ".join(one.byday), " - ".join(times), " to ".join(days)]))


def _numbered(service: str, schedules: list[Schedule]) -> Iterator[Schedule]:
    """Schedules, each with an id of its own."""
    seen: set[str] = set()
    for number, each in enumerate(schedules, 1):
        id_ = each.id if each.id and each.id not in seen else f"{service}#hours{number}"
        seen.add(id_)
        yield replaced(each, id=id_)
