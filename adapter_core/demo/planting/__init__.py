"""What the planter can do to a complete record: one `Plant` each, by facet of the record."""

from __future__ import annotations

from typing import TYPE_CHECKING

from adapter_core.demo.planting import (
    authority,
    details,
    elsewhere,
    equality,
    gp,
    groups,
    health,
    identity,
    ties,
)

if TYPE_CHECKING:
    from adapter_core.demo.planting.plant import Facet

FACETS: tuple[Facet, ...] = (
    *identity.FACETS,
    *elsewhere.FACETS,
    *details.FACETS,
    gp.FACET,
    ties.FACET,
    *groups.FACETS,
    authority.FACET,
    *health.FACETS,
    *equality.FACETS,
)
"""Every facet, in the order in which the planter goes through them."""
