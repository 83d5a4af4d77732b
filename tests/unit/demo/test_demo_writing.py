"""Writing a council to a folder: what the writers are handed, the config, the truth, the next night."""

from __future__ import annotations

import json
import tomllib
from collections import Counter
from datetime import date

import pytest

from adapter_core.demo.council import Council
from adapter_core.demo.settings import config_text
from adapter_core.demo.truth import UNLISTED
from adapter_core.demo.writing import WANTED_WRITERS, next_night, write_council
from adapter_core.errors import UsageError
from adapter_core.hooks.ports import SampleWriter

AS_OF = date(2026, 11, 23)


@pytest.fixture
def handed():
    """What each writer was given: its people's references, in order, and its options."""
    return {}


@pytest.fixture
def writers(handed):
    def writer(name):
        def write(folder, people, options):
            handed[name] = ([person.ref for person in people], dict(options))
            (folder / f"{name}.txt").write_text(name, encoding="utf-8")
            return {"path": f"{name}.txt", "settings": {"carer_group": "CARER"}}

        return SampleWriter(name, f"{name}/demo", write, frozenset())

    return {name: writer(name) for name in WANTED_WRITERS}


def test_each_writer_is_handed_its_people_and_what_it_needs(tmp_path, writers, handed):
    demo = write_council(tmp_path / "demo", people=400, seed=2, as_of=AS_OF, writers=writers)
    council = Council(people=400, seed=2, as_of=AS_OF)
    assert handed["mosaic"] == ([person.ref for person in council.mosaic()], {"as_of": AS_OF})
    refs, options = handed["northgate_ais"]
    assert refs == [person.ref for person in council.northgate_ais()]
    assert options["broken_rows"] == council.broken_rows
    assert handed["nhs"][0] == []
    assert handed["nhs"][1]["practices"] == council.practices
    assert demo.people == 400


def test_the_config_is_the_contracts(tmp_path, writers):
    demo = write_council(
        tmp_path, people=100, seed=2, as_of=AS_OF, writers=writers, extra={"store": {"url": "sqlite:///x.db"}}
    )
    config = tomllib.loads(demo.config.read_text(encoding="utf-8"))
    assert config["plugins"] == list(WANTED_WRITERS)
    assert config["council"]["name"] == "Millbrook Council"
    assert config["sources"]["mosaic"]["path"] == "mosaic.txt"
    assert config["sources"]["mosaic"]["as_of"] == AS_OF
    assert config["sources"]["mosaic"]["settings"] == {"carer_group": "CARER"}
    assert config["sources"]["ais"]["port"] == "demographics"
    assert config["people"] == {"master": "mosaic", "match_on": ["nhs_number", "date_of_birth"]}
    assert config["owners"]["localities"]["ZX1"] == "North Locality Team"
    assert config["check"]["allow_synthetic"] is True
    assert config["store"] == {"url": "sqlite:///x.db"}
    assert str(tmp_path) not in demo.config.read_text(encoding="utf-8")


def test_a_value_that_toml_has_not_is_refused():
    with pytest.raises(TypeError, match="cannot hold NoneType"):
        config_text("x", "mosaic", (), {"store": {"url": None}})


def test_the_truth_is_what_was_planted(tmp_path, writers):
    demo = write_council(tmp_path, people=1200, seed=4, as_of=AS_OF, writers=writers)
    truth = json.loads(demo.truth.read_text(encoding="utf-8"))
    planted = list(Council(people=1200, seed=4, as_of=AS_OF).planted())
    assert (truth["schema"], truth["seed"], truth["as_of"]) == (1, 4, "2026-11-23")
    assert {
        (one["profile"], one["person"]["source"], one["person"]["ref"], one["rule"], one["state"])
        for one in truth["findings"]
    } == {
        (profile, "mosaic", one.subject.person.ref, rule, state.value)
        for one in planted
        for profile, rule, state in one.gaps
        if rule not in UNLISTED
    }
    assert len(truth["findings"]) == demo.findings
    counted = Counter(gap for one in planted for gap in one.gaps if gap[1] in UNLISTED)
    assert counted == {(one["profile"], one["rule"], one["state"]): one["people"] for one in truth["counted"]}
    reasons = Counter(one.subject.exclusion.value for one in planted if one.subject.exclusion)
    assert truth["excluded"] == dict(reasons)
    assert list(truth["excluded"]) == ["deceased", "duplicate", "closed", "under_18", "restricted"]
    codes = Counter(reject["code"] for reject in truth["rejects"])
    assert set(codes) == {"FP-0502", "FP-0503", "FP-0510", "FP-0511"}
    for reject in truth["rejects"]:
        assert set(reject) == {"source", "ref", "code", "field"}
        assert reject["ref"].startswith("row ") == (reject["code"] == "FP-0510")


def test_the_next_night_goes_on_from_the_folder(tmp_path, writers, handed):
    first = write_council(tmp_path, people=1500, seed=4, as_of=AS_OF, writers=writers)
    before = handed["mosaic"][0]
    second = next_night(tmp_path, writers=writers)
    assert (first.night, second.night) == (0, 1)
    assert second.as_of == date(2026, 11, 24)
    assert set(handed["mosaic"][0]) < set(before)
    assert second.people == len(handed["mosaic"][0])
    truth = json.loads(second.truth.read_text(encoding="utf-8"))
    assert truth["as_of"] == "2026-11-24"
    config = tomllib.loads(second.config.read_text(encoding="utf-8"))
    assert config["sources"]["mosaic"]["as_of"] == second.as_of
    assert config["reference"]["practices"]["as_of"] < AS_OF
    assert next_night(tmp_path, writers=writers).night == 2


def test_without_a_first_night_there_is_no_next(tmp_path, writers):
    with pytest.raises(UsageError) as caught:
        next_night(tmp_path, writers=writers)
    assert caught.value.code == "FP-0924"


@pytest.mark.parametrize(
    "text", ["", "[]", '{"people": 5}', '{"people": "x", "seed": 1, "night": 0, "as_of": ""}']
)
def test_a_spoilt_folder_is_an_error_and_no_crash(tmp_path, writers, text):
    (tmp_path / "demo.json").write_text(text, encoding="utf-8")
    with pytest.raises(UsageError) as caught:
        next_night(tmp_path, writers=writers)
    assert caught.value.code == "FP-0924"


def test_a_missing_writer_and_an_impossible_size_are_usage_errors(tmp_path, writers):
    with pytest.raises(UsageError, match="a sample writer of nhs"):
        write_council(
            tmp_path,
            people=10,
            seed=1,
            as_of=AS_OF,
            writers={name: writer for name, writer in writers.items() if name != "nhs"},
        )
    with pytest.raises(UsageError, match="cannot be drawn"):
        write_council(tmp_path, people=0, seed=1, as_of=AS_OF, writers=writers)
