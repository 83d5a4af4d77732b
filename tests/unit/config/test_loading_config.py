"""The config is read as written, with the environment over it, and every problem is named at once."""

from __future__ import annotations

import json
import string
import textwrap
from datetime import date
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from adapter_core.checks.cohort import COHORTS
from adapter_core.config import Config, ConfigProblems, Secret, find_config, load_config
from adapter_core.config.models import CohortTable, absolute_url
from adapter_core.config.secrets import literal_secrets
from adapter_core.errors import ConfigurationError, FingerpostError
from adapter_core.masking import mask

WHOLE = """
schema = 1
plugins = ["mosaic", "northgate_ais", "nhs"]
[council]
name = "Millbrook Council"
[store]
url = "sqlite:///fingerpost.db"
[sources.mosaic]
backend = "mosaic"
port = "case_records"
mapping = "mosaic/reporting"
url = { env = "MOSAIC_URL" }
[sources.mosaic.settings]
gp_relationship = ["GP"]
carer_group = "CARER"
[sources.ais]
backend = "northgate_ais"
port = "demographics"
mapping = "northgate_ais/extract"
path = "ais.csv"
as_of = 2026-11-20
[reference.practices]
backend = "nhs"
path = "practices.csv"
[people]
master = "mosaic"
match_on = ["nhs_number", "date_of_birth"]
[cohort]
default = "open_adults"
[check]
profile = "post_conversation"
[owners]
fallback = ["allocated_worker", "open_step_team", "locality_team", "data-quality desk"]
[owners.localities]
"ZZ1" = "North team"
[rules.gp_practice]
warning_percent = 5
critical_percent = 15
"""
ENVIRONMENT = {"MOSAIC_URL": "mssql+pyodbc://reader:hunter22@db/mosaic"}


def read(folder: Path, text: str, environment: dict[str, str] | None = None) -> Config:
    file = folder / "fingerpost.toml"
    file.write_text(textwrap.dedent(text), encoding="utf-8")
    return load_config(file, ENVIRONMENT if environment is None else environment)


def problems(folder: Path, text: str, environment: dict[str, str] | None = None) -> list[ConfigurationError]:
    with pytest.raises(ConfigurationError) as caught:
        read(folder, text, environment)
    assert caught.value.exit_code == 5
    return list(getattr(caught.value, "problems", (caught.value,)))


def problem(folder: Path, text: str, environment: dict[str, str] | None = None) -> ConfigurationError:
    found = problems(folder, text, environment)
    assert len(found) == 1, [str(each) for each in found]
    return found[0]


def test_the_contracts_config_is_read(tmp_path):
    config = read(tmp_path, WHOLE)
    assert config.council.name == "Millbrook Council"
    assert list(config.sources) == ["mosaic", "ais"]
    assert config.sources["mosaic"].own["settings"] == {"gp_relationship": ["GP"], "carer_group": "CARER"}
    assert config.sources["ais"].as_of == date(2026, 11, 20)
    assert config.rules["gp_practice"].critical_percent == 15
    assert config.owners.localities == {"ZZ1": "North team"}
    assert config.base == tmp_path
    assert config.store_url == f"sqlite:///{(tmp_path / 'fingerpost.db').as_posix()}"


def test_one_line_is_a_config(tmp_path):
    assert read(tmp_path, "schema = 1").people.match_on == ("nhs_number", "date_of_birth")


def test_every_cohort_may_be_the_default():
    assert set(get_args(CohortTable.model_fields["default"].annotation)) == set(COHORTS)


# --- where it is ----------------------------------------------------------------------------------------


def test_the_option_comes_before_the_environment_and_that_before_the_folder(tmp_path, monkeypatch):
    for name in ("a", "b", "c"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "fingerpost.toml").write_text("schema = 1")
    monkeypatch.chdir(tmp_path / "c")
    environment = {"FINGERPOST_CONFIG": str(tmp_path / "b" / "fingerpost.toml")}
    assert find_config(tmp_path / "a", environment).parent.name == "a"
    assert find_config(None, environment).parent.name == "b"
    assert find_config(None, {}).parent.name == "c"


@pytest.mark.parametrize("environment", [{}, {"FINGERPOST_CONFIG": "/nowhere/x.toml"}])
def test_no_config(tmp_path, monkeypatch, environment):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(ConfigurationError) as caught:
        find_config(None, environment)
    assert caught.value.code == "FP-0101"


# --- what is wrong with it ------------------------------------------------------------------------------


