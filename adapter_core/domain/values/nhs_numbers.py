"""NHS numbers of England, Wales and the Isle of Man."""

from __future__ import annotations

from enum import StrEnum

from adapter_core.domain.values.texts import NO_SEPARATORS, is_digits, require_text


class NhsNumberProblem(StrEnum):
    """Why a text is not an NHS number of England, Wales or the Isle of Man (NHS Data Dictionary).

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
_ISSUED, _NINE = b"467", ord("9")
"""How numbers begin that are issued, and those that never are."""
_REPEATED_DIGITS = frozenset(digit * _NHS_LENGTH for digit in "0123456789")


def nhs_number_problem(text: str, *, allow_synthetic: bool) -> NhsNumberProblem | None:
    """Say what is wrong with an NHS number, if anything (P-03; NHS Data Dictionary).

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
    # Called for a million people a night: only a text that needs tidying pays for it.
    if text.__class__ is not str:
        require_text("an NHS number", text)
    if len(text) != _NHS_LENGTH:
        text = text.translate(NO_SEPARATORS)
    if len(text) != _NHS_LENGTH or not (text.isascii() and text.isdigit()):
        return NhsNumberProblem.NOT_TEN_DIGITS
    a, b, c, d, e, f, g, h, i, check = text.encode()
    # With the check digit weighing 1, a right number sums to a multiple of 11. The ASCII codes will do
    # for the digits: each is 48 too many, and 48 times the weights' 55 is a multiple of 11 as well.
    if (10 * a + 9 * b + 8 * c + 7 * d + 6 * e + 5 * f + 4 * g + 3 * h + 2 * i + check) % 11:
        return NhsNumberProblem.CHECK_DIGIT
    # 55 also makes every repeated digit pass the check: 4444444444 is a placeholder, not a person.
    if a == check and text in _REPEATED_DIGITS:
        return NhsNumberProblem.ZEROS
    if a == _NINE:
        return None if allow_synthetic else NhsNumberProblem.TEST_NUMBER
    return None if a in _ISSUED else NhsNumberProblem.WRONG_RANGE


def is_placeholder_nhs_number(text: str) -> bool:
    """Whether a text is one digit ten times over, as typed to get past a mandatory box."""
    return normalise_nhs_number(text) in _REPEATED_DIGITS


def normalise_nhs_number(text: str) -> str:
    """Take the spaces and hyphens out of an NHS number; nothing is checked."""
    return text.translate(NO_SEPARATORS)


def format_nhs_number(text: str) -> str:
    """Write an NHS number as it is read aloud, 3-3-4: `999 000 0018`.

    A text that is not ten digits comes back without its separators: to show a value is not to judge it.
    """
    plain = normalise_nhs_number(text)
    if len(plain) != _NHS_LENGTH or not is_digits(plain):
        return plain
    return f"{plain[:3]} {plain[3:6]} {plain[6:]}"


def nhs_check_digit(nine: str) -> int | None:
    """Compute the tenth digit of an NHS number, modulus 11 (NHS Data Dictionary).

    Args:
        nine: its first nine digits.

    Returns:
        The check digit, or None where it would be 10: no such number is issued.

    Raises:
        ValueError: if `nine` is not nine ASCII digits.
    """
    if len(nine) != _NHS_LENGTH - 1 or not is_digits(nine):
        raise ValueError("nhs_check_digit needs the first nine digits of an NHS number")
    check = -sum(weight * int(digit) for weight, digit in zip(range(10, 1, -1), nine, strict=True)) % 11
    return None if check == _NO_CHECK_DIGIT else check
