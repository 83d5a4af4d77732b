"""Reads every listed service for an audience, a few hundred at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import select

from community_directory.publishing.choosing import modified
from community_directory.store import listing, reading, tables

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date, datetime

    from adapter_core.domain.directory import Audience, ServiceView, Taxonomy
    from community_directory.store import DirectoryStore

TOGETHER = 200
"""Services that are read together, in a transaction of their own."""


class Exported(NamedTuple):
    """A service as it is exported.

    Attributes:
        modified: when what is published of it last changed.
        taxonomies: every list of terms by its id.
    """

    view: ServiceView
    modified: datetime
    taxonomies: Mapping[str, Taxonomy]


def every_service(store: DirectoryStore, *, audience: Audience, on: date) -> Iterator[Exported]:
    """Services that are listed, in the order of their numbers: none is skipped or told twice.

    Args:
        store: the directory's.
        audience: whose eyes it is for; what they may not see is never selected.
        on: the day to speak of.
    """
    number, after = tables.service.c.number, 0
    taxonomies = _taxonomies(store, audience)
    while True:
        with store.reading() as unit:
            some = select(number).where(tables.listed(tables.service), number > after).order_by(number)
            numbers = list(unit.connection.execute(some.limit(TOGETHER)).scalars())
            views = reading.views(
                unit.connection, numbers, audience=audience, on=on, capacity_days=store.capacity_days
            )
            moments = modified(unit.connection, numbers)
        if not numbers:
            return
        for view in views:
            yield Exported(view, moments[view.number], taxonomies)
        after = numbers[-1]


def _taxonomies(store: DirectoryStore, audience: Audience) -> dict[str, Taxonomy]:
    found: dict[str, Taxonomy] = {}
    with store.reading() as unit:
        while some := listing.taxonomies(unit.connection, audience=audience, after=max(found, default="")):
            found.update({one.id: one for one in some})
    return found
