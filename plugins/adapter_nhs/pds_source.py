"""Answers of PDS as a source of demographics: read once, kept while the source is open, never written."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from adapter_core.domain.people import Person
from adapter_core.domain.states import State
from adapter_core.errors import SourceUnavailable
from adapter_core.hooks.capabilities import Capability
from adapter_core.hooks.ports import OpenContext, Page, PeopleQuery, Reject, SourceReport
from adapter_nhs.pds_answers import ENDINGS, Answer, read_answers
from adapter_nhs.pds_patient import FIELDS, Reading, Unusable, belongs_to, related, superseded, version_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from adapter_core.domain.people import Relationship

CAPABILITIES = frozenset({Capability.PEOPLE_READ, Capability.PEOPLE_AT, Capability.TRACE_REPLIES})
MOST_PEOPLE = 200_000
"""A person costs about a kilobyte of memory."""


class PdsConfig(BaseModel):
    """A source of backend `pds_files` in the config.

    Attributes:
        path: a file with answers of PDS, or a folder of such files, from the config's folder.
        as_of: the day on which PDS answered; when the newest file was written, if not given.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    path: Annotated[str, Field(min_length=1)]
    as_of: date | None = None


@dataclass(slots=True)
class _Patients:
    """The patients of all answers.

    Attributes:
        places: NHS number to place in `people`.
        former: (superseded NHS number, place) as PDS's own answers say.
    """

    people: list[Person] = field(default_factory=list)
    versions: list[int] = field(default_factory=list)
    places: dict[str, int] = field(default_factory=dict)
    former: list[tuple[str, int]] = field(default_factory=list)
    ties: dict[str, list[tuple[str, int, Relationship]]] = field(default_factory=dict)
    rejects: list[Reject] = field(default_factory=list)


