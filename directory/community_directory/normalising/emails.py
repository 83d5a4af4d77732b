"""E-mail addresses out of whatever they stand in; sentinels such as `…@noemail.invalid` are none."""

from __future__ import annotations

import re

_FOUND = re.compile(r"[^\s<>()\[\],;:\"'/\\|]+@[^\s<>()\[\],;:\"'/\\|]+")
_LOCAL = r"[a-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
_LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_ADDRESS = re.compile(rf"{_LOCAL}@(?:{_LABEL}\.)+[a-z]{{2,63}}", re.IGNORECASE | re.ASCII).fullmatch
_LONGEST, _LONGEST_LOCAL = 254, 64
"""Characters (RFC 5321, 4.5.3.1)."""

_NOWHERE = frozenset({"invalid", "test", "localhost", "local"})
"""Ends of names that no mail reaches (RFC 2606, 6761, 6762). `example` stays: samples are written with it."""

_NOBODY = re.compile(
    r"(?:no-?e?-?mail|no-?reply|do-?not-?reply|unknown|none|notknown|n/?a)", re.IGNORECASE
).fullmatch


def is_email(text: str) -> bool:
    """Whether a text is an address that mail could be sent to, and somebody would read."""
    if len(text) > _LONGEST or not _ADDRESS(text):
        return False
    local, _, domain = text.rpartition("@")
    if len(local) > _LONGEST_LOCAL or _NOBODY(local):
        return False
    labels = domain.casefold().split(".")
    return labels[-1] not in _NOWHERE and not any(_NOBODY(label) for label in labels[:-1])


def is_for_nobody(text: str) -> bool:
    """Whether a text is an address that stands for "none", such as `Unknown-17@noemail.invalid`."""
    local, _, domain = text.strip().rpartition("@")
    labels = domain.casefold().split(".")
    return bool(domain) and (
        labels[-1] in _NOWHERE or any(map(_NOBODY, labels[:-1])) or _NOBODY(local) is not None
    )


def emails_in(text: str) -> tuple[str, ...]:
    """The addresses in a text, each once, in their order; the part after the @ in small letters."""
    found: dict[str, str] = {}
    if "@" in text:
        for candidate in _FOUND.findall(text):
            address = _tidy(candidate)
            if is_email(address):
                found.setdefault(address.casefold(), address)
    return tuple(found.values())


def looks_like_email(text: str) -> bool:
    """Whether a text was meant as an address, right or wrong."""
    return _FOUND.search(text) is not None


def without_emails(text: str) -> str:
    """A text without what was meant as an address."""
    return _FOUND.sub(" ", text)


def _tidy(candidate: str) -> str:
    address = candidate.strip(".'`*").removeprefix("mailto:")
    local, _, domain = address.rpartition("@")
    return f"{local}@{domain.casefold()}"
