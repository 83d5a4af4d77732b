"""Follow-ups that are due: the most overdue first, each with what to heed before anybody is rung."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from adapter_core.casework.signposting import follow_ups as rules
from adapter_core.casework.signposting.follow_ups import FollowUp
from adapter_core.domain.casework import ConversationRecord, PersonRef, Signpost
from adapter_core.domain.directory import Contact
from adapter_core.errors import FingerpostError
from adapter_core.service.casework import people, whose
from adapter_core.store.casework import bodies
from adapter_core.store.casework import conversations as kept_conversations
from adapter_core.store.casework import signposts as kept

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from adapter_core.service.casework.desk import Desk
    from adapter_core.service.casework.people import Looked

PAGE = 25
"""So many are shown at once: each person's record is read as it is now."""


@dataclass(frozen=True, slots=True)
class DueItem:
    """A signpost to look at again.

    Attributes:
        follow_up: with what to heed first (`follow_up.words` goes before any number).
        contact: whom to ask, as the directory has them now; None where nobody may be seen.
        looked: the person's record.
    """

    follow_up: FollowUp
    contact: Contact | None = None
    looked: Looked | None = None

    @property
    def words(self) -> tuple[str, ...]:
        """What to heed before any number, the gravest first."""
        about = self.looked.words if self.looked is not None and self.looked.moved else ()
        return (*self.follow_up.words, *about)


@dataclass(frozen=True, slots=True)
class Due:
    """A page of follow-ups, the most overdue first.

    Attributes:
        total: how many there are in all, those of other pages and those withheld among them.
        withheld: how many of this page are not shown, because the record may not be seen any more.
        problem: why the directory could not be asked for contacts; empty where it could, or none was needed.
    """

    items: tuple[DueItem, ...] = ()
    total: int = 0
    withheld: int = 0
    problem: str = ""


def due(
    desk: Desk, *, worker: str | None = None, team: str | None = None, limit: int = PAGE, offset: int = 0
) -> Due:
    """What to look at again by the desk's day; audited first, and only the records of a page are read.

    Args:
        desk: the desk.
        worker: whose list; anybody's if None.
        team: likewise.
        limit: how many at once.
        offset: how many to pass over first.

    Raises:
        UsageError: FP-0714 there is no such team or worker.
        StoreError: it cannot be audited or read.
    """
    worker = whose.worker_named(desk, worker, "follow-ups")
    team = whose.team_named(desk, team, "follow-ups")
    with desk.store.reading() as unit:
        total = kept.count_due(unit.connection, desk.on, worker=worker, team=team)
        found = kept.due(unit.connection, desk.on, worker=worker, team=team, limit=limit, offset=offset)
        wanted = sorted({each.conversation for each in found if each.conversation})
        bodies_of = kept_conversations.newest_bodies(unit.connection, wanted)
    asked: dict[PersonRef, None] = dict.fromkeys(each.person for each in found)
    desk.record("follow_ups.listed", asked)
    looks = {each.asked: each for each in people.look_at_all(desk, asked)}
    records = _records(bodies_of)
    shown = [each for each in found if not looks[each.person].withheld]
    contacts, problem = _contacts(desk, shown)
    items = {
        each.id: DueItem(
            _follow_up(desk, each, looks[each.person], records), contacts.get(each.id), looks[each.person]
        )
        for each in shown
    }
    ordered = rules.order([each.follow_up for each in items.values()], desk.on)
    return Due(tuple(items[each.signpost.id] for each in ordered), total, len(found) - len(shown), problem)


def _follow_up(
    desk: Desk, one: Signpost, looked: Looked, records: Mapping[int, ConversationRecord]
) -> FollowUp:
    made = rules.follow_up(one, desk.on, person=looked.record, record=records.get(one.conversation))
    # Another source may know of a death before the record does.
    return FollowUp(
        one,
        made.flags,
        made.overdue,
        made.attempts,
        made.may_tell_contact,
        died=made.died or bool(looked.died),
    )


def _records(found: Mapping[int, str]) -> dict[int, ConversationRecord]:
    return {number: bodies.record_of(body, where=f"C{number}") for number, body in found.items()}


def _contacts(desk: Desk, shown: Sequence[Signpost]) -> tuple[dict[int, Contact], str]:
    """Number of a signpost to its contact as the directory shows them now; and why it could not be asked."""
    wanted = [each for each in shown if each.resource.service_id and each.resource.contact_id]
    if not wanted:
        return {}, ""
    by_service: dict[str, dict[str, Contact]] = {}
    try:
        directory = desk.ask_directory()
    except FingerpostError as error:
        return {}, error.message
    problem = ""
    for one in wanted:
        service = one.resource.service_id
        if service in by_service:
            continue
        try:
            there = directory.contacts_of(service, audience=desk.audience)
        except FingerpostError as error:
            problem, there = error.message, []
        by_service[service] = {each.id: each for each in there}
    found = {each.id: by_service[each.resource.service_id].get(each.resource.contact_id) for each in wanted}
    return {number: contact for number, contact in found.items() if contact is not None}, problem
