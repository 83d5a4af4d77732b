"""All checks of a feed, in the order of the table."""

from __future__ import annotations

from community_directory.publishing.conformance import conduct, narrowing, shape
from community_directory.publishing.conformance.saying import Check

_RUNS = {
    "answers": shape.answers,
    "schema": shape.schema,
    "envelope": shape.envelope,
    "details": shape.details,
    "ids": shape.ids,
    "duplicates": shape.duplicates,
    "complete": conduct.complete,
    "overlap": conduct.overlap,
    "order": conduct.order,
    "unknown parameters": conduct.unknown_parameters,
    "missing": conduct.missing,
    "zones": shape.zones,
    "cors": conduct.cors,
    "empties": shape.empties,
    "html": shape.html,
    "future": shape.future,
    "contacts": shape.contacts,
    "per_page": conduct.per_page,
    "etag": conduct.etag,
    "ndjson": conduct.ndjson,
    "search": narrowing.search,
    "modified_after": narrowing.modified_after,
    "taxonomy_term_id": narrowing.taxonomy_term_id,
    "taxonomy_id": narrowing.taxonomy_id,
    "taxonomy_id of terms": narrowing.taxonomy_of_terms,
    "organization_id": narrowing.organization_id,
    "ages": narrowing.ages,
    "day": narrowing.day,
    "times": narrowing.times,
    "proximity": narrowing.proximity,
}

CHECKS = tuple(Check(name, (run.__doc__ or "").strip(), run) for name, run in _RUNS.items())
"""Each with a name that stays."""
