"""One source down: the answer is partial and says so, and what depends on that source stays as it was."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from adapter_core.domain.findings import Decision
from adapter_core.domain.states import State
from adapter_core.service.missing import missing
from adapter_core.service.reviews import review

MONDAY = date(2026, 11, 23)
TUESDAY = MONDAY + timedelta(1)

ABSENT: dict[str, object] = {"ethnicity": State.ABSENT}


def council_of(somebody, way="placed"):
    """In a page of four, one lacks what AIS holds, one what the GP system holds, and one differs from AIS."""
    lacking = {place: ABSENT for place in range(12) if place % 4 < 2}
    ais: dict[int, dict[str, object]]
    ais = {place: {"ethnicity": "white_irish"} for place in range(12) if place % 4 in (0, 2)}
    ais |= {place: dict(ABSENT) for place in range(12) if place % 4 == 1}
    return {
        "mosaic": ("listed", [somebody(place, **lacking.get(place, {})) for place in range(12)]),
        "ais": (way, [somebody(place, "A", **ais.get(place, {})) for place in range(12)]),
        "gp": (way, [somebody(place, "G") for place in range(12)]),
    }


def states(kind_of_ais="ais", kind_of_gp="gp"):
    """What is listed of ethnicity on a whole night."""
    said = {
        0: f"held_elsewhere {kind_of_ais}",
        1: f"held_elsewhere {kind_of_gp}",
        2: f"conflict {kind_of_ais}",
    }
    return {str(100 + place): said[place % 4] for place in range(12) if place % 4 < 3}


FAULTS = [
    pytest.param("placed", "open", 0, id="at open"),
    pytest.param("placed", "middle", 1, id="in the middle of streaming"),
    pytest.param("streamed", "middle", 2, id="in the middle of streaming what is remembered"),
    pytest.param("placed", "again", 0, id="when people are read again"),
    pytest.param("placed", "again", 1, id="when people of the second page are read again"),
    pytest.param("asked", "again", 0, id="when it is asked"),
    pytest.param("asked", "again", 2, id="when it is asked about the last page"),
]


@pytest.mark.parametrize(("way", "fault", "after"), FAULTS)
def test_the_first_night_is_partial_and_others_are_still_compared(council, somebody, way, fault, after):
    council.write(council_of(somebody, way), ais=f'fault = "{fault}"\nafter = {after}')
    night = council.night(MONDAY)
    assert night.outcome.status == "partial"
    assert night.outcome.exit_code == 3
    assert [error.code for error in night.outcome.problems] == [night.source("ais").problem[:7]]
    assert night.source("ais").status == "down"
    assert night.source("gp").status == "ok"
    held = night.states("ethnicity")
    assert {ref: said for ref, said in held.items() if int(ref) % 4 == 1} == dict.fromkeys(
        ("101", "105", "109"), "held_elsewhere gp"
    )
    # Pages that were compared before it went keep what was seen; the rest is asked of the others.
    pages = after if fault == "again" else 0
    assert {ref for ref, said in held.items() if said.endswith("ais")} == {
        ref for ref in states() if int(ref) % 4 != 1 and int(ref) - 100 < 4 * pages
    }
    assert night.adds_up()


@pytest.mark.parametrize(("way", "fault", "after"), FAULTS)
def test_findings_that_depend_on_it_are_neither_resolved_nor_changed(council, somebody, way, fault, after):
    council.write(council_of(somebody, way), ais='fault = ""\nafter = 0')
    assert council.night(MONDAY).states("ethnicity") == states()
    council.set('fault = ""\nafter = 0', f'fault = "{fault}"\nafter = {after}')
    night = council.night(TUESDAY)
    assert night.outcome.status == "partial"
    assert night.states("ethnicity") == states()
    assert {each.first_seen for each in night.findings} == {MONDAY}
    assert (night.report.movement.new, night.report.movement.resolved) == (0, 0)
    assert night.adds_up()
    council.set(f'fault = "{fault}"\nafter = {after}', 'fault = ""\nafter = 0')
    assert council.night(TUESDAY + timedelta(1)).outcome.status == "complete"


def test_only_what_the_source_alone_could_say_is_not_checked(council, somebody):
    council.write(council_of(somebody), ais='fault = ""')
    council.night(MONDAY)
    council.set('fault = ""', 'fault = "open"')
    night = council.night(TUESDAY)
    unchecked = {each.ref: each.state for each in night.findings if not each.checked}
    # A conflict may be over; that something is missing here is seen here, wherever else it is held.
    assert unchecked == dict.fromkeys(("102", "106", "110"), State.CONFLICT)
    line = night.line("ethnicity")
    assert (line.counts.gaps, line.counts.not_assessable, line.kept) == (6, 3, 3)
    assert line.states[State.SOURCE_DOWN] == 3
    assert night.adds_up()
    with council.opened(TUESDAY) as app:
        (gap,) = missing(app, "102", profile="cld").gaps
        assert gap.state is State.CONFLICT
        assert gap.finding is not None
        assert not gap.finding.checked


def test_what_a_restricted_record_elsewhere_hides_stays_hidden_before_it_goes(council, somebody):
    people = council_of(somebody)
    people["ais"][1][3] = somebody(3, "A", restricted=True)
    council.write(people, ais='fault = "again"\nafter = 1\nsystem_of_record = true')
    night = council.night(MONDAY)
    assert night.report.excluded["restricted"] == 1
    assert night.outcome.status == "partial"
    assert night.adds_up()


# --- a system of record that is down ----------------------------------------------------------------


@pytest.mark.parametrize(("fault", "after"), [("open", 0), ("middle", 1), ("again", 0), ("again", 2)])
def test_counts_and_list_agree_and_the_level_is_withheld(council, somebody, fault, after):
    thresholds = "[rules.ethnicity]\nwarning_percent = 10\ncritical_percent = 20"
    people = council_of(somebody)
    people["mosaic"] = ("listed", [somebody(place) for place in range(12)])
    council.write(people, thresholds, ais='fault = ""\nafter = 0\nsystem_of_record = true')
    first = council.night(MONDAY)
    of_ais = [each for each in first.findings if each.source == "ais"]
    assert len(of_ais) == 9
    assert first.line("ethnicity").level == "critical"
    council.set('fault = ""\nafter = 0', f'fault = "{fault}"\nafter = {after}')
    second = council.night(TUESDAY)
    assert second.outcome.status == "partial"
    assert [each for each in second.findings if each.source == "ais"] != []
    assert {(each.ref, each.state) for each in second.findings if each.source == "ais"} == {
        (each.ref, each.state) for each in of_ais
    }
    assert second.adds_up()
    line = second.line("ethnicity")
    assert line.kept > 0
    checked = {each.ref for each in second.findings if each.checked and each.source == "ais"}
    assert len(checked) <= len(of_ais) - 3


def test_more_than_half_unread_has_no_level(council, somebody):
    thresholds = "[rules.ethnicity]\nwarning_percent = 1"
    people = council_of(somebody)
    council.write(
        people,
        thresholds,
        ais='fault = "open"\nsystem_of_record = true',
        gp='fault = "open"\nsystem_of_record = true',
    )
    night = council.night(MONDAY)
    line = night.line("ethnicity")
    assert line.counts.not_assessable > line.counts.applicable / 2
    assert line.level == "unknown"
    # One of two systems of record: half could be read, and the level is of that half.
    gp = '[sources.gp]\nbackend = "placed"\npath = "gp.pickle"'
    council.set(f'{gp}\nfault = "open"', gp)
    assert council.night(TUESDAY).line("ethnicity").level == "warning"


def test_the_report_says_that_gaps_are_listed_as_last_seen(council, somebody):
    from adapter_core.report import view  # noqa: PLC0415 - beside what it is about

    council.write(council_of(somebody), ais='fault = ""\nsystem_of_record = true')
    council.night(MONDAY)
    council.set('fault = ""', 'fault = "open"')
    night = council.night(TUESDAY)
    kept = sum(line.kept for line in night.report.rules)
    assert f"{kept} gaps could not be checked again, and are listed as last seen." in view.status_sentence(
        night.report
    )
    unchecked = next(each for each in night.findings if not each.checked)
    assert view.found(night.report, unchecked).endswith("(not checked this time)")
    assert sum(not each.checked for each in night.findings) == kept


def test_a_run_without_the_source_that_went_down_in_its_middle_is_not_taken_up_with_it(council, somebody):
    council.write(council_of(somebody), ais='fault = "again"\nafter = 1')
    council.night(MONDAY)
    council.set('fault = "again"\nafter = 1', 'fault = ""')
    whole = council.night(MONDAY)
    assert not whole.outcome.resumed
    assert whole.outcome.status == "complete"
    assert whole.states("ethnicity") == states()


def test_rejected_records_and_those_held_back_are_kept_too(council, somebody):
    council.write(council_of(somebody))
    council.night(MONDAY)
    people = council_of(somebody)
    # The same number with another birth date: the conflict names both, and hides no gap of the master.
    people["ais"][1][0] = somebody(0, "A", date_of_birth=date(1960, 6, 6))
    council.write(people)
    night = council.night(TUESDAY)
    assert night.outcome.status == "partial"
    assert night.adds_up()


def test_an_answer_counts_though_the_other_source_is_down(council, somebody):
    council.write(council_of(somebody), ais='fault = ""')
    council.night(MONDAY)
    with council.opened(MONDAY) as app:
        review(app.store, source="mosaic", ref="100", rule="ethnicity", decision=Decision.DECLINED,
               who="kit", profile="cld")  # fmt: skip
    council.set('fault = ""', 'fault = "open"')
    night = council.night(TUESDAY)
    assert night.adds_up()
    council.set('fault = "open"', 'fault = ""')
    night = council.night(TUESDAY + timedelta(1))
    assert "100" not in night.states("ethnicity")
    assert night.adds_up()
