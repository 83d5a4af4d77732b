"""Whether somebody may be pointed to a resource now: what the directory says, and what may be passed on."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import TYPE_CHECKING

from adapter_core.casework.conversations.telling import Problem
from adapter_core.casework.signposting import permissions
from adapter_core.casework.signposting.claims import first_due
from adapter_core.domain.casework import ConversationRecord, ResourceKind, Signpost
from adapter_core.domain.directory import ServiceStatus
from adapter_core.errors import FingerpostError, StoreError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from adapter_core.domain.directory import Contact, Event, ServiceView
    from adapter_core.service.casework.desk import Desk

_GONE = (ServiceStatus.DEFUNCT, ServiceStatus.INACTIVE)
NO_SUCH = ("FP-0832", "FP-0833")
"""What a directory says of an id that it does not have."""


def prepared(desk: Desk, record: ConversationRecord) -> ConversationRecord:
    """A record as it is closed, where nobody gave a day: its signposts come due as the council says (G-08).

    What says how it ended has ended, at the latest on the day of closing: without a day no measure and no
    return would count it as completed (C-42, C-43).
    """
    ended_on = record.ended_on or (desk.on if record.ended_how else None)
    given = tuple(with_due(desk, each, record) for each in record.signposts)
    return replace(record, ended_on=ended_on, signposts=given)


def with_due(desk: Desk, one: Signpost, record: ConversationRecord | None = None) -> Signpost:
    """A signpost with the day on which somebody looks again, and whose it is."""
    due = one.due or first_due(one.resource.kind, one.given_on, days=desk.settings.follow_up_days)
    if one.resource.kind is ResourceKind.INFORMATION:
        due = None
    worker = one.worker or (record.worker if record is not None else desk.who)
    team = one.team or (record.team if record is not None else "")
    return replace(one, due=due, worker=worker, team=team)


def check(desk: Desk, one: Signpost) -> tuple[str, ...]:
    """Refuse a signpost that cannot be given.

    Returns:
        What could not be checked, in plain sentences: where the directory cannot be asked, the worker's word
        stands.

    Raises:
        UsageError: FP-1030, FP-1031 (permission), FP-1027 (withdrawn, closed, over, or not there), FP-1028 (a
            contact that may not be seen).
    """
    permissions.check(one, on=desk.on)
    resource = one.resource
    if resource.kind is ResourceKind.NETWORK or not (resource.service_id or resource.event_id):
        return ()
    try:
        directory = desk.directory
        if directory is None:
            return ("There is no directory, so that the service could not be checked.",)
        views = (
            directory.service(resource.service_id, audience=desk.audience) if resource.service_id else None
        )
    except UsageError as error:
        raise UsageError("FP-1027", "The directory has no such service.", where="resource") from error
    except FingerpostError as error:
        if isinstance(error, StoreError):
            return (f"The directory cannot be asked now: {error.message}",)
        raise
    if views is not None:
        _check_service(views, desk.on)
        if resource.contact_id:
            _check_contact(views.contacts, resource.contact_id)
    if resource.event_id:
        _check_event(_event(desk, views, resource.event_id), desk.on)
    return ()


def problems_of(
    desk: Desk, record: ConversationRecord, before: ConversationRecord | None
) -> Iterator[Problem]:
    """What keeps the signposts of a record from being given; those of the version before were given."""
    given = {(each.resource, each.given_on) for each in before.signposts} if before is not None else set()
    for number, one in enumerate(record.signposts, 1):
        if (one.resource, one.given_on) in given:
            continue
        try:
            check(desk, one)
        except UsageError as error:
            where = f"signposts.{number}" + (f".{error.where}" if error.where else "")
            yield Problem(error.code, where, f"Signpost {number}: {error.message}", error.remedy)


def _check_service(view: ServiceView, on: date) -> None:
    if view.withdrawn_on is not None and view.withdrawn_on <= on:
        day = f"{view.withdrawn_on:%d/%m/%Y}"
        raise UsageError(
            "FP-1027", f"The service was withdrawn from the directory on {day}.", where="resource"
        )
    if view.service.status in _GONE:
        raise UsageError("FP-1027", f"The service is {view.service.status.value}.", where="resource")


def _check_contact(contacts: tuple[Contact, ...], wanted: str) -> None:
    if wanted not in {each.id for each in contacts}:
        raise UsageError(
            "FP-1028", "The directory shows no such contact of this service.", where="resource.contact"
        )


def _event(desk: Desk, view: ServiceView | None, wanted: str) -> Event | None:
    found = next((each for each in view.events if each.id == wanted), None) if view is not None else None
    if found is not None or desk.directory is None:
        return found
    try:
        return desk.directory.event(wanted)
    except UsageError as error:
        raise UsageError("FP-1027", "The directory has no such event.", where="resource") from error


def _check_event(event: Event | None, on: date) -> None:
    if event is None:
        raise UsageError("FP-1027", "The directory has no such event.", where="resource")
    ends: datetime = event.ends or event.starts
    if ends.astimezone().date() < on:
        raise UsageError("FP-1027", f"The event was on {ends.astimezone():%d/%m/%Y}.", where="resource")
    if event.status in _GONE:
        raise UsageError("FP-1027", f"The event is {event.status.value}.", where="resource")
