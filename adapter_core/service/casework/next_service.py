"""The next-nearest service with room, for somebody whom the first one could not help.

Only the directory is asked, and only by what the first service was and by a postcode district: nothing of the
person goes into the question.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from adapter_core.domain.casework.signposts import ResourceKind
from adapter_core.domain.directory import CapacityState, ServiceStatus
from adapter_core.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from datetime import date

    from adapter_core.domain.casework.signposts import Resource
    from adapter_core.domain.directory import Audience, Hit, ServiceView
    from adapter_core.hooks.ports import Directory

MOST = 3
_LOOKED_AT = 50
_NO_ROOM = (CapacityState.FULL, CapacityState.WAITING_LIST)
_SEARCHED = (ResourceKind.SERVICE, ResourceKind.EVENT, ResourceKind.EQUIPMENT)


def next_services(  # noqa: PLR0913 - what a proposal depends on
    directory: Directory,
    resource: Resource,
    *,
    audience: Audience,
    on: date,
    district: str = "",
    tried: Collection[str] = (),
    limit: int = MOST,
) -> list[Hit]:
    """Services of the same kind with room, those near the person first.

    Left out are those tried already, those withdrawn or closed, and those that are known to be full or to
    have a waiting list; where nobody has said, a service stays.

    Args:
        directory: the port.
        resource: what the person was pointed to.
        audience: whose eyes the answer is for.
        on: the day to speak of.
        district: the outward code of where the person lives, such as `FY1`; empty where it is not known.
        tried: ids of services that the person was pointed to before; the resource's own is always left out.
        limit: the most proposals.

    Returns:
        The proposals, the best first; none for somebody of the person's own network, or advice.

    Raises:
        SourceUnavailable, StoreError: the directory cannot be read.
    """
    if resource.kind not in _SEARCHED:
        return []
    first = _first(directory, resource, audience)
    left_out = {each.lower() for each in (*tried, resource.service_id) if each}
    if first is not None:
        left_out.add(first.service.id.lower())
    near = f" near {district}" if district else ""
    found: dict[str, Hit] = {}
    for query, categories in _questions(resource, first):
        for hit in _asked(directory, f"{query}{near}".strip(), categories, audience=audience, on=on):
            if _can_take_somebody(hit.service) and hit.service.service.id.lower() not in left_out:
                found.setdefault(hit.service.service.id, hit)
        if len(found) >= limit:
            break
    return list(found.values())[:limit]


def _first(directory: Directory, resource: Resource, audience: Audience) -> ServiceView | None:
    if not resource.service_id:
        return None
    try:
        return directory.service(resource.service_id, audience=audience)
    except UsageError:
        return None  # it was taken out since: its name is known still


def _questions(resource: Resource, first: ServiceView | None) -> Iterator[tuple[str, tuple[str, ...]]]:
    """What to ask: what shares a category first, then whatever has similar words."""
    terms = tuple(term.name for term in first.terms) if first is not None else ()
    if terms:
        yield "", terms
    yield (first.service.name if first is not None else resource.name), ()


def _asked(
    directory: Directory, query: str, categories: tuple[str, ...], *, audience: Audience, on: date
) -> tuple[Hit, ...]:
    filters = {"with_space": True, **({"categories": categories} if categories else {})}
    try:
        return directory.search(query, audience=audience, on=on, limit=_LOOKED_AT, **filters).hits
    except UsageError:
        # A directory that narrows by other names is asked by words alone; what is full goes out below.
        words = " ".join((*categories, query))
        return directory.search(words, audience=audience, on=on, limit=_LOOKED_AT).hits


def _can_take_somebody(view: ServiceView) -> bool:
    return (
        view.withdrawn_on is None
        and view.service.status is ServiceStatus.ACTIVE
        and view.capacity_state not in _NO_ROOM
    )