def test_broken_toml_names_the_line(tmp_path):
    found = problem(tmp_path, 'schema = 1\n[council\nname = "x"')
    assert found.code == "FP-0102"
    assert "line 2" in found.message


def test_bytes_that_are_no_text(tmp_path):
    (tmp_path / "fingerpost.toml").write_bytes(b"schema = 1\n# \xff\xfe")
    with pytest.raises(ConfigurationError) as caught:
        load_config(tmp_path / "fingerpost.toml", {})
    assert caught.value.code == "FP-0115"


def test_a_byte_order_mark_and_windows_line_ends_are_no_fault(tmp_path):
    (tmp_path / "fingerpost.toml").write_bytes(b"\xef\xbb\xbfschema = 1\r\n[council]\r\nname = 'A'\r\n")
    assert load_config(tmp_path / "fingerpost.toml", {}).council.name == "A"


@pytest.mark.parametrize(
    ("text", "key", "nearest"),
    [
        ("schema = 1\n[counsil]\nname = 'x'", "counsil", "council"),
        ("schema = 1\n[store]\nulr = 'x'", "store.ulr", "url"),
        ("schema = 1\n[reference.practises]\nbackend = 'nhs'", "reference.practises", "practices"),
        ("schema = 1\n[profiles.ours]\nextends = 'cld'\nremoved = []", "profiles.ours.removed", "remove"),
        ("schema = 1\n[people]\nmaste = 'x'", "people.maste", "master"),
    ],
)
def test_an_unknown_key_is_named_with_the_nearest(tmp_path, text, key, nearest):
    found = problem(tmp_path, text)
    assert found.code == "FP-0103"
    assert found.where == f"fingerpost.toml: {key}"
    assert f'Did you mean "{nearest}"?' in found.message


@pytest.mark.parametrize(
    ("text", "code", "key"),
    [
        ("[council]", "FP-0109", "schema"),
        ("schema = 2", "FP-0112", "schema"),
        ("schema = 1\n[sources.a]\nport = 'case_records'", "FP-0109", "sources.a.backend"),
        ("schema = 1\n[sources.a]\nbackend = 'x'\nport = 'directory'", "FP-0104", "sources.a.port"),
        ("schema = 1\nplugins = 'mosaic'", "FP-0104", "plugins"),
        ("schema = 1\n[cohort]\ndefault = 'all'", "FP-0104", "cohort.default"),
        ("schema = 1\n[check]\nallow_synthetic = 'perhaps'", "FP-0104", "check.allow_synthetic"),
        ("schema = 1\n[rules.lpa]\nwarning_percent = 101", "FP-0104", "rules.lpa.warning_percent"),
        ("schema = 1\n[people]\nmatch_on = ['nhs_number']", "FP-0104", "people.match_on"),
        ("schema = 1\n[people]\nmatch_on = ['date_of_birth']", "FP-0104", "people.match_on"),
        ("schema = 1\n[people]\nmaster = 'mosaic'", "FP-0108", "people.master"),
        ("schema = 1\n[store]\nurl = 5", "FP-0104", "store.url"),
        ("schema = 1\nsources = 'x'", "FP-0104", "sources"),
        ("schema = 1\n[owners]\nfallback = []", "FP-0104", "owners.fallback"),
        (
            "schema = 1\n[rules.lpa]\nwarning_percent = 20\ncritical_percent = 10",
            "FP-0113",
            "rules.lpa.warning_percent",
        ),
    ],
)
def test_a_wrong_value_is_named_with_its_key(tmp_path, text, code, key):
    found = problem(tmp_path, text)
    assert (found.code, found.where) == (code, f"fingerpost.toml: {key}")
    assert found.message.endswith((".", "?"))


def test_a_name_that_no_environment_variable_could_reach(tmp_path):
    found = problem(tmp_path, "schema = 1\n[sources.Main-DB]\nbackend = 'x'")
    assert found.code == "FP-0104"
    assert "sources.Main-DB" in found.where


def test_every_problem_is_named_at_once(tmp_path):
    text = """
    schema = 1
    pluggins = []
    [council]
    nmae = "x"
    [sources.a]
    password = "hunter22"
    url = { env = "NOT_SET" }
    """
    with pytest.raises(ConfigProblems) as caught:
        read(tmp_path, text)
    codes = [each.code for each in caught.value.problems]
    assert sorted(codes) == ["FP-0103", "FP-0103", "FP-0105", "FP-0106", "FP-0109"]
    answer = caught.value.as_json()["error"]
    assert answer["code"] == "FP-0100"
    assert len(answer["problems"]) == 5
    assert {each["where"] for each in answer["problems"]} >= {"fingerpost.toml: sources.a.password"}
    assert "hunter22" not in json.dumps(answer)


