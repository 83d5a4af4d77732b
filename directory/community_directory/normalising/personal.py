"""Which contacts look like a person's own: those start as `internal` until somebody says otherwise."""

from __future__ import annotations

import re
import tomllib
from enum import StrEnum
from importlib import resources
from typing import TYPE_CHECKING

from community_directory.normalising.phones import is_mobile

if TYPE_CHECKING:
    from collections.abc import Iterable

    from adapter_core.domain.directory import Address, Phone


class Personal(StrEnum):
    """Why a contact looks personal."""

    MOBILE = "a mobile number"
    PROVIDER = "an address at a personal mail provider"
    NAMED_MAILBOX = "an e-mail address with a person's name"
    HOME = "a person's name at what looks like a home address"


_WORDS_OF = tomllib.loads(resources.files(__package__).joinpath("mailboxes.toml").read_text("utf-8"))
_PROVIDERS = frozenset(_WORDS_OF["providers"].split())
_ROLES = frozenset(_WORDS_OF["desks"].split())
_SUFFIXES = re.compile(r"\.(?:(?:co|me|org)\.uk|com|net|uk|org|me|co|fr|de|it|es|ie|eu|in|pl|ru)\Z")
_NAMED = re.compile(r"[a-z]{1,20}[._-](?:[a-z][._-])?[a-z'-]{2,25}\d{0,4}", re.ASCII).fullmatch
_WORDS = re.compile(r"[a-z]+")
_SHORTEST = 4
_TITLED = re.compile(r"(?:mr|mrs|ms|miss|mx|dr|rev|revd|fr|sister|cllr)\.? ", re.IGNORECASE).match
_PARTICLES = frozenset({"de", "van", "von", "der", "al", "el", "bin", "da", "la", "le", "di", "of"})
_NAME_SIGNS = dict.fromkeys(map(ord, "'\u2019-."))
_FEWEST_NAMES, _MOST_NAMES = 2, 5
_HOME = re.compile(
    r"(?:(?:flat|apartment|apt) ?\w{1,4},? )?\d{1,4}[a-z]?,? [a-z][a-z' -]{2,30} "
    r"(?:avenue|ave|close|court|crescent|cres|drive|gardens|gdns|grove|lane|mews|place|rise|road|rd|street|st|terrace|"
    r"view|walk|way)\b",
    re.IGNORECASE,
).match


def personal_reasons(
    *,
    name: str = "",
    phones: Iterable[Phone] = (),
    emails: Iterable[str] = (),
    addresses: Iterable[Address | None] = (),
    about: str = "",
) -> tuple[Personal, ...]:
    """Why a contact looks like a person's own, in the order of `Personal`; empty where it does not.

    Args:
        name: whom to ask for.
        phones: numbers, in international form.
        emails: addresses, normalised.
        addresses: where the service or the organisation is.
        about: names of service, organisation and place. A mailbox that is called after them, such as
            `bolton.citadel@`, is a desk's.
    """
    addressed = tuple(emails)
    found = [
        (Personal.MOBILE, any(is_mobile(phone.number) for phone in phones if phone.number)),
        (Personal.PROVIDER, any(map(is_personal_provider, addressed))),
        (Personal.NAMED_MAILBOX, any(is_named_mailbox(each, about) for each in addressed)),
        (Personal.HOME, looks_like_a_person(name) and any(map(looks_like_a_home, addresses))),
    ]
    return tuple(reason for reason, holds in found if holds)


def is_personal_provider(email: str) -> bool:
    """Whether an address is at a provider where people have mailboxes of their own."""
    domain = email.rpartition("@")[2].casefold()
    return _SUFFIXES.sub("", domain) in _PROVIDERS


def is_named_mailbox(email: str, about: str = "") -> bool:
    """Whether the part before the @ reads as somebody's name, such as `nikki.somerville`."""
    local, _, domain = email.casefold().partition("@")
    if not _NAMED(local):
        return False
    known = set(_WORDS.findall(about.casefold())) | _ROLES
    squeezed = "".join(_WORDS.findall(about.casefold())) + domain
    words = [word for word in _WORDS.findall(local) if len(word) > 1]
    return not any(word in known or (len(word) >= _SHORTEST and word in squeezed) for word in words)


def looks_like_a_person(name: str) -> bool:
    """Whether a contact is called as people are: a title, or two words, none of which names a desk."""
    words = set(_WORDS.findall(name.casefold()))
    if words & _ROLES:
        return False
    if _TITLED(name):
        return True
    names = [each for each in name.translate(_NAME_SIGNS).split() if each.casefold() not in _PARTICLES]
    return _FEWEST_NAMES <= len(names) <= _MOST_NAMES and all(
        each.isalpha() and each[0].isupper() for each in names
    )


def looks_like_a_home(address: Address | None) -> bool:
    """Whether an address begins with a house number and a street, and names no building or body."""
    if address is None:
        return False
    return _HOME(address.line_1) is not None
