"""Each command says what it should, leaves with the contract's exit code, and fails in plain words."""

from __future__ import annotations

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
