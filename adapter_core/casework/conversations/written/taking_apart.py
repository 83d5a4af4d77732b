"""A record as the parts of a file; what is empty is no part."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from adapter_core.casework.conversations import words
from adapter_core.casework.conversations.words import label, speaker
from adapter_core.casework.conversations.written.parts import TEXTS, Document, Entry, Value
from adapter_core.casework.conversations.written.values import tidy
from adapter_core.domain.casework import (
    Action,
    ActionState,
    AdultAnswers,
    ConversationRecord,
    Outcome,
    Signpost,
)
from adapter_core.domain.codes.conversations import (
    ADULT_OUTCOME,
    CONSIDERATION,
    CONTACT_METHOD,
    CONVERSATION_END,
    CONVERSATION_RESULT,
    CORE_DUTY,
    DECISION_KIND,
    WELLBEING_AREA,
)

_MET = {True: "met", False: "not met", None: "not said"}

Pairs = Iterator[tuple[str, str | date | bool | int | None]]


def taken_apart(record: ConversationRecord) -> Document:
    """The parts of a file that holds this record."""
    document = Document()
    for field in TEXTS:
        if text := tidy(getattr(record, field)):
            document.texts[field] = Value(text)
    document.texts |= {f"prompts.{key}": Value(tidy(text)) for key, text in record.prompts.items() if text}
    document.pairs["about"] = _entry(_about(record))
    if record.eligibility is not None:
        document.pairs["eligibility"] = _entry(_answers(record.eligibility))
    document.lists = {field: entries for field, entries in _lists(record) if entries}
    return document


def _lists(record: ConversationRecord) -> Iterator[tuple[str, list[Entry]]]:
    yield (
        "statements",
        [
            _entry(
                [
                    ("text", s.text),
                    ("speaker", speaker(s.speaker) if s.speaker else ""),
                    ("never_shared", s.never_shared or None),
                ]
            )
            for s in record.statements
        ],
    )
    yield "present", [_entry([("speaker", speaker(each))]) for each in record.present]
    yield "outcomes", [_entry(_outcome(each)) for each in record.outcomes]
    yield "actions", [_entry(_action(each)) for each in record.actions]
    yield "signposts", [_entry(_signpost(each, record)) for each in record.signposts]
    yield (
        "decisions",
        [
            _entry(
                [
                    ("decision", each.decision),
                    ("kind", label(DECISION_KIND, each.kind)),
                    ("why", each.rationale),
                    ("by", each.by),
                    ("on", each.on),
                    ("never_shared", each.never_shared or None),
                ]
            )
            for each in record.decisions
        ],
    )
    yield (
        "considerations",
        [
            _entry(
                [
                    ("item", label(CONSIDERATION, each.item)),
                    ("status", words.CONSIDERED[each.status]),
                    ("text", each.text),
                ]
            )
            for each in record.considerations
        ],
    )
    yield (
        "discussions",
        [
            _entry(
                [
                    ("kind", words.PEERS[each.kind]),
                    ("on", each.on),
                    *(("by", who) for who in each.by),
                    ("said", each.said),
                    ("never_shared", each.never_shared or None),
                ]
            )
            for each in record.discussions
        ],
    )
    yield (
        "duties",
        [
            _entry([("duty", label(CORE_DUTY, each.duty)), ("met", _MET[each.met]), ("text", each.text)])
            for each in record.duties
        ],
    )
    yield (
        "updates",
        [
            _entry([("rule", each.rule), ("value", each.value), ("answer", each.answer)])
            for each in record.updates
        ],
    )
    yield "passed_over", [_entry([("rule", each.rule), ("why", each.why)]) for each in record.passed_over]
    yield "care_of", [_entry([("worker", each.rule), ("why", each.why)]) for each in record.care_of]


def _entry(pairs: Iterable[tuple[str, str | date | bool | int | None]]) -> Entry:
    values: list[tuple[str, Value]] = []
    for number, (key, given) in enumerate(pairs):
        kept = tidy(given) if isinstance(given, str) else given
        if kept is not None and (kept != "" or number == 0 or key == "solution"):
            values.append((key, Value(kept)))
    return Entry(0, values)


def _about(record: ConversationRecord) -> Pairs:
    yield "conversation", record.kind.value
    yield "record", words.RECORDS[record.record]
    yield "context", words.CONTEXTS[record.context]
    yield "started", record.started
    yield "worker", record.worker
    yield "team", record.team
    yield "site", record.site
    yield "contact_on", record.contact_on
    yield "work_began", record.work_began
    yield "method", label(CONTACT_METHOD, record.method)
    yield "face_to_face_follow_up", record.face_to_face_follow_up
    yield "long_term_plan", record.long_term_plan or None
    yield "assessment_requested", record.assessment_requested or None
    for each in record.led_to:
        yield "led_to", label(CONVERSATION_RESULT, each)
    yield "ended_how", label(CONVERSATION_END, record.ended_how)
    yield "ended_on", record.ended_on


def _answers(answers: AdultAnswers) -> Pairs:
    yield "impairment", answers.impairment
    for code in ADULT_OUTCOME.codes:
        achieved, limb = answers.outcomes.get(code.id), answers.unable.get(code.id)
        said = [] if achieved is None else ["achieved" if achieved else "unable"]
        if limb is not None:
            said.append(limb.value.replace("_", " "))
        if said:
            yield code.id, ", ".join(said)
    yield "wellbeing_impact", answers.wellbeing_impact
    for each in answers.wellbeing_areas:
        yield "wellbeing_areas", label(WELLBEING_AREA, each)
    if answers.confirmed is not None:
        yield "confirmed", "eligible" if answers.confirmed else "not eligible"
    yield "discussion", answers.discussion


def _outcome(outcome: Outcome) -> Pairs:
    yield "text", outcome.text
    yield "would_give", outcome.would_give
    yield "would_do", outcome.would_do
    yield "would_make_possible", outcome.would_make_possible
    yield "obstacles", outcome.obstacles
    for each in outcome.solutions:
        yield "solution", each.what
        yield "solution_cost", _money(each.cost_pence)
    yield "never_shared", outcome.never_shared or None


def _action(action: Action) -> Pairs:
    yield "what", action.what
    yield "owner", action.owner
    yield "due", action.due
    yield "aim", action.aim
    for each in action.involved:
        yield "involved", each
    yield "cost", _money(action.cost_pence)
    yield "improved_when", action.improved_when
    yield "state", "" if action.state is ActionState.OPEN else action.state.value
    yield "done_on", action.done_on
    yield "never_shared", action.never_shared or None


def _signpost(signpost: Signpost, record: ConversationRecord) -> Pairs:
    resource, permission = signpost.resource, signpost.permission
    yield "resource", resource.name
    yield "kind", words.RESOURCES[resource.kind]
    yield "contact", resource.contact_name
    yield "what_for", signpost.what_for
    yield "handed_over", words.HANDED_OVER[signpost.handed_over]
    yield "given_on", signpost.given_on
    yield "due", signpost.due
    yield "worker", "" if signpost.worker == record.worker else signpost.worker
    yield "team", "" if signpost.team == record.team else signpost.team
    if permission is not None:
        yield "permission", permission.what
        yield "permission_to", permission.to
        yield "permission_basis", words.BASES[permission.basis]
        yield "permission_how", permission.how
        yield "permission_by", permission.by
        yield "permission_on", permission.on
        yield "permission_withdrawn", permission.withdrawn_on
    yield "service_id", resource.service_id
    yield "event_id", resource.event_id
    yield "contact_id", resource.contact_id
    yield "never_shared", signpost.never_shared or None


def _money(pence: int | None) -> str:
    if pence is None:
        return ""
    return words.money(pence) if pence >= 0 else f"-{words.money(-pence)}"
