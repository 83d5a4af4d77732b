"""A master and any number of others, read in any way: each compared, some assessed by themselves."""

from __future__ import annotations

from dataclasses import replace

import pytest

from adapter_core.domain.states import State
from adapter_core.errors import ConfigurationError
from adapter_core.service.missing import missing
from adapter_core.store.run_handle import RunHandle

WAYS = ("placed", "streamed", "asked")


def three(somebody, backend="placed"):
    """A master of nine, of whom 1 and 2 lack an ethnicity, and 5 a postcode; what others know of them."""
    lacks: dict[int, dict[str, object]]
    lacks = {1: {"ethnicity": State.ABSENT}, 2: {"ethnicity": State.ABSENT}, 5: {"postcode": State.ABSENT}}
    ais: dict[int, dict[str, object]]
    ais = {2: {"ethnicity": "white_irish"}, 3: {"ethnicity": "white_irish"}, 1: {"ethnicity": State.ABSENT}}
    gp: dict[int, dict[str, object]]
    gp = {1: {"ethnicity": "white_british"}, 2: {"ethnicity": "white_british"}, 4: {"postcode": "MB3 4DE"}}
    return {
        "mosaic": ("listed", [somebody(place, **lacks.get(place, {})) for place in range(9)]),
        "ais": (backend, [somebody(place, "A", **ais.get(place, {})) for place in range(8)]),
        "gp": (backend, [somebody(place, "G", **gp.get(place, {})) for place in range(8)]),
    }


@pytest.mark.parametrize("way", WAYS)
def test_every_source_is_compared_and_one_is_assessed_by_itself(council, somebody, way):
    council.write(three(somebody, way), ais="system_of_record = true")
    night = council.night()
    assert night.outcome.status == "complete"
    assert night.outcome.people == 9
    assert night.states("ethnicity") == {
        "101": "held_elsewhere gp",
        "102": "held_elsewhere ais",
        "103": "conflict ais",
    }
    assert night.states("postcode") == {"104": "conflict gp", "105": "held_elsewhere ais"}
    # The other system of record lacks what its own record lacks, whoever else holds it.
    assert night.states("ethnicity", "ais")["A101"] == "held_elsewhere gp"
    assert night.states("ethnicity", "ais")["A102"] == "conflict gp"
    assert night.states("ethnicity", "ais")["A103"] == "conflict mosaic"
    assert night.states("ethnicity", "gp") == {}
    assert night.adds_up()


def test_a_source_that_has_no_list_is_asked_about_the_cohort_and_nobody_else(council, somebody):
    people = three(somebody, "asked")
    master = [
        *people["mosaic"][1],
        replace(somebody(10), date_of_birth=State.ABSENT),
        replace(somebody(11), nhs_number=State.ABSENT),
        replace(somebody(12), restricted=True),
    ]
    council.write(people | {"mosaic": ("listed", master)})
    night = council.night()
    asked = council.asked("ais")
    assert len(asked) == len(set(asked)) == 9
    assert night.source("ais").people == 8
    assert night.source("ais").unmatched == 0


def test_what_a_source_that_is_asked_could_not_answer_makes_a_partial_run(council, somebody):
    people = three(somebody, "asked")
    people["ais"][1].append(somebody(4, "B"))
    council.write(people)
    night = council.night()
    assert night.outcome.status == "partial"
    assert (night.source("ais").status, night.source("gp").status) == ("partial", "ok")
    assert [(each.ref, each.code) for each in night.source("ais").rejects] == [("A104", "FP-0503")]
    assert told(council, night) == {"ais": [("gender", "ZZ9", 9)], "gp": [("gender", "ZZ9", 9)]}


def told(council, night):
    """The codes that a run keeps as unmapped."""
    with council.opened() as app:
        return app.store.unmapped(night.outcome.run)


def test_what_a_source_that_is_asked_told_before_a_run_broke_off_is_kept(council, somebody, monkeypatch):
    people = three(somebody, "asked")
    people["ais"][1].append(somebody(0, "B"))
    council.write(people)
    write = RunHandle.write_page
    written: list[object] = []

    def breaks(handle, result, *, cursor):
        if len(written) == 1:
            raise KeyboardInterrupt
        write(handle, result, cursor=cursor)
        written.append(cursor)

    with monkeypatch.context() as patched:
        patched.setattr(RunHandle, "write_page", breaks)
        with pytest.raises(KeyboardInterrupt):
            council.night()
    night = council.night()
    assert night.outcome.resumed
    assert night.outcome.status == "partial"
    assert [(each.ref, each.code) for each in night.source("ais").rejects] == [("A100", "FP-0503")]
    assert told(council, night) == {"ais": [("gender", "ZZ9", 9)], "gp": [("gender", "ZZ9", 9)]}


