"""What kinds of place raw values are written to, and what each can hold."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any


@dataclass(frozen=True, slots=True)
class Medium:
    """A kind of place for raw values.

    Attributes:
        name: in words.
        typed: whether a column keeps to its type: no text in a number, no 31 February.
        native: whether there are numbers and flags, or texts alone.
        midnight: whether a day is written with a time after it.
        unreadable: what stands where a value would, and is none that anybody can read; None where the
            place has room for readable values alone.
    """

    name: str
    typed: bool = False
    native: bool = False
    midnight: bool = False
    unreadable: Any = None

    def day(self, day: date) -> Any:  # noqa: ANN401 - a text or a time, as the place has it
        """A day as a column of days has it."""
        if self.typed:
            return datetime.combine(day, time())
        return f"{day.isoformat()} 00:00:00" if self.midnight else day.isoformat()


@dataclass(frozen=True, slots=True)
class Nested:
    """An element in place of a text."""


TEXTS = Medium("texts")
"""CSV files."""

XML = Medium("XML", unreadable=Nested())
"""Attributes hold texts alone; an element may hold others where a text would stand."""

JSON = Medium("JSON", native=True, unreadable={"see": ["notes"]})

LOOSE_SQL = Medium("SQL without types", native=True, midnight=True, unreadable=b"\xff\xfe")
"""SQLite, which keeps whatever it is given."""

TYPED_SQL = Medium("SQL", typed=True, native=True)
"""PostgreSQL and other databases that keep to their types."""
