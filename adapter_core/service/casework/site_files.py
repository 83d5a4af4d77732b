"""The files of what a site counts beside its conversations: small CSVs with these headers, days in ISO form.

    placements     arm (site or comparison), began, bednights, gross_cost (pounds)
    ratings        respondent, question, score (1 to 5)
    waiting_list   on, people
    other_work     on, kind (assessment, review), completed
    staff          on, text
    stories        on, reason, action, difference, names (whom the texts name, between semicolons)

What cannot be read is told by file, row and column, and the others are still taken. A text by which
somebody could be known again is refused (C-52).
"""

from __future__ import annotations

import csv
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

from adapter_core.casework.measures.rows import OtherWork, Placement, Rating, Refused, Saying, Story, Waiting
from adapter_core.casework.measures.stories import known_again, without_names
from adapter_core.errors import ConfigurationError, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from adapter_core.config.sites import SiteTable

NO_FILE, NO_COLUMN = "FP-1070", "FP-1071"
BAD_VALUE, TELLS_WHO = "FP-1072", "FP-1073"

ARMS = ("site", "comparison")
KINDS = ("assessment", "review")
MOST_NAMES = 26
BEST = 5
"""The highest score of a rating."""

PENCE = 100
_OTHER_MARKS = {";": "semicolons", "\t": "tabs", "|": "vertical bars"}


@dataclass(slots=True)
class SiteFacts:
    """What a site's files hold."""

    placements: list[Placement] = field(default_factory=list)
    ratings: list[Rating] = field(default_factory=list)
    waiting: list[Waiting] = field(default_factory=list)
    other_work: list[OtherWork] = field(default_factory=list)
    staff: list[Saying] = field(default_factory=list)
    stories: list[Story] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)


class _BadCellError(Exception):
    def __init__(self, column: str, why: str, code: str = BAD_VALUE) -> None:
        super().__init__(why)
        self.column, self.why, self.code = column, why, code


def read_facts(site: SiteTable, name: str, base: Path) -> SiteFacts:
    """Read a site's files.

    Args:
        site: its part of the config.
        name: its name there.
        base: the folder that relative paths start from.

    Raises:
        ConfigurationError: FP-1070 for a file that is not there or no CSV, FP-1071 for a missing column.
    """
    facts = SiteFacts()
    for key, columns, make, into in (
        ("placements", ("arm", "began", "bednights", "gross_cost"), _placement, facts.placements),
        ("ratings", ("respondent", "question", "score"), _rating, facts.ratings),
        ("waiting_list", ("on", "people"), _waiting, facts.waiting),
        ("other_work", ("on", "kind", "completed"), _other_work, facts.other_work),
        ("staff", ("on", "text"), _saying, facts.staff),
        ("stories", ("on", "reason", "action", "difference", "names"), _story, facts.stories),
    ):
        path = getattr(site, key)
        if path is not None:
            _read(base / path, f"sites.{name}.{key}", columns, make, into, facts.refused)
    return facts


def _read(  # noqa: PLR0913, PLR0917 - one step of `read_facts`
    path: Path,
    where: str,
    columns: tuple[str, ...],
    make: Callable[[Mapping[str, str]], object],
    into: list[Any],
    refused: list[Refused],
) -> None:
    for line, cells in _rows(path, where, columns):
        try:
            into.append(make(cells))
        except _BadCellError as bad:
            refused.append(Refused(path.name, line, bad.column, bad.code, bad.why))


