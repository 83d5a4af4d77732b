"""`demo`: a fictional council, written, checked and reported on."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from typing import TYPE_CHECKING

from adapter_core.demo.like import write_like
from adapter_core.demo.writing import PARAMETERS_FILE, WANTED_WRITERS, next_night, write_council
from adapter_core.errors import UsageError
from adapter_core.hooks.manager import Plugins
from adapter_core.readers.profiling import read_scan
from adapter_core.service.bootstrap import open_application, today
from adapter_core.service.checking import run_check
from adapter_core.service.report_files import write_report
from adapter_core.service.reports import build_report

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date
    from pathlib import Path

    from adapter_core.demo.writing import DemoCouncil
    from adapter_core.report.model import RunReport
    from adapter_core.service.bootstrap import Application
    from adapter_core.service.checking import CheckOutcome

DIRECTORY = "community_directory"
"""The plugin that fills the demo's directory."""

PEOPLE = 5000
SEED = 1
REPORT = "report.html"
STORE_FILES = ("fingerpost.db", "fingerpost.db-wal", "fingerpost.db-shm", "fingerpost.db-journal")


@dataclass(frozen=True, slots=True)
class DemoOutcome:
    """What a demo came to.

    Attributes:
        council: the council as it was written.
        check: what the check of it came to.
        report: the report's file.
    """

    council: DemoCouncil
    check: CheckOutcome
    report: Path


def run_demo(  # noqa: PLR0913 - one argument an option
    folder: Path,
    *,
    people: int = PEOPLE,
    seed: int = SEED,
    as_of: date | None = None,
    on_next_night: bool = False,
    progress: Callable[[int], None] | None = None,
    show: Callable[[RunReport, Path], None] | None = None,
) -> DemoOutcome:
    """Write a council, or the next night of one, check it, and write the report.

    Args:
        folder: where it all goes.
        people: on the council's person table.
        seed: the same seed and day give the same council.
        as_of: the day of the first night; today if None.
        on_next_night: go on with the council in the folder.
        progress: told the number of people checked so far.
        show: given the report while the store is open, to print the summary.

    Raises:
        UsageError: the folder holds something else (FP-0921), no first night (FP-0924), or cannot be
            written (FP-0925).
    """
    plugins = Plugins((*WANTED_WRITERS, DIRECTORY))
    writers = {writer.name: writer for writer in plugins.sample_writers}
    directory = next((each for each in plugins.sample_directories if each.name == DIRECTORY), None)
    try:
        if on_next_night:
            council = next_night(folder, writers=writers, directory=directory)
        else:
            _make_room(folder)
            council = write_council(
                folder,
                people=people,
                seed=seed,
                as_of=as_of or today(),
                writers=writers,
                directory=directory,
            )
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise UsageError("FP-0925", f"The demo cannot be written: {reason}.", where=str(folder)) from error
    with open_application(council.config, as_of=council.as_of, environment={}) as application:
        return _check(application, council, progress, show)


def write_like_scan(folder: Path, scan: Path, *, people: int | None = None, seed: int = SEED) -> Path:
    """Write a fictional council of a scan's shape; gives the database, file or folder that it is.

    Args:
        folder: where it goes; it has to be empty.
        scan: the scan's file.
        people: rows of the table that the others refer to; as many as the scan says if None.
        seed: the same seed gives the same council.

    Raises:
        UsageError: the scan cannot be read (FP-0320), the folder holds something (FP-0921), or cannot be
            written (FP-0925).
    """
    content = read_scan(scan).as_json()
    try:
        if folder.exists() and any(folder.iterdir()):
            raise UsageError(
                "FP-0921",
                "The folder holds something already.",
                where=str(folder),
                remedy="Choose an empty folder with --dir.",
            )
        return write_like(folder, content, people=people, seed=seed)
    except (sqlite3.Error, ValueError):
        message = "No database can be made of the tables that the scan describes."
        raise UsageError("FP-0320", message, where=scan.name) from None
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise UsageError("FP-0925", f"The demo cannot be written: {reason}.", where=str(folder)) from error


def _check(
    application: Application,
    council: DemoCouncil,
    progress: Callable[[int], None] | None,
    show: Callable[[RunReport, Path], None] | None,
) -> DemoOutcome:
    outcome = run_check(application, progress=progress)
    report = build_report(application, outcome.run)
    file = council.folder / REPORT
    write_report(report, "html", file)
    if show is not None:
        show(report, file)
    return DemoOutcome(council, outcome, file)


def _make_room(folder: Path) -> None:
    """Let a first night begin afresh: an earlier demo's store goes; anything else is left alone."""
    if not folder.exists() or not any(folder.iterdir()):
        return
    if not (folder / PARAMETERS_FILE).is_file():
        raise UsageError(
            "FP-0921",
            "The folder holds something that is no demo.",
            where=str(folder),
            remedy="Choose an empty folder with --dir.",
        )
    for name in STORE_FILES:
        (folder / name).unlink(missing_ok=True)
