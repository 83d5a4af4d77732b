"""Errors, ordered by what the caller does next; and what each code means.

    FingerpostError
     ├─ UsageError            exit 2   change the command
     ├─ ConfigurationError    exit 5   change the config, a mapping or a profile
     │   └─ MappingError
     ├─ PluginError           exit 5   change or remove a plugin
     ├─ SourceUnavailable     exit 4   try again later
     ├─ StoreError            exit 70  make room, mend the store; nothing was half-written
     ├─ RunLocked             exit 75  another run holds the lock
     ├─ PersonNotFound        exit 2   no such reference
     └─ InDoubt               exit 4   nobody knows whether something was written

Each has a stable code, and says what, where and what to do. No message holds a value of a
record: a name, an NHS number or a date of birth never reaches a log or a terminal this way. Secrets
of the config are masked in every one.
"""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING, Any

from adapter_core.errors.explained import CATALOGUE
from adapter_core.errors.explanation import Explanation
from adapter_core.masking import mask

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

__all__ = [
    "CATALOGUE",
    "ConfigurationError",
    "Explanation",
    "FingerpostError",
    "InDoubt",
    "MappingError",
    "PersonNotFound",
    "PluginError",
    "RunLocked",
    "SourceUnavailable",
    "StoreError",
    "UsageError",
    "a_kind",
    "did_you_mean",
]


def a_kind(thing: object) -> str:
    """A thing's kind with its article, for messages that may not hold the thing: "an AttributeError"."""
    name = type(thing).__name__
    sounds_like_you = name.lower().startswith(("uni", "use"))
    return f"an {name}" if name[0] in "AEIOUaeiou" and not sounds_like_you else f"a {name}"


def did_you_mean(word: str, known: Iterable[str], alike: float = 0.6) -> str:
    """` Did you mean "…"?` with the nearest known word, or nothing where none is near."""
    close = difflib.get_close_matches(word, sorted(known), 1, alike)
    return f' Did you mean "{close[0]}"?' if close else ""


class FingerpostError(Exception):
    """Base of every error that a user may see.

    Args:
        code: stable code, explained by `fingerpost explain CODE`.
        message: one plain sentence: what is wrong.
        where: file and key path, source, or command; empty if it is everywhere.
        remedy: one plain sentence: what to do; the catalogue's if empty.
    """

    exit_code = 70

    def __init__(self, code: str, message: str, *, where: str = "", remedy: str = "") -> None:
        """Keep what, where and what to do apart, for JSON."""
        self.code = code
        self.message = mask(message)
        self.where = mask(where)
        self.remedy = remedy or CATALOGUE[code].remedy
        super().__init__(f"{code}: {self.message}")

    def __reduce__(self) -> tuple[Callable[..., FingerpostError], tuple[object, ...]]:
        """Let it travel between processes, where an executor does the work."""
        return _remade, (type(self), self.code, self.message, self.where, self.remedy)

    def as_json(self) -> dict[str, dict[str, Any]]:
        """The error as the contract's JSON object."""
        return {
            "error": {"code": self.code, "message": self.message, "where": self.where, "remedy": self.remedy}
        }


def _remade(kind: type[FingerpostError], code: str, message: str, where: str, remedy: str) -> FingerpostError:
    return kind(code, message, where=where, remedy=remedy)


class UsageError(FingerpostError):
    """The command's words are off."""

    exit_code = 2


class ConfigurationError(FingerpostError):
    """The config, a mapping or a profile has to change."""

    exit_code = 5


class MappingError(ConfigurationError):
    """A mapping file is wrong, or does not fit its source."""


class PluginError(FingerpostError):
    """A plugin breaks the contract."""

    exit_code = 5


class SourceUnavailable(FingerpostError):
    """A source cannot be reached, or stopped answering; another time it may."""

    exit_code = 4


class StoreError(FingerpostError):
    """Fingerpost's own store cannot be written or read; what was not committed was rolled back."""

    exit_code = 70


class RunLocked(FingerpostError):
    """Another run holds the lock."""

    exit_code = 75


class PersonNotFound(FingerpostError):
    """A source has no such reference."""

    exit_code = 2


class InDoubt(FingerpostError):
    """Something was sent, and nobody knows whether it was written: it is never sent again unseen."""

    exit_code = 4
