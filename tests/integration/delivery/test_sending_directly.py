"""A backend that can be written to gets each delivery once, in order, whatever goes wrong on the way."""

from __future__ import annotations

import pytest

from adapter_core.delivery.outbox import compose_lesson
from adapter_core.delivery.states import LEASE_SECONDS
from adapter_core.domain.casework import DeliveryKind
from adapter_core.domain.casework import DeliveryState as D
from adapter_core.domain.directory.lessons import Lesson, LessonKind
from adapter_core.errors import SourceUnavailable, UsageError
from adapter_core.service.casework import deliveries as service
from adapter_core.service.casework.sending import send
from adapter_core.store.casework import deliveries as rows
from adapter_core.testing.reference import Fault

CONTACT = "00000000-0000-0000-0000-000000000001"


def test_everything_is_written_once_in_order_and_its_text_goes(outbox, council):
    first, second = outbox.put("17"), outbox.put("17")
    home = outbox.put("18", DeliveryKind.FIELD, field="accommodation", text="tenant")
    texts = [outbox.get(number).text for number in (first, second)]
    with council.desk() as desk:
        sent = send(desk)
        again = send(desk)
    assert (sent.written, sent.problems, again.written) == (3, [], 0)
    assert council.notes == [("17", texts[0]), ("17", texts[1])]
    assert council.records.get_person("18").accommodation == "tenant"
    assert outbox.states() == dict.fromkeys((first, second, home), "done")
    assert [outbox.get(number).text for number in (first, second, home)] == ["", "", ""]
    assert outbox.get(first).seen_on is not None


def test_a_backend_that_is_down_loses_nothing_and_is_tried_again_later(outbox, council, clock):
    number = outbox.put()
    council.records.set_fault(Fault.DOWN)
    with council.desk() as desk:
        for minutes in (1, 2, 4):
            sent = send(desk)
            assert [each.code for each in sent.problems] == ["FP-0401"]
            assert send(desk).problems == []  # its time has not come: nothing was tried
            clock.pass_(minutes=minutes)
        assert outbox.get(number).tries == 3
        assert outbox.get(number).text
        council.records.set_fault(None)
        assert send(desk).written == 1
    assert len(council.notes) == 1


def test_what_is_refused_waits_for_help_and_can_be_tried_again(outbox, council):
    number, following = outbox.put("17"), outbox.put("17")
    council.records.set_fault(Fault.REFUSES)
    with council.desk() as desk:
        sent = send(desk)
        assert (sent.refused, outbox.get(number).problem) == (2, "FP-1053")
        assert outbox.get(number).text
        council.records.set_fault(None)
        service.retry(desk, number)
        assert send(desk).written == 1
    assert outbox.states() == {number: "done", following: "dead_letter"}


def test_when_the_line_breaks_the_backend_is_asked_and_nothing_is_sent_twice(outbox, council):
    number = outbox.put()
    council.records.set_fault(Fault.BREAKS_AFTER_WRITING)
    with council.desk() as desk:
        assert send(desk).in_doubt == 1
        assert outbox.get(number).problem == "FP-1051"
        council.records.set_fault(None)
        sent = send(desk)
    assert (sent.written, outbox.get(number).state) == (1, D.DONE)
    assert len(council.notes) == 1


def test_an_error_that_nobody_knows_leaves_doubt(outbox, council, monkeypatch):
    number = outbox.put()

    def write(_self, _delivery):
        raise KeyError

    with council.desk() as desk:
        adapter = desk.application.source("reference").adapter
        monkeypatch.setattr(type(adapter), "write", write)
        assert send(desk).in_doubt == 1
        monkeypatch.undo()
        assert outbox.states() == {number: "in_doubt"}
        assert send(desk).written == 1  # the backend does not have it, so that it is sent once more


def test_what_is_in_doubt_stays_so_while_the_backend_cannot_tell(outbox, council, clock):
    number, following = outbox.put("17"), outbox.put("17")
    outbox.lease()
    clock.pass_(seconds=LEASE_SECONDS + 1)
    council.records.set_fault(Fault.DOWN)
    with council.desk() as desk:
        sent = send(desk)
    assert [each.code for each in sent.problems] == ["FP-0401"]
    assert outbox.states() == {number: "in_doubt", following: "queued"}
    assert council.notes == []


@pytest.mark.parametrize(("entered", "notes"), [(True, 1), (False, 2)])
def test_where_the_backend_cannot_tell_somebody_looks(outbox, council, clock, entered, notes):
    number = outbox.put()
    outbox.lease()
    clock.pass_(seconds=LEASE_SECONDS + 1)
    outbox.lose()
    outbox.put("18")
    with council.desk() as desk:
        found = service.resolve(desk, number, entered=entered)
        assert found.state is (D.DONE if entered else D.QUEUED)
        send(desk)
    assert len(council.notes) == notes


def test_what_is_written_directly_is_not_ticked_by_hand(outbox, council):
    number = outbox.put()
    with council.desk() as desk, pytest.raises(UsageError, match="FP-1054"):
        service.tick(desk, number)


class Learner:
    """A directory that can be taught, or is down."""

    def __init__(self):
        self.learnt, self.error = [], None

    def learn(self, lesson):
        if self.error is not None:
            raise self.error
        if lesson.key in {each.key for each in self.learnt}:
            return False
        self.learnt.append(lesson)
        return True


def lesson(outbox, key="0" * 16):
    one = Lesson(key, LessonKind.CONTACT_LEFT, outbox.store.clock().date(), "Sam Field", contact_id=CONTACT)
    with outbox.store.work() as unit:
        (put,) = rows.insert_many(
            unit.connection, [compose_lesson(one, "S3", by="sam", at=outbox.store.clock())]
        )
        unit.commit()
    return put.id


def test_a_lesson_is_retried_until_the_directory_answers(outbox, council, clock):
    number, learner = lesson(outbox), Learner()
    learner.error = SourceUnavailable("FP-0401", "The directory is down.")
    with council.desk() as desk:
        desk.directory = learner
        for _ in range(12):
            assert len(send(desk).problems) == 1
            clock.pass_(hours=6)
        assert outbox.get(number).tries == 12
        learner.error = ValueError("something of its own")
        assert [each.code for each in send(desk).problems] == ["FP-1059"]
        clock.pass_(hours=6)
        learner.error = None
        assert send(desk).written == 1
    assert [each.contact_id for each in learner.learnt] == [CONTACT]
    assert outbox.get(number).text == ""


def test_a_lesson_that_was_being_taught_when_the_sender_died_is_taught_again(outbox, council, clock):
    number, learner = lesson(outbox), Learner()
    outbox.target = "directory"
    outbox.lease()
    clock.pass_(seconds=LEASE_SECONDS + 1)
    with council.desk() as desk:
        desk.directory = learner
        assert send(desk).written == 1
    assert outbox.states() == {number: "done"}


def test_without_a_directory_lessons_wait_and_it_is_said(outbox, council):
    number = lesson(outbox)
    with council.desk() as desk:
        sent = send(desk)
    assert [each.code for each in sent.problems] == ["FP-1059"]
    assert outbox.states() == {number: "queued"}


def test_what_can_never_be_learnt_needs_help(outbox, council):
    number, learner = lesson(outbox), Learner()
    learner.error = UsageError("FP-0833", "There is no such contact.")
    with council.desk() as desk:
        desk.directory = learner
        send(desk)
    assert (outbox.get(number).state, outbox.get(number).problem) == (D.DEAD_LETTER, "FP-0833")
