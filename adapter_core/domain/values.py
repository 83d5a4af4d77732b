"""What a value must look like to be right: NHS numbers, postcodes, OPG references, practice codes, dates.

Two kinds of function: `normalise_…` and `format_…` tidy a text and never judge it; `…_problem` and
`is_…` judge it and never change it. None of them puts a value into an exception.
The facts behind them are in `domain_facts`, sections 3 (NHS number), 4 (practices), 6 (OPG) and 8 (postcode).
"""

from __future__ import annotations

import re
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

_SPACES = "\t\n\v\f\r \u00a0\u2007\u2009\u200b\u202f\ufeff"
_HYPHENS = "-\u00ad\u2010\u2011\u2012\u2013\u2014\u2212"
_NO_SPACES = dict.fromkeys(map(ord, _SPACES))
_NO_SEPARATORS = dict.fromkeys(map(ord, _SPACES + _HYPHENS))


def _require_text(what: str, value: object) -> None:
    """Refuse what is no text, by its type alone: the value is personal and stays out of the message."""
    if not isinstance(value, str):
        raise TypeError(f"{what} is checked as text, not as {type(value).__name__}")


def _is_digits(text: str) -> bool:
    """Whether a text is ASCII digits alone: `str.isdigit` also takes Arabic-Indic and superscript ones."""
    return text.isascii() and text.isdigit()


# --- NHS number -------------------------------------------------------------------------------------


class NhsNumberProblem(StrEnum):
    """Why a text is not an NHS number of England, Wales or the Isle of Man (`domain_facts` 3).

    They are tried in this order: a number has the first problem that holds, except that a repeated
    digit is `ZEROS` whatever else is wrong with it.
    """

    NOT_TEN_DIGITS = "not_ten_digits"
    CHECK_DIGIT = "check_digit"
    ZEROS = "zeros"
    WRONG_RANGE = "wrong_range"
    TEST_NUMBER = "test_number"


_NHS_LENGTH = 10
_NO_CHECK_DIGIT = 10
_REPEATED_DIGITS = frozenset(digit * _NHS_LENGTH for digit in "0123456789")


def nhs_number_problem(text: str, *, allow_synthetic: bool) -> NhsNumberProblem | None:
    """Say what is wrong with an NHS number, if anything (P-03; `domain_facts` 3).

    Right means that the number *can* have been issued in England, Wales or the Isle of Man: whether it
    is this person's is another question, which only a trace answers (`nhs_number_status`).

    Args:
        text: the number as recorded; spaces and hyphens do not matter, leading zeros do.
        allow_synthetic: whether numbers beginning 9, which are never issued, are right (demo, tests).

    Returns:
        The problem, or None.

    Raises:
        TypeError: if `text` is not a str. A number would have lost its leading zeros.
    """
    _require_text("an NHS number", text)
    # Called for a million people a night: only a text that needs tidying pays for it.
    if len(text) != _NHS_LENGTH:
        text = text.translate(_NO_SEPARATORS)
    if len(text) != _NHS_LENGTH or not (text.isascii() and text.isdigit()):
        return NhsNumberProblem.NOT_TEN_DIGITS
    a, b, c, d, e, f, g, h, i, check = text.encode()
    # With the check digit weighing 1, a right number sums to a multiple of 11. The ASCII codes will do
    # for the digits: each is 48 too many, and 48 times the weights' 55 is a multiple of 11 as well.
    if (10 * a + 9 * b + 8 * c + 7 * d + 6 * e + 5 * f + 4 * g + 3 * h + 2 * i + check) % 11:
        return NhsNumberProblem.CHECK_DIGIT
    # 55 also makes every repeated digit pass the check: 4444444444 is a placeholder, not a person.
    if text in _REPEATED_DIGITS:
        return NhsNumberProblem.ZEROS
    if text[0] in "467":
        return None
    if text[0] != "9":
        return NhsNumberProblem.WRONG_RANGE
    return None if allow_synthetic else NhsNumberProblem.TEST_NUMBER


def is_placeholder_nhs_number(text: str) -> bool:
    """Whether a text is one digit ten times over, as typed to get past a mandatory box (`domain_facts` 3)."""
    return normalise_nhs_number(text) in _REPEATED_DIGITS


def normalise_nhs_number(text: str) -> str:
    """Take the spaces and hyphens out of an NHS number; nothing is checked."""
    return text.translate(_NO_SEPARATORS)


def format_nhs_number(text: str) -> str:
    """Write an NHS number as it is read aloud, 3-3-4: `999 000 0018`.

    A text that is not ten digits comes back without its separators: to show a value is not to judge it.
    """
    plain = normalise_nhs_number(text)
    if len(plain) != _NHS_LENGTH or not _is_digits(plain):
        return plain
    return f"{plain[:3]} {plain[3:6]} {plain[6:]}"


