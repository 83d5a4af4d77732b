"""The weights of two entries of a kind: what they have in common, and what keeps them apart.

Whoever gives two services often gives one number, one address and one site for both. Where the organisation
is the same, those say little; and of several ways to reach somebody the second says half of what it would
say alone, the third a quarter: they tend to be shared together.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from adapter_core.domain.directory import EntityKind
from community_directory.duplicates.entries import Entry
from community_directory.duplicates.names import Among, best_names
from community_directory.duplicates.places import address_weights, apart
from community_directory.duplicates.shared import Shared
from community_directory.duplicates.texts import text_weight
from community_directory.duplicates.weights import Band, Score, Weight, discounted, others, weight

SAME_ORGANISATION = 2.0
"""Bits that two organisations' names add from which their services are taken to be one organisation's."""
_OWNER, _OWNER_LEAST, _OWNER_NAMES = 3.0, -4.0, 0.4
_OWNER_PAIR = {Band.LIKELY: 3.0, Band.POSSIBLE: 2.0}
_IDENTIFIER, _OTHER_IDENTIFIER = 12.0, -8.0
_PHONE, _EMAIL, _URL, _HOST = 5.0, 5.0, 4.0, 3.0
_IN_HOUSE = {"telephone": 1.0, "e-mail": 1.0, "website": 1.5}
"""What each weighs at most among services of one organisation."""
_IN_HOUSE_WORD = 3.0
"""Bits that a word in the names of two services of one organisation is worth at least."""
_OTHER_WAYS = {"telephone": -1.0, "e-mail": -0.5}
_POSTCODE = {EntityKind.ORGANISATION: 2.5, EntityKind.SERVICE: 3.0}
_OTHER_SITE, _OTHER_SITE_IN_HOUSE, _OTHER_PLACE, _NEXT_POSTCODE = -6.0, -12.0, -2.0, -2.0
_NEXT_POSTCODE_IN_HOUSE, _ONE_PLACELESS = -5.0, -1.5
_AGES, _DAYS, _SAME_HOURS = -3.0, -3.0, 0.5


def compare(kind: EntityKind, one: Entry, other: Entry, shared: Shared) -> Score:
    """Everything that speaks for two entries being one, or against; the same whichever comes first.

    Args:
        kind: organisation, service or location.
        one: an entry.
        other: another of the same kind.
        shared: how many of the kind share each thing.
    """
    one, other = sorted((one, other), key=lambda entry: entry.number)
    weighed = {
        EntityKind.ORGANISATION: _organisations,
        EntityKind.SERVICE: _services,
        EntityKind.LOCATION: _locations,
    }[kind](one, other, shared)
    return Score(tuple(each for each in weighed if each.bits))


def _organisations(one: Entry, other: Entry, shared: Shared) -> Iterator[Weight]:
    if one.names and other.names:
        yield best_names("name", one.names, other.names, Among(shared.names))
    yield from _identifiers(one, other, shared)
    yield from _ways(one, other, shared, in_house=False)
    if both := one.postcodes & other.postcodes:
        yield _same("postcode", "postcodes", both, shared, _POSTCODE[EntityKind.ORGANISATION])
    elif one.postcodes and other.postcodes:
        yield weight("postcode", _OTHER_PLACE, "never at the same postcode")
    yield from text_weight(one, other, shared)


def _services(one: Entry, other: Entry, shared: Shared) -> Iterator[Weight]:
    owner = _owners(one, other, shared)
    in_house = one.owner is not None and one.owner == other.owner
    in_house = in_house or (owner is not None and owner.bits >= SAME_ORGANISATION)
    if one.names and other.names:
        yield best_names("name", one.names, other.names, _among(one, other, shared, in_house=in_house))
    if owner is not None:
        yield owner
    yield from _ways(one, other, shared, in_house=in_house)
    yield from _sites(one, other, shared, in_house=in_house)
    yield from _for_whom_and_when(one, other)
    yield from text_weight(one, other, shared, in_house=in_house)


def _locations(one: Entry, other: Entry, shared: Shared) -> Iterator[Weight]:
    yield from address_weights(one, other, shared)
    if both := one.phones & other.phones:
        bits = discounted(2.0, shared.fewest("phones", both))
        yield weight("telephone", bits, _says("the same number", shared.fewest("phones", both)))


# --- parts of it ---


def _sites(one: Entry, other: Entry, shared: Shared, *, in_house: bool) -> Iterator[Weight]:
    """Where two services are given."""
    if both := one.postcodes & other.postcodes:
        found = _same("postcode", "postcodes", both, shared, _POSTCODE[EntityKind.SERVICE])
        yield replace(found, bits=_POSTCODE[EntityKind.SERVICE]) if in_house else found
    elif one.postcodes and other.postcodes:
        if apart(one.postcodes, other.postcodes):
            bits = _OTHER_SITE_IN_HOUSE if in_house else _OTHER_SITE
            yield weight(
                "postcode", bits, "at different postcodes: one service at two places is no duplicate"
            )
        else:
            bits = _NEXT_POSTCODE_IN_HOUSE if in_house else _NEXT_POSTCODE
            yield weight("postcode", bits, "postcodes that differ in one character")
    elif in_house and (one.postcodes or other.postcodes):
        yield weight("postcode", _ONE_PLACELESS, "only one says where: the other may be elsewhere")


def _for_whom_and_when(one: Entry, other: Entry) -> Iterator[Weight]:
    if _ages_apart(one, other):
        yield weight("ages", _AGES, "for people of different ages")
    if one.days and other.days:
        if one.days.isdisjoint(other.days):
            yield weight("days", _DAYS, "never on the same day of the week")
        elif one.days == other.days:
            yield weight("days", _SAME_HOURS, "on the same days of the week")


def _among(one: Entry, other: Entry, shared: Shared, *, in_house: bool) -> Among:
    """Among which names those of two services are compared: an organisation's own, or everybody's."""
    if not in_house:
        return Among(shared.names)
    owners = {one.owner, other.owner}
    named = {tuple(sorted(name)) for entry in (one, other) for name in entry.names}
    holders = max(sum(shared.in_house[owner, name] for owner in owners) for name in named)
    return Among(shared.names, strict=True, least=_IN_HOUSE_WORD, holders=holders)


def _owners(one: Entry, other: Entry, shared: Shared) -> Weight | None:
    if one.owner is None or other.owner is None:
        return None
    if one.owner == other.owner:
        return weight("organisation", _OWNER, "of the same organisation")
    first, second = sorted((one.owner, other.owner))
    band = shared.owner_pairs.get((first, second), Band.NONE)
    if band is not Band.NONE:
        return weight("organisation", _OWNER_PAIR[band], f"of two organisations, a {band.value} duplicate")
    if not (one.owner_names and other.owner_names):
        return None
    names = best_names("organisation", one.owner_names, other.owner_names, Among(shared.owners))
    bits = max(_OWNER_LEAST, min(_OWNER, names.bits * _OWNER_NAMES))
    return weight("organisation", bits, names.says)


def _identifiers(one: Entry, other: Entry, shared: Shared) -> Iterator[Weight]:
    if both := one.identifiers & other.identifiers:
        yield _same("identifier", "identifiers", both, shared, _IDENTIFIER)
        return
    schemes = {each.partition(":")[0] for each in one.identifiers}
    if any(each.partition(":")[0] in schemes for each in other.identifiers):
        yield weight("identifier", _OTHER_IDENTIFIER, "each has a number of its own in the same register")


def _ways(one: Entry, other: Entry, shared: Shared, *, in_house: bool) -> Iterator[Weight]:
    """Telephone, e-mail and website: the one that weighs most counts whole, the next half, then a quarter."""
    found = []
    for of, name, bits in (("telephone", "phones", _PHONE), ("e-mail", "emails", _EMAIL)):
        mine, theirs = getattr(one, name), getattr(other, name)
        if both := mine & theirs:
            found.append(_same(of, name, both, shared, bits))
        elif mine and theirs:
            found.append(weight(of, _OTHER_WAYS[of], "nothing in common"))
    found.extend(_websites(one, other, shared))
    found.sort(key=lambda each: (-each.bits, each.of))
    share = 1.0
    for each in found:
        if each.bits <= 0:
            yield each
            continue
        bits = min(each.bits, _IN_HOUSE[each.of]) if in_house else each.bits
        yield weight(each.of, bits * share, each.says)
        share /= 2


def _websites(one: Entry, other: Entry, shared: Shared) -> Iterator[Weight]:
    if both := one.urls & other.urls:
        yield _same("website", "urls", both, shared, _URL)
    elif both := one.hosts & other.hosts:
        bits = _HOST / 2 if one.urls and other.urls else _HOST
        says = "the same site, another page" if one.urls and other.urls else "the same site"
        holders = shared.fewest("hosts", both)
        yield weight("website", discounted(bits, holders), _says(says, holders))


def _same(of: str, name: str, both: frozenset[str], shared: Shared, bits: float) -> Weight:
    holders = shared.fewest(name, both)
    return weight(of, discounted(bits, holders), _says("the same", holders))


def _says(words: str, holders: int) -> str:
    return f"{words}{others(holders) or '; nothing else has it'}"


def _ages_apart(one: Entry, other: Entry) -> bool:
    for (_, oldest), (youngest, _) in ((one.ages, other.ages), (other.ages, one.ages)):
        if oldest is not None and youngest is not None and oldest <= youngest:
            return True
    return False
