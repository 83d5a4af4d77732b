"""Reads the national list of GP practices (`epraccur`): by its headings, or by position where it has none.

The list has 27 columns and no header, as NHS England's file always had; the report that took its place
in 2025 comes with or without headings (Organisation Data Service). A council's own list may add a column
`Successor`: which practice took over from one that closed. The national list does not say that.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import IO, TYPE_CHECKING

from adapter_core.domain.practices import Practice, PracticeList, PracticeStatus
from adapter_core.domain.values import is_ods_code_shape, normalise_ods_code, normalise_postcode
from adapter_core.errors import SourceUnavailable
from adapter_core.hooks.ports import Reject
from adapter_core.readers.tabular import Record, Records, TextEncoding, detect_encoding

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path

BROKEN, REPEATED, WITHOUT_CODE, WITHOUT_DATE = "FP-0804", "FP-0805", "FP-0806", "FP-0807"

POSITIONS: Mapping[str, int] = {
    "code": 0, "name": 1, "postcode": 9, "opened": 10, "closed": 11, "status": 12, "joined": 15, "left": 16,
    "setting": 25,
}  # fmt: skip
"""Columns of the list without headings, counted from 0."""

WIDTH = 27

HEADINGS: Mapping[str, tuple[str, ...]] = {
    "code": ("organisation code", "org code", "ods code", "practice code", "code"),
    "name": ("name", "organisation name", "org name", "practice name"),
    "postcode": ("postcode", "post code"),
    "opened": ("open date", "opened", "legal open date", "operational open date"),
    "closed": ("close date", "closed", "legal close date", "operational close date"),
    "status": ("status code", "status", "organisation status", "org status"),
    "joined": ("join provider purchaser date", "join date", "joined"),
    "left": ("left provider purchaser date", "left date", "left"),
    "setting": ("prescribing setting", "setting"),
    "successor": ("successor", "successor code", "successor organisation code"),
}
"""Headings by which a column is known, whatever the case and the signs between the words."""

NEEDED = ("code", "name", "status")
ENOUGH_HEADINGS = 2

_WORDS = {"active": "A", "closed": "C", "inactive": "C", "dormant": "D", "proposed": "P"}


@dataclass(frozen=True, slots=True)
class ReadList:
    """A list, read.

    Attributes:
        rejects: rows that were left out (FP-0804 to FP-0806), by practice code or `row N`, and practices
            that were used without one of their dates (FP-0807).
    """

    practices: PracticeList
    rejects: tuple[Reject, ...]


def read_practice_list(
    path: Path, *, where: str, today: date, as_of: date | None = None, encoding: str | None = None
) -> ReadList:
    """Read a list.

    Args:
        path: the file.
        where: names the file in errors.
        today: the day of the check; later days do not tell how old the list is.
        as_of: the day up to which the list is true. If None: the latest day on which the list lets a
            practice open, close, join or leave, not after `today`. Practices change every week, so that
            this is at most a few days early. A list without a single day is as old as its file.
        encoding: if None, UTF-8, and windows-1252 for a list that is not.

    Raises:
        SourceUnavailable: the file cannot be opened (FP-0803), holds no practice (FP-0801), or is no such
            list (FP-0802).
    """
    try:
        with path.open("rb") as file:
            head = file.read(512)
            _refuse(head, where)
            chosen = detect_encoding(head, encoding or _utf8_or_windows(file), where=where)
            read = _Reading(where)
            read.take(Records(file, chosen, ",", where=where))
            written = datetime.fromtimestamp(path.stat().st_mtime, tz=UTC).date()
    except OSError as error:
        raise SourceUnavailable(
            "FP-0803", f"The list cannot be opened: {error.strerror}.", where=where
        ) from None
    except SourceUnavailable as error:
        if error.code.startswith("FP-08"):
            raise
        code = "FP-0803" if error.code == "FP-0419" else "FP-0802"
        raise SourceUnavailable(code, error.message, where=where, remedy=error.remedy) from None
    if not read.practices:
        raise SourceUnavailable("FP-0801", "The list holds no practice.", where=where)
    if as_of is None:
        as_of = max((day for day in read.days if day <= today), default=min(written, today))
    return ReadList(PracticeList(as_of, read.practices), tuple(read.rejects))


def _refuse(head: bytes, where: str) -> None:
    """Say what a file is that is plainly no list."""
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if not start:
        raise SourceUnavailable("FP-0801", "The list is empty.", where=where)
    if start.startswith(b"<"):
        raise SourceUnavailable("FP-0802", "The file is a web page, not a list.", where=where)
    if start.startswith(b"PK\x03\x04"):
        raise SourceUnavailable(
            "FP-0802", "The file is a zip file or an Excel workbook.", where=where,
            remedy="Unpack it, or save it as CSV, and give the CSV file.",
        )  # fmt: skip


def _utf8_or_windows(file: IO[bytes]) -> str | None:
    """Only names and addresses can differ, and no UTF-8 is ever taken for windows-1252."""
    file.seek(0)
    try:
        for _ in Records(file, TextEncoding("utf-8"), ",", where=""):
            pass
    except SourceUnavailable:
        return "windows-1252"
    return None


class _Reading:
    """A list while it is read."""

    def __init__(self, where: str) -> None:
        self.where = where
        self.practices: dict[str, Practice] = {}
        self.rejects: list[Reject] = []
        self.days: set[date] = set()

    def take(self, records: Iterable[Record]) -> None:
        rows = iter(records)
        first = next(rows, None)
        if first is None:
            return
        columns: Mapping[str, int] = _by_headings(first.fields)
        if not columns:
            columns = POSITIONS
            if len(first.fields) != WIDTH or not is_ods_code_shape(normalise_ods_code(first.fields[0])):
                message = f"The first line is neither known headings nor a practice in {WIDTH} columns."
                raise SourceUnavailable("FP-0802", message, where=self.where)
            self._row(first, columns, WIDTH)
        elif missing := [HEADINGS[name][0] for name in NEEDED if name not in columns]:
            named = " and ".join(f'"{name}"' for name in missing)
            raise SourceUnavailable("FP-0802", f"The list has no column {named}.", where=self.where)
        width = len(first.fields)
        for record in rows:
            self._row(record, columns, width)

    def _row(self, record: Record, columns: Mapping[str, int], width: int) -> None:
        if record.fault or len(record.fields) != width:
            self.rejects.append(Reject(f"row {record.line}", BROKEN))
            return
        values = {name: record.fields[place].strip() for name, place in columns.items()}
        code = normalise_ods_code(values["code"])
        status = values["status"].upper()
        status = _WORDS.get(status.casefold(), status)
        if not is_ods_code_shape(code):
            self.rejects.append(Reject(f"row {record.line}", WITHOUT_CODE, "code"))
        elif status not in set(PracticeStatus):
            self.rejects.append(Reject(code, WITHOUT_CODE, "status"))
        elif code in self.practices:
            self.rejects.append(Reject(code, REPEATED, "code"))
        else:
            days = {
                name: self._day(values.get(name, ""), code, name)
                for name in ("opened", "closed", "joined", "left")
            }
            self.days.update(day for day in days.values() if day is not None)
            self.practices[code] = Practice(
                code,
                values["name"],
                PracticeStatus(status),
                days["opened"],
                days["closed"],
                values.get("setting", ""),
                normalise_ods_code(values.get("successor", "")) or None,
                normalise_postcode(values.get("postcode", "")) or None,
            )

    def _day(self, text: str, code: str, name: str) -> date | None:
        if not text:
            return None
        for read in _DAYS:
            try:
                return read(text)
            except ValueError:
                continue
        self.rejects.append(Reject(code, WITHOUT_DATE, name))
        return None


def _british(text: str) -> date:
    day, month, year = text.split("/")
    return date(int(year), int(month), int(day))


# `fromisoformat` reads 20231204 as well as 2023-12-04.
_DAYS: tuple[Callable[[str], date], ...] = (date.fromisoformat, _british)


def _by_headings(fields: list[str]) -> dict[str, int]:
    """The columns by their headings; none where a row has no headings in it."""
    plain = ["".join(letter if letter.isalnum() else " " for letter in field.casefold()) for field in fields]
    plain = [" ".join(heading.split()) for heading in plain]
    columns = {}
    for name, headings in HEADINGS.items():
        found = next((heading for heading in headings if heading in plain), None)
        if found is not None:
            columns[name] = plain.index(found)
    return columns if len(columns) >= ENOUGH_HEADINGS else {}
