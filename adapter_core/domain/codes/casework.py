"""Code lists of casework: representatives, capacity, steps, and how an NHS number stands."""

from __future__ import annotations

from adapter_core.domain.codes.model import Code, CodeList

NHS_NUMBER_STATUS = CodeList(
    "nhs_number_status",
    "Whether the NHS number was traced",
    "NHS Data Dictionary, NHS NUMBER STATUS INDICATOR CODE",
    (
        Code("verified", "Number present and verified", aliases=("01", "1")),
        Code("unverified", "Number present but not traced", aliases=("02", "2")),
        Code("trace_required", "Trace required", aliases=("03", "3")),
        Code("no_match", "Trace attempted - No match or multiple match found", aliases=("04", "4")),
        Code(
            "conflict",
            "Trace needs to be resolved - (NHS number or patient detail conflict)",
            aliases=("05", "5"),
        ),
        Code("trace_in_progress", "Trace in progress", aliases=("06", "6")),
        Code("trace_not_required", "Number not present and trace not required", aliases=("07", "7")),
        Code("trace_postponed", "Trace postponed (baby under six weeks old)", aliases=("08", "8")),
    ),
)


AUTHORITY = CodeList(
    "authority",
    "By what authority somebody acts for the person",
    "P-02, P-03, A-06; Office of the Public Guardian",
    (
        Code("lpa_property_financial", "Lasting power of attorney: property and financial affairs"),
        Code("lpa_health_welfare", "Lasting power of attorney: health and welfare"),
        Code("epa", "Enduring power of attorney", aliases=("EPA",)),
        Code("deputy_property", "Court of Protection deputy: property and affairs"),
        Code("deputy_welfare", "Court of Protection deputy: personal welfare"),
        Code("dwp_appointee", "DWP appointee", aliases=("Appointee",)),
        Code("informal_financial_rep", "Informal financial representative"),
    ),
)

CAPACITY_AREA = CodeList(
    "capacity_area",
    "What kind of decision capacity was assessed for",
    "P-07, R-21; Mental Capacity Act 2005: capacity is for a decision, never in general",
    (
        Code("finance", "Property and finances", aliases=("Finances",)),
        Code("welfare", "Health and welfare"),
        Code("other", "Another decision"),
    ),
)

CAPACITY_OUTCOME = CodeList(
    "capacity_outcome",
    "What a capacity assessment found",
    "P-07, R-21; Mental Capacity Act 2005, section 2",
    (
        Code("has_capacity", "Has capacity"),
        Code("lacks_capacity", "Lacks capacity"),
    ),
)


OPEN = "open"
CLOSED = "closed"
PLANNED = "planned"

STEP_STATUS = CodeList(
    "step_status",
    "Where a workflow step stands",
    "Mosaic's help centre",
    (
        Code("incoming", "Incoming", group=OPEN),
        Code("in_progress", "In progress", aliases=("Started",), group=OPEN),
        Code("completed", "Completed", group=CLOSED),
        Code("reopened", "Reopened", group=OPEN),
        Code("proposed", "Proposed", group=PLANNED),
        Code("cancelled", "Cancelled", aliases=("Canceled",), group=CLOSED),
    ),
)

OPEN_STEP_STATUSES = frozenset(code.id for code in STEP_STATUS.in_group(OPEN))
"""Statuses of a step that somebody has to work on now; a proposed one may never be sent."""


def is_open_step(status: str) -> bool:
    """Whether an id of `step_status` is an open step: incoming, in progress or reopened."""
    return status in OPEN_STEP_STATUSES
