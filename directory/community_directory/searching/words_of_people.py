"""Whom something is for, in words: ages, languages, and a person to ask for."""

from __future__ import annotations

import re
from dataclasses import replace

from community_directory.normalising.languages import codes_asked_for
from community_directory.searching.filters import Ages, Filters
from community_directory.searching.line import Line, whole
from community_directory.searching.understood import Sort

OLDEST = 120
_SHORTEST_NAME = 4  # letters of a language's name: a code such as "it" or "no" is a word

_YEARS = "(?:years?|yrs?|yr|y)(?: olds?| of age)?"
_AGE = "(?:(?:people |anyone |anybody |those |adults |men |women )?(?:who are |who is )?(?:aged?|ages) )?"
_OVER = whole(
    rf"(?:for )?{_AGE}(?:over|above|older than)(?: the age of)? (?P<age>\d{{1,3}})(?:s|{_YEARS}| {_YEARS})?"
)
_PLUS = whole(
    rf"(?:for )?{_AGE}(?P<age>\d{{1,3}})(?:s|{_YEARS}| {_YEARS})?(?:\+| plus| and (?:over|above|older)"
    rf"| or (?:over|older))"
)
_UNDER = whole(
    rf"(?:for )?{_AGE}(?:under|below|younger than)(?: the age of)? (?P<age>\d{{1,3}})(?:s|{_YEARS}"
    rf"| {_YEARS})?"
)
_DOWN = whole(rf"(?:for )?{_AGE}(?P<age>\d{{1,3}})(?: {_YEARS})? (?:and|or) (?:under|below|younger)")
_BETWEEN = whole(
    rf"(?:for )?(?P<aged>(?:aged?|ages|between) )?(?:between )?(?P<least>\d{{1,3}}) (?:to"
    rf"|and) (?P<most>\d{{1,3}})"
    rf"(?P<years>s? ?{_YEARS})?"
)
_EXACT = whole(
    rf"(?:for )?(?:an? |my |our |her |his )?(?:(?:aged?|age of) (?P<aged>\d{{1,3}})(?: {_YEARS})?"
    rf"|(?P<old>\d{{1,3}}) ?(?:years?|yrs?|yr|y) ?(?:olds?|of age))"
)
_DECADES = {
    "20s": 20, "30s": 30, "40s": 40, "50s": 50, "60s": 60, "70s": 70, "80s": 80, "90s": 90,
    "twenties": 20, "thirties": 30, "forties": 40, "fifties": 50, "sixties": 60, "seventies": 70,
    "eighties": 80, "nineties": 90,
}  # fmt: skip
_DECADE = whole(rf"in (?:(?:his|her|their|my|our) )?(?:early |mid |late )?(?P<decade>{'|'.join(_DECADES)})")
_STAGES = (
    (whole("bab(?:y|ies)|newborns?"), Ages(0, 1)),
    (whole("toddlers?"), Ages(1, 3)),
    (whole("child|children|kids?"), Ages(0, 17)),
    (whole("teens?|teenagers?|teenaged?|adolescents?"), Ages(13, 19)),
    (
        whole(
            "older (?:people|person|adults?|men|man|women|woman|persons)|elderly|pensioners?|oaps?"
            "|senior citizens?"
        ),
        Ages(65),
    ),
)
"""Words for a time of life. They are looked for as well, and only for whom a service says no other age."""
_SHORTEST_SPAN = 13  # "9-12" may be times of day; "18-25" is not


def take_ages(line: Line, filters: Filters) -> Filters:
    """Take the first age there is."""
    for pattern in (_BETWEEN, _PLUS, _OVER, _UNDER, _DOWN, _EXACT, _DECADE):
        for match in line.find(pattern):
            ages = _ages(match)
            if ages is not None:
                line.take_match(match, Sort.AGE, _says(ages))
                return replace(filters, ages=ages)
    for pattern, ages in _STAGES:
        for match in line.find(pattern):
            line.take_match(match, Sort.AGE, _says(ages), stays=0)
            return replace(filters, ages=ages)
    return filters


def _ages(match: re.Match[str]) -> Ages | None:
    groups = match.groupdict()
    if match.re is _BETWEEN:
        least, most = int(match["least"]), int(match["most"])
        sure = match["aged"] or match["years"] or most >= _SHORTEST_SPAN
        return Ages(least, most) if sure and least < most <= OLDEST else None
    if match.re is _DECADE:
        start = _DECADES[match["decade"]]
        return Ages(start, start + 9)
    age = int(groups.get("age") or groups.get("aged") or groups["old"])
    if age > OLDEST:
        return None
    if match.re in {_OVER, _PLUS}:
        return Ages(age, None)
    if match.re is _UNDER:
        return Ages(0, age - 1) if age else None
    return Ages(0, age) if match.re is _DOWN else Ages(age, age)


