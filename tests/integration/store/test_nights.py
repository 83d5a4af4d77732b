from __future__ import annotations

from datetime import date

import pytest

from adapter_core.checks.results import Notice
from adapter_core.domain.findings import Batch, Owner, Severity
from adapter_core.domain.states import State
from adapter_core.errors import StoreError, UsageError
from adapter_core.hooks.ports import Reject
from adapter_core.store import SourceState

ABSENT, PLACEHOLDER, CONFLICT = State.ABSENT, State.PLACEHOLDER, State.CONFLICT


def test_a_first_night_stores_what_was_found(council, store):
    run = council.night(
        council.page(["1", "2", "3"], {("1", "lpa"): ABSENT, ("2", "gp_practice"): PLACEHOLDER})
    )
    assert council.open(run) == {("1", "lpa"): ABSENT, ("2", "gp_practice"): PLACEHOLDER}
    one = next(iter(store.findings(run)))
    assert one.finding.first_seen == date(2026, 11, 23)
    assert one.finding.evidence[0].as_of is not None
    assert one.finding.owner == Owner("Sam Field", "North")
    assert store.movement(run) is None
    assert store.tally(run).states("lpa") == {State.RECORDED: 2, ABSENT: 1}


def test_a_gap_that_passes_is_resolved_and_the_night_before_still_shows_it(council, store):
    first = council.night(council.page(["1", "2"], {("1", "lpa"): ABSENT, ("2", "lpa"): ABSENT}))
    second = council.night(council.page(["1", "2"], {("2", "lpa"): ABSENT}))
    assert council.open(second) == {("2", "lpa"): ABSENT}
    assert council.open(first) == {("1", "lpa"): ABSENT, ("2", "lpa"): ABSENT}
    assert (store.movement(second).resolved, store.movement(second).new) == (1, 0)


def test_an_unchanged_night_writes_no_finding(council, store):
    gaps = {("1", "lpa"): ABSENT, ("2", "gp_practice"): PLACEHOLDER}
    council.night(council.page(["1", "2"], gaps))
    council.night(council.page(["1", "2"], gaps))
    with store.reading() as unit:
        rows = unit.connection.exec_driver_sql("SELECT first_run, opened_run, closed_run FROM finding").all()
    assert [tuple(row) for row in rows] == [(1, 1, None), (1, 1, None)]


def test_a_changed_state_keeps_its_first_day(council, store):
    council.night(council.page(["1"], {("1", "lpa"): ABSENT}))
    second = council.night(council.page(["1"], {("1", "lpa"): PLACEHOLDER}))
    (one,) = store.findings(second)
    assert (one.finding.state, one.finding.first_seen) == (PLACEHOLDER, date(2026, 11, 23))
    moved = store.movement(second)
    assert (moved.changed, moved.new, moved.resolved, moved.reopened) == (1, 0, 0, 0)


def test_a_new_owner_is_a_change_of_the_same_gap(council, store):
    council.night(council.page(["1"], {("1", "lpa"): ABSENT}))
    council.owner = Owner(None, "South")
    second = council.night(council.page(["1"], {("1", "lpa"): ABSENT}))
    (one,) = store.findings(second)
    assert (one.finding.owner, one.finding.first_seen) == (Owner(None, "South"), date(2026, 11, 23))


def test_a_gap_that_is_back_is_reopened_not_new(council, store):
    council.night(council.page(["1"], {("1", "lpa"): ABSENT}))
    council.night(council.page(["1"]))
    third = council.night(council.page(["1"], {("1", "lpa"): ABSENT}))
    moved = store.movement(third)
    assert (moved.reopened, moved.new) == (1, 0)
    (one,) = store.findings(third)
    assert one.finding.first_seen == date(2026, 11, 25)


def test_a_reject_resolves_nothing_and_nobody_rejected_has_vanished(council):
    council.night(council.page(["1", "2"], {("1", "lpa"): ABSENT, ("2", "lpa"): ABSENT}))
    second = council.night(
        council.page(["2"], {("2", "lpa"): ABSENT}),
        before=lambda handle: handle.record_rejects("mosaic", [Reject("1", "FP-0501", "date_of_birth")]),
    )
    assert council.open(second) == {("1", "lpa"): ABSENT, ("2", "lpa"): ABSENT}
    assert council.finished.vanished == 0


