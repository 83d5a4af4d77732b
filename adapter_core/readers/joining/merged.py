"""References that a source itself has merged into others: what was 17 and 23 is 42 today.

The source's own word is the only one that is followed. Nobody is taken for anybody because they
have the same name.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Protocol

from adapter_core.domain.people import Person, is_restricted
from adapter_core.hooks.ports import Page, PeopleQuery, Reject

MOST_STEPS = 50
"""A record merged more often than this is a fault of the source."""

IN_A_CIRCLE = "FP-0540"


class Streamed(Protocol):
    """A source that streams everybody."""

    def iter_people(self, query: PeopleQuery) -> Iterator[Page]:
        """See `hooks.ports.CaseRecords`."""
        ...


class MergedReferences:
    """Which reference each merged one has become.

    Attributes:
        circular: references that lead to no record: in a circle, or by more than `MOST_STEPS` steps.
    """

    def __init__(self, pairs: Mapping[str, str] | None = None) -> None:
        """Follow every reference to its end.

        Args:
            pairs: reference to the reference of the record that replaced it.
        """
        self._last: dict[str, str] = {}
        self._earlier: dict[str, list[str]] = {}
        self.circular: set[str] = set()
        for old in pairs or {}:
            last = _end_of(old, pairs or {})
            if last is None:
                self.circular.add(old)
            else:
                self._last[old] = last
                self._earlier.setdefault(last, []).append(old)

    def __bool__(self) -> bool:
        """Whether anything was merged."""
        return bool(self._last)

    def survivor(self, ref: str) -> str:
        """The reference that this one has become; itself where it was not merged, or in a circle."""
        return self._last.get(ref, ref)

    def earlier(self, ref: str) -> tuple[str, ...]:
        """The references that have become this one."""
        return tuple(self._earlier.get(ref, ()))


def _end_of(ref: str, pairs: Mapping[str, str]) -> str | None:
    passed = {ref}
    while (following := pairs.get(ref)) is not None:
        if following in passed or len(passed) > MOST_STEPS:
            return None
        passed.add(following)
        ref = following
    return ref


def merged_into(people: Iterable[Person]) -> dict[str, str]:
    """Reference to the reference of the record that replaced it, of those who have one."""
    return {person.ref: person.duplicate_of for person in people if person.duplicate_of.__class__ is str}


def read_merged(source: Streamed) -> tuple[MergedReferences, list[Reject]]:
    """Read a source once for what it has merged.

    Returns:
        What it has merged, and a reject for each record that is merged in a circle; nobody who is
        restricted is named.

    Raises:
        SourceUnavailable: as the source raises it.
    """
    pairs: dict[str, str] = {}
    restricted: set[str] = set()
    for page in source.iter_people(PeopleQuery()):
        found = merged_into(page.people)
        if found:
            pairs.update(found)
            restricted.update(each.ref for each in page.people if each.ref in found and is_restricted(each))
    merged = MergedReferences(pairs)
    named = sorted(merged.circular - restricted)
    return merged, [Reject(ref, IN_A_CIRCLE, "duplicate_of") for ref in named]
