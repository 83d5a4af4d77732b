"""The tables of the directory, as SQLAlchemy Core knows them; `migrations/` makes and changes them.

Outside, an entity has a UUID. Inside, it has a `number`, which is never given again: what belongs to a
service names it by number, in order, so that a bulk import only ever appends. Every table is called
`directory_…`, so that the directory may share a PostgreSQL database with the store of the runs.

What came from a feed and what people here know are kept apart: contacts that may not be seen by everybody
and whatever the council's workers wrote stand in tables of their own (`own_tables`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import (
    Column,
    Date,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    Time,
    and_,
    select,
)

from adapter_core.store.tables import UtcDateTime, ordered_text

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement

PREFIX = "directory_"

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def words(name: str, **given: Any) -> Column[str]:  # noqa: ANN401 - as `Column` takes it
    """A column of text that is empty where there is none."""
    return Column(name, Text, nullable=False, server_default="", **given)


def _entity(name: str, *columns: Column[Any] | Index) -> Table:
    """A table of something that has an id, can be withdrawn and can be merged into another."""
    return Table(
        PREFIX + name,
        metadata,
        Column("number", Integer, primary_key=True, autoincrement=False),
        Column("id", ordered_text(), nullable=False, unique=True),
        *columns,
        Column("withdrawn_on", Date),
        words("withdrawn_why"),
        Column("merged_into", Integer, index=True),
        Column("changed", UtcDateTime, nullable=False, index=True),
    )


def _child(name: str, *columns: Column[Any] | Index) -> Table:
    """A table of what a service has several of, in order."""
    return Table(
        PREFIX + name,
        metadata,
        Column("service", ForeignKey("directory_service.number"), primary_key=True),
        Column("position", Integer, primary_key=True, autoincrement=False),
        *columns,
        sqlite_with_rowid=False,
    )


organisation = _entity(
    "organisation",
    words("name"),
    words("description"),
    words("url"),
    words("email"),
    words("phones"),
    words("identifiers"),
    words("alternate_names"),
)

service = _entity(
    "service",
    words("name"),
    Column("organisation", ForeignKey("directory_organisation.number"), index=True),
    words("description"),
    words("url"),
    words("email"),
    words("status"),
    words("alternate_name"),
    Column("minimum_age", Integer),
    Column("maximum_age", Integer),
    words("eligibility"),
    Column("assured_on", Date),
    Column("assured_here", Date),
    words("assured_by"),
    Column("modified", UtcDateTime),
)

location = _entity(
    "location",
    words("name"),
    words("kind"),
    words("description"),
    Column("has_address", Integer, nullable=False, server_default="0"),
    words("line_1"),
    words("line_2"),
    words("city"),
    words("region"),
    words("postcode"),
    words("original_postcode"),
    words("country"),
    words("district", index=True),
    Column("latitude", Float),
    Column("longitude", Float),
    words("accessibility"),
)

at_location = _entity(
    "service_at_location",
    Column("service", ForeignKey("directory_service.number"), index=True),
    Column("location", ForeignKey("directory_location.number"), index=True),
    words("description"),
)

event = _entity(
    "event",
    words("name"),
    Column("starts", UtcDateTime, nullable=False, index=True),
    Column("ends", UtcDateTime),
    Column("starts_offset", Integer, nullable=False, server_default="0"),
    Column("ends_offset", Integer, nullable=False, server_default="0"),
    Column("organisation", ForeignKey("directory_organisation.number"), index=True),
    Column("service", ForeignKey("directory_service.number"), index=True),
    Column("location", ForeignKey("directory_location.number"), index=True),
    words("description"),
    words("url"),
    words("status"),
)

taxonomy = _entity("taxonomy", words("name"), words("description"), words("uri"), words("version"))

term = _entity(
    "taxonomy_term",
    words("name"),
    words("description"),
    words("code"),
    Column("parent", Integer, index=True),
    Column("taxonomy", ForeignKey("directory_taxonomy.number"), index=True),
)

schedule = _child(
    "schedule",
    Column("id", Text, nullable=False),
    words("freq"),
    words("byday"),
    words("bymonthday"),
    Column("opens_at", Time),
    Column("closes_at", Time),
    Column("valid_from", Date),
    Column("valid_to", Date),
    words("text"),
    Column("location", Integer),
)

area = _child("area", Column("id", Text, nullable=False), words("name"))

area_district = Table(
    PREFIX + "area_district",
    metadata,
    Column("service", ForeignKey("directory_service.number"), primary_key=True),
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("district", Text, primary_key=True, index=True),
    sqlite_with_rowid=False,
)
"""Of which area (its position) a district is."""

cost = _child("cost", Column("id", Text, nullable=False), Column("amount", Float), words("text"))

language = _child("language", Column("code", Text, nullable=False, index=True))

accessibility = _child("service_accessibility", words("text"))

service_term = _child("service_term", Column("term", Integer, nullable=False, index=True))

CHILDREN = (schedule, area, area_district, cost, language, accessibility, service_term)
"""Whatever is written again as a whole with its service."""


def listed(table: Table) -> ColumnElement[bool]:
    """The condition that an entity is neither withdrawn nor merged into another."""
    return and_(table.c.withdrawn_on.is_(None), table.c.merged_into.is_(None))


def said_once() -> ColumnElement[bool]:
    """The condition on `at_location` that none before it says the same of the same service and location.

    Two services that were merged may each have stood at one hall; told twice, readers would count two.
    """
    before = at_location.alias("before")
    return ~(
        select(before.c.number)
        .where(
            before.c.service == at_location.c.service,
            before.c.location == at_location.c.location,
            before.c.description == at_location.c.description,
            before.c.number < at_location.c.number,
            before.c.withdrawn_on.is_(None),
            before.c.merged_into.is_(None),
        )
        .correlate(at_location)
        .exists()
    )
