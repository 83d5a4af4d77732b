"""From words to ranked services: terms, postings, candidates, ranking; the same over either database."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from community_directory.searching.concepts import Concepts
from community_directory.searching.documents import CATEGORY, DISTRICT, EVERYTHING, WHOLE
from community_directory.searching.ranking import CONSIDERED, Ranked, by_words, with_facts
from community_directory.searching.retrieving import (
    MOST_JUDGED,
    MOST_RANKED,
    Retrieved,
    candidates,
    read,
    telling,
)
from community_directory.searching.terms import (
    A_SENTENCE,
    Alternative,
    Group,
    How,
    Meaning,
    Term,
    doubted,
    groups_of,
    known,
    likely_names,
)
from community_directory.searching.words import MOST_QUERY_CHARACTERS, folded, query_words, whole, words

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection

MOST_MEANINGS = 3
"""Concepts that one query may mean."""
MOST_LOOKED_AT = 60
"""Words of a query in which concepts are looked for."""
MOST_DOUBTED = 4
"""A query of more words is a sentence: that nothing matches all of it does not mean that it is mistyped."""
_NAMED_SO = 0.65
"""How well services match that are called what was asked for, mistyped or not."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What to find.

    Attributes:
        text: all that is looked for, as it was typed: it may be somebody's whole name.
        words: what of it is looked for, as `query_words` gives them.
        meant: the concepts that some of them mean.
        districts: outward codes: what lies there comes first.
        categories: names of taxonomy terms: what is in none of them is left out.
        variants: other spellings of names; the packaged ones where it is None.
        ordinary: words that are no slips of others, whether or not the directory has them.
    """

    text: str
    words: tuple[str, ...]
    meant: tuple[Meaning, ...] = ()
    districts: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    variants: Mapping[str, tuple[str, ...]] | None = None
    ordinary: frozenset[str] = frozenset()

    @classmethod
    def of(
        cls,
        text: str,
        concepts: Concepts | None = None,
        *,
        districts: Sequence[str] = (),
        categories: Sequence[str] = (),
    ) -> Asked:
        """What a text asks for.

        Args:
            text: without what became a filter.
            concepts: what lay words mean.
            districts: see above.
            categories: see above.
        """
        every = list(words(text, most_characters=MOST_QUERY_CHARACTERS))[:MOST_LOOKED_AT]
        meant = tuple(
            Meaning(one.label, frozenset(every[at] for at in one.places), one.finds)
            for one in (concepts.groups(every)[:MOST_MEANINGS] if concepts is not None else ())
        )
        typed = query_words(text)
        if concepts is None:
            return cls(text, typed, meant, tuple(districts), tuple(categories))
        variants, ordinary = concepts.variants, concepts.ordinary(typed)
        return cls(text, typed, meant, tuple(districts), tuple(categories), variants, ordinary)

    @property
    def district_keys(self) -> tuple[str, ...]:
        """The terms of the districts."""
        return tuple(DISTRICT + folded(each) for each in self.districts)

    @property
    def category_keys(self) -> tuple[str, ...]:
        """The terms of the categories."""
        return tuple(CATEGORY + whole(each) for each in self.categories)


@dataclass(frozen=True, slots=True)
class Found:
    """Ranked services, with what explains them.

    Attributes:
        ranked: the best first.
        groups: what the words were taken for.
        whole: the whole name, where the directory has one like the query.
        retrieved: the postings that were read.
    """

    ranked: list[Ranked]
    groups: list[Group]
    whole: Group | None
    retrieved: Retrieved


def find(  # noqa: PLR0913 - what a search depends on
    connection: Connection, asked: Asked, *, level: int, on: date, limit: int = 10, judged: bool = False
) -> Found:
    """Find services.

    Args:
        connection: to the directory.
        asked: what is looked for.
        level: of the audience; nothing above it is read.
        on: the day to speak of.
        limit: how many are wanted.
        judged: whether filters will leave some out, so that more are wanted.
    """
    name = WHOLE + whole(asked.text)
    keys = (name, EVERYTHING, *asked.district_keys, *asked.category_keys)
    groups, others = groups_of(
        connection,
        asked.words,
        asked.meant,
        level,
        others=keys,
        variants=asked.variants,
        ordinary=asked.ordinary,
    )
    bounds = _Bounds(
        _likely(connection, _whole(others.get(name)), groups, level),
        _any(others, asked.district_keys),
        _any(others, asked.category_keys) if asked.categories else None,
        others.get(EVERYTHING),
        MOST_JUDGED if judged else MOST_RANKED,
    )
    plain = [group for group in groups if not group.concept]
    conceptual = 0 < len(plain) < len(groups)
    first = plain if conceptual and _may_be_meant_as_typed(plain) else groups
    retrieved, ranked = _ranked(connection, first, bounds)
    if conceptual:
        if first is plain and _meant_as_typed(ranked, limit):
            groups = plain
        elif first is plain:
            retrieved, ranked = _ranked(connection, groups, bounds, before=retrieved)
    elif _doubtful(ranked, groups):
        again = doubted(connection, groups, level)
        if again != groups:
            groups = again
            bounds = replace(bounds, whole=_likely(connection, bounds.whole, groups, level))
            retrieved, ranked = _ranked(connection, groups, bounds, before=retrieved)
    considered = MOST_JUDGED if judged else max(CONSIDERED, 3 * limit)
    return Found(with_facts(connection, ranked[:considered], groups, on), groups, bounds.whole, retrieved)


@dataclass(frozen=True, slots=True)
class _Bounds:
    """What else a query asks, beside its words."""

    whole: Group | None
    near: Group | None
    within: Group | None
    everything: Term | None
    most: int

    @property
    def services(self) -> int:
        """How many services there are."""
        return 0 if self.everything is None else self.everything.services


def _any(terms: Mapping[str, Term], keys: Iterable[str]) -> Group:
    """What has one of some keys."""
    return Group("", tuple(Alternative((terms[key],), How.PLACE, 1.0) for key in keys if key in terms))


def _ranked(
    connection: Connection, groups: Sequence[Group], bounds: _Bounds, *, before: Retrieved | None = None
) -> tuple[Retrieved, list[Ranked]]:
    asked = telling(groups)
    if not groups and bounds.everything is not None:  # filters alone: from among all
        asked = [Group("", (Alternative((bounds.everything,), How.PLACE, 1.0),))]
    beside = (bounds.whole, bounds.near, bounds.within)
    rarest = min(asked, key=lambda group: group.services, default=None)
    wanted = [*asked, *(each for each in beside if each is not None)]
    retrieved = read(connection, wanted, rarest=rarest, before=before)
    numbers = candidates(retrieved, asked, bounds.whole, bounds.near, bounds.within, most=bounds.most)
    return retrieved, by_words(retrieved, numbers, asked, bounds.whole, bounds.services)


def _whole(term: Term | None) -> Group | None:
    if term is None:
        return None
    return Group(term.text[len(WHOLE) :], (Alternative((term,), How.WHOLE, 1.0),))


def _likely(connection: Connection, typed: Group | None, groups: Sequence[Group], level: int) -> Group | None:
    """The whole name as it was typed, and else as it may have been meant."""
    if typed is not None or not any(
        each.how is not How.TYPED for group in groups for each in group.alternatives
    ):
        return typed
    names = likely_names(groups)
    found = known(connection, (WHOLE + whole(text) for text, _ in names), level) if names else {}
    ways = [
        Alternative((found[key],), How.WHOLE, weight)
        for text, weight in names
        if (key := WHOLE + whole(text)) in found
    ]
    return Group(ways[0].says[len(WHOLE) :], tuple(ways)) if ways else None


def _doubtful(ranked: Sequence[Ranked], groups: Sequence[Group]) -> bool:
    """Whether a short query matches nothing as a whole, so that a word of it may be mistyped into another."""
    if not 0 < len(groups) <= MOST_DOUBTED:
        return False
    return not ranked or ranked[0].covered < 1.0


def _may_be_meant_as_typed(plain: Sequence[Group]) -> bool:
    """Whether services may have all the words of a query, which is no sentence."""
    return len(plain) < A_SENTENCE and all(group.alternatives for group in plain)


def _meant_as_typed(ranked: Sequence[Ranked], limit: int) -> bool:
    """Whether a page of names and categories has all the words, so that no concept need explain them."""
    return len(ranked) >= limit and all(
        one.covered >= 1.0 and one.strength >= _NAMED_SO for one in ranked[:limit]
    )
