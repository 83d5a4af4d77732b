"""The search: words in, services with a named contact, a reason and a freshness out."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TYPE_CHECKING

from adapter_core.domain.directory import Audience, CapacityState, Hit, SearchAnswer, ServiceView
from adapter_core.errors import UsageError
from community_directory.places.nearness import Nearness, nearness
from community_directory.places.stored import StoredGazetteer
from community_directory.searching.concepts import Concepts, packaged_concepts
from community_directory.searching.documents import LEVELS
from community_directory.searching.explaining import read_as, to_ask, why
from community_directory.searching.filters import NO_FILTERS, Filters
from community_directory.searching.finding import Asked, Found, find
from community_directory.searching.judging import Facts, Judged, Verdict, fits, judge
from community_directory.searching.understanding import understand
from community_directory.searching.understood import Sort, Understood
from community_directory.searching.words import whole
from community_directory.store import reading

if TYPE_CHECKING:
    from community_directory.places.points import Point
    from community_directory.searching.ranking import Ranked
    from community_directory.store.store import DirectoryStore

MOST_HITS = 100
_JUDGED_AT_ONCE = 100
_MOST_JUDGED = 1_000
"""Services looked at for one answer with filters."""
_NOT_KNOWN = 0.93
"""For each filter of which a service says nothing."""
_AS_GOOD = 0.6
"""Of the best score: those above it are as good as the best, and the nearest of them comes first."""


@dataclass(frozen=True, slots=True)
class _Kept:
    """A service that stays, with what ranks it."""

    view: ServiceView
    ranked: Ranked
    judged: tuple[Judged, ...]
    near: Nearness | None
    score: float


@dataclass(frozen=True, slots=True)
class _Asking:
    """What is wanted, of which store, and for whom."""

    store: DirectoryStore
    gazetteer: StoredGazetteer
    wanted: Filters
    audience: Audience
    on: date

    def views(self, few: Sequence[Ranked]) -> dict[int, ServiceView]:
        """Services as the audience may see them."""
        views = reading.views(
            self.gazetteer.connection,
            [one.number for one in few],
            audience=self.audience,
            on=self.on,
            capacity_days=self.store.capacity_days,
        )
        return {view.number: view for view in views}

    def points(self, views: Iterable[ServiceView]) -> Mapping[str, Point]:
        """Where the postcodes of locations without coordinates are, where a place is asked for."""
        if self.wanted.near is None:
            return {}
        codes = {
            place.address.postcode
            for view in views
            for place in view.locations
            if place.address is not None and (place.latitude is None or place.longitude is None)
        }
        return self.gazetteer.points(codes - {""})


def search(  # noqa: PLR0913 - what an answer depends on
    store: DirectoryStore,
    query: str,
    filters: Filters = NO_FILTERS,
    *,
    audience: Audience,
    on: date,
    limit: int = 10,
    home: str = "",
    now: datetime | None = None,
    off: Collection[Sort] = (),
    concepts: Concepts | None = None,
) -> SearchAnswer:
    """Find services, and whom to ask there.

    Args:
        store: the opened directory.
        query: any text; it goes into no URL, no log and no exception.
        filters: given as options; they win over the same thing among the words.
        audience: whose eyes the answer is for; nothing that it may not see is read.
        on: the day to speak of.
        limit: how many results, 1 to 100.
        home: what "near me" means.
        now: the moment, in the council's own time; for "open now".
        off: what is not to be understood in the words.
        concepts: what lay words mean; the packaged ones where none are given.

    Raises:
        UsageError: FP-0865 for a limit that cannot be.
        StoreError: the directory cannot be read.
    """
    if not 1 <= limit <= MOST_HITS:
        raise UsageError("FP-0865", f"A search gives 1 to {MOST_HITS} results.", where="limit")
    with store.reading() as unit:
        connection = unit.connection
        gazetteer = StoredGazetteer(connection, home)
        understood = understand(query, gazetteer, on, now or store.clock(), off=off)
        wanted = filters.over(understood.filters)
        asked = _asked(understood, wanted, concepts or packaged_concepts())
        if not asked.words and not wanted:
            return SearchAnswer(understood=(*_said(understood), "there are no words to look for"))
        found = find(
            connection, asked, level=LEVELS[audience], on=on, limit=limit, judged=wanted != NO_FILTERS
        )
        kept, more = _kept(_Asking(store, gazetteer, wanted, audience, on), found, limit)
    hits = tuple(_hit(found, one) for one in kept)
    numbers = [one.ranked.number for one in kept]
    return SearchAnswer(hits, (*_said(understood), *read_as(found, numbers)), more=more)


def is_empty(store: DirectoryStore) -> bool:
    """Whether no service is listed, so that no search could find one."""
    with store.reading() as unit:
        return not reading.services(unit.connection, audience=Audience.PUBLIC, on=store.today, limit=1)


def _asked(understood: Understood, wanted: Filters, concepts: Concepts) -> Asked:
    near = wanted.near
    return Asked.of(
        " ".join(understood.words),
        concepts,
        districts=near.districts if near is not None else (),
        categories=wanted.categories,
    )


def _said(understood: Understood) -> tuple[str, ...]:
    said = [*(piece.says for piece in understood.pieces), *understood.notes]
    if understood.shortened:
        said.append("the query is long: only its beginning was looked at")
    return tuple(said)


def _kept(asking: _Asking, found: Found, limit: int) -> tuple[list[_Kept], bool]:
    """The results, the best first, and whether there are more."""
    near = asking.wanted.near
    if asking.wanted == NO_FILTERS:
        few = found.ranked[:limit]
        views = asking.views(few)
        kept = [_Kept(views[one.number], one, (), None, one.score) for one in few if one.number in views]
        return kept, len(found.ranked) > limit
    kept = []
    looked_at = found.ranked[:_MOST_JUDGED]
    for start in range(0, len(looked_at), _JUDGED_AT_ONCE):
        batch = looked_at[start : start + _JUDGED_AT_ONCE]
        views = asking.views(batch)
        points = asking.points(views.values())
        kept += [
            one
            for ranked in batch
            if ranked.number in views
            and (one := _judged(views[ranked.number], ranked, asking, points)) is not None
        ]
        best = max((one.score for one in kept), default=0.0)
        if len(kept) > limit and (near is None or batch[-1].score < _AS_GOOD * best):
            break
    best = max((one.score for one in kept), default=0.0)
    kept.sort(key=lambda one: _order(one, best, near=near is not None))
    return kept[:limit], len(kept) > limit


def _judged(view: ServiceView, ranked: Ranked, asking: _Asking, points: Mapping[str, Point]) -> _Kept | None:
    known = view.capacity_state is not CapacityState.UNKNOWN
    facts = Facts(
        view.service
        if known
        else replace(view.service, capacity=None),  # what was said too long ago is nothing
        view.locations,
        view.events,
        [term.name for term in view.terms],
        points,
        has_contact=bool(view.contacts),
    )
    wanted = asking.wanted
    judged = judge(wanted, facts, asking.on)
    if not fits(judged):
        return None
    unknown = sum(1 for each in judged if each.verdict is Verdict.UNKNOWN)
    near = None
    if wanted.near is not None:
        near = nearness(wanted.near, view.locations, view.service.areas, points=points)
    return _Kept(view, ranked, judged, near, ranked.score * _NOT_KNOWN**unknown)


def _order(one: _Kept, best: float, *, near: bool) -> tuple[object, ...]:
    """As good as the best before others; of those the nearest; then by score."""
    if not near or one.near is None:
        return (-one.score, one.view.service.id)
    return (one.score < _AS_GOOD * best, *one.near.rank, -one.score, one.view.service.id)


def _hit(found: Found, one: _Kept) -> Hit:
    contacts = one.view.contacts
    contact = to_ask(found, one.ranked.number, contacts, [whole(each.name) for each in contacts])
    reasons = [*why(found, one.ranked.number), *(each.says for each in one.judged if each.says)]
    if one.near is not None:
        reasons.append(one.near.says)
    return Hit(
        one.view,
        why=tuple(dict.fromkeys(reasons)),
        contact=contact,
        metres=one.near.metres if one.near is not None and one.near.exact else None,
        score=one.score,
        parts=one.ranked.parts,
    )
