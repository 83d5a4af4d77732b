"""The directory's store as the rest of Fingerpost sees it."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Self

from adapter_core.domain.directory import CAPACITY_DAYS
from adapter_core.errors import ConfigurationError, StoreError
from adapter_core.store.engine import make_engine, place_of
from community_directory.store import contact_reading, feeds, listing, reading
from community_directory.store.migrate import is_current, upgrade
from community_directory.store.unit_of_work import Work

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date
    from types import TracebackType

    from sqlalchemy.engine import Engine

    from adapter_core.domain.directory import Audience, Contact, Location, Organisation, ServiceView
    from community_directory.store.feeds import Feed
    from community_directory.store.unit_of_work import CommitWork

WHERE = "directory.url"
_REMEDY = "Check directory.url in the config: that it names the directory, and can be reached and written."


def utc_now() -> datetime:
    """The moment it is."""
    return datetime.now(UTC)


class DirectoryStore:
    """An opened directory; use `open`.

    Attributes:
        where: the store's place, without a password.
        clock: gives the aware moment it is.
        capacity_days: for how many days what was said of a service's capacity holds.
        on_commit_work: what is done, within the same transaction, with the services that a unit of work
            touched: the index keeps up in this way.
    """

    def __init__(
        self, engine: Engine, where: str, *, clock: Callable[[], datetime], capacity_days: int
    ) -> None:
        """Keep an engine whose store is up to date."""
        self._engine = engine
        self.where = where
        self.clock = clock
        self.capacity_days = capacity_days
        self.on_commit_work: list[CommitWork] = []

    @classmethod
    def open(
        cls, url: str, *, clock: Callable[[], datetime] = utc_now, capacity_days: int = CAPACITY_DAYS
    ) -> Self:
        """Open a directory, and make or update its tables where needed.

        Args:
            url: `sqlite:///directory.db` or `postgresql://…`; also the database that holds the runs.
            clock: gives the aware moment it is.
            capacity_days: for how many days what was said of a service's capacity holds.

        Raises:
            ConfigurationError: FP-0609 (driver missing), FP-0614 (url).
            StoreError: FP-0830 (from a newer Fingerpost), FP-0831 (somebody else's), FP-0604 (cannot be
                opened), FP-0606 (busy), FP-0607 (damaged), FP-0613 (read-only).
        """
        with _about_the_directory():
            engine = make_engine(url)
            store = cls(engine, place_of(engine.url), clock=clock, capacity_days=capacity_days)
            try:
                with store.reading() as unit:
                    current = is_current(unit.connection)
                if not current:
                    with store.work() as unit:
                        upgrade(unit.connection, store.where)
                        unit.commit()
            except BaseException:
                engine.dispose()
                raise
        return store

    def close(self) -> None:
        """Let go of every connection."""
        self._engine.dispose()

    def __enter__(self) -> Self:
        """The store."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close it."""
        self.close()

    @property
    def today(self) -> date:
        """The day it is."""
        return self.clock().date()

    def work(self) -> Work:
        """A transaction that may write; it rolls back unless told to commit."""
        return Work(self._engine, self.where, writes=True, now=self.clock(), works=self.on_commit_work)

    def reading(self) -> Work:
        """A transaction that only reads."""
        return Work(self._engine, self.where, writes=False, now=self.clock())

    # --- reading, a transaction each -------------------------------------------------------------

    def service(
        self,
        id: str,  # noqa: A002 - the standard's name
        *,
        audience: Audience,
        on: date | None = None,
    ) -> ServiceView:
        """One service; see `reading.service`."""
        with self.reading() as unit:
            return reading.service(
                unit.connection,
                id,
                audience=audience,
                on=on or self.today,
                capacity_days=self.capacity_days,
            )

    def services(
        self, *, audience: Audience, after: str = "", limit: int = 100, on: date | None = None
    ) -> list[ServiceView]:
        """Services that are listed, in the order of their ids; see `reading.services`."""
        with self.reading() as unit:
            return reading.services(
                unit.connection,
                audience=audience,
                on=on or self.today,
                after=after,
                limit=limit,
                capacity_days=self.capacity_days,
            )

    def changed_since(
        self, moment: datetime, *, audience: Audience, after: str = "", limit: int = 100
    ) -> list[ServiceView]:
        """Services that changed at a moment or later, withdrawn ones too, in the order of their ids."""
        with self.reading() as unit:
            return reading.services(
                unit.connection,
                audience=audience,
                on=self.today,
                after=after,
                limit=limit,
                withdrawn=None,
                changed_since=moment,
                capacity_days=self.capacity_days,
            )

    def contacts_of(self, service_id: str, *, audience: Audience) -> list[Contact]:
        """Whom to ask about a service, the best first.

        Raises:
            UsageError: FP-0832.
        """
        return list(self.service(service_id, audience=audience).contacts)

    def contact(self, id: str, *, audience: Audience) -> Contact:  # noqa: A002 - the standard's name
        """One contact; see `contact_reading.contact`."""
        with self.reading() as unit:
            return contact_reading.contact(unit.connection, id, audience=audience)

    def stale_contacts(self, *, audience: Audience, before: date, limit: int = 100) -> list[Contact]:
        """Contacts that nobody verified since a day; see `contact_reading.stale_contacts`."""
        with self.reading() as unit:
            return contact_reading.stale_contacts(
                unit.connection, audience=audience, before=before, limit=limit
            )

    def organisations(self, *, audience: Audience, after: str = "", limit: int = 100) -> list[Organisation]:
        """Organisations that are listed, in the order of their ids."""
        with self.reading() as unit:
            return listing.organisations(unit.connection, audience=audience, after=after, limit=limit)

    def locations(self, *, audience: Audience, after: str = "", limit: int = 100) -> list[Location]:
        """Locations that are listed, in the order of their ids."""
        with self.reading() as unit:
            return listing.locations(unit.connection, audience=audience, after=after, limit=limit)

    def counts(self, *, audience: Audience) -> dict[str, int]:
        """How many there are of each kind; see `listing.counts`."""
        with self.reading() as unit:
            return listing.counts(unit.connection, audience=audience)

    def feeds(self) -> list[Feed]:
        """Every feed that was ever read, by name."""
        with self.reading() as unit:
            return feeds.feeds(unit.connection)

    def feed(self, name: str) -> Feed | None:
        """One feed; None where it was never read."""
        with self.reading() as unit:
            return feeds.feed(unit.connection, name)


@contextmanager
def _about_the_directory() -> Iterator[None]:
    """Name the directory's url where the errors of every store would name the store of the runs."""
    try:
        yield
    except ConfigurationError as error:
        message = error.message.replace("store", "directory")
        remedy = error.remedy.replace("store.url", WHERE).replace("fingerpost.db", "directory.db")
        raise ConfigurationError(error.code, message, where=WHERE, remedy=remedy) from None
    except StoreError as error:
        remedy = _REMEDY if "store.url" in error.remedy else error.remedy
        raise StoreError(error.code, error.message, where=error.where, remedy=remedy) from None
