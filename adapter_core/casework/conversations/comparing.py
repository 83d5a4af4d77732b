"""What two people changed in the same text: so that the second is told, and loses nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from enum import StrEnum
from typing import Any

from adapter_core.domain.casework import ConversationRecord
from adapter_core.domain.codes.conversations import PROMPT

_NAMES = {
    "happened": "What happened",
    "matters": "What matters",
    "statements": "What was said",
    "present": "Who was there",
    "considerations": "Things to consider",
    "led_to": "What it led to",
    "ended_how": "How it ended",
    "ended_on": "When it ended",
    "care_of": "Who had it before",
    "updates": "What should be updated",
    "passed_over": "Rules passed over",
}


class Change(StrEnum):
    """Who changed a field since the text that both began from."""

    SAVED = "saved"
    """The one who saved first, alone."""
    MINE = "mine"
    """The second, alone."""
    ALIKE = "alike"
    """Both, and to the same."""
    BOTH = "both"
    """Both, each to something else."""


@dataclass(frozen=True, slots=True)
class Difference:
    """A field that somebody changed.

    Attributes:
        field: the attribute of the record; `prompts.background` for a prompt.
        name: what people call it; no text of the record.
        base: what both began from.
        saved: what was saved first.
        mine: what the second wrote.
    """

    field: str
    name: str
    change: Change
    base: object
    saved: object
    mine: object


@dataclass(frozen=True, slots=True)
class Merged:
    """Two texts brought together.

    Attributes:
        record: what both wrote; where they clash, what was saved first.
        clashes: what they clash about, with both texts: the second's is in none of the record.
    """

    record: ConversationRecord
    clashes: tuple[Difference, ...]


def compare(
    base: ConversationRecord, saved: ConversationRecord, mine: ConversationRecord
) -> tuple[Difference, ...]:
    """Every field that somebody changed, in the order of the record; prompts one by one.

    Args:
        base: what both began from.
        saved: what was saved first.
        mine: what the second wants to save.
    """
    first, second, third = _parts(base), _parts(saved), _parts(mine)
    found = []
    for field in dict.fromkeys((*first, *second, *third)):
        was, theirs, own = (each.get(field, "") for each in (first, second, third))
        change = _change(was, theirs, own)
        if change is not None:
            found.append(Difference(field, _name(field), change, was, theirs, own))
    return tuple(found)


def merge(base: ConversationRecord, saved: ConversationRecord, mine: ConversationRecord) -> Merged:
    """Bring two texts together: each one's own changes, and the entries that either added to a list.

    A list clashes only where one of the two changed or took out an entry that both began from, and the other
    changed the list as well.
    """
    values: dict[str, Any] = {}
    prompts = dict(saved.prompts)
    clashes = []
    for each in compare(base, saved, mine):
        if each.change is Change.MINE:
            taken: Any = each.mine
        elif each.change is Change.BOTH:
            taken = _both_added(each)
            if taken is None:
                clashes.append(each)
                continue
        else:
            continue
        head, _, prompt = each.field.partition(".")
        if not prompt:
            values[head] = taken
        elif taken:
            prompts[prompt] = taken
        else:
            prompts.pop(prompt, None)
    return Merged(replace(saved, **values, prompts=prompts), tuple(clashes))


def _parts(record: ConversationRecord) -> dict[str, object]:
    parts: dict[str, object] = {}
    for each in fields(record):
        value = getattr(record, each.name)
        if isinstance(value, Mapping):
            parts |= {f"{each.name}.{key}": text for key, text in value.items()}
        else:
            parts[each.name] = value
    return parts


def _change(base: object, saved: object, mine: object) -> Change | None:
    if saved == base:
        return None if mine == base else Change.MINE
    if mine == base:
        return Change.SAVED
    return Change.ALIKE if saved == mine else Change.BOTH


def _both_added(difference: Difference) -> tuple[Any, ...] | None:
    """A list to which both only added, with what each added; None where that is not what happened."""
    base, saved, mine = difference.base, difference.saved, difference.mine
    if not (isinstance(base, tuple) and isinstance(saved, tuple) and isinstance(mine, tuple)):
        return None
    length = len(base)
    if saved[:length] != base or mine[:length] != base:
        return None
    return (*saved, *(each for each in mine[length:] if each not in saved[length:]))


def _name(field: str) -> str:
    head, _, prompt = field.partition(".")
    code = PROMPT.get(prompt) if prompt else None
    if code:
        return code.label
    return _NAMES.get(head, head.replace("_", " ").capitalize())
