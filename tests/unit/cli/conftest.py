"""A council with a one-file plugin: a toy case system whose people stand in the plugin itself."""

from __future__ import annotations

import json
import subprocess
import sys
import textwrap
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from adapter_core.cli import main as program

TOY = '''
from __future__ import annotations
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pydantic import BaseModel, ConfigDict, SecretStr
import click
from adapter_core.domain.people import Person
from adapter_core.errors import PersonNotFound, SourceUnavailable
from adapter_core.hooks import hookimpl
from adapter_core.hooks.capabilities import Capability, Port
from adapter_core.hooks.ports import BackendSpec, ColumnProblem, HealthCheck, Page, SourceReport

FIELDS = frozenset("ref nhs_number given_name family_name date_of_birth postcode ethnicity".split())

class Toy(BaseModel):
    model_config = ConfigDict(extra="forbid")
    path: str = ""
    password: SecretStr = SecretStr("")
    mapping: str = "toy/all"
    fault: str = ""
    settings: dict[str, list[str]] = {}

class Source:
    as_of = datetime(2026, 11, 22, tzinfo=UTC)

    def __init__(self, fault):
        self.fault = fault

    def inspect(self):
        problem = ColumnProblem("person.postcode", "The table DM_PERSONS has no column POSTCODE.")
        claims = {Capability.PEOPLE_READ, Capability.PEOPLE_GET}
        if self.fault == "lies":
            claims.add(Capability.OWNERS)
        problems = (problem,) if self.fault == "column" else ()
        return SourceReport(FIELDS, frozenset(claims), problems, self.as_of)

    def people(self):
        yield Person("1", nhs_number="9990000018", given_name="Ann", family_name="Ash",
                     date_of_birth=date(1950, 1, 1), postcode="MB1 2AB", ethnicity="white_british")
        yield Person("2", nhs_number="9990000018", given_name="Ben", family_name="Birch",
                     date_of_birth=date(1950, 1, 1), postcode="nonsense", ethnicity="white_british")

    def iter_people(self, query):
        if self.fault == "bug":
            raise ValueError("the name is Ann Ash")
        yield Page(list(self.people()))

    def get_person(self, ref):
        for person in self.people():
            if person.ref == ref:
                return person
        raise PersonNotFound("FP-0903", "No such person.", where="toy")

@contextmanager
def open_toy(config, context):
    if config.fault == "down":
        word = config.password.get_secret_value()
        raise SourceUnavailable("FP-0401", f"cannot log in with {word}", where=context.source)
    if config.fault == "crash":
        raise RuntimeError("Ann Ash")
    yield Source(config.fault)

@hookimpl
def adapter_case_records():
    claims = frozenset({Capability.PEOPLE_READ, Capability.PEOPLE_GET})
    return [BackendSpec("toy", Port.CASE_RECORDS, claims, Toy, open_toy, fields=FIELDS, title="Toy system")]

@hookimpl
def adapter_commands(cli):
    @cli.command("wave")
    def wave():
        """Wave to everybody."""
        click.echo("hello")

@hookimpl
def adapter_health_checks():
    def broken():
        raise OSError("x")
    return [HealthCheck("the weather", lambda: None), HealthCheck("the door", broken),
            HealthCheck("the cat", lambda: "Feed the cat.")]
'''

CONFIG = """
schema = 1
plugins = ["./toy.py"]
[council]
name = "Millbrook Council"
[sources.main]
backend = "toy"
{toy}
[people]
master = "main"
[check]
allow_synthetic = true
profile = "cld"
[cohort]
default = "everyone"
"""


@dataclass
class Result:
    """What a command left behind."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


@dataclass
class Council:
    """A folder with a config, and a way to run commands in it."""

    folder: Path

    def write(self, toy: str = "", text: str = CONFIG) -> None:
        (self.folder / "toy.py").write_text(TOY, encoding="utf-8")
        (self.folder / "fingerpost.toml").write_text(
            text.replace("{toy}", textwrap.dedent(toy)), encoding="utf-8"
        )

    def run(self, *arguments: str) -> Result:
        """Run in this process; `main` itself is run by `spawn`."""
        codes: list[int] = []

        class Program:
            name = "fingerpost"

            @staticmethod
            def main(args: list[str], prog_name: str, **_: object) -> None:  # noqa: ARG004 - click's signature
                codes.append(program.run(args))

        done = CliRunner().invoke(Program, list(arguments))  # type: ignore[arg-type]
        assert done.exception is None, done.exception
        return Result(codes[0], done.stdout, done.stderr)

    def spawn(self, *arguments: str, **more: Any) -> subprocess.CompletedProcess[str]:
        """Run as a real process."""
        command = [sys.executable, "-m", "adapter_core.cli.main", *arguments]
        return subprocess.run(
            command, cwd=self.folder, capture_output=True, text=True, check=False, timeout=120, **more
        )


@pytest.fixture
def council(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Council:
    """A sound council."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("FINGERPOST_CONFIG", raising=False)
    made = Council(tmp_path)
    made.write()
    return made


@pytest.fixture
def nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    """Run a command in an empty folder."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("FINGERPOST_CONFIG", raising=False)
    return Council(tmp_path).run