def nhs_check_digit(nine: str) -> int | None:
    """Compute the tenth digit of an NHS number, modulus 11 (`domain_facts` 3).

    Args:
        nine: its first nine digits.

    Returns:
        The check digit, or None where it would be 10: no such number is issued.

    Raises:
        ValueError: if `nine` is not nine ASCII digits.
    """
    if len(nine) != _NHS_LENGTH - 1 or not _is_digits(nine):
        raise ValueError("nhs_check_digit needs the first nine digits of an NHS number")
    check = -sum(weight * int(digit) for weight, digit in zip(range(10, 1, -1), nine, strict=True)) % 11
    return None if check == _NO_CHECK_DIGIT else check


# --- Postcode ---------------------------------------------------------------------------------------


class PostcodeProblem(StrEnum):
    """Why a text is not the postcode of a place (`domain_facts` 8)."""

    SHAPE = "shape"
    UNKNOWN = "unknown"  # ZZ99 3WZ and the like: "address not known", written as a postcode


_POSTCODE = re.compile(
    "(?:GIR 0AA|(?:[A-PR-UWYZ](?:[0-9]{1,2}|[A-HK-Y][0-9]|[A-HK-Y][0-9][0-9ABEHMNPRV-Y]"
    "|[0-9][A-HJKPSTUW])) [0-9][ABD-HJLNP-UW-Z]{2})"
).fullmatch
_INWARD = 3  # characters after the space: sector and unit
_NO_FIXED_ABODE = "ZZ99 3VZ"
_PSEUDO_POSTCODE = re.compile("ZZ99 [0-9A-Z]{3}").fullmatch


def postcode_problem(text: str) -> PostcodeProblem | None:
    """Say what is wrong with a postcode, if anything (P-03, P-16; `domain_facts` 8).

    Shape only: no list of postcodes is consulted, so that one issued yesterday is right. Case and
    spacing do not matter; a letter O for a nought does, and is never "corrected". No fixed abode
    (ZZ99 3VZ) is a recorded answer, hence no problem.

    Raises:
        TypeError: if `text` is not a str.
    """
    _require_text("a postcode", text)
    if _POSTCODE(text):
        return None
    tidy = normalise_postcode(text)
    if _POSTCODE(tidy) or tidy == _NO_FIXED_ABODE:
        return None
    return PostcodeProblem.UNKNOWN if _PSEUDO_POSTCODE(tidy) else PostcodeProblem.SHAPE


def normalise_postcode(text: str) -> str:
    """Write a postcode in capitals with one space before its last three characters; nothing is checked."""
    if text.isascii() and text.isprintable():  # nearly all of a million: the slow way is for the others
        plain = text.replace(" ", "").upper()
    else:
        plain = text.translate(_NO_SPACES)
        if not plain.isascii():
            return plain  # upper() would turn a dotless i into an I, and a wrong postcode into a right one
        plain = plain.upper()
    return f"{plain[:-_INWARD]} {plain[-_INWARD:]}" if len(plain) > _INWARD else plain


def postcode_district(text: str) -> str | None:
    """Give the district (outward code) of a whole postcode, such as `ME4` (G-10).

    Returns:
        The district, or None where the text is not the postcode of a place, ZZ99 included.
    """
    tidy = normalise_postcode(text)
    return tidy.partition(" ")[0] if _POSTCODE(tidy) else None


def is_no_fixed_abode(text: str) -> bool:
    """Whether a postcode says "no fixed abode" (ZZ99 3VZ): an answer, not a gap (`domain_facts` 8)."""
    return normalise_postcode(text) == _NO_FIXED_ABODE


def is_unknown_postcode(text: str) -> bool:
    """Whether a postcode says "not known": ZZ99 3WZ, ZZ99 3CZ and every other ZZ99 but no fixed abode."""
    tidy = normalise_postcode(text)
    return tidy != _NO_FIXED_ABODE and _PSEUDO_POSTCODE(tidy) is not None


# --- References of the Office of the Public Guardian -------------------------------------------------


class OpgKind(StrEnum):
    """The series that a reference of the Office of the Public Guardian belongs to (`domain_facts` 6)."""

    MERIS = "meris"
    SIRIUS = "sirius"
    MODERNISED = "modernised"
    MODERNISED_ALPHANUMERIC = "modernised_alphanumeric"  # superseded: tests and early cases only


