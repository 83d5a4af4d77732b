"""Complete records of invented people: nothing is missing yet, in any profile."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from adapter_core.demo import authority, places
from adapter_core.demo.chance import table
from adapter_core.demo.names import STOCKS
from adapter_core.demo.numbers import NHS_NUMBERS, nhs_number
from adapter_core.demo.stories import RETIRED
from adapter_core.demo.subject import AisRecord, Exclusion, Subject
from adapter_core.domain.people import (
    FIELDS,
    LISTS,
    Allocation,
    CommunicationNeed,
    GpRegistration,
    HealthCondition,
    Person,
    Service,
    ServiceUserGroup,
    WorkflowStep,
)
from adapter_core.domain.states import State

if TYPE_CHECKING:
    from adapter_core.demo.chance import Calendar, Dice
    from adapter_core.demo.staff import Staff
    from adapter_core.demo.stories import Story

ABSENT = State.ABSENT
ADULT = 18
MOST_PEOPLE = 1_200_000
"""Above this, the council could run out of NHS numbers."""


_RETIREMENT_AGE = 68
_MOSTLY_WOMEN = 75  # years of age from which
_SHARE_WOMEN_AMONG_RELATIVES = 0.55
_ETHNICITY = table(
    {
        "white_british": 780,
        "white_irish": 18,
        "white_gypsy_or_irish_traveller": 3,
        "white_roma": 2,
        "white_other": 42,
        "mixed_white_and_black_caribbean": 8,
        "mixed_white_and_black_african": 3,
        "mixed_white_and_asian": 5,
        "mixed_other": 5,
        "asian_indian": 30,
        "asian_pakistani": 25,
        "asian_bangladeshi": 10,
        "asian_chinese": 6,
        "asian_other": 12,
        "black_caribbean": 16,
        "black_african": 15,
        "black_other": 4,
        "other_arab": 5,
        "other_any": 11,
    }
)
_ORIENTATION = table({"heterosexual": 92, "gay_or_lesbian": 3, "bisexual": 3, "self_describe": 2})
_NEEDS = (
    ("easy_read",),
    ("large_print",),
    ("hearing_aid_user",),
    ("bsl_interpreter", "text_message"),
    ("audio", "telephone"),
    ("longer_appointment",),
    ("braille",),
    ("advocate", "easy_read"),
    ("large_print", "longer_appointment"),
)
_STEPS = table({"in_progress": 6, "incoming": 3, "reopened": 1})
_GPS = (
    "Dr A. Ashdown",
    "Dr B. Mensah",
    "Dr C. Penrose",
    "Dr D. Iyer",
    "Dr E. Gallagher",
    "Dr F. Haddad",
    "Dr G. Wickham",
)
_NOT_YET = (None, Exclusion.RESTRICTED, Exclusion.UNDER_18)


class Register:
    """Draws people one after the other, each with the next reference and the next NHS number.

    Args:
        dice: the chance that the whole council is drawn from.
        calendar: days before the first night.
        staff: who works with them.
        seed: of the council; shifts the NHS numbers.
        share_elsewhere: the share of people whom the other system holds as well.
    """

    def __init__(
        self, dice: Dice, calendar: Calendar, staff: Staff, seed: int, share_elsewhere: float
    ) -> None:
        self._dice = dice
        self._calendar = calendar
        self._staff = staff
        self._offset = seed * 65_537 % NHS_NUMBERS
        self._share_elsewhere = share_elsewhere
        self._numbers = 0
        self.count = 0

    def _ref(self) -> str:
        self.count += 1
        return str(1_200_000 + 5 * self.count + self._dice.below(5))

    def _nhs_number(self) -> str:
        self._numbers += 1
        return nhs_number(self._numbers - 1, self._offset)

    def relative(self, family: str, ward: int, age: int) -> Subject:
        """Draw somebody who is on the person table for another's sake: known by name and little else."""
        dice = self._dice
        draw = dice.random
        ethnicity = _ETHNICITY[int(draw() * len(_ETHNICITY))]
        female = draw() < _SHARE_WOMEN_AMONG_RELATIVES
        stock = STOCKS[ethnicity]
        salt = dice.below(1_000_000_000)
        born = self._calendar.ago[int(age * 365.2425) + 2 + salt % 300] if salt % 3 else ABSENT
        person = _blank(self._ref())
        person.given_name = dice.pick(stock.female if female else stock.male)
        person.family_name = family or dice.pick(stock.family)
        person.full_name = f"{person.given_name} {person.family_name}"
        person.date_of_birth = born
        person.gender = "female" if female else "male"
        if salt % 4:
            _house(person, ward, salt)
        return Subject(person, salt, Exclusion.CLOSED, age, full=False)

    def client(
        self, story: Story, ward: int, exclusion: Exclusion | None = None, *, family: str = "", age: int = 0
    ) -> Subject:
        """Draw somebody that adult social care works with, or did: everything is on their record.

        Args:
            story: why they are known to adult social care.
            ward: where they live, an index of `places.WARDS`.
            exclusion: why they are in no list, if they are not.
            family: their family name, else one is drawn.
            age: in years, else one is drawn.
        """
        dice = self._dice
        draw = dice.random
        ago = self._calendar.ago
        if not age:
            youngest, oldest = story.ages
            age = youngest + int(
                (sum(draw() for _ in range(story.dice)) / story.dice) * (oldest - youngest + 1)
            )
        salt = dice.below(1_000_000_000)
        ethnicity = _ETHNICITY[int(draw() * len(_ETHNICITY))]
        stock = STOCKS[ethnicity]
        female = draw() < (0.62 if age > _MOSTLY_WOMEN else 0.5)
        person = _blank(self._ref())
        person.restricted = exclusion is Exclusion.RESTRICTED
        person.given_name = dice.pick(stock.female if female else stock.male)
        person.family_name = family or dice.pick(stock.family)
        person.full_name = f"{person.given_name} {person.family_name}"
        person.title = ("Mrs" if salt % 3 else "Ms") if female else "Mr"
        # No birthday within the nights of the demo: ages hold still from one night to the next.
        person.date_of_birth = ago[int(age * 365.2425) + 2 + salt % 310]
        person.gender = "female" if female else "male"
        person.ethnicity = ethnicity if salt % 89 else State.DECLINED
        person.nhs_number = self._nhs_number()
        person.nhs_number_status = "verified" if salt % 5 else "unverified"
        person.accommodation = dice.pick(story.accommodation)
        person.employment = RETIRED[0] if age >= _RETIREMENT_AGE else dice.pick(story.employment)
        person.client_type = story.client_type
        person.primary_support_reason = dice.pick(story.reasons)
        person.has_unpaid_carer = "no" if salt % 61 else State.DECLINED
        _house(person, ward, salt)
        _register_with_gp(person, self._calendar, ward, salt)
        self._describe_health(person, story, age)
        if story.client_type == "carer":
            person.stated_gender = person.gender
            person.trans = "no" if salt % 97 else State.DECLINED
            person.gender_same_as_birth = "yes" if salt % 53 else State.DECLINED
            person.sexual_orientation = dice.pick(_ORIENTATION) if salt % 11 else State.DECLINED
        self._involve(person, story, ward, open_now=exclusion in _NOT_YET)
        if age >= ADULT:
            authority.settle(person, dice, self._calendar, salt)
        else:
            authority.settle_child(person)
        subject = Subject(person, salt, exclusion, age)
        subject.learning_disability = (
            person.primary_support_reason == "learning_disability" and ADULT <= age <= 64  # noqa: PLR2004 - the return's
        )
        if draw() < self._share_elsewhere:
            subject.ais = AisRecord.ONE
            subject.ais_ref = f"A{(self.count * 7919 + 4_000_037) % 10_000_000:07d}"
        return subject

    def _describe_health(self, person: Person, story: Story, age: int) -> None:
        dice = self._dice
        ago = self._calendar.ago
        since = dice.between(200, 5000)
        first = HealthCondition(dice.pick(story.conditions), ago[since], ABSENT)
        ended = HealthCondition("Urinary tract infection", ago[since // 2 + 60], ago[since // 2 + 30])
        person.health_conditions = (first, ended) if since % 7 == 0 else (first,)
        has_needs = dice.random() < 0.4  # noqa: PLR2004 - a share
        person.information_needs_assessed = True
        person.has_information_needs = has_needs
        person.information_needs_reviewed = ago[10 + since % 290]
        if has_needs:
            person.communication_needs = tuple(
                CommunicationNeed(need, ago[since], ABSENT) for need in dice.pick(_NEEDS)
            )
        if age >= ADULT:
            person.advance_decision = since % 12 == 0

    def _involve(self, person: Person, story: Story, ward: int, *, open_now: bool) -> None:
        """Give the person a group, work, often a worker and a service; all ended where work is over."""
        dice = self._dice
        ago = self._calendar.ago
        since = dice.between(40, 2500)
        over = ABSENT if open_now else ago[3 + since % 30]
        group = ServiceUserGroup(story.group, primary=True, start=ago[since], end=over)
        if since % 9 == 0:
            before = ServiceUserGroup(
                story.second_group, primary=True, start=ago[since + 800], end=ago[since + 1]
            )
            person.groups = (before, group)
        elif since % 5 == 0:
            second = ServiceUserGroup(story.second_group, primary=False, start=ago[since // 2 + 20], end=over)
            person.groups = (group, second)
        else:
            person.groups = (group,)
        worker, team = self._staff.member(story.team or places.WARDS[ward][2], dice.random())
        kind = since % 10
        if kind < 7:  # noqa: PLR2004 - seven in ten have a worker
            person.allocations = (Allocation(worker, team, ago[since // 2 + 20], over),)
        if kind % 2 or kind == 8:  # noqa: PLR2004 - so that nobody is without both
            person.steps = (WorkflowStep(dice.pick(_STEPS) if open_now else "completed", team),)
        elif kind == 4:  # noqa: PLR2004 - some have finished work only, beside their worker
            person.steps = (WorkflowStep("completed", team), WorkflowStep("cancelled", team))
        if kind != 9:  # noqa: PLR2004 - most receive something
            person.services = (Service(dice.pick(story.services), ago[since // 2 + 20], over),)


_BLANK: dict[str, Any] = {
    spec.name: ABSENT
    for spec in FIELDS.values()
    if spec.group is None and spec.name not in {"ref", "master_ref"}
}
_BLANK |= dict.fromkeys(LISTS, ()) | {"restricted": False}


def _blank(ref: str) -> Person:
    """A record of which nothing is known, in a source that has a place for everything."""
    return Person(ref, **_BLANK)


def _house(person: Person, ward: int, salt: int) -> None:
    if salt % 211 == 0:
        person.address, person.postcode = places.NO_FIXED_ABODE, places.NO_FIXED_ABODE_POSTCODE
        return
    person.address = f"{1 + salt % 97} {places.STREETS[salt // 97 % len(places.STREETS)]}, Millbrook"
    person.postcode = places.postcode(ward, salt)
    person.locality = places.WARDS[ward][0]


def _register_with_gp(person: Person, calendar: Calendar, ward: int, salt: int) -> None:
    """Most people are registered near their home; some have moved practice."""
    code = places.OPEN_PRACTICES[ward * 3 + salt % 3 if salt % 10 else salt // 10 % 24]
    since = calendar.ago[60 + salt % 6000]
    now = GpRegistration(code, places.PRACTICE_NAMES[code], _GPS[salt % len(_GPS)], since, ABSENT)
    if salt % 8:
        person.gp = (now,)
        return
    before = places.OPEN_PRACTICES[salt // 8 % 24]
    start = calendar.ago[7000 + salt % 2000]
    person.gp = (GpRegistration(before, places.PRACTICE_NAMES[before], ABSENT, start, since), now)
