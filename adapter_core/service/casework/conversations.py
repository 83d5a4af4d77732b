"""Conversations from their beginning to their end: begun, saved, closed, shown, withdrawn."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from adapter_core.casework.conversations import writing
from adapter_core.casework.conversations.sizes import check_size, size
from adapter_core.domain.casework import (
    Context,
    ConversationKind,
    ConversationRecord,
    PersonRef,
    RecordKind,
    Signpost,
)
from adapter_core.domain.values import nhs_number_problem
from adapter_core.errors import SourceUnavailable, UsageError
from adapter_core.service.casework import people, whose
from adapter_core.service.casework.before import Gaps, Local, ToUpdate, gaps, local, to_update
from adapter_core.service.casework.closing import Closed, close
from adapter_core.service.casework.desk import keep_text
from adapter_core.service.casework.drafting import (
    Opened,
    Saved,
    edit,
    known,
    locked,
    of_person,
    record_of,
    refuse_withheld,
    save,
)
from adapter_core.service.casework.kept_texts import KeptText, dismiss, rivals, take
from adapter_core.service.casework.people import Looked
from adapter_core.service.casework.refusing import Incomplete, MergedSince, OpenDraft, Stale, unknown
from adapter_core.service.casework.withdrawing import withdraw
from adapter_core.store.casework import actions as kept_actions
from adapter_core.store.casework import bodies, drafts
from adapter_core.store.casework import conversations as kept
from adapter_core.store.casework import signposts as kept_signposts
from adapter_core.store.casework.actions import KeptAction
from adapter_core.store.casework.conversations import Conversation, ConversationState, Version
from adapter_core.store.casework.drafts import Draft

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from adapter_core.config import Config
    from adapter_core.service.casework.desk import Desk

_REFERENCE = re.compile(r"(?=.*[0-9])[A-Za-z0-9._/-]{1,40}")

__all__ = [
    "Closed",
    "Incomplete",
    "KeptText",
    "MergedSince",
    "OpenDraft",
    "Opened",
    "Saved",
    "Shown",
    "Stale",
    "Started",
    "close",
    "dismiss",
    "edit",
    "keep",
    "listed",
    "record_to_update",
    "rivals",
    "save",
    "show",
    "start",
    "take",
    "withdraw",
]


@dataclass(frozen=True, slots=True)
class Started:
    """A conversation that was begun.

    Attributes:
        revision: what the first save has to name.
        record: what it begins with.
        looked: the person's record, and what the worker has to know of it.
        gaps: what the record lacks before the meeting (P-02).
        local: what there is near where the person lives (R-10).
        others: numbers of other drafts that are open for the person.
        found_team: the team that the case system has, where nobody named one; empty where it has none.
    """

    id: int
    revision: int
    record: ConversationRecord
    looked: Looked
    gaps: Gaps
    local: Local
    others: tuple[int, ...] = ()
    found_team: str = ""

    @property
    def words(self) -> tuple[str, ...]:
        """What the worker has to know of the person, in plain sentences; empty where all is well."""
        return self.looked.words


@dataclass(frozen=True, slots=True)
class Shown:
    """A conversation as it is read.

    Attributes:
        record: what was written; None where it is not held here any more.
        version: the version that it is; None where it is the draft.
        versions: every version there is, without their texts.
        draft: the draft, where one is open, without its text.
        rivals: numbers of texts that were kept beside it.
        words: what the worker has to know of the person.
    """

    conversation: Conversation
    record: ConversationRecord | None
    version: Version | None
    versions: tuple[Version, ...]
    draft: Draft | None
    actions: tuple[KeptAction, ...]
    signposts: tuple[Signpost, ...]
    rivals: tuple[int, ...] = ()
    words: tuple[str, ...] = ()


def start(  # noqa: PLR0913 - what a record begins with
    desk: Desk,
    ref: str,
    *,
    kind: ConversationKind,
    source: str | None = None,
    record: ConversationRecord | None = None,
    record_kind: RecordKind = RecordKind.CONVERSATION,
    context: Context = Context.NEW,
    worker: str | None = None,
    team: str = "",
    site: str = "",
    method: str = "",
    started: date | None = None,
    contact_on: date | None = None,
    follows: int = 0,
    about: str = "",
    another: bool = False,
    unchecked: bool = False,
) -> Started:
    """Begin a conversation: say what is missing, what is near, and open a draft.

    Args:
        desk: the desk.
        ref: the person's reference in the source.
        kind: conversation 1, 2 or 3.
        source: whose reference it is; the master if None.
        record: what it begins with, where it is written already; its person, worker, kind and days stay as
            they are there, but for the person, who is whom `ref` names. The arguments after it count
            only without it.
        record_kind: a conversation's record, or a case note (R-90).
        context: whether the person is new, or support is looked at again (R-06).
        worker: whose it is; whoever works here if None.
        team: their team; that to which the person is allocated if empty.
        site: the innovation site.
        method: an id of the code list `contact_method`.
        started: the day on which it began; the desk's day if None.
        contact_on: the day of the first contact.
        follows: number of the record that this one takes up from (R-91).
        about: words to search the directory for, besides where the person lives.
        another: whether a second draft for the same person is wanted.
        unchecked: whether to begin though the case system cannot be asked.

    Raises:
        OpenDraft: FP-1019 a draft is open for the person.
        PersonNotFound: FP-0903 no such record, or one that may not be seen.
        SourceUnavailable: the case system cannot be read.
        UsageError: FP-1018 no such record to follow, FP-1008 the text is too long, FP-1016 it is no text,
            FP-1007 a day that is still to come.
        StoreError: it cannot be audited or kept.
    """
    for option, given in (("--started", started), ("--contact-on", contact_on)):
        if given is not None and given > desk.on:
            message = f"{given:%d/%m/%Y} is still to come."
            raise UsageError("FP-1007", message, where=f"conversation start {option}")
    looked = _look(desk, ref, source, unchecked=unchecked)
    found_team = "" if team or record is not None else whose.team_of(desk, looked)
    begun = record or ConversationRecord(
        looked.person, kind, worker or desk.who, started or desk.on, team=team or found_team, site=site,
        record=record_kind, context=context, contact_on=contact_on, method=method,
    )  # fmt: skip
    begun = of_person(begun, looked.person)
    check_size(size(begun))
    body = bodies.of_record(begun)
    with desk.store.work() as unit:
        kept.lock_person(unit.connection, looked.person)
        there = kept.of_person(unit.connection, looked.person)
        others = tuple(each.id for each in there if each.draft)
        if others and not another:
            raise _open_draft(others)
        if follows and follows not in {each.id for each in there}:
            raise unknown("conversation of this person", f"C{follows}")
        desk.note(unit, "conversation.started", [looked.person])
        at = desk.now()
        number = kept.insert_one(unit.connection, begun, at=at, follows=follows)
        revision = drafts.begin(unit.connection, number, body, by=desk.who, at=at)
        unit.commit()
    lacking = gaps(desk, looked.person) if looked.problem is None else Gaps(problem=looked.problem)
    return Started(number, revision, begun, looked, lacking, local(desk, looked, about), others, found_team)


def show(desk: Desk, number: int, *, version: int | None = None, draft: bool = False) -> Shown:
    """Read a conversation; audited first.

    Args:
        desk: the desk.
        number: the conversation's.
        version: which one; the newest if None, and the draft where there is no version.
        draft: whether the open draft is wanted instead.

    Raises:
        UsageError: FP-1018 there is no such conversation, version or draft.
        PersonNotFound: FP-0903 the person's record may not be seen.
        StoreError: it cannot be audited or read.
    """
    one = known(desk, number)
    looked = people.look(desk, one.person)
    refuse_withheld(looked)
    desk.record("conversation.shown", [one.person])
    with desk.store.reading() as unit:
        one = locked(unit, number, lock=False)
        versions = kept.versions(unit.connection, number)
        opened = drafts.get(unit.connection, number)
        found_actions = kept_actions.of_conversation(unit.connection, number)
        found_signposts = kept_signposts.of_conversation(unit.connection, number)
        beside = tuple(each.id for each in drafts.rivals(unit.connection, number))
    wanted = one.version if version is None else version
    record, chosen = None, None
    if draft or (version is None and not versions):
        if opened is None and (draft or one.state is not ConversationState.ENTERED_IN_ERROR):
            raise unknown("draft", f"C{number}")
        record = record_of(opened, one) if opened is not None else None
    else:
        chosen = next((each for each in versions if each.number == wanted), None)
        if chosen is None:
            raise unknown("version", f"C{number}.{wanted}")
        if chosen.body is not None:
            record = of_person(bodies.record_of(chosen.body, where=f"C{number}.{wanted}"), one.person)
    return Shown(
        one,
        record,
        None if chosen is None else replace(chosen, body=None),
        tuple(replace(each, body=None) for each in versions),
        None if opened is None else replace(opened, body=""),
        tuple(found_actions),
        tuple(found_signposts),
        beside,
        looked.words,
    )


def listed(desk: Desk, ref: str, *, source: str | None = None) -> list[Conversation]:
    """Every conversation with a person, the oldest first, without what was written; audited first.

    Raises:
        PersonNotFound: FP-0903 no such record, or one that may not be seen.
    """
    looked = _look(desk, ref, source, unchecked=True)
    desk.record("conversation.listed", dict.fromkeys((looked.asked, looked.person)))
    with desk.store.reading() as unit:
        found = kept.of_person(unit.connection, looked.person)
        earlier = kept.of_person(unit.connection, looked.asked) if looked.moved else []
    return sorted((*found, *earlier), key=lambda each: (each.started, each.id))


def record_to_update(desk: Desk, number: int) -> ToUpdate:
    """What should be entered on the main record after a conversation, and what is still missing there.

    Raises:
        UsageError: FP-1018 no such conversation.
        PersonNotFound: FP-0903 the person's record may not be seen.
    """
    shown = show(desk, number)
    learnt = shown.record.updates if shown.record is not None else ()
    return to_update(desk, shown.conversation.person, learnt)


def keep(
    config: Config, record: ConversationRecord, about: str, *, kind: Literal["markdown", "toml"] = "markdown"
) -> Path:
    """Keep what somebody typed in a private file beside the config, where the store could not keep it.

    `fingerpost conversation edit --file` takes it in again.

    Args:
        config: beside whose file.
        record: what was typed.
        about: what it is of: `C12`, or `new`.
        kind: how it is written.

    Raises:
        UsageError: FP-0925 where no file can be written either.
    """
    ending = "md" if kind == "markdown" else "toml"
    return keep_text(config, writing.write(record, kind), about, ending=ending)


def _look(desk: Desk, ref: str, source: str | None, *, unchecked: bool) -> Looked:
    try:
        return people.find(desk, ref, source)
    except SourceUnavailable as error:
        # What nobody can check may be a name: only what can be nothing else is taken for a reference.
        if not unchecked or not _REFERENCE.fullmatch(ref) or _is_nhs_number(ref):
            raise
        person = PersonRef(source or desk.application.master, ref)
        return Looked(person, person, problem=error)


def _is_nhs_number(text: str) -> bool:
    return nhs_number_problem(text, allow_synthetic=True) is None


def _open_draft(ids: tuple[int, ...]) -> UsageError:
    names = " and ".join(f"C{each}" for each in ids)
    which = "A draft is open already" if len(ids) == 1 else "Drafts are open already"
    refused = OpenDraft("FP-1019", f"{which}: {names}.", where=f"C{ids[0]}")
    refused.ids = ids
    return refused
