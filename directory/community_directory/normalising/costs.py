"""What a service costs, where a text says it beyond doubt; the words stay in any case."""

from __future__ import annotations

import re
from dataclasses import dataclass

_AMOUNT = re.compile(r"£ ?(\d{1,6}(?:,\d{3})*(?:\.\d{1,2})?)(?![\d.,]*\d)|\b(\d{1,3}) ?p\b")
_BARE = re.compile(r"\d{1,6}(?:\.\d{1,2})?").fullmatch
_FREE = re.compile(
    r"(?:it'?s |this (?:service )?is |completely |totally |always |all )?"
    r"(?:free|nil|no (?:charge|cost|fee)s?|free of charge|none|without charge)"
    r"(?: (?:of charge|service|to (?:all|attend|use|everyone|join)|entry|admission))?",
).fullmatch
_DOUBTFUL = re.compile(
    r"\b(?:from|up to|about|around|or|between|to|minimum|at least|suggested|donations?|unless|free|depend\w*|"
    r"varies|various|some|means.tested|membership)\b|[-\u2013+]|\d ?%"
)


@dataclass(frozen=True, slots=True)
class Cost:
    """A cost.

    Attributes:
        amount: pounds; 0 is free; None where only the words can tell.
        text: as it was given, on one line.
    """

    amount: float | None
    text: str


def costs_in(text: str) -> Cost | None:
    """What a text says of the cost; None where it says nothing.

    "Free" and a single sum are understood; two sums, "from" and "donation" are left to the words.
    """
    said = " ".join(text.split())
    if not said:
        return None
    plain = said.casefold().strip(" .!")
    if _FREE(plain):
        return Cost(0.0, said)
    if _BARE(plain):
        return Cost(float(plain), said)
    found = _AMOUNT.findall(plain)
    if len(found) != 1 or _DOUBTFUL.search(plain):
        return Cost(None, said)
    pounds, pence = found[0]
    return Cost(int(pence) / 100 if pence else float(pounds.replace(",", "")), said)
