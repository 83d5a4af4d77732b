"""Who may act for a person, by authority (A-06; Office of the Public Guardian)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from adapter_core.checks.rules._capacity import FINANCE, WELFARE
from adapter_core.checks.rules._states import has_ended
from adapter_core.domain.people import in_force

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from adapter_core.domain.people import Representative

LPA_FINANCE = "lpa_property_financial"
LPA_WELFARE = "lpa_health_welfare"
EPA = "epa"
DEPUTY_FINANCE = "deputy_property"
DEPUTY_WELFARE = "deputy_welfare"
APPOINTEE = "dwp_appointee"
INFORMAL = "informal_financial_rep"

LPAS = frozenset({LPA_FINANCE, LPA_WELFARE})
POWERS = LPAS | {EPA}
"""Powers of attorney: what the person gave while they had capacity."""

POWERS_FOR: Mapping[str, frozenset[str]] = {
    FINANCE: frozenset({LPA_FINANCE, EPA}),
    WELFARE: frozenset({LPA_WELFARE}),
}
DEPUTIES_FOR: Mapping[str, frozenset[str]] = {
    FINANCE: frozenset({DEPUTY_FINANCE}),
    WELFARE: frozenset({DEPUTY_WELFARE}),
}
BENEFITS = frozenset({APPOINTEE, DEPUTY_FINANCE, LPA_FINANCE, EPA})
"""Authorities that reach as far as the person's benefits."""

MONEY = BENEFITS | {INFORMAL}


def any_in_force(held: Iterable[Representative], authorities: frozenset[str], on: date) -> bool:
    """Whether somebody acts by one of these authorities on a day."""
    # Loops, not any(): making a generator for each person would cost as much as all the rest.
    for each in held:  # noqa: SIM110
        if each.authority in authorities and in_force(each.start, each.end, on):
            return True
    return False


def any_ended(held: Iterable[Representative], authorities: frozenset[str], on: date) -> bool:
    """Whether somebody acted by one of these authorities, and no longer does."""
    for each in held:  # noqa: SIM110 - as above
        if each.authority in authorities and has_ended(each.end, on):
            return True
    return False
