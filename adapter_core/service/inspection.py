"""`config check`: does everything that the config names open, fit and make sense?"""

from __future__ import annotations

from collections import Counter
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from adapter_core.checks.rule import ReferenceStatus
from adapter_core.errors import CATALOGUE, FingerpostError
from adapter_core.hooks.capabilities import Port
from adapter_core.hooks.ports import MOST_UNMAPPED, TOO_MANY_UNMAPPED, PeopleQuery
from adapter_core.hooks.refusing import missing_fields
from adapter_core.masking import mask
from adapter_core.service.mapping_tools.scanning import plain
from adapter_core.service.mapping_tools.shapes import changes_since
from adapter_core.service.rule_support import RuleSupport, support

if TYPE_CHECKING:
    from datetime import date, datetime

    from adapter_core.checks.profiles import Profile
    from adapter_core.service.bootstrap import Application, Source

FIRST = 1000
"""How many records of a file are read, to see whether it can be."""

SHAPE_CHANGED = "FP-0332"
UNMAPPED = "FP-0303"
CHANGES_TOLD = frozenset({"table gone", "column gone", "type changed"})
OLD_LIST = "FP-0808"
OLD_LIST_DAYS = 366
"""A practice list this old no longer says that an unknown code is wrong."""


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that is wrong, or that somebody should know.

    Attributes:
        fatal: whether a check could not run because of it.
    """

    code: str
    where: str
    what: str
    fatal: bool

    def as_json(self) -> dict[str, Any]:
        """The problem as plain JSON types."""
        remedy = CATALOGUE[self.code].remedy if self.code in CATALOGUE else ""
        return {
            "code": self.code,
            "where": self.where,
            "message": self.what,
            "fatal": self.fatal,
            "remedy": remedy,
        }


@dataclass(frozen=True, slots=True)
class SourceInspection:
    """What opening one source showed.

    Attributes:
        status: ok, down, or wrong (its config or mapping has to change).
        records: how many of a file's first records were read; None where none were.
        capabilities: what it can do, as mapped.
        rules: for each rule of the profile, whether this source allows it; empty where it is only compared.
    """

    name: str
    title: str
    backend: str
    port: str
    status: str
    as_of: datetime | date | None = None
    capabilities: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    rules: tuple[RuleSupport, ...] = ()
    problems: tuple[Problem, ...] = ()
    records: int | None = None


@dataclass(frozen=True, slots=True)
class ConfigReport:
    """Everything that `config check` found.

    Attributes:
        practices: status of the practice list, how many it holds, and up to when it is true.
        problems: problems of the config as a whole, and of its reference data.
    """

    file: str
    council: str
    profile: str
    cohort: str
    rules: int
    sources: tuple[SourceInspection, ...]
    practices: tuple[str, int, date | None]
    problems: tuple[Problem, ...] = ()

    @property
    def exit_code(self) -> int:
        """5 where something has to change, 4 where something is down, else 0."""
        every = [*self.problems, *(each for source in self.sources for each in source.problems)]
        if any(each.fatal for each in every):
            down = all(source.status != "wrong" for source in self.sources)
            only_down = all(not each.fatal or each.code.startswith("FP-04") for each in every)
            return 4 if down and only_down else 5
        return 0

    def as_json(self) -> dict[str, Any]:
        """The report as plain JSON types."""
        status, practices, true_on = self.practices
        return {
            "schema": 1,
            "config": self.file,
            "council": self.council,
            "profile": self.profile,
            "cohort": self.cohort,
            "sources": [
                {
                    "name": each.name,
                    "title": each.title,
                    "backend": each.backend,
                    "port": each.port,
                    "status": each.status,
                    "as_of": each.as_of.isoformat() if each.as_of else None,
                    "records_read": each.records,
                    "capabilities": list(each.capabilities),
                    "fields": list(each.fields),
                    "rules": [
                        {"id": rule.rule, "supported": rule.supported, "missing": list(rule.missing)}
                        for rule in each.rules
                    ],
                    "problems": [problem.as_json() for problem in each.problems],
                }
                for each in self.sources
            ],
            "practices": {
                "status": status,
                "practices": practices,
                "as_of": true_on.isoformat() if true_on else None,
            },
            "problems": [each.as_json() for each in self.problems],
        }


def inspect_config(application: Application) -> ConfigReport:
    """Open every source and compare what the config says with what is there.

    Of files the first records are read; of nothing else is anybody's.
    """
    profile = application.profile()
    config = application.config
    status, problems = _practices(application)
    problems += _sanity(application)
    return ConfigReport(
        str(config.file),
        config.council.name,
        profile.id,
        config.cohort.default,
        len(profile.rules),
        tuple(inspect_source(application, name, profile) for name in config.sources),
        status,
        tuple(problems),
    )


def inspect_source(application: Application, name: str, profile: Profile) -> SourceInspection:
    """Open one source and hold its mapping against it; a source that is down is a finding, not an error."""
    backend, _ = application.configs[name]
    title, port = application.title(name), backend.port.value
    try:
        source = application.source(name)
        report = source.inspect()
    except FingerpostError as error:
        status = "down" if error.exit_code == 4 else "wrong"  # noqa: PLR2004 - the contract's code
        found = getattr(error, "problems", (error,))
        problems = tuple(Problem(each.code, each.where or name, each.message, fatal=True) for each in found)
        return SourceInspection(name, title, backend.name, port, status, problems=problems)
    problems = tuple(Problem(each.code, each.where, mask(each.what), each.fatal) for each in report.problems)
    lies = missing_fields(report.capabilities, report.fields)
    problems += _changed(application, name)
    records, faults = (None, ()) if any(each.fatal for each in problems) else _first(application, source)
    problems += faults
    problems += tuple(
        Problem(
            "FP-0206", f"sources.{name}", f"It claims {claim}, which needs {', '.join(fields)}.", fatal=True
        )
        for claim, fields in lies.items()
    )
    return SourceInspection(
        name,
        title,
        backend.name,
        port,
        "wrong" if any(each.fatal for each in problems) else "ok",
        report.as_of or source.as_of,
        tuple(sorted(report.capabilities)),
        tuple(sorted(report.fields)),
        _supported(application, profile, report.fields) if _is_assessed(application, source) else (),
        problems,
        records,
    )


def _first(application: Application, source: Source) -> tuple[int | None, tuple[Problem, ...]]:
    """Read the first records of a file: how many, and what is wrong with them; nobody is named."""
    _, settings = application.configs[source.name]
    if not plain(getattr(settings, "path", None)) or not hasattr(source.adapter, "iter_people"):
        return None, ()
    where = f"sources.{source.name}"
    try:
        with closing(source.adapter.iter_people(PeopleQuery(page_size=FIRST))) as pages:
            page = next(iter(pages), None)
    except FingerpostError as error:
        return 0, (Problem(error.code, error.where or where, error.message, fatal=True),)
    if page is None:
        return 0, ()
    read = len(page.people) + len(page.rejects)
    problems = []
    for code, times in Counter(each.code for each in page.rejects).items():
        title = CATALOGUE[code].title if code in CATALOGUE else "they cannot be read"
        what = f"{times:,} of the first {read:,} records cannot be used: {title[0].lower()}{title[1:]}."
        problems.append(Problem(code, where, what, fatal=not page.people))
    codes: dict[str, list[str]] = {}
    for path, code in page.unmapped:
        codes.setdefault(path, []).append(code)
    for path, unknown in codes.items():
        told = ", ".join(map(repr, unknown)) if len(unknown) <= MOST_UNMAPPED else TOO_MANY_UNMAPPED
        what = f"{path} holds what is not mapped: {mask(told)}"
        problems.append(Problem(UNMAPPED, where, what, fatal=False))
    return read, tuple(problems)


def _changed(application: Application, name: str) -> tuple[Problem, ...]:
    """What has changed in a source since its shape was kept; what it has more is nobody's trouble."""
    try:
        day, changes = changes_since(application, name)
    except FingerpostError as error:
        return (Problem(error.code, error.where or name, error.message, fatal=False),)
    told = [each for each in changes if each.kind in CHANGES_TOLD]
    return tuple(
        Problem(SHAPE_CHANGED, f"sources.{name}", f"Since {day} {mask(each.words)}", fatal=False)
        for each in told
    )


