"""What of a service is looked for: its words, where each stands, and the lowest audience that may know."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sqlalchemy import or_, select

from adapter_core.domain.directory import Audience
from community_directory.searching.postings import Field
from community_directory.searching.words import indexed_name, indexed_words
from community_directory.store import own_tables as own
from community_directory.store import tables as store

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement
    from sqlalchemy.engine import Connection

LEVELS = {audience: level for level, audience in enumerate(Audience)}
"""How much an audience may see: 0 the public."""
PUBLIC, INTERNAL = LEVELS[Audience.PUBLIC], LEVELS[Audience.INTERNAL]

WHOLE = "="
"""Before a name that is one key; no word begins with it."""
DISTRICT = "@"
"""Before a postcode district as a key: `@fy1`."""

CATEGORY = "#"
"""Before the name of a category as a key."""
EVERYTHING = "*"
"""The term of every service: how many there are, and where a search without words begins."""

MOST_AT_ONCE = 500
"""Services, so that a statement's parameters stay below what either database takes."""
_MOST_WORDS_COUNTED = 32_767

Key = str
"""A term in memory: its text, after a sign of its level where that is not the public's. See `key_of`."""

_SIGNS = tuple("" if not level else chr(level) for level in LEVELS.values())
"""No text of a term begins with a control character."""


def key_of(level: int, text: str) -> Key:
    """A level and a text as one key."""
    return _SIGNS[level] + text


def level_and_text(key: Key) -> tuple[int, str]:
    """What `key_of` was given."""
    level = ord(key[0])
    return (level, key[1:]) if level < len(_SIGNS) else (PUBLIC, key)


@dataclass(slots=True)
class Document:
    """A service's terms.

    Attributes:
        number: the store's number of it.
        terms: keys (`key_of`) to the fields that the term stands in.
        name_words: how many words its name has, and `organisation_words` the name of who offers it.
    """

    number: int
    terms: dict[Key, int] = field(default_factory=dict)
    name_words: int = 0
    organisation_words: int = 0

    def add(self, text: str, where: int, level: int = PUBLIC) -> int:
        """Put the words of a text in; say how many there are."""
        found = indexed_words(text)
        self._put(found, int(where), level)
        return min(len(found), _MOST_WORDS_COUNTED)

    def add_name(self, text: str, where: int, level: int = PUBLIC) -> int:
        """Put a name in, word by word and whole."""
        found, one_key = indexed_name(text)
        if found:
            self._put(found, int(where), level)
            self._put((WHOLE + one_key,), where | Field.WHOLE, level)
        return min(len(found), _MOST_WORDS_COUNTED)

    def _put(self, words: Sequence[str], where: int, level: int) -> None:
        if level:
            words = [_SIGNS[level] + word for word in words]
        terms = self.terms
        fresh = dict.fromkeys(words, where)
        for key in fresh.keys() & terms.keys():
            fresh[key] |= terms[key]
        terms.update(fresh)


def documents(connection: Connection, numbers: Iterable[int]) -> list[Document]:
    """The documents of some services, in order; none of a service that is not listed (any more)."""
    wanted = sorted(set(numbers))
    found: list[Document] = []
    for start in range(0, len(wanted), MOST_AT_ONCE):
        found += _documents(connection, wanted[start : start + MOST_AT_ONCE])
    return found


def _documents(connection: Connection, numbers: Sequence[int]) -> list[Document]:
    service, organisation = store.service.c, store.organisation.c
    found: dict[int, Document] = {}
    of_organisation: defaultdict[int, list[Document]] = defaultdict(list)
    rows = connection.execute(
        select(
            service.number,
            service.name,
            service.alternate_name,
            service.description,
            service.eligibility,
            service.organisation,
            organisation.name.label("by"),
            organisation.alternate_names.label("also"),
            organisation.description.label("about"),
        )
        .select_from(store.service.outerjoin(store.organisation))
        .where(service.number.in_(numbers), store.listed(store.service))
        .order_by(service.number)
    )
    for row in rows:
        one = found[row.number] = Document(row.number, {EVERYTHING: int(Field.BODY)})
        one.name_words = one.add_name(row.name, Field.NAME)
        if row.alternate_name:
            one.add_name(row.alternate_name, Field.NAME)
        one.add(row.description, Field.BODY)
        one.add(row.eligibility, Field.BODY)
        if row.organisation is not None:
            of_organisation[row.organisation].append(one)
            one.organisation_words = one.add_name(row.by or "", Field.ORGANISATION)
            one.add(row.also or "", Field.ORGANISATION)
            one.add(row.about or "", Field.BODY)
    if found:
        of_location = _places(connection, found)
        _contacts(connection, found, of_organisation, of_location)
        _others(connection, found)
    return list(found.values())


