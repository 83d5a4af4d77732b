"""Values as feeds write them: texts, numbers, days and times, none of them trusted."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime, time
from functools import lru_cache
from hashlib import blake2b
from math import isfinite
from typing import Any
from zoneinfo import ZoneInfo

Node = Mapping[str, Any]

LONDON = ZoneInfo("Europe/London")
"""What a time without a zone is taken to be in: feeds are those of councils in the United Kingdom."""

OLDEST = 1900
"""The first year that is taken for one; `0001-01-01` is how some systems write an empty date."""

_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_NO_TEXT: dict[int, str | None] = {0: None, **dict.fromkeys(range(0xD800, 0xE000), "\ufffd")}


class UnreadableValue(ValueError):
    """Something stands there, and it is not what belongs there."""


@lru_cache(maxsize=4096)
def _snake(key: str) -> str:
    return _CAMEL.sub("_", key).lower()


def tidy(value: Any) -> Any:  # noqa: ANN401 - JSON's own types
    """The same with keys in small letters (`serviceId` is `service_id`), and without nulls."""
    if isinstance(value, dict):
        made: dict[str, Any] = {}
        for key, each in value.items():
            name = _snake(key)
            if each is not None and (name == key or value.get(name) is None):
                made[name] = tidy(each)
        return made
    if isinstance(value, list):
        return [tidy(each) for each in value if each is not None]
    return value


def as_text(value: object) -> str:
    """A text without what no database keeps; empty for what is no text and no number."""
    if isinstance(value, str):
        plain = value.isascii() and "\0" not in value  # nearly every text, and there are many
        return (value if plain else value.translate(_NO_TEXT)).strip()
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return ""
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def text(node: Node, *names: str) -> str:
    """The first of some values that is a text, or a number in its place; empty if none is."""
    for name in names:
        if name in node and (found := as_text(node[name])):
            return found
    return ""


def children(node: Node, *names: str) -> list[Node]:
    """The objects of the first list found under one of the names; one object alone is a list of one."""
    for name in names:
        found = node.get(name)
        if isinstance(found, dict):
            return [found]
        if isinstance(found, list) and found:
            return [each for each in found if isinstance(each, dict)]
    return []


def child(node: Node, *names: str) -> Node:
    """The first object found under one of the names; an empty one if there is none."""
    return next(iter(children(node, *names)), {})


def number(node: Node, *names: str) -> float | None:
    """A number, also one in quotation marks.

    Raises:
        UnreadableValue: it is something else.
    """
    given = text(node, *names)
    if not given:
        return None
    try:
        found = float(given)
    except ValueError:
        raise UnreadableValue from None
    if not isfinite(found):
        raise UnreadableValue
    return found


def years(node: Node, *names: str) -> int | None:
    """An age in years; None for a negative one, which is how feeds write that there is no limit.

    Raises:
        UnreadableValue: it is no age.
    """
    found = number(node, *names)
    if found is None or found < 0:
        return None
    if found > 150:  # noqa: PLR2004 - nobody is older
        raise UnreadableValue
    return int(found)


def day(node: Node, *names: str) -> date | None:
    """A day, also one with a time behind it; None for the first day of the calendar.

    Raises:
        UnreadableValue: it is no day.
    """
    given = text(node, *names)
    if not given:
        return None
    try:
        found = date.fromisoformat(given[:8] if given[:8].isdigit() else given[:10])
    except ValueError:
        raise UnreadableValue from None
    return found if found.year >= OLDEST else None


def moment(node: Node, *names: str) -> tuple[datetime | None, bool]:
    """A moment, and whether it said its zone; without one it is taken to be in Europe/London.

    Raises:
        UnreadableValue: it is no moment.
    """
    given = text(node, *names)
    if not given:
        return None, True
    try:
        found = datetime.fromisoformat(given)
    except ValueError:
        raise UnreadableValue from None
    if found.year < OLDEST:
        return None, True
    zoned = found.tzinfo is not None
    return (found if zoned else found.replace(tzinfo=LONDON)), zoned


def clock(node: Node, *names: str) -> time | None:
    """A time of day as it hangs on the door: a zone behind it is left out.

    Raises:
        UnreadableValue: it is no time.
    """
    given = text(node, *names)
    if not given:
        return None
    if given.startswith("24:00"):
        return time()
    try:
        found = datetime.fromisoformat(given).time() if given[4:5] == "-" else time.fromisoformat(given)
    except ValueError:
        raise UnreadableValue from None
    return found.replace(tzinfo=None, microsecond=0)


def made_id(owner: str, kind: str, *content: object) -> str:
    """An id for what has none, the same whenever the content is the same."""
    digest = blake2b(repr(content).encode("utf-8", "replace"), digest_size=8).hexdigest()
    return f"{owner}#{kind}-{digest}"
