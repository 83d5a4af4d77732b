"""Words without their endings, and words that miss one another by a letter: for concepts alone."""

from __future__ import annotations

_SHORTEST = 3
_DOUBLED = "bdfgmnprt"


def stem(word: str) -> str:
    """An English word without `-s`, `-ing`, `-ed` and a last `e`: `struggling` and `struggles` are one.

    Not a word, and not for showing. Both sides of a comparison go through it.
    """
    if len(word) <= _SHORTEST:
        return word
    if word.endswith("ies") and len(word) > _SHORTEST + 1:
        return word[:-3] + "i"
    for ending in ("ing", "ed"):
        rest = word.removesuffix(ending)
        if (
            rest is not word
            and rest != word
            and len(rest) >= _SHORTEST
            and any(each in "aeiouy" for each in rest)
        ):
            if rest[-1] == rest[-2] and rest[-1] in _DOUBLED:
                rest = rest[:-1]
            return _last(rest)
    if word.endswith("es") and word[:-2].endswith(("s", "x", "z", "ch", "sh")):
        return _last(word[:-2])
    if word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return _last(word[:-1])
    return _last(word)


def _last(word: str) -> str:
    if len(word) > _SHORTEST:
        if word.endswith("e"):
            return word[:-1]
        if word.endswith("y"):
            return word[:-1] + "i"
    return word


def unspelled(word: str) -> frozenset[str]:
    """A word, and it without each of its letters (SymSpell): what two near misses have in common."""
    return frozenset({word, *(word[:at] + word[at + 1 :] for at in range(len(word)))})


def near_misses(one: str, other: str) -> bool:
    """Whether a letter too many, too few, wrong, or two letters the other way round make one the other."""
    if abs(len(one) - len(other)) > 1:
        return False
    at = next((index for index, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), None)
    if at is None:
        return True
    rest, other_rest = one[at:], other[at:]
    return (
        rest[1:] == other_rest[1:]
        or rest[1:] == other_rest
        or rest == other_rest[1:]
        or (rest[2:] == other_rest[2:] and rest[:2] == other_rest[1::-1])
    )
