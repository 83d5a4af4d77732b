"""References of the Office of the Public Guardian, for lasting and enduring powers of attorney."""

from __future__ import annotations

import re
from enum import StrEnum

from adapter_core.domain.values.texts import NO_SEPARATORS, require_text


class OpgKind(StrEnum):
    """The series that a reference of the Office of the Public Guardian belongs to."""

    MERIS = "meris"
    SIRIUS = "sirius"
    MODERNISED = "modernised"
    MODERNISED_ALPHANUMERIC = "modernised_alphanumeric"  # superseded: tests and early cases only


class OpgProblem(StrEnum):
    """Why a text is not, or may not be, an OPG reference (Office of the Public Guardian).

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
_SIRIUS, _MODERNISED = OpgKind.SIRIUS, OpgKind.MODERNISED
_OPG_CREDENTIAL = re.compile("[VC][0-9A-Z]{12}").fullmatch
_NOT_ALPHANUMERIC = re.compile("[^0-9A-Za-z]+")


def opg_reference_kind(text: str) -> OpgKind | None:
    """Tell which series an OPG reference belongs to by its shape, or None; check digits are not looked at."""
    return _opg_kind(_plain_opg(text))


def opg_reference_problem(text: str) -> OpgProblem | None:
    """Say what is wrong with an OPG reference, if anything (P-02, P-03; Office of the Public Guardian).

    Check digits: Luhn for Sirius, Damm for the modernised numeric series; the other two have none.

    Raises:
        TypeError: if `text` is not a str.
    """
    require_text("an OPG reference", text)
    plain = _plain_opg(text)
    kind = _opg_kind(plain)
    if kind is None:
        return OpgProblem.ACCESS_CODE if is_opg_access_code(text) else OpgProblem.SHAPE
    if kind is _SIRIUS and not _luhn_holds(plain):
        return OpgProblem.CHECK_DIGIT
    if kind is _MODERNISED and not _damm_holds(plain[1:]):
        return OpgProblem.CHECK_DIGIT
    return None


def is_opg_access_code(text: str) -> bool:
    """Whether a text is an OPG credential, which must never be stored, shown or logged.

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
    for kind, matches in _OPG_SHAPES.items():
        if matches(plain):
            return kind
    return None


def _plain_opg(text: str) -> str:
    plain = text.translate(NO_SEPARATORS)
    return plain.upper() if plain.isascii() else plain


def _in_fours(text: str) -> str:
    return "-".join(text[start : start + 4] for start in range(0, len(text), 4))


_DOUBLED = str.maketrans("0123456789", "0246813579")  # 7, doubled, is 14: its digits add up to 5


def _luhn_holds(digits: str) -> bool:
    """Luhn, ISO/IEC 7812-1 annex B: every second digit from the right doubled, its digits summed."""
    plain, doubled = digits[::-2], digits[-2::-2].translate(_DOUBLED)
    return sum(map(int, plain + doubled)) % 10 == 0


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
