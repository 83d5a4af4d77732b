"""Complete records of invented people: nothing is missing yet, in any profile."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from adapter_core.demo import authority, places
from adapter_core.demo.chance import table
from adapter_core.demo.names import STOCKS
from adapter_core.demo.numbers import NHS_NUMBERS, nhs_number
from adapter_core.demo.subject import AisRecord, Exclusion, Subject
from adapter_core.domain.people import (
    Allocation,
    FIELDS,
    LISTS,
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

ABSENT = State.ABSENT
ADULT = 18
MOST_PEOPLE = 1_200_000
"""Above this, the council could run out of NHS numbers."""


@dataclass(frozen=True, slots=True)
class Story:
    """Why somebody is known to adult social care, and what follows from it.

    Attributes:
        reasons: primary support reasons to pick from.
        group: code of the primary service user group.
        second_group: code of another group that some are in.
        ages: youngest and oldest; ages fall between as the larger of two dice where `old` is set.
        old: whether most are near the upper end.
        client_type: client type of the national return.
        team: the specialist team; None for the locality's.
        accommodation, employment, conditions, services: what to pick from.
    """

    reasons: tuple[str, ...]
    group: str
    second_group: str
    ages: tuple[int, int]
    old: bool
    accommodation: tuple[str, ...]
    employment: tuple[str, ...]
    conditions: tuple[str, ...]
    services: tuple[str, ...]
    client_type: str = "service_user"
    team: str | None = None


_RETIRED = ("not_paid_not_seeking_work",)
_WORKING_AGE = table(
    {
        "not_paid_not_seeking_work": 9,
        "not_paid_seeking_work": 5,
        "paid_under_16_hours": 2,
        "paid_16_hours_or_more": 2,
        "voluntary_work_only": 2,
    }
)
_OWN_HOME = {"owner_occupier": 11, "tenant": 8, "tenant_private_landlord": 2}
_HOME_CARE = ("Home care", "Direct payment", "Community equipment", "Day opportunities", "Reablement")

OLDER = Story(
    reasons=table({"physical_personal_care": 6, "physical_access_and_mobility": 3, "social_isolation_or_other": 1}),
    group="OLDER", second_group="PHYSICAL", ages=(66, 104), old=False,
    accommodation=table({**_OWN_HOME, "sheltered_housing": 3, "care_home": 4, "nursing_home": 2}),
    employment=_RETIRED,
    conditions=("Osteoarthritis", "Heart failure", "COPD", "Stroke", "Type 2 diabetes", "Fracture of hip"),
    services=(*_HOME_CARE, "Residential care", "Nursing care"),
)  # fmt: skip
MEMORY = Story(
    reasons=("memory_and_cognition",), group="OLDER", second_group="MENTAL", ages=(68, 101), old=True,
    accommodation=table({**_OWN_HOME, "sheltered_housing": 3, "care_home": 8, "nursing_home": 4}),
    employment=_RETIRED,
    conditions=("Alzheimer's disease", "Vascular dementia", "Dementia with Lewy bodies", "Stroke"),
    services=(*_HOME_CARE, "Residential care", "Nursing care"),
)  # fmt: skip
SENSORY = Story(
    reasons=("sensory_visual", "sensory_hearing", "sensory_dual"), group="SENSORY", second_group="OLDER",
    ages=(66, 98), old=True, accommodation=table({**_OWN_HOME, "sheltered_housing": 4}), employment=_RETIRED,
    conditions=("Macular degeneration", "Glaucoma", "Hearing loss"), services=_HOME_CARE,
)  # fmt: skip
LEARNING = Story(
    reasons=("learning_disability",), group="LEARNING", second_group="PHYSICAL", ages=(18, 64), old=False,
    accommodation=table(
        {"settled_with_family_or_friends": 8, "supported_accommodation": 8, "shared_lives": 2, "care_home": 2, "tenant": 2}
    ),
    employment=_WORKING_AGE, conditions=("Learning disability", "Down's syndrome", "Autism", "Epilepsy"),
    services=("Supported living", "Shared Lives", "Day opportunities", "Direct payment"),
    team="Learning Disability Team",
)  # fmt: skip
MENTAL = Story(
    reasons=table({"mental_health": 9, "social_substance_misuse": 1}), group="MENTAL", second_group="PHYSICAL",
    ages=(18, 69), old=False,
    accommodation=table(
        {"tenant": 8, "supported_accommodation": 5, "tenant_private_landlord": 3, "temporary_by_council": 1, "owner_occupier": 2}
    ),
    employment=_WORKING_AGE, conditions=("Schizophrenia", "Bipolar disorder", "Depression", "Anxiety disorder"),
    services=("Supported living", "Floating support", "Direct payment"), team="Mental Health Team",
)  # fmt: skip
PHYSICAL = Story(
    reasons=("physical_personal_care", "physical_access_and_mobility"), group="PHYSICAL", second_group="SENSORY",
    ages=(19, 65), old=True, accommodation=table(_OWN_HOME), employment=_WORKING_AGE,
    conditions=("Multiple sclerosis", "Spinal injury", "Acquired brain injury", "Cerebral palsy"),
    services=_HOME_CARE, team="Hospital and Reablement Team",
)  # fmt: skip
CARER = Story(
    reasons=("social_unpaid_carer",), group="CARER", second_group="OLDER", ages=(24, 88), old=True,
    accommodation=table(_OWN_HOME), employment=_WORKING_AGE,
    conditions=("Hypertension", "Back pain", "Depression", "Osteoarthritis"),
    services=("Carer's direct payment", "Carer's break"), client_type="carer", team="Carers Team",
)  # fmt: skip
YOUNG = Story(
    reasons=("learning_disability", "mental_health"), group="TRANSITION", second_group="LEARNING", ages=(14, 17), old=False,
    accommodation=("settled_with_family_or_friends",), employment=_RETIRED, conditions=("Autism", "Epilepsy"),
    services=("Transition planning",), team="Transitions Team",
)  # fmt: skip

_ETHNICITIES = tuple(STOCKS)
_ETHNICITY = table(
    {
        "white_british": 780, "white_irish": 18, "white_gypsy_or_irish_traveller": 3, "white_roma": 2,
        "white_other": 42, "mixed_white_and_black_caribbean": 8, "mixed_white_and_black_african": 3,
        "mixed_white_and_asian": 5, "mixed_other": 5, "asian_indian": 30, "asian_pakistani": 25,
        "asian_bangladeshi": 10, "asian_chinese": 6, "asian_other": 12, "black_caribbean": 16,
        "black_african": 15, "black_other": 4, "other_arab": 5, "other_any": 11,
    }
)  # fmt: skip
_ORIENTATION = table({"heterosexual": 92, "gay_or_lesbian": 3, "bisexual": 3, "self_describe": 2})
_NEEDS = (
    ("easy_read",), ("large_print",), ("hearing_aid_user",), ("bsl_interpreter", "text_message"), ("audio", "telephone"),
    ("longer_appointment",), ("braille",), ("advocate", "easy_read"), ("large_print", "longer_appointment"),
)  # fmt: skip
_STEPS = table({"in_progress": 6, "incoming": 3, "reopened": 1})
_GPS = ("Dr A. Ashdown", "Dr B. Mensah", "Dr C. Penrose", "Dr D. Iyer", "Dr E. Gallagher", "Dr F. Haddad", "Dr G. Wickham")
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

    def __init__(self, dice: Dice, calendar: Calendar, staff: Staff, seed: int, share_elsewhere: float) -> None:
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
        female = draw() < 0.55
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
        self, story: Story, ward: int, exclusion: Exclusion | None = None, *, ethnicity: str = "", family: str = ""
    ) -> Subject:
        """Draw somebody that adult social care works with, or did: everything is on their record."""
        dice = self._dice
        draw = dice.random
        ago = self._calendar.ago
        youngest, oldest = story.ages
        age = youngest + int((max(draw(), draw()) if story.old else draw()) * (oldest - youngest + 1))
        if not story.old and story is OLDER:
            age = youngest + int((draw() + draw()) / 2 * (oldest - youngest + 1))
        salt = dice.below(1_000_000_000)
        ethnicity = ethnicity or _ETHNICITY[int(draw() * len(_ETHNICITY))]
        stock = STOCKS[ethnicity]
        female = draw() < (0.62 if age > 75 else 0.5)
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
        person.employment = _RETIRED[0] if age >= 68 else dice.pick(story.employment)
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
        self._involve(person, story, ward, exclusion in _NOT_YET)
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

    def _involve(self, person: Person, story: Story, ward: int, open_now: bool) -> None:  # noqa: FBT001 - private
        """Give the person a group, an open step, often a worker and a service; all ended where work is over."""
        dice = self._dice
        ago = self._calendar.ago
        since = dice.between(40, 2500)
        over = ABSENT if open_now else ago[3 + since % 30]
        group = ServiceUserGroup(story.group, primary=True, start=ago[since], end=over)
        if since % 9 == 0:
            person.groups = (ServiceUserGroup("TRANSITION", True, ago[since + 800], ago[since + 1]), group)  # noqa: FBT003
        elif since % 5 == 0:
            person.groups = (group, ServiceUserGroup(story.second_group, False, ago[since // 2 + 20], over))  # noqa: FBT003
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
    spec.name: ABSENT for spec in FIELDS.values() if spec.group is None and spec.name not in {"ref", "master_ref"}
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
