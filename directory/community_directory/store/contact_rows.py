"""Contacts as rows. What only the council's own people may know of a contact goes to nobody else."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from adapter_core.domain.directory import Audience, Channel, Contact, Phone
from community_directory.store.rows import packed, several

if TYPE_CHECKING:
    from sqlalchemy.engine import Row

    from community_directory.store.rows import Columns


def phones_text(phones: tuple[Phone, ...]) -> str:
    """Phones in one column."""
    if not phones:
        return ""
    rows = [[one.number, one.original, one.extension, one.description] for one in phones]
    return json.dumps(rows, ensure_ascii=False)


def phones_of(text: str) -> tuple[Phone, ...]:
    """What `phones_text` made."""
    return tuple(Phone(*one) for one in json.loads(text)) if text else ()


def contact_columns(entity: Contact) -> Columns:
    """The columns of a contact, without whose it is and without who stands in for it."""
    return {
        "name": entity.name,
        "role": entity.role,
        "phones": phones_text(entity.phones),
        "emails": packed(entity.emails),
        "channel": entity.channel.value if entity.channel else "",
        "hours": entity.hours,
        "audience": entity.audience.value,
        "verified_on": entity.verified_on,
        "verified_by": entity.verified_by,
        "basis": entity.basis,
        "told": entity.told,
        "original": packed(entity.original),
    }


def contact_of(  # noqa: PLR0913 - whose it is, and for whom
    row: Row[Any],
    *,
    audience: Audience,
    organisation_id: str,
    service_id: str,
    location_id: str,
    backup_id: str,
) -> Contact:
    """A contact from its row, for an audience that may see it.

    The council's own workers alone learn who verified it, on what basis the council holds it, and what
    else stood in the text that it was read from.
    """
    ours = audience is Audience.INTERNAL
    return Contact(
        id=row.id,
        name=row.name,
        role=row.role,
        phones=phones_of(row.phones),
        emails=several(row.emails),
        channel=Channel(row.channel) if row.channel else None,
        hours=row.hours,
        backup_id=backup_id,
        audience=Audience(row.audience),
        verified_on=row.verified_on,
        verified_by=row.verified_by if ours else "",
        basis=row.basis if ours else "",
        told=row.told if ours else None,
        organisation_id=organisation_id,
        service_id=service_id,
        location_id=location_id,
        original=dict(json.loads(row.original)) if ours and row.original else {},
    )
