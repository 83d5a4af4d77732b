"""Telephone numbers, by Google's library of the world's numbering plans; as given, and as dialled."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

import phonenumbers
from phonenumbers import Leniency, PhoneNumber, PhoneNumberFormat, PhoneNumberMatcher, PhoneNumberType

from adapter_core.domain.directory import Phone

if TYPE_CHECKING:
    from collections.abc import Iterator

REGION = "GB"
"""Where a number without a country code is."""

_LONGEST = 2000
"""Characters of a text that are looked through."""

_DIGIT = re.compile(r"\d")
_FEWEST, _MOST = 7, 15
"""Digits of what was meant as a number (ITU-T E.164)."""

_LETTER_O = re.compile(r"(?<![\w@.])[Oo](?=\d{2})")
_FICTION = ("1632960", "7700900", "3069990", "8081570", "9098790")
"""How numbers begin that Ofcom keeps for fiction and the library does not know: samples are made of them."""

_UNITED_KINGDOM = 44
_NATIONAL = re.compile(r"0[1-9][0-9]{8,9}").fullmatch
_SPACES = re.compile(r"\s+")
_LABEL = re.compile(r"(?:^|[.;,/|]|\bor\b|\band\b)\s*([^.;,/|\d@:]{2,40}?)\s*:\s*\Z", re.IGNORECASE)
_REMARK = re.compile(r"\s*\(([^()\d@]{2,60})\)")
_BARE = re.compile(r"[\d\s().+-]+").fullmatch


@lru_cache(maxsize=8192)
def phones_in(text: str) -> tuple[Phone, ...]:
    """The numbers in a text, in their order, each once; those of no numbering plan are not among them.

    Words right before a number with a colon, or after it in brackets, say what it is for. A capital O where
    a nought belongs is read as one where that makes a number; the original keeps the O.
    """
    text = _SPACES.sub(" ", text[:_LONGEST]).strip()
    if len(_DIGIT.findall(text)) < _FEWEST:
        return ()
    mended = _LETTER_O.sub("0", text)
    if _BARE(mended) and (whole := _whole(mended)):
        return (Phone(whole[0], text, whole[1]),)
    found: dict[tuple[str, str], Phone] = {}
    last = 0
    for match in _matches(mended):
        number, extension = _dialled(match.number)
        phone = Phone(number, text[match.start : match.end], extension, _purpose(mended, match, last))
        found.setdefault((number, extension), phone)
        last = match.end
    return tuple(found.values())


def phone_of(text: str) -> tuple[Phone, ...]:
    """The numbers in a field for numbers; what is meant as one and is none is kept as it was given."""
    found = phones_in(text)
    digits = len(_DIGIT.findall(text))
    if found or not _FEWEST <= digits <= _MOST + _FEWEST:
        return found
    return (Phone("", _SPACES.sub(" ", text).strip()),)


@lru_cache(maxsize=8192)
def is_mobile(number: str) -> bool:
    """Whether a number in international form is a mobile's, or a personal number that follows somebody.

    In the United Kingdom all that begin 07 are one or the other, or a pager (Ofcom, National Telephone
    Numbering Plan); other countries are looked up.
    """
    if number.startswith("+44"):
        return number.startswith("+447")
    try:
        kind = phonenumbers.number_type(phonenumbers.parse(number))
    except phonenumbers.NumberParseException:
        return False
    return kind in {PhoneNumberType.MOBILE, PhoneNumberType.PERSONAL_NUMBER, PhoneNumberType.PAGER}


def _matches(text: str) -> Iterator[phonenumbers.PhoneNumberMatch]:
    if not any(start in "".join(_DIGIT.findall(text)) for start in _FICTION):
        yield from PhoneNumberMatcher(text, REGION)
        return
    for match in PhoneNumberMatcher(text, REGION, leniency=Leniency.POSSIBLE):
        if _exists(match.number):
            yield match


def _exists(number: PhoneNumber) -> bool:
    return phonenumbers.is_valid_number(number) or str(number.national_number).startswith(_FICTION)


def _whole(text: str) -> tuple[str, str] | None:
    """A text that is one number and nothing else, perhaps without its leading nought."""
    plain = text.replace(" ", "")
    if _NATIONAL(plain):  # as the library parses it, in a tenth of the time
        national = plain[1:]
        number = PhoneNumber(country_code=_UNITED_KINGDOM, national_number=int(national))
        if national.startswith(_FICTION) or phonenumbers.is_valid_number_for_region(number, REGION):
            return f"+{_UNITED_KINGDOM}{national}", ""
    try:
        number = phonenumbers.parse(text, REGION)
    except phonenumbers.NumberParseException:
        return None
    return _dialled(number) if _exists(number) else None


def _dialled(number: PhoneNumber) -> tuple[str, str]:
    return phonenumbers.format_number(number, PhoneNumberFormat.E164), number.extension or ""


def _purpose(text: str, match: phonenumbers.PhoneNumberMatch, last: int) -> str:
    before = _LABEL.search(text[last : match.start])
    if before:
        return before[1].strip(" -\u2013")
    after = _REMARK.match(text[match.end :])
    return after[1].strip() if after else ""
