"""The search: words in, services with a named contact, a reason and a freshness out."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from heapq import nlargest
from math import prod
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from adapter_core.domain.directory import Audience, Hit, SearchAnswer, ServiceView
from adapter_core.errors import UsageError
from community_directory.places.nearness import COMES, Nearness, Ring, nearness
from community_directory.places.stored import StoredGazetteer
from community_directory.searching.concepts import Concepts, packaged_concepts
from community_directory.searching.documents import LEVELS
from community_directory.searching.explaining import against, left_out, read_as, to_ask, why
from community_directory.searching.filters import NO_FILTERS, Filters
from community_directory.searching.finding import Asked, Found, find
from community_directory.searching.judging import Facts, Judged, Verdict, fits, judge
from community_directory.searching.understanding import understand
from community_directory.searching.understood import Sort, Understood
from community_directory.searching.words import whole
from community_directory.store import reading

if TYPE_CHECKING:
    from community_directory.places.points import Place, Point
    from community_directory.searching.ranking import Ranked
    from community_directory.store.store import DirectoryStore

LONDON = ZoneInfo("Europe/London")
"""The time that councils and opening hours go by, summer and winter; the store's clock goes by UTC."""
MOST_HITS = 100
_JUDGED_AT_ONCE = 100
_MOST_JUDGED = 1_000
"""Services looked at for one answer with filters."""
_NOT_KNOWN = 0.93
"""For each filter of which a service says nothing."""
_NO_LANGUAGE = 0.35
"""For languages instead: who gives one does so on purpose, and most others are in English."""
_HINT = 0.25
"""How much a word counts that a filter says already, where a service has it: of a language, a place."""
_AS_A_WORD = {Sort.AGE: 1.0}
"""What stands in many a name, such as that of Save the Children, and few services say of their ages."""
_AS_GOOD = 0.6
"""Of the best score: those above it are as good as the best, and the nearest of them comes first."""
_AS_MUCH = 0.75
"""Of the most that any matches of the query: what matches so much and is near comes before all others."""

_NOWHERE = Nearness(Ring.UNKNOWN, None, exact=False, says="")


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
    """What is wanted, of which store, and for whom.

    Attributes:
        typed_alone: whether all that is wanted stands among the words, where it may be a part of a name.
        language: the words that say a language.
    """

    store: DirectoryStore
    gazetteer: StoredGazetteer
    wanted: Filters
    audience: Audience
    on: date
    typed_alone: bool
    language: frozenset[str]

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
        understood = understand(query, gazetteer, on, now or store.clock().astimezone(LONDON), off=off)
        wanted = filters.over(understood.filters)
        asked = _asked(query, understood, wanted, concepts or packaged_concepts())
        if not asked.words and not wanted:
            return SearchAnswer(understood=(*_said(understood), "there are no words to look for"))
        found = find(
            connection, asked, level=LEVELS[audience], on=on, limit=limit, judged=wanted != NO_FILTERS
        )
        language = frozenset(whole(word) for word, sort in understood.aside.items() if sort is Sort.LANGUAGE)
        asking = _Asking(store, gazetteer, wanted, audience, on, not filters, language)
        kept, more, missing = _kept(asking, found, limit)
    hits = tuple(_hit(found, one) for one in kept)
    numbers = [one.ranked.number for one in kept]
    return SearchAnswer(hits, (*_said(understood), *read_as(found, numbers), *missing), more=more)


def is_empty(store: DirectoryStore) -> bool:
    """Whether no service is listed, so that no search could find one."""
    with store.reading() as unit:
        return not reading.services(unit.connection, audience=Audience.PUBLIC, on=store.today, limit=1)


def _asked(query: str, understood: Understood, wanted: Filters, concepts: Concepts) -> Asked:
    near = wanted.near
    return Asked.of(
        " ".join(understood.words),
        concepts,
        districts=near.districts if near is not None else (),
        categories=wanted.categories,
        typed=query,
        aside={word: _AS_A_WORD.get(sort, _HINT) for word, sort in understood.aside.items()},
    )


def _said(understood: Understood) -> tuple[str, ...]:
    said = [*(piece.says for piece in understood.pieces), *understood.notes]
    if understood.shortened:
        said.append("the query is long: only its beginning was looked at")
    return tuple(said)