def test_nobody_vanishes_while_a_record_without_a_reference_is_rejected(council):
    council.night(council.page(["1", "2"], {("1", "lpa"): ABSENT}))
    second = council.night(
        council.page(["2"]),
        before=lambda handle: handle.record_rejects("mosaic", [Reject("row 17", "FP-0501", anonymous=True)]),
    )
    assert council.open(second) == {("1", "lpa"): ABSENT}
    assert (council.finished.vanished, council.finished.held_back) == (0, 1)


def test_what_could_not_be_judged_resolves_nothing(council):
    council.night(council.page(["1"], {("1", "lpa"): ABSENT}))
    second = council.night(council.page(["1"], not_assessable=[("1", "lpa")]))
    assert council.open(second) == {("1", "lpa"): ABSENT}


def test_another_profile_resolves_nothing(council, store):
    council.night(council.page(["1"], {("1", "lpa"): ABSENT}))
    council.night(council.page(["1"]), profile="pre_meeting")
    latest = store.latest_run(profile="post", cohort="open_adults")
    assert council.open(latest.id) == {("1", "lpa"): ABSENT}


def test_a_rule_that_the_run_leaves_out_resolves_nothing_and_is_not_shown(council):
    council.night(council.page(["1"], {("1", "lpa"): ABSENT}))
    second = council.night(council.page(["1"]), rules={"gp_practice": 1})
    assert council.open(second) == {}
    third = council.night(council.page(["1"], {("1", "lpa"): ABSENT}))
    assert council.open(third) == {("1", "lpa"): ABSENT}


def test_a_rule_that_applies_no_more_is_not_a_resolved_gap(council, store):
    council.night(council.page(["1", "2"], {("1", "lpa"): ABSENT, ("2", "lpa"): ABSENT}))
    states = {"1": State.NOT_APPLICABLE, "2": State.RECORDED}
    second = council.night(council.page(["1", "2"], state_of=lambda ref, _: states[ref]))
    moved = store.movement(second)
    assert (moved.not_applicable, moved.resolved) == (1, 1)


def test_who_left_the_cohort_or_the_source_leaves(council, store):
    gaps = {(ref, "lpa"): ABSENT for ref in ("1", "2", "3")}
    council.night(council.page(["1", "2", "3"], gaps))
    second = council.night(council.page(["1"], {("1", "lpa"): ABSENT}, excluded=["2"]))
    assert council.open(second) == {("1", "lpa"): ABSENT}
    assert store.movement(second).left == 2
    assert council.finished.vanished == 1
    assert store.tally(second).excluded == {"closed": 1}


def test_nobody_has_vanished_from_a_source_that_was_not_read_to_its_end(council):
    council.night(council.page(["1", "2"], {("1", "lpa"): ABSENT}))
    second = council.night(council.page(["2"]), status="partial", to_end=())
    assert council.open(second) == {("1", "lpa"): ABSENT}


@pytest.mark.parametrize("now", [{}, {("1", "ethnicity"): ABSENT}])
def test_a_conflict_stays_while_the_other_source_is_down(council, store, now):
    conflict = council.finding("1", "ethnicity", CONFLICT, seen_in="ais")
    council.night(council.page(["1"], {("1", "ethnicity"): conflict}))
    said = next(iter(now.values()), State.RECORDED)
    down = [SourceState("mosaic"), SourceState("ais", status="down", problem="FP-0401: gone")]
    second = council.night(council.page(["1"], now, state_of=lambda *_: said), status="partial", sources=down)
    assert council.open(second) == {("1", "ethnicity"): CONFLICT}
    # Listed either way: as a gap where the record has one of its own, else as one that nobody could check.
    kept = store.tally(second).kept_of("ethnicity")
    assert kept == (0 if now else 1)
    assert store.tally(second).states("ethnicity") == {CONFLICT if now else State.SOURCE_DOWN: 1}
    assert council.finished.kept == kept
    assert [one.finding.checked for one in store.findings(second)] == [bool(now)]
    third = council.night(council.page(["1"], now, state_of=lambda *_: said))
    assert council.open(third) == now


