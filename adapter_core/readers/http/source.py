"""A server as a source of people."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

from adapter_core.errors import ConfigurationError, PersonNotFound, SourceUnavailable
from adapter_core.hooks.capabilities import NEEDS, Capability
from adapter_core.hooks.ports import ColumnProblem, SourceReport
from adapter_core.readers.http.exchange import Request
from adapter_core.readers.http.listing import LIST_MAY_GO_ON, Listing
from adapter_core.readers.http.lookup import LookUps

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from adapter_core.domain.people import Person
    from adapter_core.hooks.ports import Identity, Page, PeopleQuery, Reject
    from adapter_core.readers.http.asking import Asking
    from adapter_core.readers.http.bodies import Bodies
    from adapter_core.readers.http.settings import HttpSettings
    from adapter_core.readers.mapping import Reader

_OF_A_LIST = (
    Capability.PEOPLE_READ,
    Capability.PEOPLE_RESUME,
    Capability.COHORT,
    Capability.OWNERS,
)


class HttpSource:
    """People on a server; serves the ports `CaseRecords`, `Demographics` and `LooksUp`.

    One thread at a time. A list is read as it is at that time: what moves meanwhile is noticed by
    references that come twice and by the totals that the server gives, and makes the run partial.

    Attributes:
        reader: the compiled mapping; `reader.settings` holds the council settings in use.
    """

    def __init__(
        self, name: str, settings: HttpSettings, reader: Reader, *, bodies: Bodies, asking: Asking
    ) -> None:
        """Use `open_http`."""
        self.name, self.reader = name, reader
        self._settings, self._bodies, self._asking = settings, bodies, asking
        self._where = f"sources.{name}"
        self._flatten = flatten = bodies.flattener(reader.plan)
        self._listing = (
            Listing(settings, reader, flatten, bodies=bodies, asking=asking, where=self._where)
            if settings.people
            else None
        )
        look_up = settings.look_up
        self._look_ups = (
            LookUps(settings, look_up, reader, flatten, bodies=bodies, asking=asking, where=self._where)
            if look_up
            else None
        )

    # --- about itself ---

    @property
    def as_of(self) -> None:
        """None: a live system, whose data is true when it is asked."""
        return

    @property
    def rejects(self) -> Sequence[Reject]:
        """Answers to look-ups that could not be used, since the source was opened."""
        return self._look_ups.rejects if self._look_ups else ()

    @property
    def unmapped(self) -> Mapping[tuple[str, str], int]:
        """Codes of look-ups that the mapping does not know, as a page has them."""
        return self._look_ups.unmapped if self._look_ups else {}

    def inspect(self) -> SourceReport:
        """Ask for the first page: whether server, sign-in and paging are what the config says.

        A server has no catalogue to compare a mapping with. Of one without a list nothing is asked: a
        look-up would need somebody to look up.

        Raises:
            SourceUnavailable: the server does not answer with a page.
        """
        settings, look_up = self._settings, self._settings.look_up
        able: set[Capability] = set()
        problems: list[ColumnProblem] = []
        if self._listing:
            able.update(_OF_A_LIST)
            if self._listing.may_go_on():
                what = "The first page is full and nothing leads on: check pages.next, or name pages.total."
                problems.append(ColumnProblem("pages.next", what, fatal=False, code=LIST_MAY_GO_ON))
        if settings.person or (look_up and look_up.reference):
            able.add(Capability.PEOPLE_GET)
        if look_up and look_up.identifier:
            able.add(Capability.PEOPLE_LOOKUP)
        fields = self.reader.fields
        capabilities = frozenset(each for each in able if NEEDS[each] <= fields)
        return SourceReport(fields, capabilities, tuple(problems), self.as_of)

    # --- people ---

    def iter_people(self, query: PeopleQuery) -> Iterator[Page]:
        """Stream the list; see `ports.CaseRecords`. Some pages are fetched ahead.

        The last page holds nobody. Where people were lost between pages (FP-0530), where the list changed
        while it was read (FP-0531) or seems to go on (FP-0532), it has a reject that says so.

        Raises:
            SourceUnavailable: the server cannot be reached, or answers with something else than a page;
                FP-0461, a page comes again; FP-0462, a page leads to another server; FP-0468, the list has
                nobody; FP-0469, it changed since the run that is to go on.
            ConfigurationError: FP-0467, the config names no list.
        """
        if self._listing is None:
            raise self._not_configured("people", "The config names no list of everybody on this server.")
        return self._listing.pages(query)

    def get_person(self, ref: str) -> Person:
        """Ask for one person, by address where the config says so, else by POST.

        Raises:
            PersonNotFound: FP-0405, the server knows no such reference.
            SourceUnavailable: the server cannot be reached; FP-0470, it answers about somebody else.
            ConfigurationError: FP-0467, the config says no way to ask for one person.
        """
        request = self._request_for(ref)
        where = f"{self._where} {request.path}"
        answer = self._asking.find(request)
        records = self._bodies.people(answer, where) if answer else []
        if not records:
            raise PersonNotFound("FP-0405", "The source has nobody of this reference.", where=where)
        rows, children = self._flatten.rows(records)
        people = self.reader.read(rows, children).people
        if len(records) != 1 or [person.ref for person in people] != [ref]:
            message = "The answer is not about the one person asked for."
            raise SourceUnavailable("FP-0470", message, where=where)
        return people[0]

    def look_up(self, identities: Sequence[Identity]) -> list[Person | None]:
        """See `ports.LooksUp`.

        Raises:
            SourceUnavailable: the server cannot be reached, or answers with something else.
            ConfigurationError: FP-0467, the config says no way to look people up.
        """
        if self._look_ups is None or not (self._settings.look_up and self._settings.look_up.identifier):
            raise self._not_configured("look_up", "The config says no way to look people up by identifier.")
        return self._look_ups.look_up(identities)

    def _request_for(self, ref: str) -> Request:
        settings = self._settings
        if settings.person:
            quoted = quote(ref, safe="", errors="replace")  # what is no text finds nobody, and is no fault
            address = f"{settings.url.rstrip('/')}{settings.person.replace('{ref}', quoted)}"
            return Request(address, settings.person, headers={"Accept": self._bodies.accept})
        if self._look_ups and settings.look_up and settings.look_up.reference:
            return self._look_ups.by_reference(ref)
        raise self._not_configured("person", "The config says no way to ask for one person.")

    def _not_configured(self, key: str, message: str) -> ConfigurationError:
        return ConfigurationError("FP-0467", message, where=f"{self._where}.{key}")
