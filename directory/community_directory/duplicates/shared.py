"""How many entries of a kind share each thing: what many share says little about two of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from community_directory.duplicates.entries import Entry
from community_directory.duplicates.names import Rarity
from community_directory.duplicates.weights import Band

FIELDS = ("phones", "emails", "hosts", "urls", "postcodes", "identifiers")
"""Attributes of an entry whose values are counted."""


@dataclass(frozen=True, slots=True)
class Shared:
    """Counts of one kind's entries.

    Attributes:
        names: how rare the words of names are.
        owners: likewise of the names of organisations that offer services.
        addresses: likewise of addresses.
        holders: field to value to how many entries have it.
        texts: sketch of a description to how many entries have it.
        in_house: an organisation's number and the words of a name to how many of its services have it.
        owner_pairs: two organisations by number, the smaller first, that may be one.
    """

    names: Rarity
    owners: Rarity
    addresses: Rarity
    holders: dict[str, Counter[str]] = field(default_factory=dict)
    texts: Counter[tuple[int, ...]] = field(default_factory=Counter)
    in_house: Counter[tuple[int | None, tuple[str, ...]]] = field(default_factory=Counter)
    owner_pairs: Mapping[tuple[int, int], Band] = field(default_factory=dict)

    def fewest(self, of: str, values: Iterable[str]) -> int:
        """How many entries have that one of some values which the fewest have."""
        counts = self.holders[of]
        return min((counts[value] for value in values), default=0)


def shared(entries: Sequence[Entry], owner_pairs: Mapping[tuple[int, int], Band] | None = None) -> Shared:
    """Count what the entries of a kind share.

    Args:
        entries: all of the kind.
        owner_pairs: of services, which organisations may be one.
    """
    owners = {entry.owner: entry.owner_names for entry in entries if entry.owner is not None}
    holders: dict[str, Counter[str]] = {name: Counter() for name in FIELDS}
    texts: Counter[tuple[int, ...]] = Counter()
    in_house: Counter[tuple[int | None, tuple[str, ...]]] = Counter()
    for entry in entries:
        for name, counts in holders.items():
            counts.update(getattr(entry, name))
        if entry.owner is not None:
            in_house.update({(entry.owner, tuple(sorted(name))) for name in entry.names})
        if entry.text:
            texts[entry.text] += 1
    return Shared(
        Rarity(entry.names for entry in entries),
        Rarity(owners.values()),
        Rarity((entry.address,) for entry in entries if entry.address),
        holders,
        texts,
        in_house,
        owner_pairs or {},
    )
