"""What the fictional council itself knows of its services: room, relationship, notes, who asked to go."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from adapter_core.demo.chance import Dice, table
from adapter_core.domain.directory import Capacity, CapacityState, EntityKind, RelationshipStrength
from community_directory.demo.catalogue import catalogue
from community_directory.store import stable_id
from community_directory.store.contacts import remove_contact, verify_contact
from community_directory.store.editing import set_capacity, set_note, set_relationship

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from adapter_core.domain.directory import Incoming
    from adapter_core.hooks.ports import SampleTown
    from community_directory.demo.catalogue import Pinned
    from community_directory.store import Work

FEED = "millbrook"
BY = "Community connector"

_STATES = table(
    {
        CapacityState.CAPACITY: 10,
        CapacityState.WAITING_LIST: 4,
        CapacityState.FULL: 3,
        CapacityState.NEEDS_ASSESSMENT: 1,
        None: 14,
    }
)
_SAID = (1, 3, 6, 10, 14, 19, 25, 27, 40, 75, 130)
"""Days since a service said how much room it has, to pick from: the last three do not hold any more."""

_STRENGTHS = table(
    {
        RelationshipStrength.NONE: 3,
        RelationshipStrength.SOME: 6,
        RelationshipStrength.STRONG: 3,
        None: 6,
    }
)
_NOTES = (
    "Went to see them in the autumn. Warm, a little chaotic, very good with shy people.",
    "They prefer that we ring before we send anybody.",
    "The lift at the venue was out of order twice this year: ask.",
    "Rang in October: the person named here has left, and the number is the hall's. Nobody new is named.",
    "Good at coming out to meet somebody the first time.",
)
_SHARE_NOTED = 0.12
_VERIFIED_A_NIGHT = 6


@dataclass(frozen=True, slots=True)
class Known:
    """What the council knows of one service."""

    capacity: Capacity | None
    relationship: RelationshipStrength | None
    note: str


def write_knowledge(unit: Work, told: Iterable[Incoming], places: SampleTown) -> None:
    """Write down what the council knows, on the first night.

    Args:
        unit: a transaction on the directory.
        told: what the feed told.
        places: the fictional council.
    """
    dice = Dice(f"{places.seed}/directory/known")
    pinned = {kind.key: kind.pinned for kind in catalogue().kinds}
    for one in told:
        pins = pinned[one.ref.partition("/")[0]]
        known = _known(pins, dice, places.as_of)
        service = stable_id(FEED, EntityKind.SERVICE, one.ref)
        if known.capacity is not None:
            set_capacity(unit, service, known.capacity, by=BY)
        if known.relationship is not None:
            set_relationship(unit, service, known.relationship, by=BY)
        if known.note:
            set_note(unit, service, known.note, by=BY)
        if pins.asked_to_go:
            contact = stable_id(FEED, EntityKind.CONTACT, one.contacts[0].id)
            remove_contact(unit, contact, by=BY, why="Does not want to be listed.", on=places.as_of)


def verify_some(unit: Work, told: Iterable[Incoming], places: SampleTown) -> None:
    """Let somebody have spoken to a few contacts since the night before."""
    named = [each.id for one in told for each in one.contacts if each.name and each.id.endswith("#person")]
    pins = {kind.key for kind in catalogue().kinds if kind.pinned.asked_to_go}
    dice = Dice(f"{places.seed}/directory/night {places.night}")
    some = {dice.pick(named) for _ in range(_VERIFIED_A_NIGHT)} if named else set()
    for source_id in sorted(some):
        if source_id.partition("/")[0] not in pins:
            contact = stable_id(FEED, EntityKind.CONTACT, source_id)
            verify_contact(unit, contact, by=BY, on=places.as_of + timedelta(days=places.night))


def _known(pins: Pinned, dice: Dice, as_of: date) -> Known:
    state, days, strength = dice.pick(_STATES), dice.pick(_SAID), dice.pick(_STRENGTHS)
    noted, words = dice.random() < _SHARE_NOTED, dice.pick(_NOTES)
    if pins.capacity:
        state = CapacityState(pins.capacity)
    if pins.capacity_days is not None:
        days = pins.capacity_days
    capacity = None
    if state not in {None, CapacityState.UNKNOWN}:
        capacity = Capacity(state, as_of - timedelta(days=days), pins.capacity_note)
    if pins.relationship:
        strength = RelationshipStrength(pins.relationship)
    return Known(capacity, strength, pins.note or (words if noted else ""))
