"""What an import did, counted, and what it could not follow."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from adapter_core.domain.directory import EntityKind

MOST_KEPT = 1000
"""How many dangling references and repeated ids are kept by name; the rest is counted."""


class What(StrEnum):
    """What became of an entity."""

    ADDED = "added"
    CHANGED = "changed"
    BACK = "back"
    """It had been withdrawn, and is told of again."""
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Told:
    """What became of one entity.

    Attributes:
        id: its id in the store.
        name: its name; of a contact, a schedule and the like empty: no person's name goes into a report.
        ref: its id in the source.
    """

    kind: EntityKind
    id: str
    what: What
    name: str = ""
    ref: str = ""


@dataclass(frozen=True, slots=True)
class Dangling:
    """A reference to something that the feed does not tell of.

    Attributes:
        kind: of what refers.
        ref: its id in the source.
        to: the kind that it refers to.
        to_ref: the id that it refers to.
        left_out: whether what refers could not be stored without it.
    """

    kind: EntityKind
    ref: str
    to: EntityKind
    to_ref: str
    left_out: bool = False


@dataclass(slots=True)
class Outcome:
    """What an import did.

    Attributes:
        suppressed: contacts that were left out because they once asked for it.
        dangling: the first references that lead nowhere.
        dangling_count: all of them.
        repeated: the first (kind, id) that were told of twice, differently; the first telling stands.
        repeated_count: all of them.
    """

    added: Counter[EntityKind] = field(default_factory=Counter)
    changed: Counter[EntityKind] = field(default_factory=Counter)
    unchanged: Counter[EntityKind] = field(default_factory=Counter)
    back: Counter[EntityKind] = field(default_factory=Counter)
    withdrawn: Counter[EntityKind] = field(default_factory=Counter)
    suppressed: int = 0
    dangling: list[Dangling] = field(default_factory=list)
    dangling_count: int = 0
    repeated: list[tuple[EntityKind, str]] = field(default_factory=list)
    repeated_count: int = 0

    def count(self, kind: EntityKind, what: What) -> None:
        """Count one."""
        counters = {
            What.ADDED: self.added,
            What.CHANGED: self.changed,
            What.BACK: self.back,
            What.WITHDRAWN: self.withdrawn,
        }
        counters[what][kind] += 1

    def leads_nowhere(self, one: Dangling) -> None:
        """Note a reference that leads nowhere."""
        self.dangling_count += 1
        if len(self.dangling) < MOST_KEPT:
            self.dangling.append(one)

    def told_twice(self, kind: EntityKind, ref: str) -> None:
        """Note an id that was told of twice, differently."""
        self.repeated_count += 1
        if len(self.repeated) < MOST_KEPT:
            self.repeated.append((kind, ref))
