"""What the other modules need to tidy a text before they judge it."""

from __future__ import annotations

SPACES = "\t\n\v\f\r \u00a0\u2007\u2009\u200b\u202f\ufeff"
HYPHENS = "-\u00ad\u2010\u2011\u2012\u2013\u2014\u2212"
NO_SPACES = dict.fromkeys(map(ord, SPACES))
NO_SEPARATORS = dict.fromkeys(map(ord, SPACES + HYPHENS))
"""Tables for `str.translate`."""


def require_text(what: str, value: object) -> None:
    """Refuse what is no text, by its type alone: the value is personal and stays out of the message.

    Raises:
        TypeError: the value is not a `str`.
    """
    if not isinstance(value, str):
        raise TypeError(f"{what} is checked as text, not as {type(value).__name__}")


def is_digits(text: str) -> bool:
    """Whether a text is ASCII digits alone: `str.isdigit` also takes Arabic-Indic and superscript ones."""
    return text.isascii() and text.isdigit()
