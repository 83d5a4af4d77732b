"""README and docs are true: what they tell people to write loads, what they tell people to type runs.

The tour of README.md is played from its first command to its last, and says what README.md says it says.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import sqlite3
import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import date
from importlib import resources
from pathlib import Path
from typing import Any, NamedTuple

import click
import pytest

from adapter_core.casework.conversations import writing
from adapter_core.checks.rule import Rule
from adapter_core.checks.rules import ALL
from adapter_core.cli.casework.typed import empty_record
from adapter_core.cli.common import Options
from adapter_core.cli.main import cli
from adapter_core.domain.casework import ConversationKind
from adapter_core.hooks.manager import Plugins
from adapter_core.hooks.ports import PeopleQuery
from adapter_core.readers.mapping import compile_mapping, load_mapping
from adapter_core.service.bootstrap import open_application
from adapter_core.service.demo import run_demo
from adapter_core.service.inspection import inspect_config
from adapter_core.testing import problems_of
from adapter_core.testing.profile_tests import run_examples
from community_directory.importing.tables.loading import load_tables
from community_directory.searching.concepts import load_concepts

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = ROOT / "examples"
PAGES = [
    *(ROOT / name for name in ("README.md", "CONTRIBUTING.md", "SECURITY.md")),
    *sorted((ROOT / "docs").rglob("*.md")),
    *sorted((ROOT / "mappings").rglob("*.md")),
]
FENCE = re.compile(r"^```(?P<language>[\w.-]*)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)
INLINE = re.compile(r"(?<!`)`(fingerpost [a-z][^`\n]*)`(?!`)")
LINK = re.compile(r"(?<!!)\[[^\]\n]*\]\((?P<target>[^)\s]+)\)")
MENTIONED = re.compile(
    r"`((?:adapter_core|benchmarks|docs|examples|mappings|plugins|tests|\.ci)/[\w./-]+|[A-Z]+\.md|tox\.ini|pyproject\.toml)`"
)
ENVIRONMENT = {
    "MOSAIC_URL": "sqlite:///mosaic.db",
    "ECLIPSE_URL": "sqlite:///eclipse.db",
    "WAREHOUSE_URL": "sqlite:///warehouse.db",
    "MOSAIC_CLIENT_SECRET": "of a test",
    "FINGERPOST_DATABASE": "sqlite:///fingerpost.db",
}
AS_OF = date(2026, 11, 23)
A_DAY = re.compile(r"\A\$(?:LATER|LAST)\Z")
"""Days that a script has worked out before."""
PEOPLE = PeopleQuery()
HOW_TO = ("PATH", "HOME", "LANG", "SYSTEMROOT", "TMPDIR", "VIRTUAL_ENV")


class Block(NamedTuple):
    """A fenced block of a page."""

    page: str
    number: int
    language: str
    text: str

    @property
    def name(self) -> str:
        return f"{self.page}-{self.number}"


def blocks(*languages: str) -> Iterator[Block]:
    for path in PAGES:
        page = path.relative_to(ROOT).as_posix()
        for number, found in enumerate(FENCE.finditer(path.read_text(encoding="utf-8")), 1):
            if found["language"] in languages:
                yield Block(page, number, found["language"], found["text"])


# --- TOML -----------------------------------------------------------------------------------------------


KINDS = (
    ("concepts", {"concept"}),
    ("tables", {"service", "services", "columns"}),
    ("examples", {"example"}),
    ("record", {"happened"}),
    ("pyproject", {"project"}),
    ("mapping", {"format", "person", "each", "tables"}),
)
"""What a file of TOML is by the keys it begins with; the first that fits."""


def kind_of(text: str) -> str:
    keys = tomllib.loads(text).keys()
    return next((kind for kind, telling in KINDS if keys & telling), "config")


TOML = list(blocks("toml"))

SOURCES = """
schema = 1
plugins = ["mosaic", "northgate_ais"]
[sources.mosaic]
backend = "mosaic"
url = { env = "MOSAIC_URL" }
[sources.ais]
backend = "northgate_ais"
path = "ais.csv"
[sources.gp_system]
backend = "northgate_ais"
path = "gp.csv"
"""


def whole(block: Block) -> str:
    """A config: a part of one with what its page says before it, or with the sources that it speaks of."""
    if "schema" in tomllib.loads(block.text):
        return block.text
    if block.page == "docs/explanation/joining.md":
        return SOURCES + block.text
    if block.page == "docs/how_to/connect_http.md":
        first = next(each for each in TOML if each.page == block.page and kind_of(each.text) == "config")
        return f"{first.text}\n{block.text}"
    return f"schema = 1\n{block.text}"


def test_there_is_toml_of_every_kind():
    kinds = {"concepts", "config", "examples", "mapping", "pyproject", "record", "tables"}
    assert {kind_of(block.text) for block in TOML} == kinds


@pytest.mark.parametrize("block", TOML, ids=lambda block: block.name)
def test_toml_loads_as_what_it_is(block, tmp_path, monkeypatch):
    monkeypatch.setenv("MOSAIC_URL", ENVIRONMENT["MOSAIC_URL"])
    for name in ("one_file_plugin.py", "ours.py"):
        shutil.copy(EXAMPLES / "one_file_plugin.py", tmp_path / name)
    kind = kind_of(block.text)
    if kind == "mapping":
        (tmp_path / "ours.toml").write_text(block.text, encoding="utf-8")
        assert compiled(tmp_path).fields
    elif kind == "examples":
        (tmp_path / "examples.toml").write_text(block.text, encoding="utf-8")
        (tmp_path / "fingerpost.toml").write_text(OURS, encoding="utf-8")
        results = run_examples(tmp_path / "examples.toml", tmp_path / "fingerpost.toml")
        assert [each.differences for each in results] == [()] * len(results)
    elif kind == "record":
        written = writing.read(block.text, "toml", empty_record(ConversationKind.ONE, AS_OF))
        assert written.actions
    elif kind == "concepts":
        (tmp_path / "ours.toml").write_text(block.text, encoding="utf-8")
        load_concepts(tmp_path / "ours.toml")
    elif kind == "tables":
        (tmp_path / "ours.toml").write_text(block.text, encoding="utf-8")
        if "schema" in tomllib.loads(block.text):  # else a part of one
            load_tables(tmp_path / "ours.toml")
    elif kind == "config":
        (tmp_path / "fingerpost.toml").write_text(whole(block), encoding="utf-8")
        with open_application(tmp_path / "fingerpost.toml", environment=ENVIRONMENT) as application:
            assert application.profile().rules


def compiled(folder: Path) -> Any:
    packaged = {"council_mappings": Path(str(resources.files("council_mappings")))}
    loaded = load_mapping("./ours.toml", base=folder, folders=packaged)
    return compile_mapping(loaded, as_of=AS_OF)


# --- commands -------------------------------------------------------------------------------------------


def lines_of(block: Block) -> Iterator[str]:
    """The command lines of a block: after a `$` in a console, all of them in a script."""
    text = re.sub(r"<<'?(\w+)'?\n.*?^\1$", "", block.text, flags=re.MULTILINE | re.DOTALL)
    for line in text.replace("\\\n", " ").splitlines():
        if block.language == "console":
            if line.startswith("$ "):
                yield line[2:]
        else:
            yield line


def commands_in(line: str) -> Iterator[str]:
    """The calls of `fingerpost` in one line of a shell, a service file or a crontab."""
    words = shlex.shlex(line, posix=True, punctuation_chars=True)
    words.whitespace_split = True
    call: list[str] | None = None
    for word in [*words, ";"]:
        if set(word) <= set("();<>|&{}"):
            if call and call != ["fingerpost"]:  # that would be a folder
                yield shlex.join(call)
            call = None
        elif call is not None:
            call.append(word)
        elif re.split(r"[/=]", word)[-1].removesuffix(".exe") == "fingerpost":
            call = ["fingerpost"]


def typed() -> Iterator[tuple[str, str, bool]]:
    """Every command that a page shows, with the page, and whether it is whole."""
    for block in blocks("console", "sh", "ini", "bat", "powershell", "text"):
        if block.language == "text" and "* * *" not in block.text:
            continue  # what a command says
        for line in lines_of(block):
            if block.language in ("bat", "powershell"):
                line = line.replace("\\", "/").replace('"', "")  # noqa: PLW2901 - their spelling of the same
            if "fingerpost" in line:
                for command in commands_in(line):
                    yield block.page, command, True
    for path in PAGES:
        for found in INLINE.finditer(FENCE.sub("", path.read_text(encoding="utf-8"))):
            if "…" not in found[1]:
                yield path.relative_to(ROOT).as_posix(), found[1], False


def understood(command: str) -> None:
    """Parse a command line as `fingerpost` does, and run nothing."""
    arguments = [A_DAY.sub(AS_OF.isoformat(), word) for word in shlex.split(command)[1:]]
    context = cli.make_context("fingerpost", arguments, obj=Options())
    while isinstance(context.command, click.Group):
        held = vars(context)  # what is left to parse has another name in older clicks
        rest = [*(held.get("_protected_args") or held.get("protected_args", [])), *context.args]
        if not rest:
            if context.command.invoke_without_command:
                return
            raise click.MissingParameter(f"{command} is a group", context)
        name, found, rest = context.command.resolve_command(context, rest)
        assert found is not None
        context = found.make_context(name, rest, parent=context)


TYPED = sorted(set(typed()))


def test_the_pages_show_commands():
    assert len(TYPED) > 40


@pytest.mark.parametrize(("page", "command", "whole"), TYPED, ids=lambda value: str(value).replace("/", "."))
def test_a_command_exists_with_its_options(page, command, whole, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    # Commands of plugins are there where a config lists the plugin.
    (tmp_path / "fingerpost.toml").write_text(
        'schema = 1\nplugins = ["community_directory"]\n', encoding="utf-8"
    )
    try:
        understood(command)
    except click.exceptions.Exit:  # --help, --version
        return
    except click.MissingParameter:  # in a sentence a command may stand by its name alone
        assert not whole, command
    except click.UsageError as error:
        pytest.fail(f"{page}: {command}: {error.format_message()}")


@pytest.mark.parametrize("wrong", ["fingerpost chekc", "fingerpost report --pdf", "fingerpost findings"])
def test_a_command_that_does_not_exist_would_be_noticed(wrong, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(click.UsageError):
        understood(wrong)


# --- the tour -------------------------------------------------------------------------------------------


def tour() -> tuple[str, list[str]]:
    """README's tour: its commands as one script, and the lines that it says they print."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    section = text.partition("## A short tour\n")[2].partition("\n## Read on\n")[0]
    found = list(FENCE.finditer(section))
    script = "\n".join(each["text"] for each in found if each["language"] == "sh")
    shown = "".join(each["text"] for each in found if each["language"] == "text")
    return script, [line for line in shown.splitlines() if line != "…"]


