"""What feeds tell comes out in one form; what looks like somebody's own is not for everybody."""

from __future__ import annotations

from datetime import UTC, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapter_core.domain.directory import (
    Address,
    Audience,
    Contact,
    CostOption,
    Eligibility,
    Event,
    Incoming,
    Location,
    Organisation,
    Phone,
    Schedule,
    Service,
    ServiceArea,
)
from community_directory.importing.tidying import Tidier
from community_directory.normalising import Personal


def tidied(incoming, **more):
    tidier = Tidier("feed", **more)
    one, rejects = tidier.tidy(incoming)
    return one, [(each.code, each.field) for each in rejects], tidier.found


def service(**fields):
    return Incoming("17", service=Service("17", fields.pop("name", "Quiet Hour"), **fields))


@pytest.mark.requirement("G-05")
def test_what_a_hostile_feed_says_of_a_service_is_put_right_or_left_out():
    one, rejects, _ = tidied(
        service(
            name="<b>Quiet</b> Hour",
            description="<p>Tea &amp; talk</p><script>alert(1)</script>",
            url="javascript:alert(1)",
            email="Unknown-1777@noemail.invalid",
            eligibility=Eligibility(-1, -1, "anybody"),
            language_codes=("English", "xx"),
            areas=(ServiceArea("", "Larkfield", (" fy1", "FY1")),),
            costs=(CostOption("", None, "Free"), CostOption("", float("nan"), "ask")),
        )
    )
    made = one.service
    assert (made.name, made.description, made.url, made.email) == ("Quiet Hour", "Tea & talk", "", "")
    assert made.eligibility == Eligibility(None, None, "anybody")
    assert made.language_codes == ("en",)
    assert made.areas[0].districts == ("FY1",)
    assert [cost.amount for cost in made.costs] == [0.0, None]
    assert rejects == [("FP-0856", "service.url")]


def test_a_schedule_that_ends_before_it_starts_is_rejected_and_its_words_stay():
    one, rejects, _ = tidied(
        service(
            schedules=(
                Schedule("a", "WEEKLY", ("MO",), (), time(17), time(9)),
                Schedule("b", text="Mon 9am-5pm"),
            )
        )
    )
    words, good = one.service.schedules
    assert (words.text, words.freq, words.opens_at) == ("MO 17:00 - 09:00", "", None)
    assert (good.byday, good.opens_at, good.text) == (("MO",), time(9), "Mon 9am-5pm")
    assert rejects == [("FP-0855", "service.schedules")]


def test_an_event_that_ends_before_it_starts_loses_its_end():
    event = Event("e", "Fair", datetime(2026, 5, 1, 12, tzinfo=UTC), datetime(2026, 5, 1, 9, tzinfo=UTC))
    one, rejects, _ = tidied(Incoming("17", events=(event,)))
    assert one.events[0].ends is None
    assert rejects == [("FP-0855", "events.ends")]


def test_ages_the_wrong_way_round_are_rejected_and_unset_ones_are_not():
    assert tidied(service(eligibility=Eligibility(65, 18)))[1] == [("FP-0862", "service.eligibility")]
    assert tidied(service(eligibility=Eligibility(-1, 0)))[1] == []


def test_a_postcode_that_cannot_be_one_is_kept_as_it_was_given():
    places = (
        Location("a", address=Address("1 High Street", postcode="WA154 1HF")),
        Location("b", address=Address(postcode=" fy11aa")),
    )
    one, rejects, _ = tidied(Incoming("17", locations=places))
    bad, good = (each.address for each in one.locations)
    assert (bad.postcode, bad.original_postcode) == ("", "WA154 1HF")
    assert (good.postcode, good.original_postcode) == ("FY1 1AA", "fy11aa")
    assert rejects == [("FP-0860", "location.postcode")]


