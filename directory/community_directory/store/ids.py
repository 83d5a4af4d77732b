"""Ids that stay: the same source id of the same feed is the same entity in every import."""

from __future__ import annotations

import re
import uuid
from hashlib import sha1

from adapter_core.domain.directory import EntityKind

_SPACE = uuid.UUID("7d7c0a6a-6f0e-5f57-9d0c-8f1a2b6d4c11")
_VERSION_BITS = (0xF000 << 64) | (0xC000 << 48)
_VERSION_5 = (0x5000 << 64) | (0x8000 << 48)
_UUID = re.compile(r"[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}\Z")


def kept_id(source_id: str) -> str | None:
    """A source's id that is a UUID already, in the usual spelling; None for any other."""
    return source_id.lower() if _UUID.match(source_id) else None


def plain_id(id: str) -> str:  # noqa: A002 - the standard's name
    """An id as somebody typed it, in the usual spelling."""
    return id.strip().lower()


def stable_id(feed: str, kind: EntityKind, source_id: str) -> str:
    """The id of an entity that a feed tells of (a UUID by name, RFC 9562, unless the source has one).

    A UUID of the source is kept: two feeds that tell of the same one tell of the same thing.
    """
    return kept_id(source_id) or _named(feed, kind, source_id)


def _named(feed: str, kind: EntityKind, source_id: str) -> str:
    # Lengths keep apart what a separator within a name could make one. `uuid.uuid5` makes the same,
    # eight times as slowly, and an import makes one for everything that it brings.
    name = f"{len(feed)}:{feed}{kind.value}:{source_id}".encode()
    number = int.from_bytes(sha1(_SPACE.bytes + name, usedforsecurity=False).digest()[:16], "big")
    text = f"{number & ~_VERSION_BITS | _VERSION_5:032x}"
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"


def new_id() -> str:
    """The id of something that was first written down here."""
    return str(uuid.uuid4())
