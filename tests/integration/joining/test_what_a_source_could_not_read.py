"""A compared source that answers, but not about everybody: what only its lost record could say stays."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from adapter_core.domain.findings import Decision
from adapter_core.domain.states import State
from adapter_core.service.reviews import review

MONDAY = date(2026, 11, 23)
TUESDAY, WEDNESDAY = MONDAY + timedelta(1), MONDAY + timedelta(2)


def two(somebody, way, ais):
    """A master of three, the first of whom lacks what AIS holds, and the second of whom differs from it."""
    master = [somebody(0, ethnicity=State.ABSENT), somebody(1), somebody(2)]
    return {"mosaic": ("listed", master), "ais": (way, ais)}


def sound(somebody):
    return [somebody(0, "A"), somebody(1, "A", ethnicity="white_irish"), somebody(2, "A")]


@pytest.mark.parametrize("way", ["placed", "streamed", "asked"])
def test_a_conflict_with_a_record_that_is_twice_there_is_not_resolved(council, somebody, way):
    council.write(two(somebody, way, sound(somebody)))
    assert council.night(MONDAY).states("ethnicity") == {"100": "held_elsewhere ais", "101": "conflict ais"}
    council.write(two(somebody, way, [*sound(somebody), somebody(1, "B")]))
    night = council.night(TUESDAY)
    assert night.outcome.status == "partial"
    assert night.states("ethnicity") == {"100": "held_elsewhere ais", "101": "conflict ais"}
    assert (night.report.movement.new, night.report.movement.resolved) == (0, 0)
    assert night.adds_up()
    council.write(two(somebody, way, [somebody(place, "A") for place in range(3)]))
    assert council.night(WEDNESDAY).states("ethnicity") == {"100": "held_elsewhere ais"}


@pytest.mark.parametrize("way", ["placed", "streamed"])
def test_a_conflict_with_a_record_that_cannot_be_read_is_not_resolved(council, somebody, way):
    council.write(two(somebody, way, sound(somebody)), ais='broken = ""')
    held = council.night(MONDAY).states("ethnicity")
    assert held == {"100": "held_elsewhere ais", "101": "conflict ais"}
    for ref in ("A100", "A101"):
        council.set('broken = "', f'broken = "{ref}"  # "')
        night = council.night(TUESDAY)
        assert night.states("ethnicity") == held
        assert night.adds_up()
        council.set(f'broken = "{ref}"  # "', 'broken = "')


def test_whoever_is_gone_from_a_source_that_gave_all_it_has_differs_from_nothing(council, somebody):
    council.write(two(somebody, "placed", sound(somebody)))
    council.night(MONDAY)
    council.write(two(somebody, "placed", sound(somebody)[2:]))
    assert council.night(TUESDAY).states("ethnicity") == {"100": "absent mosaic"}


def test_a_decision_about_a_conflict_outlives_a_record_that_cannot_be_read(council, somebody):
    council.write(two(somebody, "placed", sound(somebody)), ais='broken = ""')
    council.night(MONDAY)
    with council.opened(MONDAY) as app:
        review(app.store, source="mosaic", ref="101", rule="ethnicity", decision=Decision.DONE,
               who="kit", profile="cld")  # fmt: skip
    council.set('broken = ""', 'broken = "A101"')
    council.night(TUESDAY)
    with council.opened(TUESDAY) as app:
        assert ("101", "ethnicity") in app.store.current_reviews("mosaic", ["101"])
