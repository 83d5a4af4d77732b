"""The key of a person's row: written down to resume from, and as the place where a person stands."""

from __future__ import annotations

from array import array
from decimal import Decimal
from typing import TYPE_CHECKING

from adapter_core.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Callable

Key = int | str | float | Decimal | bytes | None
"""What a database gives for a key; None stands for the start."""

_READ_KEY: dict[str, Callable[[str], Key]] = {
    "i": int,
    "s": str,
    "u": lambda text: bytes.fromhex(text).decode("utf-8"),
    "f": float,
    "d": Decimal,
    "x": bytes.fromhex,
}

_SMALL = 1 << 62


def write_cursor(key: object) -> str:
    """Write a key down so that `read_cursor` gives it back, with its type."""
    if isinstance(key, bytes):
        return f"x:{key.hex()}"
    if isinstance(key, Decimal):
        return f"d:{key}"
    if isinstance(key, str) and "\0" in key:
        return f"u:{key.encode('utf-8').hex()}"  # no store but SQLite takes a NUL
    return f"{type(key).__name__[0]}:{key}"


def read_cursor(cursor: str | None, source: str) -> Key:
    """Read a cursor; None stands for the start.

    Raises:
        ConfigurationError: FP-0406, for what is no cursor.
    """
    if cursor is None:
        return None
    kind, colon, text = cursor.partition(":")
    read = _READ_KEY.get(kind)
    try:
        if colon and read:
            return read(text)
    except (ValueError, ArithmeticError):
        pass
    raise ConfigurationError("FP-0406", "The place to resume from cannot be read.", where=f"sources.{source}")


class Places:
    """Where people stand, as whole numbers of 64 bits (`Page.positions`).

    A key that is a whole number is its own place, at no cost: twice the key. Any other key is kept, in
    memory alone, and its place is an odd number that finds it again: 20 bytes for a reference of twelve
    letters, 20 MB for a million people. Nothing is written to a disk, because a reference may be a name.
    """

    def __init__(self) -> None:
        """Start empty."""
        self._texts = bytearray()
        self._ends = array("Q", [0])

    def place_of(self, key: Key) -> int:
        """The place of a key; one that is no small whole number is kept."""
        if key.__class__ is int and -_SMALL <= key < _SMALL:
            return 2 * key
        if isinstance(key, Decimal) and -_SMALL <= key < _SMALL and key == key.to_integral_value():
            return 2 * int(key)
        self._texts += write_cursor(key).encode("utf-8", "surrogatepass")
        self._ends.append(len(self._texts))
        return 2 * (len(self._ends) - 2) + 1

    def key_at(self, place: int) -> Key:
        """The key at a place that `place_of` gave.

        Raises:
            IndexError: it gave no such place.
        """
        if place % 2 == 0:
            return place // 2
        number = place // 2
        if number < 0:
            raise IndexError(place)
        start, end = self._ends[number], self._ends[number + 1]
        return read_cursor(self._texts[start:end].decode("utf-8", "surrogatepass"), "")
