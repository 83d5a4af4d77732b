"""What keeps a record from being closed: what would make it no record; and what is only advised.

No rule of practice stands here, so that none can ever hold up a Care Act assessment: a record is looked at
without its history, and without what was said about the rules.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from adapter_core.casework.conversations import considering, eligibility, outcomes, practice
from adapter_core.casework.conversations.coded import unknown_codes
from adapter_core.casework.conversations.history import History
from adapter_core.casework.conversations.sizes import DEAREST, LONGEST, size
from adapter_core.casework.conversations.telling import Advice, Problem
from adapter_core.casework.conversations.words import label
from adapter_core.domain.casework import ActionState, ConversationRecord, ResourceKind
from adapter_core.domain.codes.conversations import CONSIDERATION
from adapter_core.domain.values import day_in_words as day


def problems(
    record: ConversationRecord, on: date, *, before: ConversationRecord | None = None
) -> list[Problem]:
    """What has to be put right before a record can be closed; none: it can be.

    Args:
        record: what is to be closed.
        on: the day of closing.
        before: the version that this one takes the place of: an action that stood there is not new, and
            may be overdue.
    """
    return [
        *_nothing_written(record),
        *_incomplete(record),
        *unknown_codes(record),
        *_actions(record, on, before),
        *_signposts(record, on),
        *_decisions(record),
        *_considerations(record),
        *_eligibility(record),
        *_days(record, on),
        *_too_long(record),
    ]


def advice(record: ConversationRecord, history: History | None = None) -> list[Advice]:
    """What is advised, and never asked for: rules of practice, outcomes, things to consider, eligibility."""
    found = practice.advise(record, history or History())
    for number, outcome in enumerate(record.outcomes, 1):
        found += outcomes.advise(outcome, number)
    open_items = considering.to_do(record)
    if open_items and practice.is_conversation(record):
        items = "1 thing" if len(open_items) == 1 else f"{len(open_items)} things"
        words = f"{items} to consider {'is' if len(open_items) == 1 else 'are'} still to do."
        found.append(Advice("things_to_consider", words, "R-20 to R-31"))
    if record.eligibility is not None:
        found += eligibility.advise(record.eligibility)
    return found


def _nothing_written(record: ConversationRecord) -> Iterator[Problem]:
    narrative = (
        record.happened,
        record.matters,
        record.urgent_change,
        record.good_life,
        record.never_shared,
        *(each.text for each in record.statements),
        *record.prompts.values(),
    )
    if not any(text.strip() for text in narrative):
        yield Problem(
            "FP-1000",
            "happened",
            "Nothing is written of the conversation itself.",
            "Write what happened, or what matters to the person, in a sentence or two.",
        )


def _incomplete(record: ConversationRecord) -> Iterator[Problem]:
    texts = [
        ("worker", record.worker, "The conversation has no worker.", "Say who had it."),
        *_each("statements", "Statement", [s.text for s in record.statements]),
        *_each("actions", "Action", [a.what for a in record.actions], "what"),
        *_each("outcomes", "Outcome", [o.text for o in record.outcomes]),
        *_each("decisions", "Decision", [d.decision for d in record.decisions], "decision"),
        *_each("signposts", "Signpost", [s.resource.name for s in record.signposts], "resource"),
    ]
    for where, text, what, remedy in texts:
        if not text.strip():
            yield Problem("FP-1009", where, what, remedy)
    for number, outcome in enumerate(record.outcomes, 1):
        for place, solution in enumerate(outcome.solutions, 1):
            where = f"outcomes.{number}.solutions.{place}"
            if not solution.what.strip():
                yield Problem(
                    "FP-1009", where, f"Solution {place} of outcome {number} is empty.", "Fill it in."
                )
            yield from _cost(f"{where}.cost", solution.cost_pence)
    for number, update in enumerate(record.updates, 1):
        if not update.value.strip() and not update.answer:
            yield Problem(
                "FP-1009",
                f"updates.{number}.value",
                f"Update {number} does not say what is to be entered.",
                "Write the value, or the answer: asked_none or declined.",
            )


def _each(field: str, name: str, texts: list[str], part: str = "text") -> list[tuple[str, str, str, str]]:
    return [
        (
            f"{field}.{number}.{part}",
            text,
            f"{name} {number} is empty.",
            "Fill it in, or take the whole entry out.",
        )
        for number, text in enumerate(texts, 1)
    ]


def _actions(record: ConversationRecord, on: date, before: ConversationRecord | None) -> Iterator[Problem]:
    known = {(each.what, each.owner, each.due) for each in before.actions} if before else set()
    for number, action in enumerate(record.actions, 1):
        where = f"actions.{number}"
        if not action.owner.strip():
            yield Problem(
                "FP-1002",
                f"{where}.owner",
                f"Action {number} has no owner.",
                "Say who does it: a worker, the person, or somebody they know.",
            )
        is_new = (action.what, action.owner, action.due) not in known
        if is_new and action.state is ActionState.OPEN and action.due is not None and action.due < on:
            yield Problem(
                "FP-1003",
                f"{where}.due",
                f"Action {number} is new, and was due by {day(action.due)}.",
                "Give a day that is still to come, or say that it is done.",
            )
        if action.done_on is not None and action.done_on > on:
            yield Problem(
                "FP-1007",
                f"{where}.done_on",
                f"Action {number} is done on a day that is still to come.",
                "Give the day on which it was done, or leave it open.",
            )
        yield from _cost(f"{where}.cost", action.cost_pence)


def _cost(where: str, pence: int | None) -> Iterator[Problem]:
    if pence is not None and not 0 <= pence <= DEAREST:
        yield Problem(
            "FP-1011",
            where,
            "A cost is below nothing, or above ten million pounds.",
            "Write what it costs; 0 where it is free.",
        )


def _signposts(record: ConversationRecord, on: date) -> Iterator[Problem]:
    """One that was given weeks ago and recorded late may be overdue: it is looked at first."""
    for number, signpost in enumerate(record.signposts, 1):
        where = f"signposts.{number}"
        if signpost.given_on > on:
            yield Problem(
                "FP-1007",
                f"{where}.given_on",
                f"Signpost {number} was given on a day that is still to come.",
                "Give the day on which the person got the details.",
            )
        due = None if signpost.resource.kind is ResourceKind.INFORMATION else signpost.due
        if due is not None and due < signpost.given_on:
            yield Problem(
                "FP-1003",
                f"{where}.due",
                f"Signpost {number} was to be looked at by {day(due)}, before it was given.",
                "Give a later day, or none: then it comes due as the council says.",
            )


def _decisions(record: ConversationRecord) -> Iterator[Problem]:
    for number, decision in enumerate(record.decisions, 1):
        if not decision.rationale.strip():
            yield Problem(
                "FP-1001",
                f"decisions.{number}.rationale",
                f"Decision {number} does not say how and why it was reached.",
                "Write how and why: without it, nobody can justify the decision later.",
            )


def _considerations(record: ConversationRecord) -> Iterator[Problem]:
    for number, each in enumerate(record.considerations, 1):
        if considering.lacks_text(each):
            yield Problem(
                "FP-1004",
                f"considerations.{number}.text",
                f'"{label(CONSIDERATION, each.item)}" is considered, and does not say what was found.',
                "Write what was found, or set it to not applicable or to do.",
            )


def _eligibility(record: ConversationRecord) -> Iterator[Problem]:
    answers = record.eligibility
    if answers is None:
        return
    if answers.confirmed is False and not answers.discussion.strip():
        yield Problem(
            "FP-1005",
            "eligibility.discussion",
            "The person is found not eligible, and the discussion of it is not recorded.",
            "Write what was discussed and why, so that the decision can be justified.",
        )
    for outcome in answers.unable:
        if answers.outcomes.get(outcome) is True:
            yield Problem(
                "FP-1010",
                f"eligibility.{outcome}",
                "An outcome is said to be achieved, and to be one that the person is unable to achieve.",
                "Say one of the two; somebody who needs help for it, or much longer, is unable to.",
            )


def _days(record: ConversationRecord, on: date) -> Iterator[Problem]:
    for field, value in (
        ("started", record.started),
        ("contact_on", record.contact_on),
        ("work_began", record.work_began),
        ("ended_on", record.ended_on),
    ):
        if value is not None and value > on:
            yield Problem(
                "FP-1007", field, f"{day(value)} is still to come.", "Give the day on which it was."
            )
    if record.contact_on is not None and record.contact_on > record.started:
        yield Problem(
            "FP-1007",
            "contact_on",
            "The first contact is later than the conversation.",
            "Give the day on which the person, or somebody for them, first got in touch.",
        )
    if record.ended_on is not None and record.ended_on < record.started:
        yield Problem(
            "FP-1007", "ended_on", "The conversation ended before it began.", "Put one of the two days right."
        )


def _too_long(record: ConversationRecord) -> Iterator[Problem]:
    characters = size(record)
    if characters > LONGEST:
        yield Problem(
            "FP-1008",
            "",
            f"The record has {characters:,} characters; it can hold {LONGEST:,}.",
            "Shorten it, or begin a new record for the rest. Nothing of it is lost meanwhile.",
        )
