"""Names of organisations, services and places: how much it means that two have words in common.

A word weighs as much as it is rare among the names of this directory; there is no list of common names.
"Age UK" says little where thirty names have it, and much where there is one.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from community_directory.duplicates.weights import Weight, others, weight
from community_directory.searching.spelling import distance
from community_directory.searching.words import words

MOST_BITS, LEAST_BITS = 10.0, -8.0
PARTLY_MOST, DIFFERING_MOST = 8.0, 3.0
"""What names weigh at most that are not the same, word for word; and where each has a word of its own."""
RAREST = 8.0
"""Bits of a word that hardly any other name has."""
_SHARED, _ADDED, _ADDED_STRICT, _INSTEAD, _ALIKE = 0.8, 0.5, 1.0, 1.2, 0.6
"""What of a word's bits counts: both have it; one has it besides, likewise within one organisation; each has
another; they are nearly the same."""
_SAME_STRICT = 8.0
"""The least that it weighs where two services of one organisation have one name."""
_OTHERS = 2.0
"""Bits lost each time the number of other names with the same words doubles."""
_TOLD_APART_MOST, _ONE_TOLD_APART_MOST = -3.0, 4.0
"""What names weigh at most of which each has a number, a day or the like of its own; or, within one
organisation, of which one has."""
_SMALL_DIRECTORY = 200
"""Names that are counted besides: in a small directory no word can be seen to be rare."""
_ONE_MISTAKE_FROM, _TWO_MISTAKES_FROM = 5, 9
_INITIALS = range(2, 6)
_MOST_WORDS = 16

_SMALL_WORDS = """
a an and at by c co company cic cio for from in inc incorporated limited llp ltd of on or plc
registered the to with"""
_LEFT_OUT = frozenset(_SMALL_WORDS.split())
"""Small words, and the ends of names that the law asks for (Companies Act 2006, 58 to 60)."""

_SPELT = {
    "assoc": "association",
    "ave": "avenue",
    "center": "centre",
    "comm": "community",
    "ctr": "centre",
    "dept": "department",
    "dr": "drive",
    "grp": "group",
    "gp": "group",
    "ln": "lane",
    "rd": "road",
    "saint": "st",
    "sq": "square",
    "street": "st",
    "svc": "service",
    "svcs": "services",
}
_TELLING_WORDS = """
monday tuesday wednesday thursday friday saturday sunday mondays tuesdays wednesdays thursdays
fridays saturdays sundays morning mornings afternoon afternoons evening evenings north south east west
northern southern eastern western upper lower men mens women womens boys girls junior juniors senior
seniors adult adults child children young older first second third one two three four
"""
_APART = frozenset(_TELLING_WORDS.split())
"""Words that tell services of one family apart, as numbers do."""


@lru_cache(maxsize=65_536)
def name_words(name: str) -> tuple[str, ...]:
    """The words of a name that are compared, in order, each once."""
    every = [_SPELT.get(word, word) for word in words(name)]
    telling = [word for word in every if word not in _LEFT_OUT] or every
    return tuple(dict.fromkeys(telling))[:_MOST_WORDS]


class Rarity:
    """How many names of a directory have a word, or several."""

    def __init__(self, names: Iterable[Iterable[tuple[str, ...]]]) -> None:
        """Count.

        Args:
            names: of each entry every name, as words.
        """
        self._holders: defaultdict[str, list[int]] = defaultdict(list)
        self._both: dict[frozenset[str], int] = {}
        self._bits: dict[str, float] = {}
        self.size = 0
        for number, each in enumerate(names):
            for word in {word for one in each for word in one}:
                self._holders[word].append(number)
            self.size += 1

    def holders(self, word: str) -> int:
        """How many entries have a word in a name."""
        return len(self._holders.get(word, ()))

    def bits(self, word: str) -> float:
        """What it weighs that two names have a word."""
        known = self._bits.get(word)
        if known is None:
            rarity = math.log2((self.size + _SMALL_DIRECTORY) / max(1, self.holders(word)))
            known = self._bits[word] = min(RAREST, max(0.0, rarity))
        return known

    def all_of(self, every: frozenset[str]) -> int:
        """How many entries have all of some words."""
        if every not in self._both:
            lists = sorted((self._holders.get(word, []) for word in every), key=len)
            left = set(lists[0]) if lists else set()
            for one in lists[1:]:
                left.intersection_update(one)
            self._both[every] = len(left)
        return self._both[every]


@dataclass(frozen=True, slots=True)
class Among:
    """Among which names two are compared.

    Attributes:
        rarity: of the words.
        strict: whether a word that only one has makes it another thing: among the services of one
            organisation it does.
        least: bits that each word in common is worth at least.
        holders: how many entries have the words in common, where rarity is not to count them.
    """

    rarity: Rarity
    strict: bool = False
    least: float = 0.0
    holders: int | None = None


def best_names(
    of: str, one: Iterable[tuple[str, ...]], other: Iterable[tuple[str, ...]], among: Among
) -> Weight:
    """The weight of the two names, of those that two entries go by, that are most alike.

    Args:
        of: what the weight is called.
        one: the names of one, as words; at least one.
        other: those of the other.
        among: among which names.
    """
    every = (compare_names(of, a, b, among) for a in one for b in other)
    return max(every, key=lambda found: (found.bits, found.says))


def compare_names(of: str, one: tuple[str, ...], other: tuple[str, ...], among: Among) -> Weight:
    """The weight of two names; the same whichever comes first. See `best_names`."""
    one, other = sorted((one, other))
    rarity = among.rarity
    common = [word for word in one if word in other]
    alike = list(_alike(_without(one, common), _without(other, common), rarity))
    left = _without(one, [*common, *(word for mine, _ in alike for word in mine)])
    right = _without(other, [*common, *(word for _, theirs in alike for word in theirs)])
    fewer, more = sorted((_sum(rarity, left), _sum(rarity, right)))
    bits = _SHARED * math.fsum(max(among.least, rarity.bits(word)) for word in common)
    bits += _ALIKE * math.fsum(min(_sum(rarity, mine), _sum(rarity, theirs)) for mine, theirs in alike)
    bits -= (_ADDED_STRICT if among.strict else _ADDED) * more + _INSTEAD * fewer
    if _telling_apart(left) and _telling_apart(right):
        bits = min(bits, _TOLD_APART_MOST)
    same = not (left or right or alike)
    most = MOST_BITS if same else DIFFERING_MOST if left and right else PARTLY_MOST
    if same and among.strict:
        bits = max(bits, _SAME_STRICT)
    if among.strict and _telling_apart([*left, *right]):
        most = _ONE_TOLD_APART_MOST
    holders = among.holders
    if holders is None:
        holders = rarity.all_of(frozenset(common)) if common else 1
    most -= _OTHERS * math.log2(max(1, holders - 1))
    says = _says(common, alike, left, right, holders, same=same)
    return weight(of, max(LEAST_BITS, min(bits, max(0.0, most))), says)


def _sum(rarity: Rarity, every: Iterable[str]) -> float:
    return math.fsum(map(rarity.bits, every))


def _without(every: Iterable[str], some: Iterable[str]) -> list[str]:
    gone = set(some)
    return [word for word in every if word not in gone]


def _telling_apart(every: Iterable[str]) -> bool:
    return any(word in _APART or any(letter.isdigit() for letter in word) for word in every)


def _alike(one: list[str], other: list[str], rarity: Rarity) -> Iterator[tuple[list[str], list[str]]]:
    """Words of one that are words of the other in another spelling, written together or as initials."""
    left, right = list(one), list(other)
    for mine, theirs, turned in ((left, right, False), (right, left, True)):
        for word in list(mine):
            if word not in mine:
                continue
            run = _run(word, theirs)
            if run:
                mine.remove(word)
                for each in run:
                    theirs.remove(each)
                yield (run, [word]) if turned else ([word], run)
    near = sorted(
        (wrong, *sorted((mine, theirs)), mine, theirs)
        for mine in left
        for theirs in right
        if (wrong := _misspelt(mine, theirs, rarity))
    )
    for *_, mine_, theirs_ in near:
        if mine_ in left and theirs_ in right:
            left.remove(mine_)
            right.remove(theirs_)
            yield [mine_], [theirs_]


def _run(word: str, every: list[str]) -> list[str]:
    """Words side by side that make a word when written together, or by their initials."""
    for at in range(len(every) - 1):
        if every[at] + every[at + 1] == word:
            return every[at : at + 2]
    size = len(word)
    if size in _INITIALS and word.isalpha():
        for at in range(len(every) - size + 1):
            if "".join(each[0] for each in every[at : at + size]) == word:
                return every[at : at + size]
    return []


def _misspelt(one: str, other: str, rarity: Rarity) -> int:
    """How many letters are wrong in one of two spellings of a word; 0 where they are two words.

    Two spellings that several names have each are two words: Marton and Merton.
    """
    size = max(len(one), len(other))
    if size < _ONE_MISTAKE_FROM or one[0] != other[0] or not (one.isalpha() and other.isalpha()):
        return 0
    most = 2 if size >= _TWO_MISTAKES_FROM else 1
    if abs(len(one) - len(other)) > most or min(rarity.holders(one), rarity.holders(other)) > most:
        return 0
    wrong = distance(one, other, most)
    return wrong if wrong <= most else 0


def _says(  # noqa: PLR0913 - everything there is to say
    common: list[str],
    alike: list[tuple[list[str], list[str]]],
    left: list[str],
    right: list[str],
    holders: int,
    *,
    same: bool,
) -> str:
    too = others(holders) if common else ""
    if same:
        return f"the same words{too}"
    parts = []
    if common:
        parts.append(f"both have {_quoted(common)}{too}")
    parts.extend(f"{_quoted(mine)} is nearly {_quoted(theirs)}" for mine, theirs in alike)
    if left and right:
        parts.append(f"one has {_quoted(left)}, the other {_quoted(right)}")
    elif left or right:
        parts.append(f"only one has {_quoted(left or right)}")
    return "; ".join(parts) or "no words in common"


def _quoted(every: Iterable[str]) -> str:
    return f'"{" ".join(every)}"'