# --- secrets --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "line",
    [
        "url = 'postgresql://user:hunter22@db/x'",
        "url = 'mssql+pyodbc:///?odbc_connect=DRIVER%3DX%3BPWD%3Dhunter22'",
        "url = 'Driver=X;UID=a;PWD=hunter22;'",
        "password = 'hunter22'",
        "api_key = 'hunter22'",
        "client_secret = 'hunter22'",
        "access_token = 22222222",
        "nested = { token = 'hunter22' }",
        "more = [{ db_password = 'hunter22' }]",
    ],
)
def test_a_secret_that_is_written_out_is_refused_and_not_repeated(tmp_path, line):
    found = problem(tmp_path, f"schema = 1\n[sources.a]\nbackend = 'x'\n{line}")
    assert found.code == "FP-0105"
    assert "hunter22" not in str(found.as_json())
    assert "22222222" not in str(found.as_json())
    assert found.where.startswith("fingerpost.toml: sources.a.")


@pytest.mark.parametrize(
    "line", ["url = 'postgresql://db/x'", "url = 'https://user@example.org/a:b'", "tokens = 'x'"]
)
def test_what_is_no_secret_is_let_through(tmp_path, line):
    assert set(read(tmp_path, f"schema = 1\n[sources.a]\nbackend = 'x'\n{line}").sources) == {"a"}


def test_a_secret_from_the_environment_is_never_shown(tmp_path):
    config = read(tmp_path, WHOLE)
    url = config.sources["mosaic"].own["url"]
    assert isinstance(url, Secret)
    assert url.reveal() == ENVIRONMENT["MOSAIC_URL"]
    for said in (repr(url), str(url), f"{url}", repr(config), str(config), json.dumps(config.shown())):
        assert "hunter22" not in said
    assert config.shown()["sources"]["mosaic"]["url"] == '{ env = "MOSAIC_URL" }'
    assert mask("cannot log in with hunter22 to mssql+pyodbc://reader:hunter22@db/mosaic") == (
        "cannot log in with *** to ***"
    )


def test_an_error_masks_its_own_words(tmp_path):
    read(tmp_path, WHOLE)
    error = FingerpostError(
        "FP-0001", "no login for hunter22", where="mssql+pyodbc://reader:hunter22@db/mosaic"
    )
    assert "hunter22" not in str(error) + str(error.as_json())
    assert error.message == "no login for ***"


def test_a_secret_from_a_file(tmp_path):
    (tmp_path / "key").write_text("s3cret-value\n")
    config = read(tmp_path, "schema = 1\n[sources.a]\nbackend = 'x'\npassword = { file = 'key' }")
    assert config.sources["a"].own["password"].reveal() == "s3cret-value"


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("{ env = 'NOT_SET' }", "FP-0106"),
        ("{ env = 'EMPTY' }", "FP-0106"),
        ("{ file = 'none' }", "FP-0107"),
        ("{ file = 'empty' }", "FP-0107"),
        ("{ file = '.' }", "FP-0107"),
        ("{ env = 5 }", "FP-0104"),
    ],
)
def test_a_secret_that_is_not_there(tmp_path, value, code):
    (tmp_path / "empty").write_text("\n")
    found = problem(tmp_path, f"schema = 1\n[store]\nurl = {value}", {"EMPTY": ""})
    assert (found.code, found.where) == (code, "fingerpost.toml: store.url")


def test_a_secret_of_a_source_is_wanted_by_whoever_opens_it(tmp_path):
    (tmp_path / "fingerpost.toml").write_text(
        "schema = 1\n[sources.a]\nbackend = 'x'\nurl = { env = 'NOT_SET' }", encoding="utf-8"
    )
    config = load_config(tmp_path / "fingerpost.toml", {}, without_sources=True)
    assert config.shown()["sources"]["a"]["url"] == '{ env = "NOT_SET" }'
    with pytest.raises(ConfigurationError, match="NOT_SET") as caught:
        config.sources["a"].own["url"].reveal()
    assert caught.value.code == "FP-0106"


def test_a_secret_of_the_store_is_always_wanted(tmp_path):
    (tmp_path / "fingerpost.toml").write_text(
        "schema = 1\n[store]\nurl = { env = 'NOT_SET' }", encoding="utf-8"
    )
    with pytest.raises(ConfigurationError, match="NOT_SET"):
        load_config(tmp_path / "fingerpost.toml", {}, without_sources=True)


