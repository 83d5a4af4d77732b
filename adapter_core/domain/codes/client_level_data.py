"""Code lists of Client Level Data: employment, accommodation, client type, support reason."""

from __future__ import annotations

from adapter_core.domain.codes.model import Code, CodeList
from adapter_core.domain.states import State

_UNKNOWN = State.UNKNOWN_RECORDED
_DECLINED = State.DECLINED

EMPLOYMENT = CodeList(
    "employment",
    "Employment status",
    "P-03, P-14, K-17; Client Level Data, release 1 (February 2023)",
    (
        Code("paid_under_16_hours", "Paid: Less than 16 hours a week"),
        Code("paid_16_hours_or_more", "Paid: 16 or more hours a week"),
        Code("not_paid_seeking_work", "Not in Paid Employment (seeking work)"),
        Code("not_paid_not_seeking_work", "Not in Paid Employment (not actively seeking work / retired)"),
        Code("voluntary_work_only", "Not in Paid Employment (voluntary work only)"),
        Code("paid_hours_unknown", "Paid: Hours per week unknown"),
        Code("unknown", "Unknown", _UNKNOWN, ("Not known",)),
    ),
)

SETTLED = "settled"
UNSETTLED = "unsettled"

ACCOMMODATION = CodeList(
    "accommodation",
    "Accommodation status",
    "P-03; Client Level Data, release 1; settled and unsettled as in ASCOF",
    (
        Code("owner_occupier", "Owner occupier or shared ownership scheme", group=SETTLED),
        Code("tenant", "Tenant", group=SETTLED),
        Code("tenant_private_landlord", "Tenant - private landlord", group=SETTLED),
        Code(
            "settled_with_family_or_friends",
            "Settled mainstream housing with family / friends",
            group=SETTLED,
        ),
        Code(
            "supported_accommodation",
            "Supported accommodation / supported lodgings / supported group home",
            group=SETTLED,
        ),
        Code("shared_lives", "Shared Lives scheme", group=SETTLED),
        Code(
            "approved_premises",
            "Approved premises for offenders released from prison or under probation supervision",
            group=SETTLED,
        ),
        Code(
            "sheltered_housing",
            "Sheltered housing / extra care housing / other sheltered housing",
            group=SETTLED,
        ),
        Code(
            "mobile_accommodation",
            "Mobile accommodation for Gypsy / Roma and Traveller communities",
            group=SETTLED,
        ),
        Code("rough_sleeper", "Rough sleeper / squatting", group=UNSETTLED),
        Code("night_shelter", "Night shelter / emergency hostel / direct access hostel", group=UNSETTLED),
        Code("refuge", "Refuge", group=UNSETTLED),
        Code(
            "temporary_by_council",
            "Placed in temporary accommodation by the council (inc. homelessness resettlement)",
            aliases=(
                "Placed in temporary accommodation by the council (including homelessness resettlement)",
            ),
            group=UNSETTLED,
        ),
        Code(
            "guest_of_family_or_friends",
            "Staying with family / friends as a short-term guest",
            group=UNSETTLED,
        ),
        Code(
            "healthcare_facility",
            "Acute / long-term healthcare residential facility or hospital",
            group=UNSETTLED,
        ),
        Code("care_home", "Registered care home", group=UNSETTLED),
        Code("nursing_home", "Registered nursing home", group=UNSETTLED),
        Code("prison", "Prison / Young offenders institution / detention centre", group=UNSETTLED),
        Code("other_temporary", "Other temporary accommodation", group=UNSETTLED),
        Code("unknown", "Unknown", _UNKNOWN, ("Not known",)),
    ),
)


def is_settled(accommodation: str) -> bool | None:
    """Whether an id of `accommodation` is settled accommodation (ASCOF).

    Returns:
        True or False; None for "unknown" and for any other text. (The national analysis counts unknown
        as unsettled; here it stays what it is.)
    """
    code = ACCOMMODATION.get(accommodation)
    return None if code is None or code.group is None else code.group == SETTLED


CLIENT_TYPE = CodeList(
    "client_type",
    "Client type",
    "Client Level Data, releases 1 and 2",
    (
        Code("service_user", "Service User"),
        Code("carer", "Carer", aliases=("Unpaid carer",)),
        Code(
            "carer_known_by_association",
            "Carer known by association",
            aliases=("Unpaid carer known by association",),
        ),
    ),
)

PRIMARY_SUPPORT_REASON = CodeList(
    "primary_support_reason",
    "Primary support reason",
    "Client Level Data, release 2",
    (
        Code("physical_access_and_mobility", "Physical support: Access and mobility only", group="physical"),
        Code("physical_personal_care", "Physical support: Personal care support", group="physical"),
        Code("sensory_visual", "Sensory support: Support for visual impairment", group="sensory"),
        Code("sensory_hearing", "Sensory support: Support for hearing impairment", group="sensory"),
        Code("sensory_dual", "Sensory support: Support for dual impairment", group="sensory"),
        Code("memory_and_cognition", "Support with memory and cognition", group="memory_and_cognition"),
        Code("learning_disability", "Learning disability support", group="learning_disability"),
        Code("mental_health", "Mental health support", group="mental_health"),
        Code("social_substance_misuse", "Social support: Substance misuse support", group="social"),
        Code("social_asylum_seeker", "Social support: Asylum seeker support", group="social"),
        Code(
            "social_isolation_or_other",
            "Social support: Support for social isolation / other",
            group="social",
        ),
        Code(
            "social_unpaid_carer",
            "Social support: Support to unpaid carer",
            aliases=("Social support: Support to carer",),
            group="social",
        ),
        Code("unknown", "Unknown", _UNKNOWN, ("Not known",)),
    ),
)
