"""A directory of each kind, and what a feed tells of made short."""

from __future__ import annotations

import shutil
import uuid
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta

import psycopg
import pytest

from adapter_core.domain.directory import (
    Audience,
    Contact,
    Incoming,
    Location,
    Organisation,
    Phone,
    Service,
    ServiceAtLocation,
)
from adapter_core.store import engine
from community_directory.store import DirectoryStore, FeedWriter

TODAY = date(2026, 11, 23)


@pytest.fixture(autouse=True)
def hasty(monkeypatch):
    """What is not about power cuts need not wait for the disk."""
    monkeypatch.setattr(engine, "JOURNAL_SYNC", "OFF")
    monkeypatch.setattr(engine, "WAL_SYNC", "OFF")


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_directory_url(request, tmp_path):
    """A database in which nothing is yet."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'directory.db'}"
    return request.getfixturevalue("postgres_url")


@pytest.fixture(scope="session")
def made_in_sqlite(tmp_path_factory):
    """A directory without entries, to copy: migrating one takes longer than most tests."""
    path = tmp_path_factory.mktemp("made") / "directory.db"
    DirectoryStore.open(f"sqlite:///{path}").close()
    return path


@contextmanager
def database(server, template="template1"):
    """A database of its own; gives its URL and its name."""
    name = f"directory_{uuid.uuid4().hex[:12]}"
    base, question, options = server.partition("?")
    plain = server.replace("postgresql+psycopg://", "postgresql://", 1)
    with psycopg.connect(plain, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
        yield f"{base.rpartition('/')[0]}/{name}{question}{options}", name
        connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture(scope="session")
def made_in_postgres(postgres_server):
    """The name of a database with a directory without entries, to copy."""
    with database(postgres_server) as (url, name):
        DirectoryStore.open(url).close()
        yield name


@pytest.fixture(params=["sqlite", "postgresql"])
def directory_url(request, tmp_path):
    """A directory without entries."""
    if request.param == "sqlite":
        path = tmp_path / "directory.db"
        shutil.copy(request.getfixturevalue("made_in_sqlite"), path)
        yield f"sqlite:///{path}"
        return
    template = request.getfixturevalue("made_in_postgres")
    with database(request.getfixturevalue("postgres_server"), template) as (url, _):
        yield url


class Town:
    """A directory that is filled by feeds, and a clock that moves a minute with each transaction."""

    def __init__(self, store):
        self.store = store
        self.told = []
        self.now = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
        store.clock = self.tick

    def tick(self):
        self.now += timedelta(minutes=1)
        return self.now

    def read(self, *incoming, feed="council", complete=True, commit=True, on=TODAY):
        """One reading of a feed; returns its outcome."""
        self.told = []
        with self.store.work() as unit:
            writer = FeedWriter(unit, feed, on=on, told=self.told.append)
            for one in incoming:
                writer.put(one)
            if complete:
                writer.withdraw_unseen("the feed does not tell of it any more")
            else:
                writer.flush()
            if commit:
                unit.commit()
        return writer.outcome

    def do(self, work, *given, **named):
        """One piece of work by hand."""
        with self.store.work() as unit:
            found = work(unit, *given, **named)
            unit.commit()
        return found

    def views(self, audience=Audience.INTERNAL):
        return self.store.services(audience=audience, on=TODAY)

    def view(self, name, audience=Audience.INTERNAL):
        return next(each for each in self.views(audience) if each.service.name == name)


def told(ref="1", *, organisation="o1", **given):
    """One service with all that belongs to it."""
    service = {"name": f"Service {ref}", "organisation_id": organisation} | given.pop("service", {})
    contact = {"name": f"Person {ref}", "service_id": ref, "emails": (f"p{ref}@example.org",)}
    contact |= given.pop("contact", {})
    return Incoming(
        ref=ref,
        organisation=given.pop("owner", Organisation(organisation, f"Organisation {organisation}")),
        service=Service(ref, **service),
        locations=given.pop("locations", (Location("l1", "The hall"),)),
        at_locations=given.pop("at_locations", (ServiceAtLocation(f"at{ref}", ref, "l1"),)),
        contacts=given.pop("contacts", (Contact(f"c{ref}", **contact),)),
        **given,
    )


def phone(number):
    return Phone(f"+44{number[1:]}", number)


@pytest.fixture
def town(directory_url):
    with DirectoryStore.open(directory_url) as store:
        yield Town(store)


@pytest.fixture
def a_service():
    return told


@pytest.fixture
def a_phone():
    return phone
