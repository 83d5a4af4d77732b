"""Each command says what it should, leaves with the contract's exit code, and fails in plain words."""

from __future__ import annotations

import csv
import json
import re
import shutil
import sys
from pathlib import Path

import click
import pytest

from adapter_core.cli.faults import PRECEDENCE, worst
from adapter_core.cli.main import BUILT_IN, cli
from adapter_core.config import load_config
from adapter_core.errors import CATALOGUE, FingerpostError, RunLocked, SourceUnavailable
from adapter_core.service.starter import STARTER

SHIPPED = Path(__file__).parents[3] / "examples"

# --- the group ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", sorted(BUILT_IN))
def test_the_help_says_of_each_command_what_the_command_says_of_itself(name):
    command = cli.get_command(click.Context(cli), name)
    assert command is not None
    first = (command.help or "").partition("\n\n")[0].replace("\n", " ").replace("\f", "").strip()
    assert first == BUILT_IN[name][1]


@pytest.mark.parametrize("name", sorted(BUILT_IN))
def test_every_command_takes_the_common_options(name, nowhere):
    out = nowhere(name, "--help")
    assert out.code == 0
    for option in ("--json", "--config", "--debug-file"):
        assert option in out.out


def test_the_help_imports_nothing_heavy(council):
    (council.folder / "fingerpost.toml").unlink()
    code = (
        "import sys\nfrom adapter_core.cli.main import run\nassert run(['--help']) == 0\n"
        "print([m for m in ('pydantic', 'sqlalchemy', 'rich', 'xlsxwriter', 'jinja2') if m in sys.modules])"
    )
    done = __import__("subprocess").run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=council.folder
    )
    assert done.stdout.splitlines()[-1] == "[]"


def test_a_plugins_command_is_in_the_help_and_runs(council):
    assert "Wave to everybody." in council.run("--help").out
    assert council.run("wave").out == "hello\n"


def test_a_broken_config_hides_no_built_in_command(council):
    council.write(text="schema = 1\nplugins = ['mosiac']")
    help_text = council.run("--help")
    assert help_text.code == 0
    assert "FP-0200" in help_text.out
    assert "doctor" in help_text.out
    assert council.run("explain", "FP-0200").code == 0
    unknown = council.run("wave")
    assert unknown.code == 2
    assert "FP-0200" in unknown.err


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (["chekc"], "chekc"),
        (["check", "--cohrot", "x"], "--cohrot"),
        (["runs", "--limit", "0"], "0"),
        (["missing"], "REF"),
        (["check", "--as-of", "31/02/2026"], "2026-11-23"),
        (["report", "--format", "pdf"], "pdf"),
    ],
)
def test_a_command_that_is_not_understood(council, arguments, word):
    done = council.run(*arguments)
    assert done.code == 2
    assert word in done.err
    assert "Traceback" not in done.err
    told = council.run(*arguments, "--json").json["error"]
    assert told["code"] == "FP-0920"
    assert set(told) == {"code", "message", "where", "remedy"}


def test_options_stand_before_or_after_the_command(council):
    elsewhere = str(council.folder / "fingerpost.toml")
    first = council.run("--json", "--config", elsewhere, "sources")
    second = council.run("sources", "--config", elsewhere, "--json")
    assert first.json == second.json
    third = council.run("--as-of", "2026-01-02", "check", "--json").json
    fourth = council.run("check", "--json", "--as-of", "2026-01-02").json
    assert third["run"]["as_of"] == fourth["run"]["as_of"] == "2026-01-02"


@pytest.mark.parametrize("codes", [(3, 1), (1, 70, 3), (4, 75), (75, 5, 1), (0, 1), (0,)])
def test_where_several_exit_codes_hold_the_contracts_first_wins(codes):
    order = [*PRECEDENCE, 0]
    assert worst(*codes) == min(codes, key=order.index)
    assert PRECEDENCE == (5, 75, 4, 70, 3, 1)


# --- errors ---------------------------------------------------------------------------------------------


