"""What the words of a query may mean in the index: groups of terms, one group for each word or concept."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import islice
from typing import TYPE_CHECKING

from sqlalchemy import select

from community_directory.searching import tables
from community_directory.searching.spelling import distance, keys_of_typed, mistakes_allowed
from community_directory.searching.variants import packaged_variants
from community_directory.searching.words import inflections, phrase_words

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection

MOST_CORRECTED = 8
"""Words of a query that are looked for under other spellings."""
MOST_SPELLINGS = 5
"""Spellings tried for one word, of those with one mistake and of those with two each."""
MOST_MET = 4_000
"""Terms compared with the words of one query."""
MOST_PHRASES = 5
"""Phrases looked for in place of what a concept says."""
MOST_NAME_WORDS, MOST_WAYS, MOST_NAMES = 6, 4, 24
"""Words of a name that may be mistyped, ways that each is tried, and names tried in all."""


class How(StrEnum):
    """How a term came into a group."""

    TYPED = "typed"
    FORM = "form"
    VARIANT = "variant"
    CORRECTED = "corrected"
    CONCEPT = "concept"
    WHOLE = "whole"
    PLACE = "place"


WEIGHTS = {How.TYPED: 1.0, How.FORM: 0.8, How.VARIANT: 0.85, How.CONCEPT: 0.8, How.WHOLE: 1.0, How.PLACE: 1.0}
ONE_MISTAKE, TWO_MISTAKES = 0.8, 0.6
_OTHER_INITIAL = 0.85
"""People seldom mistype a word's first letter."""
_DOUBTED = 0.6
"""Of a word that stands in the directory as it was typed, and may be mistyped all the same."""
A_SENTENCE = 5
"""Words of a query from which on it is a sentence: some of them are said in passing."""
_IN_SENTENCE, _BESIDE_CONCEPT, _BY_CONCEPT, _CORRECTED_IN_SENTENCE = 0.7, 0.6, 0.5, 0.4
_LESS_AND_LESS = 0.97
"""A concept's phrases stand with the best first."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """A concept that some words of the query mean.

    Attributes:
        label: for people.
        words: which words, as `query_words` gives them.
        finds: phrases to look for in their place, the best first.
    """

    label: str
    words: frozenset[str]
    finds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Term:
    """A term of the index as one audience may know it: several rows where it stands at several levels.

    Attributes:
        ids: of its rows.
        services: in how many services it stands; at most, where it stands at several levels.
        head: in how many of them in a name, a contact, a category or a place.
    """

    text: str
    ids: tuple[int, ...]
    services: int
    head: int


@dataclass(frozen=True, slots=True)
class Alternative:
    """One way to match a group: all of these terms in one service.

    Attributes:
        weight: between 0 and 1: how likely it is what was meant.
    """

    terms: tuple[Term, ...]
    how: How
    weight: float

    @property
    def services(self) -> int:
        """In how many services it can be found, at most."""
        return min(term.services for term in self.terms)

    @property
    def says(self) -> str:
        """Its words, for people."""
        return " ".join(term.text for term in self.terms)


@dataclass(frozen=True, slots=True)
class Group:
    """A word of the query, or a concept that some of its words mean, and all it may stand for.

    Attributes:
        typed: the word; a concept's label.
        concept: whether it is a concept.
        trust: between 0 and 1: how far the word is meant as it stands. In a sentence it may only be in
            passing, and a concept may say better what it means.
        needed: whether a service should have it: not a word that a filter says already.
    """

    typed: str
    alternatives: tuple[Alternative, ...]
    concept: bool = False
    trust: float = 1.0
    needed: bool = True

    @property
    def services(self) -> int:
        """In how many services it can be found, at most."""
        return sum(each.services for each in self.alternatives)

    @property
    def head(self) -> int:
        """In how many of them in a name, a contact, a category or a place."""
        return sum(min(term.head for term in each.terms) for each in self.alternatives)

    @property
    def corrected(self) -> bool:
        """Whether the word stands nowhere as it was typed, but under other spellings."""
        return bool(self.alternatives) and self.alternatives[0].how is How.CORRECTED


def known(connection: Connection, texts: Iterable[str], level: int) -> dict[str, Term]:
    """Those of some texts that are terms which an audience may know.

    Args:
        connection: to the directory.
        texts: folded words, or keys such as whole names.
        level: of the audience; rows above it are never selected.
    """
    term = tables.term.c
    rows = connection.execute(
        select(term.id, term.text, term.head, term.body)
        .where(term.text.in_(sorted(set(texts))), term.level <= level)
        .order_by(term.text, term.level)
    )
    return _gathered((row.id, row.text, row.head + row.body, row.head) for row in rows)


def _gathered(rows: Iterable[tuple[int, str, int, int]]) -> dict[str, Term]:
    found: dict[str, Term] = {}
    for number, text, services, head in rows:
        before = found.get(text)
        if before is None:
            found[text] = Term(text, (number,), services, head)
        else:
            ids = (*before.ids, number)
            found[text] = Term(text, ids, before.services + services, before.head + head)
    return found


def spellings(connection: Connection, typed: Sequence[str], level: int) -> dict[str, list[tuple[Term, int]]]:
    """What mistyped words may have been, with how many mistakes, the likeliest first."""
    keys = {word: keys_of_typed(word) for word in islice(typed, MOST_CORRECTED)}
    wanted = sorted(set().union(*keys.values()))
    if not wanted:
        return {}
    term, deleted = tables.term.c, tables.deleted.c
    rows = connection.execute(
        select(term.id, term.text, term.head, term.body)
        .distinct()
        .select_from(tables.deleted.join(tables.term, deleted.term == term.id))
        .where(deleted.key.in_(wanted), term.level <= level)
        .order_by(term.text, term.id)
        .limit(MOST_MET)
    )
    met = _gathered((row.id, row.text, row.head + row.body, row.head) for row in rows)
    found: dict[str, list[tuple[Term, int]]] = {}
    for word in keys:
        near = []
        for one in met.values():
            most = mistakes_allowed(word, one.text)
            far = distance(word, one.text, most) if most and one.text != word else most + 1
            if far <= most:
                near.append((one, far))
        near.sort(key=lambda each: (each[1], each[0].text[0] != word[0], -each[0].services, each[0].text))
        found[word] = [
            each
            for mistakes in (1, 2)
            for each in islice((n for n in near if n[1] == mistakes), MOST_SPELLINGS)
        ]
    return found


def groups_of(  # noqa: PLR0913 - what a query depends on
    connection: Connection,
    typed: Sequence[str],
    meant: Sequence[Meaning],
    level: int,
    *,
    others: Iterable[str] = (),
    variants: Mapping[str, tuple[str, ...]] | None = None,
    ordinary: Collection[str] = (),
    aside: Mapping[str, float] | None = None,
) -> tuple[list[Group], dict[str, Term]]:
    """The groups of a query: one for each word that stands for something, and one for each concept.

    Args:
        connection: to the directory.
        typed: as `query_words` gives them.
        meant: the concepts that some of them mean.
        level: of the audience.
        others: further terms to look up in the same statement, such as whole names.
        variants: other spellings of names; the packaged ones where none are given.
        ordinary: words that are never taken for slips of others.
        aside: words that a filter says already, and how much each counts where a service has it all the same.

    Returns:
        The groups, and those of `others` that are terms.
    """
    variants = packaged_variants() if variants is None else variants
    others = tuple(others)
    phrases = {id(one): [phrase_words(phrase) for phrase in one.finds[:MOST_PHRASES]] for one in meant}
    forms = {word: inflections(word) for word in typed}
    texts = {*typed, *others}
    for word in typed:
        texts.update(forms[word], variants.get(word, ()))
    for each in phrases.values():
        texts.update(word for phrase in each for word in phrase)
    terms = known(connection, texts, level) if texts else {}
    covered = {word for one in meant for word in one.words}
    unknown = [
        word
        for word in typed
        if word not in terms and word not in ordinary and not any(form in terms for form in forms[word])
    ]
    spelt = spellings(connection, unknown, level) if unknown else {}
    aside = aside or {}
    sentence = len(typed) - len(aside) >= A_SENTENCE
    groups = []
    for word in typed:
        found = _alternatives(word, terms, forms[word], variants.get(word, ()))
        found += [_corrected(word, one, mistakes) for one, mistakes in spelt.get(word, ())]
        trust = _trust(found, covered=word in covered, sentence=sentence, meant=bool(meant))
        needed = word not in aside
        groups.append(Group(word, tuple(found), trust=trust * aside.get(word, 1.0), needed=needed))
    for one in meant:
        weight = WEIGHTS[How.CONCEPT]
        finds = []
        for phrase in phrases[id(one)]:
            if phrase and all(word in terms for word in phrase):
                finds.append(Alternative(tuple(terms[word] for word in phrase), How.CONCEPT, weight))
            weight *= _LESS_AND_LESS
        if finds:
            groups.append(Group(one.label, tuple(finds), concept=True))
    return groups, {text: terms[text] for text in others if text in terms}


def doubted(connection: Connection, groups: Sequence[Group], level: int) -> list[Group]:
    """The groups again, with other spellings of words that were taken for what was meant.

    For a query that nothing matches whole: `marten` may be a mistyped `martin` although it is a word here,
    and `call` a mistyped `hall` beside other words of a name, although it is an ordinary word.
    """
    some = any(each.alternatives for each in groups)
    asked = [
        each.typed for each in groups if some and not each.corrected and not each.concept and each.needed
    ]
    spelt = spellings(connection, asked, level)
    again = []
    for group in groups:
        found = {alternative.says for alternative in group.alternatives}
        more = [
            replace(alternative, weight=alternative.weight * _DOUBTED)
            for alternative in (_corrected(group.typed, one, far) for one, far in spelt.get(group.typed, ()))
            if alternative.says not in found
        ]
        again.append(replace(group, alternatives=(*group.alternatives, *more)))
    return again


def _alternatives(
    word: str, terms: Mapping[str, Term], forms: Iterable[str], variants: Iterable[str]
) -> list[Alternative]:
    asked = [(word, How.TYPED)]
    asked += [(form, How.FORM) for form in forms]
    asked += [(variant, How.VARIANT) for variant in variants]
    return [Alternative((terms[text],), how, WEIGHTS[how]) for text, how in asked if text in terms]


def _trust(found: Sequence[Alternative], *, covered: bool, sentence: bool, meant: bool) -> float:
    trust = _IN_SENTENCE if sentence else 1.0
    if sentence and meant:
        trust *= _BESIDE_CONCEPT
    if covered:
        trust *= _BY_CONCEPT
    if sentence and found and found[0].how is How.CORRECTED:
        trust *= _CORRECTED_IN_SENTENCE
    return trust


def _corrected(word: str, term: Term, mistakes: int) -> Alternative:
    weight = ONE_MISTAKE if mistakes == 1 else TWO_MISTAKES
    if term.text[0] != word[0]:
        weight *= _OTHER_INITIAL
    return Alternative((term,), How.CORRECTED, weight)


def likely_names(groups: Sequence[Group]) -> list[tuple[str, float]]:
    """What the query may be as one whole name, with its words as they are likely meant; and how likely.

    The whole name that was typed is not among them.
    """
    plain = [group for group in groups if not group.concept]
    if not 1 <= len(plain) <= MOST_NAME_WORDS:
        return []
    names: list[tuple[tuple[str, ...], float]] = [((), 1.0)]
    for group in plain:
        ways = [(each.says, each.weight) for each in group.alternatives if each.how is not How.FORM]
        names = [
            ((*words_so_far, text), weight * likely)
            for words_so_far, weight in names
            for text, likely in ways[:MOST_WAYS] or [(group.typed, 1.0)]
        ]
        names.sort(key=lambda each: -each[1])
        del names[MOST_NAMES:]
    typed = tuple(group.typed for group in plain)
    return [(" ".join(each), weight) for each, weight in names if each != typed]
