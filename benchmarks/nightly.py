"""How much a night costs, in ratios that hold on other machines: three measurements in one run.

(a) End to end from SQL, findings stored, first and second night, against fetching the same columns as plain
    SQLAlchemy Core rows. Aim: at most 2.5 times the CPU.
(b) The check alone, records in memory, twelve rules, every failing id given, against Great Expectations and
    pandera. Aims: 8 and 2 times as many people per CPU-second. All engines must find the same people.
(c) Peak memory of (a) at the largest size against that at the smallest. Aim: at most 1.2 times.

    pip install -e ".[bench]"
    python benchmarks/nightly.py [--people 200000 1000000] [--quick] [--markdown docs/performance.md]

Each measurement has a process of its own, so that CPU time (user and system, all threads) and peak memory are
its own. Databases are written to a temporary folder, some 0.9 GB a million people; writing them is not
measured. It runs where Python has the module `resource`: Linux and macOS.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, TypeVar

from peers.measuring import alone

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from peers.nights import Fetch, Night
    from peers.ours import Checked
    from peers.page import Sized


class Used(Protocol):
    """A measurement: it used CPU time."""

    @property
    def cpu(self) -> float:
        """Seconds, user and system."""
        ...


Run = TypeVar("Run", bound=Used)

SIZES = (200_000, 1_000_000)
QUICK = (20_000, 50_000)
REPEATS = 3


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print, and write the page if asked to."""
    parser = argparse.ArgumentParser(description="Measures what a night costs.")
    parser.add_argument("--people", type=int, nargs="+", default=None, help="sizes of the demo council")
    parser.add_argument("--quick", action="store_true", help="small sizes, each thing once")
    parser.add_argument("--repeats", type=int, default=None, help="times that each thing is measured")
    parser.add_argument("--markdown", type=Path, default=None, help="write the page of results there")
    parser.add_argument("--data", type=Path, default=None, help="where to make the folder of databases")
    given = sys.argv[1:] if arguments is None else list(arguments)
    options = parser.parse_args(given)
    sizes = sorted(options.people or (QUICK if options.quick else SIZES))
    repeats = options.repeats or (1 if options.quick else REPEATS)

    from peers import page  # noqa: PLC0415 - after the command line is understood

    with tempfile.TemporaryDirectory(dir=options.data, prefix="fingerpost-bench-") as folder:
        measured = [measure(Path(folder), people, repeats) for people in sizes]
    command = " ".join(("python benchmarks/nightly.py", *_shown(given)))
    text = page.written(measured, command=command, repeats=repeats)
    print(text)
    if options.markdown is not None:
        options.markdown.write_text(text, encoding="utf-8", newline="\n")
    return 0


def measure(folder: Path, people: int, repeats: int) -> Sized:
    """Everything at one size."""
    from peers import page  # noqa: PLC0415 - the parent stays small: children would inherit its peak

    engines = check_only(folder, people, repeats)
    where = folder / str(people)
    say(f"{people:,}: writing the database")
    alone(_write_database, where, people)
    fetched: list[Fetch] = []
    first: list[Night] = []
    second: list[Night] = []
    for _ in range(repeats):
        say(f"{people:,}: fetching, first night, second night")
        fetched.append(alone(_fetch, where))
        alone(_forget_nights, where)
        first.append(alone(_night, where, 0))
        second.append(alone(_night, where, 1))
    return page.Sized(people, _middle(fetched), _middle(first), _middle(second), engines)


def check_only(folder: Path, people: int, repeats: int) -> dict[str, Checked]:
    """(b): every engine on the same people; raises if they do not find the same."""
    from peers import page  # noqa: PLC0415 - likewise

    frame = folder / f"{people}.parquet"
    say(f"{people:,}: drawing the flat table")
    alone(_write_frame, frame, people)
    engines: dict[str, Callable[[], Checked]] = {
        page.OURS: partial(_ours, people),
        page.GREAT_EXPECTATIONS: partial(_great_expectations, people, frame),
        page.PANDERA: partial(_pandera, people, frame, on_reference=False),
        page.PANDERA_ON_REFERENCE: partial(_pandera, people, frame, on_reference=True),
    }
    runs: dict[str, list[Checked]] = {name: [] for name in engines}
    for _ in range(repeats):
        for name, engine in engines.items():
            say(f"{people:,}: {name}")
            runs[name].append(alone(engine))
    expected = runs[page.OURS][0]
    for name, some in runs.items():
        for run in some:
            wrong = [rule for rule, found in expected.failing.items() if run.failing[rule] != found]
            if wrong or run.people != expected.people:
                raise SystemExit(f"{name} finds other people than Fingerpost under {', '.join(wrong)}.")
    frame.unlink()
    return {name: _middle(some) for name, some in runs.items()}


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


def _write_frame(file: Path, people: int) -> int:
    from peers.council import write_frame  # noqa: PLC0415

    return write_frame(file, people)


def _write_database(folder: Path, people: int) -> None:
    from peers.council import write_database  # noqa: PLC0415

    write_database(folder, people)


def _forget_nights(folder: Path) -> None:
    from peers.nights import forget_nights  # noqa: PLC0415

    forget_nights(folder)


def _fetch(folder: Path) -> Fetch:
    from peers.nights import fetch  # noqa: PLC0415

    return fetch(folder)


def _night(folder: Path, number: int) -> Night:
    from peers.nights import night  # noqa: PLC0415

    return night(folder, number)


def _ours(people: int) -> Checked:
    from peers.ours import check  # noqa: PLC0415

    return check(people)


def _great_expectations(people: int, frame: Path) -> Checked:
    from peers.great_expectations_on_pandas import check  # noqa: PLC0415

    return check(people, frame)


def _pandera(people: int, frame: Path, *, on_reference: bool) -> Checked:
    from peers.pandera_on_polars import check  # noqa: PLC0415

    return check(people, frame, on_reference=on_reference)


if __name__ == "__main__":
    sys.exit(main())
