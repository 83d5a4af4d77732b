"""A small council whose records are sound, to be broken: two sources, a practice list, known gaps."""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from adapter_core.checks.rules._examples import PRACTICES
from adapter_core.cli.main import run
from adapter_core.domain.people import Person
from adapter_core.domain.states import State
from adapter_core.domain.values import nhs_number_problem
from adapter_core.errors import CATALOGUE
from adapter_core.testing import example_person
from adapter_mosaic.writing import write_sample as write_mosaic
from adapter_nhs.writing import write_sample as write_practices
from adapter_northgate_ais.writing import write_sample as write_ais

AS_OF = "2026-11-23"
SURNAME, GIVEN_NAME, STREET = "Quillfeather", "Zebedee", "Hidden Lane"
BORN = date(1956, 6, 1)
SECRET = "hunter2"
NEVER_SAID = (
    SURNAME,
    GIVEN_NAME,
    STREET,
    BORN.isoformat(),
    f"{BORN:%d/%m/%Y}",
    "31/02/1950",
    "999000",
    SECRET,
)
"""What no output may hold: names, addresses, dates of birth, NHS numbers, passwords."""

CONFIG = """\
schema = 1
plugins = ["mosaic", "northgate_ais", "nhs"]
[council]
name = "Millbrook Council"
[store]
url = "sqlite:///fingerpost.db"
[sources.mosaic]
backend = "mosaic"
mapping = "mosaic/demo"
url = "sqlite:///mosaic.db"
timeout_seconds = 0.1
[sources.ais]
backend = "northgate_ais"
port = "demographics"
mapping = "northgate_ais/extract"
path = "ais.csv"
[reference.practices]
backend = "nhs"
path = "practices.csv"
as_of = 2026-11-01
[people]
master = "mosaic"
[check]
allow_synthetic = true
"""


def nhs_numbers() -> Iterator[str]:
    """Valid numbers of the range that is never issued."""
    for number in range(9990000000, 10**10):
        if nhs_number_problem(str(number), allow_synthetic=True) is None:
            yield str(number)


def people(number: int) -> Iterator[Person]:
    """People with complete records, but for one in ten, whose ethnicity is missing."""
    for place, nhs_number in zip(range(number), nhs_numbers(), strict=False):
        person = example_person(
            given_name=GIVEN_NAME,
            family_name=SURNAME,
            date_of_birth=BORN,
            address=f"{place + 1} {STREET}, Millbrook",
            nhs_number=nhs_number,
            ethnicity=State.ABSENT if place % 10 == 1 else "white_irish",
        )
        yield replace(person, ref=str(1001 + place))


def write(folder: Path, number: int) -> None:
    """Write the council's files."""
    write_mosaic(folder, people(number), {})
    # A source that agrees, and does not know either what the master lacks.
    write_ais(folder, (replace(each, ref=f"A{each.ref}") for each in people(number)), {})
    write_practices(folder, (), {"practices": PRACTICES})
    (folder / "fingerpost.toml").write_text(CONFIG, encoding="utf-8")


@dataclass(frozen=True)
class Done:
    """What a command left behind."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)

    @property
    def both(self) -> str:
        return self.out + self.err


@dataclass(frozen=True)
class Report:
    """What a check said, as JSON."""

    json: Any

    @property
    def status(self) -> str:
        return str(self.json["run"]["status"])

    @property
    def gaps(self) -> list[tuple[str, str, str]]:
        """Every gap as (reference, rule, state)."""
        return sorted((each["person"]["ref"], each["rule"], each["state"]) for each in self.json["findings"])

    def rule(self, name: str) -> Any:
        return next(each for each in self.json["rules"] if each["id"] == name)

    def source(self, name: str) -> Any:
        return next(each for each in self.json["sources"] if each["name"] == name)

    def rejects(self, name: str) -> list[tuple[str, str, str]]:
        """A source's rejects as (reference, code, field)."""
        return [(each["ref"], each["code"], each["field"]) for each in self.source(name)["rejects"]]


@dataclass
class Council:
    """The council's folder, and what can be done to it."""

    folder: Path
    capsys: pytest.CaptureFixture[str]

    def run(self, *arguments: str) -> Done:
        """Run a command: it shows no traceback, and nothing of anybody's record."""
        self.capsys.readouterr()
        code = run(["--config", str(self.folder / "fingerpost.toml"), *arguments])
        said = self.capsys.readouterr()
        done = Done(code, said.out, said.err)
        assert "Traceback" not in done.both
        assert [word for word in NEVER_SAID if word in done.both] == []
        return done

    def check(self, *arguments: str, code: int = 0) -> Report:
        """Check everybody."""
        done = self.run("check", "--as-of", AS_OF, "--json", *arguments)
        assert done.code == code, done.both
        for store in self.folder.glob("fingerpost.db*"):
            assert [word for word in NEVER_SAID if word.encode() in store.read_bytes()] == []
        return Report(done.json)

    def assert_sound(self) -> None:
        """A check runs as if nothing had ever been wrong."""
        report = self.check()
        assert report.status == "complete"
        assert report.gaps == [("1002", "ethnicity", "absent"), ("1012", "ethnicity", "absent")]
        assert [each["status"] for each in report.json["sources"]] == ["ok", "ok"]
        assert report.rule("ethnicity")["applicable"] == 20

    def kept(self) -> Any:
        """What the store says of the last finished run."""
        return self.run("report", "--format", "json").json

    def words(self, *, code: int = 0) -> str:
        """Check everybody; the report as people see it."""
        done = self.run("check", "--as-of", AS_OF)
        assert done.code == code, done.both
        return " ".join(done.both.split())

    def refused(self, *, exit_code: int, code: str, where: str, says: str, command: str = "check") -> str:
        """A command ends in an error that says what, where and what to do, in words and JSON; its remedy."""
        arguments = (command, "--as-of", AS_OF) if command == "check" else (command,)
        plain = self.run(*arguments)
        assert plain.code == exit_code, plain.both
        assert plain.err.startswith(f"{code}: "), plain.err
        done = self.run(*arguments, "--json")
        assert done.code == exit_code
        assert set(done.json) == {"error"}
        error = done.json["error"]
        assert error["code"] == code
        assert code in CATALOGUE
        assert says in error["message"]
        assert where in error["where"]
        assert error["remedy"]
        for part in ("message", "where", "remedy"):
            assert error[part] in plain.err
        return str(error["remedy"])

    def sql(self, script: str) -> None:
        """Do something to the master's database."""
        with closing(sqlite3.connect(self.folder / "mosaic.db")) as database:
            database.executescript(script)

    def write(self, name: str, content: str | bytes) -> None:
        """Write a file of the council."""
        data = content.encode() if isinstance(content, str) else content
        (self.folder / name).write_bytes(data)

    def text(self, name: str) -> str:
        """What a file of the council holds."""
        return (self.folder / name).read_bytes().decode()

    def configure(self, old: str, new: str) -> None:
        """Change a word of the config."""
        text = self.text("fingerpost.toml")
        assert old in text
        self.write("fingerpost.toml", text.replace(old, new, 1))


@pytest.fixture
def write_council() -> Callable[[Path, int], None]:
    """Write a council of so many people."""
    return write


@pytest.fixture(scope="session")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sound")
    write(folder, 20)
    return folder


@pytest.fixture
def council(
    written: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Council:
    """A sound council of twenty people, two of them with a gap."""
    monkeypatch.delenv("FINGERPOST_CONFIG", raising=False)
    folder = tmp_path / "council"
    shutil.copytree(written, folder)
    return Council(folder, capsys)
