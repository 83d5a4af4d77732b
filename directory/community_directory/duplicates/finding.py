"""Looks for duplicates among the entries of a kind: blocks, pairs, scores."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from adapter_core.domain.directory import EntityKind
from community_directory.duplicates.blocking import MOST_IN_BLOCK, blocks
from community_directory.duplicates.comparing import compare
from community_directory.duplicates.entries import Entry
from community_directory.duplicates.shared import shared
from community_directory.duplicates.weights import Band, Score


@dataclass(frozen=True, slots=True)
class Pair:
    """Two entries that may be one; the one with the smaller number first."""

    first: Entry
    second: Entry
    score: Score


@dataclass(frozen=True, slots=True)
class Found:
    """What a look found.

    Attributes:
        pairs: the likeliest first.
        entries: how many entries were looked at.
        compared: how many pairs were compared.
        capped: what was shared by too many entries to be compared, to how many such blocks there were.
    """

    pairs: tuple[Pair, ...] = ()
    entries: int = 0
    compared: int = 0
    capped: Counter[str] = field(default_factory=Counter)


def find(
    kind: EntityKind, entries: Sequence[Entry], owners: Sequence[Entry] = (), *, most: int = MOST_IN_BLOCK
) -> Found:
    """Find the entries of a kind that may be duplicates of each other.

    Args:
        kind: organisation, service or location.
        entries: in any order.
        owners: of services, the organisations: where two of them may be one, so may their services.
        most: entries that are compared all with all for sharing one thing.
    """
    ordered = sorted(entries, key=lambda entry: entry.number)
    of_owners = find(EntityKind.ORGANISATION, owners, most=most).pairs if owners else ()
    counts = shared(ordered, {(pair.first.number, pair.second.number): pair.score.band for pair in of_owners})
    made = blocks(ordered, counts, most=most)
    compared, found = 0, []
    for one, other in made.pairs():
        compared += 1
        score = compare(kind, ordered[one], ordered[other], counts)
        if score.band is not Band.NONE:
            found.append(Pair(ordered[one], ordered[other], score))
    found.sort(key=lambda pair: (-pair.score.bits, pair.first.number, pair.second.number))
    return Found(tuple(found), len(ordered), compared, made.capped)
