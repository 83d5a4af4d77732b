"""The outbox as it is stored: in order for each person, one sender at a time, and never sent unseen."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import insert

from adapter_core.delivery.states import LEASE_SECONDS
from adapter_core.domain.casework import DeliveryKind
from adapter_core.domain.casework import DeliveryState as D
from adapter_core.errors import StoreError
from adapter_core.store.casework import deliveries as rows
from adapter_core.store.casework import tables


def test_what_goes_in_comes_out(outbox):
    given = outbox.delivery(field="gp_practice", kind=DeliveryKind.FIELD)
    with outbox.store.work() as unit:
        (one,) = rows.insert_many(unit.connection, [given])
        unit.commit()
    found = outbox.get(one.id)
    assert found == one
    assert (found.key, found.text, found.person, found.made) == (
        given.key,
        given.text,
        given.person,
        given.made,
    )
    assert outbox.get(one.id + 1) is None


def test_the_same_thing_is_not_put_in_twice(outbox):
    outbox.put(key="once")
    with pytest.raises(StoreError, match="FP-0608"), outbox.store.work() as unit:
        rows.insert_many(unit.connection, [outbox.delivery(key="once")])


def test_a_person_s_deliveries_go_out_in_order_and_others_do_not_wait(outbox):
    first, second, others = outbox.put("17"), outbox.put("17"), outbox.put("18")
    one = outbox.lease()
    assert one.id == first
    other = outbox.lease()
    assert other.id == others
    assert outbox.lease() is None
    assert outbox.finish(one, D.DONE)
    assert outbox.lease().id == second


@pytest.mark.parametrize("state", [D.IN_DOUBT, D.QUEUED])
def test_what_is_in_doubt_or_waits_to_be_tried_again_holds_up_what_follows(outbox, clock, state):
    first, second = outbox.put("17"), outbox.put("17")
    later = clock.now + timedelta(minutes=5)
    outbox.finish(outbox.lease(), state, problem="FP-1051", next_try=later if state is D.QUEUED else None)
    assert outbox.lease() is None
    assert outbox.states() == {first: state.value, second: "queued"}


def test_what_was_refused_holds_up_nothing(outbox):
    outbox.put("17")
    second = outbox.put("17")
    outbox.finish(outbox.lease(), D.DEAD_LETTER, problem="FP-1053")
    assert outbox.lease().id == second


def test_one_that_waits_is_tried_when_its_time_has_come(outbox, clock):
    number = outbox.put()
    outbox.finish(outbox.lease(), D.QUEUED, next_try=clock.now + timedelta(minutes=5))
    assert outbox.lease() is None
    clock.pass_(minutes=5)
    again = outbox.lease()
    assert (again.id, again.tries, again.token) == (number, 2, 2)


def test_a_sender_that_falls_silent_leaves_doubt_and_nothing_is_sent_again(outbox, clock):
    number = outbox.put()
    outbox.lease()
    clock.pass_(seconds=LEASE_SECONDS)
    assert outbox.lose() == 0
    clock.pass_(seconds=1)
    assert outbox.lose() == 1
    assert (outbox.get(number).state, outbox.get(number).problem) == (D.IN_DOUBT, rows.LOST)
    assert outbox.lease() is None


def test_one_who_wakes_up_may_still_say_that_it_arrived(outbox, clock):
    number = outbox.put()
    mine = outbox.lease()
    clock.pass_(seconds=LEASE_SECONDS + 1)
    outbox.lose()
    assert outbox.finish(mine, D.DONE, on=clock.now.date())
    assert outbox.get(number).state is D.DONE


def test_one_who_wakes_up_too_late_says_nothing(outbox, clock):
    number = outbox.put()
    old = outbox.lease()
    clock.pass_(seconds=LEASE_SECONDS + 1)
    outbox.lose()
    with outbox.store.work() as unit:
        assert rows.move(unit.connection, number, D.IN_DOUBT, D.QUEUED, problem="")
        unit.commit()
    new = outbox.lease()
    assert not outbox.finish(old, D.DEAD_LETTER)
    assert outbox.finish(new, D.DONE)


def test_two_senders_never_hold_the_same(outbox, store_url):
    numbers = {outbox.put(ref) for ref in ("17", "18", "20")}
    held = [outbox.lease().id for _ in range(3)]
    assert set(held) == numbers
    assert outbox.lease() is None


def test_no_state_is_skipped(outbox):
    number = outbox.put()
    with outbox.store.work() as unit, pytest.raises(ValueError, match="no delivery goes from done to queued"):
        rows.move(unit.connection, number, D.DONE, D.QUEUED)


def test_lessons_of_a_signpost_go_in_order_and_those_of_others_do_not_wait(outbox):
    outbox.target = "directory"
    with outbox.store.work() as unit:
        made = [
            unit.connection.execute(
                insert(tables.signpost).values(
                    source="reference", ref="17", worker="Sam", resource_kind="service",
                    handed_over="gave_details", given_on=outbox.store.clock().date(), state="requested",
                    made=outbox.store.clock(),
                ).returning(tables.signpost.c.id)
            ).scalar_one()
            for _ in range(2)
        ]  # fmt: skip
        unit.commit()
    first = outbox.put(None, DeliveryKind.LESSON, signpost=made[0])
    outbox.put(None, DeliveryKind.LESSON, signpost=made[0])
    other = outbox.put(None, DeliveryKind.LESSON, signpost=made[1])
    assert [outbox.lease().id, outbox.lease().id, outbox.lease()] == [first, other, None]


def test_a_marker_that_was_given_is_known(outbox):
    marker = outbox.get(outbox.put()).marker
    with outbox.store.reading() as unit:
        assert rows.is_taken(unit.connection, marker)
        assert not rows.is_taken(unit.connection, "FP-222222")


def test_lists_are_narrowed(outbox):
    mine, theirs = outbox.put(), outbox.put("18", owner="Kit Hale", team="South")
    with outbox.store.reading() as unit:
        connection = unit.connection
        found = [
            rows.listed(connection, owner="Kit Hale"),
            rows.listed(connection, team="North"),
            rows.listed(connection, kind=DeliveryKind.FIELD),
        ]
        of_person = [each.id for each in rows.of_person(unit.connection, "reference", "18")]
    assert [[each.id for each in some] for some in found] == [[theirs], [mine], []]
    assert of_person == [theirs]
