"""Plants in the other system: records that conflict, come twice, or identify nobody."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from adapter_core.demo.planting.plant import Facet, Plant, joined
from adapter_core.demo.subject import AisRecord
from adapter_core.domain.states import State

if TYPE_CHECKING:
    from adapter_core.demo.subject import Subject, World

_RECORD = frozenset({"ais_record"})


def _other_birth_date(subject: Subject, _: World) -> None:
    subject.ais = AisRecord.OTHER_BIRTH_DATE
    born = subject.person.date_of_birth
    if not isinstance(born, State):
        subject.say_elsewhere("date_of_birth", born - timedelta(days=1 + subject.salt % 4000))


def _twice(subject: Subject, _: World) -> None:
    subject.ais = AisRecord.TWICE


def _repeated(subject: Subject, _: World) -> None:
    subject.ais = AisRecord.REPEATED


def _no_number(subject: Subject, _: World) -> None:
    subject.say_elsewhere("nhs_number", State.ABSENT)


def _no_birth_date(subject: Subject, _: World) -> None:
    subject.say_elsewhere("date_of_birth", State.ABSENT)


_PLANTS = (
    Plant(
        "ais_other_birth_date",
        _RECORD,
        (),
        _other_birth_date,
        weight=3,
        fits=joined,
        needs_join=True,
        breaks_join=True,
        reject="FP-0502",
    ),
    Plant(
        "ais_twice",
        _RECORD,
        (),
        _twice,
        weight=2,
        fits=joined,
        needs_join=True,
        breaks_join=True,
        reject="FP-0503",
    ),
    Plant("ais_repeated", _RECORD, (), _repeated, weight=2, fits=joined, reject="FP-0511"),
    Plant("ais_no_number", _RECORD, (), _no_number, weight=4, fits=joined, breaks_join=True),
    Plant("ais_no_birth_date", _RECORD, (), _no_birth_date, fits=joined, breaks_join=True),
)

FACETS = (Facet("ais_record", 0.02, _PLANTS),)
