"""The API's own description (OpenAPI 3.1), made from what it answers."""

from __future__ import annotations

from typing import Any

from adapter_core import __version__
from community_directory.publishing import oruk

_PAGES = ("page", "per_page", "format")
_OF_SERVICES = (
    "search", "taxonomy_term_id", "taxonomy_id", "organization_id", "modified_after", "full",
    "minimum_age", "maximum_age", "start_time", "end_time", "day", "postcode", "proximity",
)  # fmt: skip
LISTS: dict[str, tuple[str, ...]] = {
    "services": (*_PAGES, *_OF_SERVICES, "minimal"),
    "service_at_locations": (*_PAGES, *_OF_SERVICES),
    "taxonomies": _PAGES,
    "taxonomy_terms": (*_PAGES, "taxonomy_id", "parent_id", "top_only"),
}
"""Each list, and the parameters that mean something to it."""

_KINDS: dict[str, dict[str, str]] = {
    "page": {"type": "integer"},
    "per_page": {"type": "integer"},
    "minimum_age": {"type": "number"},
    "maximum_age": {"type": "number"},
    "modified_after": {"type": "string", "format": "date-time"},
    "minimal": {"type": "boolean"},
    "full": {"type": "boolean"},
    "top_only": {"type": "boolean"},
}


def document(address: str) -> dict[str, Any]:
    """The description.

    Args:
        address: where the API stands.
    """
    paths: dict[str, Any] = {"/": {"get": _operation("About this API")}}
    for name, parameters in LISTS.items():
        given = [
            {"name": each, "in": "query", "required": False, "schema": _KINDS.get(each, {"type": "string"})}
            for each in parameters
        ]
        optional = name != "services"
        paths[f"/{name}"] = {"get": _operation(f"A page of {name}", given, optional=optional)}
        by_id = [
            {"name": "id", "in": "path", "required": True, "schema": {"type": "string", "format": "uuid"}}
        ]
        paths[f"/{name}/{{id}}"] = {"get": _operation(f"One of {name}", by_id, optional=optional)}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Community directory",
            "version": oruk.VERSION,
            "x-software": f"fingerpost/{__version__}",
        },
        "servers": [{"url": address}],
        "paths": paths,
    }


def _operation(
    summary: str, parameters: list[dict[str, Any]] | None = None, *, optional: bool = False
) -> Any:  # noqa: ANN401
    told: dict[str, Any] = {
        "summary": summary,
        "parameters": parameters or [],
        "responses": {
            "200": {"description": "What was asked for", "content": {"application/json": {}}},
            "default": {"description": "A problem", "content": {"application/problem+json": {}}},
        },
    }
    return told | ({"tags": ["Optional"]} if optional else {})
