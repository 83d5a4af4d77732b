"""Signposts as FHIR: of whom they may be told at all, and who those people are where they agreed to it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from adapter_core.casework.signposting import permissions
from adapter_core.domain.casework import PersonRef
from adapter_core.domain.directory import Audience
from adapter_core.domain.people import is_restricted
from adapter_core.domain.values import normalise_nhs_number
from adapter_core.errors import UsageError
from adapter_core.report.fhir.bundle import chunks
from adapter_core.report.fhir.model import Exported, Identity
from adapter_core.service.casework.reading import people_of
from adapter_core.store.casework import signpost_reading

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from adapter_core.domain.casework import Signpost
    from adapter_core.domain.directory import ServiceView
    from adapter_core.domain.people import Person
    from adapter_core.service.casework.desk import Desk

EXPORTED, EXPORTED_WITH_NAMES = "signposts.exported", "signposts.exported_with_names"


@dataclass(frozen=True, slots=True)
class Export:
    """Signposts to be written.

    Attributes:
        signposts: how many.
        withheld: how many are left out: their people's records are restricted, or not there any more.
        never_shared: how many are left out because they are marked so.
        identified: how many say who the person is.
        pieces: the bundle, in pieces; to be read once, while the desk is open.
    """

    signposts: int
    withheld: int
    never_shared: int
    identified: int
    pieces: Iterator[str]


def export(
    desk: Desk, *, start: date | None = None, end: date | None = None, identify: bool = False
) -> Export:
    """Signposts that were given in some days, as one FHIR Bundle; audited before it is given.

    People are a source's own references. Their name and NHS number come only where that is asked for, and
    only for signposts whose permission holds on the day that is spoken of.

    Args:
        desk: whose desk.
        start: the first day; None for the beginning.
        end: the last day; the day that is spoken of if None.
        identify: whether to say who those people are whose permission holds.

    Raises:
        UsageError: FP-1040 for days the wrong way round.
        SourceUnavailable: a case system cannot be read, so that nobody knows whose record is restricted.
        StoreError: the store cannot be read, or the audit not be written.
    """
    last = end or desk.on
    if start is not None and start > last:
        raise UsageError("FP-1040", "The last day comes before the first.", where="--to")
    with desk.store.reading() as unit:
        found = signpost_reading.given(unit.connection, start=start, end=last)
    shown = _open_records(desk, {PersonRef(source, ref) for _, source, ref in found})
    numbers = [number for number, source, ref in found if PersonRef(source, ref) in shown]
    desk.record(EXPORTED_WITH_NAMES if identify else EXPORTED, sorted(shown, key=_name))
    with desk.store.reading() as unit:
        signposts = list(signpost_reading.with_claims(unit.connection, numbers, set(shown)))
    open_ones = [each for each in signposts if not each.never_shared]
    rows = list(_rows(desk, open_ones, shown if identify else {}))
    return Export(
        len(rows),
        withheld=len(found) - len(signposts),
        never_shared=len(signposts) - len(rows),
        identified=sum(1 for row in rows if row.identity is not None),
        pieces=chunks(desk.config.council.name, rows, at=desk.now()),
    )


def _name(person: PersonRef) -> tuple[str, str]:
    return person.source, person.ref


def _open_records(desk: Desk, people: set[PersonRef]) -> dict[PersonRef, Identity]:
    """Those whose records are there and may be seen, with who they are."""
    found: dict[PersonRef, Identity] = {}
    for source in sorted({one.source for one in people}):
        refs = {one.ref for one in people if one.source == source}
        for person in people_of(desk.application, source, refs):
            if not is_restricted(person):
                found[PersonRef(source, person.ref)] = _identity(person)
    return found


def _rows(
    desk: Desk, signposts: Iterable[Signpost], identities: dict[PersonRef, Identity]
) -> Iterator[Exported]:
    views: dict[str, ServiceView | None] = {}
    for one in signposts:
        its_id = one.resource.service_id
        if its_id and its_id not in views:
            views[its_id] = _view(desk, its_id)
        allowed = permissions.may_tell(one, desk.on)
        yield Exported(one, views.get(its_id), identities.get(one.person) if allowed else None)


def _view(desk: Desk, service_id: str) -> ServiceView | None:
    """A service as everybody may see it; None where the directory does not have it any more."""
    if desk.directory is None:
        return None
    try:
        return desk.directory.service(service_id, audience=Audience.PUBLIC)
    except UsageError:
        return None


def _identity(person: Person) -> Identity:
    number = _text(person.nhs_number)
    return Identity(
        normalise_nhs_number(number) if number else "",
        family=_text(person.family_name),
        given=_text(person.given_name),
        text=_text(person.full_name),
    )


def _text(held: object) -> str:
    """A value; empty where a state stands in its place."""
    return str(held) if held.__class__ is str else ""
