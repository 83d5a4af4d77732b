"""Any well-formed entities, written as Open Referral UK 3.0 and read back, are the same entities."""

from __future__ import annotations

import json
import tempfile
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapter_core.domain.directory import (
    Address,
    Audience,
    Contact,
    CostOption,
    Eligibility,
    Incoming,
    Location,
    LocationKind,
    Organisation,
    Phone,
    Schedule,
    Service,
    ServiceArea,
    ServiceAtLocation,
    ServiceStatus,
    Taxonomy,
    TaxonomyTerm,
)
from adapter_core.hooks.ports import OpenContext
from adapter_open_referral.backend import OpenReferralConfig, open_open_referral
from adapter_open_referral.dialects import Dialect

IDS = st.uuids(version=4).map(str)
LETTERS = st.characters(exclude_categories=("Cs", "Cc", "Z"))
TEXTS = (
    st.text(LETTERS, max_size=12)
    | st.just("<p>Tea &amp; cake</p>")
    | st.just("O'Brien \u2014 \u200f\u05e9\u05dc\u05d5\u05dd \U0001f642")
)
NAMES = TEXTS.filter(lambda each: bool(each) and each != "string")
DAYS = st.dates(date(1950, 1, 1), date(2100, 1, 1))
TIMES = st.times().map(lambda each: each.replace(microsecond=0)) | st.none()
DEGREES = st.floats(0.001, 80, allow_nan=False).map(lambda each: round(each, 6))


@st.composite
def schedules(draw: Any, places: list[str]) -> Schedule:
    start, end = sorted((draw(DAYS), draw(DAYS)))
    weekly = draw(st.booleans())
    names = ("MO", "TU", "WE", "TH", "FR", "SA", "SU") if weekly else ("1MO", "-1FR", "3SU")
    days = draw(st.lists(st.sampled_from(names), unique=True, max_size=3))
    return Schedule(
        draw(IDS),
        "WEEKLY" if weekly else "MONTHLY",
        tuple(days),
        () if weekly else tuple(draw(st.lists(st.integers(1, 31), unique=True, max_size=2))),
        draw(TIMES),
        draw(TIMES),
        draw(st.sampled_from([start, None])),
        draw(st.sampled_from([end, None])),
        draw(TEXTS),
        draw(st.sampled_from(["", *places])),
    )


@st.composite
def contacts(draw: Any, service: str = "", location: str = "", organisation: str = "") -> Contact:
    phones = draw(st.lists(NAMES.map(lambda each: Phone("", each, "303", "office")), max_size=2, unique=True))
    emails = draw(st.lists(NAMES, max_size=2, unique=True))
    return Contact(
        draw(IDS),
        draw(NAMES),
        draw(TEXTS),
        tuple(phones),
        tuple(emails),
        audience=Audience.PUBLIC,
        organisation_id=organisation,
        service_id=service,
        location_id=location,
    )


@st.composite
def locations(draw: Any) -> Location:
    postcode = draw(st.sampled_from(["ME4 4AA", "fy1 1aa", ""]))
    located = draw(st.booleans())
    return Location(
        draw(IDS),
        draw(TEXTS),
        draw(st.sampled_from(LocationKind)),
        draw(TEXTS),
        draw(
            st.none() | st.builds(Address, NAMES, TEXTS, TEXTS, TEXTS, st.just(postcode), st.just(postcode))
        ),
        draw(DEGREES) if located else None,
        -draw(DEGREES) if located else None,
        tuple(draw(st.lists(NAMES, unique=True, max_size=2))),
    )