def test_a_gap_that_could_not_be_judged_is_listed_as_such_and_counted_apart(council, store):
    gaps = {("1", "lpa"): ABSENT, ("1", "gp_practice"): ABSENT, ("2", "lpa"): ABSENT}
    council.night(council.page(["1", "2"], gaps))
    now = council.page(
        ["1", "2"], {("2", "lpa"): ABSENT}, not_assessable=[("1", "lpa"), ("1", "gp_practice")]
    )
    second = council.night(now)
    assert council.open(second) == gaps
    unchecked = [
        (one.finding.ref, one.finding.rule) for one in store.findings(second) if not one.finding.checked
    ]
    assert sorted(unchecked) == [("1", "gp_practice"), ("1", "lpa")]
    tally = store.tally(second)
    assert (tally.kept_of("lpa"), tally.kept_of("gp_practice"), tally.kept_of("ethnicity")) == (1, 1, 0)
    assert tally.states("lpa")[ABSENT] == 1
    # What another profile asked, and this run does not, is in no list of it, and kept by nobody.
    third = council.night(council.page(["1", "2"]), rules={"ethnicity": 1})
    assert store.tally(third).kept.total() == 0
    assert all(one.finding.checked for one in store.findings(second) if one.finding.ref == "2")


def test_a_practice_list_that_is_down_keeps_no_conflict_open(council):
    conflict = council.finding("1", "ethnicity", CONFLICT, seen_in="ais")
    council.night(council.page(["1"], {("1", "ethnicity"): conflict}))
    down = [SourceState("mosaic"), SourceState("practices", status="down")]
    assert council.open(council.night(council.page(["1"]), sources=down)) == {}


def test_two_systems_of_record_hold_findings_of_their_own(council):
    page = council.page(["1"], {("1", "lpa"): ABSENT})
    page.others.append(council.page(["A1"], {("A1", "lpa"): PLACEHOLDER}, "ais"))
    first = council.night(page, to_end=("mosaic", "ais"))
    assert council.open(first) == {("1", "lpa"): ABSENT, ("A1", "lpa"): PLACEHOLDER}
    page = council.page(["1"], {("1", "lpa"): ABSENT})
    page.others.append(council.page(["A1"], {}, "ais"))
    second = council.night(page, to_end=("mosaic", "ais"))
    assert council.open(second) == {("1", "lpa"): ABSENT}


def test_findings_come_by_owner_person_and_severity(council, store):
    def of(ref, rule, team, severity):
        return council.finding(ref, rule, ABSENT, owner=Owner(None, team), severity=severity)

    gaps = {
        ("9", "lpa"): of("9", "lpa", "South", Severity.WARNING),
        ("2", "lpa"): of("2", "lpa", "north", Severity.WARNING),
        ("2", "nhs_number"): of("2", "nhs_number", "north", Severity.CRITICAL),
        ("1", "lpa"): of("1", "lpa", "North", Severity.ERROR),
    }
    run = council.night(council.page(["1", "2", "9"], gaps))
    assert [(one.finding.ref, one.finding.rule) for one in store.findings(run)] == [
        ("1", "lpa"),
        ("9", "lpa"),
        ("2", "nhs_number"),
        ("2", "lpa"),
    ]
    assert [one.finding.ref for one in store.findings(run, team="South")] == ["9"]
    assert [one.finding.rule for one in store.findings(run, source="mosaic", ref="2")] == [
        "nhs_number",
        "lpa",
    ]
    assert {one.finding.ref for one in store.findings(run, rules=["nhs_number"])} == {"2"}


@pytest.mark.parametrize("refs", [["1", "22", "333", "4444"], ["x" * n for n in range(1, 9)]])
def test_references_of_any_length_are_found_again(council, refs):
    gaps = {(ref, "lpa"): ABSENT for ref in refs}
    council.night(council.page(refs, gaps))
    assert council.open(council.night(council.page(refs, gaps))) == gaps
    assert council.open(council.night(council.page(refs))) == {}


def test_scattered_references_are_looked_up_one_by_one(council, store):
    refs = [f"{number:05d}" for number in range(3000)]
    council.night(
        *[council.page(refs[at::20], {(ref, "lpa"): ABSENT for ref in refs[at::20]}) for at in range(20)]
    )
    mended = set(refs[::7])
    second = council.night(
        *[
            council.page(refs[at::20], {(ref, "lpa"): ABSENT for ref in refs[at::20] if ref not in mended})
            for at in range(20)
        ]
    )
    assert set(council.open(second)) == {(ref, "lpa") for ref in refs if ref not in mended}
    assert store.movement(second).resolved == len(mended)