def _supported(application: Application, profile: Profile, filled: frozenset[str]) -> tuple[RuleSupport, ...]:
    settings = {rule: table.settings for rule, table in application.config.rules.items()}
    return tuple(support(rule, filled, profile=profile.base, settings=settings) for rule in profile.rules)


def _is_assessed(application: Application, source: Source) -> bool:
    return source.name == application.config.people.master or source.system_of_record


def _practices(application: Application) -> tuple[tuple[str, int, date | None], list[Problem]]:
    where = "reference.practices"
    try:
        practices = application.practices
    except FingerpostError as error:
        return ("wrong", 0, None), [Problem(error.code, error.where or where, error.message, fatal=True)]
    if practices.list is None:
        if practices.problem is None:
            words = "There is no practice list, so any practice code counts as recorded."
            return (ReferenceStatus.NOT_CONFIGURED.value, 0, None), [
                Problem("FP-0118", where, words, fatal=False)
            ]
        problem = practices.problem
        return (practices.status.value, 0, None), [Problem(problem.code, where, problem.message, fatal=True)]
    told = practices.report.problems if practices.report is not None else ()
    problems = [Problem(each.code, where, mask(each.what), each.fatal) for each in told]
    age = (application.as_of - practices.list.as_of).days
    if age > OLD_LIST_DAYS and OLD_LIST not in {each.code for each in problems}:
        words = f"The practice list is {age} days old: an unknown code can no longer be called wrong."
        problems.append(Problem(OLD_LIST, where, words, fatal=False))
    return (practices.status.value, len(practices.list.practices), practices.list.as_of), problems


