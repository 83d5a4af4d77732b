"""Takes in what a feed tells, many services at a time; what people edited here stays as they left it."""

from __future__ import annotations

from collections import defaultdict
from hashlib import blake2b
from typing import TYPE_CHECKING, Any

from adapter_core.domain.directory import EntityKind
from community_directory.store import withdrawing
from community_directory.store.feeds import next_reading
from community_directory.store.ids import stable_id
from community_directory.store.known import SourceIds, redirections
from community_directory.store.outcomes import Dangling, Outcome, Told, What
from community_directory.store.removals import Removals
from community_directory.store.shapes import SHAPES, child_rows
from community_directory.store.written import Change, Moves, write_changes

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping
    from datetime import date

    from adapter_core.domain.directory import Contact, Incoming
    from community_directory.store.known import Known
    from community_directory.store.shapes import Shape
    from community_directory.store.unit_of_work import Work

BATCH = 500
"""How many services are held before they are written together."""

INDEXED_AT_ONCE = 8_000
"""How many services are written before the index follows: the more at once, the less is written again."""

_NOWHERE = "?"
"""In a digest, before what says which references led nowhere then: they are tried again in each reading."""

_MERGED = (EntityKind.ORGANISATION, EntityKind.SERVICE, EntityKind.LOCATION)


