"""A small town in which marks are planted, where nobody but the council's own workers may see them."""

from __future__ import annotations

import shutil
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from hashlib import blake2b
from itertools import count

from hypothesis import strategies as st
from sqlalchemy import select

from adapter_core.domain.directory import (
    Audience,
    Capacity,
    CapacityState,
    Channel,
    Contact,
    Incoming,
    Phone,
    RelationshipStrength,
)
from community_directory.searching import index
from community_directory.store import DirectoryStore, FeedWriter
from community_directory.store.contacts import remove_contact, set_contact, verify_contact
from community_directory.store.editing import set_capacity, set_note, set_relationship
from community_directory.store.own_tables import contact as contact_table
from tests.integration.directory.public_answers import world_of
from tests.integration.directory.publishing_town import Clock, offer, open_town

SERVICES = 3
SAID_ON = date(2026, 11, 18)
ROOM = Capacity(CapacityState.FULL, SAID_ON)

FIELDS = ("name", "role", "email", "hours", "basis", "verifier", "original", "described", "note", "room")
OURS = ("basis", "verifier", "original", "note")
"""What partners are not told either, whoever the contact is for; what is said of room they are told."""
ROADS = ("feed", "hand", "removed")
_CONSONANTS = str.maketrans("0123456789abcdef", "bcdfghjklmnpqrst")


def words_of(seed):
    """A text for each field that stands nowhere else: no word, and not like another."""
    return {
        name: blake2b(f"{seed}{name}".encode(), digest_size=5).hexdigest().translate(_CONSONANTS)
        for name in FIELDS
    }


@dataclass(frozen=True)
class Private:
    """A contact that is not for the public, with what the council alone knows of its service.

    Attributes:
        road: how it came here: told by a feed, written by hand, or written and taken out again.
        words: a mark for each of `FIELDS`.
    """

    audience: Audience = Audience.INTERNAL
    road: str = "hand"
    owner: str = "service"
    n: int = 0
    words: dict[str, str] = field(default_factory=dict)
    digits: int = 12345678
    channel: Channel | None = None

    def contact(self, ref, **owner):
        """The contact, with a mark in every field."""
        words, number = self.words, f"79{self.digits}"
        return Contact(
            ref,
            f"{words['name'].title()} Person",
            f"Head of {words['role']}",
            (Phone(f"+44{number}", f"0{number}", "", words["described"]),),
            (f"{words['email']}@charity.example",),
            self.channel,
            f"mornings {words['hours']}",
            audience=self.audience,
            verified_on=date(2026, 11, 1),
            verified_by=words["verifier"],
            basis=words["basis"],
            told=True,
            original={"contact": words["original"]},
            **owner,
        )

    @property
    def marks(self):
        return [*self.words.values(), f"79{self.digits}"]


privates = st.builds(
    lambda seed, **given: Private(words=words_of(seed), **given),
    st.integers(0, 2**32),
    audience=st.sampled_from([Audience.PARTNER, Audience.INTERNAL]),
    road=st.sampled_from(ROADS),
    owner=st.sampled_from(["service", "organisation", "location"]),
    n=st.integers(0, SERVICES - 1),
    digits=st.integers(10**7, 10**8 - 1),
    channel=st.sampled_from([None, *Channel]),
)


class WallTown:
    """Makes towns, each a copy of one that was filled once."""

    def __init__(self, folder):
        self._folder, self._made = folder, count()
        self._first = folder / "first.db"
        with open_town(f"sqlite:///{self._first}", [offer(n) for n in range(SERVICES)]) as store:
            for view in store.services(audience=Audience.PUBLIC):
                with store.work() as unit:
                    set_capacity(unit, view.service.id, ROOM, by="worker")
                    unit.commit()

    @contextmanager
    def town(self):
        """A town of its own, published."""
        path = self._folder / f"town{next(self._made)}.db"
        shutil.copy(self._first, path)
        clock = Clock()
        clock.now = clock.now.replace(day=20)
        with DirectoryStore.open(f"sqlite:///{path}", clock=clock) as store:
            store.on_commit_work.append(index.update)
            with world_of(store) as world:
                yield world
        path.unlink()


def plant(store, planted):
    """Plant contacts and what the council knows; gives what may be seen nowhere, ids among it."""
    views = {view.service.name: view for view in store.services(audience=Audience.PUBLIC)}
    for number, one in enumerate(planted):
        view = views[offer(one.n).service.name]
        if one.road == "feed":
            _told(store, one, number)
        else:
            _written(store, one, view)
        with store.work() as unit:
            service_id = view.service.id
            set_note(unit, service_id, f"Mind {one.words['note']}", by=one.words["verifier"])
            set_relationship(unit, service_id, list(RelationshipStrength)[number % 3], by="worker")
            set_capacity(unit, service_id, replace(ROOM, note=one.words["room"]), by="worker")
            unit.commit()
    with store.reading() as unit:
        hidden = select(contact_table.c.id).where(contact_table.c.audience != "public")
        ids = list(unit.connection.execute(hidden).scalars())
    return [*(each for one in planted for each in one.marks), *ids]


def _told(store, one, number):
    """The feed tells of its services again, with one contact more."""
    owner = {
        "service": {"service_id": str(one.n)},
        "organisation": {"organisation_id": f"o{one.n % 3}"},
        "location": {"service_id": str(one.n), "location_id": f"l{one.n}"},
    }[one.owner]
    with store.work() as unit:
        writer = FeedWriter(unit, "council", on=SAID_ON)
        told: Incoming = offer(one.n)
        writer.put(replace(told, contacts=(*told.contacts, one.contact(f"private{number}", **owner))))
        writer.flush()
        unit.commit()


def _written(store, one, view):
    """A worker writes the contact down, names it as the stand-in of the public one, and has it verified."""
    owner = {"service_id": view.service.id}
    if one.owner == "organisation":
        owner = {"organisation_id": view.organisation.id}
    elif one.owner == "location":
        owner |= {"location_id": view.locations[0].id}
    with store.work() as unit:
        its_id = set_contact(unit, one.contact("", **owner), by=one.words["verifier"])
        unit.commit()
    (shown,) = view.contacts
    with store.work() as unit:
        words = one.words
        ours = {"basis": words["basis"], "told": True, "verified_by": words["verifier"]}
        set_contact(unit, replace(shown, backup_id=its_id, **ours), by=words["verifier"])
        verify_contact(unit, its_id, by=words["verifier"], on=SAID_ON)
        unit.commit()
    if one.road == "removed":
        with store.work() as unit:
            remove_contact(unit, its_id, by=words["verifier"], why=words["note"], on=SAID_ON)
            unit.commit()