def _sanity(application: Application) -> list[Problem]:
    """What is allowed and yet seldom meant."""
    config, problems = application.config, []
    file = config.file.name
    if config.people.master is None:
        words = "No source is the master, so that nothing can be checked."
        problems.append(Problem("FP-0926", f"{file}: people.master", words, fatal=True))
    elif application.configs[config.people.master][0].port is not Port.CASE_RECORDS:
        words = "The master's backend does not serve case_records."
        problems.append(Problem("FP-0116", f"{file}: sources.{config.people.master}", words, fatal=True))
    inside = set(application.profile().ids)
    for rule, table in config.rules.items():
        if rule not in inside and rule in application.rules:
            words = f"The profile {config.check.profile} does not run this rule, so this has no effect."
            problems.append(Problem("FP-0119", f"{file}: rules.{rule}", words, fatal=False))
        if table.critical_percent == 0 or table.warning_percent == 0:
            words = "A threshold of 0 per cent is always breached."
            problems.append(Problem("FP-0119", f"{file}: rules.{rule}", words, fatal=False))
    return problems


@dataclass(frozen=True, slots=True)
class SourceLine:
    """One source of the config, as the config says it; it was not opened.

    Attributes:
        role: master, assessed or compared.
    """

    name: str
    title: str
    backend: str
    port: str
    mapping: str
    role: str

    def as_json(self) -> dict[str, Any]:
        """The line as plain JSON types."""
        return {each: getattr(self, each) for each in self.__slots__}


def source_lines(application: Application) -> list[SourceLine]:
    """Every source of the config, in its order."""
    lines = []
    for name, table in application.config.sources.items():
        backend, _ = application.configs[name]
        role = "assessed" if table.system_of_record else "compared"
        if name == application.config.people.master:
            role = "master"
        mapping = str(table.own.get("mapping", ""))
        lines.append(
            SourceLine(name, application.title(name), backend.name, backend.port.value, mapping, role)
        )
    return lines