@pytest.mark.requirement("G-05")
def test_contacts_that_look_personal_start_as_internal_and_others_stay():
    contacts = (
        Contact("a", phones=(Phone("", "07724 113035"),), audience=Audience.PUBLIC, service_id="17"),
        Contact("b", emails=("robin.marsh@example.org",), audience=Audience.PARTNER, service_id="17"),
        Contact("c", emails=("quiet.hour@example.org",), audience=Audience.PUBLIC, service_id="17"),
        Contact(
            "d", phones=(Phone("", "Desk: 0161 227 3477 Ext 3"),), audience=Audience.PUBLIC, service_id="17"
        ),
    )
    one, _, found = tidied(Incoming("17", service=Service("17", "Quiet Hour"), contacts=contacts))
    assert [each.audience for each in one.contacts] == [
        Audience.INTERNAL,
        Audience.INTERNAL,
        Audience.PUBLIC,
        Audience.PUBLIC,
    ]
    assert found.internal == {Personal.MOBILE: 1, Personal.NAMED_MAILBOX: 1}
    assert found.made_internal == 2
    (desk,) = one.contacts[3].phones
    assert desk == Phone("+441612273477", "0161 227 3477 Ext 3", "3", "Desk")


@pytest.mark.requirement("G-05")
def test_personal_addresses_and_numbers_of_services_and_organisations_become_internal_contacts():
    one, _, found = tidied(
        Incoming(
            "17",
            Organisation(
                "o", "Quiet CIC", email="someone@gmail.com", phones=("07724 113035", "0161 227 3477")
            ),
            Service("17", "Quiet Hour", "o", email="our2wayst@hotmail.com"),
        )
    )
    assert one.organisation.email == one.service.email == ""
    assert one.organisation.phones == ("+441612273477",)
    assert {each.audience for each in one.contacts} == {Audience.INTERNAL}
    assert sorted(each.id for each in one.contacts) == ["17#email", "o#email", "o#phone1"]
    assert found.moved == 3


def test_who_asked_to_be_taken_out_does_not_come_back_as_a_services_address():
    asked = {"desk@example.org"}
    one, _, found = tidied(
        service(email="desk@example.org"), asked_to_go=lambda contact: bool(asked & set(contact.emails))
    )
    assert one.service.email == ""
    assert one.contacts == ()
    assert found.held_back == 1


def test_a_contact_that_cannot_be_read_is_kept_from_view_and_one_that_says_nothing_is_dropped():
    contacts = (
        Contact("a", emails=("tim...m@example.org",), audience=Audience.PUBLIC, service_id="17"),
        Contact(
            "b", emails=("NA",), phones=(Phone("", "Not known"),), audience=Audience.PUBLIC, service_id="17"
        ),
    )
    one, rejects, _ = tidied(Incoming("17", contacts=contacts))
    (kept,) = one.contacts
    assert (kept.id, kept.emails, kept.audience) == ("a", (), Audience.INTERNAL)
    assert kept.original == {"email": "tim...m@example.org"}
    assert rejects == [("FP-0857", "contacts")]


WORDS = st.text(max_size=30) | st.sampled_from(
    ["07724 113035", "a@gmail.com", "<script>x</script>", "Mon 9-5", "www.example.org", "NA"]
)


@given(WORDS, WORDS, WORDS, WORDS, WORDS)
def test_what_is_tidy_stays_as_it_is(name, words, url, email, hours):
    given_ = Incoming(
        "17",
        Organisation("o", name, words, url, email, (hours, words)),
        Service(
            "17",
            name,
            "o",
            words,
            url,
            email,
            schedules=(Schedule("s", text=hours),),
            costs=(CostOption("c", None, words),),
        ),
        (Location("l", name, address=Address(words, postcode=hours)),),
        contacts=(
            Contact(
                "c", name, words, (Phone("", hours),), (email,), audience=Audience.PUBLIC, service_id="17"
            ),
        ),
    )
    once, _, _ = tidied(given_)
    twice, rejects, found = tidied(once)
    assert twice == once
    assert found.made_internal == 0
    assert {code for code, _ in rejects} <= {"FP-0857", "FP-0860"}
