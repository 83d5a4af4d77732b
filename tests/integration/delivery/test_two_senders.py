"""Two senders at once: each delivery is leased by one of them, and nothing is written twice."""

from __future__ import annotations

import threading

import pytest

from adapter_core.delivery.states import LEASE_SECONDS
from adapter_core.domain.casework import DeliveryState as D
from adapter_core.service.casework.sending import send
from adapter_core.store.casework import deliveries as rows
from adapter_core.testing.reference import Fault


def at_once(*jobs):
    """Run jobs in threads of their own, let go together; what they came to."""
    gate, found, errors = threading.Barrier(len(jobs)), [], []

    def run(job):
        gate.wait()
        try:
            found.append(job())
        except Exception as error:  # noqa: BLE001 - told below
            errors.append(error)

    threads = [threading.Thread(target=run, args=(job,)) for job in jobs]
    for each in threads:
        each.start()
    for each in threads:
        each.join(60)
    assert errors == []
    return found


def test_two_senders_write_each_delivery_once_and_in_order(outbox, council):
    numbers = [outbox.put(ref) for ref in ("17", "17", "18", "18", "17", "18")]
    texts = {ref: [outbox.get(each).text for each in numbers if outbox.get(each).person.ref == ref]
             for ref in ("17", "18")}  # fmt: skip

    def sending():
        with council.desk() as desk:
            return send(desk)

    sent = at_once(sending, sending)
    # Whoever finds that the other holds up the rest stops; the next one sends what is left.
    written = sum(each.written for each in sent) + sending().written
    assert written == len(numbers)
    assert set(outbox.states().values()) == {"done"}
    for ref, told in texts.items():
        assert [text for of, text in council.notes if of == ref] == told


def test_what_one_leases_while_the_other_chose_it_is_not_leased_twice(outbox, clock):
    """The second has read its choice before the first commits: what it takes has to be looked at anew."""
    first = outbox.put("17")
    outbox.put("17")
    other = outbox.put("18")
    began, held = threading.Event(), []

    def second():
        with outbox.store.work() as unit:
            began.set()
            held.append(rows.lease(unit.connection, outbox.target, clock()))
            unit.commit()

    with outbox.store.work() as unit:
        mine = rows.lease(unit.connection, outbox.target, clock())
        thread = threading.Thread(target=second)
        thread.start()
        # SQLite lets nobody else begin; PostgreSQL lets them choose the same, and wait for its row.
        began.wait(0.3)
        unit.commit()
    thread.join(60)
    assert mine is not None
    assert mine.id == first
    assert [each and each.id for each in held] == [other]
    assert outbox.get(first).tries == 1


def test_of_many_leases_at_once_none_is_given_twice(outbox):
    numbers = {outbox.put(f"p{number}") for number in range(8)}

    def leasing():
        found = []
        while (one := outbox.lease()) is not None:
            found.append(one.id)
        return found

    taken = [number for found in at_once(leasing, leasing, leasing) for number in found]
    left = set()
    while (one := outbox.lease()) is not None:
        left.add(one.id)
    assert len(taken) == len(set(taken))
    assert set(taken) | left == numbers


def test_what_was_sent_again_while_somebody_asked_for_it_is_not_queued_by_the_answer(
    outbox, council, clock, monkeypatch
):
    """One asks; the other settles, sends, and loses the line; the first's answer is of an earlier try."""
    number = outbox.put()
    outbox.lease()
    clock.pass_(seconds=LEASE_SECONDS + 1)
    with council.desk() as slow, council.desk() as quick:
        backend = type(slow.application.source("reference").adapter)
        find = backend.find
        asked: list[str] = []

        def found_before(self, key):
            answer = find(self, key)
            if not asked:
                asked.append(key)
                council.records.set_fault(Fault.BREAKS_AFTER_WRITING)
                assert send(quick).in_doubt == 1
                council.records.set_fault(None)
                assert outbox.get(number).state is D.IN_DOUBT
            return answer

        monkeypatch.setattr(backend, "find", found_before)
        send(slow)
        assert outbox.get(number).tries == 2
        send(slow)
    assert len(council.notes) == 1
    assert outbox.get(number).state is D.DONE
    assert outbox.get(number).tries == 2


@pytest.mark.parametrize("words", [{"token": 0}, {"token": 2}])
def test_nobody_moves_what_was_leased_since_they_read_it(outbox, words):
    number = outbox.put()
    sent = outbox.lease()
    assert outbox.finish(sent, D.IN_DOUBT)
    with outbox.store.work() as unit:
        assert not rows.move(unit.connection, number, D.IN_DOUBT, D.QUEUED, if_token=words["token"])
        assert rows.move(unit.connection, number, D.IN_DOUBT, D.QUEUED, if_token=sent.token)
        unit.commit()
