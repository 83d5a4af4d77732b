"""Tells the observers what happened; one that fails is skipped and named (hook `adapter_domain_event`)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from adapter_core.domain.casework.deliveries import DeliveryState
from adapter_core.domain.events import DomainEvent, EventName, event_of

if TYPE_CHECKING:
    from datetime import datetime

    from adapter_core.domain.casework.deliveries import Delivery
    from adapter_core.hooks.manager import HookFailure
    from adapter_core.service.bootstrap import Application

_NAMES = {
    DeliveryState.DONE: EventName.DELIVERY_DONE,
    DeliveryState.IN_DOUBT: EventName.DELIVERY_IN_DOUBT,
    DeliveryState.DEAD_LETTER: EventName.DELIVERY_DEAD_LETTER,
}


def tell(app: Application, *events: DomainEvent | None) -> list[HookFailure]:
    """Tell the observers, in order, of what was committed; None is nothing to tell.

    Returns:
        The plugins that failed, for the result to name.
    """
    failures: list[HookFailure] = []
    for event in events:
        if event is not None:
            failures += app.plugins.adapter_domain_event(event)
    return failures


def of_delivery(delivery: Delivery, at: datetime) -> DomainEvent | None:
    """What there is to tell of a delivery as it stands now; None where it only waits."""
    name = _NAMES.get(delivery.state)
    if name is None:
        return None
    ids = {"delivery": f"D{delivery.id}", "about": delivery.about}
    if delivery.person is not None:
        ids |= {"source": delivery.person.source, "ref": delivery.person.ref}
    codes = {"kind": delivery.kind.value, "target": delivery.target, "problem": delivery.problem}
    return event_of(name, at, ids, codes)
