"""Texts out of a row: a mapping's cell, made into a function of the row."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from community_directory.normalising import is_nothing

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from community_directory.importing.tables.model import CellMap

_UK_DAY = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})(?: .*)?").fullmatch
_ISO_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:[T ].*)?").fullmatch
_DOTS = dict.fromkeys(map(ord, ".'\u2019"))
_SIGNS = re.compile(r"[^\w&]+")


def reader(cell: CellMap | None, places: Mapping[str, int]) -> Callable[[Sequence[str]], str] | None:
    """A function that gives a cell's text, stripped, and empty where it says nothing; None for no cell."""
    if cell is None:
        return None
    if cell.value is not None:
        fixed = cell.value
        return lambda _: fixed
    missing = {each.strip().casefold() for each in cell.missing}
    words = {each.strip().casefold(): meant for each, meant in cell.words.items()}
    at = [places[column] for column in cell.columns]
    join = cell.join

    def one(text: str) -> str:
        text = text.strip()
        if is_nothing(text) or text.casefold() in missing:
            return words.get(text.casefold(), "")
        return words.get(text.casefold(), text) if words else text

    if len(at) == 1:
        (only,) = at
        return lambda row: one(row[only])
    return lambda row: join.join(filter(None, [one(row[place]) for place in at]))


def parts(text: str, split: str | None) -> tuple[str, ...]:
    """The values in a cell, each once, where one may hold several."""
    found = text.split(split) if split else [text]
    return tuple(dict.fromkeys(each.strip() for each in found if not is_nothing(each)))


def key(*texts: str) -> str:
    """What tells names apart: letters and digits, whatever the case, the spaces and the signs."""
    return "|".join(_SIGNS.sub(" ", text.casefold().translate(_DOTS)).strip() for text in texts)


def day(text: str) -> date | None:
    """A day, written as 2026-03-05 or 05/03/2026; None where it is neither."""
    if found := _ISO_DAY(text):
        year, month, number = map(int, found.groups())
    elif found := _UK_DAY(text):
        number, month, year = map(int, found.groups())
    else:
        return None
    try:
        return date(year, month, number)
    except ValueError:
        return None


def degrees(text: str, most: float) -> float | None:
    """A latitude or longitude; None where it is none, or nought, which stands for "not known"."""
    try:
        value = float(text)
    except ValueError:
        return None
    return value if value and -most <= value <= most else None
