"""The ports: what a backend does once it is opened. Hooks register; ports work."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any, Protocol, runtime_checkable

from pydantic import BaseModel

from adapter_core.domain.casework.deliveries import Delivery
from adapter_core.domain.directory import Audience, Contact, Event, Incoming, SearchAnswer, ServiceView
from adapter_core.domain.directory.lessons import Lesson
from adapter_core.domain.people import Person
from adapter_core.domain.practices import PracticeList
from adapter_core.hooks.capabilities import Capability, Port

PAGE_SIZE = 1000
"""The most people that a page may hold."""


MOST_UNMAPPED = 30
"""With more different unknown codes than this, a column may hold names: none of its values is shown."""

TOO_MANY_UNMAPPED = (
    f"more than {MOST_UNMAPPED} different values that no code list knows: is this the right column?"
)
"""What is said instead of naming them."""


@dataclass(frozen=True, slots=True)
class Reject:
    """A record that could not be read: it never stops a run and is never dropped in silence.

    Attributes:
        ref: the source's reference; where there is none, what else finds the record, such as `row 17`.
        code: an `FP-` code of `adapter_core.errors`.
        field: path of the canonical field at fault, or empty.
        refs: the references that it is about, of whatever source, where `ref` names several.
        anonymous: whether the record has no reference and may be anybody's: nobody of its source is then
            known to be gone.
    """

    ref: str
    code: str
    field: str = ""
    refs: tuple[str, ...] = dataclasses.field(default=(), compare=False)
    anonymous: bool = dataclasses.field(default=False, compare=False)


@dataclass(slots=True)
class Page:
    """Part of what a source holds, in the source's own order.

    Attributes:
        people: at most `PAGE_SIZE` of them.
        cursor: where to resume after this page; None after the last.
        rejects: records that could not be read.
        unmapped: `(field path, raw code)` to how many people carry a code that the mapping does not know.
        positions: where each person stands, for `PeopleAt`; parallel to `people`, or empty.
    """

    people: Sequence[Person]
    cursor: str | None = None
    rejects: Sequence[Reject] = ()
    unmapped: Mapping[tuple[str, str], int] = field(default_factory=dict)
    positions: Sequence[int] = ()


@dataclass(frozen=True, slots=True)
class PeopleQuery:
    """What to stream: everything after `after`, at most `page_size` people a page."""

    after: str | None = None
    page_size: int = PAGE_SIZE


@dataclass(frozen=True, slots=True)
class ColumnProblem:
    """A difference between a mapping and the source it is for.

    Attributes:
        where: key path in the mapping, such as `person.nhs_number`.
        what: one sentence that says what is wrong and what would be right.
        fatal: whether reading cannot start at all.
        code: an `FP-` code.
    """

    where: str
    what: str
    fatal: bool = True
    code: str = "FP-0301"


@dataclass(frozen=True, slots=True)
class SourceReport:
    """What an opened source says about itself (`fingerpost config check`).

    Attributes:
        fields: canonical fields that it can fill.
        capabilities: what it can do, as mapped now.
        problems: differences between mapping and source.
        as_of: when its data was true, where it knows.
    """

    fields: frozenset[str]
    capabilities: frozenset[Capability]
    problems: tuple[ColumnProblem, ...] = ()
    as_of: datetime | None = None


@runtime_checkable
class CaseRecords(Protocol):
    """People as a case system holds them."""

    @property
    def as_of(self) -> datetime | None:
        """When the data was true (a file's date); None for a live system. It costs next to nothing."""
        ...

    def inspect(self) -> SourceReport:
        """Compare the mapping with the source as it is now; reads catalogue and code lists, no people."""
        ...

    def iter_people(self, query: PeopleQuery) -> Iterator[Page]:
        """Stream everybody, lazily: page 2 is not fetched before it is asked for.

        Raises:
            SourceUnavailable: when the source cannot be reached or answers no more.
        """
        ...

    def get_person(self, ref: str) -> Person:
        """Fetch one person, live (needs `people.get`).

        Raises:
            PersonNotFound: when the source has no such reference.
        """
        ...


@runtime_checkable
class Demographics(Protocol):
    """Demographics as another system holds them, to be compared with the master's."""

    @property
    def as_of(self) -> datetime | None:
        """See `CaseRecords.as_of`."""
        ...

    def inspect(self) -> SourceReport:
        """See `CaseRecords.inspect`."""
        ...

    def iter_people(self, query: PeopleQuery) -> Iterator[Page]:
        """See `CaseRecords.iter_people`; pages carry `positions` where `people.at` is claimed."""
        ...

    def people_at(self, positions: Sequence[int]) -> list[Person]:
        """Read people again by position, in the order asked for."""
        ...


@dataclass(frozen=True, slots=True)
class Identity:
    """Whom to look up. It is personal data: its `repr` shows neither part.

    Attributes:
        identifier: what joins records, normalised: an NHS number, or the master's reference.
        born: the date of birth, where it is known.
    """

    identifier: str = field(repr=False)
    born: date | None = field(default=None, repr=False)


@runtime_checkable
class LooksUp(Protocol):
    """A source that is asked about people one batch at a time, with or without a list of everybody.

    A backend whose server has no list claims `people.lookup` without `people.read`, and its
    `iter_people` raises. It may also have `rejects`, a list of `Reject` for answers that could not be used
    since it was opened, and `unmapped`, as a page has them.
    """

    def look_up(self, identities: Sequence[Identity]) -> list[Person | None]:
        """Find people by identifier; whether the birth date of an answer agrees is for the caller to see.

        Returns:
            One answer an identity, in the same order; None where the source knows nobody, and where what
            it says cannot be read or is about more than one person, which is then among the `rejects`.

        Raises:
            SourceUnavailable: when the source cannot be reached, or answers with something else.
        """
        ...


@dataclass(frozen=True, slots=True)
class Sighting:
    """Where a marker stands in a case system's notes.

    Attributes:
        on: since when, where the system says.
        refs: references of the people in whose notes it stands.
    """

    on: date | None
    refs: tuple[str, ...]


@runtime_checkable
class SeesWritten(Protocol):
    """A source that shows what was written into people's notes; needs `notes.seen`."""

    def seen(self, markers: Sequence[str]) -> Mapping[str, Sighting]:
        """Those of the markers that stand in the system's notes; their texts are given to nobody.

        Raises:
            SourceUnavailable: when the source cannot be reached.
        """
        ...


@runtime_checkable
class Writes(Protocol):
    """A source that can be written to; needs `records.write`. One delivery is written once, or not at all.

    `key` says what is the same thing: a backend that already wrote a key writes nothing and gives its
    receipt again.
    """

    def write(self, delivery: Delivery) -> str:
        """Write one delivery into the person's record, and return only once it is there to stay.

        Returns:
            The backend's own word for what it wrote: a number, a reference.

        Raises:
            SourceUnavailable: nothing was written; it is tried again.
            InDoubt: nobody knows whether it was written (FP-1051). Any error that is none of
                Fingerpost's own counts as this one.
            UsageError: the backend refuses it for good (FP-1053); nothing was written.
        """
        ...

    def find(self, key: str) -> str | None:
        """The receipt of what was written under a key; None where nothing was.

        Raises:
            SourceUnavailable: when the source cannot be reached.
            InDoubt: when it cannot tell.
        """
        ...


@runtime_checkable
class Matcher(Protocol):
    """Says by what a record is known again in another source; the default is `joining.ExactMatcher`.

    Records are of one person where both parts of their identities are equal. What has no date of birth
    is never joined: no matcher can join records by an identifier alone.
    """

    @property
    def field(self) -> str:
        """The canonical field that holds the identifier in the other source, such as `nhs_number`."""
        ...

    def of_master(self, person: Person) -> Identity | None:
        """The identity of a master's record, or None where it identifies nobody."""
        ...

    def of_other(self, person: Person) -> Identity | None:
        """The identity of another source's record, or None where it identifies nobody."""
        ...


@runtime_checkable
class ReferenceData(Protocol):
    """Lists that belong to nobody's record.

    A backend may also have `rejects`, a sequence of `Reject` for the rows that it could not use, and
    `inspect`, which says in a `SourceReport` what is wrong with the list; core asks where they are there.
    """

    def practices(self) -> PracticeList:
        """The list of GP practices.

        Raises:
            SourceUnavailable: when the list is gone, empty or unreadable.
        """
        ...


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


@dataclass(frozen=True, slots=True)
class OpenContext:
    """What core hands to a backend when it is opened.

    Attributes:
        source: name of the source in the config.
        as_of: the day that the run speaks of.
        base: the folder that relative paths of the config start from.
        transforms: transforms by name, those of plugins included.
        mapping_folders: where packaged mappings lie: package name to folder.
    """

    source: str
    as_of: date
    base: Path
    transforms: Mapping[str, Callable[[Any], Any]]
    mapping_folders: Mapping[str, Path]


@dataclass(frozen=True, slots=True)
class BackendSpec:
    """A backend that a plugin registers.

    Attributes:
        name: what the config says in `backend = "…"`.
        port: which port it serves.
        capabilities: what it claims; checked when it is registered, and again once mapped.
        fields: canonical fields that it can fill at best; empty where only the mapping knows.
        config_model: pydantic model of its part of `[sources.<name>]`; it forbids unknown keys.
        open: opens it as a context manager; leaving closes every connection.
        places: canonical field or list to where a worker finds it on that system's screens.
        title: the system's name on pages: "Mosaic".
        api_version: version of these ports that it was written for.
    """

    name: str
    port: Port
    capabilities: frozenset[Capability]
    config_model: type[BaseModel]
    open: Callable[[Any, OpenContext], AbstractContextManager[Any]]
    fields: frozenset[str] = frozenset()
    places: Mapping[str, str] = field(default_factory=dict)
    title: str = ""
    api_version: int = 1


@dataclass(frozen=True, slots=True)
class SampleWriter:
    """Writes synthetic people in a backend's own shape: demo, rule examples, kit, benchmarks.

    Attributes:
        name: the backend's name.
        mapping: packaged mapping that reads what is written, such as `mosaic/reporting`.
        write: takes a folder and people, streamed; returns the config keys of a source that reads them
            (`{"url": …}` or `{"path": …}`).
        fields: canonical fields that survive the round trip.
        title: in words.
    """

    name: str
    mapping: str
    write: Callable[[Path, Iterable[Person], Mapping[str, Any]], Mapping[str, Any]]
    fields: frozenset[str]
    title: str = ""


@dataclass(frozen=True, slots=True)
class SampleTown:
    """The fictional council that a sample directory is of.

    Attributes:
        council: its name.
        seed: the same seed and day give the same directory.
        as_of: the day of the first night.
        night: 0 for the first night, 1 for the next.
        wards: the wards where its people live, each with its postcode district.
        streets: names of streets.
        postcode: gives a postcode of a ward, by the ward's place in `wards` and any whole number.
    """

    council: str
    seed: int
    as_of: date
    night: int
    wards: tuple[tuple[str, str], ...]
    streets: tuple[str, ...]
    postcode: Callable[[int, int], str]


@dataclass(frozen=True, slots=True)
class FilledDirectory:
    """What a sample directory came to.

    Attributes:
        settings: the keys of `[directory]` that open it.
        services: how many are listed.
        organisations: likewise.
        contacts: likewise, those that only the council may see among them.
    """

    settings: Mapping[str, Any]
    services: int
    organisations: int
    contacts: int


@dataclass(frozen=True, slots=True)
class SampleDirectory:
    """Fills a directory with what a fictional council's community offers: for the demo.

    Attributes:
        name: the plugin's name, as the config lists it.
        fill: takes a folder and the council; the first night begins afresh, and the nights after bring the
            directory in the folder up to date.
        title: in words.
    """

    name: str
    fill: Callable[[Path, SampleTown], FilledDirectory]
    title: str = ""


@dataclass(frozen=True, slots=True)
class HealthCheck:
    """One question of `fingerpost doctor`; `run` returns None when all is well, else what to do.

    Attributes:
        with_config: whether `run` is given the config, an `adapter_core.config.Config`.
    """

    name: str
    run: Callable[..., str | None]
    with_config: bool = False
