"""Who lives with whom: the people of one household, and how they are related.

People come one household at a time, so that a council of any size is never in memory. Relationships
are directed and kept on both records, as case systems do.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from adapter_core.demo import places, stories
from adapter_core.demo.chance import table
from adapter_core.demo.people import ADULT
from adapter_core.demo.subject import AisRecord, Exclusion, Subject
from adapter_core.domain.people import Person, Relationship
from adapter_core.domain.states import State

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from adapter_core.demo.chance import Calendar, Dice
    from adapter_core.demo.people import Register
    from adapter_core.demo.stories import Story

ABSENT = State.ABSENT

_STORIES = table(
    {
        stories.OLDER: 38,
        stories.MEMORY: 17,
        stories.SENSORY: 5,
        stories.LEARNING: 18,
        stories.MENTAL: 12,
        stories.PHYSICAL: 10,
    }
)
_FAMILY = table({"child": 50, "sibling": 20, "neighbour": 12, "friend": 18})
_PARENT_ROLES = {"male": ("Father", "Son"), "female": ("Mother", "Daughter")}
_PARTNER_ROLES = {"male": "Husband", "female": "Wife"}
_GENERATION = 28  # years
_OLDEST = 96
_LARGEST = 3  # people in a household
_RESTRICTED_ONE_IN = 90
_SHARE_SAME_FAMILY_NAME = 0.55


class Households:
    """Draws households.

    Args:
        dice: the council's chance.
        calendar: days before the first night.
        register: draws the people themselves.
    """

    def __init__(self, dice: Dice, calendar: Calendar, register: Register) -> None:
        self._dice = dice
        self._calendar = calendar
        self._register = register
        self._last_ref = ""
        weights: dict[Callable[[], list[Subject]], int] = {
            self._alone_with_contact: 40,
            self._couple: 14,
            self._cared_for_by_child: 12,
            self._cared_for_by_relative: 6,
            self._closed: 13,
            self._deceased: 5,
            self._child: 2,
            self._single: 6,
        }
        self._kinds = tuple(one for one, weight in weights.items() for _ in range(weight))

    def draw(self, room: int) -> list[Subject]:
        """Draw a household of at most `room` people, in the order of their references."""
        household = self._single() if room < _LARGEST else self._dice.pick(self._kinds)()
        self._last_ref = household[-1].person.ref
        return household

    # --- Kinds of household ---------------------------------------------------------------------------

    def _client(self, story: Story, ward: int, exclusion: Exclusion | None = None) -> Subject:
        if exclusion is None and self._dice.below(_RESTRICTED_ONE_IN) == 0:
            exclusion = Exclusion.RESTRICTED
        return self._register.client(story, ward, exclusion)

    def _relative_of(self, subject: Subject, ward: int) -> Subject:
        """Draw somebody outside every list, and relate the two."""
        dice = self._dice
        kind = dice.pick(_FAMILY)
        if subject.age < _GENERATION + ADULT and kind == "child":
            kind = "parent"
        ages = {"child": -_GENERATION, "parent": _GENERATION, "sibling": -3, "neighbour": 5, "friend": -6}
        same = kind in {"child", "parent", "sibling"} and dice.random() < _SHARE_SAME_FAMILY_NAME
        age = min(98, max(ADULT, subject.age + ages[kind] + dice.between(-2, 2)))
        other = self._register.relative(_family(subject) if same else "", ward, age)
        roles = _roles(kind, subject.person, other.person)
        self._tie(subject, other, roles, emergency=dice.below(4) > 0)
        return other

    def _alone_with_contact(self) -> list[Subject]:
        ward = self._dice.below(len(places.WARDS))
        subject = self._client(self._dice.pick(_STORIES), ward)
        household = [subject, self._relative_of(subject, ward)]
        if subject.salt % 4 == 0:
            household.append(self._relative_of(subject, (ward + 1) % len(places.WARDS)))
        return household

    def _couple(self) -> list[Subject]:
        """Two partners; the second is the carer of the first, and is known as one."""
        dice = self._dice
        ward = dice.below(len(places.WARDS))
        first = self._client(stories.MEMORY if dice.below(2) else stories.OLDER, ward)
        second = self._register.client(
            stories.CARER,
            ward,
            family=_family(first),
            age=min(_OLDEST, first.age + dice.between(-8, 4)),
        )
        second.person.address, second.person.postcode = first.person.address, first.person.postcode
        second.person.locality = first.person.locality
        roles = (_partner(first.person), _partner(second.person))
        self._tie(first, second, roles, carer=True)
        return [first, second, self._relative_of(first, (ward + 3) % len(places.WARDS))]

    def _cared_for_by_child(self) -> list[Subject]:
        """An adult child who cares, lives elsewhere in town, and is known as a carer."""
        dice = self._dice
        ward = dice.below(len(places.WARDS))
        first = self._client(stories.OLDER if dice.below(3) else stories.MEMORY, ward)
        age = max(ADULT + 4, first.age - _GENERATION + dice.between(-6, 6))
        second = self._register.client(stories.CARER, (ward + 2) % len(places.WARDS), age=age)
        self._tie(first, second, _roles("child", first.person, second.person), carer=True)
        return [first, second]

    def _cared_for_by_relative(self) -> list[Subject]:
        """A carer who is on the person table and nothing more."""
        ward = self._dice.below(len(places.WARDS))
        first = self._client(self._dice.pick(_STORIES), ward)
        age = min(_OLDEST, max(ADULT + 4, first.age + 2))
        other = self._register.relative(_family(first), ward, age)
        self._tie(first, other, _roles("sibling", first.person, other.person), carer=True, emergency=True)
        return [first, other]

    def _closed(self) -> list[Subject]:
        ward = self._dice.below(len(places.WARDS))
        subject = self._client(self._dice.pick(_STORIES), ward, Exclusion.CLOSED)
        return [subject, self._relative_of(subject, ward)] if subject.salt % 2 else [subject]

    def _deceased(self) -> list[Subject]:
        ward = self._dice.below(len(places.WARDS))
        subject = self._client(self._dice.pick(_STORIES), ward, Exclusion.DECEASED)
        subject.person.date_of_death = self._calendar.ago[2 + subject.salt % 900]
        return [subject, self._relative_of(subject, ward)]

    def _child(self) -> list[Subject]:
        ward = self._dice.below(len(places.WARDS))
        subject = self._client(stories.YOUNG, ward, Exclusion.UNDER_18)
        parent = self._register.relative("", ward, subject.age + _GENERATION)
        self._tie(subject, parent, _roles("parent", subject.person, parent.person), emergency=True)
        return [subject, parent]

    def _single(self) -> list[Subject]:
        """A case that was closed long ago, or a second record of somebody who has a better one."""
        ward = self._dice.below(len(places.WARDS))
        subject = self._client(self._dice.pick(_STORIES), ward, Exclusion.CLOSED)
        if self._last_ref and subject.salt % 4 == 0:
            subject.exclusion = Exclusion.DUPLICATE
            subject.ais = AisRecord.NONE
            subject.person.nhs_number = ABSENT
            subject.person.nhs_number_status = ABSENT
            subject.person.duplicate_of = self._last_ref
        return [subject]

    # --- Relationships --------------------------------------------------------------------------------

    def _tie(
        self,
        first: Subject,
        second: Subject,
        roles: tuple[str, str],
        *,
        carer: bool = False,
        emergency: bool = False,
    ) -> None:
        """Relate two people on both records; `carer` says that the second cares for the first."""
        since: date = self._calendar.ago[700 + first.salt % 9000]
        one, two = first.person, second.person
        role, other_role = roles
        mine = Relationship(two.ref, role, other_role, False, carer, emergency or carer, since, ABSENT)  # noqa: FBT003
        theirs = Relationship(one.ref, other_role, role, carer, False, False, since, ABSENT)  # noqa: FBT003
        one.relationships = (*_held(one), mine)
        two.relationships = (*_held(two), theirs)
        first.kin = (*first.kin, second)
        second.kin = (*second.kin, first)
        first.kin_outside = first.kin_outside and not second.full
        second.kin_outside = second.kin_outside and not first.full
        if carer:
            one.has_unpaid_carer = "yes"
            first.has_carer = True
            second.is_carer = second.full


def _held(person: Person) -> tuple[Relationship, ...]:
    held = person.relationships
    return held if isinstance(held, tuple) else ()


def _family(subject: Subject) -> str:
    """The family name that a relative may share; empty where there is none."""
    name = subject.person.family_name
    return "" if isinstance(name, State) else name


def _partner(person: Person) -> str:
    return _PARTNER_ROLES.get(str(person.gender), "Partner")


def _roles(kind: str, person: Person, other: Person) -> tuple[str, str]:
    """What the person is to the other, and the other to the person."""
    mine, theirs = _PARENT_ROLES[str(person.gender)], _PARENT_ROLES[str(other.gender)]
    if kind == "child":
        return mine[0], theirs[1]
    if kind == "parent":
        return mine[1], theirs[0]
    if kind == "sibling":
        both = {"male": "Brother", "female": "Sister"}
        return both[str(person.gender)], both[str(other.gender)]
    word = kind.capitalize()
    return word, word
