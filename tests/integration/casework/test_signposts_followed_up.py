"""Signposts: given, refused, followed up until they helped, and listed when they are due."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from adapter_core.casework.signposting import claims
from adapter_core.casework.signposting.next_steps import NextStepKind
from adapter_core.delivery.outbox import lesson_of
from adapter_core.domain.casework import (
    Claim,
    ClaimBy,
    ConversationKind,
    DeliveryKind,
    HandedOver,
    Permission,
    PermissionBasis,
    Reason,
    Resource,
    ResourceKind,
    SignpostState,
)
from adapter_core.domain.directory.lessons import LessonKind
from adapter_core.domain.people import CommunicationNeed
from adapter_core.errors import PersonNotFound, UsageError
from adapter_core.oversight.audit import entries
from adapter_core.service.casework import conversations, follow_ups, signposts
from adapter_core.store.casework import deliveries
from adapter_core.store.casework import signposts as kept
from tests.integration.casework.desks import TODAY, a_claim, a_record, a_signpost

DONE, REJECTED = SignpostState.COMPLETED, SignpostState.REJECTED
LATER = date(2026, 12, 7)
PERMISSION = Permission(
    "name and telephone", "the club", PermissionBasis.CONSENT, "spoken", "the person", TODAY
)


def ark(ids, **given):
    given = {"contact_id": ids["Jo Wells 1"], "contact_name": "Jo Wells 1"} | given
    return Resource(ResourceKind.SERVICE, "Ark lunch club", service_id=ids["Ark lunch club"], **given)


@pytest.mark.requirement("G-08")
def test_a_signpost_comes_due_as_the_council_says(small_council) -> None:
    small_council.configure("[casework]\nfollow_up_days = 21\n")
    with small_council.desk() as desk:
        given = signposts.add(desk, "1001", a_signpost()).signpost
        assert given.due == TODAY + timedelta(days=21)
        advice = a_signpost(resource=Resource(ResourceKind.INFORMATION, "Benefits leaflet"))
        assert signposts.add(desk, "1001", advice).signpost.due is None
        soon = a_signpost(due=TODAY + timedelta(days=2))
        assert signposts.add(desk, "1001", soon).signpost.due == soon.due


@pytest.mark.requirement("G-02", "G-05")
def test_a_signpost_to_somebody_in_the_directory_is_given_and_told_to_the_case_system(council, ids) -> None:
    with council.desk() as desk:
        given = signposts.add(desk, "1001", a_signpost(resource=ark(ids)), site="north")
        shown = signposts.show(desk, given.signpost.id)
        assert shown.signpost == given.signpost
        assert not shown.may_tell_contact
        assert given.words == ()
        with desk.store.reading() as unit:
            (note,) = [deliveries.get(unit.connection, each) for each in given.deliveries]
        assert note is not None
        assert "Ask for: Jo Wells 1" in note.text
        assert entries(desk.store, limit=1)[0].action == "signpost.shown"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (
            lambda ids: {"resource": Resource(ResourceKind.SERVICE, "Gone", service_id=ids["Gone club"])},
            "FP-1027",
        ),
        (lambda ids: {"resource": ark(ids, contact_id=ids["Jo Wells 2"])}, "FP-1028"),
        (
            lambda ids: {"resource": replace(ark(ids), kind=ResourceKind.EVENT, event_id=ids["Summer fair"])},
            "FP-1027",
        ),
        (lambda _: {"handed_over": HandedOver.INTRODUCED}, "FP-1030"),
        (lambda _: {"permission": replace(PERMISSION, how="")}, "FP-1031"),
        (lambda _: {"due": TODAY - timedelta(days=1)}, "FP-1003"),
        (lambda _: {"given_on": TODAY + timedelta(days=1)}, "FP-1007"),
        (lambda _: {"resource": Resource(ResourceKind.SERVICE, " ")}, "FP-1009"),
    ],
    ids=["withdrawn", "contact unseen", "event past", "warm", "permission", "overdue", "to come", "no name"],
)
def test_what_cannot_be_given_is_refused(small_council, ids, change, code) -> None:
    with small_council.desk() as desk:
        with pytest.raises(UsageError) as raised:
            signposts.add(desk, "1001", a_signpost(**change(ids)))
        assert raised.value.code == code
        assert signposts.listed(desk, "1001") == []


def test_a_contact_for_the_council_alone_is_not_for_partners(small_council, ids) -> None:
    small_council.configure('[casework]\naudience = "partner"\n')
    with small_council.desk() as desk:
        with pytest.raises(UsageError) as raised:
            signposts.add(desk, "1001", a_signpost(resource=ark(ids)))
        assert raised.value.code == "FP-1028"
        event = replace(ark(ids, contact_id=""), kind=ResourceKind.EVENT, event_id=ids["Winter fair"])
        assert signposts.add(desk, "1001", a_signpost(resource=event)).signpost.id


def test_a_warm_handover_with_permission_which_is_withdrawn_later(council) -> None:
    with council.desk() as desk:
        warm = a_signpost(handed_over=HandedOver.INTRODUCED, permission=PERMISSION)
        given = signposts.add(desk, "1001", warm).signpost
        assert signposts.show(desk, given.id).may_tell_contact
        signposts.withdraw_permission(desk, given.id)
        assert not signposts.show(desk, given.id).may_tell_contact


# --- what came of it ------------------------------------------------------------------------------------


def test_got_help_by_the_persons_word_ends_it_and_is_told(council, ids) -> None:
    with council.desk() as desk:
        given = signposts.add(desk, "1001", a_signpost(resource=ark(ids))).signpost
    with council.desk(on=LATER) as desk:
        claimed = signposts.claim(desk, given.id, a_claim(spoke_to=True, note="She loves it."))
        assert claimed.ending.confirmed
        assert (claimed.signpost.state, claimed.signpost.due) == (DONE, None)
        shown = signposts.show(desk, given.id)
        assert shown.signpost == claimed.signpost
        assert shown.signpost.claims[0].recorded_by == "Ada Kit"
        with desk.store.reading() as unit:
            (lesson,) = [deliveries.get(unit.connection, each) for each in claimed.lessons]
            (note,) = [deliveries.get(unit.connection, each) for each in claimed.deliveries]
        assert lesson is not None
        assert (lesson.kind, lesson.target, lesson.person) == (DeliveryKind.LESSON, "directory", None)
        assert lesson_of(lesson.text).kind is LessonKind.SPOKE_TO
        assert "loves" not in lesson.text
        assert note is not None
        assert "She loves it." in note.text


@pytest.mark.requirement("G-10")
def test_the_contact_has_left_so_the_next_service_is_proposed(small_council, ids) -> None:
    with small_council.desk() as desk:
        given = signposts.add(desk, "1001", a_signpost(resource=ark(ids))).signpost
    with small_council.desk(on=LATER) as desk:
        claimed = signposts.claim(
            desk, given.id, a_claim(REJECTED, ClaimBy.WORKER, reason=Reason.CONTACT_LEFT)
        )
        assert [each.kind for each in claimed.next_steps][:2] == [
            NextStepKind.CORRECT_DIRECTORY, NextStepKind.NEXT_SERVICE,
        ]  # fmt: skip
        assert [hit.service.service.name for hit in claimed.next_services] == ["Bell lunch club"]
        again = signposts.add(
            desk, "1001", a_signpost(name="Bell lunch club", given_on=LATER), follows=given.id
        )
        assert again.signpost.follows == given.id


def test_a_second_outcome_that_contradicts_the_first_keeps_both(council) -> None:
    with council.desk() as desk:
        given = signposts.add(desk, "1001", a_signpost()).signpost
    with council.desk(on=LATER) as desk:
        signposts.claim(desk, given.id, a_claim())
        second = a_claim(REJECTED, ClaimBy.CONTACT, reason=Reason.NO_CAPACITY)
        claimed = signposts.claim(desk, given.id, second)
        assert claimed.ending.disputed
        assert [each.by for each in claimed.signpost.claims] == [ClaimBy.PERSON, ClaimBy.CONTACT]
        assert signposts.show(desk, given.id).signpost == claimed.signpost
    with council.desk(on=LATER + timedelta(days=30)) as desk:
        assert [each.follow_up.signpost.id for each in follow_ups.due(desk).items] == [given.id]


def test_the_same_outcome_typed_twice_is_one(small_council) -> None:
    with small_council.desk(on=LATER) as desk:
        given = signposts.add(desk, "1001", a_signpost()).signpost
        first = signposts.claim(desk, given.id, a_claim())
        again = signposts.claim(desk, given.id, a_claim())
        assert again.signpost == first.signpost
        assert again.lessons == again.deliveries == ()


def test_an_outcome_of_a_day_to_come_changes_nothing(small_council) -> None:
    with small_council.desk() as desk:
        given = signposts.add(desk, "1001", a_signpost()).signpost
        with pytest.raises(UsageError) as raised:
            signposts.claim(desk, given.id, a_claim())
        assert raised.value.code == "FP-1033"
        assert signposts.show(desk, given.id).signpost == given
        with pytest.raises(UsageError) as raised:
            signposts.claim(desk, given.id + 1, a_claim())
        assert raised.value.code == "FP-1018"


# --- due ------------------------------------------------------------------------------------------------


def test_what_is_due_comes_with_the_most_overdue_first(council) -> None:
    with council.desk() as desk:
        for days, worker in ((5, "Ada Kit"), (2, "Ada Kit"), (3, "Ben Low"), (60, "Ada Kit")):
            due = TODAY + timedelta(days=days)
            signposts.add(desk, "1001", a_signpost(due=due, worker=worker))
    with council.desk(on=TODAY + timedelta(days=10)) as desk:
        found = follow_ups.due(desk)
        assert [each.follow_up.overdue for each in found.items] == [8, 7, 5]
        assert [each.follow_up.overdue for each in follow_ups.due(desk, worker="Ada Kit").items] == [8, 5]
        page = follow_ups.due(desk, team="East", limit=1, offset=1)
        assert ([each.follow_up.overdue for each in page.items], page.total) == ([7], 3)
        assert follow_ups.due(desk, team="data-quality desk").items == ()
        assert "follow_ups.listed" in {each.action for each in entries(desk.store)}


def test_what_to_heed_comes_from_the_record_as_it_is_now(small_council, ids) -> None:
    with small_council.desk() as desk:
        draft = conversations.start(desk, "1001", kind=ConversationKind.ONE)
        given = a_record(signposts=(a_signpost(resource=ark(ids)),))
        conversations.save(desk, draft.id, given, revision=1)
        conversations.close(desk, draft.id)
        signposts.add(desk, "1002", a_signpost())
        signposts.add(desk, "1003", a_signpost())
    needs = tuple(CommunicationNeed(need=each) for each in ("letter", "bsl_interpreter"))
    small_council.change("1001", communication_needs=needs)
    small_council.change("1002", date_of_death=date(2026, 11, 30))
    small_council.change("1003", restricted=True)
    with small_council.desk(on=LATER) as desk:
        found = follow_ups.due(desk)
        assert (found.total, found.withheld, len(found.items)) == (3, 1, 2)
        first, second = found.items
        assert first.follow_up.flags.no_telephone
        assert first.follow_up.flags.interpreter
        assert first.contact is not None
        assert first.contact.name == "Jo Wells 1"
        assert second.words == ("The person has died. Ring nobody.",)
        with pytest.raises(PersonNotFound):
            signposts.listed(desk, "1003")


def test_what_is_said_of_somebody_restricted_is_kept_and_answered_without_a_word(small_council) -> None:
    with small_council.desk() as desk:
        given = signposts.add(desk, "1003", a_signpost())
    small_council.change("1003", restricted=True)
    with small_council.desk(on=LATER) as desk:
        said = Claim(SignpostState.COMPLETED, ClaimBy.PERSON, LATER, note="They went together.")
        for _ in range(2):
            done = signposts.claim(desk, given.signpost.id, said)
            assert (done.withheld, done.ending.confirmed) == (True, True)
            assert (done.signpost.resource.name, done.signpost.what_for) == ("", "")
            assert [each.note for each in done.signpost.claims] == [""]
    small_council.change("1003", restricted=False)
    with small_council.desk(on=LATER) as desk:
        shown = signposts.show(desk, given.signpost.id).signpost
    assert [each.note for each in shown.claims] == ["They went together."]


def test_a_case_system_that_is_down_is_told_before_the_number(small_council) -> None:
    with small_council.desk() as desk:
        signposts.add(desk, "1001", a_signpost())
    (small_council.folder / "mosaic.db").unlink()
    with small_council.desk(on=LATER) as desk:
        (item,) = follow_ups.due(desk).items
        assert "could not be read" in item.words[0]


def test_a_long_list_is_the_same_as_its_pages(council) -> None:
    many = [a_signpost(due=TODAY + timedelta(days=number % 7), what_for=str(number)) for number in range(520)]
    with council.desk() as desk, desk.store.work() as unit:
        numbers = kept.insert_many(unit.connection, many, at=desk.now())
        said = replace(many[3], id=numbers[3])
        going = a_claim(SignpostState.IN_PROGRESS, on=TODAY)
        kept.add_claim(unit.connection, claims.apply(said, going, on=TODAY, days=1), at=desk.now())
        whole = kept.due(unit.connection, LATER)
        pages = [
            one for start in (0, 300) for one in kept.due(unit.connection, LATER, limit=300, offset=start)
        ]
        assert whole == pages
        assert len(whole) == kept.count_due(unit.connection, LATER) == 520
        assert [each.id for each in whole if each.claims] == [numbers[3]]
        assert whole[0].what_for == "0"
