"""What a save takes the place of has its month from the day on which it was kept, however old it was."""

from __future__ import annotations

import pytest

from adapter_core.domain.casework import ConversationKind, DeliveryState
from adapter_core.service.casework import conversations, seen
from adapter_core.store.casework import deliveries as rows
from adapter_core.store.casework import drafts
from adapter_core.store.casework.purging_kept import KEPT_FOR
from tests.integration.casework.desks import a_record
from tests.integration.stores import StandingClock

HERS, HIS = a_record(matters="Zebedee"), a_record(happened="Slipped.", matters="")


def _overwritten(ada, ben, number):
    conversations.save(ben, number, HIS, revision=2, keep_theirs=True)


def _taken(ada, ben, number):
    with pytest.raises(conversations.Stale) as raised:
        conversations.save(ben, number, HIS, revision=99)
    conversations.take(ben, raised.value.rival)


@pytest.mark.parametrize("replaced", [_overwritten, _taken])
def test_an_old_draft_that_was_replaced_today_is_not_deleted_tonight(small_council, replaced):
    with small_council.desk("Ada Kit") as ada, small_council.desk("Ben Low") as ben:
        clock = ada.store.clock = ben.store.clock = StandingClock()
        number = conversations.start(ada, "1001", kind=ConversationKind.ONE, record=a_record()).id
        conversations.save(ada, number, HERS, revision=1)
        clock.pass_(days=KEPT_FOR.days + 10)
        replaced(ada, ben, number)
        conversations.close(ben, number)
        with ben.store.work() as unit:
            for each in rows.listed(unit.connection, states=[DeliveryState.QUEUED]):
                rows.move(unit.connection, each.id, each.state, DeliveryState.DONE, seen_on=ben.on)
            unit.commit()

        def texts():
            seen.look_for(ben.application, who="night")
            with ben.store.reading() as unit:
                return [(each.by, "Zebedee" in each.body) for each in drafts.rivals(unit.connection, number)]

        assert texts() == [("Ada Kit", True)]
        clock.pass_(days=KEPT_FOR.days)
        assert texts() == []
