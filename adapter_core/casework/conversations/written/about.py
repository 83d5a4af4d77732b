"""What a file says about the conversation itself, and about eligibility."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from adapter_core.casework.conversations import words
from adapter_core.casework.conversations.written.faults import unreadable
from adapter_core.casework.conversations.written.parts import Entry, Value
from adapter_core.casework.conversations.written.values import choice, coded, on_day, text, yes_or_no
from adapter_core.domain.casework import AdultAnswers, ConversationKind, Unable
from adapter_core.domain.codes import CodeList
from adapter_core.domain.codes.conversations import (
    ADULT_OUTCOME,
    CONTACT_METHOD,
    CONVERSATION_END,
    CONVERSATION_RESULT,
    WELLBEING_AREA,
)

_NUMBERS = {kind: kind.value for kind in ConversationKind}
_LIMBS = {limb: limb.value.replace("_", " ") for limb in Unable}
_ACHIEVED = {"achieved": True, "able": True, "yes": True, "unable": False, "not achieved": False, "no": False}
_DECIDED = {"eligible": True, "yes": True, "not eligible": False, "no": False}
_CODED = {"method": CONTACT_METHOD, "ended_how": CONVERSATION_END}
_KEPT_WHERE_EMPTY = frozenset({"conversation", "record", "context", "started", "worker"})


def about(entry: Entry) -> dict[str, Any]:
    """The record's attributes that are said; a list that is said at all is said whole.

    Raises:
        UsageError: a value cannot be read (FP-1013).
    """
    found: dict[str, Any] = {}
    for key, value in entry.values:
        if value.given == "" and key in _KEPT_WHERE_EMPTY:
            continue
        if key == "led_to":
            added = (coded(value, CONVERSATION_RESULT),) if value.given else ()
            found[key] = (*found.get(key, ()), *added)
        else:
            found["kind" if key == "conversation" else key] = _said(key, value)
    return found


def eligibility(entry: Entry) -> AdultAnswers | None:
    """The answers of a file; None where it has none.

    Raises:
        UsageError: a value cannot be read (FP-1013).
    """
    outcomes: dict[str, bool] = {}
    unable: dict[str, Unable] = {}
    for code in ADULT_OUTCOME.codes:
        value = entry.first(code.id)
        for word in _words(value):
            _outcome(word, code.id, outcomes, unable)
    decided = entry.first("confirmed")
    answers = AdultAnswers(
        impairment=yes_or_no(entry.first("impairment")),
        outcomes=outcomes,
        unable=unable,
        wellbeing_impact=yes_or_no(entry.first("wellbeing_impact")),
        wellbeing_areas=tuple(_codes(entry.every("wellbeing_areas"), WELLBEING_AREA)),
        confirmed=_decided(decided),
        discussion=text(entry.first("discussion")),
    )
    return None if answers == AdultAnswers() else answers


def _said(key: str, value: Value) -> object:
    if key in _READERS:
        return _READERS[key](value)
    if key in _CODED:
        return coded(value, _CODED[key]) if value.given else ""
    return text(value)


def _kind(value: Value) -> ConversationKind:
    plain = text(value) if isinstance(value.given, str) else str(value.given)
    number = plain.casefold().removeprefix("conversation").strip()
    return choice(Value(number, value.line, value.name), _NUMBERS)


def _certain(value: Value) -> bool:
    return bool(yes_or_no(value))


_READERS: dict[str, Callable[[Value], object]] = {
    "conversation": _kind,
    "record": lambda value: choice(value, words.RECORDS),
    "context": lambda value: choice(value, words.CONTEXTS),
    "started": on_day,
    "contact_on": on_day,
    "work_began": on_day,
    "ended_on": on_day,
    "long_term_plan": _certain,
    "assessment_requested": _certain,
    "face_to_face_follow_up": yes_or_no,
}


def _words(value: Value | None) -> list[Value]:
    if value is None or isinstance(value.given, bool):
        return [] if value is None else [value]
    return [Value(word, value.line, value.name) for each in text(value).split(",") if (word := each.strip())]


def _outcome(value: Value, outcome: str, outcomes: dict[str, bool], unable: dict[str, Unable]) -> None:
    if isinstance(value.given, bool):
        outcomes[outcome] = value.given
        return
    word = text(value).casefold().replace("_", " ")
    if word in _ACHIEVED:
        outcomes[outcome] = _ACHIEVED[word]
        return
    limb = next((each for each, words_for in _LIMBS.items() if words_for == word), None)
    if limb is None:
        limbs = ", ".join(_LIMBS.values())
        raise unreadable(value, "an answer", f"Write achieved, or unable and a comma and why: {limbs}.")
    unable[outcome] = limb
    outcomes.setdefault(outcome, False)


def _codes(values: list[Value], codes: CodeList) -> list[str]:
    return [coded(value, codes) for value in values if value.given]


def _decided(value: Value | None) -> bool | None:
    if value is None or isinstance(value.given, bool):
        return None if value is None else bool(value.given)
    word = text(value).casefold().replace("_", " ")
    if not word:
        return None
    if word not in _DECIDED:
        raise unreadable(value, "a decision", "Write eligible or not eligible, or leave it empty.")
    return _DECIDED[word]
