"""The signposts of a file; what files do not hold of one that is there already stays with it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from adapter_core.casework.conversations import words
from adapter_core.casework.conversations.written.faults import unreadable
from adapter_core.casework.conversations.written.parts import Entry, Value
from adapter_core.casework.conversations.written.values import choice, mark, on_day, text
from adapter_core.domain.casework import (
    ConversationRecord,
    HandedOver,
    Permission,
    PermissionBasis,
    Resource,
    ResourceKind,
    Signpost,
)


def signposts(entries: Iterable[Entry], record: ConversationRecord) -> tuple[Signpost, ...]:
    """The signposts of a file.

    One of the same name as a signpost of the record is that one: its number, its claims and where it stands
    are no matter of a file.

    Args:
        entries: as the file has them.
        record: whose they are; it gives the worker, the team and the day where the file names none.

    Raises:
        UsageError: a value cannot be read (FP-1013).
    """
    left = list(record.signposts)
    found = []
    for entry in entries:
        new = _signpost(entry, record)
        old = next((each for each in left if each.resource.name.strip() == new.resource.name), None)
        if old is not None:
            left.remove(old)
            new = replace(
                new,
                state=old.state,
                reason=old.reason,
                claims=old.claims,
                follows=old.follows,
                conversation=old.conversation,
                id=old.id,
            )
        found.append(new)
    return tuple(found)


def _signpost(entry: Entry, record: ConversationRecord) -> Signpost:
    kind, handed_over = entry.first("kind"), entry.first("handed_over")
    return Signpost(
        person=record.person,
        resource=Resource(
            choice(kind, words.RESOURCES) if kind and kind.given else ResourceKind.SERVICE,
            text(entry.first("resource")),
            text(entry.first("service_id")),
            text(entry.first("event_id")),
            text(entry.first("contact_id")),
            text(entry.first("contact")),
        ),
        what_for=text(entry.first("what_for")),
        handed_over=(
            choice(handed_over, words.HANDED_OVER)
            if handed_over and handed_over.given
            else HandedOver.GAVE_DETAILS
        ),
        given_on=on_day(entry.first("given_on")) or record.started,
        due=on_day(entry.first("due")),
        worker=text(entry.first("worker")) or record.worker,
        team=text(entry.first("team")) or record.team,
        permission=_permission(entry, record),
        never_shared=mark(entry.first("never_shared")),
    )


def _permission(entry: Entry, record: ConversationRecord) -> Permission | None:
    """What may be passed on; it needs what and to whom, or nobody knows what was allowed."""
    said = {key: value for key, value in entry.values if key.startswith("permission")}
    if not any(value.given for value in said.values()):
        return None
    for key, name in (("permission", "may be passed on"), ("permission_to", "to")):
        if key not in said or not said[key].given:
            line = next(iter(said.values())).line
            raise unreadable(
                Value("", line, name), "there", "A permission needs what may be passed on, and to whom."
            )
    basis = said.get("permission_basis")
    return Permission(
        what=text(said["permission"]),
        to=text(said["permission_to"]),
        basis=choice(basis, words.BASES) if basis and basis.given else PermissionBasis.CONSENT,
        how=text(said.get("permission_how")),
        by=text(said.get("permission_by")),
        on=on_day(said.get("permission_on")) or record.started,
        withdrawn_on=on_day(said.get("permission_withdrawn")),
    )
