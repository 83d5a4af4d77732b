"""Where, in words: postcodes, districts, names of places, "near me", and how far."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from adapter_core.domain.values import normalise_postcode, postcode_district
from community_directory.places.gazetteer import Gazetteer
from community_directory.places.naming import MOST_WORDS, key_of
from community_directory.places.points import MILE, Place, PlaceKind
from community_directory.searching.filters import Filters
from community_directory.searching.line import Line, whole
from community_directory.searching.understood import Sort

_UNIT = "(?P<unit>miles?|mi|kms?|k|kilomet(?:re|er)s?|met(?:re|er)s?|m)"
_FAR = whole(
    rf"(?:(?P<in>within|less than|under|up to|no more than|not more than|in) )?(?:about |around )?"
    rf"(?P<number>\d{{1,6}}(?:\.\d+)?|an?|one|two|three|five|ten|half an?"
    rf"|a couple of)(?: ?(?P<half>and a half))? ?{_UNIT}"
    r"(?: (?:radius|or less))?(?: (?P<of>of|from|away from|around|away))?"
)
_WALK = whole("(?:with)?in walking distance(?: (?:of|from))?")
_WORDS = {
    "a": 1.0,
    "an": 1.0,
    "one": 1.0,
    "two": 2.0,
    "three": 3.0,
    "five": 5.0,
    "ten": 10.0,
    "a couple of": 2.0,
}
_METRES = {"mi": MILE, "k": 1000.0, "m": 1.0}
_FARTHEST = 2_000_000.0
_LEAST_METRES = 50  # "2 m" is no distance that anybody looks within

_NEAR_WORDS = (
    "near to", "near", "nearest to", "close to", "next to", "nearby", "around", "in", "at", "by", "from",
    "of", "within", "serving", "covering", "local to",
)  # fmt: skip
_BEFORE = frozenset(tuple(each.split()) for each in _NEAR_WORDS)
_IN_NAMES = frozenset({("at",), ("by",), ("from",), ("of",)})
"""Of those, what stands before a place within names: the Friends of Castle Park."""
_POSTCODE = whole(r"(?P<out>[a-z]{1,2}\d[a-z\d]?) ?(?P<in>\d[a-z]{2})")
_DISTRICT = whole(r"(?P<out>[a-z]{1,2}\d[a-z\d]?)(?P<all>s? area| postcodes?)?")
_ORDINAL = {"1st", "2nd", "3rd", "4th", "5th", "6th", "7th", "8th", "9th", "0th"}
_HOME = whole(
    "(?:near(?:est)?(?: to)?|close to|around|by) (?:me|us|here|home|my (?:home|house|area)|where i live)"
    "|nearby|"
    "close by|near here|around here|in (?:my|our|the local|this) area|locally|in my (?:neighbourhood|town)"
    "|local to me"
)
_EVERYDAY = """
    abbey ash barking bath battle bell bow bury castle central cheddar church corby deal diss dover downs
    east eye gate green grove hale hall harbour harrow heath hill home hook hope hove hull kingsway lancing
    market mill north park poole read reading riverside rugby sale sandwich settle slough south spa stone
    street sway town village ware wash well wells west wing wood worthing yarm
"""
_ALSO_WORDS = frozenset(_EVERYDAY.split())
"""Places that are everyday words: understood after "in" or "near" alone, or with a capital."""


def take_distance(line: Line, filters: Filters) -> Filters:
    """Take "within 2 miles" and "walking distance"."""
    for match in line.find(_WALK):
        line.take_match(match, Sort.DISTANCE, "within 1 mile, about 20 minutes on foot")
        return replace(filters, within=MILE)
    for match in line.find(_FAR):
        metres = _metres(match)
        if metres is not None:
            line.take_match(match, Sort.DISTANCE, f"within {_far(metres, match['unit'])}")
            return replace(filters, within=metres)
    return filters


def _metres(match: re.Match[str]) -> float | None:
    text, unit = match["number"], match["unit"]
    if not (match["in"] or match["of"]) or (unit in {"m", "k"} and not text[:1].isdigit()):
        return None
    number = 0.5 if text.startswith("half") else _WORDS.get(text)
    number = float(text) if number is None else number
    number += 0.5 if match["half"] else 0.0
    key = "mi" if unit.startswith("mi") else "k" if unit.startswith("k") else "m"
    metres = number * _METRES[key]
    return metres if _LEAST_METRES <= metres <= _FARTHEST else None


def _far(metres: float, unit: str) -> str:
    if unit.startswith("mi"):
        miles = metres / MILE
        return f"{miles:g} mile{'' if miles == 1 else 's'}"
    return f"{metres / 1000:g} km" if unit.startswith("k") else f"{metres:g} metres"


def take_place(line: Line, filters: Filters, gazetteer: Gazetteer) -> Filters:
    """Take the first place there is: a postcode, a district, "near me", or a name."""
    for read in (_postcode, _district, _near_home, _named):
        near = read(line, gazetteer)
        if near is not None:
            return replace(filters, near=near)
    return filters


def _before(line: Line, first: int) -> int:
    """Where a place's preposition begins."""
    for size in (2, 1):
        start = first - size
        words = tuple(token.key for token in line.tokens[max(start, 0) : first])
        if start >= 0 and words in _BEFORE and line.free(start, first):
            return start
    return first


