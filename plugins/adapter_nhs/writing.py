"""Writes a practice list with headings, and with successors: for the demo and for tests."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date
    from pathlib import Path

    from adapter_core.domain.people import Person
    from adapter_core.domain.practices import PracticeList

FILE = "practices.csv"
HEADINGS = (
    "Organisation Code", "Name", "Postcode", "Open Date", "Close Date", "Status Code", "Prescribing Setting",
    "Successor",
)  # fmt: skip


def write_sample(folder: Path, people: Iterable[Person], options: Mapping[str, Any]) -> Mapping[str, Any]:
    """Write a practice list into `practices.csv`; an older file is replaced once the new one is whole.

    Args:
        folder: where to write.
        people: not looked at: the list holds nobody.
        options: `practices`, a `PracticeList`. `file` names the file.

    Returns:
        `{"path": …}`, relative to the folder, in which the config is expected as well.

    Raises:
        OSError: if the file cannot be written.
    """
    del people
    name = str(options.get("file", FILE))
    practices: PracticeList = options["practices"]
    folder.mkdir(parents=True, exist_ok=True)
    unfinished = folder / f"{name}.part"
    try:
        with unfinished.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(HEADINGS)
            for each in practices.practices.values():
                writer.writerow((
                    each.code, each.name, each.postcode or "", _day(each.opened), _day(each.closed),
                    each.status.value, each.setting, each.successor or "",
                ))  # fmt: skip
        unfinished.replace(folder / name)
    finally:
        unfinished.unlink(missing_ok=True)
    return {"path": name}


def _day(day: date | None) -> str:
    return "" if day is None else f"{day.year:04d}{day:%m%d}"
