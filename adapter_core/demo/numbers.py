"""Numbers that look real and cannot be: NHS numbers, references of the Office of the Public Guardian."""

from __future__ import annotations

_BLOCKS = 99_999  # 999 00000xx to 999 99998xx: leaves out 999 999 9999, which is a repeated digit
_PER_BLOCK = 9
NHS_NUMBERS = _BLOCKS * _PER_BLOCK
"""How many different numbers `nhs_number` gives."""

_STRIDE = 381_371  # shares no factor with NHS_NUMBERS, so that it visits each number once
_HALF_MOD_11 = 6  # 2 x 6 = 12 = 1 (mod 11): undoes the weight of the ninth digit

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


def nhs_number(index: int, offset: int = 0) -> str:
    """Give the NHS number of an index: of the test range 999…, check digit right, each index another.

    By arithmetic: of the ten ninth digits that may follow eight given ones, at most one would make the
    check digit 10 (such numbers are not issued), and that one is stepped over.

    Args:
        index: 0 to `NHS_NUMBERS` - 1.
        offset: where to begin; the same for a whole council.

    Raises:
        ValueError: if `index` is out of range.
    """
    if not 0 <= index < NHS_NUMBERS:
        raise ValueError("the test range holds no more NHS numbers")
    block, ninth = divmod((index * _STRIDE + offset) % NHS_NUMBERS, _PER_BLOCK)
    ten_thousands, rest = divmod(block, 10_000)
    thousands, rest = divmod(rest, 1000)
    hundreds, rest = divmod(rest, 100)
    tens, units = divmod(rest, 10)
    # Weights 10, 9, 8 for 999, then 7 to 3; the ninth digit weighs 2.
    total = 243 + 7 * ten_thousands + 6 * thousands + 5 * hundreds + 4 * tens + 3 * units
    if ninth >= (1 - total) * _HALF_MOD_11 % 11:
        ninth += 1
    return f"999{block:05d}{ninth}{-(total + 2 * ninth) % 11}"


def wrong_nhs_number(right: str) -> str:
    """Give the number with another check digit."""
    return f"{right[:9]}{(int(right[9]) + 1) % 10}"


def opg_reference(kind: int, salt: int) -> str:
    """Give a well-formed reference with its check digit.

    Args:
        kind: 0 Meris, seven digits; 1 Sirius, twelve digits with Luhn; 2 modernised, `M-` with Damm.
        salt: anything; the same gives the same.
    """
    if kind == 0:
        return f"{2 + salt % 2}{salt // 2 % 1_000_000:06d}"
    if kind == 1:
        digits = f"7{salt % 10_000_000_000:010d}"
        plain = sum(map(int, digits[-2::-2]))
        doubled = sum(sum(divmod(2 * int(digit), 10)) for digit in digits[::-2])
        digits += str(-(plain + doubled) % 10)
        return f"{digits[:4]}-{digits[4:8]}-{digits[8:]}"
    digits = f"{salt % 100_000_000_000:011d}"
    row = 0
    for digit in digits:
        row = _DAMM[row][int(digit)]
    digits += str(row)
    return f"M-{digits[:4]}-{digits[4:8]}-{digits[8:]}"


def wrong_opg_reference(salt: int) -> str:
    """Give a modernised reference whose check digit is wrong."""
    right = opg_reference(2, salt)
    return f"{right[:-1]}{(int(right[-1]) + 1) % 10}"