@st.composite
def incoming(draw: Any) -> Incoming:
    own = draw(IDS)
    by = Organisation(
        draw(IDS),
        draw(NAMES),
        draw(TEXTS),
        draw(TEXTS),
        draw(TEXTS),
        tuple(draw(st.lists(NAMES, unique=True, max_size=2))),
        draw(st.dictionaries(NAMES, NAMES, max_size=2)),
    )
    places = draw(st.lists(locations(), max_size=2, unique_by=lambda each: each.id))
    links = tuple(ServiceAtLocation(draw(IDS), own, place.id, draw(TEXTS)) for place in places)
    taxonomy = Taxonomy(draw(IDS), draw(NAMES))
    terms = [
        TaxonomyTerm(each, draw(NAMES), draw(TEXTS), draw(TEXTS), draw(st.just("") | IDS), taxonomy.id)
        for each in draw(st.lists(IDS, unique=True, max_size=2))
    ]
    ages = sorted(draw(st.tuples(st.integers(0, 110), st.integers(0, 110))))
    service = Service(
        own,
        draw(NAMES),
        by.id,
        draw(TEXTS),
        draw(TEXTS),
        draw(TEXTS),
        draw(st.sampled_from(ServiceStatus)),
        draw(TEXTS),
        Eligibility(
            draw(st.sampled_from([ages[0], None])), draw(st.sampled_from([ages[1], None])), draw(TEXTS)
        ),
        tuple(draw(st.lists(schedules([place.id for place in places]), max_size=3, unique_by=_apart))),
        tuple(draw(st.lists(st.builds(ServiceArea, IDS, NAMES), max_size=2))),
        tuple(
            draw(
                st.lists(
                    st.builds(CostOption, IDS, st.none() | st.integers(0, 99).map(float), NAMES), max_size=2
                )
            )
        ),
        tuple(draw(st.lists(st.sampled_from(["en", "cy", "ur"]), unique=True))),
        (),
        tuple(each.id for each in terms),
        draw(st.none() | DAYS),
        draw(st.none() | st.datetimes(datetime(1950, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))),  # noqa: DTZ001
    )
    people = [*draw(st.lists(contacts(own), max_size=2))]
    for place in places:
        people += draw(st.lists(contacts(own, place.id), max_size=1))
    people += draw(st.lists(contacts(organisation=by.id), max_size=1))
    return Incoming(
        own, by, service, tuple(places), links, tuple(people), (), (taxonomy,) if terms else (), tuple(terms)
    )


def _apart(schedule: Schedule) -> tuple[Any, ...]:
    """Two schedules that say the same are one."""
    return (
        schedule.freq,
        schedule.byday,
        schedule.bymonthday,
        schedule.opens_at,
        schedule.closes_at,
        schedule.valid_from,
        schedule.valid_to,
        schedule.text,
        schedule.location_id,
    )


# --- the writer ---


def without_empty(node: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in node.items() if value not in ("", None, [], {})}


def written(each: Incoming) -> dict[str, Any]:
    service, by = each.service, each.organisation
    assert service is not None
    assert by is not None
    link_of = {link.location_id: link for link in each.at_locations}
    return without_empty(
        {
            "id": service.id,
            "organization_id": by.id,
            "name": service.name,
            "alternate_name": service.alternate_name,
            "description": service.description,
            "url": service.url,
            "email": service.email,
            "status": service.status.value,
            "minimum_age": service.eligibility.minimum_age,
            "maximum_age": service.eligibility.maximum_age,
            "eligibility_description": service.eligibility.text,
            "assured_date": service.assured_on and service.assured_on.isoformat(),
            "last_modified": service.modified and service.modified.isoformat(),
            "organization": {
                "id": by.id,
                "name": by.name,
                "description": by.description,
                "website": by.url,
                "email": by.email,
                "phones": [{"id": "1", "number": phone} for phone in by.phones],
                "organization_identifiers": [
                    {"identifier_type": scheme, "identifier": value}
                    for scheme, value in by.identifiers.items()
                ],
                "contacts": [_contact(one) for one in each.contacts if one.organisation_id],
            },
            "service_at_locations": [
                {
                    "id": link_of[place.id].id,
                    "service_id": service.id,
                    "location_id": place.id,
                    "description": link_of[place.id].description,
                    "location": _location(place),
                    "contacts": [_contact(one) for one in each.contacts if one.location_id == place.id],
                }
                for place in each.locations
            ],
            "schedules": [
                _schedule(one, link_of[one.location_id].id if one.location_id else "")
                for one in service.schedules
            ],
            "service_areas": [{"id": area.id, "name": area.name} for area in service.areas],
            "cost_options": [
                {"id": cost.id, "amount": cost.amount, "option": cost.text} for cost in service.costs
            ],
            "languages": [{"id": "1", "code": code} for code in service.language_codes],
            "attributes": [
                {
                    "id": "1",
                    "taxonomy_term": {
                        "id": term.id,
                        "name": term.name,
                        "description": term.description,
                        "code": term.code,
                        "parent_id": term.parent_id,
                        "taxonomy_id": term.taxonomy_id,
                        "taxonomy": each.taxonomies[0].name,
                    },
                }
                for term in each.terms
            ],
            "contacts": [_contact(one) for one in each.contacts if one.service_id and not one.location_id],
        }
    )


