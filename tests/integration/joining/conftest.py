"""A council whose sources hold whom a test puts there, each read in another way, and fail when told to."""

from __future__ import annotations

import pickle
import textwrap
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from adapter_core.domain.values import nhs_check_digit
from adapter_core.service.bootstrap import open_application
from adapter_core.service.checking import run_check
from adapter_core.service.reports import build_report
from adapter_core.testing import example_person

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from adapter_core.domain.people import Person
    from adapter_core.service.bootstrap import Application

AS_OF = date(2026, 11, 23)
NUMBERS = [
    f"{first}{check}"
    for first in range(999_000_000, 999_004_000)
    if (check := nhs_check_digit(str(first))) is not None
]

PLUGIN = '''
"""Sources of pickled people: one that lists, one that can be read again, one that is asked."""

from __future__ import annotations

import pickle
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from adapter_core.domain.people import FIELDS
from adapter_core.errors import PersonNotFound, SourceUnavailable
from adapter_core.hooks import hookimpl
from adapter_core.hooks.capabilities import Capability as C
from adapter_core.hooks.capabilities import Port
from adapter_core.hooks.ports import BackendSpec, Page, Reject, SourceReport

PAGE = 4

class Settings(BaseModel):
    model_config = ConfigDict(extra="forbid")
    path: str
    fault: str = ""      # open, middle, again
    after: int = 0       # how often it answers before it fails
    broken: str = ""     # whose record cannot be read

class Source:
    as_of = datetime(2026, 11, 22, tzinfo=UTC)

    def __init__(self, settings, people, claims, log):
        self.settings, self.people, self.claims, self.log = settings, people, claims, log
        self.answered, self.rejects, self.unmapped = 0, [], {}

    def inspect(self):
        return SourceReport(frozenset(FIELDS), self.claims, (), self.as_of)

    def _fails(self, fault):
        if self.settings.fault == fault:
            self.answered += 1
            if self.answered > self.settings.after:
                raise SourceUnavailable("FP-0403", "The source stopped answering.", where="toy")

    def iter_people(self, query):
        if C.PEOPLE_READ not in self.claims:
            raise SourceUnavailable("FP-0403", "There is no list.", where="toy")
        start = int(query.after or 0)
        for at in range(start, max(len(self.people), 1), PAGE):
            self._fails("middle")
            some = self.people[at : at + PAGE]
            more = str(at + PAGE) if at + PAGE < len(self.people) else None
            sound = [each for each in some if each.ref != self.settings.broken]
            rejects = [Reject(each.ref, "FP-0504", "ref") for each in some if each not in sound]
            placed = [self.people.index(each) for each in sound] if C.PEOPLE_AT in self.claims else ()
            yield Page(sound, more, rejects, positions=placed)

    def people_at(self, positions):
        assert C.PEOPLE_AT in self.claims
        self._fails("again")
        return [self.people[each] for each in positions]

    def get_person(self, ref):
        for person in self.people:
            if person.ref == ref:
                return person
        raise PersonNotFound("FP-0405", "No such person.", where="toy")

    def look_up(self, identities):
        assert C.PEOPLE_LOOKUP in self.claims
        self._fails("again")
        with self.log.open("a", encoding="utf-8") as file:
            file.writelines(f"{each.identifier} {each.born}\\n" for each in identities)
        known = {}
        for person in self.people:
            known.setdefault((str(person.nhs_number), person.date_of_birth), []).append(person)
            known.setdefault((str(person.master_ref), person.date_of_birth), []).append(person)
        found = [known.get((each.identifier, each.born), []) for each in identities]
        self.unmapped["gender", "ZZ9"] = self.unmapped.get(("gender", "ZZ9"), 0) + len(identities)
        self.rejects += [Reject(some[0].ref, "FP-0503", "ref") for some in found if len(some) > 1]
        return [some[0] if len(some) == 1 else None for some in found]

def opener(*claims):
    @contextmanager
    def opened(settings, context):
        if settings.fault == "open":
            raise SourceUnavailable("FP-0400", "The source is not there.", where=context.source)
        people = pickle.loads((context.base / settings.path).read_bytes())
        yield Source(settings, people, frozenset(claims), context.base / f"{context.source}.log")
    return opened

def spec(name, port, *claims):
    return BackendSpec(name, port, frozenset(claims), Settings, opener(*claims),
                       fields=frozenset(FIELDS), title=name.capitalize())

@hookimpl
def adapter_case_records():
    return [spec("listed", Port.CASE_RECORDS, C.PEOPLE_READ, C.PEOPLE_GET, C.PEOPLE_RESUME)]

@hookimpl
def adapter_demographics():
    return [spec("placed", Port.DEMOGRAPHICS, C.PEOPLE_READ, C.PEOPLE_AT),
            spec("streamed", Port.DEMOGRAPHICS, C.PEOPLE_READ),
            spec("asked", Port.DEMOGRAPHICS, C.PEOPLE_LOOKUP)]
'''


