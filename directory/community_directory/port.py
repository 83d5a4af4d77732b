"""The port `directory` over the directory's own store: what casework asks, without knowing the store."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import fields
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, ConfigDict, Field

from adapter_core.config.models import absolute_url
from adapter_core.domain.directory import CAPACITY_DAYS
from adapter_core.errors import UsageError, did_you_mean
from community_directory.learning.learning import learn
from community_directory.searching import index
from community_directory.searching.concepts import Concepts, load_concepts
from community_directory.searching.filters import Filters
from community_directory.searching.service import search
from community_directory.store import DirectoryStore, event_reading

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from adapter_core.domain.directory import Audience, Contact, Event, SearchAnswer, ServiceView
    from adapter_core.domain.directory.lessons import Lesson
    from adapter_core.hooks.ports import OpenContext


class DirectorySettings(BaseModel):
    """What the directory needs of the config.

    Attributes:
        url: of its store.
        home: where "near me" is.
        capacity_days: for how many days what was said of a service's capacity holds.
        concepts: a file of the council's own search words; empty for none.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    url: str = "sqlite:///directory.db"
    home: str = ""
    capacity_days: int = Field(CAPACITY_DAYS, ge=1)
    concepts: str = ""


class CommunityDirectory:
    """The port `Directory` over an opened store."""

    def __init__(self, store: DirectoryStore, home: str = "", concepts: Concepts | None = None) -> None:
        """Keep the store; whoever opened it closes it."""
        self._store = store
        self._home = home
        self._concepts = concepts

    def search(
        self,
        query: str,
        *,
        audience: Audience,
        on: date,
        limit: int = 10,
        **filters: Any,  # noqa: ANN401 - each filter has a type of its own
    ) -> SearchAnswer:
        """Find services by words; `filters` are those of `searching.filters.Filters`.

        Raises:
            UsageError: FP-0839 for a filter that there is not, FP-0865 for a limit that cannot be.
        """
        known = [each.name for each in fields(Filters)]
        for name in filters:
            if name not in known:
                raise UsageError(
                    "FP-0839", f'The directory has no filter "{name}".{did_you_mean(name, known)}'
                )
        narrowed = Filters(**filters)
        return search(
            self._store,
            query,
            narrowed,
            audience=audience,
            on=on,
            limit=limit,
            home=self._home,
            concepts=self._concepts,
        )

    def service(self, id: str, *, audience: Audience) -> ServiceView:  # noqa: A002 - the standard's name
        """One service; see `DirectoryStore.service`."""
        return self._store.service(id, audience=audience)

    def contacts_of(self, service_id: str, *, audience: Audience) -> list[Contact]:
        """Whom to ask about a service, the best first."""
        return self._store.contacts_of(service_id, audience=audience)

    def event(self, id: str) -> Event:  # noqa: A002 - the standard's name
        """One dated event; see `event_reading.event`."""
        with self._store.reading() as unit:
            return event_reading.event(unit.connection, id)

    def learn(self, lesson: Lesson) -> bool:
        """Take in what a signpost taught; see `learning.learn`."""
        with self._store.work() as unit:
            new = learn(unit, lesson)
            unit.commit()
        return new


@contextmanager
def open_port(settings: DirectorySettings, context: OpenContext) -> Iterator[CommunityDirectory]:
    """Open the directory; leaving closes its store.

    Raises:
        ConfigurationError: FP-0881 to FP-0883, the file of search words.
        StoreError: the directory cannot be opened.
    """
    url = absolute_url(settings.url, context.base)
    concepts = load_concepts(context.base / settings.concepts) if settings.concepts else None
    with DirectoryStore.open(url, capacity_days=settings.capacity_days) as store:
        store.on_commit_work.append(index.update)
        yield CommunityDirectory(store, settings.home, concepts)
