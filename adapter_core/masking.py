"""Secrets that were read so far, and taking them out of whatever is about to be said.

Standard library only: errors mask their own words, whoever worded them. A database driver, for one,
quotes the URL that it could not connect to.
"""

from __future__ import annotations

MASK = "***"
SHORTEST = 4
"""A shorter secret would blank out ordinary words; it is no secret."""

_known: set[str] = set()


def remember(secret: str) -> None:
    """Note a secret, so that `mask` knows it for as long as the process lives."""
    if len(secret) >= SHORTEST:
        _known.add(secret)


def mask(text: str) -> str:
    """A text with every secret that was read so far blanked out, the longest first."""
    for secret in sorted(_known, key=len, reverse=True):
        text = text.replace(secret, MASK)
    return text
