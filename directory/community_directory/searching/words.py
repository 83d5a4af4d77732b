"""Words, as the index and a query both see them: case, accents and apostrophes do not matter.

What goes in is capped: a query of any length costs no more than one of `MOST_QUERY_WORDS` words.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import islice

MOST_QUERY_CHARACTERS = 1_000
MOST_QUERY_WORDS = 24
MOST_TEXT_CHARACTERS = 20_000
"""Of one field of a service. What stands beyond that is not found."""
MOST_WORD_CHARACTERS = 40
SHORTEST_PART = 3
"""Of `o'brien` the part `brien` is a word of its own; of `women's` the part `s` is not."""

_WORD = re.compile(r"[^\W_]+(?:['\u2019\u02bc`][^\W_]+)*")
_CAPPED = re.compile(rf"([^\W_]{{1,{MOST_WORD_CHARACTERS}}})[^\W_]*")
_A_NAME = 120
_APOSTROPHE = re.compile(r"['\u2019\u02bc`]")

STOP = frozenset(
    """a about after all also am an and any are as at be been but by can can't cannot could did do does
    doesn't doing don't for from get gets getting give given go goes going got had has hasn't have
    he her hers him his how i if i'm in into is isn't it it's its just like lot me more my near need
    needs no nor not of off on or our out over own she should so some somebody someone something
    than that that's the their them then there these they this those to too up us very want wants
    was we were what when where which who why will with would you your looking find help please
    service services""".replace("'", "").split()
)
"""Words that say little by themselves: left out of a query that has others."""
_ADDS_NOTHING = frozenset({"a", "an", "the", "service", "services"})
"""To the one other word of a phrase, while "home help" is not what "home" is."""


def folded(text: str) -> str:
    """A text without case and accents: `Café` is `cafe`."""
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(each for each in decomposed if not unicodedata.combining(each))


def words(text: str, *, most_characters: int = MOST_TEXT_CHARACTERS) -> Iterator[str]:
    """The words of a text in order, for a query: `o'brien` is one word, `obrien`."""
    for match in _WORD.finditer(folded(text[:most_characters])):
        word = _APOSTROPHE.sub("", match[0])
        yield word[:MOST_WORD_CHARACTERS]


def indexed_words(text: str) -> Sequence[str]:
    """The words of a text, for the index: those of `words`, and the parts of words with an apostrophe."""
    return indexed_name(text)[0] if len(text) <= _A_NAME else _indexed(text)


@lru_cache(maxsize=4096)
def indexed_name(text: str) -> tuple[tuple[str, ...], str]:
    """The words of a name for the index, and the name as `whole` has it.

    Names of organisations and places come again and again.
    """
    return tuple(_indexed(text)), whole(text)


def _indexed(text: str) -> list[str]:
    text = folded(text[:MOST_TEXT_CHARACTERS])
    if not _APOSTROPHE.search(text):
        return _CAPPED.findall(text)
    found: list[str] = []
    for word in _WORD.findall(text):
        if word.isalnum():
            found.append(word[:MOST_WORD_CHARACTERS])
            continue
        parts = _APOSTROPHE.split(word)
        found.append("".join(parts)[:MOST_WORD_CHARACTERS])
        found += [part[:MOST_WORD_CHARACTERS] for part in parts if len(part) >= SHORTEST_PART]
    return found


def query_words(text: str) -> tuple[str, ...]:
    """The different words of a query, in order; without `STOP` words where there are others.

    At most `MOST_QUERY_WORDS` of the first `MOST_QUERY_CHARACTERS` characters. Empty for a text without any:
    emoji, punctuation.
    """
    every = tuple(dict.fromkeys(words(text, most_characters=MOST_QUERY_CHARACTERS)))
    telling = tuple(islice((word for word in every if word not in STOP), MOST_QUERY_WORDS))
    return telling or every[:MOST_QUERY_WORDS]


def phrase_words(text: str) -> tuple[str, ...]:
    """The words of a phrase that services call themselves by, as `query_words` gives them.

    Of `home help` or `IT support` one common word would be left: such a phrase keeps both.
    """
    telling = query_words(text)
    if len(telling) > 1:
        return telling
    every = dict.fromkeys(words(text, most_characters=MOST_QUERY_CHARACTERS))
    return tuple(word for word in every if word not in _ADDS_NOTHING) or telling


def whole(text: str) -> str:
    """A name as one key: its words in order, so that `The M.S. Society` is found whole."""
    return " ".join(word for word in words(text, most_characters=MOST_QUERY_CHARACTERS) if word != "the")


_ES = ("s", "x", "z", "ch", "sh")
_ENDINGS = ("ing", "ed", "er")
_LONG_ENOUGH = 4


def inflections(word: str) -> tuple[str, ...]:
    """Other forms of an English word that it may be indexed as: plurals, `-ing`, `-ed`. Not all are words."""
    if len(word) < _LONG_ENOUGH or not word.isascii() or not word.isalpha():
        return ()
    return tuple(dict.fromkeys(form for form in _forms(word) if form != word))


def _forms(word: str) -> Iterable[str]:
    stem = word
    if word.endswith("ies"):
        yield word[:-3] + "y"
    elif word.endswith("s") and not word.endswith("ss"):
        yield word[:-1]
        if word.endswith("es"):
            yield word[:-2]
    else:
        yield word + ("es" if word.endswith(_ES) else "s")
        if word.endswith("y"):
            yield word[:-1] + "ies"
    for ending in _ENDINGS[:2]:
        if word.endswith(ending) and len(word) - len(ending) >= SHORTEST_PART:
            stem = word[: -len(ending)]
            yield stem
            yield stem + "e"
            if stem[-1] == stem[-2]:
                yield stem[:-1]
    if stem is word:
        base = word.removesuffix("e")
        yield base + "ing"
        yield base + "ed"