def test_an_error_says_what_where_and_what_to_do(nowhere):
    done = nowhere("sources")
    assert done.code == 5
    assert done.out == ""
    assert done.err.startswith("FP-0101: ")
    assert CATALOGUE["FP-0101"].remedy in done.err
    assert "fingerpost explain FP-0101" in done.err


def test_an_error_as_json(nowhere):
    done = nowhere("sources", "--json")
    assert done.code == 5
    assert done.json["error"]["code"] == "FP-0101"
    assert done.err == ""


def test_every_problem_of_a_config_is_shown(council):
    council.write('passwrod = "x"\nfautl = "y"')
    done = council.run("sources")
    assert done.code == 5
    assert 'Did you mean "password"?' in done.err
    assert 'Did you mean "fault"?' in done.err
    assert len(council.run("sources", "--json").json["error"]["problems"]) == 2


def test_a_literal_password_is_refused_and_not_repeated(council):
    council.write('password = "hunter22"')
    for arguments in (["sources"], ["sources", "--json"], ["check"], ["doctor"], ["config", "show"]):
        done = council.run(*arguments)
        assert done.code == 5
        assert "FP-0105" in done.out + done.err
        assert "hunter22" not in done.out + done.err


@pytest.mark.parametrize("arguments", [["config", "check"], ["config", "check", "--json"], ["doctor"]])
def test_a_secret_that_a_backend_repeats_is_masked(council, monkeypatch, arguments):
    monkeypatch.setenv("TOY_WORD", "hunter23")
    council.write('password = { env = "TOY_WORD" }\nfault = "down"')
    done = council.run(*arguments)
    assert "hunter23" not in done.out + done.err
    assert "cannot log in with ***" in done.out + done.err


def test_an_internal_error_shows_no_traceback_and_no_value(council, monkeypatch, tmp_path):
    def fail(*_, **__):
        secret_name = "Ann Ash"
        raise ValueError(secret_name)

    monkeypatch.setattr("adapter_core.service.inspection.source_lines", fail)
    done = council.run("sources")
    assert done.code == 70
    assert done.err.startswith("FP-0001: ")
    assert "Traceback" not in done.err
    assert "Ann" not in done.err
    trace = tmp_path / "trace.txt"
    assert council.run("sources", "--debug-file", str(trace)).code == 70
    text = trace.read_text(encoding="utf-8")
    assert "in fail" in text
    assert "builtins.ValueError" in text
    assert "Ann Ash" not in text.replace('secret_name = "Ann Ash"', "")


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (KeyboardInterrupt(), 130),
        (RunLocked("FP-0601", "Another run holds the lock."), 75),
        (SourceUnavailable("FP-0401", "Gone."), 4),
        (BrokenPipeError(), 0),
        (FingerpostError("FP-0001", "x"), 70),
    ],
)
def test_exit_codes(council, monkeypatch, error, code):
    def fail(*_, **__):
        raise error

    monkeypatch.setattr("adapter_core.service.inspection.source_lines", fail)
    assert council.run("sources").code == code


# --- explain, init, plugins, sources --------------------------------------------------------------------


@pytest.mark.parametrize("code", ["FP-0105", "fp-0105 "])
def test_explain(nowhere, code):
    done = nowhere("explain", code)
    assert done.code == 0
    assert CATALOGUE["FP-0105"].meaning in done.out


def test_explain_names_the_nearest(nowhere):
    done = nowhere("explain", "FP-0106x")
    assert done.code == 2
    assert 'Did you mean "FP-0106"?' in done.err


def test_init_writes_a_sound_config_and_never_twice(nowhere, tmp_path):
    assert nowhere("init").code == 0
    file = tmp_path / "fingerpost.toml"
    assert load_config(file, {}).check.profile == "post_conversation"
    written = file.read_text(encoding="utf-8")
    again = nowhere("init", "--json")
    assert again.code == 2
    assert again.json["error"]["code"] == "FP-0921"
    assert file.read_text(encoding="utf-8") == written


