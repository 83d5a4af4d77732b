"""Each packaged mapping of a database reads its sample as expected, from SQLite and from PostgreSQL."""

from __future__ import annotations

import json
import os
from importlib import resources
from pathlib import Path

import pytest

from adapter_core.domain.states import State
from adapter_core.hooks.ports import PeopleQuery

MAPPINGS = Path(str(resources.files("council_mappings")))


def test_the_sample_gives_its_expected_result(sample, database, open_sample, outcome) -> None:
    url = database(sample.script, sample.schema)
    with open_sample(sample, url) as source:
        found = outcome(source)
    if os.environ.get("FINGERPOST_UPDATE_GOLDENS") == "1":
        told = {"schema": 1, "as_of": "2026-11-23", "settings": sample.settings, **found}
        (MAPPINGS / f"{sample.mapping}.expected.json").write_text(
            json.dumps(told, indent=1, ensure_ascii=False) + "\n", encoding="utf-8"
        )
    expected = sample.expected
    assert expected["settings"] == sample.settings
    for part, held in found.items():
        assert held == expected[part], part


def test_any_page_size_reads_the_same(sample, database, open_sample, outcome) -> None:
    with open_sample(sample, database(sample.script, sample.schema)) as source:
        assert outcome(source, 1)["people"] == outcome(source)["people"]


def test_config_check_finds_nothing_fatal(sample, database, open_sample) -> None:
    with open_sample(sample, database(sample.script, sample.schema)) as source:
        assert [each.what for each in source.inspect().problems if each.fatal] == []


def test_people_are_found_again_by_their_places(sample, database, open_sample) -> None:
    with open_sample(sample, database(sample.script, sample.schema), positions=True) as source:
        pages = list(source.iter_people(PeopleQuery(page_size=2)))
        people = [person for page in pages for person in page.people]
        places = [place for page in pages for place in page.positions]
        assert len(places) == len(people) > 2
        assert source.people_at(places) == people
        assert source.people_at(places[::-1]) == people[::-1]
        assert source.people_at([places[1], places[1]]) == [people[1], people[1]]


def test_the_lake_holds_what_the_live_database_does(live) -> None:
    live_text, lake = ((MAPPINGS / f"mosaic/{each}.expected.json").read_text() for each in ("live", "lake"))
    # A lake is a copy, a day old: all else is the same.
    assert json.loads(live_text)["people"] == json.loads(lake)["people"]


def test_a_sample_is_of_nobody(sample) -> None:
    for person in sample.expected["people"]:
        number = person.get("nhs_number")
        assert not isinstance(number, str) or number.startswith("999")
    assert "invented" in sample.script


# --- form answers ---


def answers(source):
    people = {each.ref: each for page in source.iter_people(PeopleQuery()) for each in page.people}
    return {
        ref: (
            [each.authority for each in person.representatives],
            [(each.topic, each.answer) for each in person.answers],
        )
        for ref, person in people.items()
    }


def test_the_latest_form_wins_and_an_answer_is_its_own_persons(live, database, open_sample) -> None:
    with open_sample(live, database(live.script, "")) as source:
        found = answers(source)
    powers = ["lpa_health_welfare", "lpa_property_financial"]
    assert (sorted(found["1001"][0]), found["1001"][1]) == (powers, [])
    assert found["1002"] == ([], [("lpa", State.ASKED_NONE)])  # the older form said yes
    assert found["1004"] == ([], [])  # of the same subgroup; the rows name 1001


def test_an_answer_whose_row_names_nobody_is_of_everybody_in_the_subgroup(
    live, database, open_sample
) -> None:
    script = live.script.replace("(61, '1001')", "(61, '')").replace("(62, '1001')", "(62, NULL)")
    with open_sample(live, database(script, "")) as source:
        found = answers(source)
    assert sorted(found["1001"][0]) == sorted(found["1004"][0]) == [
        "lpa_health_welfare", "lpa_property_financial",
    ]  # fmt: skip


def test_without_the_question_nobody_is_called_missing(live, database, open_sample) -> None:
    with open_sample(live, database(live.script, ""), settings={"gp_relationship": "GP"}) as source:
        (page,) = source.iter_people(PeopleQuery())
    assert {each.representatives for each in page.people} == {State.NOT_SUPPORTED}
    assert {each.answers for each in page.people} == {State.NOT_SUPPORTED}


@pytest.mark.parametrize("user_code", ["LPA_HELDD", "lpa_held "])
def test_a_question_that_is_not_there_is_said_before_a_run(live, database, open_sample, user_code) -> None:
    settings = {**live.settings, "lpa_question": user_code}
    with open_sample(live, database(live.script, ""), settings=settings) as source:
        (problem,) = [each for each in source.inspect().problems if each.where == "settings.lpa_question"]
    assert (problem.code, problem.fatal) == ("FP-0304", True)


def test_answers_without_a_question_are_not_read_and_are_counted(live, database, open_sample) -> None:
    with open_sample(live, database(live.script, "")) as source:
        problems = [each for each in source.inspect().problems if each.code == "FP-0336"]
    (problem,) = problems
    assert (problem.where, problem.fatal) == ("tables.lpa_question", False)
    assert problem.what == (
        "2 rows of MO_FORM_LOOKUP_ANSWERS have no row in MO_QUESTIONS (by QUESTION_ID), and are not read."
    )


def test_only_answers_to_the_question_that_is_read_are_looked_at(live, database, open_sample) -> None:
    more = "".join(f"INSERT INTO MO_QUESTION_LOOKUPS VALUES ({n}, 'Answer {n}');" for n in range(100, 200))
    asked = "INSERT INTO MO_FORM_LOOKUP_ANSWERS VALUES (33, 41, 64, 107), (33, 42, 64, 108);"
    with open_sample(live, database(live.script + more + asked, "")) as source:
        found = [each.what for each in source.inspect().problems if "representatives" in each.where]
    assert found == ["MO_QUESTION_LOOKUPS.ANSWER holds the code 'Answer 107', which is not mapped."]


def test_all_answers_with_a_question_is_no_problem(live, database, open_sample) -> None:
    script = live.script.replace("(31, NULL, 65, 51), (33, 999, 65, 52)", "(31, 42, 65, 54)")
    with open_sample(live, database(script, "")) as source:
        assert [each for each in source.inspect().problems if each.code == "FP-0336"] == []


# --- a column that went ---


def test_a_table_or_column_that_is_missing_is_named(sample, database, open_sample) -> None:
    broken = sample.script.replace("START_DTTM", "BEGIN_DTTM").replace("STARTDATE", "FROMDATE")
    broken = broken.replace("START_DATE timestamp", "FROM_DATE timestamp").replace("DISPLAY_ADDRESS", "SHOWN")
    with open_sample(sample, database(broken, sample.schema)) as source:
        fatal = [each for each in source.inspect().problems if each.fatal]
    assert {each.code for each in fatal} == {"FP-0301"}
    assert any("has no column" in each.what for each in fatal)
