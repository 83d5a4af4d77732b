"""The weights of two locations: names, postcodes, addresses and points on the map."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from community_directory.duplicates.entries import Entry
from community_directory.duplicates.names import Among, best_names, compare_names
from community_directory.duplicates.shared import Shared
from community_directory.duplicates.weights import Weight, discounted, others, weight
from community_directory.places.points import Point, metres_between
from community_directory.searching.spelling import distance

_NAME, _NAME_LEAST = 0.7, -5.0
_POSTCODE, _OTHER_POSTCODE, _NEXT_POSTCODE = 4.0, -10.0, -2.0
_ADDRESS, _ADDRESS_LEAST, _SHARE = 8.0, -5.0, 0.8
_OTHER_NUMBER = -6.0
_SLOPE = 0.5
"""Bits that a postcode loses each time the number of others doubles: a feed may tell of a place every time
that something is given there."""
_ALONE = 2
"""Holders of a whole address with a number: however many there are, they are at one place."""
_NEAR, _FAR, _FARTHER = 75.0, 300.0, 1000.0
"""Metres."""
_IS_NEAR, _IS_FAR, _IS_FARTHER = 2.0, -3.0, -6.0


def apart(one: Iterable[str], other: Iterable[str]) -> bool:
    """Whether every postcode of one is more than a slip of the finger away from every one of the other."""
    return all(distance(mine, theirs, 1) > 1 for mine in one for theirs in other)


def address_weights(one: Entry, other: Entry, shared: Shared) -> Iterator[Weight]:
    """What speaks for two locations being one place, or against."""
    if one.names and other.names:
        found = best_names("name", one.names, other.names, Among(shared.names))
        yield weight("name", max(_NAME_LEAST, found.bits * _NAME), found.says)
    if both := one.postcodes & other.postcodes:
        holders = shared.fewest("postcodes", both)
        yield weight("postcode", discounted(_POSTCODE, holders, _SLOPE), f"the same{others(holders)}")
    elif one.postcodes and other.postcodes:
        if apart(one.postcodes, other.postcodes):
            yield weight("postcode", _OTHER_POSTCODE, "different postcodes: two places")
        else:
            yield weight("postcode", _NEXT_POSTCODE, "postcodes that differ in one character")
    yield from _addresses(one, other, shared)
    yield from _points(one, other)


def _addresses(one: Entry, other: Entry, shared: Shared) -> Iterator[Weight]:
    if not (one.address and other.address):
        return
    if one.numbers and other.numbers and one.numbers.isdisjoint(other.numbers):
        yield weight("address", _OTHER_NUMBER, "different numbers of the house or the unit")
        return
    same = sorted(one.address) == sorted(other.address)
    holders = _ALONE if same and one.numbers else None
    found = compare_names("address", one.address, other.address, Among(shared.addresses, holders=holders))
    bits = max(_ADDRESS_LEAST, min(_ADDRESS, found.bits * _SHARE))
    yield weight("address", bits, found.says)


def _points(one: Entry, other: Entry) -> Iterator[Weight]:
    """Points count where the postcodes do not say it already: a point is often made from the postcode."""
    if one.point is None or other.point is None:
        return
    metres = metres_between(Point(*one.point), Point(*other.point))
    if metres > _FARTHER:
        yield weight("map", _IS_FARTHER, "more than a kilometre apart")
    elif metres > _FAR:
        yield weight("map", _IS_FAR, "more than 300 metres apart")
    elif metres < _NEAR and one.postcodes.isdisjoint(other.postcodes):
        yield weight("map", _IS_NEAR, "at nearly the same point")
