"""`fingerpost export cld`: completed conversations as events of the national return, each problem told."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from adapter_core.casework.client_level_data.columns import COLUMNS
from adapter_core.casework.client_level_data.events import CldSettings, Event, Problem, Result, event
from adapter_core.casework.measures.rows import Period
from adapter_core.domain.people import is_restricted
from adapter_core.errors import PersonNotFound, UsageError
from adapter_core.hooks.capabilities import Capability
from adapter_core.hooks.ports import PeopleQuery
from adapter_core.oversight.audit import record
from adapter_core.readers.joining.merged import MOST_STEPS
from adapter_core.store.casework import measures as rows

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping
    from datetime import date

    from adapter_core.domain.people import Person
    from adapter_core.service.bootstrap import Application, Source

EXPORTED, CHECKED = "cld.exported", "cld.checked"
NO_PERIOD = "FP-1075"
BY_ASSOCIATION = "carer_known_by_association"
CONFIG = "fingerpost.toml, [cld]"


@dataclass(frozen=True, slots=True)
class ToMend:
    """One kind of problem, and who can mend it.

    Attributes:
        problem: the column, what the value is worth, and why.
        who: who can mend it where.
        refs: references of the people of whose events it is one, sorted.
    """

    problem: Problem
    who: str
    refs: tuple[str, ...]


@dataclass(slots=True)
class CldExport:
    """The events of a period.

    Attributes:
        events: one a completed conversation, by its number.
        to_mend: what is wrong, the most frequent first.
        by_association: conversations with carers who are known by association alone: the return has no
            events of theirs (domain facts 2b).
        withheld: conversations with people whose records are restricted: counted alone.
        not_found: conversations with people whom the case system shows no more.
    """

    source: str
    title: str
    period: Period
    events: list[Event] = field(default_factory=list)
    to_mend: list[ToMend] = field(default_factory=list)
    by_association: int = 0
    withheld: int = 0
    not_found: int = 0

    @property
    def mandatory(self) -> int:
        """Events that the return would refuse: a mandatory value is blank, or one cannot be right."""
        return sum(any(each.result < Result.BLANK_OPTIONAL for each in one.problems) for one in self.events)


def export(
    application: Application, *, start: date, end: date, source: str | None = None, check: bool = False
) -> CldExport:
    """Make the events of a period; audited before any is given.

    Somebody whose record was merged into another since stands there under the reference that is theirs now.

    Args:
        application: with its sources.
        start: the first day of the reporting period.
        end: its last day.
        source: whose people; the master if None.
        check: whether only problems are wanted; the audit says which it was.

    Raises:
        UsageError: FP-1075 for a period that ends before it begins.
        SourceUnavailable: the case system cannot be read.
    """
    if end < start:
        raise UsageError(
            NO_PERIOD, f"The period would begin on {start} and end on {end}.", where="export cld"
        )
    period = Period(start, end)
    opened = application.source(source or application.master)
    with application.store.reading() as unit:
        talks = rows.completed(unit.connection, period, opened.name)
    asked = {ref for ref, _ in talks}
    people = _survivors(opened, asked)
    now = {person.ref for person in people.values() if not is_restricted(person)}
    subjects = sorted((opened.name, ref) for ref in asked | now)
    record(application.store, CHECKED if check else EXPORTED, subjects=subjects)
    made = CldExport(opened.name, opened.title, period)
    settings = _settings(application)
    found: defaultdict[Problem, set[str]] = defaultdict(set)
    counts: Counter[Problem] = Counter()
    for ref, talk in talks:
        person = people.get(ref)
        if person is None:
            made.not_found += 1
        elif is_restricted(person):
            made.withheld += 1
        elif person.client_type == BY_ASSOCIATION:
            made.by_association += 1
        else:
            made.events.append(event(talk, person, settings, period))
            for problem in made.events[-1].problems:
                found[problem].add(person.ref)
                counts[problem] += 1
    made.to_mend = [
        ToMend(problem, _who(problem, opened), tuple(sorted(found[problem])))
        for problem, _ in sorted(counts.items(), key=lambda each: (-each[1], each[0]))
    ]
    return made


def _settings(application: Application) -> CldSettings:
    table = application.config.cld
    return CldSettings(
        la_code=table.la_code,
        release=table.release,
        review_type=table.review_type,
        event_types=table.event_types,
        route_of_access=table.route_of_access,
        outcomes=table.outcomes,
        codes=table.codes,
        allow_synthetic=application.config.check.allow_synthetic,
    )


def _survivors(source: Source, refs: Collection[str]) -> Mapping[str, Person]:
    """Each reference's record, or the one that it was merged into, over several steps if need be."""
    known, asked = dict(_people(source, refs)), set(refs)
    for _ in range(MOST_STEPS):
        more = {str(each.duplicate_of) for each in known.values() if _is_merged(each)} - asked
        if not more:
            break
        asked |= more
        known |= _people(source, more)
    return {ref: _survivor(ref, known) for ref in refs if ref in known}


def _survivor(ref: str, known: Mapping[str, Person]) -> Person:
    """The last of a chain; the first where it leads nowhere, or round in a circle."""
    person, passed = known[ref], {ref}
    while _is_merged(person):
        following = str(person.duplicate_of)
        if following in passed or following not in known:
            return known[ref]
        passed.add(following)
        person = known[following]
    return person


def _is_merged(person: Person) -> bool:
    """Whether a record is to be followed; from one that is restricted nothing is learnt."""
    return person.duplicate_of.__class__ is str and not is_restricted(person)


def _people(source: Source, refs: Collection[str]) -> Mapping[str, Person]:
    """The records of some people: one by one where the source can, else from its list."""
    if Capability.PEOPLE_GET not in source.backend.capabilities:
        return {person.ref: person for person in _listed(source) if person.ref in refs}
    found = {}
    for ref in sorted(refs):
        try:
            found[ref] = source.adapter.get_person(ref)
        except PersonNotFound:
            continue
    return found


def _listed(source: Source) -> Iterator[Person]:
    for page in source.adapter.iter_people(PeopleQuery()):
        yield from page.people


def _who(problem: Problem, source: Source) -> str:
    """Who can mend a problem where: the config's keeper, or whoever keeps the record."""
    column = next(each for each in COLUMNS if each.heading == problem.column)
    if problem.code or not column.held:
        return f"Whoever keeps the config: {CONFIG}"
    name = column.held.partition(".")[0]
    place = source.places.get(column.held) or source.places.get(name)
    return f"Worker: {source.title}, {place}" if place else f"Worker: the record in {source.title}"
