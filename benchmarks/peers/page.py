"""Writes the page of results: what was measured, where, against which aim, and why an aim was missed."""

from __future__ import annotations

import os
import platform
import sqlite3
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

    from peers.nights import Fetch, Night
    from peers.ours import Checked

OURS: Final = "Fingerpost"
GREAT_EXPECTATIONS: Final = "Great Expectations on pandas"
PANDERA: Final = "pandera on Polars"
PANDERA_ON_REFERENCE: Final = "pandera on Polars, every rule hung on the reference"

TIMES: Final = "\N{MULTIPLICATION SIGN}"

MOST_CPU: Final = 2.5
LEAST_OF_GREAT_EXPECTATIONS: Final = 8.0
LEAST_OF_PANDERA: Final = 2.0
MOST_MEMORY: Final = 1.2

PACKAGES: Final = ("fingerpost", "SQLAlchemy", "great-expectations", "pandas", "pandera", "polars")

WHY: Final = {
    "cpu": (
        "Fetching makes one tuple a row and drops it. A night makes every value comparable (dates, codes, "
        "sentinels), a record with its lists for each person, a verdict for each of twenty-one rules, and "
        "stores findings in a transaction a page that survives a power cut."
    ),
    "great_expectations": (
        "Great Expectations spends nearly all of its time on the rows that fail, Fingerpost most of it on "
        "the records that it goes through, each with its lists."
    ),
    "pandera": (
        "pandera hands whole columns to Polars, which goes through them in machine code, from a table that "
        "was laid out beforehand; Fingerpost asks Python functions of records with lists, as sources give "
        "them."
    ),
    "memory": (
        "Two bounded things fill up as the caseload grows: SQLite's page cache of the store, and the "
        "reader's memory of dates that it has met."
    ),
}


@dataclass(frozen=True, slots=True)
class Sized:
    """Everything measured at one size of the council."""

    people: int
    fetched: Fetch
    first: Night
    second: Night
    engines: dict[str, Checked]


@dataclass(frozen=True, slots=True)
class Aim:
    """One aim at one size: what was to be reached, and what was."""

    what: str
    people: str
    wanted: float
    got: float
    at_most: bool
    why: str

    @property
    def reached(self) -> bool:
        """Whether the aim was reached, as printed."""
        got = round(self.got, 2)
        return got <= self.wanted if self.at_most else got >= self.wanted

    @property
    def row(self) -> str:
        """The aim's row in its table."""
        sign = "≤" if self.at_most else "≥"
        share = self.got / self.wanted if self.at_most else self.wanted / self.got
        verdict = "reached" if self.reached else f"**missed**, by a factor of {share:.2f}"
        figures = f"{sign} {self.wanted:g} {TIMES} | {self.got:.2f} {TIMES}"
        return f"| {self.what} | {self.people} | {figures} | {verdict} |"


def aims(measured: Sequence[Sized]) -> list[Aim]:
    """Every aim at every size."""
    found: list[Aim] = []
    for one in measured:
        people = f"{one.people:,}"
        for words, night in (("first", one.first), ("second", one.second)):
            cpu = night.cpu / one.fetched.cpu
            found.append(Aim(f"(a) CPU of the {words} night : fetching", people, MOST_CPU, cpu, True, "cpu"))  # noqa: FBT003
        ours = _pace(one.engines[OURS])
        for name, least, why in (
            (GREAT_EXPECTATIONS, LEAST_OF_GREAT_EXPECTATIONS, "great_expectations"),
            (PANDERA, LEAST_OF_PANDERA, "pandera"),
            (PANDERA_ON_REFERENCE, LEAST_OF_PANDERA, "pandera"),
        ):
            got = ours / _pace(one.engines[name])
            found.append(Aim(f"(b) people per CPU-second : {name}", people, least, got, False, why))  # noqa: FBT003
    small, large = measured[0], measured[-1]
    if small is not large:
        sizes = f"{large.people:,} : {small.people:,}"
        for words, few, many in (("first", small.first, large.first), ("second", small.second, large.second)):
            got = many.peak / few.peak
            found.append(Aim(f"(c) peak memory, {words} night", sizes, MOST_MEMORY, got, True, "memory"))  # noqa: FBT003
    return found


