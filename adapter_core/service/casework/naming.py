"""Whom to ask for: a signpost that names a service alone gets the contact that the directory knows (G-05)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from adapter_core.domain.casework import ConversationRecord, Resource, ResourceKind, Signpost
from adapter_core.errors import FingerpostError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from adapter_core.domain.directory import Contact
    from adapter_core.service.casework.desk import Desk


def named(desk: Desk, record: ConversationRecord, before: ConversationRecord | None) -> ConversationRecord:
    """A record whose signposts to a service say whom to ask for.

    What was given once stays: a contact that a signpost named already is not replaced because the directory
    has another one by now.

    Args:
        desk: the desk.
        record: as somebody wrote it.
        before: what stood there before; None where nothing did.

    Returns:
        The record; as it was where the directory cannot be asked, or knows of nobody.
    """
    known = {_key(each): each.resource for each in before.signposts} if before is not None else {}
    return replace(
        record, signposts=tuple(_named(desk, each, known.get(_key(each))) for each in record.signposts)
    )


def with_contact(desk: Desk, resource: Resource) -> Resource:
    """A resource with its named contact: the one whose id or name it has, else whoever comes first.

    A name that the directory does not have stays as it was written: the worker may know better.
    """
    if not resource.service_id or resource.kind is ResourceKind.NETWORK:
        return resource
    if resource.contact_id and resource.contact_name:
        return resource
    chosen = _chosen(_contacts(desk, resource.service_id), resource)
    if chosen is None:
        return resource
    return replace(resource, contact_id=chosen.id, contact_name=resource.contact_name or chosen.name)


def _named(desk: Desk, one: Signpost, before: Resource | None) -> Signpost:
    own = one.resource
    if before is not None and not (own.contact_id or own.contact_name):
        own = replace(own, contact_id=before.contact_id, contact_name=before.contact_name)
    return replace(one, resource=with_contact(desk, own))


def _key(one: Signpost) -> tuple[object, ...]:
    return one.resource.kind, one.resource.service_id, one.resource.event_id, one.given_on


def _contacts(desk: Desk, service: str) -> Sequence[Contact]:
    try:
        directory = desk.directory
        return directory.contacts_of(service, audience=desk.audience) if directory is not None else ()
    except FingerpostError:
        # That there is no such service, or no directory to ask, is told where the signpost is checked.
        return ()


def _chosen(contacts: Sequence[Contact], resource: Resource) -> Contact | None:
    if resource.contact_id:
        return next((each for each in contacts if each.id == resource.contact_id), None)
    if resource.contact_name:
        wanted = resource.contact_name.casefold().split()
        same = [each for each in contacts if each.name.casefold().split() == wanted]
        return same[0] if len(same) == 1 else None
    return next((each for each in contacts if each.name), None)
