"""Reads what the API gives out. Every read is for the public: nothing else is ever selected."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from adapter_core.domain.directory import Audience, EntityKind
from adapter_core.errors import UsageError
from community_directory.publishing import oruk
from community_directory.publishing.choosing import conditions, modified, near, services_near
from community_directory.publishing.parameters import Refused
from community_directory.store import listing, reading, tables
from community_directory.store.shapes import SHAPES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import date

    from sqlalchemy import ColumnElement, Table
    from sqlalchemy.engine import Connection

    from adapter_core.domain.directory import ServiceAtLocation, TaxonomyTerm
    from community_directory.publishing.oruk import Json
    from community_directory.publishing.parameters import Wanted
    from community_directory.store import DirectoryStore

PUBLIC = Audience.PUBLIC

STREAMED = 200
"""Entities of a stream that are read together, in a transaction of their own."""


@contextmanager
def _nothing_there() -> Iterator[None]:
    try:
        yield
    except UsageError:
        raise Refused(404, "There is nothing of this id.") from None


class Feed:
    """What is published of a directory."""

    def __init__(
        self, store: DirectoryStore, search: Callable[[DirectoryStore, str, date], Sequence[int]]
    ) -> None:
        """Take the store, and what finds services for the public: their numbers, the best first."""
        self._store, self._search = store, search

    # --- services --------------------------------------------------------------------------------

    def services(self, wanted: Wanted) -> Json:
        """A page of services."""
        ranked = self._ranked(wanted)
        with self._store.reading() as unit:
            connection = unit.connection
            where = [*conditions(wanted), *services_near(connection, wanted)]
            if wanted.search:
                numbers = self._found(connection, ranked, where)
                total = len(numbers)
                numbers = numbers[wanted.offset : wanted.offset + wanted.per_page]
            else:
                total = reading.count_services(connection, audience=PUBLIC, where=where)
                numbers = _numbers(connection, where, wanted.per_page, offset=wanted.offset)
            contents = self._shown(connection, numbers, wanted)
        return oruk.page_json(contents, total=total, page=wanted.page, per_page=wanted.per_page)

    def every_service(self, wanted: Wanted) -> Iterator[Json]:
        """Services one by one, without pages."""
        after = 0
        with self._store.reading() as unit:
            where = [*conditions(wanted), *services_near(unit.connection, wanted)]
        if wanted.search:
            ranked = self._ranked(wanted)
            with self._store.reading() as unit:
                found = self._found(unit.connection, ranked, where)
            for start in range(0, len(found), STREAMED):
                with self._store.reading() as unit:
                    yield from self._shown(unit.connection, found[start : start + STREAMED], wanted)
            return
        # By number: nothing is skipped or told twice while others write.
        number = tables.service.c.number
        while True:
            with self._store.reading() as unit:
                numbers = _numbers(unit.connection, [*where, number > after], STREAMED, by=number)
                contents = self._shown(unit.connection, numbers, wanted)
            if not numbers:
                return
            yield from contents
            after = numbers[-1]

    def service(self, id: str) -> Json:  # noqa: A002 - the standard's name
        """One service, everything nested; not one that is withdrawn, or that another one stands for now."""
        with self._store.reading() as unit, _nothing_there():
            view = reading.service(unit.connection, id, audience=PUBLIC, on=self._store.today)
            if view.withdrawn_on is not None or view.service.id != id.lower():
                raise Refused(404, "There is nothing of this id.")
            return oruk.service_json(view, modified(unit.connection, [view.number])[view.number])

    def _ranked(self, wanted: Wanted) -> Sequence[int]:
        return self._search(self._store, wanted.search, self._store.today) if wanted.search else ()

    @staticmethod
    def _found(
        connection: Connection, ranked: Sequence[int], where: Sequence[ColumnElement[bool]]
    ) -> list[int]:
        number = tables.service.c.number
        fitting = select(number).where(tables.listed(tables.service), number.in_(ranked), *where)
        kept = set(connection.execute(fitting).scalars())
        return [one for one in dict.fromkeys(ranked) if one in kept]

    def _shown(self, connection: Connection, numbers: Sequence[int], wanted: Wanted) -> list[Json]:
        moments = modified(connection, numbers)
        views = reading.views(connection, numbers, audience=PUBLIC, on=self._store.today)
        if wanted.minimal:
            return [oruk.minimal_json(view.service.id, moments[view.number]) for view in views]
        shape = oruk.service_json if wanted.full else oruk.basic_service_json
        return [shape(view, moments[view.number]) for view in views]

    # --- services at locations -------------------------------------------------------------------

    def at_locations(self, wanted: Wanted) -> Json:
        """A page of services at locations."""
        ranked = self._ranked(wanted)
        with self._store.reading() as unit:
            connection = unit.connection
            where = self._at_conditions(connection, wanted, ranked)
            total = listing.count_at_locations(connection, audience=PUBLIC, where=where)
            entities = listing.at_locations(
                connection, audience=PUBLIC, where=where, limit=wanted.per_page, offset=wanted.offset
            )
            contents = self._at_shown(connection, entities, full=wanted.full)
        return oruk.page_json(contents, total=total, page=wanted.page, per_page=wanted.per_page)

    def every_at_location(self, wanted: Wanted) -> Iterator[Json]:
        """Services at locations one by one, without pages."""
        ranked = self._ranked(wanted)
        with self._store.reading() as unit:
            where = self._at_conditions(unit.connection, wanted, ranked)
        after = ""
        while True:
            with self._store.reading() as unit:
                entities = listing.at_locations(
                    unit.connection, audience=PUBLIC, after=after, limit=STREAMED, where=where
                )
                contents = self._at_shown(unit.connection, entities, full=wanted.full)
            if not entities:
                return
            yield from contents
            after = entities[-1].id

    def at_location(self, id: str) -> Json:  # noqa: A002 - the standard's name
        """One service at a location, with all of the service."""
        with self._store.reading() as unit:
            mine = [tables.at_location.c.id == id.lower()]
            entities = listing.at_locations(unit.connection, audience=PUBLIC, where=mine, limit=1, once=False)
            if not entities:
                raise Refused(404, "There is nothing of this id.")
            return self._at_shown(unit.connection, entities, full=True)[0]

    @staticmethod
    def _at_conditions(
        connection: Connection, wanted: Wanted, ranked: Sequence[int]
    ) -> list[ColumnElement[bool]]:
        where = [*conditions(wanted), *near(connection, wanted)]
        if wanted.search:
            where.append(tables.service.c.number.in_(ranked))
        return where

    def _at_shown(
        self, connection: Connection, entities: Sequence[ServiceAtLocation], *, full: bool
    ) -> list[Json]:
        ids = sorted({one.service_id for one in entities})
        numbers = _numbers(connection, [tables.service.c.id.in_(ids)], len(ids))
        moments = modified(connection, numbers)
        views = {
            view.service.id: view
            for view in reading.views(connection, numbers, audience=PUBLIC, on=self._store.today)
        }
        shape = oruk.service_json if full else oruk.basic_service_json
        shown = []
        for one in entities:
            view = views[one.service_id]
            place = next((each for each in view.locations if each.id == one.location_id), None)
            shown.append(oruk.at_location_json(one, place, shape(view, moments[view.number])))
        return shown

    # --- taxonomies ------------------------------------------------------------------------------

    def taxonomies(self, wanted: Wanted) -> Json:
        """A page of taxonomies."""
        with self._store.reading() as unit:
            total = _count(unit.connection, tables.taxonomy)
            entities = listing.taxonomies(
                unit.connection, audience=PUBLIC, limit=wanted.per_page, offset=wanted.offset
            )
        contents = [oruk.taxonomy_json(one) for one in entities]
        return oruk.page_json(contents, total=total, page=wanted.page, per_page=wanted.per_page)

    def every_taxonomy(self, wanted: Wanted) -> Iterator[Json]:  # noqa: ARG002 - as the other lists have it
        """Taxonomies one by one."""
        after = ""
        while True:
            with self._store.reading() as unit:
                entities = listing.taxonomies(unit.connection, audience=PUBLIC, after=after, limit=STREAMED)
            if not entities:
                return
            yield from map(oruk.taxonomy_json, entities)
            after = entities[-1].id

    def taxonomy(self, id: str) -> Json:  # noqa: A002 - as above
        """One taxonomy with its terms."""
        with self._store.reading() as unit, _nothing_there():
            _listed(unit.connection, EntityKind.TAXONOMY, id)
            found = oruk.taxonomy_json(listing.taxonomy(unit.connection, id, audience=PUBLIC))
            numbers = select(tables.taxonomy.c.number).where(tables.taxonomy.c.id == id.lower())
            terms = listing.terms(
                unit.connection,
                audience=PUBLIC,
                limit=10**6,
                where=[tables.term.c.taxonomy.in_(numbers)],
            )
        return oruk.kept(found | {"taxonomy_terms": [oruk.term_json(one) for one in terms]})

    def terms(self, wanted: Wanted) -> Json:
        """A page of terms."""
        where = _of_terms(wanted)
        with self._store.reading() as unit:
            total = _count(unit.connection, tables.term, where)
            entities = listing.terms(
                unit.connection, audience=PUBLIC, where=where, limit=wanted.per_page, offset=wanted.offset
            )
        contents = [oruk.term_json(one) for one in entities]
        return oruk.page_json(contents, total=total, page=wanted.page, per_page=wanted.per_page)

    def every_term(self, wanted: Wanted) -> Iterator[Json]:
        """Terms one by one."""
        after = ""
        while True:
            with self._store.reading() as unit:
                entities: list[TaxonomyTerm] = listing.terms(
                    unit.connection, audience=PUBLIC, after=after, limit=STREAMED, where=_of_terms(wanted)
                )
            if not entities:
                return
            yield from map(oruk.term_json, entities)
            after = entities[-1].id

    def term(self, id: str) -> Json:  # noqa: A002 - as above
        """One term."""
        with self._store.reading() as unit, _nothing_there():
            _listed(unit.connection, EntityKind.TERM, id)
            return oruk.term_json(listing.term(unit.connection, id, audience=PUBLIC))


def _numbers(
    connection: Connection,
    where: Sequence[ColumnElement[bool]],
    limit: int,
    *,
    offset: int = 0,
    by: ColumnElement[Any] | None = None,
) -> list[int]:
    table = tables.service
    order = table.c.id if by is None else by
    statement = select(table.c.number).where(tables.listed(table), *where).order_by(order)
    return list(connection.execute(statement.limit(limit).offset(offset)).scalars())


def _count(connection: Connection, table: Table, where: Sequence[ColumnElement[bool]] = ()) -> int:
    counted = select(func.count()).select_from(table).where(tables.listed(table), *where)
    return connection.execute(counted).scalar_one()


def _of_terms(wanted: Wanted) -> list[ColumnElement[bool]]:
    term = tables.term
    where: list[ColumnElement[bool]] = []
    if wanted.taxonomy_id:
        lists = select(tables.taxonomy.c.number).where(tables.taxonomy.c.id == wanted.taxonomy_id)
        where.append(term.c.taxonomy.in_(lists))
    if wanted.parent_id:
        parents = term.alias("parents")
        chosen = select(parents.c.number).where(parents.c.id == wanted.parent_id)
        where.append(term.c.parent.in_(chosen))
    if wanted.top_only:
        where.append(term.c.parent.is_(None))
    return where


def _listed(connection: Connection, kind: EntityKind, id: str) -> None:  # noqa: A002 - as above
    table = SHAPES[kind].table
    found = select(table.c.number).where(tables.listed(table), table.c.id == id.lower())
    if connection.execute(found).first() is None:
        raise Refused(404, "There is nothing of this id.")
