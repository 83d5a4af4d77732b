"""Why people are known to adult social care: the kinds of caseload, and what each brings with it."""

from __future__ import annotations

from dataclasses import dataclass

from adapter_core.demo.chance import table


@dataclass(frozen=True, slots=True)
class Story:
    """Why somebody is known to adult social care, and what follows from it.

    Attributes:
        reasons: primary support reasons to pick from.
        group: code of the primary service user group.
        second_group: code of another group that some are in.
        ages: youngest and oldest.
        dice: how many dice an age is the mean of: one for an even spread, more for a hill in the middle.
        client_type: client type of the national return.
        team: the specialist team; None for the locality's.
        accommodation, employment, conditions, services: what to pick from.
    """

    reasons: tuple[str, ...]
    group: str
    second_group: str
    ages: tuple[int, int]
    dice: int
    accommodation: tuple[str, ...]
    employment: tuple[str, ...]
    conditions: tuple[str, ...]
    services: tuple[str, ...]
    client_type: str = "service_user"
    team: str | None = None


RETIRED = ("not_paid_not_seeking_work",)
"""Employment of everybody above pensionable age."""

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
    reasons=table(
        {"physical_personal_care": 6, "physical_access_and_mobility": 3, "social_isolation_or_other": 1}
    ),
    group="OLDER",
    second_group="PHYSICAL",
    ages=(66, 104),
    dice=2,
    accommodation=table({**_OWN_HOME, "sheltered_housing": 3, "care_home": 4, "nursing_home": 2}),
    employment=RETIRED,
    conditions=("Osteoarthritis", "Heart failure", "COPD", "Stroke", "Type 2 diabetes", "Fracture of hip"),
    services=(*_HOME_CARE, "Residential care", "Nursing care"),
)
MEMORY = Story(
    reasons=("memory_and_cognition",),
    group="OLDER",
    second_group="MENTAL",
    ages=(68, 101),
    dice=2,
    accommodation=table({**_OWN_HOME, "sheltered_housing": 3, "care_home": 8, "nursing_home": 4}),
    employment=RETIRED,
    conditions=("Alzheimer's disease", "Vascular dementia", "Dementia with Lewy bodies", "Stroke"),
    services=(*_HOME_CARE, "Residential care", "Nursing care"),
)
SENSORY = Story(
    reasons=("sensory_visual", "sensory_hearing", "sensory_dual"),
    group="SENSORY",
    second_group="OLDER",
    ages=(66, 98),
    dice=2,
    accommodation=table({**_OWN_HOME, "sheltered_housing": 4}),
    employment=RETIRED,
    conditions=("Macular degeneration", "Glaucoma", "Hearing loss"),
    services=_HOME_CARE,
)
LEARNING = Story(
    reasons=("learning_disability",),
    group="LEARNING",
    second_group="PHYSICAL",
    ages=(18, 64),
    dice=1,
    accommodation=table(
        {
            "settled_with_family_or_friends": 8,
            "supported_accommodation": 8,
            "shared_lives": 2,
            "care_home": 2,
            "tenant": 2,
        }
    ),
    employment=_WORKING_AGE,
    conditions=("Learning disability", "Down's syndrome", "Autism", "Epilepsy"),
    services=("Supported living", "Shared Lives", "Day opportunities", "Direct payment"),
    team="Learning Disability Team",
)
MENTAL = Story(
    reasons=table({"mental_health": 9, "social_substance_misuse": 1}),
    group="MENTAL",
    second_group="PHYSICAL",
    ages=(18, 69),
    dice=1,
    accommodation=table(
        {
            "tenant": 8,
            "supported_accommodation": 5,
            "tenant_private_landlord": 3,
            "temporary_by_council": 1,
            "owner_occupier": 2,
        }
    ),
    employment=_WORKING_AGE,
    conditions=("Schizophrenia", "Bipolar disorder", "Depression", "Anxiety disorder"),
    services=("Supported living", "Floating support", "Direct payment"),
    team="Mental Health Team",
)
PHYSICAL = Story(
    reasons=("physical_personal_care", "physical_access_and_mobility"),
    group="PHYSICAL",
    second_group="SENSORY",
    ages=(19, 65),
    dice=2,
    accommodation=table(_OWN_HOME),
    employment=_WORKING_AGE,
    conditions=("Multiple sclerosis", "Spinal injury", "Acquired brain injury", "Cerebral palsy"),
    services=_HOME_CARE,
    team="Hospital and Reablement Team",
)
CARER = Story(
    reasons=("social_unpaid_carer",),
    group="CARER",
    second_group="OLDER",
    ages=(24, 88),
    dice=2,
    accommodation=table(_OWN_HOME),
    employment=_WORKING_AGE,
    conditions=("Hypertension", "Back pain", "Depression", "Osteoarthritis"),
    services=("Carer's direct payment", "Carer's break"),
    client_type="carer",
    team="Carers Team",
)
YOUNG = Story(
    reasons=("learning_disability", "mental_health"),
    group="TRANSITION",
    second_group="LEARNING",
    ages=(14, 17),
    dice=1,
    accommodation=("settled_with_family_or_friends",),
    employment=RETIRED,
    conditions=("Autism", "Epilepsy"),
    services=("Transition planning",),
    team="Transitions Team",
)
