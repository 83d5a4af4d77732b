"""From words to ranked services: terms, postings, candidates, ranking; the same over either database."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING

from community_directory.searching.concepts import Concepts
from community_directory.searching.documents import CATEGORY, DISTRICT, EVERYTHING, WHOLE
from community_directory.searching.names import without_words_for_names
from community_directory.searching.ranking import CONSIDERED, Ranked, by_words, with_facts, worth_in
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
        typed: the whole query: filters may be words of somebody's name, such as the Tuesday Club.
        aside: those of the words that a filter says already, and how much each counts as a word.
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
    typed: str = ""
    aside: Mapping[str, float] = field(default_factory=dict)

    @classmethod
    def of(  # noqa: PLR0913 - what a query asks
        cls,
        text: str,
        concepts: Concepts | None = None,
        *,
        districts: Sequence[str] = (),
        categories: Sequence[str] = (),
        typed: str = "",
        aside: Mapping[str, float] | None = None,
    ) -> Asked:
        """What a text asks for.

        Args:
            text: without what became a filter, but for what is not needed.
            concepts: what lay words mean.
            districts: see above.
            categories: see above.
            typed: see above.
            aside: words of the text, and how much each counts; they count like others if there are no others.
        """
        every = list(words(text, most_characters=MOST_QUERY_CHARACTERS))[:MOST_LOOKED_AT]
        looked_for = query_words(text)
        beside = {word: much for each, much in (aside or {}).items() for word in words(each)}
        if beside.keys() >= set(looked_for):
            beside = {}
        meant = tuple(
            Meaning(one.label, frozenset(every[at] for at in one.places), one.finds)
            for one in (concepts.groups(every)[:MOST_MEANINGS] if concepts is not None else ())
            if not beside.keys() >= {every[at] for at in one.places}
        )
        asked = cls(text, looked_for, meant, tuple(districts), tuple(categories), typed=typed, aside=beside)
        if concepts is None:
            return asked
        ordinary = concepts.ordinary(looked_for) | beside.keys()
        return replace(asked, variants=concepts.variants, ordinary=ordinary)

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
        around: those of the ranked that lie in the districts asked for, or take people from there.
        called_so: whether it is what was typed, with all that was understood as a filter.
        retrieved: the postings that were read.
        services: how many there are in all.
    """

    ranked: list[Ranked]
    groups: list[Group]
    whole: Group | None
    retrieved: Retrieved
    around: frozenset[int] = frozenset()
    called_so: bool = False
    services: int = 0

    def worth_of(self, typed: Collection[str]) -> Mapping[int, float]:
        """What the best of some words of the query is worth in each of the services that have it."""
        groups = [group for group in self.groups if group.typed in typed]
        return worth_in(self.retrieved, [one.number for one in self.ranked], groups, self.services)


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
    name, typed = WHOLE + whole(asked.text), WHOLE + whole(asked.typed)
    keys = (name, typed, EVERYTHING, *asked.district_keys, *asked.category_keys)
    groups, others = groups_of(
        connection,
        asked.words,
        asked.meant,
        level,
        others=keys,
        variants=asked.variants,
        ordinary=asked.ordinary,
        aside=asked.aside,
    )
    variants = asked.variants or ()
    groups, read_before = without_words_for_names(connection, groups, variants)
    if not any(group.alternatives for group in groups if group.needed):
        groups = [replace(group, needed=True) for group in groups]
    bounds = _Bounds(
        _likely(connection, _whole(others.get(typed) or others.get(name)), groups, level),
        _any(others, asked.district_keys),
        _any(others, asked.category_keys) if asked.categories else None,
        others.get(EVERYTHING),
        MOST_JUDGED if judged else MOST_RANKED,
    )
    plain = [group for group in groups if not group.concept]
    conceptual = 0 < len(plain) < len(groups)
    first = plain if conceptual and _may_be_meant_as_typed(plain) else groups
    retrieved, ranked = _ranked(connection, first, bounds, before=read_before)
    if conceptual:
        if first is plain and _meant_as_typed(ranked, limit):
            groups = plain
        elif first is plain:
            retrieved, ranked = _ranked(connection, groups, bounds, before=retrieved)
    elif _doubtful(ranked, groups):
        again, retrieved = without_words_for_names(
            connection, doubted(connection, groups, level), variants, retrieved
        )
        if again != groups:
            groups = again
            bounds = replace(bounds, whole=_likely(connection, bounds.whole, groups, level))
            retrieved, ranked = _ranked(connection, groups, bounds, before=retrieved)
    considered = MOST_JUDGED if judged else max(CONSIDERED, 3 * limit)
    ranked = with_facts(connection, ranked[:considered], groups, on)
    near = bounds.near.alternatives if bounds.near is not None else ()
    numbers = {one.number for one in ranked}
    around = frozenset[int]().union(*(retrieved.matching(each, numbers) for each in near))
    return Found(ranked, groups, bounds.whole, retrieved, around, typed in others, bounds.services)


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
    return (
        not ranked or ranked[0].covered < 1.0 or not all(each.alternatives for each in groups if each.needed)
    )


def _may_be_meant_as_typed(plain: Sequence[Group]) -> bool:
    """Whether services may have all the words of a query, which is no sentence."""
    needed = [group for group in plain if group.needed]
    return len(needed) < A_SENTENCE and all(group.alternatives for group in needed)


def _meant_as_typed(ranked: Sequence[Ranked], limit: int) -> bool:
    """Whether a page of names and categories has all the words, so that no concept need explain them."""
    return len(ranked) >= limit and all(
        one.covered >= 1.0 and one.strength >= _NAMED_SO for one in ranked[:limit]
    )
