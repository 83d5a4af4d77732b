"""How each kind of entity stands in its table: columns, references, and what a person may edit."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any

from adapter_core.domain.directory import EntityKind
from community_directory.store import own_tables, rows, tables
from community_directory.store.contact_rows import contact_columns

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from sqlalchemy import Table

    from adapter_core.domain.directory import Service
    from community_directory.store.rows import Columns

CHUNK = 500
"""How many rows or parameters one statement has at most."""


@dataclass(frozen=True, slots=True)
class Shape:
    """A kind of entity.

    Attributes:
        columns: gives an entity's own columns.
        references: column to the attribute that holds the other's id, and the other's kind.
        needs: columns without which it is not stored: each of `all_of`, one of `one_of`.
        fields: what a person may edit, to the columns that it fills.
        first: columns of a row that is new, besides; an import never writes them again.
    """

    kind: EntityKind
    table: Table
    columns: Callable[[Any], Columns]
    references: Mapping[str, tuple[str, EntityKind]] = field(default_factory=dict)
    all_of: tuple[str, ...] = ()
    one_of: tuple[str, ...] = ()
    fields: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    first: Mapping[str, object] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """The kind in words."""
        return self.kind.value.replace("_", " ")


def _alone(*names: str) -> dict[str, tuple[str, ...]]:
    return {name: (name,) for name in names}


_OWNER = ("organisation_id", EntityKind.ORGANISATION)
_SERVICE = ("service_id", EntityKind.SERVICE)
_PLACE = ("location_id", EntityKind.LOCATION)

SHAPES: dict[EntityKind, Shape] = {
    shape.kind: shape
    for shape in (
        Shape(EntityKind.TAXONOMY, tables.taxonomy, rows.taxonomy_columns),
        Shape(
            EntityKind.TERM,
            tables.term,
            rows.term_columns,
            {"parent": ("parent_id", EntityKind.TERM), "taxonomy": ("taxonomy_id", EntityKind.TAXONOMY)},
        ),
        Shape(
            EntityKind.ORGANISATION,
            tables.organisation,
            rows.organisation_columns,
            fields=_alone("name", "description", "url", "email", "phones", "identifiers", "alternate_names"),
        ),
        Shape(
            EntityKind.LOCATION,
            tables.location,
            rows.location_columns,
            fields={
                **_alone("name", "kind", "description", "latitude", "longitude", "accessibility"),
                "address": (
                    "has_address",
                    "line_1",
                    "line_2",
                    "city",
                    "region",
                    "postcode",
                    "original_postcode",
                    "country",
                    "district",
                ),
            },
        ),
        Shape(
            EntityKind.SERVICE,
            tables.service,
            rows.service_columns,
            {"organisation": _OWNER},
            fields={
                **_alone("name", "description", "url", "email", "status", "alternate_name"),
                "eligibility": ("minimum_age", "maximum_age", "eligibility"),
                "organisation_id": ("organisation",),
            },
            first={"assured_here": None, "assured_by": ""},
        ),
        Shape(
            EntityKind.SERVICE_AT_LOCATION,
            tables.at_location,
            lambda entity: {"description": entity.description},
            {"service": _SERVICE, "location": _PLACE},
            all_of=("service", "location"),
        ),
        Shape(
            EntityKind.EVENT,
            tables.event,
            rows.event_columns,
            {"organisation": _OWNER, "service": _SERVICE, "location": _PLACE},
            fields={
                **_alone("name", "description", "url", "status"),
                "starts": ("starts", "starts_offset"),
                "ends": ("ends", "ends_offset"),
            },
        ),
        Shape(
            EntityKind.CONTACT,
            own_tables.contact,
            contact_columns,
            {"organisation": _OWNER, "service": _SERVICE, "location": _PLACE},
            one_of=("organisation", "service"),
            fields={
                **_alone("name", "role", "phones", "emails", "channel", "hours", "audience"),
                **_alone("verified_on", "verified_by", "basis", "told"),
                "backup_id": ("backup",),
                "organisation_id": ("organisation",),
                "service_id": ("service",),
                "location_id": ("location",),
            },
        ),
    )
}
"""Every kind that has a table of its own, in an order in which what is referred to comes first."""

LISTS: dict[str, tuple[Table, ...]] = {
    "schedules": (tables.schedule,),
    "areas": (tables.area, tables.area_district),
    "costs": (tables.cost,),
    "language_codes": (tables.language,),
    "accessibility": (tables.accessibility,),
    "term_ids": (tables.service_term,),
}
"""What a service has several of, by field."""


def child_rows(
    service: Service,
    number: int,
    resolve: Callable[[EntityKind, str], int | None],
    identify: Callable[[EntityKind, str], str],
) -> dict[Table, list[Columns]]:
    """The rows of what a service has several of.

    Args:
        service: the service.
        number: its number.
        resolve: gives the number of another entity by its id, or None.
        identify: gives the id that a schedule, an area or a cost has in the store, by its own.
    """
    found: dict[Table, list[Columns]] = {}
    for position, one in enumerate(service.schedules):
        place = resolve(EntityKind.LOCATION, one.location_id) if one.location_id else None
        row = {"service": number, "position": position, "location": place, **rows.schedule_columns(one)}
        row["id"] = identify(EntityKind.SCHEDULE, one.id or f"{service.id}/{position}")
        found.setdefault(tables.schedule, []).append(row)
    for position, area in enumerate(service.areas):
        row = {"service": number, "position": position, "name": area.name}
        row["id"] = identify(EntityKind.AREA, area.id or f"{service.id}/{position}")
        found.setdefault(tables.area, []).append(row)
        for district in dict.fromkeys(area.districts):
            of_area = {"service": number, "position": position, "district": district}
            found.setdefault(tables.area_district, []).append(of_area)
    for position, cost in enumerate(service.costs):
        row = {"service": number, "position": position, "amount": cost.amount, "text": cost.text}
        row["id"] = identify(EntityKind.COST, cost.id or f"{service.id}/{position}")
        found.setdefault(tables.cost, []).append(row)
    for position, code in enumerate(dict.fromkeys(service.language_codes)):
        row = {"service": number, "position": position, "code": code}
        found.setdefault(tables.language, []).append(row)
    for position, text in enumerate(service.accessibility):
        row = {"service": number, "position": position, "text": text}
        found.setdefault(tables.accessibility, []).append(row)
    terms = (resolve(EntityKind.TERM, one) for one in service.term_ids)
    for position, term in enumerate(dict.fromkeys(one for one in terms if one is not None)):
        row = {"service": number, "position": position, "term": term}
        found.setdefault(tables.service_term, []).append(row)
    return found


# --- values of edited fields ---------------------------------------------------------------------


def _plain(value: object) -> object:
    for kind in (datetime, date, time):  # a datetime is a date
        if isinstance(value, kind):
            return {kind.__name__: value.isoformat()}
    raise TypeError(type(value).__name__)


def _whole(found: dict[str, Any]) -> object:
    if len(found) == 1:
        (name, value), *_ = found.items()
        for kind in (datetime, date, time):
            if name == kind.__name__:
                return kind.fromisoformat(value)
    return found


def dumped(value: object) -> str:
    """Columns, or rows of a list, as text."""
    return json.dumps(value, default=_plain, ensure_ascii=False)


def loaded(text: str) -> Any:  # noqa: ANN401 - columns, or rows by table
    """What `dumped` made."""
    return json.loads(text, object_hook=_whole)