def test_joined_on_the_masters_reference_as_well(council, somebody):
    people = three(somebody, "asked")
    for name in ("ais", "gp"):
        backend, held = people[name]
        people[name] = (
            backend,
            [replace(each, master_ref=each.ref[1:], nhs_number=State.ABSENT) for each in held],
        )
    council.write(people, people='match_on = ["master_ref", "date_of_birth"]')
    assert council.night().states("ethnicity") == {
        "101": "held_elsewhere gp",
        "102": "held_elsewhere ais",
        "103": "conflict ais",
    }


@pytest.mark.requirement("P-01")
def test_one_person_is_told_what_any_of_them_holds(council, somebody):
    council.write(three(somebody), ais="system_of_record = true")
    council.night()
    with council.opened() as app:
        held = {
            line.rule: line.finding.evidence[0].source
            for line in missing(app, "101", profile="cld").gaps
            if line.finding is not None and line.state is State.HELD_ELSEWHERE
        }
        assert held == {"ethnicity": "gp"}
        assert [line.rule for line in missing(app, "104", profile="cld").gaps] == ["postcode"]


# --- who is believed --------------------------------------------------------------------------------


def test_the_most_trusted_source_that_has_a_value_supplies_it(council, somebody):
    precedence = '[people.precedence]\nethnicity = ["gp", "ais"]'
    council.write(three(somebody), precedence)
    states = council.night().states("ethnicity")
    assert states["102"] == "held_elsewhere gp"
    # Who is trusted less may still differ, and then somebody has to look.
    assert states["103"] == "conflict ais"


def test_a_source_that_is_not_listed_for_a_field_is_not_asked_about_it(council, somebody):
    council.write(three(somebody), '[people.precedence]\nethnicity = ["gp"]')
    night = council.night()
    assert night.states("ethnicity") == {"101": "held_elsewhere gp", "102": "held_elsewhere gp"}
    assert night.states("postcode") == {"104": "conflict gp", "105": "held_elsewhere ais"}


def test_a_default_is_for_every_field_without_an_order_of_its_own(council, somebody):
    council.write(three(somebody), '[people.precedence]\ndefault = ["ais"]\npostcode = []')
    night = council.night()
    assert night.states("ethnicity") == {
        "101": "absent mosaic",
        "102": "held_elsewhere ais",
        "103": "conflict ais",
    }
    assert night.states("postcode") == {"105": "absent mosaic"}


def test_an_empty_value_of_the_most_trusted_overwrites_nothing(council, somebody):
    council.write(three(somebody), '[people.precedence]\nethnicity = ["ais", "gp"]')
    assert council.night().states("ethnicity")["101"] == "held_elsewhere gp"


def test_another_system_of_record_believes_the_master_as_listed(council, somebody):
    more = '[people.precedence]\nethnicity = ["mosaic", "ais"]'
    council.write(three(somebody), more, ais="system_of_record = true")
    states = council.night().states("ethnicity", "ais")
    assert states == {"A101": "absent ais", "A103": "conflict mosaic"}


@pytest.mark.parametrize("field", ["gp", '"gp.code"', "ethnicity", "default"])
def test_what_is_compared_may_be_named(council, somebody, field):
    council.write(three(somebody), f'[people.precedence]\n{field} = ["ais", "mosaic"]')
    assert council.night().outcome.status == "complete"


@pytest.mark.parametrize(
    ("line", "code", "near"),
    [
        ('ethnicty = ["ais"]', "FP-0121", 'Did you mean "ethnicity"'),
        ('address = ["ais"]', "FP-0121", "compares"),
        ('defualt = ["ais"]', "FP-0121", 'Did you mean "default"'),
        ('ethnicity = ["ias"]', "FP-0120", 'Did you mean "ais"'),
        ('ethnicity = ["ais", "gp", "ais"]', "FP-0104", "once"),
        ('ethnicity = "ais"', "FP-0104", "list"),
    ],
)
def test_a_precedence_that_would_do_nothing_is_an_error(council, somebody, line, code, near):
    council.write(three(somebody), f"[people.precedence]\n{line}")
    with pytest.raises(ConfigurationError) as caught, council.opened():
        pass
    assert caught.value.code == code
    assert near in str(caught.value)
    assert "people.precedence" in caught.value.where


def test_another_matcher_is_an_error(council, somebody):
    council.write(three(somebody), people='matcher = "similar"')
    with pytest.raises(ConfigurationError, match="FP-0104"), council.opened():
        pass
