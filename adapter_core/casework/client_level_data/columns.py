"""The columns of the return, what each is filled from, and when it has to be filled."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Wanted(StrEnum):
    """When a column has to be filled, of the events that conversations make."""

    ALWAYS = "always"
    NEVER = "never"
    LEARNING_DISABILITY = "service users aged 18 to 64 whose support reason is learning disability"
    BUT_REQUESTS = "every event but a request"
    REVIEWS = "reviews"
    PLANNED_REVIEWS = "planned reviews"
    SERVICE_USER_REVIEWS = "reviews of service users"
    NOT_OURS = "events that conversations are not: services, carers' assessments"


@dataclass(frozen=True, slots=True)
class Column:
    """A column.

    Attributes:
        heading: as release 1 has it.
        wanted: when it has to be filled.
        held: canonical field of the person that it is filled from; empty where it is from the event.
        codes: code list of that field, where it is coded.
    """

    heading: str
    wanted: Wanted = Wanted.NEVER
    held: str = ""
    codes: str = ""


A, N = Wanted.ALWAYS, Wanted.NEVER

COLUMNS: tuple[Column, ...] = (
    Column("Reporting Period Start Date", A),
    Column("Reporting Period End Date", A),
    Column("LA_Code", A),
    Column("NHS Number", A, "nhs_number"),
    Column("LA Person Unique Identifier", A, "ref"),
    Column("First Name"),
    Column("Last Name"),
    Column("GP Practice Name", N, "gp.name"),
    Column("GP Practice Code", N, "gp.code"),
    Column("Gender", A, "gender", "gender"),
    Column("Ethnicity", A, "ethnicity", "ethnicity"),
    Column("Date of Birth", A, "date_of_birth"),
    Column("Date of Death", N, "date_of_death"),
    Column("Client Type", A, "client_type", "client_type"),
    Column("Primary Support Reason", Wanted.BUT_REQUESTS, "primary_support_reason", "primary_support_reason"),
    Column("Postcode", A, "postcode"),
    Column("Accommodation Status", A, "accommodation", "accommodation"),
    Column("Employment Status", Wanted.LEARNING_DISABILITY, "employment", "employment"),
    Column("Has Unpaid Carer", A, "has_unpaid_carer", "yes_no"),
    Column("Autism Spectrum Disorder (ASD)"),
    Column("Visual Impairment"),
    Column("Hearing Impairment"),
    Column("Dementia"),
    Column("Client Funding Status", Wanted.SERVICE_USER_REVIEWS),
    Column("Event Type", A),
    Column("Event Reference"),
    Column("Event Start Date", A),
    Column("Event End Date", A),
    Column("Event Description"),
    Column("Event Outcome", A),
    Column("Request: Route of Access"),
    Column("Assessment Type"),
    Column("Eligible Needs Identified"),
    Column("Method of Assessment"),
    Column("Total Hrs Caring per week", Wanted.NOT_OURS),
    Column("No. of adults being cared for", Wanted.NOT_OURS),
    Column("Adult 1 Linked Person_ID", Wanted.NOT_OURS),
    Column("Adult 2 Linked Person_ID", Wanted.NOT_OURS),
    Column("Adult 3 Linked Person_ID", Wanted.NOT_OURS),
    Column("Service Type", Wanted.NOT_OURS),
    Column("Service Component", Wanted.NOT_OURS),
    Column("Delivery Mechanism", Wanted.NOT_OURS),
    Column("Provider CQC Location Name", Wanted.NOT_OURS),
    Column("Provider CQC Location ID", Wanted.NOT_OURS),
    Column("Review Reason", Wanted.REVIEWS),
    Column("Review Outcomes Achieved", Wanted.PLANNED_REVIEWS),
    Column("Method of Review", Wanted.REVIEWS),
    Column("Unit Cost", Wanted.NOT_OURS),
    Column("Cost Frequency (Unit Type)", Wanted.NOT_OURS),
    Column("Planned units per week", Wanted.NOT_OURS),
)
"""Every column in the return's order. Names are optional there, and left blank."""

RULES_FROM = "DHSC, create_GetDQValues_procedure.sql; Client Level Data, release 1"
"""Where `wanted` is from."""
