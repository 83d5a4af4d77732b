"""Mistyped words: what they may have been, from a table that any database can search.

SymSpell's way (W. Garbe, 2012): of each term, what remains when up to two of its first seven letters are left
out is stored by a hash; a mistyped word with up to two letters left out meets it there. What meets is then
compared letter by letter, so that a hash shared by chance finds nothing.
"""

from __future__ import annotations

from itertools import combinations
from zlib import crc32

PREFIX = 7
ONE_FROM, TWO_FROM = 4, 7
"""How many letters a word has that may hold one typing mistake, and two: as typed, or as it was meant."""
_SHORTEST, _TWO_FROM_TERM = 3, 5
MOST_LETTERS = 24
"""Longer words are nobody's slip of a finger."""


def mistakes_allowed(typed: str, meant: str = "") -> int:
    """How many typing mistakes a word may hold. None where there are digits: another number is another thing.

    Args:
        typed: the word.
        meant: what it may have been, where that is known: the longer of the two counts.
    """
    size = max(len(typed), len(meant))
    if size < ONE_FROM or size > MOST_LETTERS or not typed.isalpha():
        return 0
    return 2 if size >= TWO_FROM else 1


def keys_of_term(term: str) -> set[int]:
    """The keys under which a term can be met; none for one that is never corrected to."""
    if not _SHORTEST <= len(term) <= MOST_LETTERS or not term.isalpha():
        return set()
    return _keys(term, 2 if len(term) >= _TWO_FROM_TERM else 1)


def keys_of_typed(word: str) -> set[int]:
    """The keys under which what a typed word may have been is met."""
    if len(word) < _SHORTEST or len(word) > MOST_LETTERS or not word.isalpha():
        return set()
    return _keys(word, mistakes_allowed(word))  # what was meant may be longer: then a letter less is left out


def _keys(word: str, most: int) -> set[int]:
    start = word[:PREFIX]
    left = {start}
    for number in range(1, most + 1):
        left.update("".join(kept) for kept in combinations(start, len(start) - number))
    return {crc32(each.encode()) for each in left}


def distance(one: str, other: str, most: int) -> int:
    """How many letters are wrong, missing, too many, or swapped with their neighbour.

    The optimal string alignment distance; `most + 1` stands for anything beyond `most`.
    """
    if one == other:
        return 0
    if abs(len(one) - len(other)) > most:
        return most + 1
    start = 0
    shortest = min(len(one), len(other))
    while start < shortest and one[start] == other[start]:
        start += 1
    end = 0
    while end < shortest - start and one[-1 - end] == other[-1 - end]:
        end += 1
    one, other = one[start : len(one) - end], other[start : len(other) - end]
    if not one or not other:
        return min(len(one) + len(other), most + 1)
    return _aligned(one, other, most)


def _aligned(one: str, other: str, most: int) -> int:
    before: list[int] = []
    row = list(range(len(other) + 1))
    for at, letter in enumerate(one, 1):
        earlier, before, row = before, row, [at]
        for to, facing in enumerate(other, 1):
            cost = min(row[to - 1] + 1, before[to] + 1, before[to - 1] + (letter != facing))
            swapped = at > 1 and to > 1 and letter == other[to - 2] and one[at - 2] == facing
            row.append(min(cost, earlier[to - 2] + 1) if swapped else cost)
        if min(row) > most:
            return most + 1
    return min(row[-1], most + 1)
