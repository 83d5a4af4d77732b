"""Contacts out of rows: columns of their own, and columns in which everything stands together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from adapter_core.domain.directory import Audience, Channel, Contact, Phone
from community_directory.importing.tables.places import Cells, readers, text
from community_directory.normalising import taken_apart

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from community_directory.importing.tables.model import ContactMap

_FIELDS = ("name", "role", "mixed", "phone", "email", "hours", "channel", "basis")
_HOURS = ("hour", "am ", "pm ", "weekday", "day ")


class Contacts:
    """Makes contacts of rows, one for each `[contacts.<name>]`."""

    def __init__(self, maps: Mapping[str, ContactMap], places: Mapping[str, int]) -> None:
        self._maps = [(name, part, readers(part, _FIELDS, places)) for name, part in maps.items()]

    def of(self, row: Sequence[str], *, service: str = "", organisation: str = "") -> tuple[Contact, ...]:
        """The contacts of a row's service or organisation, as they were given: reading them is the import's.

        Args:
            row: the row.
            service: id of the service, as contacts of services refer to it.
            organisation: likewise.
        """
        found = []
        for name, part, cells in self._maps:
            owner = service if part.of == "service" else organisation
            if owner and (contact := _contact(name, part, cells, row, owner)):
                found.append(contact)
        return tuple(found)


def _contact(name: str, part: ContactMap, cells: Cells, row: Sequence[str], owner: str) -> Contact | None:
    mixed = taken_apart(text(cells, "mixed", row))
    phone, email = text(cells, "phone", row), text(cells, "email", row)
    phones = (Phone("", phone), *mixed.phones) if phone else mixed.phones
    # What was meant as an address and is none goes on: the import reports it, and keeps it from view.
    emails = tuple(filter(None, (email, *mixed.emails, *mixed.unread)))
    person, role = text(cells, "name", row), text(cells, "role", row)
    hours = text(cells, "hours", row) or (mixed.words if _about_hours(mixed.words) else "")
    if not (phones or emails or person or role or hours):
        return None
    given = {"contact": mixed.original, "phone": phone, "email": email}
    channel = text(cells, "channel", row).casefold().replace(" ", "_")
    return Contact(
        f"{owner}#{name}",
        person,
        role,
        phones,
        emails,
        Channel(channel) if channel in set(Channel) else None,
        hours,
        audience=Audience(part.audience),
        basis=text(cells, "basis", row),
        organisation_id=owner if part.of == "organisation" else "",
        service_id=owner if part.of == "service" else "",
        original={key: value for key, value in given.items() if value},
    )


def _about_hours(words: str) -> bool:
    said = f"{words.casefold()} "
    return any(word in said for word in _HOURS)
