"""Looks whether what was ticked stands in the case system; what was seen is done, and ours is deleted."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from adapter_core.delivery.outbox import DIRECTORY
from adapter_core.domain.casework.deliveries import Delivery, DeliveryKind, DeliveryState
from adapter_core.domain.findings import Assessment
from adapter_core.domain.states import COUNTS, Counts
from adapter_core.errors import FingerpostError, PluginError, StoreError, a_kind
from adapter_core.oversight.audit import record
from adapter_core.service.casework.deliveries import sees_notes
from adapter_core.service.casework.events import of_delivery, tell
from adapter_core.service.casework.purging import purge
from adapter_core.service.casework.reading import people_of
from adapter_core.store import reviews
from adapter_core.store.casework import deliveries as rows

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from adapter_core.domain.people import Person
    from adapter_core.hooks.manager import HookFailure
    from adapter_core.hooks.ports import Sighting
    from adapter_core.service.bootstrap import Application
    from adapter_core.service.casework.desk import Desk

QUEUED, DONE, IN_DOUBT = DeliveryState.QUEUED, DeliveryState.DONE, DeliveryState.IN_DOUBT
ELSEWHERE, NOT_SEEN = "FP-1055", "FP-1056"


@dataclass(slots=True)
class Looked:
    """What a look came to.

    Attributes:
        entered: how many were seen and are done.
        by_word: how many are done by a worker's word, since their system shows no notes.
        to_check: how many stand under "Check in …" now.
        waiting: how many were ticked and not seen so far.
        purged: of how many conversations the text was deleted here.
        problems: why a source could not be looked at.
        failures: observers that failed and were passed over.
    """

    entered: int = 0
    by_word: int = 0
    to_check: int = 0
    waiting: int = 0
    purged: int = 0
    problems: list[FingerpostError] = field(default_factory=list)
    failures: list[HookFailure] = field(default_factory=list)

    @property
    def anything(self) -> bool:
        """Whether there is anything to tell."""
        return any((self.entered, self.by_word, self.to_check, self.waiting, self.problems, self.failures))

    def words(self) -> str:
        """One line: "3 entered, 2 to check."; what is none is left out."""
        counts = {
            "entered": self.entered,
            "taken by a worker's word": self.by_word,
            "to check": self.to_check,
            "ticked and not seen yet": self.waiting,
        }
        told = ", ".join(f"{number:,} {what}" for what, number in counts.items() if number)
        return f"{told}." if told else "Nothing new was seen, and nothing is to be checked."


@dataclass(frozen=True, slots=True)
class _Verdict:
    """What a look says of one delivery; nothing where `state` is None."""

    state: DeliveryState | None = None
    seen: bool = False
    problem: str = ""


def look(desk: Desk) -> Looked:
    """Look for everything that waits to be seen; audited first.

    Raises:
        StoreError: the outbox cannot be read or written.
    """
    return look_for(desk.application, who=desk.who)


def look_for(app: Application, *, who: str | None = None) -> Looked:
    """The same, for whoever has no desk: the nightly run.

    A text is seen by its marker, ticked or not; a detail that was ticked is seen once its rule finds no gap.
    What was ticked and is not seen after its source was refreshed twice is in doubt.

    Args:
        app: the application.
        who: the actor; this machine's user if None.

    Raises:
        StoreError: the outbox cannot be read or written.
    """
    looked, store = Looked(), app.store
    with store.reading() as unit:
        found = rows.listed(unit.connection, states=[QUEUED, IN_DOUBT])
    found = [each for each in found if each.person is not None and each.target != DIRECTORY]
    for name in sorted({each.target for each in found if each.target in app.configs}):
        of_source = [each for each in found if each.target == name]
        try:
            _look_in(app, name, of_source, looked, who)
        except StoreError:
            raise
        except FingerpostError as error:
            looked.problems.append(error)
        except Exception as error:  # noqa: BLE001 - a backend that is broken costs no other its look
            what = f"{app.title(name)} failed with {a_kind(error)}."
            looked.problems.append(PluginError("FP-0211", what, where=f"sources.{name}"))
    with store.work() as unit:
        looked.purged = purge(unit, at=store.clock(), who=who)
        unit.commit()
    with store.reading() as unit:
        left = rows.listed(unit.connection, states=[QUEUED, IN_DOUBT])
    looked.to_check = sum(each.state is IN_DOUBT and each.target != DIRECTORY for each in left)
    looked.waiting = sum(each.state is QUEUED and each.ticked_on is not None for each in left)
    return looked


def _look_in(app: Application, name: str, found: Sequence[Delivery], looked: Looked, who: str | None) -> None:
    subjects = sorted({(each.person.source, each.person.ref) for each in found if each.person is not None})
    record(app.store, "delivery.looked_for", who=who, subjects=subjects)
    adapter, can_see = app.source(name).adapter, sees_notes(app, name)
    texts = [each.marker for each in found if each.marker]
    sightings: Mapping[str, Sighting] = adapter.seen(texts) if can_see and texts else {}
    wanted = {each.person.ref for each in found if each.person and _needs_person(each, sightings)}
    people = {person.ref: person for person in people_of(app, name, wanted)}
    with app.store.reading() as unit:
        refreshed = reviews.refreshes(unit.connection, name)
    for each in found:
        ticked = each.ticked_on
        times = 0 if ticked is None else sum(day > ticked for day in refreshed)
        if each.kind is DeliveryKind.TEXT:
            verdict = _of_text(each, sightings, people) if can_see else _by_word(each)
        else:
            verdict = _of_field(app, each, people)
        if verdict.state is None and ticked is not None and times >= reviews.REFRESHES_UNTIL_BACK:
            verdict = _Verdict(IN_DOUBT, problem=NOT_SEEN)
        _apply(app, each, verdict, looked)


def _needs_person(each: Delivery, sightings: Mapping[str, Sighting]) -> bool:
    if each.kind is DeliveryKind.FIELD:
        return each.ticked_on is not None
    return each.person is not None and each.marker in sightings and not _stands_right(each, sightings)


def _stands_right(each: Delivery, sightings: Mapping[str, Sighting]) -> bool:
    return each.person is not None and each.person.ref in sightings[each.marker].refs


def _of_text(each: Delivery, sightings: Mapping[str, Sighting], people: Mapping[str, Person]) -> _Verdict:
    if each.marker not in sightings:
        return _Verdict()
    survivor = people[each.person.ref].duplicate_of if each.person and each.person.ref in people else None
    merged = survivor.__class__ is str and str(survivor) in sightings[each.marker].refs
    if _stands_right(each, sightings) or merged:
        return _Verdict(DONE, seen=True)
    return _Verdict(IN_DOUBT, problem=ELSEWHERE)


def _by_word(each: Delivery) -> _Verdict:
    return _Verdict(DONE) if each.ticked_on is not None else _Verdict()


def _of_field(app: Application, each: Delivery, people: Mapping[str, Person]) -> _Verdict:
    rule = app.rules.get(each.field)
    person = people.get(each.person.ref) if each.person is not None else None
    if rule is None or person is None or each.ticked_on is None:
        return _Verdict()
    verdict = rule.assess(person, app.given(app.profile()))
    state = verdict.state if isinstance(verdict, Assessment) else verdict
    return _Verdict(DONE, seen=True) if COUNTS[state] is Counts.PASS else _Verdict()


def _apply(app: Application, each: Delivery, verdict: _Verdict, looked: Looked) -> None:
    if verdict.state is None or (verdict.state is each.state and verdict.problem == each.problem):
        return
    at = app.store.clock()
    values: dict[str, Any] = {"problem": verdict.problem}
    if verdict.state is DONE:
        values |= {"finished": at, "seen_on": app.as_of if verdict.seen else None}
    with app.store.work() as unit:
        moved = rows.move(unit.connection, each.id, each.state, verdict.state, **values)
        now = rows.get(unit.connection, each.id)
        unit.commit()
    if not moved or now is None:
        return  # somebody dealt with it meanwhile
    if verdict.state is DONE:
        looked.entered += verdict.seen
        looked.by_word += not verdict.seen
    looked.failures += tell(app, of_delivery(now, at))
