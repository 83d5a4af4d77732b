"""Actions: added between conversations, done, given to somebody else, listed (R-40 to R-42)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from adapter_core.domain.casework import Action, ActionState, ConversationKind
from adapter_core.errors import PersonNotFound, UsageError
from adapter_core.service.casework import actions, conversations
from adapter_core.store.casework import deliveries
from tests.integration.casework.desks import TODAY, a_record

RING = Action("Ring the club", "Ada Kit", due=TODAY + timedelta(days=7))


def test_an_action_is_added_done_and_told_to_the_case_system(council) -> None:
    with council.desk() as desk:
        added = actions.add(desk, "1001", RING, team="East")
        assert actions.show(desk, added.id).action == RING
        done = actions.done(desk, added.id)
        assert (done.action.state, done.action.done_on) == (ActionState.DONE, TODAY)
        assert actions.show(desk, added.id).action == done.action
        with pytest.raises(UsageError) as raised:
            actions.done(desk, added.id)
        assert raised.value.code == "FP-1026"
        with desk.store.reading() as unit:
            note, _ = deliveries.of_person(unit.connection, "mosaic", "1001")
        assert "Who: Ada Kit" in note.text
        assert note.title == f"Action A{added.id}"


@pytest.mark.parametrize(
    ("action", "code"),
    [
        (Action("Ring", ""), "FP-1002"),
        (Action(" ", "Son"), "FP-1009"),
        (Action("Ring", "Son", due=date(2026, 11, 1)), "FP-1003"),
        (Action("Ring", "Son", cost_pence=-1), "FP-1011"),
        (Action("Ring", "Son", cost_pence=10**12), "FP-1011"),
    ],
    ids=["nobody", "nothing", "past", "below nothing", "mistyped"],
)
def test_what_nobody_could_do_is_refused(small_council, action, code) -> None:
    with small_council.desk() as desk:
        with pytest.raises(UsageError) as raised:
            actions.add(desk, "1001", action)
        assert raised.value.code == code
        assert actions.listed(desk).items == ()


def test_a_cost_too_large_to_keep_is_refused_when_closing_too(council) -> None:
    with council.desk() as desk:
        costly = a_record(actions=(Action("Ring", "Son", cost_pence=10**12),))
        draft = conversations.start(desk, "1001", kind=ConversationKind.ONE, record=costly)
        with pytest.raises(conversations.Incomplete) as raised:
            conversations.close(desk, draft.id)
        assert [(each.code, each.where) for each in raised.value.problems] == [("FP-1011", "actions.1.cost")]


def test_they_are_listed_by_day_and_whose_they_are(council) -> None:
    with council.desk() as desk:
        late = actions.add(desk, "1001", Action("Call back", "Son"), team="East")
        soon = actions.add(desk, "1002", RING, team="East")
        assert [each.id for each in actions.listed(desk).items] == [soon.id, late.id]
        assert [each.id for each in actions.listed(desk, owner="Son").items] == [late.id]
        assert [each.id for each in actions.listed(desk, ref="1002").items] == [soon.id]
        assert actions.listed(desk, team="data-quality desk").items == ()
        moved = actions.change(desk, soon.id, owner="Ben Low", due=TODAY + timedelta(days=9))
        assert actions.show(desk, soon.id).action == moved.action
        with pytest.raises(UsageError):
            actions.change(desk, soon.id, due=TODAY - timedelta(days=1))


def test_of_somebody_restricted_nothing_is_listed_but_how_many(small_council) -> None:
    with small_council.desk() as desk:
        added = actions.add(desk, "1001", RING)
    small_council.change("1001", restricted=True)
    with small_council.desk() as desk:
        listed = actions.listed(desk)
        assert (listed.items, listed.withheld) == ((), 1)
        with pytest.raises(PersonNotFound):
            actions.show(desk, added.id)


@pytest.mark.requirement("R-42")
def test_the_case_system_is_told_what_has_become_of_an_action(small_council) -> None:
    with small_council.desk() as desk:
        first = actions.add(desk, "1001", Action("Fit a rail", "Her son")).id
        second = actions.add(desk, "1001", Action("Ring the club", "Ada")).id
        actions.change(desk, first, owner="Her daughter")
        actions.done(desk, first)
        actions.done(desk, second, state=ActionState.CANCELLED)
        with desk.store.reading() as unit:
            told = [each.text for each in deliveries.of_person(unit.connection, "mosaic", "1001")]
    assert len(told) == 5
    assert "Action changed" in told[2]
    assert "Fit a rail\nWho: Her daughter" in told[2]
    assert "Action done, 23 November 2026\n\nFit a rail" in told[3]
    assert "Action cancelled" in told[4]
    assert len({each.splitlines()[-1] for each in told}) == 5, "each has a marker of its own"
