"""Ages: -1 is "not set" in feeds, and words are read where they can mean one thing only."""

from __future__ import annotations

import re

_OLDEST = 120
_YEARS = re.compile(r"\+?(\d{1,3})(?:\.0+)?").fullmatch
_BETWEEN = re.compile(
    r"(?:(?:for |people |young people |adults |children )?(?:aged? |between )*)?"
    r"(\d{1,3}) ?(?:-|\u2013|to|and) ?(\d{1,3})"
    r"(?: ?(?:years?|yrs?)(?: old| of age)?)?"
).fullmatch
_FROM = re.compile(
    r"(?:(?:for |people |adults )?aged? )?(?:(\d{1,3}) ?(?:years?|yrs?)?(?: old)?"
    r"(?: ?\+|,? (?:and|or) (?:over|above|older|up|upwards))|over ?-?(\d{1,3})s?)"
).fullmatch
_UNDER = re.compile(r"(?:children )?(?:under ?-?(\d{1,3})s?|up to (\d{1,3})(?: ?years?| ?yrs?)?)").fullmatch
_ANYBODY = re.compile(r"(?:all|any|any age|all ages|everyone|everybody|anyone|no (?:age )?limit)").fullmatch


def years(value: object) -> int | None:
    """An age in whole years; None for what says nothing (`-1`, blank) and for what no person's age is."""
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, float):
        value = int(value) if value.is_integer() else None
    if isinstance(value, str):
        found = _YEARS(value.strip())
        value = int(found[1]) if found else None
    return value if isinstance(value, int) and 0 <= value <= _OLDEST else None


def ages_in(text: str) -> tuple[int | None, int | None]:
    """The lowest and the highest age that a text names; None for each that it leaves open, or is unclear on.

    "over 50s" begins at 50, as those who write it mean it; "under 18s" ends at 17.
    """
    said = " ".join(text.casefold().strip(" .").split())
    if not said or _ANYBODY(said):
        return None, None
    lowest: int | None = None
    highest: int | None = None
    if found := _BETWEEN(said):
        lowest, highest = years(found[1]), years(found[2])
    elif found := _FROM(said):
        lowest = years(found[1] or found[2])
    elif found := _UNDER(said):
        highest = years(int(found[1]) - 1) if found[1] else years(found[2])
    return in_order(lowest, highest)


def in_order(lowest: int | None, highest: int | None) -> tuple[int | None, int | None]:
    """Both ages, or neither where the lowest is above the highest: nobody can tell which is wrong.

    Feeds write 0 to 0 for "not set" as well.
    """
    if highest is not None and (highest == 0 or (lowest is not None and lowest > highest)):
        return None, None
    return lowest, highest
