"""Entities as rows: each entity's own columns, without its number and without references."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any

from adapter_core.domain.directory import (
    Address,
    CostOption,
    Eligibility,
    Event,
    Location,
    LocationKind,
    Organisation,
    Schedule,
    Service,
    ServiceArea,
    ServiceStatus,
    Taxonomy,
    TaxonomyTerm,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy.engine import Row

    from adapter_core.domain.directory import Capacity, RelationshipStrength

Columns = dict[str, Any]


def packed(values: Sequence[str] | Mapping[str, str]) -> str:
    """Several texts in one column; empty where there are none."""
    return json.dumps(values, ensure_ascii=False) if values else ""


def several(text: str) -> tuple[str, ...]:
    """What `packed` made of several texts."""
    return tuple(json.loads(text)) if text else ()


# --- organisations -------------------------------------------------------------------------------


def organisation_columns(entity: Organisation) -> Columns:
    """The columns of an organisation."""
    return {
        "name": entity.name,
        "description": entity.description,
        "url": entity.url,
        "email": entity.email,
        "phones": packed(entity.phones),
        "identifiers": packed(entity.identifiers),
        "alternate_names": packed(entity.alternate_names),
    }


def organisation_of(row: Row[Any]) -> Organisation:
    """An organisation from its row."""
    return Organisation(
        row.id,
        row.name,
        row.description,
        row.url,
        row.email,
        several(row.phones),
        dict(json.loads(row.identifiers)) if row.identifiers else {},
        several(row.alternate_names),
    )


# --- services ------------------------------------------------------------------------------------


def service_columns(entity: Service) -> Columns:
    """The columns of a service; what it has several of, and what people say of it here, stand elsewhere."""
    return {
        "name": entity.name,
        "description": entity.description,
        "url": entity.url,
        "email": entity.email,
        "status": entity.status.value,
        "alternate_name": entity.alternate_name,
        "minimum_age": entity.eligibility.minimum_age,
        "maximum_age": entity.eligibility.maximum_age,
        "eligibility": entity.eligibility.text,
        "assured_on": entity.assured_on,
        "modified": entity.modified,
    }


def service_of(  # noqa: PLR0913 - what stands in a service's other tables
    row: Row[Any],
    *,
    organisation_id: str,
    schedules: tuple[Schedule, ...],
    areas: tuple[ServiceArea, ...],
    costs: tuple[CostOption, ...],
    language_codes: tuple[str, ...],
    accessibility: tuple[str, ...],
    term_ids: tuple[str, ...],
    capacity: Capacity | None,
    relationship: RelationshipStrength | None,
    notes: str,
) -> Service:
    """A service from its row and those of its other tables."""
    return Service(
        id=row.id,
        name=row.name,
        organisation_id=organisation_id,
        description=row.description,
        url=row.url,
        email=row.email,
        status=ServiceStatus(row.status),
        alternate_name=row.alternate_name,
        eligibility=Eligibility(row.minimum_age, row.maximum_age, row.eligibility),
        schedules=schedules,
        areas=areas,
        costs=costs,
        language_codes=language_codes,
        accessibility=accessibility,
        term_ids=term_ids,
        assured_on=row.assured_on,
        modified=row.modified,
        capacity=capacity,
        relationship=relationship,
        notes=notes,
    )


def schedule_columns(entity: Schedule) -> Columns:
    """The columns of a schedule."""
    return {
        "id": entity.id,
        "freq": entity.freq,
        "byday": ",".join(entity.byday),
        "bymonthday": ",".join(str(day) for day in entity.bymonthday),
        "opens_at": entity.opens_at,
        "closes_at": entity.closes_at,
        "valid_from": entity.valid_from,
        "valid_to": entity.valid_to,
        "text": entity.text,
    }


def schedule_of(row: Row[Any], location_id: str) -> Schedule:
    """A schedule from its row."""
    return Schedule(
        row.id,
        row.freq,
        tuple(row.byday.split(",")) if row.byday else (),
        tuple(int(day) for day in row.bymonthday.split(",")) if row.bymonthday else (),
        row.opens_at,
        row.closes_at,
        row.valid_from,
        row.valid_to,
        row.text,
        location_id,
    )


def cost_of(row: Row[Any]) -> CostOption:
    """A cost from its row."""
    return CostOption(row.id, row.amount, row.text)


# --- places --------------------------------------------------------------------------------------


def location_columns(entity: Location) -> Columns:
    """The columns of a location, with the district of its postcode."""
    address = entity.address or Address(country="")
    return {
        "name": entity.name,
        "kind": entity.kind.value,
        "description": entity.description,
        "has_address": int(entity.address is not None),
        "line_1": address.line_1,
        "line_2": address.line_2,
        "city": address.city,
        "region": address.region,
        "postcode": address.postcode,
        "original_postcode": address.original_postcode,
        "country": address.country,
        "district": district_of(address.postcode),
        "latitude": entity.latitude,
        "longitude": entity.longitude,
        "accessibility": packed(entity.accessibility),
    }


def district_of(postcode: str) -> str:
    """The district of a normalised postcode: `FY1` of `FY1 4DX`; empty where there is none."""
    return postcode.partition(" ")[0] if " " in postcode else postcode[:-3]


def location_of(row: Row[Any]) -> Location:
    """A location from its row."""
    address = Address(
        row.line_1, row.line_2, row.city, row.region, row.postcode, row.original_postcode, row.country
    )
    return Location(
        row.id,
        row.name,
        LocationKind(row.kind),
        row.description,
        address if row.has_address else None,
        row.latitude,
        row.longitude,
        several(row.accessibility),
    )


# --- the rest ------------------------------------------------------------------------------------


def _offset(moment: datetime | None) -> int:
    span = moment.utcoffset() if moment is not None else None
    return int(span.total_seconds() // 60) if span is not None else 0


def _in_zone(moment: datetime | None, minutes: int) -> datetime | None:
    if moment is None:
        return None
    return moment.astimezone(timezone(timedelta(minutes=minutes)) if minutes else UTC)


def event_columns(entity: Event) -> Columns:
    """The columns of an event; its times keep the hours' distance from UTC that they were given with."""
    return {
        "name": entity.name,
        "starts": entity.starts,
        "ends": entity.ends,
        "starts_offset": _offset(entity.starts),
        "ends_offset": _offset(entity.ends),
        "description": entity.description,
        "url": entity.url,
        "status": entity.status.value,
    }


