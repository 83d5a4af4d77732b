"""Invents values of a given shape: of nobody, and with nothing in them but what the shape says."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from adapter_core.demo.numbers import NHS_NUMBERS, nhs_number

if TYPE_CHECKING:
    from random import Random

_SYLLABLES = ("ba", "do", "fi", "ga", "ko", "lu", "me", "ni", "po", "ra", "su", "te", "vo", "wi", "za")
_LETTERS = "BCDFGHJKLMNPQRSTVWXZ"
_POSTCODE = re.compile(r"A{1,2}9[9A]? ?9AA")
_TEN_DIGITS = re.compile(r"999[ -]?999[ -]?9999")
_LATEST = date(2026, 11, 23)
_MOST_TRIES = 50
_MANY = 0.5


class Inventor:
    """Invents one column's values.

    Args:
        chance: where its choices come from.
        column: the column, as a scan's file has it.
    """

    def __init__(self, chance: Random, column: Mapping[str, Any]) -> None:
        self._chance = chance
        self._column = column
        self._shapes = [(each["value"], each["share"]) for each in column.get("shapes") or ()]
        self._kind = column.get("kind") or "text"
        self._numbers = "number" in self._kind
        self._count = 0

    def values(self, size: int, scale: float) -> list[object]:
        """Invent as many values as wanted.

        Args:
            size: how many.
            scale: how many rows there are for each row of the scan.
        """
        if not size or self._kind == "empty":
            return [None] * size
        if self._column.get("unique"):
            return self._unique(size)
        known = [
            (e["value"], e["share"]) for key in ("codes", "placeholders") for e in self._column.get(key) or ()
        ]
        told: list[object] = []
        for value, share in known:
            told += [self._typed(value)] * round(share * size)
        told = told[:size]
        told += self._others(size - len(told), size, scale, len(known))
        self._chance.shuffle(told)
        return told

    def _others(self, wanted: int, size: int, scale: float, known: int) -> list[object]:
        """Values beside codes: as many different ones as the scan says."""
        if wanted <= 0:
            return []
        distinct = self._column.get("distinct") or 1
        if distinct > _MANY * size / scale:
            distinct = round(distinct * scale)
        distinct = max(1, min(wanted, distinct - known))
        told = {each["value"] for each in self._column.get("codes") or ()}
        # Each shape has its part of the different values: a common one must not be left to chance.
        shapes = self._dealt(distinct)
        some = list(dict.fromkeys(self._fresh(shape, told) for shape in shapes))
        return some[:wanted] + self._chance.choices(some, k=max(0, wanted - len(some)))

    def _dealt(self, number: int) -> list[str]:
        shapes = [(shape, share) for shape, share in self._shapes if share] or [(self._any_shape(), 1.0)]
        return self._chance.choices([each for each, _ in shapes], [share for _, share in shapes], k=number)

    def _any_shape(self) -> str:
        """A shape for a column whose own are too rare to be told."""
        return "9999-99-99" if self._kind == "date" else "999" if self._numbers else "A*"

    def _fresh(self, shape: str, told: set[str]) -> object:
        value = self._value(shape)
        for _ in range(_MOST_TRIES):
            if str(value) not in told:
                break
            value = self._value(shape)
        return value

    def _unique(self, size: int) -> list[object]:
        """Values that each stand once: counted up where the shape is a number."""
        shapes = self._dealt(size)
        seen: set[object] = set()
        found: list[object] = []
        for number, shape in enumerate(shapes):
            value = self._value(shape)
            for _ in range(_MOST_TRIES):
                if value not in seen:
                    break
                value = self._value(shape)
            if value in seen:
                value = self._beyond(number, size)
            seen.add(value)
            found.append(value)
        return found

    def _beyond(self, number: int, size: int) -> object:
        """A value that no shape gives: there are more rows than the shape has room for."""
        far = 10 ** len(str(size)) * 10 + number
        return far if self._numbers else f"X{far}"

    def _value(self, shape: str) -> object:
        self._count += 1
        if self._kind == "flag":
            return self._chance.random() < _MANY
        if self._kind == "date" or shape in {"9999-99-99", "99/99/9999"}:
            return self._date(shape)
        name = self._column["name"].casefold()
        if _TEN_DIGITS.fullmatch(shape) and "nhs" in name:
            number = nhs_number(self._chance.randrange(NHS_NUMBERS))
            gap = shape[3] if len(shape) > 10 else ""  # noqa: PLR2004 - digits alone
            return self._typed(gap.join((number[:3], number[3:6], number[6:])))
        if shape == "text":
            words = " ".join(self._word() for _ in range(9))
            return f"{words.capitalize()}."
        text = self._filled(shape)
        # No postcode begins with Z but the pseudo ones, and those go on with another Z.
        return self._typed(f"Z{text[1:]}" if _POSTCODE.fullmatch(shape) else text)

    def _filled(self, shape: str) -> str:
        found = []
        for part in re.findall(r"A+\*|9+\*|A+|9+|\*|.", shape):
            if part[0] == "A":
                found.append(self._long_word() if part.endswith("*") else self._letters(len(part)))
            elif part[0] == "9":
                digits = 14 if part.endswith("*") else len(part)
                found.append(str(self._chance.randrange(10 ** (digits - 1) if digits > 1 else 0, 10**digits)))
            elif part == "*":
                found.append(self._long_word())
            else:
                found.append("*" if part == "?" else part)
        return "".join(found)

    def _letters(self, number: int) -> str:
        return "".join(self._chance.choice(_LETTERS) for _ in range(number))

    def _word(self) -> str:
        return "".join(self._chance.choice(_SYLLABLES) for _ in range(self._chance.randint(2, 3)))

    def _long_word(self) -> str:
        return (self._word() + self._chance.choice(("", "n", "s", "r"))).capitalize()

    def _date(self, shape: str) -> str:
        first, last = self._column.get("years") or (_LATEST.year - 3, _LATEST.year)
        start = date(min(9999, max(1, first)), 1, 1)
        days = (min(date(min(9999, max(1, last)), 12, 28), max(_LATEST, start)) - start).days
        day = start + timedelta(days=self._chance.randint(0, max(0, days)))
        plain, _, time = shape.partition(" ")
        if plain.startswith("9999"):
            text = day.isoformat()
        else:
            sign = next((each for each in plain if each != "9"), "/")
            text = day.strftime(f"%d{sign}%m{sign}%Y")
        return f"{text} {re.sub('9', '0', time)}" if time else text

    def _typed(self, text: str) -> object:
        return int(text) if self._numbers and text.isdecimal() else text