def _kept(asking: _Asking, found: Found, limit: int) -> tuple[list[_Kept], bool, tuple[str, ...]]:
    """The results, the best first; whether there are more; and what is to be said of those left out."""
    near = asking.wanted.near
    if asking.wanted == NO_FILTERS:
        few = found.ranked[:limit]
        views = asking.views(few)
        kept = [_Kept(views[one.number], one, (), None, one.score) for one in few if one.number in views]
        return kept, len(found.ranked) > limit, ()
    kept, best = [], 0.0
    out: list[_Kept] = []
    looked_at = found.ranked[:_MOST_JUDGED]
    much = _AS_MUCH * max((one.covered for one in looked_at), default=0.0)
    language = found.worth_of(asking.language)
    while looked_at:
        batch, looked_at = looked_at[:_JUDGED_AT_ONCE], looked_at[_JUDGED_AT_ONCE:]
        views = asking.views(batch)
        points = asking.points(views.values())
        for ranked in batch:
            if ranked.number in views:
                one = _judged(views[ranked.number], ranked, asking, points, language.get(ranked.number, 0.0))
                named = asking.typed_alone and found.called_so and ranked.whole
                (kept if fits(one.judged) or named else out).append(one)
        best = max((one.score for one in kept), default=0.0)
        if near is None and _enough(kept, limit, batch[-1].score, surely=bool(asking.wanted.languages)):
            break
        if len(kept) > limit and batch[-1].score < _AS_GOOD * best:
            looked_at = [one for one in looked_at if one.covered >= much and one.number in found.around]
    if near is None:
        kept.sort(key=lambda one: (-one.score, one.view.service.id))
    else:
        kept.sort(key=_by_place(near, best, much, within=asking.wanted.within is not None))
    shown = max((one.ranked.covered for one in kept), default=0.0)
    better = left_out(one.judged for one in out if one.ranked.covered > shown)
    return kept[:limit], len(kept) > limit, better


def _enough(kept: Sequence[_Kept], limit: int, least: float, *, surely: bool) -> bool:
    """Whether there are enough; `surely` also asks that they outdo what scores `least` and lacks nothing."""
    if len(kept) <= limit:
        return False
    return not surely or nlargest(limit, (one.score for one in kept))[-1] >= least


def _judged(
    view: ServiceView, ranked: Ranked, asking: _Asking, points: Mapping[str, Point], language: float
) -> _Kept:
    """Judge a service; one that gives the language is worth at least what its name is as a word."""
    facts = Facts(
        view.service,
        view.locations,
        view.events,
        [term.name for term in view.terms],
        points,
        has_contact=bool(view.contacts),
        capacity_days=asking.store.capacity_days,
    )
    wanted = asking.wanted
    judged = judge(wanted, facts, asking.on)
    unknown = [each.filter for each in judged if each.verdict is Verdict.UNKNOWN]
    less = prod(_NO_LANGUAGE if each == "languages" else _NOT_KNOWN for each in unknown)
    given = any(each.filter == "languages" and each.verdict is Verdict.YES for each in judged)
    words = max(ranked.words, language) if given else ranked.words
    near = None
    if wanted.near is not None:
        near = nearness(wanted.near, view.locations, view.service.areas, points=points)
    return _Kept(view, ranked, judged, near, ranked.score / ranked.words * words * less)


def _by_place(
    place: Place, best: float, much: float, *, within: bool
) -> Callable[[_Kept], tuple[object, ...]]:
    """The order of results that are wanted near to a place.

    As good as the best before others; of those the nearest; then by score. What is known to be near and
    matches about as much comes before what may be anywhere, however well that matches.

    Args:
        place: what was asked for.
        best: the best score.
        much: how much of the query is about as much as any matches.
        within: whether a distance was asked for, so that what is known to be farther is left out.
    """

    def known_near(near: Nearness) -> bool:
        if within and (place.exact or near.ring is not Ring.HERE):
            return near.metres is not None
        if place.exact:
            return near.rank <= (Ring.HERE, COMES)
        return near.ring in {Ring.HERE, Ring.COMES_HERE}

    def order(one: _Kept) -> tuple[object, ...]:
        near = one.near or _NOWHERE
        worse = one.score < _AS_GOOD * best
        first = known_near(near) and (not worse or one.ranked.covered >= much)
        return (not first, worse, *near.rank, -one.score, one.view.service.id)

    return order


def _hit(found: Found, one: _Kept) -> Hit:
    contacts = one.view.contacts
    contact = to_ask(found, one.ranked.number, contacts, [whole(each.name) for each in contacts])
    speaking = (each for each in one.judged if each.verdict is Verdict.YES or each.filter == "within")
    reasons = [*why(found, one.ranked.number), *(each.says for each in speaking if each.says)]
    if one.near is not None:
        reasons.append(one.near.says)
    reasons += against(one.view, one.judged)
    return Hit(
        one.view,
        why=tuple(dict.fromkeys(reasons)),
        contact=contact,
        metres=one.near.metres if one.near is not None and one.near.exact else None,
        score=one.score,
        parts=one.ranked.parts,
    )