class FeedWriter:
    """Writes one reading of one feed within a unit of work; the caller commits, or does not (a dry run).

    In one reading the first telling of an id stands. Contacts who asked to be taken out are left out.

    Attributes:
        outcome: what was done so far; complete after `flush`.
        reading: the number of this reading of the feed.
    """

    def __init__(
        self, unit: Work, feed: str, *, on: date, told: Callable[[Told], None] | None = None
    ) -> None:
        """Begin a reading.

        Args:
            unit: the transaction.
            feed: name of the feed.
            on: the day that withdrawals are dated.
            told: is told what became of each entity, as soon as it is written.
        """
        self.outcome = Outcome()
        self.reading = next_reading(unit, feed)
        self._unit = unit
        self._feed = feed
        self._on = on
        self._told = told
        self._sources = SourceIds(unit.connection, feed, self.reading)
        self._removals = Removals.read(unit.connection)
        self._redirected = {kind: redirections(unit.connection, SHAPES[kind].table) for kind in _MERGED}
        self._buffer: list[Incoming] = []
        self._numbers: dict[EntityKind, dict[str, int]] = {}

    def put(self, incoming: Incoming) -> None:
        """Take in one service with what belongs to it; it is written with the next batch."""
        self._buffer.append(incoming)
        if len(self._buffer) >= BATCH:
            self.flush()

    def flush(self) -> None:
        """Write what is held; the index follows now and then, and when the unit of work is committed."""
        buffer, self._buffer = self._buffer, []
        if not buffer:
            return
        told = _by_kind(buffer)
        self._numbers = defaultdict(dict)
        for kind, shape in SHAPES.items():
            if told[kind]:
                self._write(shape, told[kind])
        self._numbers = {}
        if len(self._unit.touched) >= INDEXED_AT_ONCE:
            self._unit.flush()

    def withdraw_unseen(self, why: str) -> None:
        """Withdraw what this feed told of before and did not tell of in this reading.

        Only after a feed was read to its end. What another feed still tells of stays.

        Args:
            why: the reason that is kept with each.
        """
        self.flush()
        gone = withdrawing.Gone(self._feed, self.reading, self._on, why)
        withdrawing.withdraw_unseen(self._unit, gone, self._withdrawn)

    def withdraw(self, kind: EntityKind, source_ids: Iterable[str], why: str) -> None:
        """Withdraw what the feed says is gone, by the source's ids; see `withdraw_unseen`."""
        self.flush()
        gone = withdrawing.Gone(self._feed, self.reading, self._on, why)
        withdrawing.withdraw_ids(self._unit, gone, kind, list(source_ids), self._withdrawn)

    # --- one kind of a batch -----------------------------------------------------------------------

    def _write(self, shape: Shape, told: dict[str, list[Any]]) -> None:
        kind = shape.kind
        known = self._sources.known(kind, told)
        news = self._take(shape, told, known)
        for each in set(told) - news.keys():
            self._numbers[kind][each] = known[each].number
        ids, fresh = self._numbered(shape, news, known)
        self._look_up(shape, news.values())
        changes: list[Change] = []
        new_sources: dict[str, tuple[int, str]] = {}
        old_sources: dict[str, str] = {}
        same = [one for one in set(told) - news.keys() if known[one].reading != self.reading]
        numbers: set[int] = set()
        for ref, (entity, said) in news.items():
            number = self._numbers[kind][ref]
            was = known.get(ref)
            change, nowhere = self._change(shape, ref, entity, number)
            if change is None:
                continue
            digest = said + nowhere
            if nowhere and was is not None and was.digest == digest and not was.gone:
                if was.reading != self.reading:
                    self.outcome.unchanged[kind] += 1
                    same.append(ref)
                continue
            if number in numbers:  # two spellings of one UUID
                self.outcome.told_twice(kind, ref)
                continue
            numbers.add(number)
            change.id = ids[ref] if was is None else ""
            change.new = change.id in fresh
            changes.append(change)
            if was is None:
                new_sources[ref] = (number, digest)
            else:
                old_sources[ref] = digest
            back = was is not None and was.gone
            what = What.ADDED if change.new else What.BACK if back else What.CHANGED
            self._tell(kind, what, entity, ref, change.id)
        write_changes(self._unit, shape, changes)
        self._sources.write(kind, new_sources, old_sources)
        self._sources.seen(kind, same)

    def _numbered(
        self, shape: Shape, news: Collection[str], known: Mapping[str, Known]
    ) -> tuple[dict[str, str], set[str]]:
        """Give what is new or changed its number; the ids of what is new, and those that have no row yet."""
        mine = self._numbers[shape.kind]
        ids, others = self._sources.by_id(shape.kind, (one for one in news if one not in known))
        fresh = set()
        for one in news:
            if one in known:
                mine[one] = known[one].number
                continue
            if ids[one] not in others:
                others[ids[one]] = self._unit.number(shape.table)
                fresh.add(ids[one])
            mine[one] = others[ids[one]]
        return ids, fresh

    def _take(
        self, shape: Shape, told: dict[str, list[Any]], known: dict[str, Known]
    ) -> dict[str, tuple[Any, str]]:
        """Source ids of what is new or changed, to the entity and its digest."""
        news = {}
        for ref, (first, *others) in list(told.items()):
            if shape.kind is EntityKind.CONTACT and self._asked_to_go(first):
                self.outcome.suppressed += 1
                del told[ref]
                continue
            digest = blake2b(repr(first).encode(), digest_size=16).hexdigest()
            was = known.get(ref)
            here_before = was is not None and was.reading == self.reading
            if any(other is not first and other != first for other in others) or (
                was is not None and here_before and was.digest.partition(_NOWHERE)[0] not in {digest, ""}
            ):
                self.outcome.told_twice(shape.kind, ref)
            if was is not None and here_before and was.digest and _NOWHERE not in was.digest:
                continue
            if was is not None and was.digest == digest and not was.gone:
                self.outcome.unchanged[shape.kind] += 1
                continue
            news[ref] = (first, digest)
        return news

    def _asked_to_go(self, contact: Contact) -> bool:
        if self._removals is None:
            return False
        places = [stable_id(self._feed, EntityKind.CONTACT, contact.id)]
        if contact.organisation_id:
            places.append(stable_id(self._feed, EntityKind.ORGANISATION, contact.organisation_id))
        if contact.service_id:
            places.append(stable_id(self._feed, EntityKind.SERVICE, contact.service_id))
        return self._removals.asked_for_by(contact, places)

    def _look_up(self, shape: Shape, news: Collection[tuple[Any, str]]) -> None:
        """Find the numbers of what is referred to and was not told of in this batch."""
        wanted: dict[EntityKind, set[str]] = defaultdict(set)
        for entity, _ in news:
            for attribute, kind in shape.references.values():
                wanted[kind].add(getattr(entity, attribute))
            if shape.kind is EntityKind.SERVICE:
                wanted[EntityKind.TERM].update(entity.term_ids)
                wanted[EntityKind.LOCATION].update(one.location_id for one in entity.schedules)
        for kind, refs in wanted.items():
            missing = refs - self._numbers[kind].keys() - {""}
            if missing:
                found = self._sources.known(kind, missing)
                self._numbers[kind].update({one: each.number for one, each in found.items()})

    def _change(self, shape: Shape, ref: str, entity: Any, number: int) -> tuple[Change | None, str]:  # noqa: ANN401
        """What is to be written of an entity, and what its digest says of references that led nowhere.

        None where it cannot be stored: it belongs to nothing that the feed tells of.
        """
        columns = shape.columns(entity)
        moves: list[Moves] = []
        lost: list[Dangling] = []
        for column, (attribute, kind) in shape.references.items():
            to = getattr(entity, attribute)
            found = self._numbers[kind].get(to) if to else None
            end = self._redirected.get(kind, {}).get(found, found) if found is not None else None
            if end is not None and found is not None and end != found:
                moves.append(Moves(kind, found, end, shape.table.name, column, number))
            columns[column] = end
            if to and found is None:
                lost.append(Dangling(shape.kind, ref, kind, to))
        stored = all(columns[one] is not None for one in shape.all_of) and (
            not shape.one_of or any(columns[one] is not None for one in shape.one_of)
        )
        change = Change(number, columns, moves=moves)
        if shape.kind is EntityKind.SERVICE:
            self._lists(change, ref, entity, lost)
        elif shape.kind is EntityKind.CONTACT:
            backup = entity.backup_id
            columns["backup"] = stable_id(self._feed, EntityKind.CONTACT, backup) if backup else ""
        for one in lost:
            self.outcome.leads_nowhere(Dangling(one.kind, one.ref, one.to, one.to_ref, not stored))
        return (change if stored else None), _mark(lost)

    def _lists(self, change: Change, ref: str, entity: Any, lost: list[Dangling]) -> None:  # noqa: ANN401
        def resolve(kind: EntityKind, to: str) -> int | None:
            found = self._numbers[kind].get(to)
            if found is None:
                lost.append(Dangling(EntityKind.SERVICE, ref, kind, to))
                return None
            return self._redirected.get(kind, {}).get(found, found)

        def identify(kind: EntityKind, its_id: str) -> str:
            return stable_id(self._feed, kind, its_id)

        change.lists = child_rows(entity, change.number, resolve, identify)
        change.said = entity

    def _tell(self, kind: EntityKind, what: What, entity: Any, ref: str, its_id: str) -> None:  # noqa: ANN401
        self.outcome.count(kind, what)
        if self._told is not None:
            name = "" if kind is EntityKind.CONTACT else getattr(entity, "name", "")
            self._told(Told(kind, its_id or stable_id(self._feed, kind, ref), what, name, ref))

    def _withdrawn(self, one: Told) -> None:
        self.outcome.count(one.kind, one.what)
        if self._told is not None:
            self._told(one)