def test_the_starters_examples_are_sound_too(tmp_path):
    text = STARTER.replace("plugins = []\n", "")
    text = re.sub(r"^# (\[|\w+ *= |\"ZZ1\")", r"\1", text, flags=re.MULTILINE)
    (tmp_path / "c.toml").write_text(text, encoding="utf-8")
    config = load_config(tmp_path / "c.toml", {"MOSAIC_URL": "sqlite://"})
    assert config.plugins == ("mosaic", "northgate_ais", "nhs")
    assert list(config.sources) == ["mosaic", "ais"]
    assert config.people.master == "mosaic"
    assert set(config.profiles) == {"ours"}


def test_plugins_without_a_config_names_what_is_installed(nowhere):
    answer = nowhere("plugins", "--json").json
    assert answer["plugins"] == []
    assert answer["installed"].keys() >= {"mosaic", "nhs", "northgate_ais"}


def test_plugins_shows_hooks_backends_and_capabilities(council):
    found = council.run("plugins", "--json").json["plugins"]
    assert found[0]["name"] == "toy"
    assert found[0]["hooks"] == ["adapter_case_records", "adapter_commands", "adapter_health_checks"]
    assert found[0]["backends"][0]["capabilities"] == ["people.get", "people.read"]
    words = council.run("plugins").out
    assert "backend toy (Toy system) for case_records" in words


def test_plugins_shows_rules_transforms_and_sample_writers(council):
    shutil.copy(SHIPPED / "one_file_plugin.py", council.folder)
    listed = 'plugins = ["./toy.py", "./one_file_plugin.py", "nhs"]'
    text = (council.folder / "fingerpost.toml").read_text(encoding="utf-8")
    council.write(text=text.replace('plugins = ["./toy.py"]', listed))
    toy, ours, nhs = council.run("plugins", "--json").json["plugins"]
    assert (toy["rules"], toy["transforms"], toy["sample_writers"]) == ([], [], [])
    assert (ours["rules"], ours["transforms"]) == (["locality"], ["surname_last"])
    assert [each["name"] for each in nhs["sample_writers"]] == ["nhs"]
    words = council.run("plugins").out
    assert "  rules: locality\n  transforms: surname_last\n" in words
    assert "  sample writer nhs (A list of GP practices, with headings and successors)\n" in words


def test_config_check_words_what_a_rule_lacks(council):
    text = (council.folder / "fingerpost.toml").read_text(encoding="utf-8")
    council.write(text=text.replace('profile = "cld"', 'profile = "post_conversation"'))
    words = council.run("config", "check").out
    assert "not carer_group: the mapping does not say where groups.code and " in words
    assert "relationships.is_informal_carer are." in words
    assert "nhs_number says less without gender." in words


def test_sources(council):
    found = council.run("sources", "--json").json["sources"]
    assert found == [
        {
            "name": "main",
            "title": "Toy system",
            "backend": "toy",
            "port": "case_records",
            "mapping": "",
            "role": "master",
        }
    ]


# --- config check ---------------------------------------------------------------------------------------


def test_config_check_says_what_a_source_can_do_and_which_rules_that_allows(council):
    done = council.run("config", "check", "--json")
    assert done.code == 0
    source = done.json["sources"][0]
    assert source["status"] == "ok"
    rules = {each["id"]: each for each in source["rules"]}
    assert rules["nhs_number"]["supported"]
    assert not rules["gender"]["supported"]
    assert rules["gender"]["missing"] == ["gender"]
    words = council.run("config", "check").out
    assert "A check can run." in words
    assert "not gender: the mapping does not say where gender is." in words


