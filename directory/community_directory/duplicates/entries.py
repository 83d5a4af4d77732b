"""What is compared of an organisation, a service or a location."""

from __future__ import annotations

import hashlib
import hmac
import re
from dataclasses import dataclass
from heapq import nsmallest
from itertools import pairwise
from zlib import crc32

from adapter_core.domain.directory import EntityKind
from community_directory.searching.words import words

KINDS = (EntityKind.ORGANISATION, EntityKind.SERVICE, EntityKind.LOCATION)
"""What can be a duplicate."""

SKETCH = 16
"""How many figures stand for a text."""
_FEWEST_WORDS = 6
_NUMBER = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry, as far as it is compared.

    Attributes:
        number: the store's.
        names: what it goes by, as words, its name first; empty where it has none.
        phones: in international form, its contacts' too.
        emails: likewise, in small letters.
        hosts: of its site and its mail, without providers of private mailboxes.
        urls: host and path of its site, where there is a path.
        postcodes: where it is, or is given.
        identifiers: `scheme:value`, such as a charity number.
        address: the words of an address, of a location.
        point: latitude and longitude in degrees, of a location.
        owner: the organisation's number, of a service.
        owner_names: its names, as words.
        ages: the youngest and the oldest, of a service.
        days: on which it is open (`MO`), of a service.
        text: a sketch of its description.
    """

    number: int
    names: tuple[tuple[str, ...], ...] = ()
    phones: frozenset[str] = frozenset()
    emails: frozenset[str] = frozenset()
    hosts: frozenset[str] = frozenset()
    urls: frozenset[str] = frozenset()
    postcodes: frozenset[str] = frozenset()
    identifiers: frozenset[str] = frozenset()
    address: tuple[str, ...] = ()
    point: tuple[float, float] | None = None
    owner: int | None = None
    owner_names: tuple[tuple[str, ...], ...] = ()
    ages: tuple[int | None, int | None] = (None, None)
    days: frozenset[str] = frozenset()
    text: tuple[int, ...] = ()

    @property
    def numbers(self) -> frozenset[str]:
        """Numbers of an address: of the house, of the unit."""
        return frozenset(found for word in self.address for found in _NUMBER.findall(word))

    def digest(self, key: bytes) -> str:
        """A keyed hash (HMAC-SHA-256, RFC 2104) of all that is compared.

        Args:
            key: the store's.
        """
        seen = (
            self.names,
            *(sorted(one) for one in (self.phones, self.emails, self.hosts, self.urls)),
            sorted(self.postcodes),
            sorted(self.identifiers),
            self.address,
            self.point,
            self.owner,
            self.owner_names,
            self.ages,
            sorted(self.days),
            self.text,
        )
        return hmac.new(key, repr(seen).encode(), hashlib.sha256).hexdigest()[:32]


def sketch(text: str) -> tuple[int, ...]:
    """Figures that stand for a text (bottom-k sketch; A. Broder, 1997), of its words two by two.

    Empty for a text that is too short to be compared.
    """
    every = list(words(text))
    if len(every) < _FEWEST_WORDS:
        return ()
    pairs = {crc32(f"{one} {other}".encode()) for one, other in pairwise(every)}
    return tuple(nsmallest(SKETCH, pairs))


def resemblance(one: tuple[int, ...], other: tuple[int, ...]) -> float:
    """How much two texts have in common, from 0 to 1, by their sketches."""
    both = nsmallest(SKETCH, {*one, *other})
    shared = set(one) & set(other)
    return sum(each in shared for each in both) / len(both) if both else 0.0
