"""Closing a conversation: one transaction in which everything that comes of it is kept, or nothing."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from adapter_core.casework.conversations import closing as rules
from adapter_core.casework.conversations.history import History
from adapter_core.casework.conversations.telling import Advice, Problem
from adapter_core.delivery import outbox
from adapter_core.domain.casework import (
    ConversationRecord,
    DeliveryKind,
    Signpost,
)
from adapter_core.domain.events import EventName
from adapter_core.domain.findings import Decision
from adapter_core.errors import UsageError, did_you_mean
from adapter_core.service.casework import people, superseding
from adapter_core.service.casework.before import AFTER_A_CONVERSATION, gaps
from adapter_core.service.casework.checking import prepared, problems_of
from adapter_core.service.casework.drafting import locked, of_person, record_of, refuse_withheld
from adapter_core.service.casework.merging import settle
from adapter_core.service.casework.naming import named
from adapter_core.service.casework.refusing import Incomplete, Stale, withdrawn
from adapter_core.store import Change
from adapter_core.store import reviews as kept_reviews
from adapter_core.store.casework import actions, bodies, deliveries, drafts, signposts
from adapter_core.store.casework import conversations as kept
from adapter_core.store.casework.conversations import ConversationState
from adapter_core.store.casework.signposts import Beside
from adapter_core.store.casework.taking_back import take_back

if TYPE_CHECKING:
    from collections.abc import Sequence

    from adapter_core.service.casework.desk import Desk
    from adapter_core.service.casework.people import Looked
    from adapter_core.store.casework.conversations import Conversation, Earlier, Version
    from adapter_core.store.casework.drafts import Draft
    from adapter_core.store.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class Closed:
    """A conversation that was closed.

    Attributes:
        version: number of the version that this made.
        actions: numbers of its actions, in the record's order.
        signposts: likewise.
        deliveries: numbers of what is on its way to the case system because of this version.
        advice: what practice advises about it; it kept nobody from closing.
        rivals: numbers of texts of others that are still kept beside it.
        pointed: its signposts, each with its number and whom to ask for.
        words: what the worker has to know of the person.
        again: whether it was closed before already, and this is that answer.
    """

    id: int
    version: int
    actions: tuple[int, ...] = ()
    signposts: tuple[int, ...] = ()
    deliveries: tuple[int, ...] = ()
    advice: tuple[Advice, ...] = ()
    rivals: tuple[int, ...] = ()
    words: tuple[str, ...] = ()
    again: bool = False
    pointed: tuple[Signpost, ...] = ()


@dataclass(frozen=True, slots=True)
class _Before:
    """What is kept of before: the newest version, and the other conversations with the person."""

    newest: Version | None
    others: Sequence[Earlier]


@dataclass(frozen=True, slots=True)
class _Ready:
    """What is worked out before the transaction begins."""

    record: ConversationRecord
    body: str
    looked: Looked
    answers: Sequence[Change]


def close(desk: Desk, number: int, *, revision: int | None = None, follow: bool = False) -> Closed:
    """Close a conversation: its draft becomes the next version, and what comes of it begins.

    In one transaction: the version and its codes, actions, signposts, what goes to the case system, what the
    person answered where there is nothing to enter, and the audit. Killed at any step, everything is there
    or nothing, and the draft still is. Closing it a second time gives the first answer.

    Args:
        desk: the desk.
        number: the conversation's.
        revision: of the draft that is meant; the one that stands if None.
        follow: whether to follow a record that was merged into another since.

    Raises:
        Incomplete: FP-1021 the record lacks something; every problem is named with its place.
        Stale: FP-1020 the draft is another one than that.
        MergedSince: FP-1023 the person's record was merged into another, and `follow` was not said.
        PersonNotFound: FP-0903 the person's record is not there, or may not be seen.
        UsageError: FP-1018 no such conversation, FP-1022 it was withdrawn.
        StoreError: it cannot be kept; the draft is as it was.
    """
    with desk.store.reading() as unit:
        one = locked(unit, number, lock=False)
        if one.state is ConversationState.ENTERED_IN_ERROR:
            raise withdrawn(number)
        draft = drafts.get(unit.connection, number)
        before = _before(unit, one)
    if draft is None:
        return _answer_again(desk, one)
    if revision is not None and draft.revision != revision:
        raise _stale(draft, number)
    closed: Closed | None = None
    with people.look_to_write(desk, one.person) as looking:
        looked = looking.looked
        refuse_withheld(looked)
        person = settle(desk, looked, f"C{number}", follow_it=follow)
        if person != one.person:
            one = replace(one, person=person)
            with desk.store.reading() as unit:
                before = _before(unit, one)
        ready, advice = _prepare(desk, one, draft, looked, before)
        with desk.store.work() as unit:
            now = locked(unit, number)
            opened = drafts.get(unit.connection, number, lock=True)
            if opened is not None:
                if opened != draft:
                    raise _stale(opened, number)
                looking.note(unit)
                closed = _write(desk, unit, now, ready)
                unit.commit()
                looking.noted = True
    if closed is None:  # somebody else closed it meanwhile
        return _answer_again(desk, now)
    ids = {"conversation": f"C{number}.{closed.version}", "source": person.source, "ref": person.ref}
    desk.tell(EventName.CONVERSATION_CLOSED, ids, {"kind": ready.record.kind.value})
    for each in closed.signposts:
        desk.tell(EventName.SIGNPOST_GIVEN, ids | {"signpost": f"S{each}"}, {})
    return replace(closed, advice=tuple(advice), words=looked.words)


def _stale(draft: Draft, number: int) -> Stale:
    when = f"{draft.saved.astimezone():%H:%M on %d/%m/%Y}"
    stale = Stale("FP-1020", f"{draft.by} saved it at {when}. Nothing was closed.", where=f"C{number}")
    stale.by, stale.saved, stale.revision = draft.by, draft.saved, draft.revision
    return stale


def _answer_again(desk: Desk, one: Conversation) -> Closed:
    """What closing it came to, the first time; audited first, since it shows whom to ask for."""
    if not one.version:
        raise UsageError("FP-1022", "There is no draft of it.", where=f"C{one.id}")
    refuse_withheld(people.look(desk, one.person))
    desk.record("conversation.shown", [one.person])
    about = f"C{one.id}.{one.version}"
    with desk.store.reading() as unit:
        found = deliveries.listed(unit.connection, conversation=one.id)
        given = tuple(signposts.of_conversation(unit.connection, one.id))
        made = tuple(each.id for each in actions.of_conversation(unit.connection, one.id))
        beside = tuple(each.id for each in drafts.rivals(unit.connection, one.id))
    of_version = tuple(each.id for each in found if each.about == about)
    return Closed(
        one.id,
        one.version,
        made,
        tuple(each.id for each in given),
        of_version,
        rivals=beside,
        again=True,
        pointed=given,
    )


# --- before the transaction -----------------------------------------------------------------------------


def _prepare(
    desk: Desk, one: Conversation, draft: Draft, looked: Looked, kept_before: _Before
) -> tuple[_Ready, list[Advice]]:
    """Hold the record to the rules, and work out all that the transaction needs.

    Raises:
        Incomplete: FP-1021, with every problem.
    """
    before = _superseded(one, kept_before.newest)
    record = named(desk, prepared(desk, record_of(draft, one)), before)
    found = [
        *rules.problems(record, desk.on, before=before),
        *problems_of(desk, record, before),
        *_unknown_rules(desk, record),
    ]
    if found:
        raise Incomplete.of(found, f"C{one.id}")
    ready = _Ready(record, bodies.of_record(record), looked, _answers(desk, record))
    return ready, rules.advice(record, _history(kept_before.others))


def _before(unit: UnitOfWork, one: Conversation) -> _Before:
    """The version that this one takes the place of, and what else there was with the person."""
    newest = kept.version(unit.connection, one.id, one.version) if one.version else None
    return _Before(newest, kept.earlier(unit.connection, one.person, one.id))


def _superseded(one: Conversation, newest: Version | None) -> ConversationRecord | None:
    if newest is None or newest.body is None:
        return None
    return of_person(bodies.record_of(newest.body, where=f"C{one.id}.{newest.number}"), one.person)


def _history(others: Sequence[Earlier]) -> History:
    return History(
        frozenset(each.kind for each in others if each.ended),
        frozenset(each.kind for each in others if not each.ended),
        tuple(each.worker for each in others),
        any(
            bodies.record_of(each.discussed, where=f"C{each.id}").discussions
            for each in others
            if each.discussed is not None
        ),
    )


def _unknown_rules(desk: Desk, record: ConversationRecord) -> list[Problem]:
    rules_there = desk.application.rules
    return [
        Problem(
            "FP-1025",
            f"updates.{number}.rule",
            f"There is no rule of the name given in update {number}.{did_you_mean(each.rule, rules_there)}",
            "Name it as fingerpost missing does, such as gp_practice.",
        )
        for number, each in enumerate(record.updates, 1)
        if each.rule not in rules_there
    ]


def _answers(desk: Desk, record: ConversationRecord) -> list[Change]:
    """What the person answered where there is nothing to enter: it closes the gap (P-04)."""
    answered = {
        each.rule: Decision(each.answer)
        for each in record.updates
        if each.answer in {Decision.ASKED_NONE.value, Decision.DECLINED.value}
    }
    if not answered:
        return []
    found = gaps(desk, record.person, AFTER_A_CONVERSATION).answer
    lines = found.gaps if found is not None else ()
    return [
        Change(record.person.source, record.person.ref, line.rule, line.finding.state, answered[line.rule])
        for line in lines
        if line.rule in answered and line.finding is not None
    ]


# --- the transaction ------------------------------------------------------------------------------------


def _write(desk: Desk, unit: UnitOfWork, one: Conversation, ready: _Ready) -> Closed:
    connection, record, at = unit.connection, ready.record, desk.now()
    desk.note(unit, "conversation.closed", [one.person])
    version = one.version + 1
    kept.add_version(
        connection, one.id, record,
        version=version, body=ready.body, digest=bodies.digest(ready.body), by=desk.who, at=at,
    )  # fmt: skip
    beside = Beside(record.site, ready.looked.district)
    if one.version:
        made, given = superseding.bring_up(unit, one.id, record, on=desk.on, at=at, beside=beside)
    else:
        made = actions.insert_many(
            connection, record.actions, person=one.person, at=at, conversation=one.id, team=record.team
        )
        own = [replace(each, conversation=one.id) for each in record.signposts]
        given = signposts.insert_many(connection, own, at=at, beside=beside)
    if ready.answers:
        kept_reviews.record(connection, ready.answers, who=desk.who, at=at)
    sent = _deliver(desk, unit, one, record, version)
    drafts.drop(connection, one.id)
    beside_it = tuple(each.id for each in drafts.rivals(connection, one.id))
    pointed = tuple(
        replace(each, id=key, conversation=one.id) for each, key in zip(record.signposts, given, strict=True)
    )
    return Closed(one.id, version, tuple(made), tuple(given), tuple(sent), rivals=beside_it, pointed=pointed)


def _deliver(
    desk: Desk, unit: UnitOfWork, one: Conversation, record: ConversationRecord, version: int
) -> list[int]:
    """Put the version into the outbox; what an earlier version put there already is not put there twice."""
    composed = outbox.compose(
        record,
        one.id,
        version,
        desk.target(one.person.source),
        by=desk.who,
        at=desk.now(),
        taken=lambda marker: deliveries.is_taken(unit.connection, marker),
    )
    if one.version:
        # One conversation, one paste: an older text that nobody has entered yet is not entered at all.
        lines = {(each.field, each.text) for each in composed if each.kind is DeliveryKind.FIELD}
        before = deliveries.listed(unit.connection, conversation=one.id, kind=DeliveryKind.FIELD)
        stay = {(each.field, each.text): each.id for each in before if (each.field, each.text) in lines}
        take_back(unit.connection, one.id, keep=stay.values())
        composed = [each for each in composed if (each.field, each.text) not in stay]
    return [each.id for each in deliveries.insert_many(unit.connection, composed, conversation=one.id)]
