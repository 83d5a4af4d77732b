"""Whether somebody's record may be written about now: there, open, alive, and still under this reference."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from adapter_core.casework.signposting.follow_ups import has_died
from adapter_core.domain.casework import PersonRef
from adapter_core.domain.people import Person, is_restricted
from adapter_core.domain.values import postcode_district
from adapter_core.errors import FingerpostError, PersonNotFound
from adapter_core.hooks.capabilities import Capability
from adapter_core.hooks.ports import PeopleQuery
from adapter_core.readers.joining.merged import MOST_STEPS
from adapter_core.service.missing import LOOKED_AT, LOOKED_FOR, read_person
from adapter_core.service.worklist import reports_of_death

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from adapter_core.service.bootstrap import Source
    from adapter_core.service.casework.desk import Desk
    from adapter_core.store.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class Looked:
    """What a look at one record came to.

    Attributes:
        asked: whom it was asked for.
        person: the record's own reference now: another one where it was merged.
        record: the record; None where it could not be read.
        died: who says that the person has died: titles of sources; empty where nobody does.
        problem: why it could not be checked; None where it was.
        withheld: whether it is not there, or may not be seen: nobody is told which.
    """

    asked: PersonRef
    person: PersonRef
    record: Person | None = None
    died: tuple[str, ...] = ()
    problem: FingerpostError | None = None
    withheld: bool = False

    @property
    def moved(self) -> bool:
        """Whether the record was merged into another since."""
        return self.asked != self.person

    @property
    def district(self) -> str:
        """The outward code of where the person lives, such as `ME4`; empty where that is not known."""
        held = self.record.postcode if self.record is not None else None
        return (postcode_district(held) or "") if held.__class__ is str and held is not None else ""

    @property
    def words(self) -> tuple[str, ...]:
        """What the worker has to know, in plain sentences without names; empty where all is well."""
        return tuple(self._words())

    def _words(self) -> Iterator[str]:
        if self.withheld:
            yield "The case system shows no record with this reference any more."
        elif self.problem is not None:
            yield f"The person could not be checked: {self.problem.message}"
        if self.moved:
            yield f"The record {self.asked.ref} was merged into {self.person.ref}."
        if self.died:
            yield f"{' and '.join(self.died)} says that the person has died: find out, and send no letters."


class _Streamed:
    """A source that cannot fetch one person, read from its beginning until they come."""

    def __init__(self, adapter: Any) -> None:  # noqa: ANN401 - a port
        self._adapter = adapter

    def get_person(self, ref: str) -> Person:
        """Find one person.

        Raises:
            PersonNotFound: the source ends without them.
        """
        for page in self._adapter.iter_people(PeopleQuery()):
            for person in page.people:
                if person.ref == ref:
                    found: Person = person
                    return found
        raise PersonNotFound("FP-0903", "There is no record with this reference.")


def readable(source: Source) -> Source:
    """A source of which one person can be asked for, if by reading all before them."""
    if Capability.PEOPLE_GET in source.backend.capabilities:
        return source
    return replace(source, adapter=_Streamed(source.adapter))


def find(desk: Desk, ref: str, source: str | None = None) -> Looked:
    """Look for the record of somebody whose reference was typed; audited as `missing` does it.

    Raises:
        PersonNotFound: FP-0903 where there is none, or one that may not be seen.
        SourceUnavailable: the source cannot be read.
        UsageError: no source has this name (FP-0108).
    """
    app = desk.application
    name = source or app.master
    desk.record(LOOKED_FOR)
    opened = app.source(name)
    person, _ = read_person(app, readable(opened), ref)
    return _seen(desk, PersonRef(name, ref), person, reports_of_death(app))


def look(desk: Desk, asked: PersonRef) -> Looked:
    """Look at the record of somebody who is known here; what stands in the way is told and not raised.

    Raises:
        StoreError: the look cannot be audited.
    """
    return next(look_at_all(desk, [asked]))


@dataclass(slots=True)
class Looking:
    """A look that is noted in the audit by the transaction that it is for; see `look_to_write`.

    Attributes:
        looked: what it came to.
        noted: whether that transaction was committed: for the caller to say.
    """

    desk: Desk
    looked: Looked
    noted: bool = False

    def note(self, unit: UnitOfWork) -> None:
        """Note the look in a transaction; set `noted` once that is committed."""
        self.desk.note(unit, LOOKED_AT, [self.looked.asked])


@contextmanager
def look_to_write(desk: Desk, asked: PersonRef) -> Iterator[Looking]:
    """Look at a record for the sake of a transaction, and show nothing of it before that is committed.

    Whatever else the block comes to, an error or another answer, the look is noted by itself before anybody
    is told.

    Raises:
        StoreError: the look cannot be audited; then nothing is told of it.
    """
    looking: Looking | None = None
    try:
        looking = Looking(desk, _look(desk, asked, {}, reports_of_death(desk.application)))
        yield looking
    finally:
        if looking is None or not looking.noted:
            desk.record(LOOKED_AT, [asked])


def look_at_all(desk: Desk, asked: Iterable[PersonRef]) -> Iterator[Looked]:
    """Look at several records, one after the other as they are wanted; one audit row for all.

    Raises:
        StoreError: the look cannot be audited.
    """
    wanted = list(asked)
    if not wanted:
        return
    desk.record(LOOKED_AT, dict.fromkeys(wanted))
    known: dict[PersonRef, Looked] = {}
    sources: dict[str, Source | FingerpostError] = {}
    reported = reports_of_death(desk.application)
    for one in wanted:
        if one not in known:
            known[one] = _look(desk, one, sources, reported)
        yield known[one]


def _look(
    desk: Desk,
    asked: PersonRef,
    sources: dict[str, Source | FingerpostError],
    reported: Callable[[str, str], tuple[str, ...]],
) -> Looked:
    if asked.source not in sources:
        try:
            sources[asked.source] = readable(desk.application.source(asked.source))
        except FingerpostError as error:
            sources[asked.source] = error
    opened = sources[asked.source]
    if isinstance(opened, FingerpostError):
        return Looked(asked, asked, problem=opened)
    try:
        person = _survivor(opened, asked.ref)
    except PersonNotFound as error:
        return Looked(asked, asked, problem=error, withheld=True)
    except FingerpostError as error:
        # A source that is down for one is down for all: nobody waits for it once a person.
        sources[asked.source] = error
        return Looked(asked, asked, problem=error)
    return _seen(desk, asked, person, reported)


def _survivor(source: Source, ref: str) -> Person:
    """The record, or the one that it was merged into; as one that is not there where it may not be seen."""
    first: Person = source.adapter.get_person(ref)
    person, passed = first, {first.ref}
    while not is_restricted(person) and person.duplicate_of.__class__ is str:
        following = str(person.duplicate_of)
        if following in passed or len(passed) > MOST_STEPS:
            return first
        try:
            person = source.adapter.get_person(following)
        except PersonNotFound:
            return first
        passed.add(following)
    if is_restricted(person):
        raise PersonNotFound("FP-0903", "There is no record with this reference.", where=source.name)
    return person


def _seen(
    desk: Desk, asked: PersonRef, person: Person, reported: Callable[[str, str], tuple[str, ...]]
) -> Looked:
    app = desk.application
    died: tuple[str, ...] = (app.title(asked.source),) if has_died(person) else ()
    died += reported(asked.source, person.ref)
    return Looked(asked, PersonRef(asked.source, person.ref), person, tuple(dict.fromkeys(died)))