@pytest.mark.parametrize(
    ("fault", "code", "status", "problem"),
    [
        ("down", 4, "down", "FP-0401"),
        ("column", 5, "wrong", "FP-0301"),
        ("lies", 5, "wrong", "FP-0206"),
        ("crash", 5, "wrong", "FP-0211"),
    ],
)
def test_config_check_finds_what_is_wrong_with_a_source(council, fault, code, status, problem):
    council.write(f'fault = "{fault}"')
    done = council.run("config", "check", "--json")
    assert done.code == code
    source = done.json["sources"][0]
    assert source["status"] == status
    assert [each["code"] for each in source["problems"]] == [problem]
    assert "Ann" not in done.out
    assert problem in council.run("config", "check").out


@pytest.mark.parametrize(
    ("text", "code", "where"),
    [
        ('[sources.main]\nbackend = "tyo"', "FP-0209", "sources.main.backend"),
        ('[sources.main]\nbackend = "toy"\nport = "demographics"', "FP-0209", "sources.main.backend"),
        ('[sources.main]\nbackend = "toy"\nfault = 3', "FP-0104", "sources.main.fault"),
        ("[rules.gp_practise]\ntarget = 90", "FP-0901", "rules.gp_practise"),
        ("[rules.lpa]\nnightly = 'always'", "FP-0104", "rules.lpa.nightly"),
        ("[rules.lpa]\nnigthly = 'everyone'", "FP-0103", "rules.lpa.nigthly"),
        ("[rules.gp_practice]\nmax_list_age_days = 0", "FP-0104", "rules.gp_practice.max_list_age_days"),
        ("[check]\nprofile = 'pre_meting'", "FP-0900", "check.profile"),
        ("[profiles.a]\nextends = 'b'\n[profiles.b]\nextends = 'a'", "FP-0902", "profiles"),
        ("[profiles.a]\nextends = 'cld'\nremove = ['lpa']", "FP-0901", "profiles.a.remove"),
    ],
)
def test_names_that_do_not_exist_are_errors(council, text, code, where):
    council.write(text=f'schema = 1\nplugins = ["./toy.py"]\n{text}')
    done = council.run("config", "check", "--json")
    assert done.code == 5
    error = done.json["error"]
    found = error.get("problems", [error])
    assert code in {each["code"] for each in found}
    assert any(where in each["where"] for each in found)


def test_config_check_without_a_master(council):
    council.write(text='schema = 1\nplugins = ["./toy.py"]')
    done = council.run("config", "check", "--json")
    assert done.code == 5
    assert "FP-0926" in [each["code"] for each in done.json["problems"]]


def test_a_master_must_hold_case_records(council):
    demographics = """
from dataclasses import replace

@hookimpl
def adapter_demographics():
    return [replace(adapter_case_records()[0], port=Port.DEMOGRAPHICS)]
"""
    council.write('port = "demographics"')
    toy = council.folder / "toy.py"
    toy.write_text(toy.read_text() + demographics)
    done = council.run("config", "check", "--json")
    assert done.code == 5
    assert [each["code"] for each in done.json["problems"] if each["fatal"]] == ["FP-0116"]


def test_config_check_mentions_what_is_seldom_meant(council):
    more = "[rules.lpa]\nwarning_percent = 0\n"
    council.write(text=(council.folder / "fingerpost.toml").read_text() + more)
    done = council.run("config", "check", "--json")
    assert done.code == 0
    assert [each["code"] for each in done.json["problems"]].count("FP-0119") == 2
    assert "FP-0118" in {each["code"] for each in done.json["problems"]}


def test_config_show_masks_secrets(council, monkeypatch):
    monkeypatch.setenv("TOY_WORD", "hunter24")
    council.write('password = { env = "TOY_WORD" }')
    for arguments in (["config", "show"], ["config", "show", "--json"]):
        done = council.run(*arguments)
        assert done.code == 0
        assert "hunter24" not in done.out
        assert "TOY_WORD" in done.out


# --- doctor ---------------------------------------------------------------------------------------------


def test_doctor_asks_on_when_one_question_fails(council):
    done = council.run("doctor", "--json")
    assert done.code == 5
    answers = {each["name"]: each for each in done.json["answers"]}
    assert answers["config"]["ok"]
    assert answers["store"]["ok"]
    assert answers["source main"]["ok"]
    assert answers["toy: the weather"]["ok"]
    assert answers["toy: the door"]["says"] == "The question failed with an OSError."
    assert answers["toy: the cat"]["says"] == "Feed the cat."


