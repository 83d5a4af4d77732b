"""Contacts who asked to be taken out: they stay out, and nothing of them is kept.

Of a removed contact stay keyed hashes alone; the key is made once a store. A contact that an import
brings is left out where

- it has a telephone number or e-mail address that was the removed contact's alone, or
- it has the removed contact's name, and with it a number, an address, the organisation, the service or
  the source's id of then.

A name by itself is not enough (two people share one), nor is a number that others had too: the desk's
telephone must not take every colleague out with one who left.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import insert, select

from community_directory.store.own_tables import removal_mark, secret

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy.engine import Connection

    from adapter_core.domain.directory import Contact

NAME, CHANNEL, SHARED_CHANNEL, PLACE = "name", "channel", "shared_channel", "place"

_TITLES = frozenset({"mr", "mrs", "ms", "miss", "mx", "dr", "prof", "rev", "revd", "sir", "dame", "cllr"})
_WORD = re.compile(r"[^\W_]+")
_FEWEST_DIGITS = 6


def plain_name(name: str) -> str:
    """A name as it is compared: without case, accents, titles and punctuation; empty for a title alone."""
    letters = unicodedata.normalize("NFKD", name).casefold()
    words = _WORD.findall("".join(one for one in letters if not unicodedata.combining(one)))
    return " ".join(word for word in words if word not in _TITLES)


def plain_phone(number: str) -> str:
    """The digits of a telephone number as they are compared; empty where there are too few to be one."""
    digits = "".join(one for one in number if one.isascii() and one.isdigit())
    digits = re.sub(r"\A(?:00)?440?|\A0", "", digits)
    return digits if len(digits) >= _FEWEST_DIGITS else ""


def channels_of(contact: Contact) -> frozenset[str]:
    """What a contact is reached by, as it is compared."""
    phones = (plain_phone(one.number or one.original) for one in contact.phones)
    emails = (one.strip().casefold() for one in contact.emails)
    return frozenset(one for one in (*phones, *emails) if one)


def key_of(connection: Connection) -> bytes:
    """The key of this store's hashes; made when there is none yet."""
    mine = secret.c.name == "removals"
    found = connection.execute(select(secret.c.value).where(mine)).scalar()
    if found is None:
        found = secrets.token_hex(32)
        connection.execute(insert(secret).values(name="removals", value=found))
    return bytes.fromhex(found)


def mark(key: bytes, kind: str, text: str) -> str:
    """The keyed hash (HMAC-SHA-256, RFC 2104) of one thing that a contact is known by."""
    # A channel is looked for among those that were shared and those that were not: one hash serves both.
    family = CHANNEL if kind == SHARED_CHANNEL else kind
    return hmac.new(key, f"{family}:{text}".encode(), hashlib.sha256).hexdigest()


@dataclass(frozen=True, slots=True)
class Removals:
    """Every removal of a store, in memory: there are few.

    Attributes:
        marks: kind of mark to mark to numbers of removals.
    """

    key: bytes
    marks: dict[str, dict[str, frozenset[int]]]

    @classmethod
    def read(cls, connection: Connection) -> Removals | None:
        """The removals of a store; None where nobody ever asked for one."""
        found: dict[str, dict[str, frozenset[int]]] = {}
        for row in connection.execute(select(removal_mark)):
            of_kind = found.setdefault(row.kind, {})
            of_kind[row.mark] = of_kind.get(row.mark, frozenset()) | {row.removal}
        return cls(key_of(connection), found) if found else None

    def _of(self, kind: str, texts: Iterable[str]) -> frozenset[int]:
        marks = self.marks.get(kind, {})
        hit: frozenset[int] = frozenset()
        for text in texts:
            hit |= marks.get(mark(self.key, kind, text), frozenset())
        return hit

    def of(self, contact: Contact, places: Iterable[str]) -> frozenset[int]:
        """The removals of a contact: those that keep it out; empty for most.

        Args:
            contact: as somebody brings it.
            places: ids of its organisation and service, and its own.
        """
        channels = channels_of(contact)
        found = self._of(CHANNEL, channels)
        name = plain_name(contact.name)
        named = self._of(NAME, (name,)) if name else frozenset()
        if named:
            found |= named & (self._of(SHARED_CHANNEL, channels) | self._of(PLACE, places))
        return found

    def asked_for_by(self, contact: Contact, places: Iterable[str]) -> bool:
        """Whether a contact is one who asked to be taken out; see `of`."""
        return bool(self.of(contact, places))
