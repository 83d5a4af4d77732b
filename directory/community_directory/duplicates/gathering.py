"""Reads what is compared out of the store: one pass over each table, so that it scales with the directory."""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from sqlalchemy import select

from adapter_core.domain.directory import EntityKind
from community_directory.duplicates.entries import Entry, sketch
from community_directory.duplicates.names import name_words
from community_directory.normalising.personal import is_personal_provider
from community_directory.normalising.phones import phones_in
from community_directory.store import own_tables, tables
from community_directory.store.contact_rows import phones_of
from community_directory.store.rows import several

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sqlalchemy import ColumnElement, Select, Table
    from sqlalchemy.engine import Connection, Row

Names = tuple[tuple[str, ...], ...]


@dataclass(slots=True)
class _Reached:
    """How entries are reached, by their numbers."""

    phones: defaultdict[int, set[str]] = field(default_factory=lambda: defaultdict(set))
    emails: defaultdict[int, set[str]] = field(default_factory=lambda: defaultdict(set))


def gather(connection: Connection, kind: EntityKind) -> list[Entry]:
    """What is compared of every listed entry of a kind, by number.

    Contacts of every audience count: what is found is for the council's own workers alone.
    """
    read = {
        EntityKind.ORGANISATION: _organisations,
        EntityKind.SERVICE: _services,
        EntityKind.LOCATION: _locations,
    }[kind]
    return list(read(connection))


def _organisations(connection: Connection) -> Iterator[Entry]:
    service, contact = tables.service, own_tables.contact
    reached = _Reached()
    own = select(contact.c.organisation, contact.c.phones, contact.c.emails)
    _reach(connection, reached, own.where(contact.c.organisation.is_not(None), _valid(contact)))
    of_services = select(service.c.organisation, contact.c.phones, contact.c.emails).join(
        contact, contact.c.service == service.c.number
    )
    _reach(
        connection,
        reached,
        of_services.where(service.c.organisation.is_not(None), tables.listed(service), _valid(contact)),
    )
    postcodes = _postcodes(connection, service.c.organisation)
    for row in _rows(connection, tables.organisation):
        number = row.number
        phones = {each.number for one in several(row.phones) for each in phones_in(one)}
        emails = {*reached.emails[number], *_email(row.email)}
        identifiers = json.loads(row.identifiers) if row.identifiers else {}
        yield Entry(
            number,
            _names(row.name, *several(row.alternate_names)),
            frozenset(filter(None, phones | reached.phones[number])),
            frozenset(emails),
            *_web(row.url, emails),
            frozenset(postcodes[number]),
            frozenset(f"{name}:{value}".casefold() for name, value in dict(identifiers).items() if value),
            text=sketch(row.description),
        )


def _services(connection: Connection) -> Iterator[Entry]:
    contact = own_tables.contact
    reached = _Reached()
    own = select(contact.c.service, contact.c.phones, contact.c.emails)
    _reach(connection, reached, own.where(contact.c.service.is_not(None), _valid(contact)))
    postcodes = _postcodes(connection, tables.service.c.number)
    owners = {
        row.number: _names(row.name, *several(row.alternate_names))
        for row in _rows(connection, tables.organisation)
    }
    days: defaultdict[int, set[str]] = defaultdict(set)
    for number, byday in connection.execute(select(tables.schedule.c.service, tables.schedule.c.byday)):
        days[number].update(day[-2:] for day in byday.split(",") if day)
    for row in _rows(connection, tables.service):
        number, emails = row.number, {*reached.emails[row.number], *_email(row.email)}
        yield Entry(
            number,
            _names(row.name, row.alternate_name),
            frozenset(reached.phones[number]),
            frozenset(emails),
            *_web(row.url, emails),
            frozenset(postcodes[number]),
            owner=row.organisation,
            owner_names=owners.get(row.organisation, ()),
            ages=(row.minimum_age, row.maximum_age),
            days=frozenset(days[number]),
            text=sketch(row.description),
        )


def _locations(connection: Connection) -> Iterator[Entry]:
    contact = own_tables.contact
    reached = _Reached()
    own = select(contact.c.location, contact.c.phones, contact.c.emails)
    _reach(connection, reached, own.where(contact.c.location.is_not(None), _valid(contact)))
    for row in _rows(connection, tables.location):
        located = row.latitude is not None and row.longitude is not None
        yield Entry(
            row.number,
            _names(row.name),
            frozenset(reached.phones[row.number]),
            postcodes=frozenset(filter(None, (row.postcode,))),
            address=name_words(" ".join(filter(None, (row.line_1, row.line_2, row.city)))),
            point=(row.latitude, row.longitude) if located else None,
        )


# --- parts of it ---


def _valid(table: Table) -> ColumnElement[bool]:
    return tables.listed(table)


def _rows(connection: Connection, table: Table) -> Iterable[Row[Any]]:
    statement = select(table).where(tables.listed(table)).order_by(table.c.number)
    return connection.execute(statement.execution_options(yield_per=2000))


def _reach(connection: Connection, reached: _Reached, statement: Select[Any]) -> None:
    for number, phones, emails in connection.execute(statement.execution_options(yield_per=2000)):
        reached.phones[number].update(each.number for each in phones_of(phones) if each.number)
        reached.emails[number].update(each.casefold() for each in several(emails))


def _postcodes(connection: Connection, of: ColumnElement[Any]) -> defaultdict[int, set[str]]:
    """Where services are given, by the service or by the organisation that gives them."""
    service, place, location = tables.service, tables.at_location, tables.location
    statement = (
        select(of, location.c.postcode)
        .select_from(service)
        .join(place, place.c.service == service.c.number)
        .join(location, location.c.number == place.c.location)
        .where(tables.listed(service), tables.listed(place), of.is_not(None), location.c.postcode != "")
    )
    found: defaultdict[int, set[str]] = defaultdict(set)
    for number, postcode in connection.execute(statement.execution_options(yield_per=2000)):
        found[number].add(postcode)
    return found


def _names(*names: str) -> Names:
    return tuple(dict.fromkeys(filter(None, map(name_words, names))))


def _email(text: str) -> tuple[str, ...]:
    return (text.casefold(),) if text else ()


def _web(url: str, emails: Iterable[str]) -> tuple[frozenset[str], frozenset[str]]:
    """Hosts, and pages."""
    hosts = {each.rpartition("@")[2] for each in emails if not is_personal_provider(each)}
    pages = set()
    if url:
        try:
            parts = urlsplit(url)
            host = (parts.hostname or "").removeprefix("www.")
        except ValueError:
            host, path = "", ""
        else:
            path = parts.path.rstrip("/").casefold()
        if host:
            hosts.add(host)
        if host and path:
            pages.add(f"{host}{path}")
    return frozenset(hosts), frozenset(pages)
