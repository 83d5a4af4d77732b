"""A small council in Mosaic's shape, some of whose people lack an NHS number; and PDS where it is wanted."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from adapter_core.checks.rules._examples import PRACTICES
from adapter_core.cli.main import run
from adapter_core.domain.people import Person
from adapter_core.domain.states import State
from adapter_core.domain.values import nhs_number_problem
from adapter_core.store import engine
from adapter_core.testing import example_person
from adapter_mosaic.writing import write_sample as write_mosaic
from adapter_nhs.writing import write_sample as write_practices
from tests.integration.tracing.replies import tracer as answers_for

AS_OF = "2026-11-23"
CONFIG = """\
schema = 1
plugins = ["mosaic", "nhs"]
[council]
name = "Millbrook Council"
[store]
url = "sqlite:///fingerpost.db"
[sources.mosaic]
backend = "mosaic"
mapping = "mosaic/demo"
url = "sqlite:///mosaic.db"
[reference.practices]
backend = "nhs"
path = "practices.csv"
as_of = 2026-11-01
[people]
master = "mosaic"
[check]
allow_synthetic = true
"""
PDS = """
[sources.pds]
backend = "pds_files"
path = "pds"
"""


def numbers() -> Iterator[str]:
    """Valid NHS numbers of the range that is never issued."""
    for number in range(9990000000, 10**10):
        if nhs_number_problem(str(number), allow_synthetic=True) is None:
            yield str(number)


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


@dataclass
class Council:
    """The council's folder; `people` is what its case system holds."""

    folder: Path
    capsys: pytest.CaptureFixture[str]
    people: dict[str, Person]

    @property
    def out(self) -> Path:
        return self.folder / "out.csv"

    @property
    def reply_file(self) -> Path:
        return self.folder / "reply.csv"

    def write(self) -> None:
        """Write the case system as `people` says."""
        write_mosaic(self.folder, self.people.values(), {})

    def change(self, ref: str, **changes: Any) -> None:
        self.people[ref] = replace(self.people[ref], **changes)
        self.write()

    def run(self, *arguments: str) -> Done:
        """Run a command: no traceback, and no name, birth date, address or NHS number, but by `--show`."""
        self.capsys.readouterr()
        code = run(["--config", str(self.folder / "fingerpost.toml"), "--as-of", AS_OF, *arguments])
        said = self.capsys.readouterr()
        done = Done(code, said.out, said.err)
        assert "Traceback" not in done.both
        if "--show" not in arguments:
            for word in ("Quillfeather", "Zebedee", "1966-06", "/1966", "999 000", "999000"):
                assert word not in done.both
        return done

    def check(self) -> Any:
        done = self.run("check", "--json")
        assert done.code in {0, 1, 3}, done.both
        return done.json

    def export(self, *arguments: str) -> list[dict[str, str]]:
        """The rows of the file that goes out."""
        done = self.run("trace", "export", "--out", str(self.out), "--overwrite", *arguments)
        assert done.code == 0, done.both
        return list(csv.DictReader(io.StringIO(self.out.read_text(encoding="utf-8"), newline="")))

    def answer(self, rows: Iterable[dict[str, str]], headings: Iterable[str] | None = None) -> None:
        """Write a reply of these rows."""
        rows = list(rows)
        names = list(headings or dict.fromkeys(name for row in rows for name in row))
        with self.reply_file.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, names)
            writer.writeheader()
            writer.writerows(rows)

    def import_(self, path: Path | None = None) -> Done:
        return self.run("trace", "import", str(path or self.reply_file), "--json")

    def waiting(self, *arguments: str) -> dict[str, dict[str, Any]]:
        """Reference of a person to their trace."""
        done = self.run("trace", "list", "--json", *arguments)
        assert done.code == 0, done.both
        return {each["person"]["ref"]: each for each in done.json["traces"]}

    def stored(self) -> bytes:
        return b"".join(path.read_bytes() for path in self.folder.glob("fingerpost.db*"))

    def actions(self) -> list[str]:
        from adapter_core.oversight.audit import entries  # noqa: PLC0415
        from adapter_core.store import Store  # noqa: PLC0415

        with Store.open(f"sqlite:///{self.folder / 'fingerpost.db'}") as store:
            return [each.action for each in reversed(entries(store))]


@pytest.fixture
def tracer() -> Callable[..., list[dict[str, str]]]:
    """Someone who knows everybody."""
    return answers_for


@pytest.fixture
def make_council(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Callable[..., Council]:
    """A council of four people, by reference, of whom these lack a number."""
    monkeypatch.delenv("FINGERPOST_CONFIG", raising=False)
    monkeypatch.setattr(engine, "JOURNAL_SYNC", "OFF")
    monkeypatch.setattr(engine, "WAL_SYNC", "OFF")

    def make(*lacking: str, pds: bool = False) -> Council:
        people = {}
        for place, number in zip(range(4), numbers(), strict=False):
            ref = str(1001 + place)
            held = State.ABSENT if ref in lacking else number
            people[ref] = replace(
                example_person(given_name="Zebedee", family_name="Quillfeather", nhs_number=held), ref=ref
            )
        council = Council(tmp_path, capsys, people)
        council.write()
        write_practices(tmp_path, (), {"practices": PRACTICES})
        (tmp_path / "fingerpost.toml").write_text(CONFIG + (PDS if pds else ""), encoding="utf-8")
        return council

    return make


@pytest.fixture
def sent(make_council: Callable[..., Council]) -> tuple[Council, list[dict[str, str]]]:
    """A council that was checked, with two people out to be traced."""
    council = make_council("1002", "1003")
    council.check()
    return council, council.export()
