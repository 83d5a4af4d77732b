"""The list of GP practices."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from adapter_core.domain.practices import Practice, PracticeList, PracticeStatus

TODAY = date(2026, 11, 23)
TOMORROW = TODAY + timedelta(days=1)


@pytest.mark.parametrize(
    ("fields", "there"),
    [
        ({}, True),
        ({"setting": "4"}, True),
        ({"setting": "1"}, False),
        ({"opened": TODAY}, True),
        ({"opened": TOMORROW}, False),
        ({"closed": TODAY}, True),
        ({"closed": TODAY - timedelta(days=1)}, False),
        ({"status": PracticeStatus.DORMANT}, False),
        ({"status": PracticeStatus.PROPOSED}, False),
    ],
)
def test_only_gp_practices_that_are_open_on_the_day_are_among_the_open_ones(fields, there):
    practice = Practice("F99901", "Millbrook Surgery", **{"status": PracticeStatus.ACTIVE, **fields})
    listed = PracticeList(TODAY, {practice.code: practice})
    assert listed.open_gp_practices(TODAY) == ({"F99901"} if there else frozenset())
