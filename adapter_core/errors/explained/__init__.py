"""What every code means: a module for each hundred, or for each road into a council's systems."""

from __future__ import annotations

from adapter_core.errors.explained import (
    config,
    directory,
    directory_import,
    directory_places,
    directory_publishing,
    directory_search,
    http,
    mappings,
    open_referral,
    own,
    plugins,
    records,
    reference,
    reviews,
    sources,
    store,
    tracing,
    trees,
    usage,
)
from adapter_core.errors.explanation import Explanation

CATALOGUE: dict[str, Explanation] = {
    **own.EXPLAINED,
    **config.EXPLAINED,
    **plugins.EXPLAINED,
    **mappings.EXPLAINED,
    **sources.EXPLAINED,
    **http.EXPLAINED,
    **records.EXPLAINED,
    **store.EXPLAINED,
    **directory.EXPLAINED,
    **reviews.EXPLAINED,
    **reference.EXPLAINED,
    **tracing.EXPLAINED,
    **trees.EXPLAINED,
    **directory_import.EXPLAINED,
    **directory_places.EXPLAINED,
    **directory_publishing.EXPLAINED,
    **directory_search.EXPLAINED,
    **usage.EXPLAINED,
    **open_referral.EXPLAINED,
}
"""Every code there is; `docs/reference/errors.md` is made from it."""