def _says(ages: Ages) -> str:
    if ages.most is None:
        return f"for people of {ages.least} and over"
    if ages.least == ages.most:
        return f"for somebody of {ages.least}"
    return f"for people of {ages.least or 0} to {ages.most}"


# A word before "free" with which it does not mean "without charge".
_FREE_OF = frozenset(
    [
        "alcohol",
        "allergen",
        "care",
        "caffeine",
        "chemical",
        "crime",
        "dairy",
        "debt",
        "dementia",
        "disease",
        "drug",
        "duty",
        "egg",
        "fat",
        "fragrance",
        "fuss",
        "gluten",
        "gmo",
        "hands",
        "hassle",
        "lactose",
        "meat",
        "milk",
        "nut",
        "obligation",
        "odour",
        "pain",
        "plastic",
        "pollution",
        "rent",
        "scent",
        "smoke",
        "stress",
        "step",
        "steps",
        "sugar",
        "symptom",
        "tobacco",
        "toll",
        "trouble",
        "virus",
        "wheat",
    ]
)
_FREE = whole(
    "free of charge|free of cost|for free|no charge|no cost|no fee|without charge|at no cost|(?:does ?nt"
    "|doesnt) cost "
    "(?:anything|money)|(?P<bare>free)(?! (?:school|meals?|will|speech|from|of|range|style|running|church"
    "|time))"
)


def take_cost(line: Line, filters: Filters) -> Filters:
    """Take "free", unless it is free of something else."""
    for match in line.find(_FREE):
        first, _ = line.span(match)
        before = line.words_before(first)
        if match["bare"] and before and before[-1] in _FREE_OF:
            continue
        line.take_match(match, Sort.COST, "free")
        filters = replace(filters, free=True)
    return filters


_SIGNING = whole(
    "(?:in )?(?P<sign>bsl|british sign language|sign language)(?: (?:users?|interpreters?|speaking|signed))?"
)
_LANGUAGE = whole(
    "in (?P<in>[a-z]+)|(?P<before>[a-z]+) (?:speaking|speakers?|language)|(?:speaks?|speaking"
    "|spoken) (?P<after>[a-z]+)"
)
BRITISH_SIGN_LANGUAGE = "bfi"
"""ISO 639-3; ISO 639-1 has no code for a sign language."""


def take_language(line: Line, filters: Filters) -> Filters:
    """Take a language that a service should be given in; its name is looked for as well."""
    for match in line.find(_SIGNING):
        line.take_match(match, Sort.LANGUAGE, "in British Sign Language", stays="sign")
        return replace(filters, languages=(BRITISH_SIGN_LANGUAGE,))
    for match in line.find(_LANGUAGE):
        group = match.lastgroup or "in"
        name = match[group]
        codes = codes_asked_for(name) if len(name) >= _SHORTEST_NAME else ()
        if codes:
            line.take_match(match, Sort.LANGUAGE, f"in {name.capitalize()}", stays=group)
            return replace(filters, languages=codes)
    return filters


_WHO = "(?:someone|somebody|anyone|anybody|a person|the person|a named person|a worker|the right person)"
_REACH = (
    "(?:contact|ring|call|phone|speak to|speak with|talk to|talk with|email|e mail|ask for|ask|get hold of)"
)
_CONTACT = whole(
    f"(?:who (?:do|can|should|would|could) (?:i|we|you) |who to ){_REACH}(?: {_WHO})?(?: (?:at|from|for"
    f"|about|in))?(?: the)?"
    f"|(?:i (?:need|want) to )?(?:{_REACH}) {_WHO} (?:at|from|for)(?: the)?"
    f"|(?:find |is there |get me |i need |i want |do we know )?{_WHO}(?: (?:to {_REACH}|(?:i"
    f"|we) can {_REACH}))?"
    " (?:at|from|who works (?:at|for|in))(?: the)?"
    "|(?:the |a )?(?:named )?contacts?(?: details?| person| name| number)? (?:at|for|of|in|from)(?: the)?"
    "|(?:the |a )?(?:phone |telephone |mobile )?number (?:for|of)(?: the)?"
    "|(?:the |an? )?(?:email|e mail)(?: address)? (?:for|of)(?: the)?"
    "|who (?:runs|leads|manages|coordinates)(?: the)?"
)


def take_contact(line: Line, filters: Filters) -> Filters:
    """Take the lead-in to a person: "someone at MS society". "Someone to talk to" is none."""
    for match in line.find(_CONTACT):
        first, last = line.span(match)
        if last < len(line.tokens):
            line.take(first, last, Sort.CONTACT, "a person to contact")
            return replace(filters, for_contact=True)
    return filters