def masked(line: str) -> str:
    """A line without what depends on how many people there are, and on the day it is.

    References stay: they have seven digits, and are the same in a small council and in a large one.
    """
    line = re.sub(r"\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b", "DAY", line)
    line = re.sub(r"\d{4}-\d\d-\d\d|\d{1,2} [A-Z][a-z]+ \d{4}", "DATE", line)
    return re.sub(r"(?<!\d)\d{1,3}(?:[.,]\d{1,3})*(?!\d)", "N", line).rstrip()


def test_the_tour_can_be_played_and_says_what_readme_says(tmp_path):
    script, shown = tour()
    assert len(shown) > 20
    beside = str(Path(sys.executable).parent)
    environment = {name: os.environ[name] for name in HOW_TO if name in os.environ}
    environment["PATH"] = f"{beside}{os.pathsep}{environment['PATH']}"
    run_demo(tmp_path / "fingerpost-demo", people=600)
    done = subprocess.run(
        ["/bin/sh", "-eu", "-c", script],
        cwd=tmp_path,
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    printed = {masked(line) for line in done.stdout.splitlines()}
    assert [line for line in shown if masked(line) not in printed] == []


def test_the_tour_has_what_was_promised():
    script, _ = tour()
    for part in (
        "--next-night",
        "missing ",
        "findings review",
        "findings export",
        "import",
        "--undo",
        "report",
        "search ",
        "directory show",
        "conversation close",
        "deliveries look",
        "signpost outcome",
        "measures",
    ):
        assert part in script


# --- links and files ------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_links_and_files_exist(path):
    text = FENCE.sub("", path.read_text(encoding="utf-8"))
    targets = {found["target"].partition("#")[0] for found in LINK.finditer(text)}
    relative = {target for target in targets if target and "://" not in target}
    assert sorted(target for target in relative if not (path.parent / target).exists()) == []
    mentioned = {found[1].partition("::")[0] for found in MENTIONED.finditer(text)}
    assert sorted(name for name in mentioned if not (ROOT / name).exists()) == []


# --- examples -------------------------------------------------------------------------------------------

OURS = """
schema = 1
plugins = ["mosaic", "./one_file_plugin.py"]
[sources.mosaic]
backend = "mosaic"
mapping = "./ours.toml"
url = { env = "MOSAIC_URL" }
[people]
master = "mosaic"
[check]
profile = "ours"
allow_synthetic = true
[profiles.ours]
extends = "post_conversation"
add = ["gender", "locality"]
"""

VIEWS = """
CREATE TABLE DM_CACHED_FORM_ANSWERS (
    FORM_ID integer, SUBJECT_PERSON_ID bigint, QUESTION_USER_CODE varchar(80), TEXT_ANSWER varchar(240));
INSERT INTO DM_CACHED_FORM_ANSWERS SELECT 1, PERSON_ID, 'EMPLOYMENT_STATUS', 'Paid 16+' FROM DM_PERSONS;
INSERT INTO DM_CACHED_FORM_ANSWERS SELECT 2, PERSON_ID, 'EMPLOYMENT_STATUS', 'Retired' FROM DM_PERSONS;
INSERT INTO DM_CACHED_FORM_ANSWERS SELECT 3, PERSON_ID, 'ACCOM_STATUS_2019', 'tenant' FROM DM_PERSONS;
CREATE VIEW MILLBROOK_GP AS
    SELECT GP_REGISTRATION_ID AS REGISTRATION_ID, PERSON_ID, PRACTICE_CODE, PRACTICE_NAME, START_DATE,
        END_DATE FROM FP_GP_REGISTRATIONS;
CREATE VIEW MILLBROOK_REPRESENTATIVES AS
    SELECT REPRESENTATIVE_ID, PERSON_ID, 'LPAF' AS KIND, OPG_REFERENCE, START_DATE AS FROM_DATE,
        END_DATE AS TO_DATE FROM FP_REPRESENTATIVES;
"""


@pytest.fixture(scope="module")
def ours(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the examples, and a Mosaic that has what `ours.toml` maps."""
    folder = tmp_path_factory.mktemp("ours")
    run_demo(folder / "demo", people=60, as_of=AS_OF)
    shutil.copy(folder / "demo" / "mosaic.db", folder)
    for name in ("ours.toml", "one_file_plugin.py", "profile_tests.toml"):
        shutil.copy(EXAMPLES / name, folder)
    with closing(sqlite3.connect(folder / "mosaic.db")) as database:
        database.executescript(VIEWS)
    (folder / "fingerpost.toml").write_text(OURS, encoding="utf-8")
    return folder


def test_the_examples_mapping_fits_and_allows_what_it_maps(ours):
    with open_application(ours / "fingerpost.toml", as_of=AS_OF, environment=ENVIRONMENT) as application:
        report = inspect_config(application)
        person = next(iter(next(iter(application.source("mosaic").adapter.iter_people(PEOPLE))).people))
    assert report.exit_code == 0
    (source,) = report.sources
    allowed = {each.rule for each in source.rules if each.supported}
    assert {"gp_practice", "lpa_reference", "employment", "accommodation", "locality"} <= allowed
    # Every night it is about people who lack capacity, which the example does not map.
    assert ("lpa", False, ("capacity.area", "capacity.outcome")) in {
        (each.rule, each.supported, each.missing) for each in source.rules
    }
    assert (person.employment, person.accommodation) == ("not_paid_not_seeking_work", "tenant")


def test_the_examples_profile_is_as_its_tests_say(ours, monkeypatch):
    monkeypatch.setenv("MOSAIC_URL", ENVIRONMENT["MOSAIC_URL"])
    results = run_examples(ours / "profile_tests.toml", ours / "fingerpost.toml")
    assert len(results) > 3
    assert [each.differences for each in results] == [()] * len(results)


def test_the_examples_plugin_keeps_what_a_rule_promises():
    plugins = Plugins(["./one_file_plugin.py"], base=EXAMPLES)
    ((_, rule),) = plugins.rules
    assert isinstance(rule, Rule)
    assert problems_of(rule) == []
    assert rule.id not in {each.id for each in ALL}
    surname_last: Callable[[str], str] = plugins.transforms["surname_last"]
    assert (surname_last("ASH, Ann"), surname_last("Ann Ash")) == ("Ann ASH", "Ann Ash")


@pytest.mark.parametrize(
    ("page", "language", "example"),
    [
        ("how_to/change_a_profile.md", "toml", "profile_tests.toml"),
        ("how_to/write_a_plugin.md", "python", "one_file_plugin.py"),
    ],
)
def test_a_page_shows_the_example_as_it_is(page, language, example):
    shown = [block.text for block in blocks(language) if block.page == f"docs/{page}"]
    assert (EXAMPLES / example).read_text(encoding="utf-8") in shown
