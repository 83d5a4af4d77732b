"""Measures read where signposts stood, not where one claim would have put them; drafts end nothing."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import insert

from adapter_core.casework.measures.rows import Period
from adapter_core.domain.casework import Reason, SignpostState
from adapter_core.store import Store
from adapter_core.store.casework import measures
from adapter_core.store.casework.tables import conversation, signpost, signpost_claim

BEGAN = date(2026, 9, 1)
DUE = BEGAN + timedelta(14)
NOW = datetime(2026, 9, 1, 9, tzinfo=UTC)
PERIOD = Period(BEGAN, BEGAN + timedelta(60))


def said(state: str, by: str, after: int, reason: str = "", who: str = "Ada Kit") -> dict[str, object]:
    return {
        "signpost": 1, "state": state, "by": by, "on": BEGAN + timedelta(after), "reason": reason,
        "recorded_by": who, "recorded": NOW,
    }  # fmt: skip


@pytest.fixture
def store(tmp_path):
    with Store.open(f"sqlite:///{tmp_path / 'store.db'}") as opened:
        yield opened


def standing(store, claims, *, after: int):
    """(state, reason, whether confirmed) of one signpost of which this was said, so many days on."""
    row = {
        "id": 1, "source": "mosaic", "ref": "1", "worker": "w", "resource_kind": "service",
        "handed_over": "gave_details", "given_on": BEGAN, "first_due": DUE, "state": "requested", "made": NOW,
        "disputed": True,
    }  # fmt: skip
    with store.work() as unit:
        unit.connection.execute(insert(signpost), [row])
        if claims:
            unit.connection.execute(insert(signpost_claim), claims)
        rows, _ = measures.signposts(unit.connection, PERIOD, site="", teams=(), on=BEGAN + timedelta(after))
    return rows[0].state, rows[0].reason, rows[0].confirmed


HELPED = said("completed", "person", 15)


@pytest.mark.requirement("G-08")
@pytest.mark.parametrize(
    ("claims", "after", "told"),
    [
        ([], 20, (SignpostState.REQUESTED, Reason.NONE, False)),
        ([HELPED], 20, (SignpostState.COMPLETED, Reason.NONE, True)),
        ([said("completed", "worker", 15)], 20, (SignpostState.COMPLETED, Reason.NONE, False)),
        # Nobody answering afterwards takes no end back.
        (
            [HELPED, said("failed", "worker", 16, "no-answer")],
            20,
            (SignpostState.COMPLETED, Reason.NONE, True),
        ),
        # An attempt leaves it where it stood.
        (
            [said("accepted", "contact", 14), said("accepted", "worker", 15, "no-answer")],
            20,
            (SignpostState.ACCEPTED, Reason.NONE, False),
        ),
        # A dispute that began later is not known yet; one that there is confirms nothing.
        (
            [HELPED, said("failed", "contact", 30, "no-help")],
            20,
            (SignpostState.COMPLETED, Reason.NONE, True),
        ),
        (
            [HELPED, said("failed", "contact", 30, "no-help")],
            30,
            (SignpostState.COMPLETED, Reason.NONE, False),
        ),
        # What helped before the person died has helped.
        (
            [HELPED, said("cancelled", "worker", 16, "person-died")],
            20,
            (SignpostState.COMPLETED, Reason.NONE, True),
        ),
    ],
)
def test_a_signpost_stands_where_its_claims_left_it_on_that_day(store, claims, after, told):
    assert standing(store, claims, after=after) == told


@pytest.mark.requirement("C-43")
def test_a_draft_that_says_when_it_ended_is_not_completed(store):
    row = {
        "source": "mosaic", "ref": "1", "kind": "1", "record": "conversation_record", "context": "new",
        "worker": "w", "started": BEGAN, "ended_on": BEGAN, "ended_how": "connected", "opened": NOW,
    }  # fmt: skip
    earlier = {"started": BEGAN - timedelta(90)}
    with store.work() as unit:
        unit.connection.execute(
            insert(conversation),
            [
                {**row, "id": 1, "state": "closed"},
                {**row, "id": 2, "state": "draft"},
                {**row, **earlier, "id": 3, "state": "draft"},
                {**row, "id": 4, "state": "entered_in_error"},
            ],
        )
        found = measures.conversations(unit.connection, PERIOD, site="")
        events = measures.completed(unit.connection, PERIOD, "mosaic")
    assert [(each.id, each.ended) for each in found] == [(1, BEGAN), (2, None)]
    assert [talk.id for _, talk in events] == [1]