def test_a_secret_is_not_pickled():
    import pickle  # noqa: PLC0415 - the point of the test

    with pytest.raises(TypeError):
        pickle.dumps(Secret("abcdefgh", "x"))


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    user=st.text("abcdefgh", min_size=1, max_size=8),
    word=st.text(string.ascii_letters + string.digits + "!$%^*_+", min_size=4, max_size=20),
)
def test_a_password_in_a_url_is_always_found(user, word):
    assert word in literal_secrets(f"postgresql://{user}:{word}@host:5432/name")


# --- the environment ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("variable", "value", "path", "expected"),
    [
        ("FINGERPOST_COUNCIL__NAME", "Elsewhere", ("council", "name"), "Elsewhere"),
        ("FINGERPOST_COUNCIL__NAME", "2026", ("council", "name"), "2026"),
        ("FINGERPOST_SOURCES__AIS__PATH", "other.csv", ("sources", "ais", "path"), "other.csv"),
        (
            "FINGERPOST_SOURCES__MOSAIC__SETTINGS__CARER_GROUP",
            "C",
            ("sources", "mosaic", "settings", "carer_group"),
            "C",
        ),
        ("FINGERPOST_OWNERS__LOCALITIES__ZZ1", "South", ("owners", "localities", "ZZ1"), "South"),
        (
            "FINGERPOST_RULES__GP_PRACTICE__WARNING_PERCENT",
            "7",
            ("rules", "gp_practice", "warning_percent"),
            7,
        ),
        (
            "FINGERPOST_RULES__GP_PRACTICE__MAX_LIST_AGE_DAYS",
            "30",
            ("rules", "gp_practice", "max_list_age_days"),
            30,
        ),
        ("FINGERPOST_CHECK__ALLOW_SYNTHETIC", "true", ("check", "allow_synthetic"), True),
        ("FINGERPOST_PLUGINS", '["nhs"]', ("plugins",), ["nhs"]),
        ("FINGERPOST_COHORT__DEFAULT", "adults", ("cohort", "default"), "adults"),
    ],
)
def test_the_environment_overrides_any_value(tmp_path, variable, value, path, expected):
    shown = read(tmp_path, WHOLE, ENVIRONMENT | {variable: value}).shown()
    for key in path:
        shown = shown[key]
    assert shown == expected


def test_a_password_may_come_by_the_environment_and_is_a_secret_then(tmp_path):
    config = read(tmp_path, "schema = 1", {"FINGERPOST_STORE__URL": "postgresql://a:hunter22@db/x"})
    assert config.store_url == "postgresql://a:hunter22@db/x"
    assert "hunter22" not in json.dumps(config.shown())


def test_an_unknown_key_by_the_environment_is_an_error(tmp_path):
    found = problem(tmp_path, "schema = 1", {"FINGERPOST_STORE__ULR": "x"})
    assert found.code == "FP-0103"


@pytest.mark.parametrize(
    "variable", ["FINGERPOST_CI", "FINGERPOST_CONFIG", "FINGERPOST_TEST_POSTGRES", "OTHER__X"]
)
def test_variables_that_are_not_meant_for_the_config_are_let_be(tmp_path, variable):
    assert read(tmp_path, "schema = 1", {variable: "1"}).shown() == read(tmp_path, "schema = 1", {}).shown()


@pytest.mark.parametrize(
    "variable", ["FINGERPOST_SCHEMA__X", "FINGERPOST_STORE__", "FINGERPOST_STORE__URL__X"]
)
def test_a_variable_inside_something_that_has_no_inside(tmp_path, variable):
    found = problem(tmp_path, "schema = 1\n[store]\nurl = 'sqlite:///a.db'", {variable: "1"})
    assert (found.code, found.where) == ("FP-0117", variable)


# --- paths ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("sqlite:///a.db", "sqlite:////base/a.db"),
        ("sqlite:////elsewhere/a.db", "sqlite:////elsewhere/a.db"),
        ("sqlite:///a.db?timeout=5", "sqlite:////base/a.db?timeout=5"),
        ("sqlite:///:memory:", "sqlite:///:memory:"),
        ("sqlite://", "sqlite://"),
        ("postgresql://db/a", "postgresql://db/a"),
    ],
)
def test_sqlite_files_start_at_the_configs_folder(url, expected):
    assert absolute_url(url, Path("/base")) == expected
