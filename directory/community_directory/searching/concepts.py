"""Lay words and what they mean: "lonely" finds befriending. An editable file, `concepts.toml`.

A council lays a file of its own over it (`[directory] concepts`): new concepts, more words for those there
are or fewer, one switched off; and spellings of names, over `variants.toml`. All of it is read when something
is searched for: the index has none of it, and need not be made anew.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from adapter_core.readers.mapping.loading import nearest
from community_directory.searching.concept_files import Concept, Layer, packaged, read
from community_directory.searching.stems import near_misses, stem, unspelled
from community_directory.searching.variants import Variants
from community_directory.searching.words import STOP, words

MOST_BETWEEN = 3
"""How many other words may stand between two words of a phrase: "wife sadly passed away and died"."""
MOST_MEANT = 6
"""Concepts of one query; those of the longest phrases are kept."""
_ENOUGH_STOP_WORDS = 3
"""Words that say nothing each, and something together: "on my own"."""
_SHORTEST_GUESS = 6  # letters of a word that may be mistyped

_ID = re.compile(r"[a-z][a-z0-9_]*")
_MACRO = re.compile(r"\{([a-z_]+)\}")


@dataclass(frozen=True, slots=True)
class Meant:
    """A concept that some words of a query mean: one group of a search.

    Attributes:
        concept: its key in the file: `bereavement`.
        label: its name for people: `bereavement support`.
        start: the first of the words that mean it; `end` is past the last. Words between the two may stand
            for themselves too: `places` are those that count.
        places: which of the words mean it, by their place in what `groups` was given.
        finds: what to look for in their place, besides themselves: phrases of one word or more, folded, the
            best first.
    """

    concept: str
    label: str
    start: int
    end: int
    places: tuple[int, ...]
    finds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Phrase:
    """A phrase of a concept: for each of its words, the stems that will do."""

    concept: str
    steps: tuple[frozenset[str], ...]


@dataclass(slots=True)
class Concepts:
    """The concepts of one file or several, made by `load_concepts` or `packaged_concepts`.

    Attributes:
        labels: the concepts' names for people.
        finds: what to look for.
        variants: each name to its other spellings and short forms.
    """

    labels: Mapping[str, str]
    finds: Mapping[str, tuple[str, ...]]
    variants: Mapping[str, tuple[str, ...]] = field(repr=False)
    _first: Mapping[str, list[_Phrase]] = field(repr=False)
    _unless: Mapping[str, list[_Phrase]] = field(repr=False)
    _stems: frozenset[str] = field(repr=False)
    _guesses: Mapping[str, frozenset[str]] = field(repr=False)

    def groups(self, words: Sequence[str]) -> tuple[Meant, ...]:
        """What some words of a query mean; the same words may mean several things.

        A word of six letters or more that no concept knows is taken for one that it misses by a letter:
        `lonley`.

        Args:
            words: as `Understood.words`, in their order; case and accents do not matter. Stop words should be
                among them: "can't get up the stairs" says little without.

        Returns:
            At most `MOST_MEANT`, each concept once, by the longest of its phrases; in the order of the words.
        """
        stems = [self._stem(word) for word in words]
        meant_else: dict[str, set[int]] = {}
        for phrase, places in _matches(self._unless, stems):
            meant_else.setdefault(phrase.concept, set()).update(places)
        best: dict[str, tuple[int, ...]] = {}
        for phrase, places in _matches(self._first, stems):
            longer = len(places) > len(best.get(phrase.concept, ()))
            if longer and meant_else.get(phrase.concept, set()).isdisjoint(places):
                best[phrase.concept] = places
        kept = sorted(best.items(), key=lambda each: (-len(each[1]), each[1]))[:MOST_MEANT]
        return tuple(
            Meant(concept, self.labels[concept], places[0], places[-1] + 1, places, self.finds[concept])
            for concept, places in sorted(kept, key=lambda each: each[1])
        )

    def ordinary(self, words: Sequence[str]) -> frozenset[str]:
        """Those of some words that concepts are written in: nobody mistyped `wife` for `life`."""
        return frozenset(each for each in words if stem("".join(_folded(each))) in self._stems)

    def _stem(self, word: str) -> frozenset[str]:
        plain = "".join(_folded(word))
        own = stem(plain)
        if own in self._stems or len(own) < _SHORTEST_GUESS or plain in self.variants:
            return frozenset({own})
        close = frozenset(
            each
            for key in unspelled(own)
            for each in self._guesses.get(key, ())
            if each[0] == own[0] and near_misses(own, each)
        )
        return close or frozenset({own})


def _folded(text: str) -> list[str]:
    return list(words(text, most_characters=200))


def _matches(
    by_first: Mapping[str, list[_Phrase]], stems: Sequence[frozenset[str]]
) -> Iterator[tuple[_Phrase, tuple[int, ...]]]:
    for start, alike in enumerate(stems):
        for first in alike:
            for phrase in by_first.get(first, ()):
                places = _match(phrase.steps, stems, start)
                if places:
                    yield phrase, places


def _match(
    steps: Sequence[frozenset[str]], stems: Sequence[frozenset[str]], start: int
) -> tuple[int, ...] | None:
    places = [start]
    for step in steps[1:]:
        after = places[-1] + 1
        for place in range(after, min(after + MOST_BETWEEN + 1, len(stems))):
            if not step.isdisjoint(stems[place]):
                places.append(place)
                break
        else:
            return None
    return tuple(places)


@cache
def packaged_concepts() -> Concepts:
    """The concepts that come with Fingerpost."""
    return load_concepts()


def load_concepts(*overlays: Path) -> Concepts:
    """Load the packaged concepts, and files of a council's own over them.

    Args:
        overlays: TOML files of the same kind, the last with the last word.

    Raises:
        ConfigurationError: a file cannot be read (FP-0881), has a key or value that cannot stand there
            (FP-0882), or a phrase that cannot be used (FP-0883). The message names file and line.
    """
    layers = [packaged(), *map(read, overlays)]
    return _compiled(layers)


@dataclass(slots=True)
class _Worked:
    """The concepts while files are laid over one another."""

    labels: dict[str, str] = field(default_factory=dict)
    finds: dict[str, list[str]] = field(default_factory=dict)
    says: dict[str, list[_Phrase]] = field(default_factory=dict)
    unless: dict[str, list[_Phrase]] = field(default_factory=dict)
    macros: dict[str, str] = field(default_factory=dict)

    def forget(self, key: str) -> None:
        for each in (self.labels, self.finds, self.says, self.unless):
            each.pop(key, None)

    def lay(self, layer: Layer, key: str, concept: Concept) -> None:
        """Put a concept of a file over what the files below it say."""
        path = f"concept.{key}"
        self.labels[key] = concept.label or self.labels.get(key) or key.replace("_", " ")
        for part, target, replaces in (
            ("says", self.says, True), ("more_says", self.says, False), ("unless", self.unless, True),
        ):  # fmt: skip
            phrases = [
                _phrase(layer, key, each, self.macros, f"{path}.{part}") for each in getattr(concept, part)
            ]
            if phrases:
                target[key] = phrases if replaces else [*target.get(key, ()), *phrases]
        for part in ("finds", "more_finds"):
            found = [" ".join(_folded(each)) for each in getattr(concept, part)]
            if not all(found):
                raise layer.error("FP-0883", "A text without a word finds nothing.", f"{path}.{part}")
            if found:
                # A council's own come first: only the best few are looked for.
                self.finds[key] = found if part == "finds" else [*found, *self.finds.get(key, ())]
        self._take_away(layer, key, concept)
        for missing, there in (("says", self.says), ("finds", self.finds)):
            if not there.get(key):
                raise layer.error("FP-0882", f"The concept {key!r} has no {missing}.", path)

    def _take_away(self, layer: Layer, key: str, concept: Concept) -> None:
        """Leave out what a file does not want of what the files below it say."""
        path = f"concept.{key}"
        for each in concept.not_says:
            unwanted = _phrase(layer, key, each, self.macros, f"{path}.not_says")
            kept = [phrase for phrase in self.says.get(key, ()) if phrase != unwanted]
            if len(kept) == len(self.says.get(key, ())):
                raise layer.error(
                    "FP-0882", f"The concept {key!r} has no {each!r} to take away.", f"{path}.not_says"
                )
            self.says[key] = kept
        for each in concept.not_finds:
            text, found = " ".join(_folded(each)), self.finds.get(key, [])
            if text not in found:
                close = nearest(text, found) or "."
                message = f"The concept {key!r} does not find {each!r}{close}"
                raise layer.error("FP-0882", message, f"{path}.not_finds")
            self.finds[key] = [one for one in found if one != text]


def _compiled(layers: Iterable[Layer]) -> Concepts:
    worked, variants = _Worked(), Variants()
    for layer in layers:
        worked.macros |= layer.file.words
        variants.lay(layer)
        for key, concept in layer.file.concept.items():
            path = f"concept.{key}"
            if not _ID.fullmatch(key):
                raise layer.error(
                    "FP-0882", f"{key!r} is no name of a concept: use a to z, 0 to 9 and _.", path
                )
            if concept.off:
                worked.forget(key)
                continue
            if key not in worked.labels and _changes(concept):
                message = f"There is no concept {key!r} to change{nearest(key, worked.labels) or '.'}"
                raise layer.error("FP-0882", message, path)
            worked.lay(layer, key, concept)
    stems = frozenset(
        each
        for phrases in worked.says.values()
        for phrase in phrases
        for step in phrase.steps
        for each in step
    )
    guesses: dict[str, set[str]] = {}
    for known in stems:
        if len(known) >= _SHORTEST_GUESS:
            for key in unspelled(known):
                guesses.setdefault(key, set()).add(known)
    return Concepts(
        labels=worked.labels,
        finds={key: tuple(dict.fromkeys(each)) for key, each in worked.finds.items()},
        variants=variants.found(),
        _first=_by_first(worked.says),
        _unless=_by_first(worked.unless),
        _stems=stems,
        _guesses={key: frozenset(each) for key, each in guesses.items()},
    )


def _changes(concept: Concept) -> bool:
    """Whether a concept of a file only says what is to be otherwise with one that is there."""
    return bool(concept.more_says or concept.more_finds or concept.not_says or concept.not_finds)


def _by_first(phrases: Mapping[str, list[_Phrase]]) -> Mapping[str, list[_Phrase]]:
    first: dict[str, list[_Phrase]] = {}
    for each in (phrase for own in phrases.values() for phrase in own):
        for start in each.steps[0]:
            first.setdefault(start, []).append(each)
    return first


def _phrase(layer: Layer, key: str, text: str, macros: Mapping[str, str], path: str) -> _Phrase:
    def named(match: re.Match[str]) -> str:
        if match[1] not in macros:
            message = f"There are no words called {match[1]!r}{nearest(match[1], macros) or '.'}"
            raise layer.error("FP-0883", message, path)
        return macros[match[1]]

    steps = []
    says_something = False
    for part in _MACRO.sub(named, text).split():
        each = ["".join(_folded(word)) for word in part.split("|")]
        if not all(each) or "{" in part or "}" in part:
            raise layer.error(
                "FP-0883", f"The phrase {text!r} has an empty word, or a bar or bracket too many.", path
            )
        says_something = says_something or not STOP.issuperset(each)
        steps.append(frozenset(map(stem, each)))
    if not says_something and len(steps) < _ENOUGH_STOP_WORDS:
        raise layer.error("FP-0883", f"The phrase {text!r} says nothing by itself.", path)
    return _Phrase(key, tuple(steps))