def _mark(lost: Iterable[Dangling]) -> str:
    """Which references led nowhere, as the end of a digest; empty where each led somewhere."""
    found = sorted((one.to.value, one.to_ref) for one in lost)
    return _NOWHERE + blake2b(repr(found).encode(), digest_size=8).hexdigest() if found else ""


def _by_kind(buffer: list[Incoming]) -> dict[EntityKind, dict[str, list[Any]]]:
    """Every entity of a batch by kind and source id; a list where the same id was told of several times."""
    found: dict[EntityKind, dict[str, list[Any]]] = {kind: {} for kind in SHAPES}

    def take(kind: EntityKind, entities: Iterable[Any]) -> None:
        of_kind = found[kind]
        for entity in entities:
            of_kind.setdefault(entity.id, []).append(entity)

    for one in buffer:
        take(EntityKind.TAXONOMY, one.taxonomies)
        take(EntityKind.TERM, one.terms)
        take(EntityKind.ORGANISATION, (one.organisation,) if one.organisation else ())
        take(EntityKind.LOCATION, one.locations)
        take(EntityKind.SERVICE, (one.service,) if one.service else ())
        take(EntityKind.SERVICE_AT_LOCATION, one.at_locations)
        take(EntityKind.EVENT, one.events)
        take(EntityKind.CONTACT, one.contacts)
    return found
