"""Open Referral UK 3.0 as a Starlette application: run by `fingerpost directory serve`, or mounted anywhere.

Anonymous, read only, for every site: `GET /`, services, services at locations, taxonomies and terms. What
is searched for stands in no log of ours and in no error.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.routing import Route

from community_directory.publishing import oruk
from community_directory.publishing.answers import ForEverybody, lines, problem, whole
from community_directory.publishing.openapi import document
from community_directory.publishing.parameters import Refused, wanted
from community_directory.publishing.reading import Feed
from community_directory.publishing.searched import numbers_found

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import date

    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.types import ASGIApp

    from community_directory.publishing.oruk import Json
    from community_directory.publishing.parameters import Wanted
    from community_directory.store import DirectoryStore

_TITLES = {
    400: "The request cannot be answered.",
    404: "There is nothing here.",
    405: "Only GET is answered.",
}


def application(
    store: DirectoryStore,
    *,
    search: Callable[[DirectoryStore, str, date], Sequence[int]] = numbers_found,
    address: str = "",
) -> ASGIApp:
    """The API on a directory that is open, and stays so while it is served.

    Args:
        store: what is published; only what is for the public is read.
        search: finds services by words, for the public.
        address: where the world finds this API, where that is another address than the server's own.
    """
    feed = Feed(store, search)

    def home(request: Request) -> Response:
        return whole(request, oruk.about_json(f"{_base(request, address)}/openapi.json"))

    def openapi(request: Request) -> Response:
        return whole(request, document(_base(request, address)))

    app = Starlette(
        routes=[
            Route("/", home),
            Route("/openapi.json", openapi),
            *_both("services", feed.services, feed.every_service, feed.service),
            *_both("service_at_locations", feed.at_locations, feed.every_at_location, feed.at_location),
            *_both("taxonomies", feed.taxonomies, feed.every_taxonomy, feed.taxonomy),
            *_both("taxonomy_terms", feed.terms, feed.every_term, feed.term),
        ],
        exception_handlers={HTTPException: _refused, Refused: _refused, Exception: _broken},
    )
    return ForEverybody(app)


def _both(
    name: str,
    page: Callable[[Wanted], Json],
    each: Callable[[Wanted], Iterator[Json]],
    one: Callable[[str], Json],
) -> list[Route]:
    """A list, and one of its entries."""

    def listed(request: Request) -> Response:
        asked = wanted(request.query_params)
        return lines(each(asked)) if asked.ndjson else whole(request, page(asked))

    def single(request: Request) -> Response:
        return whole(request, one(request.path_params["id"].replace("\x00", " ")))

    return [Route(f"/{name}", listed, name=name), Route(f"/{name}/{{id}}", single, name=f"{name}_one")]


def _base(request: Request, address: str) -> str:
    return (address or str(request.base_url)).rstrip("/")


def _refused(request: Request, error: Any) -> Response:  # noqa: ANN401, ARG001 - of two kinds, as Starlette calls it
    if isinstance(error, Refused):
        return problem(error.status, _TITLES[error.status], error.detail)
    return problem(error.status_code, _TITLES.get(error.status_code, "The request cannot be answered."))


def _broken(request: Request, error: Exception) -> Response:  # noqa: ARG001 - as Starlette calls it
    return problem(500, "The server could not answer.")
