"""The parts of a file put into a record."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

from adapter_core.casework.conversations import words
from adapter_core.casework.conversations.written.about import about, eligibility
from adapter_core.casework.conversations.written.building_signposts import signposts
from adapter_core.casework.conversations.written.faults import unreadable
from adapter_core.casework.conversations.written.parts import Document, Entry, Value
from adapter_core.casework.conversations.written.values import (
    choice,
    coded,
    mark,
    on_day,
    pence,
    somebody,
    text,
)
from adapter_core.domain.casework import (
    Action,
    ActionState,
    Consideration,
    Considered,
    ConversationRecord,
    Decision,
    DutyCheck,
    Outcome,
    PassedOver,
    PeerDiscussion,
    RecordUpdate,
    Solution,
    Speaker,
    Statement,
)
from adapter_core.domain.codes.conversations import CONSIDERATION, CORE_DUTY, DECISION_KIND

_STATES = {state: state.value for state in ActionState}
_ANSWERS = ("asked_none", "declined")
_MET = {"": None, "not said": None, "met": True, "yes": True, "not met": False, "no": False}


def built(document: Document, start: ConversationRecord) -> ConversationRecord:
    """Put the parts of a file into a record; what the file does not have stays as it was.

    Raises:
        UsageError: a value cannot be read (FP-1013).
    """
    record = replace(start, **about(document.pairs["about"])) if "about" in document.pairs else start
    values: dict[str, Any] = {}
    prompts = dict(record.prompts)
    for field, value in document.texts.items():
        head, _, prompt = field.partition(".")
        if not prompt:
            values[head] = text(value)
        elif written := text(value):
            prompts[prompt] = written
        else:
            prompts.pop(prompt, None)
    if "eligibility" in document.pairs:
        values["eligibility"] = eligibility(document.pairs["eligibility"])
    for field, entries in document.lists.items():
        if field == "signposts":
            values[field] = signposts(entries, record)
        else:
            values[field] = tuple(_BUILDERS[field](entry, record) for entry in entries)
    return replace(record, **values, prompts=prompts)


def _statement(entry: Entry, _: ConversationRecord) -> Statement:
    speaker = entry.first("speaker")
    return Statement(
        text(entry.first("text")),
        somebody(speaker, words.SPEAKERS) if speaker and speaker.given else None,
        mark(entry.first("never_shared")),
    )


def _present(entry: Entry, _: ConversationRecord) -> Speaker:
    return somebody(_needed(entry, "speaker"), words.SPEAKERS)


def _outcome(entry: Entry, _: ConversationRecord) -> Outcome:
    solutions: list[Solution] = []
    for key, value in entry.values:
        if key == "solution":
            solutions.append(Solution(text(value)))
        elif key == "solution_cost":
            if not solutions:
                raise unreadable(
                    value, "below a solution", "Write the solution first, and its cost below it."
                )
            solutions[-1] = replace(solutions[-1], cost_pence=pence(value))
    return Outcome(
        text(entry.first("text")),
        text(entry.first("would_give")),
        text(entry.first("would_do")),
        text(entry.first("would_make_possible")),
        tuple(solutions),
        text(entry.first("obstacles")),
        mark(entry.first("never_shared")),
    )


def _action(entry: Entry, _: ConversationRecord) -> Action:
    state = entry.first("state")
    return Action(
        text(entry.first("what")),
        owner=text(entry.first("owner")),
        aim=text(entry.first("aim")),
        involved=tuple(filter(None, map(text, entry.every("involved")))),
        due=on_day(entry.first("due")),
        cost_pence=pence(entry.first("cost")),
        improved_when=text(entry.first("improved_when")),
        state=choice(state, _STATES) if state and state.given else ActionState.OPEN,
        done_on=on_day(entry.first("done_on")),
        never_shared=mark(entry.first("never_shared")),
    )


def _decision(entry: Entry, _: ConversationRecord) -> Decision:
    kind = entry.first("kind")
    return Decision(
        coded(kind, DECISION_KIND) if kind and kind.given else "other",
        text(entry.first("decision")),
        text(entry.first("why")),
        text(entry.first("by")),
        on_day(entry.first("on")),
        mark(entry.first("never_shared")),
    )


def _consideration(entry: Entry, _: ConversationRecord) -> Consideration:
    item, status = _needed(entry, "item"), entry.first("status")
    found = text(entry.first("text"))
    considered = Considered.CONSIDERED if found else Considered.TO_DO
    if status and status.given:
        considered = choice(status, words.CONSIDERED)
    return Consideration(coded(item, CONSIDERATION), considered, found)


def _discussion(entry: Entry, record: ConversationRecord) -> PeerDiscussion:
    on: date = on_day(entry.first("on")) or record.started
    return PeerDiscussion(
        choice(_needed(entry, "kind"), words.PEERS),
        on,
        tuple(filter(None, map(text, entry.every("by")))),
        text(entry.first("said")),
        mark(entry.first("never_shared")),
    )


def _duty(entry: Entry, _: ConversationRecord) -> DutyCheck:
    given = entry.first("met")
    if given is None or isinstance(given.given, bool):
        met = None if given is None else bool(given.given)
    else:
        word = text(given).casefold().replace("_", " ")
        if word not in _MET:
            raise unreadable(given, "met or not met", "Write met, not met or not said.")
        met = _MET[word]
    return DutyCheck(coded(_needed(entry, "duty"), CORE_DUTY), met, text(entry.first("text")))


def _update(entry: Entry, _: ConversationRecord) -> RecordUpdate:
    answer = entry.first("answer")
    word = text(answer).casefold().replace(" ", "_")
    if answer and word and word not in _ANSWERS:
        raise unreadable(answer, "an answer", "Write asked_none or declined, or a value instead.")
    return RecordUpdate(text(entry.first("rule")), text(entry.first("value")), word)


def _passed_over(entry: Entry, _: ConversationRecord) -> PassedOver:
    return PassedOver(text(entry.first("rule")), text(entry.first("why")))


def _care_of(entry: Entry, _: ConversationRecord) -> PassedOver:
    return PassedOver(text(entry.first("worker")), text(entry.first("why")))


def _needed(entry: Entry, key: str) -> Value:
    return entry.first(key) or Value("", entry.line, key)


_BUILDERS: dict[str, Callable[[Entry, ConversationRecord], object]] = {
    "statements": _statement,
    "present": _present,
    "outcomes": _outcome,
    "actions": _action,
    "decisions": _decision,
    "considerations": _consideration,
    "discussions": _discussion,
    "duties": _duty,
    "updates": _update,
    "passed_over": _passed_over,
    "care_of": _care_of,
}