class PdsFiles:
    """The port `Demographics` over answers of PDS. They are read when first asked for, and once."""

    def __init__(self, path: Path, config: PdsConfig, context: OpenContext) -> None:
        """Nothing is read yet."""
        self._path, self._config, self._on = path, config, context.as_of
        self._where = f"source {context.source}"
        self._reading = Reading(context.as_of)
        self._read: _Patients | None = None

    @property
    def as_of(self) -> datetime | None:
        """When PDS answered."""
        if self._config.as_of is not None:
            return datetime.combine(self._config.as_of, time(), tzinfo=UTC)
        try:
            files = (
                [each for each in self._path.iterdir() if each.suffix.lower() in ENDINGS]
                if (self._path.is_dir())
                else [self._path]
            )
            newest = max((each.stat().st_mtime for each in files), default=None)
        except OSError:
            return None
        return None if newest is None else datetime.fromtimestamp(newest, tz=UTC)

    def inspect(self) -> SourceReport:
        """What the answers can fill; reads nobody, and says at once where there is nothing to read.

        Raises:
            SourceUnavailable: the file or folder is not there (FP-0810).
        """
        if not self._path.exists():
            raise SourceUnavailable("FP-0810", "There is no such file or folder.", where=self._where)
        return SourceReport(FIELDS, CAPABILITIES, (), self.as_of)

    def iter_people(self, query: PeopleQuery) -> Iterator[Page]:
        """Stream every patient; see `ports.Demographics`.

        A patient whom PDS knows by another number than the one asked for comes a second time under the
        number asked for, so that a record which still has that one is found; `people_at` gives the patient
        as PDS knows them now for either.

        Raises:
            SourceUnavailable: as `read_answers`, and FP-0811 where the answers hold nobody, FP-0813
                where they hold more people than fit.
        """
        patients = self._patients()
        everyone = [(person, place) for place, person in enumerate(patients.people)]
        count = len(everyone)
        for number, (former, place) in enumerate(patients.former):
            now = patients.people[place]
            before = Person(
                f"{now.ref}, as asked for",
                nhs_number=former,
                date_of_birth=now.date_of_birth,
                duplicate_of=now.ref,
                restricted=now.restricted,
            )
            everyone.append((before, count + number))
        after = int(query.after) if query.after and query.after.isdigit() else 0
        for start in range(after, max(len(everyone), 1), query.page_size):
            some = everyone[start : start + query.page_size]
            end = start + query.page_size
            yield Page(
                [person for person, _ in some],
                str(end) if end < len(everyone) else None,
                patients.rejects if start == after else (),
                dict(self._reading.unmapped) if start == after else {},
                [place for _, place in some],
            )

    def people_at(self, positions: Sequence[int]) -> list[Person]:
        """See `ports.Demographics`."""
        patients = self._patients()
        count = len(patients.people)
        return [
            patients.people[place if place < count else patients.former[place - count][1]]
            for place in positions
        ]

    # --- reading ------------------------------------------------------------------------------------

    def _patients(self) -> _Patients:
        if self._read is None:
            found = _Patients()
            for answer in read_answers(self._path, where=self._where):
                self._take(answer, found)
                if len(found.people) > MOST_PEOPLE:
                    raise SourceUnavailable(
                        "FP-0813", f"There are more than {MOST_PEOPLE:,} people.", where=self._where
                    )
            if not found.people and not found.rejects:
                raise SourceUnavailable("FP-0811", "The answers hold nobody.", where=self._where)
            self._tie(found)
            found.former = [(number, place) for number, place in found.former if number not in found.places]
            self._read = found
        return self._read

    def _take(self, answer: Answer, found: _Patients) -> None:
        resource, where = answer.resource, answer.where
        kind = "" if resource is None else resource.get("resourceType")
        if resource is None:
            found.rejects.append(Reject(where or "the only entry", answer.fault, anonymous=True))
        elif kind == "Patient":
            self._patient(answer, resource, found)
        elif kind == "RelatedPerson":
            rank, tie = related(resource)
            owner = belongs_to(resource, answer.asked)
            found.ties.setdefault(owner, []).append((where, rank, tie))
        else:
            code = "FP-0815" if kind == "OperationOutcome" else "FP-0814"
            found.rejects.append(Reject(where, code, anonymous=True))

    def _patient(self, answer: Answer, resource: dict[str, Any], found: _Patients) -> None:
        try:
            person = self._reading.patient(resource, answer.where, answer.label)
        except Unusable as unusable:
            found.rejects.append(Reject(answer.where, unusable.code, unusable.path, anonymous=True))
            return
        number, version = str(person.nhs_number), version_of(resource)
        place = found.places.get(number)
        if place is None:
            place = found.places[number] = len(found.people)
            found.people.append(person)
            found.versions.append(version)
        elif version == found.versions[place] or not version or not found.versions[place]:
            found.rejects.append(Reject(answer.where, "FP-0817", "nhs_number"))
            return
        elif version > found.versions[place]:
            found.people[place], found.versions[place] = person, version
        found.former += [(each, place) for each in superseded(resource, answer.asked, number)]

    def _tie(self, found: _Patients) -> None:
        """Give relationships to the patients they are of, the first to be contacted first."""
        former = dict(found.former)
        for owner, ties in found.ties.items():
            place = found.places.get(owner, former.get(owner))
            if place is None:
                found.rejects += [Reject(where, "FP-0820", anonymous=True) for where, _, _ in ties]
                continue
            person = found.people[place]
            if person.restricted is True:
                held: tuple[Relationship, ...] | State = State.NOT_VISIBLE
            else:
                held = tuple(tie for _, _, tie in sorted(ties, key=lambda each: each[1]))
            found.people[place] = replace(person, relationships=held)
        found.ties.clear()


@contextmanager
def open_pds(config: PdsConfig, context: OpenContext) -> Iterator[PdsFiles]:
    """Open the answers; nothing is read, and nothing stays open."""
    yield PdsFiles(context.base / config.path, config, context)
