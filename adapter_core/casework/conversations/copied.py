"""The parts of a record as plain text, each there only where there is something to say."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from adapter_core.casework.conversations import words
from adapter_core.casework.conversations.words import label, money, sentence
from adapter_core.domain.casework import (
    Action,
    ActionState,
    AdultAnswers,
    Consideration,
    Context,
    ConversationRecord,
    Outcome,
    Signpost,
)
from adapter_core.domain.codes.conversations import (
    ADULT_OUTCOME,
    CONSIDERATION,
    CONVERSATION_END,
    CONVERSATION_RESULT,
    CORE_DUTY,
    DECISION_KIND,
    PROMPT,
    WELLBEING_AREA,
)
from adapter_core.domain.values import day_in_words as day

_ACHIEVED = {True: "achieved", False: "unable to achieve"}
_MET = {True: "met", False: "not met", None: "not said"}


@dataclass(frozen=True, slots=True)
class Part:
    """A heading and what stands under it."""

    heading: str
    lines: tuple[str, ...]

    def __str__(self) -> str:
        """The part as plain text."""
        return "\n".join((self.heading, *self.lines))


def narrative(record: ConversationRecord) -> Iterator[Part]:
    """What happened and what matters, what was said by whom, and what was learnt: R-01, R-06, R-51, R-53."""
    happened = "What led to the review" if record.context is Context.REVIEW else "What happened"
    yield from _part(happened, [record.happened])
    yield from _part("What matters", [record.matters])
    yield from statements(record)
    for code in PROMPT.codes:
        yield from _part(code.label, [record.prompts.get(code.id, "")])
    for key, text in record.prompts.items():
        if PROMPT.get(key) is None:
            yield from _part(sentence(key), [text])
    yield from _part("What needs to change urgently", [record.urgent_change])
    yield from _part("Emergency plan", [record.emergency_plan])
    yield from _part("What a good life looks like", [record.good_life])


def statements(record: ConversationRecord) -> Iterator[Part]:
    """What was said by whom: R-51, R-53."""
    said = [
        f"{sentence(words.speaker(each.speaker))}: {each.text}" if each.speaker else each.text
        for each in record.statements
    ]
    yield from _part("What was said", [f"- {text}" for text in said])


def outcomes(record: ConversationRecord) -> Iterator[Part]:
    """What the person wants, apart from what would get there: R-60 to R-62."""
    yield from _part("Outcomes", [line for each in record.outcomes for line in _outcome(each)])


def actions(record: ConversationRecord) -> Iterator[Part]:
    """Who does what by when, as bullet points: R-41, R-42."""
    yield from _part("Actions", [_action(each) for each in record.actions])


def signposts(record: ConversationRecord, *, with_permission: bool) -> Iterator[Part]:
    """To what the person was pointed, whom to ask for, and what may be passed on: G-05, G-09."""
    yield from _part("Signposts", [_signpost(each, with_permission) for each in record.signposts])


def decisions(record: ConversationRecord) -> Iterator[Part]:
    """What was decided, how and why: R-55."""
    lines = []
    for each in record.decisions:
        who = _by(each.by, f"on {day(each.on)}" if each.on else "")
        lines.append(f"- {label(DECISION_KIND, each.kind)}: {each.decision}{who}")
        if each.rationale:
            lines.append(f"  How and why: {each.rationale}")
    yield from _part("Decisions", lines)


def eligibility(record: ConversationRecord) -> Iterator[Part]:
    """What was answered, the worker's own decision, and its discussion: R-71, R-72."""
    if record.eligibility is not None:
        yield from _part("Eligibility", list(_answers(record.eligibility)))


def considerations(held: Iterable[Consideration]) -> Iterator[Part]:
    """The things to consider that are given, and no others: R-20 to R-31."""
    lines = []
    for each in held:
        text = f". {each.text}" if each.text else ""
        lines.append(f"- {label(CONSIDERATION, each.item)}: {words.CONSIDERED[each.status]}{text}")
    yield from _part("Considered", lines)


def peer_discussions(record: ConversationRecord) -> Iterator[Part]:
    """Where colleagues talked it through: C-12, C-23."""
    lines = [
        f"- {sentence(words.PEERS[each.kind])}, {day(each.on)}{_by(', '.join(each.by))}"
        + (f": {each.said}" if each.said else "")
        for each in record.discussions
    ]
    yield from _part("Talked through with colleagues", lines)


def duties(record: ConversationRecord) -> Iterator[Part]:
    """The core duties that were looked at: R-80 to R-86."""
    lines = [
        f"- {label(CORE_DUTY, each.duty)}: {_MET[each.met]}" + (f". {each.text}" if each.text else "")
        for each in record.duties
    ]
    yield from _part("Core duties", lines)


