"""What the community offers: asked of a directory, or streamed into one."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any, Protocol, runtime_checkable

from adapter_core.domain.directory import Audience, Contact, Event, Incoming, SearchAnswer, ServiceView
from adapter_core.domain.directory.lessons import Lesson
from adapter_core.hooks.ports.reports import Reject


@runtime_checkable
class Directory(Protocol):
    """What the community offers, and whom to ask. Nobody is told what their audience may not see."""

    def search(
        self,
        query: str,
        *,
        audience: Audience,
        on: date,
        limit: int = 10,
        **filters: Any,  # noqa: ANN401 - each directory has its own
    ) -> SearchAnswer:
        """Find services by words, as a worker types them.

        Args:
            query: any text at all; it goes into no URL and no log.
            audience: whose eyes the answer is for.
            on: the day to speak of: what is fresh, open or has room then.
            limit: the most hits.
            filters: what narrows it, by the directory's own names.

        Raises:
            UsageError: a filter that the directory does not have.
        """
        ...

    def service(self, id: str, *, audience: Audience) -> ServiceView:  # noqa: A002 - the standard's name
        """One service with its organisation, places, events and visible contacts.

        Raises:
            UsageError: FP-0832 when no service has that id.
        """
        ...

    def contacts_of(self, service_id: str, *, audience: Audience) -> list[Contact]:
        """Whom to ask about a service, as far as the audience may know, the best first.

        Raises:
            UsageError: FP-0832 when no service has that id.
        """
        ...

    def event(self, id: str) -> Event:  # noqa: A002 - the standard's name
        """One dated event; everybody may see every event.

        Raises:
            UsageError: FP-0832 when no event that is listed has that id.
        """
        ...

    def learn(self, lesson: Lesson) -> bool:
        """Take in what a signpost taught, once: a lesson of a key that is known changes nothing.

        That a contact was spoken to verifies them; room is told with its day; what says that an entry is
        wrong changes nothing before somebody else has looked.

        Returns:
            Whether it was new.

        Raises:
            UsageError: FP-0832, FP-0833 when what it is about is not there: it can never be learnt.
        """
        ...


@runtime_checkable
class DirectoryFeed(Protocol):
    """Services as somebody else publishes or keeps them."""

    @property
    def complete(self) -> bool:
        """Whether everything there was has been read: only then is what was not told of withdrawn.

        It is False until `incoming` has come to its end, and stays so after a page that failed.
        """
        ...

    def incoming(self) -> Iterator[Incoming | Reject]:
        """Stream what the feed holds, lazily, under the source's own ids.

        Raises:
            SourceUnavailable: when the source cannot be reached or answers no more; what it gave
                before stands, and `complete` is False.
        """
        ...
