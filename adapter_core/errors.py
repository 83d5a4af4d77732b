"""Errors, ordered by what the caller does next; and what each code means.

    FingerpostError
     ├─ UsageError            exit 2   change the command
     ├─ ConfigurationError    exit 5   change the config, a mapping or a profile
     │   └─ MappingError
     ├─ PluginError           exit 5   change or remove a plugin
     ├─ SourceUnavailable     exit 4   try again later
     ├─ StoreError            exit 70  make room, mend the store; nothing was half-written
     ├─ RunLocked             exit 75  another run holds the lock
     └─ PersonNotFound        exit 2   no such reference

Each has a stable code, and says what, where and what to do. No message holds a value of a
record: a name, an NHS number or a date of birth never reaches a log or a terminal this way.
"""

from __future__ import annotations

from dataclasses import dataclass


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
        self.message = message
        self.where = where
        self.remedy = remedy or CATALOGUE[code].remedy
        super().__init__(f"{code}: {message}")

    def as_json(self) -> dict[str, dict[str, str]]:
        """The error as the contract's JSON object."""
        return {"error": {"code": self.code, "message": self.message, "where": self.where, "remedy": self.remedy}}


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


@dataclass(frozen=True, slots=True)
class Explanation:
    """What a code means.

    Attributes:
        title: the fault in a few words.
        meaning: what happened and what Fingerpost did about it.
        remedy: what to do, as a plain imperative sentence.
    """

    title: str
    meaning: str
    remedy: str


CATALOGUE: dict[str, Explanation] = {
    # FP-00: ours
    "FP-0001": Explanation(
        "Internal error",
        "Fingerpost failed in a way that it does not know. Nothing was half-written.",
        "Run the command again with --debug-file FILE and send that file to whoever looks after Fingerpost.",
    ),
    # FP-01: config
    # FP-02: plugins
    # FP-03: mappings, and mappings against their source
    # FP-04: sources that cannot be reached
    # FP-05: records that cannot be read (reject codes)
    # FP-06: the store and runs
    # FP-07: reviews and imports
    # FP-08: reference data
    # FP-09: profiles, rules, usage
}
"""Every code there is; `docs/reference/errors.md` is made from it."""
