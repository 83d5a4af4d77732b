"""How long a server asks to be left alone (`Retry-After`, RFC 9110 10.2.3)."""

from __future__ import annotations

import math
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

_MOST_DIGITS = 9


def parse_retry_after(value: str | None, date: str | None, now: datetime) -> float | None:
    """Seconds to wait; infinity for an absurd number of them, None where the header says nothing.

    Args:
        value: the header, in seconds or as a date.
        date: the answer's own `Date`. A date to wait for is compared with it, so that it does not matter
            whose clock is wrong.
        now: the time here, where the answer has no date.
    """
    text = (value or "").strip()
    if text.isascii() and text.isdigit():
        return float(text) if len(text.lstrip("0")) <= _MOST_DIGITS else math.inf
    until = _date(text)
    if until is None:
        return None
    return max(0.0, (until - (_date(date or "") or now)).total_seconds())


def _date(text: str) -> datetime | None:
    try:
        found = parsedate_to_datetime(text)
        return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)
    except (TypeError, ValueError, IndexError, OverflowError):
        return None
