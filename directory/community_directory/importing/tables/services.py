"""Services out of rows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from adapter_core.domain.directory import (
    CostOption,
    Eligibility,
    Schedule,
    Service,
    ServiceArea,
    ServiceStatus,
    TaxonomyTerm,
)
from community_directory.importing.tables.cells import day, key, parts
from community_directory.importing.tables.places import readers, split_of, text
from community_directory.normalising import ages_in, costs_in, is_nothing, language_codes_in, years

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from adapter_core.domain.directory import Location
    from community_directory.importing.tables.model import ServiceMap

_FIELDS = (
    "id",
    "name",
    "organisation",
    "location",
    "alternate_name",
    "description",
    "url",
    "email",
    "status",
    "hours",
    "cost",
    "ages",
    "minimum_age",
    "maximum_age",
    "eligibility",
    "languages",
    "accessibility",
    "terms",
    "areas",
    "districts",
    "assured_on",
)


@dataclass(frozen=True, slots=True)
class MadeService:
    """A service of a row.

    Attributes:
        service: under the source's ids.
        terms: what its `term_ids` are.
        problems: (code, field) of what could not be read.
    """

    service: Service
    terms: tuple[TaxonomyTerm, ...]
    problems: tuple[tuple[str, str], ...]


class Services:
    """Makes services of rows."""

    def __init__(self, part: ServiceMap, places: Mapping[str, int]) -> None:
        self._part = part
        self._cells = readers(part, _FIELDS, places)

    def organisation(self, row: Sequence[str]) -> str:
        """How the row names its organisation."""
        return text(self._cells, "organisation", row)

    def location(self, row: Sequence[str]) -> str:
        """How the row names its location."""
        return text(self._cells, "location", row)

    def id_of(self, row: Sequence[str], location: Location | None) -> str:
        """What tells a service apart: its id, else its name and place."""
        given = text(self._cells, "id", row)
        if given:
            columns = self._part.id.columns if self._part.id else ()
            return given if len(columns) == 1 else key(given)
        return key(text(self._cells, "name", row), self.location(row), location.id if location else "")

    def of(self, row: Sequence[str], id_: str, organisation: str) -> MadeService | None:
        """The service of a row; None where it has no name."""
        get = self._cells
        name = text(get, "name", row)
        if not name or not id_:
            return None
        problems: list[tuple[str, str]] = []
        terms = tuple(TaxonomyTerm(key(each), each) for each in self._several("terms", row))
        cost = costs_in(text(get, "cost", row))
        service = Service(
            id_,
            name,
            organisation,
            text(get, "description", row),
            text(get, "url", row),
            text(get, "email", row),
            self._status(row),
            text(get, "alternate_name", row),
            self._eligibility(row, problems),
            self._schedules(id_, row),
            self._areas(id_, row),
            (CostOption(f"{id_}#cost", cost.amount, cost.text),) if cost else (),
            language_codes_in(text(get, "languages", row)),
            self._several("accessibility", row),
            tuple(dict.fromkeys(term.id for term in terms)),
            assured_on=self._assured(row, problems),
        )
        return MadeService(service, terms, tuple(problems))

    def _several(self, name: str, row: Sequence[str]) -> tuple[str, ...]:
        return parts(text(self._cells, name, row), split_of(self._part, name))

    def _status(self, row: Sequence[str]) -> ServiceStatus:
        said = text(self._cells, "status", row).casefold().replace("_", " ")
        return ServiceStatus(said) if said in set(ServiceStatus) else ServiceStatus.ACTIVE

    def _assured(self, row: Sequence[str], problems: list[tuple[str, str]]) -> date | None:
        said = text(self._cells, "assured_on", row)
        found = day(said)
        if said and found is None:
            problems.append(("FP-0863", "service.assured_on"))
        return found

    def _eligibility(self, row: Sequence[str], problems: list[tuple[str, str]]) -> Eligibility:
        get = self._cells
        words = text(get, "ages", row)
        lowest, highest = ages_in(words)
        for end in ("minimum_age", "maximum_age"):
            said = text(get, end, row)
            age = years(said)
            if said and age is None and not said.lstrip().startswith("-") and not is_nothing(said):
                problems.append(("FP-0862", f"service.{end}"))
            if end == "minimum_age":
                lowest = age if age is not None else lowest
            else:
                highest = age if age is not None else highest
        said = "; ".join(filter(None, [text(get, "eligibility", row), words]))
        return Eligibility(lowest, highest, said)

    def _schedules(self, id_: str, row: Sequence[str]) -> tuple[Schedule, ...]:
        """The hours in words: understanding them is the import's, as with every feed."""
        said = text(self._cells, "hours", row)
        return (Schedule(f"{id_}#hours", text=said),) if said else ()

    def _areas(self, id_: str, row: Sequence[str]) -> tuple[ServiceArea, ...]:
        names = self._several("areas", row)
        districts = tuple(each.upper() for each in self._several("districts", row))
        found = [ServiceArea(f"{id_}#area{number}", name) for number, name in enumerate(names, 1)]
        if districts:
            found.append(ServiceArea(f"{id_}#districts", "", districts))
        return tuple(found)
