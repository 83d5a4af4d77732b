"""What `fingerpost doctor` asks of the directory, and what to do where an answer is not good."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from adapter_core.domain.directory import Audience
from adapter_core.service.bootstrap import today
from community_directory.searching import checking
from community_directory.store import DirectoryStore
from community_directory.store.migrate import is_current, revisions

if TYPE_CHECKING:
    from adapter_core.config import Config

STALE_DAYS = 366
"""After so many days nobody should rely on a contact without ringing them first."""

MOST_STALE = 0.3
"""The share of the contacts that may be so old before somebody has to look after them."""

EVERY_CONTACT = 10**9


def is_open(config: Config) -> str | None:
    """Open the directory, which brings it to this version's shape.

    Raises:
        ConfigurationError: the url is wrong.
        StoreError: it cannot be opened, or is of a newer Fingerpost.
    """
    with _opened(config) as store, store.reading() as unit:
        if is_current(unit.connection):
            return None
        found = ", ".join(sorted(revisions(unit.connection))) or "none"
    return (
        f"The directory is at migration {found}, and not at the newest. Update Fingerpost on every machine."
    )


def index_agrees(config: Config) -> str | None:
    """Hold the index of the search against the tables that it is made from.

    Raises:
        StoreError: the directory cannot be read.
    """
    with _opened(config) as store, store.reading() as unit:
        found = checking.check(unit.connection)
    if found.sound:
        return None
    return f"{'; '.join(found.problems)}. Mend it with: fingerpost directory check --repair"


def contacts_are_fresh(config: Config) -> str | None:
    """Count the contacts to whom nobody has spoken for a year, or ever.

    Raises:
        StoreError: the directory cannot be read.
    """
    before = today() - timedelta(days=STALE_DAYS)
    with _opened(config) as store:
        every = store.counts(audience=Audience.INTERNAL)["contact"]
        stale = len(store.stale_contacts(audience=Audience.INTERNAL, before=before, limit=EVERY_CONTACT))
    if not every or stale / every <= MOST_STALE:
        return None
    return (
        f"Nobody has spoken to {stale:,} of {every:,} contacts within a year. "
        "See whom to ring first with: fingerpost directory stale"
    )


def _opened(config: Config) -> DirectoryStore:
    return DirectoryStore.open(config.directory_url, capacity_days=config.directory.capacity_days)