def _rows(path: Path, where: str, columns: tuple[str, ...]) -> Iterator[tuple[int, dict[str, str]]]:
    """(line, cells) of each row that is not blank."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file, strict=True, restkey="")
            found = [each.strip() for each in reader.fieldnames or ()]
            for column in columns:
                if column not in found:
                    hint = _separated(reader.fieldnames or ()) or did_you_mean(column, found)
                    message = f'{path.name} has no column "{column}".{hint} It wants: {", ".join(columns)}.'
                    raise ConfigurationError(NO_COLUMN, message, where=where)
            reader.fieldnames = found
            for row in reader:
                cells = {column: (row[column] or "").strip() for column in columns}
                if any(cells.values()):
                    yield reader.line_num, cells
    except OSError as error:
        message = f"{path.name} cannot be read: {error.strerror or 'it is not there'}."
        raise ConfigurationError(NO_FILE, message, where=where) from None
    except UnicodeDecodeError:
        message = f"{path.name} is not in UTF-8: save it as CSV UTF-8."
        raise ConfigurationError(NO_FILE, message, where=where) from None
    except csv.Error:
        raise ConfigurationError(NO_FILE, f"{path.name} is no CSV file.", where=where) from None


def _separated(headers: Sequence[str]) -> str:
    """What separates a file's columns, where that is no comma: Excel writes what the region says."""
    if len(headers) != 1:
        return ""
    name = next((name for mark, name in _OTHER_MARKS.items() if mark in headers[0]), "")
    return f" It is separated by {name}: save it as CSV with commas." if name else ""


def _day(cells: Mapping[str, str], column: str) -> date:
    try:
        return date.fromisoformat(cells[column])
    except ValueError:
        raise _BadCellError(column, "It wants a date such as 2026-11-23.") from None


def _whole(cells: Mapping[str, str], column: str, least: int = 0, most: int = 10**9) -> int:
    text = cells[column]
    if not (text.isascii() and text.isdigit()) or not least <= int(text[:12]) <= most:
        wanted = f"from {least} to {most}" if most < 10**9 else f"from {least}"
        raise _BadCellError(column, f"It wants a whole number {wanted}.")
    return int(text)


def _words(cells: Mapping[str, str], column: str) -> str:
    if not cells[column]:
        raise _BadCellError(column, "It is empty.")
    return cells[column]


def _safe(text: str, column: str) -> str:
    tells = known_again(text)
    if tells is not None:
        raise _BadCellError(column, f"Somebody could be known again by {tells.value}.", TELLS_WHO)
    return text


def _placement(cells: Mapping[str, str]) -> Placement:
    if cells["arm"] not in ARMS:
        raise _BadCellError("arm", f"It wants one of: {', '.join(ARMS)}.")
    try:
        cost = Decimal(cells["gross_cost"].replace("£", "").replace(",", "")) * PENCE
        pence = int(cost)
    except (InvalidOperation, ValueError, OverflowError):
        raise _BadCellError("gross_cost", "It wants pounds, such as 7208.17.") from None
    if pence != cost or pence < 0:
        raise _BadCellError("gross_cost", "It wants pounds and whole pence, such as 7208.17.")
    return Placement(cells["arm"], _day(cells, "began"), _whole(cells, "bednights"), pence)


def _rating(cells: Mapping[str, str]) -> Rating:
    return Rating(_words(cells, "respondent"), _words(cells, "question"), _whole(cells, "score", 1, BEST))


def _waiting(cells: Mapping[str, str]) -> Waiting:
    return Waiting(_day(cells, "on"), _whole(cells, "people"))


def _other_work(cells: Mapping[str, str]) -> OtherWork:
    kind = _words(cells, "kind").casefold()
    if kind not in KINDS:
        raise _BadCellError("kind", f"It wants one of: {', '.join(KINDS)}.")
    return OtherWork(_day(cells, "on"), kind, _whole(cells, "completed"))


def _saying(cells: Mapping[str, str]) -> Saying:
    return Saying(_day(cells, "on"), _safe(_words(cells, "text"), "text"))


def _story(cells: Mapping[str, str]) -> Story:
    names = [each.strip() for each in cells["names"].split(";") if each.strip()]
    if len(names) > MOST_NAMES:
        raise _BadCellError("names", f"It takes at most {MOST_NAMES} names.")
    texts = [
        _safe(without_names(_words(cells, column), names), column)
        for column in ("reason", "action", "difference")
    ]
    return Story(_day(cells, "on"), *texts)
