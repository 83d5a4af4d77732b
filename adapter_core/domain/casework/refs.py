"""Whom casework is about: never a name, always a source's own reference."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PersonRef:
    """A person, as one source names them.

    Attributes:
        source: name of the source in the config.
        ref: that source's reference.
    """

    source: str
    ref: str