class OpgProblem(StrEnum):
    """Why a text is not, or may not be, an OPG reference (`domain_facts` 6).

    `SHAPE` and `ACCESS_CODE` are errors. `CHECK_DIGIT` is a warning: OPG's own test references fail it.
    """

    SHAPE = "shape"
    CHECK_DIGIT = "check_digit"
    ACCESS_CODE = "access_code"


_OPG_SHAPES = {
    OpgKind.MERIS: re.compile("[23][0-9]{6}").fullmatch,
    OpgKind.SIRIUS: re.compile("7[0-9]{11}").fullmatch,
    OpgKind.MODERNISED: re.compile("M[0-9]{12}").fullmatch,
    OpgKind.MODERNISED_ALPHANUMERIC: re.compile("M[346789A-Z]{12}").fullmatch,
}
_OPG_CREDENTIAL = re.compile("[VC][0-9A-Z]{12}").fullmatch
_NOT_ALPHANUMERIC = re.compile("[^0-9A-Za-z]+")


def opg_reference_kind(text: str) -> OpgKind | None:
    """Tell which series an OPG reference belongs to by its shape, or None; check digits are not looked at."""
    return _opg_kind(_plain_opg(text))


def opg_reference_problem(text: str) -> OpgProblem | None:
    """Say what is wrong with an OPG reference, if anything (P-02, P-03; `domain_facts` 6).

    Check digits: Luhn for Sirius, Damm for the modernised numeric series; the other two have none.

    Raises:
        TypeError: if `text` is not a str.
    """
    _require_text("an OPG reference", text)
    if is_opg_access_code(text):
        return OpgProblem.ACCESS_CODE
    plain = _plain_opg(text)
    match _opg_kind(plain):
        case None:
            return OpgProblem.SHAPE
        case OpgKind.SIRIUS if not _luhn_holds(plain):
            return OpgProblem.CHECK_DIGIT
        case OpgKind.MODERNISED if not _damm_holds(plain[1:]):
            return OpgProblem.CHECK_DIGIT
    return None


def is_opg_access_code(text: str) -> bool:
    """Whether a text is an OPG credential, which must never be stored, shown or logged (`domain_facts` 6).

    V and twelve characters is an access code: whoever holds it can view the LPA. C and twelve
    characters is an activation key, which attaches the LPA to an account. Any punctuation is looked
    through: better to refuse a text that was harmless than to keep a key.
    """
    return _OPG_CREDENTIAL(_NOT_ALPHANUMERIC.sub("", text).upper()) is not None


def normalise_opg_reference(text: str) -> str:
    """Write an OPG reference as OPG does: `2123456`, `7000-0000-0054`, `M-0000-0000-0013`.

    The `M-` and every nought stay. A text of no known kind comes back stripped, else as it was.
    """
    plain = _plain_opg(text)
    match _opg_kind(plain):
        case None:
            return text.strip()
        case OpgKind.MERIS:
            return plain
        case OpgKind.SIRIUS:
            return _in_fours(plain)
        case _:
            return f"M-{_in_fours(plain[1:])}"


def _opg_kind(plain: str) -> OpgKind | None:
    return next((kind for kind, matches in _OPG_SHAPES.items() if matches(plain)), None)


def _plain_opg(text: str) -> str:
    plain = text.translate(_NO_SEPARATORS)
    return plain.upper() if plain.isascii() else plain


def _in_fours(text: str) -> str:
    return "-".join(text[start : start + 4] for start in range(0, len(text), 4))


def _luhn_holds(digits: str) -> bool:
    """Luhn, ISO/IEC 7812-1 annex B: every second digit from the right doubled, its digits summed."""
    plain, doubled = digits[::-2], digits[-2::-2]
    return (sum(map(int, plain)) + sum(sum(divmod(2 * int(digit), 10)) for digit in doubled)) % 10 == 0


# Damm's quasigroup of order 10 (Damm, "Total anti-symmetrische Quasigruppen", 2004): catches every
# single wrong digit and every swap of neighbours.
_DAMM = (
    (0, 3, 1, 7, 5, 9, 8, 6, 4, 2),
    (7, 0, 9, 2, 1, 5, 4, 8, 6, 3),
    (4, 2, 0, 6, 8, 7, 1, 3, 5, 9),
    (1, 7, 5, 0, 9, 8, 3, 4, 2, 6),
    (6, 1, 2, 3, 0, 4, 5, 9, 7, 8),
    (3, 6, 7, 4, 2, 0, 9, 5, 8, 1),
    (5, 8, 6, 9, 7, 2, 0, 1, 3, 4),
    (8, 9, 4, 5, 3, 6, 2, 0, 1, 7),
    (9, 4, 3, 8, 6, 1, 7, 2, 0, 5),
    (2, 5, 8, 1, 4, 3, 6, 7, 9, 0),
)


