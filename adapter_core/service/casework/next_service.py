"""The next-nearest service with room, for somebody whom the first one could not help.

Only the directory is asked, and only by what the first service was and by a postcode district: nothing of the
person goes into the question.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any

from adapter_core.domain.casework.signposts import ResourceKind
from adapter_core.domain.directory import CapacityState, ServiceStatus
from adapter_core.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import date

    from adapter_core.domain.casework.signposts import Resource
    from adapter_core.domain.directory import Audience, Hit, ServiceView
    from adapter_core.hooks.ports import Directory

MOST = 3
_LOOKED_AT = 50
_ALIKE = 0.15
"""Which part of the best score a service has that is called alike."""
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
    asking = _Asking(directory, audience, on)
    first = asking.first(resource.service_id)
    similar, near = _like(asking, resource, first, district)
    left_out = {each.lower() for each in (*tried, resource.service_id) if each}
    if first is not None:
        left_out.add(first.service.id.lower())
    of_kind = {_id(each) for each in similar}
    ordered: dict[str, Hit] = {}
    for each in (*near, *similar):
        if _id(each) in of_kind:
            ordered.setdefault(_id(each), each)
    fitting = (
        each for each in ordered.values() if _id(each) not in left_out and _can_take_somebody(each.service)
    )
    return list(islice(fitting, limit))


@dataclass(frozen=True, slots=True)
class _Asking:
    """The directory, and for whose eyes and of which day it is asked."""

    directory: Directory
    audience: Audience
    on: date

    def first(self, service_id: str) -> ServiceView | None:
        """The service that could not help; None where it was taken out since: its name is known still."""
        if not service_id:
            return None
        try:
            return self.directory.service(service_id, audience=self.audience)
        except UsageError:
            return None

    def ask(self, words: str, categories: tuple[str, ...] = ()) -> tuple[Hit, ...]:
        """Search; a directory that narrows by other names is asked by words alone."""
        wanted: dict[str, Any] = {"audience": self.audience, "on": self.on, "limit": _LOOKED_AT}
        filters: dict[str, Any] = {"categories": categories} if categories else {}
        try:
            return self.directory.search(words, **wanted, **filters).hits
        except UsageError:
            return self.directory.search(" ".join((*categories, words)).strip(), **wanted).hits


def _like(
    asking: _Asking, resource: Resource, first: ServiceView | None, district: str
) -> tuple[tuple[Hit, ...], tuple[Hit, ...]]:
    """Services of the same kind, and a search that has those near the person first.

    Those that share a category; where there is none, those with similar words. A place among the words brings
    whatever is there, so that the kind is asked for without it. A category may be a wide one: of those that
    share it, those that are called alike come first.
    """
    place = f"near {district}" if district else ""
    terms = tuple(term.name for term in first.terms) if first is not None else ()
    name = first.service.name if first is not None else resource.name
    if terms and (similar := asking.ask("", terms)):
        near = asking.ask(place, terms) if place else ()
        alike = _called_alike(asking.ask(name, terms))
        called_so = {_id(each) for each in alike}
        return similar, (*(each for each in near if _id(each) in called_so), *alike, *near)
    return asking.ask(name), asking.ask(f"{name} {place}") if place else ()


def _called_alike(hits: Sequence[Hit]) -> tuple[Hit, ...]:
    """Those that fit the words of a name nearly as well as what has that name."""
    most = max((each.score for each in hits), default=0.0)
    return tuple(each for each in hits if each.score >= most * _ALIKE)


def _id(hit: Hit) -> str:
    return hit.service.service.id.lower()


def _can_take_somebody(view: ServiceView) -> bool:
    return (
        view.withdrawn_on is None
        and view.service.status is ServiceStatus.ACTIVE
        and view.capacity_state not in _NO_ROOM
    )
