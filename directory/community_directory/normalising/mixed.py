"""Columns in which e-mail addresses, telephone numbers, links and words stand together."""

from __future__ import annotations

import re
from dataclasses import dataclass

from adapter_core.domain.directory import Phone
from community_directory.normalising.emails import emails_in, looks_like_email, without_emails
from community_directory.normalising.nothing import is_nothing
from community_directory.normalising.phones import phones_in
from community_directory.normalising.urls import url_of

_LINK = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
_FILLING = re.compile(
    r"\b(?:or|and|e-?mail|tel(?:ephone)?|phone|mobile|mob|call|contact|text|fax|on|at|to|by)\b\.?",
    re.IGNORECASE,
)
_SIGNS = re.compile(r"[\s/;,:|&()\[\]<>+*\"'\u2013-]+")
_UNREAD = re.compile(r"(?<!\w)[+(]?[Oo\d][\d ()-]{6,18}\d(?!\w)")


@dataclass(frozen=True, slots=True)
class Mixed:
    """What stood in such a column.

    Attributes:
        phones: numbers; those that no numbering plan knows with an empty `number`.
        emails: addresses.
        urls: links.
        words: what is left, such as "ask for the warden"; empty where nothing is.
        unread: what was meant as an address and is none; for people to look at.
        original: as it was given.
    """

    phones: tuple[Phone, ...] = ()
    emails: tuple[str, ...] = ()
    urls: tuple[str, ...] = ()
    words: str = ""
    unread: tuple[str, ...] = ()
    original: str = ""


def taken_apart(text: str) -> Mixed:
    """Take a column apart; nothing is lost, as the original stays."""
    if is_nothing(text):
        return Mixed(original=text)
    links = [_LINK.findall(text), _LINK.sub(" ", text)]
    rest = str(links[1])
    emails = emails_in(rest)
    unread = tuple(
        word for word in rest.split() if looks_like_email(word) and not set(emails_in(word)) & set(emails)
    )
    rest = without_emails(rest)
    phones = phones_in(rest)
    left = " ".join(rest.split())
    for phone in phones:
        left = left.replace(phone.original, " ", 1)
    if not phones:
        phones = tuple(Phone("", found.strip()) for found in _UNREAD.findall(left))
        left = _UNREAD.sub(" ", left)
    urls = tuple(filter(None, map(url_of, links[0])))
    return Mixed(phones, emails, urls, _words(left), unread, text)


def _words(left: str) -> str:
    bare = _SIGNS.sub(" ", _FILLING.sub(" ", left)).strip(" .")
    return " ".join(left.split()).strip(" /;,:|&.-\u2013") if any(map(str.isalpha, bare)) else ""
