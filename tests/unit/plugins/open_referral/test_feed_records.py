"""One record of each dialect, with whatever feeds have been seen to write into it."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapter_core.domain.directory import Audience, Incoming, LocationKind, Service, ServiceStatus
from adapter_core.hooks.ports import Reject
from adapter_open_referral.dialects import Dialect, decide, shape_of, told_by
from adapter_open_referral.envelopes import page_of
from adapter_open_referral.services import id_of, read_service, refusal
from adapter_open_referral.tally import MOST_EXTENSIONS, Tally, is_uuid
from adapter_open_referral.values import LONDON, tidy

OWN = "2a3483ea-8966-4f50-9dc3-7bafa1e5c623"


def record(**more: Any) -> dict[str, Any]:
    return {"id": OWN, "name": "Tea club", "status": "active", **more}


def read(
    node: dict[str, Any], dialect: Dialect = Dialect.ORUK_3, tally: Tally | None = None
) -> tuple[Incoming, list[Reject]]:
    return read_service(tidy(node), dialect, tally or Tally())


def service(node: dict[str, Any], dialect: Dialect = Dialect.ORUK_3) -> Service:
    found = read(node, dialect)[0].service
    assert found is not None
    return found


# --- values ---


@pytest.mark.parametrize(
    ("lowest", "highest", "wanted"),
    [
        (-1, -1, (None, None)),
        (None, None, (None, None)),
        (18, "65", (18, 65)),
        (0, 4.0, (0, 4)),
        ("", -1, (None, None)),
    ],
)
def test_an_age_below_nought_is_no_age(lowest, highest, wanted):
    found = service(record(minimum_age=lowest, maximum_age=highest)).eligibility
    assert (found.minimum_age, found.maximum_age) == wanted


@pytest.mark.parametrize("age", ["eighteen", 1000, "NaN", "1e400"])
def test_what_is_no_age_is_left_out_and_said(age):
    incoming, rejects = read(record(minimum_age=age))
    assert incoming.service is not None
    assert incoming.service.eligibility.minimum_age is None
    assert rejects == [Reject(OWN, "FP-0553", "minimum_age")]


def test_a_time_without_a_zone_is_kept_and_taken_to_be_in_london():
    tally = Tally()
    incoming, rejects = read(record(last_modified="2025-09-02T12:06:15.654"), tally=tally)
    assert incoming.service is not None
    assert incoming.service.modified == datetime(2025, 9, 2, 12, 6, 15, 654000, LONDON)
    assert incoming.service.modified.astimezone(UTC).hour == 11
    assert tally.zoneless == 1
    assert rejects == []
    assert service(record(last_modified="2025-09-02T12:06:15Z")).modified == datetime(
        2025, 9, 2, 12, 6, 15, tzinfo=UTC
    )


@pytest.mark.parametrize(
    ("given_date", "wanted"),
    [
        ("2025-09-02", date(2025, 9, 2)),
        ("2025-09-02T10:00:00", date(2025, 9, 2)),
        ("0001-01-01T00:00:00", None),
        ("", None),
        ("20250902", date(2025, 9, 2)),
    ],
)
def test_days(given_date, wanted):
    incoming, rejects = read(record(assured_date=given_date))
    assert incoming.service is not None
    assert incoming.service.assured_on == wanted
    assert rejects == []


@pytest.mark.parametrize("given_date", ["yesterday", "2025-13-01", "02/09/2025", "2025-02-30"])
def test_what_is_no_day_is_left_out_and_said(given_date):
    incoming, rejects = read(record(assured_date=given_date))
    assert incoming.service is not None
    assert incoming.service.assured_on is None
    assert rejects == [Reject(OWN, "FP-0553", "assured_date")]


def test_html_is_handed_on_as_it_is_and_what_no_database_keeps_is_not():
    found = service(record(description="<script>x</script>\0 caf\u00e9 \ud800"))
    assert found.description == "<script>x</script> caf\u00e9 \ufffd"


def test_a_status_of_its_own_is_not_offered():
    incoming, rejects = read(record(status="archived"))
    assert incoming.service is not None
    assert incoming.service.status is ServiceStatus.INACTIVE
    assert rejects[0].field == "status"
    assert service(record(status="Temporarily closed")).status is ServiceStatus.TEMPORARILY_CLOSED
    assert service({"id": "1", "name": "x"}).status is ServiceStatus.ACTIVE


def test_camel_case_reads_as_snake_case_and_the_standards_own_spelling_wins():
    assert service(record(organizationId="o1")).organisation_id == "o1"
    assert service(record(organizationId="o1", organization_id="o2")).organisation_id == "o2"
    assert service(record(organizationId="o1", organization_id=None)).organisation_id == "o1"


def test_extensions_are_counted_and_never_read():
    tally = Tally()
    read(record(pc_targetAudience=[{"id": "x"}], assurer_email="someone@example.org"), tally=tally)
    assert dict(tally.extensions) == {"pc_target_audience": 1}
    for number in range(1000):
        read(record(**{f"x{number}": 1}), tally=tally)
    assert len(tally.extensions) <= MOST_EXTENSIONS + 1
    assert sum(tally.extensions.values()) == 1001


def test_who_assured_a_service_is_told_to_nobody():
    node = record(assurer_email="assurer@example.org", pc_metadata={"assured_by": "assurer@example.org"})
    assert "assurer@" not in repr(read(node))


# --- hours ---


def schedule(**given_parts: Any) -> Any:
    return service(record(schedules=[{"id": "1", **given_parts}])).schedules[0]


def test_hours_that_are_understood():
    found = schedule(
        freq="WEEKLY", byday="MO,WE", opens_at="09:30", closes_at="24:00", valid_from="2025-01-01"
    )
    assert (found.freq, found.byday, found.opens_at, found.closes_at) == (
        "WEEKLY",
        ("MO", "WE"),
        time(9, 30),
        time(),
    )
    assert found.valid_from == date(2025, 1, 1)
    assert found.text == ""
    assert schedule(freq="MONTHLY", byday="+1MO -1FR", opens_at="09:30:00Z").byday == ("1MO", "-1FR")
    assert schedule(opens_at="2025-01-01T09:30:00").opens_at == time(9, 30)


def test_every_other_week_is_not_every_week():
    found = schedule(freq="WEEKLY", interval=2, byday="MO", opens_at="10:00", description="Alternate Mondays")
    assert (found.freq, found.byday) == ("", ())
    assert found.text == "Alternate Mondays; freq WEEKLY; interval 2; byday MO; opens_at 10:00"


@pytest.mark.parametrize(
    "odd", [{"byday": "Mondays"}, {"freq": "DAILY"}, {"freq": "WEEKLY", "byday": "1MO"}, {"byday": "MO,XX"}]
)
def test_a_rhythm_that_is_not_understood_stays_as_words(odd):
    found = schedule(**odd)
    assert (found.freq, found.byday) == ("", ())
    assert all(str(value) in found.text for value in odd.values())


def test_a_schedule_that_ends_before_it_starts_is_said_and_kept_as_words():
    node = record(
        schedules=[
            {"id": "1", "freq": "WEEKLY", "byday": "MO", "valid_from": "2025-02-01", "valid_to": "2025-01-01"}
        ]
    )
    incoming, rejects = read(node)
    assert rejects == [Reject(OWN, "FP-0554", "schedules.valid_to")]
    assert incoming.service is not None
    found = incoming.service.schedules[0]
    assert (found.freq, found.valid_from, found.valid_to) == ("", None, None)
    assert "valid_to 2025-01-01" in found.text


def test_a_time_that_is_none_is_said_and_kept_as_words():
    incoming, rejects = read(record(schedules=[{"id": "1", "opens_at": "half nine"}]))
    assert rejects == [Reject(OWN, "FP-0553", "schedules.opens_at")]
    assert incoming.service is not None
    assert incoming.service.schedules[0].text == "opens_at half nine"


def test_hours_below_a_location_say_where():
    place = {"id": "l1", "name": "Hall"}
    node = record(
        service_at_locations=[{"id": "a1", "location": place, "schedules": [{"id": "1", "byday": "TU"}]}],
        schedules=[{"id": "2", "byday": "MO", "service_at_location_id": "a1"}],
    )
    assert {each.byday[0]: each.location_id for each in service(node).schedules} == {"TU": "l1", "MO": "l1"}


# --- places and people ---


@pytest.mark.parametrize("point", [(0, 0), (None, 1.0), (91.0, 0.1), (51.0, 181.0), ("x", 1)])
def test_no_place_is_invented(point):
    incoming, _ = read(
        record(locations=[{"id": "l", "latitude": point[0], "longitude": point[1], "name": "x"}])
    )
    assert (incoming.locations[0].latitude, incoming.locations[0].longitude) == (None, None)


def test_a_virtual_location_without_an_address():
    incoming, _ = read(record(locations=[{"id": "l", "location_type": "VIRTUAL", "addresses": []}]))
    assert incoming.locations[0].kind is LocationKind.VIRTUAL
    assert incoming.locations[0].address is None
    assert incoming.at_locations[0].location_id == "l"


def test_two_contacts_and_two_services_may_number_their_parts_alike():
    contact = {"id": 1, "name": "Pat Example"}
    one, _ = read({"id": "a", "name": "x", "contacts": [contact, {"id": 1, "name": "Sam Example"}]})
    two, _ = read({"id": "b", "name": "x", "contacts": [contact]})
    ids = [each.id for each in (*one.contacts, *two.contacts)]
    assert len(set(ids)) == 3
    assert read({"id": "a", "name": "x", "contacts": [contact]})[0].contacts[0].id == ids[0]


def test_what_has_no_id_gets_the_same_one_every_time():
    node = record(contacts=[{"name": "Pat Example"}], locations=[{"name": "Hall", "postal_code": "ME4 4AA"}])
    first, again = read(node)[0], read(node)[0]
    other, _ = read({"id": "other", "name": "x", "locations": node["locations"]})
    assert first == again
    assert first.locations[0].id == other.locations[0].id
    assert first.contacts[0].id


@pytest.mark.requirement("G-05")
def test_a_contact_keeps_what_was_given():
    phones = [
        {"number": "Bristol Youth MAPS: 0117 332 7111"},
        {"number": "0203 289 6420 Ext 303"},
        {"number": None},
    ]
    found = read(
        record(contacts=[{"id": "1", "name": "Pat", "title": "Outreach Manager", "phones": phones}])
    )[0].contacts[0]
    assert [each.original for each in found.phones] == [
        "Bristol Youth MAPS: 0117 332 7111",
        "0203 289 6420 Ext 303",
    ]
    assert all(each.number == "" for each in found.phones)
    assert found.role == "Outreach Manager"
    assert found.audience is Audience.PUBLIC


def test_a_contact_that_is_not_to_be_seen_is_for_the_council_alone():
    found = read({"id": 1, "name": "x", "contacts": [{"name": "Pat", "visible": False}]}, Dialect.OUTPOST)[
        0
    ].contacts
    assert found[0].audience is Audience.INTERNAL


def test_a_place_that_is_to_be_kept_back_is():
    tally = Tally()
    place = {
        "id": 9,
        "name": "The Refuge",
        "address_1": "1 Hidden Lane",
        "city": "Chatham",
        "postal_code": "ME4 4AA",
        "geometry": {"type": "Point", "coordinates": [0.53, 51.38]},
        "mask_exact_address": True,
    }
    found, _ = read({"id": 1, "name": "x", "locations": [place]}, Dialect.OUTPOST, tally)
    assert not any(secret in repr(found.locations) for secret in ("Hidden", "ME4", "0.53", "Refuge"))
    assert found.locations[0].address is not None
    assert found.locations[0].address.city == "Chatham"
    assert tally.masked == 1


def test_a_stand_in_for_an_organisation_is_none():
    tally = Tally()
    node = {"id": 1, "name": "x", "organisation": {"id": 1883, "name": None, "description": None}}
    found, _ = read(node, Dialect.OUTPOST, tally)
    assert found.organisation is None
    assert found.service is not None
    assert found.service.organisation_id == ""
    assert tally.unnamed_organisations == 1


def test_an_organisation_that_is_only_named_by_id_stays_a_dangling_reference():
    assert service(record(organization_id="gone")).organisation_id == "gone"


# --- 1.0 ---


def test_rules_of_one_nought_are_taken_together():
    node = record(
        eligibilitys=[
            {"id": "1", "eligibility": "Adults", "minimum_age": 18, "maximum_age": 64},
            {"id": "2", "eligibility": "Older people", "minimum_age": 65, "maximum_age": -1},
        ],
        service_taxonomys=[
            {"id": "1", "taxonomy": {"id": "t", "name": "Lunch clubs", "vocabulary": "esdServiceTypes"}}
        ],
        languages=[{"id": "1", "language": "Welsh"}],
        fees="Free",
    )
    found = service(node, Dialect.ORUK_1)
    assert (found.eligibility.minimum_age, found.eligibility.maximum_age) == (18, None)
    assert found.eligibility.text == "Adults; Older people"
    assert found.term_ids == ("t",)
    assert found.language_codes == ("Welsh",)
    assert found.costs[0].text == "Free"


# --- which dialect ---


@pytest.mark.parametrize(
    ("version", "wanted"),
    [
        ("HSDS-UK-3.0", Dialect.ORUK_3),
        ("3.0.1", Dialect.ORUK_3),
        ("HSDS-UK-3.1", Dialect.ORUK_3),
        ("1.0", Dialect.ORUK_1),
        ("v1", Dialect.ORUK_1),
        ("", None),
        ("2.0", None),
        ("unknown", None),
        ("13", None),
    ],
)
def test_what_a_version_stands_for(version, wanted):
    assert told_by(version) is wanted


def test_the_config_has_the_first_word_the_pages_the_second_and_the_version_the_last():
    pages = shape_of({"contents": []}, [])
    found = decide("1.0", "3.0", pages)
    assert found is not None
    assert found.dialect is Dialect.ORUK_1
    assert "although its pages have contents" in found.why
    found = decide("auto", "1.0", pages)
    assert found is not None
    assert found.dialect is Dialect.ORUK_3
    found = decide("auto", "1.0", None)
    assert found is not None
    assert found.dialect is Dialect.ORUK_1
    assert decide("auto", "2.0", None) is None
    assert decide("auto", "", shape_of({"content": []}, [])) is None


# --- anything at all ---

KEYS = st.sampled_from(
    sorted(
        {
            "id", "name", "status", "organization", "organisation", "service_at_locations",
            "location", "locations", "addresses", "schedules", "byday", "freq", "opens_at",
            "valid_from", "valid_to", "interval", "contacts", "phones", "number", "email",
            "cost_options", "amount", "languages", "attributes", "taxonomy_term", "taxonomies",
            "eligibilitys", "minimum_age", "latitude", "longitude", "geometry", "coordinates",
            "last_modified", "assured_date", "regular_schedules", "weekday", "serviceId",
            "contents", "content",
        }
    )
)  # fmt: skip
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=6),
    max_leaves=30,
)


@given(st.dictionaries(KEYS, JSON), st.sampled_from(Dialect))
def test_whatever_stands_in_a_record_it_is_read_or_refused(node, dialect):
    tidied = tidy(node)
    if refusal(tidied, "row 1") is None:
        incoming, _ = read_service(tidied, dialect, Tally())
        assert incoming.ref == id_of(tidied)
        hash(incoming.service)
        repr(incoming).encode("utf-8")


@given(JSON)
def test_whatever_stands_in_a_page_it_is_read_or_is_none(document):
    page = page_of(document)
    assert page is None or all(isinstance(each, dict) for each in page.records)


def test_uuids_are_told_by_their_shape():
    assert is_uuid(OWN)
    assert is_uuid(OWN.upper())
    assert not is_uuid("E06000023")
    assert not is_uuid(OWN + "\n")