def _contact(one: Contact) -> dict[str, Any]:
    phones = [
        {"number": each.original, "extension": each.extension, "description": each.description}
        for each in one.phones
    ]
    return without_empty(
        {"id": one.id, "name": one.name, "title": one.role, "phones": phones, "email": list(one.emails)}
    )


def _location(place: Location) -> dict[str, Any]:
    address = place.address
    return without_empty(
        {
            "id": place.id,
            "name": place.name,
            "location_type": place.kind.value,
            "description": place.description,
            "latitude": place.latitude,
            "longitude": place.longitude,
            "accessibility": [{"id": "1", "description": each} for each in place.accessibility],
            "addresses": address
            and [
                {
                    "id": "1",
                    "address_1": address.line_1,
                    "address_2": address.line_2,
                    "city": address.city,
                    "state_province": address.region,
                    "postal_code": address.original_postcode,
                    "country": address.country,
                    "address_type": "physical",
                }
            ],
        }
    )


def _schedule(one: Schedule, link: str) -> dict[str, Any]:
    opens = "" if one.opens_at is None else one.opens_at.isoformat()
    closes = "" if one.closes_at is None else one.closes_at.isoformat()
    return without_empty(
        {
            "id": one.id,
            "freq": one.freq,
            "byday": ",".join(one.byday),
            "bymonthday": ",".join(map(str, one.bymonthday)),
            "opens_at": opens,
            "closes_at": closes,
            "valid_from": one.valid_from and one.valid_from.isoformat(),
            "valid_to": one.valid_to and one.valid_to.isoformat(),
            "description": one.text,
            "service_at_location_id": link,
        }
    )


@pytest.mark.requirement("G-05")
@settings(max_examples=150, deadline=None)
@given(st.lists(incoming(), min_size=1, max_size=4, unique_by=lambda each: each.ref), st.booleans())
def test_what_is_written_is_what_is_read(everything: list[Incoming], camel: bool):
    with tempfile.TemporaryDirectory() as folder:
        listed = []
        for number, each in enumerate(everything):
            whole = written(each)
            listed.append({key: whole[key] for key in ("id", "name", "status", "organization_id")})
            body = json.dumps(whole)
            if camel:
                body = body.replace('"organization_id"', '"organizationId"').replace(
                    '"service_id"', '"serviceId"'
                )
            (Path(folder) / f"{number}.json").write_text(body, encoding="utf-8")
        page = {
            "total_items": len(listed),
            "total_pages": 1,
            "page_number": 1,
            "last_page": True,
            "contents": listed,
        }
        (Path(folder) / "page.json").write_text(json.dumps(page), encoding="utf-8")
        context = OpenContext("town", date(2026, 11, 23), Path(folder), {}, {})
        with open_open_referral(OpenReferralConfig(path="."), context) as feed:
            found = list(feed.incoming())
            assert feed.found is not None
            assert feed.found.dialect is Dialect.ORUK_3
            assert feed.complete
    assert [_sorted(each) for each in found if isinstance(each, Incoming)] == [
        _sorted(each) for each in everything
    ]


def _sorted(each: Incoming) -> dict[str, Any]:
    """Contacts stand in no order."""
    return {
        name: sorted(getattr(each, name), key=repr) if name == "contacts" else getattr(each, name)
        for name in Incoming.__slots__
    }