def test_doctor_without_a_config(nowhere):
    done = nowhere("doctor", "--json")
    assert done.code == 5
    answers = {each["name"]: each["ok"] for each in done.json["answers"]}
    assert answers["python"] is True
    assert answers["config"] is False
    assert answers["store"] is None


# --- check --list and check test ------------------------------------------------------------------------


def test_check_list_needs_no_config(nowhere):
    found = nowhere("check", "--list", "--json").json
    assert {each["id"] for each in found["profiles"]} == {"pre_meeting", "post_conversation", "cld", "camden"}
    assert "gp_practice" in {each["id"] for each in found["rules"]}
    assert {each["id"] for each in found["cohorts"]} >= {"open_adults"}
    assert "gp_practice" in nowhere("check", "--list").out


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


# --- as real processes ----------------------------------------------------------------------------------


def test_a_real_process(council):
    done = council.spawn("sources", "--json")
    assert done.returncode == 0
    assert json.loads(done.stdout)["sources"][0]["name"] == "main"
    assert done.stderr == ""


def test_progress_is_silent_where_nobody_looks(council):
    done = council.spawn("check")
    assert done.returncode == 0
    assert done.stderr == ""


def test_a_reader_that_goes_away_is_no_error(council):
    import shlex  # noqa: PLC0415 - used once
    import subprocess  # noqa: PLC0415

    command = f"{shlex.quote(sys.executable)} -m adapter_core.cli.main check --list | head -n 1"
    done = subprocess.run(
        ["/bin/sh", "-c", command], capture_output=True, text=True, check=False, cwd=council.folder
    )
    assert done.stderr == ""
    assert done.stdout.count("\n") == 1


def test_an_encoding_without_the_character_stops_nothing(council):
    import os  # noqa: PLC0415 - used once

    environment = os.environ | {"PYTHONIOENCODING": "cp1252", "PYTHONUTF8": "0"}
    council.write(text='schema = 1\n[council]\nname = "Ynys Môn → 東"\n')
    done = council.spawn("config", "show", env=environment, encoding="cp1252")
    assert done.returncode == 0
    assert "?" in done.stdout
    as_json = council.spawn("config", "show", "--json", env=environment, encoding="cp1252")
    assert json.loads(as_json.stdout)["council"]["name"] == "Ynys Môn → 東"


# --- findings -------------------------------------------------------------------------------------------


def test_findings_list(council):
    assert council.run("check").code == 0
    found = council.run("findings", "list", "--json").json["findings"]
    assert ("2", "postcode", False) in {
        (each["person"]["ref"], each["rule"], each["hidden"]) for each in found
    }
    assert "Postcode: what is recorded cannot be right." in council.run("findings", "list").out
    assert council.run("findings", "list", "--rule", "postcode", "--json").json["findings"] == [
        each for each in found if each["rule"] == "postcode"
    ]
    assert council.run("findings", "list", "--team", "none").err.startswith("FP-0714: ")


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["list", "--rule", "postcod"], "FP-0901"),
        (["list", "--profile", "camden"], "FP-0611"),
        (["review", "1", "postcode", "done"], "FP-0701"),
        (["review", "2", "postcode", "snoozed"], "FP-0703"),
        (["review", "2", "postcode", "dnoe"], "FP-0920"),
        (["review", "2", "postcod", "done"], "FP-0901"),
        (["export", "--output", "list.pdf"], "FP-0920"),
        (["export", "--output", "none/list.csv"], "FP-0925"),
        (["import", "none.csv"], "FP-0705"),
        (["import", "--undo", "77"], "FP-0708"),
        (["import"], "FP-0920"),
        (["import", "a.csv", "--list"], "FP-0920"),
    ],
)
def test_findings_with_what_is_not_there(council, arguments, code):
    council.run("check")
    done = council.run("findings", *arguments, "--json")
    assert done.code == 2
    assert done.json["error"]["code"] == code