def written(measured: Sequence[Sized], *, command: str, repeats: int) -> str:
    """The page, in Markdown.

    Args:
        measured: by size, the smallest first.
        command: what to type to have it again.
        repeats: how often each thing was measured; the run with the median CPU time is shown.
    """
    every = aims(measured)
    missed = dict.fromkeys(aim.why for aim in every if not aim.reached)
    often = "once" if repeats == 1 else f"{repeats} times; shown is the run with the median CPU time"
    parts = [
        _HEAD.format(
            command=command, machine=machine(), date=datetime.now(tz=UTC).date(), versions=versions()
        ),
        f"Each thing was measured {often}.",
        "",
        "## Aims",
        "",
        "| what | people | aim | measured | |",
        "|---|---:|---:|---:|---|",
        *(aim.row for aim in every),
        *_reasons(missed),
        _NIGHTS,
        *(row for one in measured for row in _night_rows(one)),
        _ENGINES,
        *(row for one in measured for row in _engine_rows(one)),
        _RULES,
        *_rule_rows(measured[-1]),
    ]
    return "\n".join(parts) + "\n"


def machine() -> str:
    """The machine in general words: neither its name nor any path."""
    model = platform.processor() or platform.machine()
    info = Path("/proc/cpuinfo")
    if info.is_file():
        names = [
            line.partition(":")[2] for line in info.read_text().splitlines() if line.startswith("model name")
        ]
        model = " ".join(names[0].split()) if names else model
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1024**3
    return f"{os.cpu_count()} cores ({model}), {memory:.0f} GB of memory, {platform.system()}"


def versions(packages: Sequence[str] = PACKAGES) -> str:
    """Python, SQLite, and every package that was measured."""
    found = [
        f"{platform.python_implementation()} {platform.python_version()}",
        f"SQLite {sqlite3.sqlite_version}",
    ]
    for name in packages:
        try:
            found.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            found.append(f"{name} (not installed)")
    return ", ".join(found)


def _pace(run: Checked) -> float:
    return run.people / run.cpu


def _reasons(missed: dict[str, None]) -> list[str]:
    if not missed:
        return ["", "Every aim was reached."]
    return ["", "Why aims were missed:", "", *(f"- {WHY[why]}" for why in missed)]


def _night_rows(one: Sized) -> list[str]:
    people = f"{one.people:,}"
    rows = [f"| {people} | fetching | {_used(one.fetched)} | {one.fetched.rows:,} rows |"]
    rows += [
        f"| {people} | {words} night | {_used(night)} | {night.people:,} assessed, {night.gaps:,} gaps |"
        for words, night in (("first", one.first), ("second", one.second))
    ]
    return rows


def _used(run: Fetch | Night) -> str:
    return f"{run.cpu:.1f} | {run.wall:.1f} | {run.peak:.0f}"


def _engine_rows(one: Sized) -> list[str]:
    ours = _pace(one.engines[OURS])
    rows = []
    for name, run in one.engines.items():
        pace = _pace(run)
        used = f"{run.people:,} | {run.cpu:.2f} | {pace:,.0f} | {ours / pace:.2f} {TIMES}"
        rows.append(f"| {one.people:,} | {name} | {used} |")
    return rows


def _rule_rows(one: Sized) -> list[str]:
    return [f"| `{rule}` | {number:,} |" for rule, (number, _) in one.engines[OURS].failing.items()]


_HEAD = """# Performance

What a night costs, as ratios that hold on other machines; [search](performance_of_search.md),
[sources](performance_of_sources.md) and [casework](performance_of_casework.md) have pages of their own. This
page is written by

    pip install -e ".[bench]"
    {command}

on {date}, on {machine}. {versions}.

CPU is user and system time of all threads. Every measurement has a process of its own. All people are
invented: the demo council at that size, of whom those in the cohort `open_adults` are assessed."""

_NIGHTS = """
## (a), (c) From SQL to stored findings

The demo's Mosaic database (SQLite), checked under the profile `post_conversation`, findings stored in SQLite.
The second night finds the same records a day later. Fetching reads the same columns of the same tables as
SQLAlchemy Core rows, one plain `SELECT` a table without joins or order, values as the driver gives them, and
does nothing with them.

| people on the table | what | CPU s | wall s | peak MiB | |
|---:|---|---:|---:|---:|---|"""

_ENGINES = """
## (b) The check alone

The same people in memory, the same twelve rules, every failing id given; that all engines name the same
people under every rule is checked before this table is written. Fingerpost goes through whole records with
their lists, and its figure includes cohort, owner and a finding with evidence for each gap. The others get a
flat table on which the joins are done already: the registration that counts, the latest answer, the latest
capacity assessment. Neither preparing that nor imports are measured.

Great Expectations is written in the fastest way that was found: one expectation with a condition of its own
where a rule is about one column, row conditions where it is about several. pandera stands here twice: in
the usual way (rules about one column on that column, rules about several on the frame), and with every rule
hung on the column of references, which leaves nearly all of the work to Polars.

| people on the table | engine | assessed | CPU s | people per CPU-second | Fingerpost is |
|---:|---|---:|---:|---:|---:|"""

_RULES = """
The twelve rules, and how many people fail each at the largest size:

| rule | people |
|---|---:|"""
