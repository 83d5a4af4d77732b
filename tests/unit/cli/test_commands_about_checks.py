"""Checking, reporting and the list of what can be checked: what each says, and its exit code."""

from __future__ import annotations

import re

import pytest
from rich.console import Console

# --- check --list and check test ------------------------------------------------------------------------


def test_check_list_needs_no_config(nowhere):
    found = nowhere("check", "--list", "--json").json
    assert {each["id"] for each in found["profiles"]} == {"pre_meeting", "post_conversation", "cld", "camden"}
    assert "gp_practice" in {each["id"] for each in found["rules"]}
    assert {each["id"] for each in found["cohorts"]} >= {"open_adults"}
    assert "gp_practice" in nowhere("check", "--list").out


@pytest.mark.parametrize("width", [100, 80])
def test_check_list_fits_a_terminal_and_loses_nothing(nowhere, monkeypatch, width):
    told = nowhere("check", "--list", "--json").json
    monkeypatch.setattr("adapter_core.cli.check.console", lambda: Console(force_terminal=True, width=width))
    out = re.sub(r"\x1b\[[0-9;]*m", "", nowhere("check", "--list").out)
    assert max(len(line.rstrip()) for line in out.splitlines()) <= width
    plain = " ".join(out.split())
    for rule in told["rules"]:
        assert f"{rule['id']} {rule['title']}" in plain
        assert " ".join(f"{rule['applies']}.".split()) in plain
    for profile in told["profiles"]:
        assert plain.count(profile["id"]) > 1


EXAMPLES = """
profile = "{profile}"
[[example]]
says = "Somebody whose postcode is missing"
person = {{ postcode = {{ state = "absent" }}, gp = [{{ code = "V81999" }}] }}
expect = {{ postcode = "absent", {more} }}
"""


def test_check_test_of_a_councils_own_profile(council):
    own = "[profiles.ours]\nextends = 'pre_meeting'\nremove = ['gp_practice']\nadd = ['ethnicity']\n"
    council.write(text=f"schema = 1\n{own}")
    file = council.folder / "examples.toml"
    file.write_text(EXAMPLES.format(profile="ours", more='ethnicity = "recorded"'))
    assert council.run("check", "test", str(file)).code == 0
    file.write_text(EXAMPLES.format(profile="ours", more='ethnicity = "declined"'))
    wrong = council.run("check", "test", str(file), "--json")
    assert wrong.code == 1
    assert wrong.json["examples"][0]["differences"] == [
        {"rule": "ethnicity", "expected": "declined", "actual": "recorded"}
    ]


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("", "example"),
        ("x = [", "TOML"),
        ("[[example]]\nsays = 'x'\nexpect = { postcode = 'absnt' }", "postcode"),
        ("[[example]]\nsays = 'x'\nexpect = { postcod = 'absent' }", 'Did you mean "postcode"?'),
        (
            "[[example]]\nsays = 'x'\nexpect = { name = 'recorded' }\nperson = { postcod = 'x' }",
            'mean "postcode"',
        ),
        (
            "[[example]]\nsays = 'x'\nexpect = { name = 'recorded' }\nperson = { gender = 'femal' }",
            'mean "female"',
        ),
        (
            "[[example]]\nsays = 'x'\nexpect = { name = 'recorded' }\nperson = { date_of_birth = '1950' }",
            "a date",
        ),
        (
            "[[example]]\nsays = 'x'\nexpect = { name = 'recorded' }\nperson = { gp = 'V81999' }",
            "list of tables",
        ),
        (
            "[[example]]\nsays = 'x'\nexpect = { name = 'recorded' }\nperson = { gp = [{ cod = 'V' }] }",
            "gp.code",
        ),
        (
            "[[example]]\nsays = 'x'\nexpect = { name = 'recorded' }\nperson = { gp = { state = 'abs' } }",
            "absent",
        ),
        ("[[exampel]]\nsays = 'x'", 'Did you mean "example"?'),
    ],
)
def test_check_test_with_a_file_that_is_wrong(nowhere, tmp_path, text, word):
    (tmp_path / "examples.toml").write_text(text)
    done = nowhere("check", "test", "examples.toml")
    assert done.code == 2
    assert done.err.startswith("FP-0923")
    assert word in done.err


def test_check_test_without_a_file(nowhere):
    done = nowhere("check", "test", "none.toml", "--json")
    assert done.code == 2
    assert done.json["error"]["code"] == "FP-0923"


# --- check, report, missing, runs -----------------------------------------------------------------------


@pytest.mark.requirement("P-01")
def test_check_stores_what_report_and_runs_show(council):
    done = council.run("check", "--json", "--as-of", "2026-11-23")
    assert done.code == 0
    found = done.json
    assert found["run"]["as_of"] == "2026-11-23"
    postcode = next(each for each in found["rules"] if each["id"] == "postcode")
    assert (postcode["applicable"], postcode["gaps"]) == (2, 1)
    assert ("2", "postcode", "invalid") in {
        (each["person"]["ref"], each["rule"], each["state"]) for each in found["findings"]
    }
    assert council.run("report", "--format", "json").json == found
    runs = council.run("runs", "--json").json["runs"]
    assert [each["id"] for each in runs] == [found["run"]["id"]]
    assert found["run"]["id"] in council.run("runs").out


def test_a_breached_threshold_is_exit_1(council):
    council.write(
        text=(council.folder / "fingerpost.toml").read_text() + "[rules.postcode]\nwarning_percent = 50\n"
    )
    assert council.run("check").code == 1


@pytest.mark.parametrize(
    ("form", "ending"), [("table", "txt"), *((each, each) for each in ("html", "xlsx", "csv", "json"))]
)
def test_report_in_every_format_as_a_file(council, form, ending):
    assert council.run("check").code == 0
    file = council.folder / f"out.{ending}"
    assert council.run("report", "--format", form, "--output", str(file)).code == 0
    assert file.stat().st_size > 100
    assert [each.name for each in council.folder.iterdir() if each.name.endswith(".part")] == []


def test_report_that_cannot_be_written(council):
    council.run("check")
    done = council.run("report", "--format", "csv", "--output", str(council.folder / "none" / "out.csv"))
    assert done.code == 2
    assert done.err.startswith("FP-0925")


def test_an_xlsx_needs_a_file(council):
    assert council.run("report", "--format", "xlsx").code == 2


def test_report_before_any_run(council):
    done = council.run("report")
    assert done.code == 2
    assert "fingerpost check" in done.err


@pytest.mark.requirement("P-02")
def test_missing_is_asked_live(council):
    answer = council.run("missing", "2", "--profile", "cld", "--json").json
    assert answer["live"]
    assert {"rule": "postcode", "state": "invalid"}.items() <= next(
        each for each in answer["missing"] if each["rule"] == "postcode"
    ).items()
    assert "Toy system 2" in council.run("missing", "2").out


def test_missing_of_nobody(council):
    done = council.run("missing", "77", "--json")
    assert done.code == 2
    assert done.json["error"]["code"] == "FP-0903"


def test_a_source_that_is_down_ends_a_check_with_4(council):
    council.write('fault = "down"')
    assert council.run("check").code == 4
