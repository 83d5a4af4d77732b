"""Plants on the answers that carers are asked for about themselves (D-02 to D-05)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from adapter_core.demo.planting.plant import Facet, Plant, gaps
from adapter_core.domain.states import State

if TYPE_CHECKING:
    from collections.abc import Callable

    from adapter_core.demo.subject import Subject, World


def _is_carer(subject: Subject) -> bool:
    return subject.is_carer


def _say(field: str, value: State) -> Callable[[Subject, World], None]:
    def apply(subject: Subject, _: World) -> None:
        setattr(subject.person, field, value)

    return apply


def _facet(field: str) -> Facet:
    def plant(name: str, state: State, weight: int = 1) -> Plant:
        seen = gaps(field, state) if state.is_gap else ()
        return Plant(
            f"{field}_{name}", frozenset({field}), seen, _say(field, state), weight=weight, fits=_is_carer
        )

    return Facet(
        field,
        0.3,
        (
            plant("absent", State.ABSENT, 5),
            plant("not_asked", State.UNKNOWN_RECORDED, 5),
            plant("placeholder", State.PLACEHOLDER),
            plant("unmapped", State.NOT_SUPPORTED),
        ),
        fits=_is_carer,
    )


FACETS = tuple(
    _facet(field) for field in ("stated_gender", "trans", "gender_same_as_birth", "sexual_orientation")
)
