"""What a value must look like to be right: NHS numbers, postcodes, OPG references, practice codes, dates.

Two kinds of function: `normalise_…` and `format_…` tidy a text and never judge it; `…_problem` and
`is_…` judge it and never change it. None of them puts a value into an exception.
"""

from __future__ import annotations

from adapter_core.domain.values.days import (
    MONTHS,
    OLDEST_PLAUSIBLE_AGE,
    DateOfBirthProblem,
    age_on,
    date_of_birth_problem,
    day_in_words,
    latest_birth,
    same_day_next_year,
)
from adapter_core.domain.values.nhs_numbers import (
    NhsNumberProblem,
    format_nhs_number,
    is_placeholder_nhs_number,
    nhs_check_digit,
    nhs_number_problem,
    normalise_nhs_number,
)
from adapter_core.domain.values.opg_references import (
    OpgKind,
    OpgProblem,
    is_opg_access_code,
    normalise_opg_reference,
    opg_reference_kind,
    opg_reference_problem,
)
from adapter_core.domain.values.postcodes import (
    PostcodeProblem,
    is_no_fixed_abode,
    is_unknown_postcode,
    normalise_postcode,
    postcode_district,
    postcode_problem,
)
from adapter_core.domain.values.practice_codes import (
    DUMMY_PRACTICE_CODES,
    PRACTICE_NONE,
    PRACTICE_NOT_APPLICABLE,
    PRACTICE_NOT_KNOWN,
    PracticeNation,
    is_ods_code_shape,
    nation_of_practice_code,
    normalise_ods_code,
)

__all__ = [
    "DUMMY_PRACTICE_CODES",
    "MONTHS",
    "OLDEST_PLAUSIBLE_AGE",
    "PRACTICE_NONE",
    "PRACTICE_NOT_APPLICABLE",
    "PRACTICE_NOT_KNOWN",
    "DateOfBirthProblem",
    "NhsNumberProblem",
    "OpgKind",
    "OpgProblem",
    "PostcodeProblem",
    "PracticeNation",
    "age_on",
    "date_of_birth_problem",
    "day_in_words",
    "format_nhs_number",
    "is_no_fixed_abode",
    "is_ods_code_shape",
    "is_opg_access_code",
    "is_placeholder_nhs_number",
    "is_unknown_postcode",
    "latest_birth",
    "nation_of_practice_code",
    "nhs_check_digit",
    "nhs_number_problem",
    "normalise_nhs_number",
    "normalise_ods_code",
    "normalise_opg_reference",
    "normalise_postcode",
    "opg_reference_kind",
    "opg_reference_problem",
    "postcode_district",
    "postcode_problem",
    "same_day_next_year",
]