def _places(connection: Connection, found: dict[int, Document]) -> dict[int, list[Document]]:
    """Put in where services are; say which are at a location."""
    at, location = store.at_location.c, store.location.c
    of_location: defaultdict[int, list[Document]] = defaultdict(list)
    rows = connection.execute(
        select(
            at.service,
            location.number,
            location.name,
            location.line_1,
            location.line_2,
            location.city,
            location.postcode,
            location.district,
        )
        .select_from(store.at_location.join(store.location))
        .where(at.service.in_(list(found)), store.listed(store.at_location), store.listed(store.location))
        .order_by(at.service, at.number)
    )
    for row in rows:
        one = found[row.service]
        of_location[row.number].append(one)
        # Without a town of its own, an address has it in its lines.
        one.add(f"{row.name} {row.line_1} {row.line_2}", Field.PLACE if row.city else Field.TOWN)
        one.add(f"{row.city} {row.postcode}", Field.TOWN)
        _district(one, row.district)
    area, district = store.area.c, store.area_district.c
    for number, name in connection.execute(
        select(area.service, area.name).where(area.service.in_(list(found)))
    ):
        found[number].add(name, Field.TOWN)
    for number, code in connection.execute(
        select(district.service, district.district).where(district.service.in_(list(found)))
    ):
        _district(found[number], code)
    return of_location


def _district(one: Document, code: str) -> None:
    if code:
        one.terms[DISTRICT + code.lower()] = int(Field.TOWN)


def _contacts(
    connection: Connection,
    found: dict[int, Document],
    of_organisation: dict[int, list[Document]],
    of_location: dict[int, list[Document]],
) -> None:
    """Put in whom to ask, each at the level of who may see them."""
    contact = own.contact.c
    belongs: list[tuple[ColumnElement[Any], dict[int, list[Document]]]] = [
        (contact.service, {number: [one] for number, one in found.items()}),
        (contact.organisation, of_organisation),
        (contact.location, of_location),
    ]
    rows = connection.execute(
        select(
            contact.name,
            contact.role,
            contact.audience,
            contact.service,
            contact.organisation,
            contact.location,
        )
        .where(
            or_(*(column.in_(list(owners)) for column, owners in belongs if owners)),
            contact.withdrawn_on.is_(None),
            contact.merged_into.is_(None),
        )
        .order_by(contact.number)
    )
    for row in rows:
        if row.service is not None:
            owners = belongs[0][1].get(row.service, [])
        elif row.organisation is not None:
            owners = of_organisation.get(row.organisation, [])
        else:
            owners = of_location.get(row.location, [])
        level = LEVELS[Audience(row.audience)]
        for one in owners:
            one.add_name(row.name, Field.CONTACT, level)
            one.add(row.role, Field.CONTACT, level)


def _others(connection: Connection, found: dict[int, Document]) -> None:
    """Put in categories, events, and the notes of the council's workers, for whom alone they are."""
    numbers = list(found)
    of, term, event, note = store.service_term.c, store.term.c, store.event.c, own.note.c
    for number, name in connection.execute(
        select(of.service, term.name)
        .select_from(store.service_term.join(store.term, of.term == term.number))
        .where(of.service.in_(numbers), store.listed(store.term))
    ):
        found[number].add(name, Field.TERM)
        found[number].terms[CATEGORY + indexed_name(name)[1]] = int(Field.TERM)
    for row in connection.execute(
        select(event.service, event.name, event.description).where(
            event.service.in_(numbers), store.listed(store.event)
        )
    ):
        found[row.service].add(row.name, Field.TERM)
        found[row.service].add(row.description, Field.BODY)
    for number, text in connection.execute(select(note.service, note.text).where(note.service.in_(numbers))):
        found[number].add(text, Field.BODY, INTERNAL)
