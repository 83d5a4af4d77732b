"""What was typed and does not stand: kept until nobody can want it any more, then deleted, and audited."""

from __future__ import annotations

from datetime import timedelta

import pytest

from adapter_core.domain.casework import ConversationKind, DeliveryState
from adapter_core.oversight.audit import entries
from adapter_core.service.casework import conversations, seen
from adapter_core.store.casework import deliveries as rows
from adapter_core.store.casework import drafts
from adapter_core.store.casework.purging_kept import KEPT_FOR
from tests.integration.casework.desks import a_record
from tests.integration.stores import StandingClock

ONE = ConversationKind.ONE
DELETED = "conversation.kept_deleted"


class Kept:
    """A conversation, of which somebody typed what does not stand."""

    def __init__(self, desk):
        self.desk = desk
        self.clock = desk.store.clock = StandingClock()
        self.number = conversations.start(desk, "1001", kind=ONE, record=a_record()).id

    def type_beside(self):
        with pytest.raises(conversations.Stale):
            conversations.save(self.desk, self.number, a_record(matters="Zebedee"), revision=99, look=False)

    def enter(self, *, on=True):
        """All of it was seen in the case system."""
        with self.desk.store.work() as unit:
            for each in rows.listed(unit.connection, states=[DeliveryState.QUEUED]):
                rows.move(
                    unit.connection, each.id, DeliveryState.QUEUED, DeliveryState.DONE,
                    seen_on=self.desk.on if on else None,
                )  # fmt: skip
            unit.commit()

    def night(self, **span):
        self.clock.pass_(**span)
        seen.look_for(self.desk.application, who="night")

    @property
    def texts(self):
        with self.desk.store.reading() as unit:
            return len(drafts.rivals(unit.connection, self.number))

    @property
    def bodies(self):
        found = conversations.show(self.desk, self.number)
        return sum(each.purged is None for each in found.versions)

    @property
    def audited(self):
        return [(each.who, each.subjects) for each in entries(self.desk.store) if each.action == DELETED]


@pytest.fixture
def kept(small_council):
    with small_council.desk() as desk:
        yield Kept(desk)


@pytest.fixture
def kept_anywhere(council):
    """The same in a store of each kind."""
    with council.desk() as desk:
        yield Kept(desk)


@pytest.mark.requirement("R-91")
def test_a_text_beside_a_delivered_conversation_goes_after_its_time(kept_anywhere):
    kept = kept_anywhere
    kept.type_beside()
    kept.clock.pass_(hours=1)
    conversations.close(kept.desk, kept.number)
    kept.night(days=100)
    assert (kept.texts, kept.bodies) == (1, 1)  # nobody has seen the conversation in the case system
    kept.enter()
    kept.night()
    assert (kept.texts, kept.bodies) == (0, 0)
    assert kept.audited == [("night", (("mosaic", "1001"),))]
    kept.night()
    assert len(kept.audited) == 1


def test_it_is_kept_for_its_time_though_the_conversation_was_delivered_at_once(kept):
    kept.type_beside()
    conversations.close(kept.desk, kept.number)
    kept.enter()
    kept.night(days=KEPT_FOR.days - 1)
    assert (kept.texts, kept.bodies) == (1, 0)
    kept.night(days=1)
    assert kept.texts == 0


def test_what_was_typed_after_it_was_closed_stays_until_somebody_takes_it_in(kept):
    conversations.close(kept.desk, kept.number)
    kept.enter()
    kept.clock.pass_(hours=1)
    kept.type_beside()
    kept.night(days=1000)
    assert (kept.texts, kept.bodies, kept.audited) == (1, 0, [])


def test_a_text_beside_an_open_draft_stays(kept):
    kept.type_beside()
    kept.night(days=1000)
    assert kept.texts == 1


def test_a_withdrawn_draft_goes_after_its_time_counted_from_the_withdrawal(kept):
    kept.clock.pass_(days=100)
    conversations.withdraw(kept.desk, kept.number)
    kept.night(days=KEPT_FOR.days - 1)
    assert kept.texts == 1
    kept.night(days=1)
    assert kept.texts == 0
    assert kept.audited == [("night", (("mosaic", "1001"),))]


def test_a_withdrawn_draft_that_was_taken_up_again_stays(kept):
    number = conversations.withdraw(kept.desk, kept.number).kept_text
    conversations.take(kept.desk, number)
    kept.night(days=1000)
    assert conversations.edit(kept.desk, kept.number).record == a_record()


def test_the_versions_of_what_was_withdrawn_go_with_their_actions_and_signposts(kept_anywhere):
    kept = kept_anywhere
    conversations.close(kept.desk, kept.number)
    conversations.withdraw(kept.desk, kept.number)
    kept.night(days=KEPT_FOR.days - 1)
    assert kept.bodies == 1
    kept.night(days=1)
    found = conversations.show(kept.desk, kept.number)
    assert kept.bodies == 0
    assert [each.purged for each in found.actions] == [True, True]
    assert {each.what_for for each in found.signposts} == {""}


def test_what_the_case_system_may_have_of_it_is_settled_first(kept):
    conversations.close(kept.desk, kept.number)
    with kept.desk.store.work() as unit:
        for each in rows.listed(unit.connection):
            rows.move(
                unit.connection, each.id, DeliveryState.QUEUED, DeliveryState.QUEUED, ticked_on=kept.desk.on
            )
        unit.commit()
    assert conversations.withdraw(kept.desk, kept.number).deliveries
    kept.clock.pass_(days=-1)
    kept.night(days=1 + 1000)
    assert kept.bodies == 1
    kept.enter()
    kept.night()
    assert kept.bodies == 0


def test_its_time_is_a_month():
    assert timedelta(days=30) == KEPT_FOR