def test_batches_add_up_gaps_and_notices(council, store):
    def closed(ref, code):
        return council.finding(ref, "gp_practice", State.EXPIRED, batch=Batch.CLOSED_PRACTICE, batch_key=code)

    gaps = {(ref, "gp_practice"): closed(ref, code) for ref, code in (("1", "A1"), ("2", "A1"), ("3", "B2"))}
    page = council.page(
        ["1", "2", "3", "4"], gaps, notices=[Notice("mosaic", "4", "gp_practice", Batch.HELP_TO_REGISTER)]
    )
    run = council.night(page)
    found = [(group.batch, group.key, group.people, group.refs) for group in store.batches(run, refs=1)]
    assert found[0] == (Batch.CLOSED_PRACTICE, "A1", 2, ("1",))
    assert sorted(found[1:]) == [
        (Batch.CLOSED_PRACTICE, "B2", 1, ("3",)),
        (Batch.HELP_TO_REGISTER, "", 1, ("4",)),
    ]
    assert list(store.notices(run)) == [Notice("mosaic", "4", "gp_practice", Batch.HELP_TO_REGISTER)]


def test_a_run_tells_its_sources_rejects_and_unmapped_codes(council, store):
    def tell(handle):
        handle.source(SourceState("ais", "AIS", "partial", None, 3, 1))
        handle.record_rejects("ais", [Reject("row 2", "FP-0501"), Reject("row 2", "FP-0501")])
        handle.record_unmapped("ais", {("ethnicity", "ZZ"): 2, ("ethnicity", "Q" * 200): 1})
        assert handle.reject_count("ais") == 1
        assert handle.reject_count("mosaic") == 0

    run = council.night(council.page(["1"]), before=tell)
    assert [(one.name, one.status) for one in store.sources(run)] == [("mosaic", "ok"), ("ais", "partial")]
    assert store.reject_counts(run) == {"ais": 1}
    assert list(store.rejects(run)) == [("ais", Reject("row 2", "FP-0501"))]
    assert store.unmapped(run) == {"ais": [("ethnicity", "ZZ", 2), ("ethnicity", "Q" * 80, 1)]}


def test_the_trend_is_of_one_series(council, store):
    first = council.night(council.page(["1"], {("1", "lpa"): ABSENT}))
    council.night(council.page(["1"]), profile="pre_meeting")
    third = council.night(council.page(["1"]))
    points = store.trend(third)
    assert [info.id for info, _ in points] == [first, third]
    assert [tally.states("lpa")[ABSENT] for _, tally in points] == [1, 0]


def test_a_run_that_nobody_made_is_a_usage_error(store):
    for run_id in ("1", "x", "\u0661", "9" * 40):
        with pytest.raises(UsageError) as raised:
            store.run(run_id)
        assert raised.value.code == "FP-0610"
    assert store.latest_run() is None


def test_a_run_that_has_ended_takes_no_page(council, store):
    with store.begin_run(council.start()) as handle:
        handle.finish("complete")
        with pytest.raises(StoreError) as raised:
            handle.write_page(council.page(["1"]), cursor=None)
        assert raised.value.code == "FP-0612"


def test_the_same_person_twice_on_a_page_is_one_gap(council):
    page = council.page(["1", "1"], {("1", "lpa"): ABSENT})
    page.findings *= 2
    for _ in range(2):
        run = council.night(page)
        assert [(one.finding.ref, one.finding.state) for one in council.store.findings(run)] == [
            ("1", ABSENT)
        ]


def test_a_sql_record_without_a_key_may_be_anybodys(council):
    council.night(council.page(["1", "2"], {("1", "lpa"): ABSENT}))
    keyless = Reject("without reference 1", "FP-0500", "ref", anonymous=True)
    second = council.night(
        council.page(["2"]), before=lambda handle: handle.record_rejects("mosaic", [keyless])
    )
    assert council.open(second) == {("1", "lpa"): ABSENT}
    assert (council.finished.vanished, council.finished.held_back) == (0, 1)


def test_whoever_a_reject_of_two_sources_names_has_not_vanished(council, store):
    council.night(council.page(["1", "2"], {("1", "lpa"): ABSENT}))
    both = Reject("1 / A7", "FP-0502", "date_of_birth", ("1", "A7"))
    second = council.night(council.page(["2"]), before=lambda handle: handle.record_rejects("ais", [both]))
    assert council.open(second) == {("1", "lpa"): ABSENT}
    assert council.finished.vanished == 0
    ((_, stored),) = store.rejects(second)
    assert (stored.refs, stored.anonymous) == (("1", "A7"), False)
