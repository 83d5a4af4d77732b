"""What a value of a file means: a day, an amount, yes or no, a choice, somebody."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import TypeVar

from adapter_core.casework.conversations.sizes import DEAREST
from adapter_core.casework.conversations.written.faults import unreadable
from adapter_core.casework.conversations.written.parts import Value
from adapter_core.domain.casework import Speaker, SpeakerKind
from adapter_core.domain.codes import CodeList
from adapter_core.errors import did_you_mean

_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_DAY = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?\s+([A-Za-z]{3,9})\.?\s+(\d{4})", re.ASCII)
_SLASHED = re.compile(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})", re.ASCII)
_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})", re.ASCII)
_MONEY = re.compile(r"(-)?\s*(?:£|GBP)?\s*(\d[\d,]{0,14})(?:\.(\d{1,2}))?", re.ASCII)
_DAY_REMEDY = "Write a day as 2026-12-31, 31/12/2026 or 31 December 2026."
_YES, _NO = {"yes", "true", "y"}, {"no", "false", "n"}

_Choice = TypeVar("_Choice", bound=Enum)


def text(value: Value | None) -> str:
    """A text, without what is empty around it.

    Raises:
        UsageError: it is no text (FP-1013).
    """
    if value is None:
        return ""
    if not isinstance(value.given, str):
        raise unreadable(value, "a text", "Put it between quotation marks.")
    return tidy(value.given)


def tidy(given: str) -> str:
    """A text as a record keeps it: ends of lines as Unix has them, nothing empty around it."""
    return given.replace("\r\n", "\n").replace("\r", "\n").strip()


def on_day(value: Value | None) -> date | None:
    """A day; None where nothing stands there.

    Raises:
        UsageError: it is no day (FP-1013).
    """
    if value is None or value.given == "":
        return None
    given = value.given
    if isinstance(given, datetime):
        return given.date()
    if isinstance(given, date):
        return given
    found = _day(tidy(given)) if isinstance(given, str) else None
    if found is None:
        raise unreadable(value, "a day", _DAY_REMEDY)
    return found


def pence(value: Value | None) -> int | None:
    """An amount of pounds in pence; None where nothing stands there.

    Raises:
        UsageError: it is no amount, or above ten million pounds (FP-1013).
    """
    if value is None or value.given == "":
        return None
    given = value.given
    amount: int | None = None
    if isinstance(given, Decimal):
        small = given.is_finite() and abs(given) <= DEAREST
        amount = int(given * 100) if small and given * 100 == int(given * 100) else None
    elif isinstance(given, int) and not isinstance(given, bool):
        amount = given * 100
    elif isinstance(given, str):
        amount = _pence(tidy(given))
    if amount is None or abs(amount) > DEAREST:
        raise unreadable(value, "an amount", "Write pounds, as £5 or 12.50, up to ten million; or free.")
    return amount


def yes_or_no(value: Value | None) -> bool | None:
    """Yes or no; None where nothing is said.

    Raises:
        UsageError: it is neither (FP-1013).
    """
    if value is None or isinstance(value.given, bool):
        return None if value is None else bool(value.given)
    word = tidy(value.given).casefold() if isinstance(value.given, str) else "?"
    if word in {"", "not said"}:
        return None
    if word not in _YES | _NO:
        raise unreadable(value, "yes or no", "Write yes or no, or leave it empty.")
    return word in _YES


def mark(value: Value | None) -> bool:
    """Whether a mark stands there: with a yes or alone; only a no takes it away.

    Raises:
        UsageError: something else follows it (FP-1013).
    """
    return value is not None and yes_or_no(value) is not False


def choice(value: Value, choices: Mapping[_Choice, str]) -> _Choice:
    """One of some choices, by its words or its id.

    Raises:
        UsageError: it is none of them (FP-1013).
    """
    word = _plain(value)
    for each, words in choices.items():
        if word in {words.casefold(), _comparable(str(each.value))}:
            return each
    raise unreadable(value, "one of the choices", _choose(word, choices.values()))


def coded(value: Value, codes: CodeList) -> str:
    """The id of a code, by its words or its id.

    Raises:
        UsageError: the list has no such code (FP-1013).
    """
    given = value.given if isinstance(value.given, str) else ""
    found = codes.resolve(tidy(given)) or codes.resolve("_".join(tidy(given).casefold().split()))
    if not isinstance(found, str):
        known = [code.id for code in codes.codes]
        raise unreadable(value, f'in the list "{codes.title}"', _choose(_plain(value), known))
    return found


def somebody(value: Value, kinds: Mapping[SpeakerKind, str]) -> Speaker:
    """Somebody: what they are to the person, and behind a comma what they are called.

    Raises:
        UsageError: the first word says nobody's kind (FP-1013).
    """
    given = value.given if isinstance(value.given, str) else ""
    kind, _, who = tidy(given).partition(",")
    return Speaker(choice(Value(kind, value.line, value.name), kinds), who.strip())


def _plain(value: Value) -> str:
    return _comparable(tidy(value.given)) if isinstance(value.given, str) else str(value.given)


def _comparable(word: str) -> str:
    return " ".join(word.replace("_", " ").casefold().split())


def _choose(word: str, known: Iterable[str]) -> str:
    words = list(known)
    guess = did_you_mean(word[:80], words).strip()
    return " ".join(each for each in (guess, f"Choose one of: {', '.join(words)}.") if each)


def _day(given: str) -> date | None:
    numbers: tuple[str, str, str]
    if found := _ISO.fullmatch(given):
        numbers = found[1], found[2], found[3]
    elif found := _SLASHED.fullmatch(given):
        numbers = found[3], found[2], found[1]
    elif (found := _DAY.fullmatch(given)) and found[2][:3].casefold() in _MONTHS:
        numbers = found[3], str(_MONTHS.index(found[2][:3].casefold()) + 1), found[1]
    else:
        return None
    try:
        return date(*map(int, numbers))
    except ValueError:
        return None


def _pence(given: str) -> int | None:
    if given.casefold() == "free":
        return 0
    found = _MONEY.fullmatch(given)
    if not found:
        return None
    pounds = int(found[2].replace(",", ""))
    amount = pounds * 100 + int((found[3] or "0").ljust(2, "0"))
    return -amount if found[1] else amount
