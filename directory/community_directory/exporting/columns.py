"""The columns of the directory as lists: a row a service, a row a contact."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from adapter_core.domain.directory import Audience

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from datetime import date

    from adapter_core.domain.directory import (
        Contact,
        CostOption,
        Event,
        Location,
        Phone,
        Schedule,
        ServiceView,
    )
    from community_directory.exporting.reading import Exported


@dataclass(frozen=True, slots=True)
class Heading:
    """One column.

    Attributes:
        title: what its header says.
        width: in characters.
        is_id: whether a spreadsheet must not take it for a number or a date.
        seen_by: who may see it; the column is not there for others.
    """

    title: str
    width: int
    is_id: bool = False
    seen_by: Audience = Audience.PUBLIC


Row = tuple[str, ...]


def _joined(texts: Iterable[str]) -> str:
    return "; ".join(dict.fromkeys(filter(None, texts)))


def _place(location: Location) -> str:
    address = location.address
    parts = [location.name]
    if address is not None:
        parts += [address.line_1, address.line_2, address.city, address.postcode]
    return ", ".join(dict.fromkeys(filter(None, parts)))


def _postcode(location: Location) -> str:
    return location.address.postcode if location.address else ""


def _hours(schedule: Schedule) -> str:
    if schedule.text:
        return schedule.text
    times = [each.strftime("%H:%M") for each in (schedule.opens_at, schedule.closes_at) if each is not None]
    days = [*schedule.byday, *map(str, schedule.bymonthday)]
    return " ".join(filter(None, [schedule.freq.lower(), ", ".join(days), " - ".join(times)]))


def _access(view: ServiceView) -> Iterator[str]:
    yield from view.service.accessibility
    for each in view.locations:
        yield from each.accessibility


def _number(value: int | None) -> str:
    return "" if value is None else str(value)


def _day(value: date | None) -> str:
    return value.isoformat() if value else ""


def _cost(cost: CostOption) -> str:
    if cost.text or cost.amount is None:
        return cost.text
    return f"£{cost.amount:.2f}" if cost.amount else "Free"


def _event(event: Event) -> str:
    return f"{event.starts:%Y-%m-%d %H:%M} {event.name}"


def _phone(phone: Phone) -> str:
    number = phone.number or phone.original
    return f"{number} ext. {phone.extension}" if phone.extension else number


def _room(view: ServiceView) -> str:
    return view.service.capacity.state.value if view.service.capacity else ""


def _room_as_of(view: ServiceView) -> str:
    return _day(view.service.capacity.as_of) if view.service.capacity else ""


def _room_note(view: ServiceView) -> str:
    return view.service.capacity.note if view.service.capacity else ""


_SERVICE: tuple[tuple[Heading, Callable[[ServiceView], str]], ...] = (
    (Heading("Id", 38, is_id=True), lambda view: view.service.id),
    (Heading("Name", 34), lambda view: view.service.name),
    (Heading("Other name", 24), lambda view: view.service.alternate_name),
    (Heading("Organisation", 34), lambda view: view.organisation.name if view.organisation else ""),
    (Heading("Organisation id", 38, is_id=True), lambda view: view.service.organisation_id),
    (Heading("Description", 60), lambda view: view.service.description),
    (Heading("Status", 12), lambda view: view.service.status.value),
    (Heading("Categories", 28), lambda view: _joined(each.name for each in view.terms)),
    (Heading("Places", 48), lambda view: _joined(map(_place, view.locations))),
    (Heading("Postcodes", 14, is_id=True), lambda view: _joined(map(_postcode, view.locations))),
    (Heading("Comes to", 24), lambda view: _joined(each.name for each in view.service.areas)),
    (Heading("Hours", 34), lambda view: _joined(map(_hours, view.service.schedules))),
    (Heading("Cost", 20), lambda view: _joined(map(_cost, view.service.costs))),
    (Heading("From age", 9), lambda view: _number(view.service.eligibility.minimum_age)),
    (Heading("To age", 9), lambda view: _number(view.service.eligibility.maximum_age)),
    (Heading("Who for", 34), lambda view: view.service.eligibility.text),
    (Heading("Languages", 14), lambda view: _joined(view.service.language_codes)),
    (Heading("Access", 34), lambda view: _joined(_access(view))),
    (Heading("Website", 34), lambda view: view.service.url),
    (Heading("E-mail", 34), lambda view: view.service.email),
    (Heading("Events", 48), lambda view: _joined(map(_event, view.events))),
    (Heading("Checked on", 12, is_id=True), lambda view: _day(view.service.assured_on)),
    (Heading("Room", 18), _room),
    (Heading("Room as of", 12, is_id=True), _room_as_of),
    (
        Heading("Note on room", 34, seen_by=Audience.PARTNER),
        _room_note,
    ),
    (
        Heading("How well we know them", 16, seen_by=Audience.INTERNAL),
        lambda view: view.service.relationship.value if view.service.relationship else "",
    ),
    (Heading("Our notes", 60, seen_by=Audience.INTERNAL), lambda view: view.service.notes),
)  # fmt: skip

_CONTACT: tuple[tuple[Heading, Callable[[ServiceView, Contact], str]], ...] = (
    (Heading("Contact id", 38, is_id=True), lambda _, one: one.id),
    (Heading("Service id", 38, is_id=True), lambda view, _: view.service.id),
    (Heading("Service", 34), lambda view, _: view.service.name),
    (Heading("Organisation", 34), lambda view, _: view.organisation.name if view.organisation else ""),
    (Heading("Name", 26), lambda _, one: one.name),
    (Heading("Role", 26), lambda _, one: one.role),
    (Heading("Phones", 24, is_id=True), lambda _, one: _joined(map(_phone, one.phones))),
    (Heading("E-mails", 34), lambda _, one: _joined(one.emails)),
    (Heading("Likes", 12), lambda _, one: one.channel.value if one.channel else ""),
    (Heading("When", 26), lambda _, one: one.hours),
    (Heading("Stands in", 38, is_id=True), lambda _, one: one.backup_id),
    (Heading("Who may see", 12), lambda _, one: one.audience.value),
    (Heading("Verified on", 12, is_id=True), lambda _, one: _day(one.verified_on)),
    (Heading("Verified by", 22, seen_by=Audience.INTERNAL), lambda _, one: one.verified_by),
    (Heading("Basis", 22, seen_by=Audience.INTERNAL), lambda _, one: one.basis),
    (
        Heading("Was told", 10, seen_by=Audience.INTERNAL),
        lambda _, one: "" if one.told is None else "yes" if one.told else "no",
    ),
)  # fmt: skip


def service_headings(audience: Audience) -> tuple[Heading, ...]:
    """The columns of services that an audience may see."""
    return tuple(heading for heading, _ in _SERVICE if audience.sees(heading.seen_by))


def contact_headings(audience: Audience) -> tuple[Heading, ...]:
    """The columns of contacts that an audience may see."""
    return tuple(heading for heading, _ in _CONTACT if audience.sees(heading.seen_by))


def service_rows(services: Iterable[Exported], audience: Audience) -> Iterator[Row]:
    """A row a service."""
    for view, *_ in services:
        yield tuple(of(view) for heading, of in _SERVICE if audience.sees(heading.seen_by))


def contact_rows(services: Iterable[Exported], audience: Audience) -> Iterator[Row]:
    """A row a contact and service: an organisation's contact stands with each of its services."""
    for view, *_ in services:
        for one in view.contacts:
            yield tuple(of(view, one) for heading, of in _CONTACT if audience.sees(heading.seen_by))
