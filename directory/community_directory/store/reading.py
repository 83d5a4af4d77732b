"""Services as an audience may see them. THE WALL stands here: what somebody may not see is never selected.

Every function takes the audience. For the public no row of a contact that is for others is read, and no
note, relationship, edit or removal at all; nothing is read first and left out afterwards.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, literal, select

from adapter_core.domain.directory import (
    CAPACITY_DAYS,
    Audience,
    Capacity,
    CapacityState,
    EntityKind,
    RelationshipStrength,
    ServiceArea,
    ServiceAtLocation,
    ServiceView,
    capacity_on,
    freshness_of,
)
from adapter_core.errors import UsageError
from community_directory.store import contact_reading, own_tables, tables
from community_directory.store.ids import plain_id
from community_directory.store.rows import (
    cost_of,
    event_of,
    location_of,
    organisation_of,
    schedule_of,
    service_of,
    term_of,
)
from community_directory.store.shapes import CHUNK, SHAPES

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date, datetime

    from sqlalchemy import ColumnElement, Select, Table
    from sqlalchemy.engine import Connection, Row

    from adapter_core.domain.directory import Event, Location, Organisation, TaxonomyTerm

MOST_MERGES = 100


def number_of(connection: Connection, kind: EntityKind, id: str) -> int:  # noqa: A002 - the standard's name
    """The number of an entity; of what it was merged into, where it was.

    Raises:
        UsageError: FP-0832.
    """
    table = SHAPES[kind].table
    row = connection.execute(
        select(table.c.number, table.c.merged_into).where(table.c.id == plain_id(id))
    ).first()
    for _ in range(MOST_MERGES):
        if row is None or row.merged_into is None:
            break
        row = connection.execute(
            select(table.c.number, table.c.merged_into).where(table.c.number == row.merged_into)
        ).first()
    if row is None:
        name = SHAPES[kind].name
        raise UsageError("FP-0832", f"The directory has no {name} of that id.", where=f"the id of the {name}")
    return int(row.number)


def service(
    connection: Connection,
    id: str,  # noqa: A002 - the standard's name
    *,
    audience: Audience,
    on: date,
    capacity_days: int = CAPACITY_DAYS,
) -> ServiceView:
    """One service, also one that is withdrawn; of one that was merged, the one that was kept.

    Raises:
        UsageError: FP-0832.
    """
    number = number_of(connection, EntityKind.SERVICE, id)
    return views(connection, [number], audience=audience, on=on, capacity_days=capacity_days)[0]


def services(  # noqa: PLR0913 - each narrows the list
    connection: Connection,
    *,
    audience: Audience,
    on: date,
    after: str = "",
    limit: int = 100,
    offset: int = 0,
    withdrawn: bool | None = False,
    changed_since: datetime | None = None,
    where: Sequence[ColumnElement[bool]] = (),
    capacity_days: int = CAPACITY_DAYS,
) -> list[ServiceView]:
    """Services in the order of their ids.

    Args:
        connection: inside a transaction.
        audience: who reads.
        on: the day to speak of.
        after: the id to go on after.
        limit: the most services.
        offset: how many to leave out first.
        withdrawn: False for those that are listed, True for those that are not any more, None for both.
        changed_since: only what changed at that moment or later.
        where: further conditions on `tables.service`.
        capacity_days: how long what was said of capacity holds.
    """
    statement = _chosen(select(tables.service.c.number), withdrawn, changed_since, where)
    statement = statement.where(tables.service.c.id > after).order_by(tables.service.c.id)
    numbers = connection.execute(statement.limit(limit).offset(offset)).scalars().all()
    return views(connection, numbers, audience=audience, on=on, capacity_days=capacity_days)


def count_services(
    connection: Connection,
    *,
    audience: Audience,  # noqa: ARG001 - services are for everybody; who counts is asked all the same
    withdrawn: bool | None = False,
    changed_since: datetime | None = None,
    where: Sequence[ColumnElement[bool]] = (),
) -> int:
    """How many services there are; see `services`."""
    counted = select(func.count()).select_from(tables.service)
    found: int = connection.execute(_chosen(counted, withdrawn, changed_since, where)).scalar_one()
    return found


def _chosen(
    statement: Select[Any],
    withdrawn: bool | None,  # noqa: FBT001 - a filter, not a switch
    changed_since: datetime | None,
    where: Sequence[ColumnElement[bool]],
) -> Select[Any]:
    table = tables.service
    statement = statement.where(table.c.merged_into.is_(None), *where)
    if withdrawn is not None:
        gone = table.c.withdrawn_on
        statement = statement.where(gone.is_not(None) if withdrawn else gone.is_(None))
    if changed_since is not None:
        statement = statement.where(table.c.changed >= changed_since)
    return statement


def views(
    connection: Connection,
    numbers: Sequence[int],
    *,
    audience: Audience,
    on: date,
    capacity_days: int = CAPACITY_DAYS,
) -> list[ServiceView]:
    """Services by number, in that order; a number that is none's is left out.

    It asks a fixed number of questions for every few hundred services.
    """
    found: list[ServiceView] = []
    for start in range(0, len(numbers), CHUNK):
        part = _Part(connection, numbers[start : start + CHUNK], audience)
        found += part.views(on, capacity_days)
    return found


class _Part:
    """What belongs to some services, read together."""

    def __init__(self, connection: Connection, numbers: Sequence[int], audience: Audience) -> None:
        """Read everything."""
        self._connection = connection
        self._numbers = list(numbers)
        self._audience = audience
        self.rows = {row.number: row for row in self._of(tables.service, "number")}
        self.children = {
            table: _grouped(self._of(table, "service", table.c.position), "service")
            for table in tables.CHILDREN
        }
        self.at = _grouped(self._of(tables.at_location, "service", tables.at_location.c.id), "service")
        self.events = _grouped(
            self._of(tables.event, "service", tables.event.c.starts, tables.event.c.id), "service"
        )
        self._read_others()
        self.contacts = contact_reading.of_services(
            connection,
            {number: row.organisation for number, row in self.rows.items()},
            audience=audience,
        )
        self.capacities = self._read_capacities()
        self.strengths: dict[int, str] = {}
        self.notes: dict[int, str] = {}
        if audience is Audience.INTERNAL:
            strengths = self._of(own_tables.relationship, "service")
            self.strengths = {row.service: row.strength for row in strengths}
            self.notes = {row.service: row.text for row in self._of(own_tables.note, "service")}

    def _read_capacities(self) -> dict[int, Capacity]:
        table = own_tables.capacity
        note: ColumnElement[str] = literal("") if self._audience is Audience.PUBLIC else table.c.note
        statement = select(table.c.service, table.c.state, table.c.as_of, note)
        return {
            number: Capacity(CapacityState(state), as_of, said)
            for number, state, as_of, said in self._connection.execute(
                statement.where(table.c.service.in_(self._numbers))
            )
        }

    def _of(self, table: Table, column: str, *order: ColumnElement[Any]) -> Sequence[Row[Any]]:
        statement = select(table).where(table.c[column].in_(self._numbers)).order_by(*order)
        if "merged_into" in table.c and column != "number":
            statement = statement.where(tables.listed(table))
        if table is tables.at_location:
            statement = statement.where(tables.said_once())
        return self._connection.execute(statement).all()

    def _read_others(self) -> None:
        """Read what several services share."""
        self.organisations = {
            number: organisation_of(row)
            for number, row in self._by_number(
                tables.organisation, (row.organisation for row in self.rows.values())
            ).items()
        }
        schedules = (one for many in self.children[tables.schedule].values() for one in many)
        events = (one for many in self.events.values() for one in many)
        places = (one for many in self.at.values() for one in many)
        wanted = {one.location for each in (schedules, events, places) for one in each}
        self.locations: dict[int, Location] = {
            number: location_of(row) for number, row in self._by_number(tables.location, wanted).items()
        }
        terms = {one.term for many in self.children[tables.service_term].values() for one in many}
        self.terms = terms_of(self._connection, terms)
        owners = {one.organisation for many in self.events.values() for one in many}
        self.owner_ids = {
            number: row.id for number, row in self._by_number(tables.organisation, owners).items()
        }

    def _by_number(self, table: Table, numbers: Iterable[int | None]) -> dict[int, Row[Any]]:
        return rows_by_number(self._connection, table, numbers)

    def views(self, on: date, capacity_days: int) -> list[ServiceView]:
        """The services, in the order asked for."""
        return [
            self._view(self.rows[number], on, capacity_days)
            for number in self._numbers
            if number in self.rows
        ]

    def _place_id(self, number: int | None) -> str:
        return self.locations[number].id if number in self.locations else ""

    def _view(self, row: Row[Any], on: date, capacity_days: int) -> ServiceView:
        number = row.number
        organisation: Organisation | None = self.organisations.get(row.organisation)
        child = {table: of_service.get(number, ()) for table, of_service in self.children.items()}
        districts = defaultdict(list)
        for one in child[tables.area_district]:
            districts[one.position].append(one.district)
        terms: list[TaxonomyTerm] = [
            self.terms[one.term] for one in child[tables.service_term] if one.term in self.terms
        ]
        capacity = self.capacities.get(number)
        places = [one for one in self.at.get(number, ()) if one.location in self.locations]
        strength = self.strengths.get(number)
        seen = service_of(
            row,
            organisation_id=organisation.id if organisation else "",
            schedules=tuple(schedule_of(one, self._place_id(one.location)) for one in child[tables.schedule]),
            areas=tuple(
                ServiceArea(one.id, one.name, tuple(districts[one.position])) for one in child[tables.area]
            ),
            costs=tuple(cost_of(one) for one in child[tables.cost]),
            language_codes=tuple(one.code for one in child[tables.language]),
            accessibility=tuple(one.text for one in child[tables.accessibility]),
            term_ids=tuple(one.id for one in terms),
            capacity=capacity,
            relationship=RelationshipStrength(strength) if strength else None,
            notes=self.notes.get(number, ""),
        )
        return ServiceView(
            service=seen,
            organisation=organisation,
            locations=tuple({one.location: self.locations[one.location] for one in places}.values()),
            at_locations=tuple(
                ServiceAtLocation(one.id, row.id, self._place_id(one.location), one.description)
                for one in places
            ),
            contacts=tuple(self.contacts.get(number, ())),
            events=tuple(self._event(one, row.id) for one in self.events.get(number, ())),
            terms=tuple(terms),
            freshness=freshness_of(row.assured_on, on),
            capacity_state=capacity_on(capacity, on, capacity_days),
            withdrawn_on=row.withdrawn_on,
            withdrawn_why=row.withdrawn_why,
            changed=row.changed,
            number=number,
        )

    def _event(self, row: Row[Any], service_id: str) -> Event:
        return event_of(
            row,
            organisation_id=self.owner_ids.get(row.organisation, ""),
            service_id=service_id,
            location_id=self._place_id(row.location),
        )


def _grouped(rows: Iterable[Row[Any]], column: str) -> dict[int, list[Row[Any]]]:
    found: dict[int, list[Row[Any]]] = defaultdict(list)
    for row in rows:
        found[getattr(row, column)].append(row)
    return found


def rows_by_number(
    connection: Connection, table: Table, numbers: Iterable[int | None]
) -> dict[int, Row[Any]]:
    """The rows of some entities, by number; None is nobody's."""
    wanted = sorted({number for number in numbers if number is not None})
    found = {}
    for start in range(0, len(wanted), CHUNK):
        some = table.c.number.in_(wanted[start : start + CHUNK])
        found.update({row.number: row for row in connection.execute(select(table).where(some))})
    return found


def terms_of(connection: Connection, numbers: Iterable[int | None]) -> dict[int, TaxonomyTerm]:
    """Terms by number, each with the ids of its parent and its taxonomy."""
    found = rows_by_number(connection, tables.term, numbers)
    parents = rows_by_number(connection, tables.term, (row.parent for row in found.values()))
    lists = rows_by_number(connection, tables.taxonomy, (row.taxonomy for row in found.values()))
    return {
        number: term_of(
            row,
            parent_id=parents[row.parent].id if row.parent in parents else "",
            taxonomy_id=lists[row.taxonomy].id if row.taxonomy in lists else "",
        )
        for number, row in found.items()
    }