def passed_over(record: ConversationRecord) -> Iterator[Part]:
    """Rules that were passed over, who had it before, and why: A-14, C-28."""
    yield from _part(
        "Rules passed over", [f"- {each.rule.replace('_', ' ')}: {each.why}" for each in record.passed_over]
    )
    yield from _part("Who had it before", [f"- {each.rule}: {each.why}" for each in record.care_of])


def result(record: ConversationRecord) -> Iterator[Part]:
    """How it ended and what it led to: C-43, C-45, R-70, C-27."""
    lines = []
    if record.led_to:
        led_to = "; ".join(label(CONVERSATION_RESULT, each) for each in record.led_to)
        lines.append(f"It led to: {led_to}")
    if record.assessment_requested:
        lines.append("A Care Act assessment was asked for.")
    if record.long_term_plan:
        lines.append("Long-term support is planned.")
    if record.face_to_face_follow_up is not None:
        lines.append(f"A visit is {'to follow' if record.face_to_face_follow_up else 'not needed'}.")
    if record.support_safe:
        lines.append(f"Why the person can be supported safely so: {record.support_safe}")
    if record.ended_how:
        ended = f", {day(record.ended_on)}" if record.ended_on else ""
        lines.append(f"Ended: {label(CONVERSATION_END, record.ended_how)}{ended}")
    yield from _part("How it stands", lines)


def _part(heading: str, lines: list[str]) -> Iterator[Part]:
    there = tuple(each for each in lines if each.strip())
    if there:
        yield Part(heading, there)


def _by(*those: str) -> str:
    there = ", ".join(each for each in those if each)
    return f" ({there})" if there else ""


def _outcome(outcome: Outcome) -> Iterator[str]:
    yield f"- {outcome.text}"
    for words_before, text in (
        ("It would give", outcome.would_give),
        ("It would do", outcome.would_do),
        ("It would make possible", outcome.would_make_possible),
        ("In the way", outcome.obstacles),
    ):
        if text:
            yield f"  {words_before}: {text}"
    for each in outcome.solutions:
        cost = "" if each.cost_pence is None else _cost(each.cost_pence)
        yield f"  What would get there: {each.what}{_by(cost)}"


def _cost(pence: int) -> str:
    return money(pence) if pence >= 0 else f"-{money(-pence)}"


def _action(action: Action) -> str:
    due = f"by {day(action.due)}" if action.due else ""
    done = f"{action.state.value} {day(action.done_on)}" if action.done_on else action.state.value
    told = (
        action.owner,
        due,
        f"with {', '.join(action.involved)}" if action.involved else "",
        "" if action.cost_pence is None else _cost(action.cost_pence),
        "" if action.state is ActionState.OPEN else done,
    )
    lines = [f"- {action.what}{_by(*told)}"]
    if action.aim:
        lines.append(f"  To achieve: {action.aim}")
    if action.improved_when:
        lines.append(f"  Improved when: {action.improved_when}")
    return "\n".join(lines)


def _signpost(signpost: Signpost, with_permission: bool) -> str:  # noqa: FBT001 - only told by the caller
    resource = signpost.resource
    contact = f"ask for {resource.contact_name}" if resource.contact_name else ""
    due = f"looked at again by {day(signpost.due)}" if signpost.due else ""
    told = _by(words.RESOURCES[resource.kind], contact, words.HANDED_OVER[signpost.handed_over], due)
    text = f"- {resource.name}{told}"
    if signpost.what_for:
        text += f": {signpost.what_for}"
    permission = signpost.permission
    if with_permission and permission is not None:
        basis = _by(words.BASES[permission.basis], permission.how, permission.by, day(permission.on))
        text += f"\n  May be passed on to {permission.to}: {permission.what}{basis}"
        if permission.withdrawn_on:
            text += f"\n  Withdrawn on {day(permission.withdrawn_on)}"
    return text


def _answers(answers: AdultAnswers) -> Iterator[str]:
    if answers.impairment is not None:
        yield f"Needs from an impairment or illness: {'yes' if answers.impairment else 'no'}"
    for code in dict.fromkeys(
        (*(each.id for each in ADULT_OUTCOME.codes), *answers.outcomes, *answers.unable)
    ):
        achieved = answers.outcomes.get(code)
        limb = answers.unable.get(code)
        if achieved is not None or limb is not None:
            why = _by(limb.value.replace("_", " ") if limb else "")
            yield f"- {label(ADULT_OUTCOME, code)}: {_ACHIEVED[bool(achieved)]}{why}"
    if answers.wellbeing_impact is not None:
        yield f"Significant impact on well-being: {'yes' if answers.wellbeing_impact else 'no'}"
    if answers.wellbeing_areas:
        yield "On: " + "; ".join(label(WELLBEING_AREA, each) for each in answers.wellbeing_areas)
    if answers.confirmed is not None:
        yield f"The worker's decision: {'eligible' if answers.confirmed else 'not eligible'}"
    if answers.discussion:
        yield f"What was discussed: {answers.discussion}"
