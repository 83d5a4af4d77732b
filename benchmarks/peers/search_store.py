"""Writes the made-up directory into the store's own tables, so that searching is measured by itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from sqlalchemy import insert

from community_directory.searching import tables as _index  # noqa: F401 - its tables belong to the same metadata
from community_directory.store import own_tables as own
from community_directory.store import tables
from peers.search_council import NOW, Council, Offer, identity

if TYPE_CHECKING:
    from sqlalchemy import Table
    from sqlalchemy.engine import Connection

_AT_ONCE = 5_000
KINDS = (
    "Library",
    "Methodist Church",
    "Town Hall",
    "Community Centre",
    "Health Centre",
    "Village Hall",
    "Market",
)


def write(connection: Connection, council: Council) -> None:
    """Make the tables and fill them; the index stays empty."""
    tables.metadata.create_all(connection)
    terms = {key: at for at, key in enumerate(council.topics, 1)}
    _into(
        connection,
        tables.organisation,
        (
            {"number": at, "id": identity("organisation", at), "name": name, "changed": NOW}
            for at, name in enumerate(council.organisations)
        ),
    )
    _into(
        connection,
        tables.term,
        (
            {"number": terms[key], "id": identity("term", terms[key]), "name": one.term, "changed": NOW}
            for key, one in council.topics.items()
        ),
    )
    _into(
        connection,
        tables.location,
        (
            {
                "number": at * len(KINDS) + place,
                "id": identity("location", at * len(KINDS) + place),
                "name": f"{town} {kind}",
                "kind": "physical",
                "has_address": 1,
                "city": town,
                "postcode": f"{code} {place + 1}AA",
                "district": code,
                "changed": NOW,
            }
            for at, (town, code) in enumerate(council.towns)
            for place, kind in enumerate(KINDS)
        ),
    )
    batch: list[Offer] = []
    for offer in council.offers():
        batch.append(offer)
        if len(batch) == _AT_ONCE:
            _offers(connection, batch, terms)
            batch = []
    _offers(connection, batch, terms)


def _offers(connection: Connection, batch: list[Offer], terms: dict[str, int]) -> None:
    _into(
        connection,
        tables.service,
        (
            {
                "number": one.number,
                "id": identity("service", one.number),
                "name": one.name,
                "status": "active",
                "organisation": one.organisation,
                "description": one.description,
                "assured_on": one.assured,
                "changed": NOW,
            }
            for one in batch
        ),
    )
    _into(
        connection,
        tables.at_location,
        (
            {
                "number": one.number,
                "id": identity("at", one.number),
                "service": one.number,
                "location": one.town * len(KINDS) + one.number % len(KINDS),
                "changed": NOW,
            }
            for one in batch
        ),
    )
    _into(
        connection,
        tables.service_term,
        ({"service": one.number, "position": 0, "term": terms[one.topic]} for one in batch),
    )
    _into(
        connection,
        own.contact,
        (
            {
                "number": one.number * 4 + at,
                "id": identity("contact", one.number * 4 + at),
                "audience": audience,
                "name": name,
                "role": role,
                "service": one.number,
                "changed": NOW,
            }
            for one in batch
            for at, (name, role, audience) in enumerate(one.contacts)
        ),
    )


def _into(connection: Connection, table: Table, rows: Iterable[dict[str, object]]) -> None:
    for chunk in _chunks(rows):
        connection.execute(insert(table), chunk)


def _chunks(rows: Iterable[dict[str, object]]) -> Iterator[list[dict[str, object]]]:
    chunk: list[dict[str, object]] = []
    for row in rows:
        chunk.append(row)
        if len(chunk) == _AT_ONCE:
            yield chunk
            chunk = []
    if chunk:
        yield chunk
