"""A contact in one form: numbers as dialled, addresses as sent to, and the originals beside them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from adapter_core.domain.directory import Audience, Phone
from adapter_core.hooks.ports import Reject
from community_directory.importing.replacing import replaced
from community_directory.normalising import is_nothing, one_line, phone_of, plain_text, something, storable
from community_directory.normalising.emails import emails_in, is_for_nobody

if TYPE_CHECKING:
    from adapter_core.domain.directory import Contact

UNREADABLE = "FP-0857"


def tidy_contact(one: Contact, ref: str, rejects: list[Reject]) -> Contact | None:
    """A contact in one form; None for one that says nothing.

    Args:
        one: as the feed has it.
        ref: where a person finds it in the source.
        rejects: where what cannot be read is added.
    """
    phones: dict[tuple[str, str], Phone] = {}
    original = dict(one.original)
    unread = False
    for phone in one.phones:
        text = phone.original or phone.number
        if is_nothing(text):
            continue
        # With its number, the feed has read it already, by the same library.
        found = (phone,) if phone.number.startswith("+") and phone.original else phone_of(text)
        if not found or not found[0].number:
            unread = True
            original.setdefault("phone", text)
            found = found or (Phone("", text.strip(), phone.extension, one_line(phone.description)),)
        for each in found:
            tidy = replaced(
                each,
                original=storable(each.original),
                extension=each.extension or phone.extension,
                description=each.description or one_line(phone.description),
            )
            phones.setdefault((tidy.number or tidy.original, tidy.extension), tidy)
    emails: dict[str, None] = {}
    for text in one.emails:
        addresses = emails_in(text)
        emails.update(dict.fromkeys(addresses))
        if not addresses and not is_nothing(text) and not is_for_nobody(text):
            unread = True
            original.setdefault("email", text.strip())
    if unread:
        rejects.append(Reject(ref, UNREADABLE, "contacts"))
    name, role = something(one_line(one.name)), something(one_line(one.role))
    reached = any(phone.number for phone in phones.values()) or bool(emails)
    only_original = bool(original) and not one.phones and not one.emails
    if not (name or role or phones or emails or unread or only_original or something(one.hours)):
        return None
    return replaced(
        one,
        name=name,
        role=role,
        phones=tuple(phones.values()),
        emails=tuple(emails),
        hours=something(plain_text(one.hours)),
        # What could not be read may be anybody's.
        audience=Audience.INTERNAL if unread and not reached else one.audience,
        original={storable(key): storable(text) for key, text in original.items()},
    )
