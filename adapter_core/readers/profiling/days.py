"""Days that stand for none: what systems fill in where a date is not known, or where a period is open."""

from __future__ import annotations

import re

BEFORE_EVERYBODY = frozenset(
    {"0001-01-01", "1601-01-01", "1753-01-01", "1800-01-01", "1899-12-30", "1899-12-31", "1900-01-01"}
)
"""The least days of databases and spreadsheets: nobody's birth or death, whoever carries them."""

AFTER_EVERYBODY = frozenset({"2999-12-31", "9999-12-31"})
"""The greatest days: a period without an end."""

SENTINEL_DAYS = BEFORE_EVERYBODY | AFTER_EVERYBODY

_ISO_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?:[T ]|\Z)", re.ASCII)
_UK_DAY = re.compile(r"(\d\d?)[/.-](\d\d?)[/.-](\d{4})(?:[T ]|\Z)", re.ASCII)
_NO_TIME = re.compile(r"[^T ]+(?:[T ]00:00(?::00(?:\.0+)?)?)?", re.ASCII)


def day_of(text: str) -> str:
    """A date as text, in ISO 8601 and without its time; empty for what is no date."""
    if found := _ISO_DAY.match(text):
        return "-".join(found.groups())
    if found := _UK_DAY.match(text):
        day, month, year = found.groups()
        return f"{year}-{month:0>2}-{day:0>2}"
    return ""


def is_sentinel(text: str) -> bool:
    """Whether a date as text is a day that stands for none, at midnight or without a time."""
    return day_of(text) in SENTINEL_DAYS and _NO_TIME.fullmatch(text) is not None
