"""What to try next for somebody whom a service could not help."""

from __future__ import annotations

from typing import TYPE_CHECKING

from adapter_core.casework.signposting.next_steps import NextStepKind
from adapter_core.service.casework import people
from adapter_core.service.casework.next_service import next_services
from adapter_core.store.casework import signposts as kept

if TYPE_CHECKING:
    from collections.abc import Iterable

    from adapter_core.casework.signposting.next_steps import NextStep
    from adapter_core.domain.casework import Signpost
    from adapter_core.domain.directory import Hit
    from adapter_core.service.casework.desk import Desk


def proposals(desk: Desk, one: Signpost, steps: Iterable[NextStep]) -> list[Hit]:
    """The next-nearest services with room, where a next service is among the steps; else none.

    Raises:
        StoreError: the store or the directory cannot be read.
    """
    if all(step.kind is not NextStepKind.NEXT_SERVICE for step in steps) or desk.directory is None:
        return []
    looked = people.look(desk, one.person)
    with desk.store.reading() as unit:
        tried = [each.resource.service_id for each in kept.of_person(unit.connection, looked.person)]
    return next_services(
        desk.directory,
        one.resource,
        audience=desk.audience,
        on=desk.on,
        district=looked.district,
        tried=tried,
    )