def test_a_review_hides_a_gap_from_the_list(council):
    council.run("check")
    done = council.run("findings", "review", "2", "postcode", "done", "--json")
    assert done.code == 0
    assert done.json["decision"] == "done"
    assert "postcode" not in council.run("findings", "list", "--json").out
    shown = council.run("findings", "list", "--all", "--rule", "postcode", "--json").json["findings"]
    assert [each["hidden"] for each in shown] == [True]


def test_a_gap_that_is_new_since_the_check_can_be_answered(council):
    council.run("check")
    toy = council.folder / "toy.py"
    toy.write_text(toy.read_text(encoding="utf-8").replace("MB1 2AB", "nonsense"), encoding="utf-8")
    assert council.run("findings", "review", "1", "postcode", "declined").code == 0
    answer = council.run("missing", "1", "--profile", "cld", "--json").json
    assert "postcode" not in {each["rule"] for each in answer["missing"]}


def filled(council, decision):
    """The council's list as CSV, with a decision about the postcode."""
    file = council.folder / "list.csv"
    assert council.run("findings", "export", "--output", str(file)).code == 0
    text = file.read_text(encoding="utf-8-sig")
    rows = list(csv.reader(text.splitlines()))
    place, rule = rows[0].index("Decision"), rows[0].index("Rule")
    for row in rows[1:]:
        if row[rule] == "postcode":
            row[place] = decision
    with file.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows(rows)
    return str(file)


def test_a_list_goes_out_comes_back_and_is_taken_back(council):
    council.run("check")
    file = filled(council, "Declined")
    preview = council.run("findings", "import", file)
    assert preview.code == 0
    assert "1 decision to take, 0 rows unchanged, 0 not taken." in preview.out
    assert "Nothing was changed." in preview.out
    taken = council.run("findings", "import", file, "--yes", "--json")
    assert taken.code == 0
    assert [each["rule"] for each in taken.json["rows"]] == ["postcode"]
    number = taken.json["import"]
    assert council.run("findings", "import", "--list", "--json").json["imports"][0]["id"] == number
    undone = council.run("findings", "import", "--undo", number, "--json").json
    assert (undone["removed"], undone["restored"], undone["kept"]) == (1, 0, [])
    assert "taken back" in council.run("findings", "import", "--list").out
    number = council.run("findings", "import", file, "--yes", "--json").json["import"]
    words = council.run("findings", "import", "--undo", number).out
    assert words == "Taken back: 1 removed, 0 as before.\n"


def test_one_gap_is_one_gap(council):
    council.run("check")
    assert council.run("findings", "list", "--rule", "postcode").out.endswith("\n1 gap.\n")


def test_rows_that_are_not_taken_are_named_and_exit_3(council):
    council.run("check")
    done = council.run("findings", "import", filled(council, "Perhaps"), "--yes", "--json")
    assert done.code == 3
    assert done.json["import"] is None
    assert [each["code"] for each in done.json["rejects"]] == ["FP-0702"]


def test_an_export_as_xlsx(council):
    council.run("check")
    file = council.folder / "list.xlsx"
    assert council.run("findings", "export", "-o", str(file)).code == 0
    assert file.read_bytes().startswith(b"PK")


def test_a_source_is_opened_only_when_it_is_wanted(council):
    council.write('fault = "down"')
    for arguments in (["sources"], ["runs"], ["findings", "import", "--list"], ["check", "--list"]):
        assert council.run(*arguments).code == 0


def test_a_plugin_whose_commands_fail_is_named_in_the_help(council):
    toy = council.folder / "toy.py"
    toy.write_text(
        toy.read_text().replace("def adapter_commands(cli):", "def adapter_commands(cli):\n    1 / 0")
    )
    done = council.run("--help")
    assert done.code == 0
    assert "FP-0208" in done.out
    assert "toy" in done.out
