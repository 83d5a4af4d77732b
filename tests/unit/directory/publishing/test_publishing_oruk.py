"""Entities as Open Referral UK has them: nothing empty, nothing invented, nothing private."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapter_core.domain.directory import (
    Address,
    Audience,
    Contact,
    Location,
    LocationKind,
    Organisation,
    Phone,
    Service,
    ServiceView,
)
from community_directory.normalising.nothing import is_nothing
from community_directory.publishing import oruk

ID = str(uuid.UUID(int=1))


@pytest.mark.parametrize("audience", [Audience.PARTNER, Audience.INTERNAL])
def test_a_contact_that_is_not_public_is_refused_and_not_named(audience):
    contact = Contact(ID, "Ann Example", "Manager", audience=audience)
    view = ServiceView(Service(ID, "Chess"), contacts=(contact,))
    with pytest.raises(ValueError, match="not for the public") as refused:
        oruk.service_json(view)
    assert "Ann" not in str(refused.value)


def test_a_contact_has_what_the_profile_has_and_no_more():
    contact = Contact(
        ID,
        "Ann Example",
        "Manager",
        (Phone("+441253477477", "01253 477477"),),
        ("ann@charity.example",),
        hours="mornings",
        audience=Audience.PUBLIC,
        verified_by="somebody",
    )
    assert oruk.contact_json(contact, ID) == {
        "id": ID,
        "service_id": ID,
        "name": "Ann Example",
        "title": "Manager",
    }


texts = st.sampled_from(["", "words"])


@given(texts, texts, texts, texts, st.none() | st.floats(-90, 90), st.sampled_from(LocationKind))
def test_no_field_is_empty_and_what_is_required_is_there(line, city, region, postcode, latitude, kind):  # noqa: PLR0917 - hypothesis
    location = Location(
        ID, "", kind, address=Address(line, "", city, region, postcode), latitude=latitude, longitude=latitude
    )
    made = oruk.location_json(location)
    assert None not in made.values()
    assert "" not in made.values()
    assert ("latitude" in made) is (latitude is not None)
    if not (line or city or region or postcode):
        assert "addresses" not in made
        return
    address = made["addresses"][0]
    assert all(address[name] for name in ("address_1", "city", "state_province", "postal_code", "country"))
    assert is_nothing(address["city"]) is not bool(city)


def test_nought_is_a_value():
    assert oruk.kept({"amount": 0.0, "flag": False, "none": None, "text": "", "many": []}) == {
        "amount": 0.0,
        "flag": False,
    }


def test_an_organisation_without_description_gets_its_name():
    assert oruk.organisation_json(Organisation(ID, "Age UK"))["description"] == "Age UK"


@given(st.integers(-840, 840))
def test_moments_are_written_in_utc_with_their_zone(minutes):
    when = datetime(2026, 7, 1, 12, tzinfo=timezone(timedelta(minutes=minutes)))
    assert oruk.moment(when).endswith("Z")
    assert datetime.fromisoformat(oruk.moment(when)) == when


@given(st.integers(0, 1000), st.integers(1, 40), st.integers(1, 100))
def test_a_page_says_where_it_stands(total, page, per_page):
    size = max(0, min(per_page, total - (page - 1) * per_page))
    made = oruk.page_json([{}] * size, total=total, page=page, per_page=per_page)
    assert made["first_page"] is (page == 1)
    assert made["last_page"] is (page * per_page >= total)
    assert made["empty"] is (size == 0)
    assert (made["total_pages"] - 1) * per_page < total or total == 0
