"""What stands behind the `?`: both published sets of parameters together; unknown ones mean nothing.

A known parameter with a value that cannot be one is refused, by its name and never with its value.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time

from adapter_core.domain.values.postcodes import normalise_postcode, postcode_problem

PER_PAGE, MOST_PER_PAGE = 50, 500
MOST_PAGES = 1_000_000
MOST_AGE = 150
MOST_SEARCHED = 1_000
"""Characters of a search that are looked at."""

_DAYS = {"mo": "MO", "tu": "TU", "we": "WE", "th": "TH", "fr": "FR", "sa": "SA", "su": "SU"}
_FULL_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_WHOLE = re.compile(r"\d{1,9}").fullmatch
_NUMBER = re.compile(r"\d{1,9}(?:\.\d{1,9})?").fullmatch
_TIME = re.compile(r"(\d{1,2}):(\d\d)(?::(\d\d))?(?:Z|[+-]\d\d:?\d\d)?").fullmatch


class Refused(Exception):
    """A request that cannot be answered.

    Attributes:
        status: of the answer.
        detail: why, without anything that the asker wrote.
    """

    def __init__(self, status: int, detail: str) -> None:
        """Take what is said."""
        super().__init__(detail)
        self.status, self.detail = status, detail


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a request asks for.

    Attributes:
        ndjson: everything, a line each, without pages.
        minimal: of services, id and moment alone.
        full: of a list, everything nested.
        minimum_age: of the people that the service should take; with `maximum_age`, in years.
        start_time: with `end_time`: open at some moment from the one until before the other.
        days: of the week, as iCalendar writes them.
        proximity: metres from the postcode.
    """

    page: int = 1
    per_page: int = PER_PAGE
    ndjson: bool = False
    minimal: bool = False
    full: bool = False
    search: str = ""
    taxonomy_term_id: str = ""
    taxonomy_id: str = ""
    organization_id: str = ""
    modified_after: datetime | None = None
    minimum_age: int | None = None
    maximum_age: int | None = None
    start_time: time | None = None
    end_time: time | None = None
    days: frozenset[str] = frozenset()
    postcode: str = ""
    proximity: float | None = None
    parent_id: str = ""
    top_only: bool = False

    @property
    def offset(self) -> int:
        """How many come before this page."""
        return (self.page - 1) * self.per_page


NAMES = (
    "search",
    "page",
    "per_page",
    "format",
    "taxonomy_term_id",
    "taxonomy_id",
    "organization_id",
    "modified_after",
    "minimal",
    "full",
    "minimum_age",
    "maximum_age",
    "start_time",
    "end_time",
    "day",
    "postcode",
    "proximity",
    "parent_id",
    "top_only",
)
"""Every parameter that means something somewhere."""


def wanted(given: Mapping[str, str]) -> Wanted:
    """What the parameters ask for. An empty value is as none.

    Raises:
        Refused: 400, a value that cannot be one.
    """
    # PostgreSQL has no text with a NUL in it.
    value = {name: given.get(name, "").replace("\x00", " ").strip() for name in NAMES}
    made = Wanted(
        page=_count(value, "page", 1, MOST_PAGES),
        per_page=min(_count(value, "per_page", PER_PAGE, 10**9), MOST_PER_PAGE),
        ndjson=_format(value["format"]),
        minimal=_yes(value, "minimal"),
        full=_yes(value, "full"),
        search=value["search"][:MOST_SEARCHED],
        taxonomy_term_id=value["taxonomy_term_id"].lower(),
        taxonomy_id=value["taxonomy_id"].lower(),
        organization_id=value["organization_id"].lower(),
        modified_after=_moment(value["modified_after"]),
        minimum_age=_age(value, "minimum_age"),
        maximum_age=_age(value, "maximum_age"),
        start_time=_time(value, "start_time"),
        end_time=_time(value, "end_time"),
        days=_days(value["day"]),
        postcode=_postcode(value["postcode"]),
        proximity=_metres(value["proximity"]),
        parent_id=value["parent_id"].lower(),
        top_only=_yes(value, "top_only"),
    )
    if made.proximity is not None and not made.postcode:
        raise Refused(400, "proximity needs postcode: the place from which the metres are counted.")
    return made


def _format(text: str) -> bool:
    if text.casefold() in {"", "json", "application/json"}:
        return False
    if text.casefold() in {"ndjson", "application/x-ndjson"}:
        return True
    raise Refused(400, "format is json or ndjson.")


def _yes(value: Mapping[str, str], name: str) -> bool:
    text = value[name].casefold()
    if text in {"", "false", "0", "no"}:
        return False
    if text in {"true", "1", "yes"}:
        return True
    raise Refused(400, f"{name} is true or false.")


def _count(value: Mapping[str, str], name: str, otherwise: int, most: int) -> int:
    text = value[name]
    if not text:
        return otherwise
    if not (text.isascii() and _WHOLE(text)) or int(text) == 0:
        raise Refused(400, f"{name} is a whole number from 1.")
    return min(int(text), most)


def _age(value: Mapping[str, str], name: str) -> int | None:
    text = value[name]
    if not text:
        return None
    if not (text.isascii() and _NUMBER(text)) or float(text) > MOST_AGE:
        raise Refused(400, f"{name} is an age in years, from 0 to {MOST_AGE}.")
    return int(float(text))


def _time(value: Mapping[str, str], name: str) -> time | None:
    text = value[name]
    if not text:
        return None
    found = _TIME(text.removeprefix("T").replace(" ", "+")) if text.isascii() else None
    if found is None:
        return _refuse_time(name)
    hour, minute, second = (int(part or 0) for part in found.groups())
    try:
        return time(hour, minute, second)
    except ValueError:
        return _refuse_time(name)


def _refuse_time(name: str) -> time:
    raise Refused(400, f"{name} is a time of day, such as 09:30.")


def _days(text: str) -> frozenset[str]:
    """Days in whichever of the usual spellings: `MO`, `mon`, `Monday`, several with commas."""
    found = set()
    for word in filter(None, re.split(r"[,; ]+", text.casefold())):
        day = _DAYS.get(word[:2])
        if day is None or not (len(word) == 2 or any(full.startswith(word) for full in _FULL_DAYS)):  # noqa: PLR2004
            raise Refused(400, "day is a day of the week, such as MO or Monday.")
        found.add(day)
    return frozenset(found)


def _moment(text: str) -> datetime | None:
    """A moment; one without a zone is taken as UTC, and a day as its beginning."""
    if not text:
        return None
    try:
        # A + in an address is a space by the time it gets here.
        made = datetime.fromisoformat(re.sub(r" (?=\d\d:?\d\d\Z)", "+", text))
        made = made.replace(tzinfo=UTC) if made.tzinfo is None else made.astimezone(UTC)
    except (ValueError, OverflowError):
        raise Refused(400, "modified_after is a moment, such as 2026-01-31T09:00:00Z.") from None
    return made


def _postcode(text: str) -> str:
    if not text:
        return ""
    if len(text) > 20 or postcode_problem(text) is not None:  # noqa: PLR2004 - no postcode is longer
        raise Refused(400, "postcode is a whole postcode of the United Kingdom, such as FY1 1AA.")
    return normalise_postcode(text)


def _metres(text: str) -> float | None:
    if not text:
        return None
    if not (text.isascii() and _NUMBER(text)) or not math.isfinite(float(text)):
        raise Refused(400, "proximity is a number of metres.")
    return float(text)
