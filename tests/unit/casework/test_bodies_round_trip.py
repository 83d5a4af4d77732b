"""What was written is read back exactly, or refused: never half of it."""

from __future__ import annotations

import json
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapter_core.domain.casework import (
    Action,
    AdultAnswers,
    ConversationKind,
    ConversationRecord,
    PersonRef,
)
from adapter_core.errors import StoreError, UsageError
from adapter_core.store.casework import bodies

TEXTS = st.text(alphabet=st.characters(codec="utf-8"), max_size=30)

RECORDS = st.builds(
    ConversationRecord,
    happened=TEXTS,
    prompts=st.dictionaries(TEXTS, TEXTS, max_size=3),
    eligibility=st.none()
    | st.builds(AdultAnswers, outcomes=st.dictionaries(TEXTS, st.booleans(), max_size=3)),
)
A_RECORD = ConversationRecord(PersonRef("mosaic", "1"), ConversationKind.ONE, "Ada Kit", date(2026, 11, 23))


@settings(max_examples=40)
@given(RECORDS)
def test_any_record_survives(record) -> None:
    body = bodies.of_record(record)
    assert bodies.record_of(body, where="C1") == record
    assert "\x00" not in body  # which PostgreSQL cannot hold


@settings(max_examples=30)
@given(st.builds(Action), st.builds(bodies.SignpostText))
def test_any_action_and_any_signpost_survives(action, text) -> None:
    assert bodies.action_of(bodies.of_action(action), where="A1") == action
    assert bodies.signpost_text_of(bodies.of_signpost(text), where="S1") == text


@pytest.mark.parametrize(
    "change",
    [
        lambda held: held | {"schema_version": 2},
        lambda held: held | {"more": 1},
        lambda held: held | {"body": held["body"] | {"colour": "Zebedee"}},
        lambda held: held | {"body": held["body"] | {"kind": "Zebedee"}},
        lambda held: {"body": held["body"]},
    ],
    ids=["later schema", "more", "more in it", "another value", "no schema"],
)
def test_what_this_version_does_not_know_is_refused_without_a_word_of_it(change) -> None:
    held = change(json.loads(bodies.of_record(A_RECORD)))
    with pytest.raises(StoreError) as raised:
        bodies.record_of(json.dumps(held), where="C1.2")
    assert (raised.value.code, raised.value.where) == ("FP-1017", "C1.2")
    assert "Zebedee" not in str(raised.value.as_json())
    assert raised.value.__cause__ is None


@settings(max_examples=60)
@given(st.text(max_size=40) | st.binary(max_size=40).map(lambda each: each.decode("latin-1")))
def test_what_is_no_body_is_refused(text) -> None:
    with pytest.raises(StoreError):
        bodies.record_of(text, where="C1")


def test_half_a_character_is_refused_before_anything_is_written() -> None:
    with pytest.raises(UsageError) as raised:
        bodies.of_action(Action("Zebedee \ud83d"))
    assert raised.value.code == "FP-1016"
    assert "Zebedee" not in str(raised.value)


def test_a_digest_tells_one_text_from_another() -> None:
    one = bodies.digest(bodies.of_record(A_RECORD))
    assert one == bodies.digest(bodies.of_record(A_RECORD))
    assert len({one, bodies.digest("")}) == 2