def _damm_holds(digits: str) -> bool:
    row = 0
    for digit in digits:
        row = _DAMM[row][int(digit)]
    return row == 0


# --- GP practices -----------------------------------------------------------------------------------

PRACTICE_NONE = "V81997"
"""Not registered with a practice: an answer that leads to help to register (`domain_facts` 4)."""

PRACTICE_NOT_APPLICABLE = "V81998"
"""A practice does not apply: prisons, the forces, visitors (`domain_facts` 4)."""

PRACTICE_NOT_KNOWN = "V81999"
"""The practice is not known: a gap, dressed as a code (`domain_facts` 4)."""

DUMMY_PRACTICE_CODES = frozenset({PRACTICE_NONE, PRACTICE_NOT_APPLICABLE, PRACTICE_NOT_KNOWN})
"""Codes of the right shape that no list of practices holds."""


class PracticeNation(StrEnum):
    """Where a practice lies, as far as its code says; the nation decides which list to look it up in."""

    ENGLAND = "england"
    WALES = "wales"
    SCOTLAND = "scotland"
    NORTHERN_IRELAND = "northern_ireland"
    CHANNEL_ISLANDS = "channel_islands"


_ODS_CODE = re.compile("[0-9A-Z]+").fullmatch
_NATIONS = (
    (PracticeNation.ENGLAND, re.compile("[A-HJ-NP][0-9]{5}").fullmatch),
    (PracticeNation.WALES, re.compile("W[0-9]{5}").fullmatch),
    (PracticeNation.SCOTLAND, re.compile("[0-9]{5}").fullmatch),
    (PracticeNation.NORTHERN_IRELAND, re.compile("Z[0-9]{5}").fullmatch),
    (PracticeNation.CHANNEL_ISLANDS, re.compile("(?:ALD|GUE|JER)[0-9]{3}").fullmatch),
)


def normalise_ods_code(text: str) -> str:
    """Write an ODS code in capitals without spaces; nothing is checked."""
    plain = text.translate(_NO_SPACES)
    return plain.upper() if plain.isascii() else plain


def is_ods_code_shape(text: str) -> bool:
    """Whether a text could be an ODS code: letters A to Z and digits, as in PDS (`domain_facts` 4).

    This refuses what cannot be looked up, no more: `UNKNOWN` and the dummy codes have the shape too.
    Only the list of practices can say that a code is a practice's.
    """
    return _ODS_CODE(normalise_ods_code(text)) is not None


def nation_of_practice_code(text: str) -> PracticeNation | None:
    """Tell where a practice lies from its code.

    English, Welsh (W) and Channel Islands codes are as in the national list of December 2023; the
    Scottish (five digits) and Northern Irish (Z) ones, which it leaves out, are recalled
    (`domain_facts` 4).

    Returns:
        The nation; None for the dummy codes, for texts of no known shape, and for Y codes, which are
        mostly English but are given to practices on the Isle of Man as well.
    """
    plain = normalise_ods_code(text)
    return next((nation for nation, matches in _NATIONS if matches(plain)), None)


# --- Dates ------------------------------------------------------------------------------------------

OLDEST_PLAUSIBLE_AGE = 120
"""Years; nobody in the United Kingdom has lived longer."""


class DateOfBirthProblem(StrEnum):
    """Why a date cannot be the birth date of someone alive on a day."""

    FUTURE = "future"
    TOO_LONG_AGO = "too_long_ago"


def age_on(born: date, on: date) -> int:
    """Give a person's age in whole years on a day.

    An age is attained at the beginning of the anniversary (Family Law Reform Act 1969, section 9). A
    person born on 29 February has none in a common year: the age is attained on 1 March.

    Returns:
        The age; negative if `born` is after `on`, which `date_of_birth_problem` is there to find.
    """
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def same_day_next_year(day: date) -> date:
    """Give the default date of a review, "in a year's time" (N-05, N-06); 29 February gives the 28th (A-18).

    Raises:
        ValueError: for a day in the year 9999.
    """
    if (day.month, day.day) == (2, 29):
        return day.replace(year=day.year + 1, day=28)
    return day.replace(year=day.year + 1)


def date_of_birth_problem(born: date, on: date) -> DateOfBirthProblem | None:
    """Say what is wrong with a birth date on a day, if anything (K-11).

    Returns:
        `FUTURE` after `on`, `TOO_LONG_AGO` for an age over 120 years, else None.
    """
    if born > on:
        return DateOfBirthProblem.FUTURE
    if age_on(born, on) > OLDEST_PLAUSIBLE_AGE:
        return DateOfBirthProblem.TOO_LONG_AGO
    return None
