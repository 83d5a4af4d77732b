"""What is counted on the way through a feed, and what is told of one record's parts."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeVar

from adapter_core.hooks.ports import Reject
from adapter_open_referral.values import Node, UnreadableValue, made_id, moment, text

T = TypeVar("T")

TWO_SERVICES, TEMPLATE_ROW, NO_ID = "FP-0550", "FP-0551", "FP-0552"
UNREADABLE_PART, ENDS_BEFORE_IT_STARTS, NO_NAME = "FP-0553", "FP-0554", "FP-0555"
NO_DETAILS, OTHER_FILE, PAGE_MISSING = "FP-0556", "FP-0557", "FP-0558"

_NO_NAME_OF_A_KEY = re.compile(r"[^\w.@-]")
_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)

MOST_EXTENSIONS = 200
"""Different names of extensions that are counted one by one; a feed may make them up without end."""


@dataclass(slots=True)
class Tally:
    """What a feed had beside services, for the report of an import.

    Attributes:
        services: how many were told.
        repeated: services that stood on more than one page.
        zoneless: times without a zone, taken to be in Europe/London.
        unnamed_organisations: stand-ins for an organisation: an id and nothing else.
        masked: locations whose exact address the feed asks to keep back.
        listed_only: services of which only the list's short form is there.
        extensions: keys that are no part of the standard, each with how many records had it.
        notes: what is worth telling in words.
    """

    services: int = 0
    repeated: int = 0
    zoneless: int = 0
    unnamed_organisations: int = 0
    masked: int = 0
    listed_only: int = 0
    extensions: Counter[str] = field(default_factory=Counter)
    notes: list[str] = field(default_factory=list)

    def count_extensions(self, node: Node, known: frozenset[str], prefix: str = "") -> None:
        """Count the keys of a record that nobody reads."""
        for key in node.keys() - known:
            name = prefix + _NO_NAME_OF_A_KEY.sub("?", key[:60])
            self.extensions[
                name if name in self.extensions or len(self.extensions) < MOST_EXTENSIONS else "…"
            ] += 1

    def note(self, words: str) -> None:
        """Keep a note, once."""
        if words not in self.notes:
            self.notes.append(words)


class Parts:
    """The parts of one service as they are read: ids that no other part has, and what was left out."""

    def __init__(self, owner: str, tally: Tally) -> None:
        """Start with none.

        Args:
            owner: the service's id.
            tally: the feed's.
        """
        self.owner, self.tally = owner, tally
        self.rejects: list[Reject] = []
        self._ids: set[tuple[str, str]] = set()

    def left_out(self, field_path: str, code: str = UNREADABLE_PART) -> None:
        """Say that a part was left out; the service itself is read."""
        reject = Reject(self.owner, code, field_path)
        if reject not in self.rejects:
            self.rejects.append(reject)

    def read(self, how: Callable[..., T], node: Node, *names: str, at: str = "") -> T | None:
        """A value, or None and a reject where it cannot be read."""
        try:
            return how(node, *names)
        except UnreadableValue:
            self.left_out(f"{at}{names[0]}")
            return None

    def moment(self, node: Node, *names: str) -> datetime | None:
        """See `values.moment`; a missing zone is counted."""
        found, zoned = self.read(moment, node, *names) or (None, True)
        self.tally.zoneless += not zoned
        return found

    def own_id(self, node: Node, kind: str, *content: object) -> str:
        """The id of a part that belongs to this service alone.

        One that is no UUID may be numbered afresh in every service, so it counts within the service; one
        that is there twice, or missing, is made of the content.
        """
        given = text(node, "id")
        found = (given if is_uuid(given) else f"{self.owner}/{given}") if given else ""
        again = 0
        while not found or (kind, found) in self._ids:
            found = made_id(self.owner, kind, given, again, *content)
            again += 1
        self._ids.add((kind, found))
        return found


def is_uuid(given: str) -> bool:
    """Whether an id is a UUID as they are written, with its hyphens."""
    return _UUID.fullmatch(given) is not None


def unique(values: Iterable[T]) -> tuple[T, ...]:
    """Each once, in order."""
    return tuple(dict.fromkeys(values))