@dataclass
class Council:
    """A folder with a config and people."""

    folder: Path

    def write(self, sources: dict[str, tuple[str, Sequence[Person]]], more: str = "", **keys: str) -> None:
        """Write the config; `sources` maps a name to its backend and people, the master first.

        Args:
            sources: what each source holds.
            more: further tables of the config.
            keys: for a source of this name, further lines of its table; `people` for `[people]`.
        """
        (self.folder / "toys.py").write_text(PLUGIN, encoding="utf-8")
        lines = ["schema = 1", 'plugins = ["./toys.py"]']
        for name, (backend, people) in sources.items():
            (self.folder / f"{name}.pickle").write_bytes(pickle.dumps(list(people)))
            lines += [f"[sources.{name}]", f'backend = "{backend}"', f'path = "{name}.pickle"']
            lines += [textwrap.dedent(keys.get(name, ""))]
        lines += ["[people]", f'master = "{next(iter(sources))}"', keys.get("people", "")]
        lines += ["[check]", "allow_synthetic = true", 'profile = "cld"', "[cohort]", 'default = "everyone"']
        (self.folder / "fingerpost.toml").write_text("\n".join([*lines, more]), encoding="utf-8")

    def set(self, old: str, new: str) -> None:
        """Change the config."""
        file = self.folder / "fingerpost.toml"
        text = file.read_text(encoding="utf-8")
        assert old in text
        file.write_text(text.replace(old, new), encoding="utf-8")

    @contextmanager
    def opened(self, as_of: date = AS_OF) -> Iterator[Application]:
        """The council's application."""
        with open_application(self.folder / "fingerpost.toml", as_of=as_of) as application:
            yield application

    def night(self, as_of: date = AS_OF) -> Night:
        """A check, and what it listed."""
        with self.opened(as_of) as app:
            outcome = run_check(app)
            report = build_report(app, outcome.run)
            return Night(outcome, report, tuple(report.every_finding()))

    def asked(self, source: str) -> list[str]:
        """Whom a source was asked about."""
        file = self.folder / f"{source}.log"
        return file.read_text(encoding="utf-8").splitlines() if file.exists() else []


@dataclass
class Night:
    """What a check came to."""

    outcome: Any
    report: Any
    findings: tuple[Any, ...]

    def states(self, rule: str, source: str = "mosaic") -> dict[str, str]:
        """Reference to the state of what is listed, and who it was seen in."""
        return {
            each.ref: f"{each.state.value} {each.evidence[0].source}"
            for each in self.findings
            if each.rule == rule and each.source == source
        }

    def line(self, rule: str) -> Any:
        """A rule's figures."""
        return next(each for each in self.report.rules if each.id == rule)

    def source(self, name: str) -> Any:
        """How a source answered."""
        return next(each for each in self.report.sources if each.name == name)

    def adds_up(self) -> bool:
        """Whether every rule lists as many gaps as it counts and keeps."""
        listed = [each.rule for each in self.findings]
        return all(
            listed.count(line.id) == line.counts.gaps + line.kept
            for line in self.report.rules
            if not (line.experimental or line.confidential)
        )


def somebody(place: int, prefix: str = "", **fields: object) -> Person:
    """The person of this place, with a complete record."""
    given = {"nhs_number": NUMBERS[place], "date_of_birth": date(1950, 1, 1 + place % 28)} | fields
    return replace(example_person(**given), ref=f"{prefix}{100 + place}")


@pytest.fixture
def council(tmp_path: Path) -> Council:
    """A folder without anything in it yet."""
    return Council(tmp_path)


@pytest.fixture(name="somebody")
def make_somebody() -> Any:
    """`somebody`, for test modules, which cannot import from here."""
    return somebody