def _take(line: Line, span: tuple[int, int], place: Place, *, stays: bool) -> Place:
    first, last = span
    start = _before(line, first)
    led = line.words_before(first)[start:]
    says = f"near {place.name}"
    sure = bool(led) and led not in _IN_NAMES
    line.take(start, last, Sort.PLACE, says, stays=span if stays else None, aside=sure)
    return place


def _postcode(line: Line, gazetteer: Gazetteer) -> Place | None:
    for match in line.find(_POSTCODE):
        code = normalise_postcode(f"{match['out']} {match['in']}")
        district = postcode_district(code)
        if district is None:
            continue
        place = postcode_place(code, gazetteer)
        if match["in"] in _ORDINAL and place.kind is not PlaceKind.POSTCODE:
            continue
        if place.kind is not PlaceKind.POSTCODE:
            why = (
                "is not in the postcode list"
                if gazetteer.has_postcodes
                else "is taken by its district: no postcode list is loaded"
            )
            line.notes.append(f"The postcode {why}. Searched near {district}.")
        return _take(line, line.span(match), place, stays=False)
    return None


def postcode_place(code: str, gazetteer: Gazetteer) -> Place:
    """A postcode's place: its own where a list has it, else its district's."""
    district = code.partition(" ")[0]
    place = gazetteer.postcode(code)
    if place is not None and place.point is not None:
        return place
    return gazetteer.district(district) or Place(PlaceKind.DISTRICT, district, (district,))


def _district(line: Line, gazetteer: Gazetteer) -> Place | None:
    for match in line.find(_DISTRICT):
        code = match["out"].upper()
        if postcode_district(f"{code} 1AA") is None:
            continue
        first, last = line.span(match)
        known = gazetteer.district(code)
        if known is None and _before(line, first) == first and not match["all"]:
            continue  # "vitamin b12"
        return _take(line, (first, last), known or Place(PlaceKind.DISTRICT, code, (code,)), stays=False)
    return None


def _near_home(line: Line, gazetteer: Gazetteer) -> Place | None:
    for match in line.find(_HOME):
        home = place_of(gazetteer.home, gazetteer)
        if home is None:
            line.notes.append(
                'Where "near me" is, nobody has said: type a place, or set home in [directory] of the config.'
            )
            return None
        home = replace(home, kind=PlaceKind.HOME)
        line.take_match(match, Sort.PLACE, f"near {home.name} (home)")
        return home
    return None


def place_of(text: str, gazetteer: Gazetteer) -> Place | None:
    """The place that a text is, as `--near` and `home` give it: a postcode, a district or a name.

    Returns:
        The place; None where it is none that anybody knows, or the text is empty. A district that nobody
        knows is one all the same.
    """
    code = normalise_postcode(text.strip()) if text.strip() else ""
    if code and postcode_district(code):
        return postcode_place(code, gazetteer)
    plain = code.replace(" ", "")
    if plain and postcode_district(f"{plain} 1AA"):
        return gazetteer.district(plain) or Place(PlaceKind.DISTRICT, plain, (plain,))
    key = key_of(text)
    return gazetteer.named({key}).get(key) if key else None


def _named(line: Line, gazetteer: Gazetteer) -> Place | None:
    spans = dict(_spans(line))
    known = gazetteer.named(set(spans.values())) if spans else {}
    named = [span for span, key in spans.items() if key in known]
    # What stands after "in" or "near" first; then the longest; then the first.
    named.sort(key=lambda span: (_before(line, span[0]) == span[0], span[0] - span[1], span[0]))
    for first, last in named:
        key = spans[first, last]
        led = _before(line, first) < first
        if not led and key in _ALSO_WORDS and not line.typed(first, last)[:1].isupper():
            continue
        both = key in gazetteer.in_names({key})
        return _take(line, (first, last), known[key], stays=both or key in _ALSO_WORDS)
    return None


def _spans(line: Line) -> Iterator[tuple[tuple[int, int], str]]:
    for first in range(len(line.tokens)):
        for last in range(first + 1, min(first + MOST_WORDS, len(line.tokens)) + 1):
            if line.free(first, last) and all(token.text for token in line.tokens[first:last]):
                yield (first, last), " ".join(token.key for token in line.tokens[first:last])
