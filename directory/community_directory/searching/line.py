"""A query as a line of words that grammars take pieces from; every word knows where it was typed."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field

from community_directory.searching.understood import Piece, Sort
from community_directory.searching.words import folded

MOST_WORDS = 120
"""What comes later is not looked at."""

_TOKEN = re.compile(
    r"\d{1,2}[:.]\d{2}(?:am|pm)?(?![^\W_])"  # 10.30am
    r"|\d+(?:\.\d+)?(?![^\W_])\+?"  # 9, 2.5, 65+
    r"|[^\W_]+(?:['\u2019\u02bc`][^\W_]+)*\+?"
    r"|\u00a3"
)
_APOSTROPHE = re.compile(r"['\u2019\u02bc`]")


@dataclass(frozen=True, slots=True)
class Token:
    """A word: as it was typed, where, and as grammars see it."""

    text: str
    start: int
    end: int
    key: str


@dataclass(slots=True)
class Line:
    """The words, those taken already, and the pieces made of them.

    `plain` is the keys joined by single spaces: grammars are regular expressions over it, each between word
    boundaries. A hyphen between two figures is a word of its own, `to`: `18-25` reads `18 to 25`.
    """

    tokens: list[Token]
    plain: str
    shortened: bool
    pieces: list[Piece] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    _starts: list[int] = field(default_factory=list)
    _taken: set[int] = field(default_factory=set)
    _gone: set[int] = field(default_factory=set)
    _aside: dict[int, Sort] = field(default_factory=dict)
    _text: str = ""

    @classmethod
    def of(cls, text: str, most_characters: int) -> Line:
        """Split a query into words."""
        tokens: list[Token] = []
        shortened = len(text) > most_characters
        text = text[:most_characters]
        for match in _TOKEN.finditer(text):
            if len(tokens) >= MOST_WORDS:
                shortened = True
                break
            key = " ".join(_APOSTROPHE.sub("", folded(match[0])).split()) or match[0]
            before = tokens[-1] if tokens else None
            between = text[before.end : match.start()] if before else ""
            if (
                before
                and between.strip() in {"-", "\u2013"}
                and before.key[:1].isdigit()
                and key[:1].isdigit()
            ):
                tokens.append(Token("", before.end, match.start(), "to"))
            tokens.append(Token(match[0], match.start(), match.end(), key.replace(" ", "")))
        starts, at = [], 0
        for token in tokens:
            starts.append(at)
            at += len(token.key) + 1
        plain = " ".join(token.key for token in tokens)
        return cls(tokens, plain, shortened, _starts=starts, _text=text)

    def find(self, pattern: re.Pattern[str]) -> Iterator[re.Match[str]]:
        """Matches of whole words that nobody has taken yet."""
        for match in pattern.finditer(self.plain):
            first, last = self.span(match)
            if self._taken.isdisjoint(range(first, last)):
                yield match

    def span(self, match: re.Match[str], group: int | str = 0) -> tuple[int, int]:
        """The words of a match, from the first until before the last."""
        return bisect_left(self._starts, match.start(group)), bisect_left(self._starts, match.end(group))

    def free(self, first: int, last: int) -> bool:
        """Whether words were not taken yet."""
        return self._taken.isdisjoint(range(first, last))

    def words_before(self, first: int) -> tuple[str, ...]:
        """The keys before a word, in order."""
        return tuple(token.key for token in self.tokens[:first])

    def typed(self, first: int, last: int) -> str:
        """Words as they were typed, with what stands between them."""
        return self._text[self.tokens[first].start : self.tokens[last - 1].end]

    def take(  # noqa: PLR0913 - what a piece has
        self,
        first: int,
        last: int,
        sort: Sort,
        says: str,
        *,
        stays: tuple[int, int] | None = None,
        aside: bool = False,
    ) -> None:
        """Make a piece of some words.

        Args:
            first: the first word.
            last: past the last one.
            sort: what they say.
            says: in words for people.
            stays: those of them that are looked for as well.
            aside: whether the filter is sure enough that a service need not have those.
        """
        self._taken.update(range(first, last))
        kept = range(*stays) if stays else range(0)
        if aside:
            self._aside.update(dict.fromkeys(kept, sort))
        self._gone.update(each for each in range(first, last) if each not in kept)
        self.pieces.append(
            Piece(sort, self.tokens[first].start, self.tokens[last - 1].end, says, stays=bool(stays))
        )

    def take_match(
        self, match: re.Match[str], sort: Sort, says: str, *, stays: int | str | None = None
    ) -> None:
        """Make a piece of a match; `stays` names the group whose words are looked for too, but not needed."""
        kept = self.span(match, stays) if stays is not None and match[stays] is not None else None
        self.take(*self.span(match), sort, says, stays=kept, aside=True)

    def drop(self, first: int, last: int) -> None:
        """Leave words out that say nothing: a lead-in such as "I am looking for"."""
        self._gone.update(range(first, last))

    def rest(self) -> tuple[str, ...]:
        """The words to look for, as they were typed."""
        return tuple(
            token.text for index, token in enumerate(self.tokens) if token.text and index not in self._gone
        )

    def aside(self) -> dict[str, Sort]:
        """Those of `rest` that a filter says already, and what sort of thing; none that is said twice."""
        needed = {
            token.key
            for index, token in enumerate(self.tokens)
            if index not in self._gone and index not in self._aside
        }
        aside = {self.tokens[index]: sort for index, sort in self._aside.items()}
        return {token.text: sort for token, sort in aside.items() if token.text and token.key not in needed}


def whole(pattern: str) -> re.Pattern[str]:
    """A grammar over `Line.plain`: between word boundaries."""
    return re.compile(rf"(?<!\S)(?:{pattern})(?!\S)")
