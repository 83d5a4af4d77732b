"""Several deliveries ticked at once: all or none, and a refusal says where each stands now."""

from __future__ import annotations

import pytest

from adapter_core.domain.casework import DeliveryKind, DeliveryState
from adapter_core.store import Store
from adapter_core.store.casework import deliveries as rows
from tests.integration.casework.played import Played
from tests.integration.delivery.conftest import Outbox


@pytest.fixture
def play(small_council, capsys, monkeypatch):
    return Played(small_council, capsys, monkeypatch)


@pytest.fixture
def outbox(small_council):
    with Store.open(small_council.url) as store:
        yield Outbox(store, "mosaic")


def states(play):
    return {each["delivery"]: each["ticked_by"] for each in play.json("deliveries list --all")["deliveries"]}


@pytest.mark.parametrize(
    ("numbers", "code"), [("D1 D99", "FP-1050"), ("D99 D1", "FP-1050"), ("D1 C9", "FP-1061")]
)
def test_where_one_cannot_be_ticked_none_is_and_that_is_said(play, outbox, numbers, code):
    outbox.put("1001")
    play(f"deliveries done {numbers}", code=2)
    assert play.err.startswith(code)
    assert "Nothing was ticked." in play.err
    assert states(play) == {"D1": ""}


def test_one_by_itself_says_no_more_than_what_is_wrong(play, outbox):
    play("deliveries done D99", code=2)
    assert "Nothing was ticked" not in play.err


def test_several_are_ticked_and_one_typed_twice_is_one(play, outbox):
    outbox.put("1001")
    outbox.put("1001")
    assert play("deliveries done D1 D2 d1 --by Ada").count("Ticked D1") == 1
    assert states(play) == {"D1": "Ada", "D2": "Ada"}


def moved(outbox, number, after, **values):
    with outbox.store.work() as unit:
        assert rows.move(unit.connection, number, DeliveryState.QUEUED, after, **values)
        unit.commit()


@pytest.mark.parametrize(
    ("after", "values", "says"),
    [
        (DeliveryState.DONE, {}, "D1 does not wait to be entered by hand: it is done."),
        (DeliveryState.SENDING, {}, "D1 does not wait to be entered by hand: it is being sent."),
        (DeliveryState.DEAD_LETTER, {"problem": "FP-1052"}, "it was refused (FP-1052)."),
    ],
)
def test_a_refusal_says_where_it_stands_now(play, outbox, after, values, says):
    outbox.put("1001")
    moved(outbox, 1, after, **values)
    play("deliveries done D1", code=2)
    assert play.err.startswith("FP-1054: ")
    assert says in play.err


def test_what_is_seen_there_says_since_when(play, outbox):
    outbox.put("1001")
    play("deliveries resolve D1 --entered --by Ada")
    play("deliveries retry D1", code=2)
    assert "D1 cannot be tried again now: it is done, since 23 November 2026." in play.err
    play("deliveries resolve D1 --not-entered", code=2)
    assert "D1 cannot be settled now: it is done, since 23 November 2026." in play.err


def test_what_is_for_the_directory_is_sent_and_not_entered(play, outbox):
    outbox.target = "directory"
    outbox.put(None, DeliveryKind.LESSON, text="{}")
    play("deliveries done D1", code=2)
    assert "it is for the directory, which is told by: fingerpost deliveries send" in play.err