def event_of(row: Row[Any], *, organisation_id: str, service_id: str, location_id: str) -> Event:
    """An event from its row."""
    starts = _in_zone(row.starts, row.starts_offset)
    assert starts is not None  # noqa: S101 - the column has no nulls
    return Event(
        row.id,
        row.name,
        starts,
        _in_zone(row.ends, row.ends_offset),
        organisation_id,
        service_id,
        location_id,
        row.description,
        row.url,
        ServiceStatus(row.status),
    )


def taxonomy_columns(entity: Taxonomy) -> Columns:
    """The columns of a taxonomy."""
    return {
        "name": entity.name,
        "description": entity.description,
        "uri": entity.uri,
        "version": entity.version,
    }


def taxonomy_of(row: Row[Any]) -> Taxonomy:
    """A taxonomy from its row."""
    return Taxonomy(row.id, row.name, row.description, row.uri, row.version)


def term_columns(entity: TaxonomyTerm) -> Columns:
    """The columns of a term."""
    return {"name": entity.name, "description": entity.description, "code": entity.code}


def term_of(row: Row[Any], *, parent_id: str, taxonomy_id: str) -> TaxonomyTerm:
    """A term from its row."""
    return TaxonomyTerm(row.id, row.name, row.description, row.code, parent_id, taxonomy_id)
