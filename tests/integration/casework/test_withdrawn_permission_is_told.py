"""A permission that is withdrawn is told to the case system, once."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from adapter_core.domain.casework import DeliveryState, HandedOver, Permission, PermissionBasis
from adapter_core.service.casework import signposts
from adapter_core.store.casework import deliveries
from adapter_core.store.casework.purging import purge_seen
from tests.integration.casework.desks import TODAY, a_claim, a_signpost

PERMISSION = Permission(
    "her number", "the lunch club", PermissionBasis.CONSENT, "spoken", "the person", TODAY
)
WARM = a_signpost(handed_over=HandedOver.INTRODUCED, permission=PERMISSION)


def told_of(desk):
    with desk.store.reading() as unit:
        return deliveries.of_person(unit.connection, "mosaic", "1001")


@pytest.mark.requirement("G-09")
def test_the_case_system_is_told_that_a_permission_was_withdrawn(council) -> None:
    with council.desk() as desk:
        number = signposts.add(desk, "1001", WARM).signpost.id
        signposts.withdraw_permission(desk, number)
        signposts.withdraw_permission(desk, number)
        first, second = told_of(desk)
    assert "May be passed on to the lunch club: her number" in first.text
    assert second.text.splitlines()[:5] == [
        "Permission withdrawn, 23 November 2026",
        "",
        "To: Ark lunch club (service)",
        "Nothing more may be passed on to the lunch club. What could be until then: her number",
        "",
    ]
    assert (second.about, second.title, second.person) == ("S1", "Signpost S1", first.person)
    assert second.text.split()[-1] == second.marker != first.marker


def test_of_one_that_nobody_may_share_the_note_says_so(small_council) -> None:
    with small_council.desk() as desk:
        number = signposts.add(desk, "1001", replace(WARM, never_shared=True)).signpost.id
        signposts.withdraw_permission(desk, number)
        assert told_of(desk)[1].text.startswith("Not for others: leave this out of any copy")


def test_nothing_is_told_where_there_was_none(small_council) -> None:
    with small_council.desk() as desk:
        number = signposts.add(desk, "1001", a_signpost()).signpost.id
        signposts.withdraw_permission(desk, number)
        assert len(told_of(desk)) == 1


def test_that_it_was_seen_takes_away_no_word_that_was_said_at_a_follow_up(small_council) -> None:
    with small_council.desk() as desk:
        number = signposts.add(desk, "1001", WARM).signpost.id
    with small_council.desk(on=TODAY + timedelta(days=14)) as desk:
        signposts.claim(desk, number, a_claim(note="She liked the soup."))
        signposts.withdraw_permission(desk, number)
        note = told_of(desk)[-1]
        with desk.store.work() as unit:
            deliveries.move(
                unit.connection, note.id, DeliveryState.QUEUED, DeliveryState.DONE, seen_on=desk.on
            )
            purge_seen(unit.connection, desk.now())
            unit.commit()
        assert signposts.show(desk, number).signpost.claims[0].note == "She liked the soup."
