"""One text a conversation, one line a detail, and lessons without a word about anybody."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from adapter_core.checks.rules.accommodation import RULE as ACCOMMODATION
from adapter_core.checks.rules.gp_practice import RULE as GP
from adapter_core.delivery.markers import found_in, is_marker
from adapter_core.delivery.outbox import (
    DIRECTORY,
    Target,
    compose,
    compose_follow_up,
    compose_lesson,
    lesson_of,
)
from adapter_core.domain.casework import (
    ConversationKind,
    ConversationRecord,
    DeliveryKind,
    HandedOver,
    PersonRef,
    RecordKind,
    RecordUpdate,
    Resource,
    ResourceKind,
    Signpost,
)
from adapter_core.domain.directory.lessons import Lesson, LessonKind

AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
TARGET = Target(
    "mosaic",
    "Mosaic",
    {"gp": "Person details, Professional relationships"},
    {"gp_practice": GP, "accommodation": ACCOMMODATION},
)
RECORD = ConversationRecord(
    PersonRef("mosaic", "17"),
    ConversationKind.ONE,
    "Sam Field",
    date(2026, 11, 23),
    team="North",
    happened="A fall on the stairs.",
    updates=(
        RecordUpdate("gp_practice", "Riverside Surgery"),
        RecordUpdate("accommodation", answer="declined"),
        RecordUpdate("something_else", "x"),
    ),
)


def composed(record=RECORD, number=12, version=2, at=AT):
    return compose(record, number, version, TARGET, by="sam", at=at)


@pytest.mark.requirement("R-95")
def test_one_text_and_one_line_a_detail():
    text, gp, home, other = composed()
    assert [each.kind for each in (text, gp, home, other)] == [DeliveryKind.TEXT, *[DeliveryKind.FIELD] * 3]
    assert (text.title, text.about, text.conversation) == ("Conversation 1, C12.2", "C12.2", 12)
    assert "A fall on the stairs." in text.text
    assert found_in(text.text) == [text.marker]
    assert is_marker(text.marker)
    assert (gp.title, gp.text) == (
        "GP practice: Person details, Professional relationships",
        "Riverside Surgery",
    )
    assert (home.title, home.text) == (
        "Accommodation: Main record: accommodation",
        "Asked: would rather not say.",
    )
    assert other.title == "Something else"
    assert {each.marker for each in (gp, home, other)} == {""}
    assert {(each.owner, each.team, each.person) for each in composed()} == {
        ("Sam Field", "North", PersonRef("mosaic", "17"))
    }


def test_titles_say_nothing_of_anybody():
    for each in composed():
        assert "17" not in each.title
        assert "fall" not in each.title
        assert "Riverside" not in each.title


def test_a_case_note_is_called_one():
    record = ConversationRecord(
        PersonRef("mosaic", "17"),
        ConversationKind.ONE,
        "Sam",
        date(2026, 11, 23),
        record=RecordKind.CASE_NOTE,
    )
    assert composed(record)[0].title == "Case note C12.2"


def test_a_key_is_the_same_for_every_try_and_another_for_everything_else():
    keys = [each.key for each in composed()]
    assert keys == [each.key for each in composed()]
    assert len(set(keys)) == 4
    assert not set(keys) & {each.key for each in composed(version=3)}
    # A store that is made anew counts from 1 again; what a backend remembers of the old one is not of this.
    assert not set(keys) & {each.key for each in composed(at=AT + timedelta(microseconds=1))}


def test_a_detail_that_comes_twice_is_two_lines():
    record = ConversationRecord(
        PersonRef("mosaic", "17"),
        ConversationKind.ONE,
        "Sam",
        date(2026, 11, 23),
        updates=(RecordUpdate("relationship_contact", "A"), RecordUpdate("relationship_contact", "B")),
    )
    assert len({each.key for each in composed(record)}) == 3


def test_a_follow_up_is_a_note_on_the_persons_record():
    signpost = Signpost(
        PersonRef("mosaic", "17"), Resource(ResourceKind.SERVICE, "Lunch club"), "company",
        HandedOver.RANG_TOGETHER, date(2026, 11, 23), date(2026, 12, 7), "Sam Field", id=3,
    )  # fmt: skip
    note = compose_follow_up(signpost, 2, lambda marker: f"Went once. {marker}", TARGET, by="sam", at=AT)
    assert (note.about, note.signpost, note.kind) == ("S3.2", 3, DeliveryKind.TEXT)
    assert found_in(note.text) == [note.marker]


LESSON = Lesson("0" * 16, LessonKind.CONTACT_LEFT, date(2026, 12, 7), "Sam Field", contact_id="0" * 8 + "-0000" * 3 + "-" + "0" * 12)  # noqa: E501  # fmt: skip


def test_a_lesson_goes_there_and_back():
    sent = compose_lesson(LESSON, "S3", by="sam", at=AT)
    assert (sent.target, sent.person, sent.kind) == (DIRECTORY, None, DeliveryKind.LESSON)
    assert sent.title == "The contact has left, S3"
    assert lesson_of(sent.text) == LESSON


@pytest.mark.parametrize("text", ["", "{}", "[]", "null", '{"kind": "left"}', '{"kind": "full", "on": 3}'])
def test_what_is_no_lesson_is_said_without_repeating_it(text):
    with pytest.raises(ValueError, match="no lesson for the directory") as caught:
        lesson_of(text)
    assert str(caught.value) == "no lesson for the directory"
