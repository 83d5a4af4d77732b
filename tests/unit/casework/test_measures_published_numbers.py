"""What is published of measures: no small number, and none that could be told from others beside it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from adapter_core.casework.measures.conversations import NewWork, figures
from adapter_core.casework.measures.figures import Bar, Share
from adapter_core.casework.measures.rows import ConversationRow, Period, Rating, Waiting
from adapter_core.casework.measures.signposting import Helped
from adapter_core.casework.measures.site_facts import WaitingList, ratings
from adapter_core.report.measures.making import SUPPRESSED
from adapter_core.report.measures.model import MeasuresReport
from adapter_core.report.measures.sections import headline, sections

BEGAN = date(2026, 9, 1)
PERIOD = Period(BEGAN, BEGAN + timedelta(90))


def talks(*many: tuple[str, int], ended: bool = True, new: bool = True) -> list[ConversationRow]:
    """So many conversations of each kind, all of different people, with a contact four days before."""
    kinds = [kind for kind, number in many for _ in range(number)]
    return [
        ConversationRow(
            number, number, kind, new, BEGAN, BEGAN if ended else None, "connected" if ended else "",
            BEGAN - timedelta(4), None,
        )
        for number, kind in enumerate(kinds, 1)
    ]  # fmt: skip


def helped(*counts: int) -> Helped:
    return Helped(*(Share(count, sum(counts)) for count in counts))


def chain(*counts: int) -> tuple[Bar, ...]:
    names = ("given", "tried", "reached", "helped")
    return tuple(Bar(name, name, Share(count, counts[0])) for name, count in zip(names, counts, strict=True))


def report(rows: list[ConversationRow] | None = None, **more: Any) -> MeasuresReport:
    rows = talks(("1", 40)) if rows is None else rows
    made = MeasuresReport(
        council="Millbrook Council", site="", period=PERIOD, on=PERIOD.end, week=None, weeks=0,
        helped=helped(30, 0, 10, 0, 10), chain=chain(50, 45, 40, 30), conversations=figures(rows, [], PERIOD),
        new_work=NewWork(40, {"assessment": 31}), conversion=Share(10, 40), conversion_means="ours",
        gaps_closed=9, small=5,
    )  # fmt: skip
    return replace(made, **more)


def published(made: MeasuresReport) -> dict[str, Any]:
    """Row to its value, its count and of how many."""
    return {
        row.id: (row.value, row.count, row.of)
        for section in sections(made, publish=True)
        for row in section.rows
    }


def is_suppressed(told: dict[str, Any], row: str) -> bool:
    return told[row][0] == SUPPRESSED and told[row][1] is None


@pytest.mark.requirement("C-48")
def test_a_number_that_is_suppressed_in_one_section_is_not_told_in_another():
    made = report(helped=helped(6, 3, 20, 20, 20), chain=chain(69, 60, 40, 6))
    told = published(made)
    assert is_suppressed(told, "helped.confirmed")
    assert is_suppressed(told, "chain.helped"), "else 3 are left of 69 once all else is taken away"
    assert told["chain.given"][1] == 69


def test_durations_do_not_tell_how_many_there_were_of_a_kind():
    told = published(report(talks(("1", 40), ("2", 9), ("3", 3))))
    assert is_suppressed(told, "conversations.completed.2")
    assert not [row for row in told if row.startswith(("durations.2", "durations.3"))]
    assert told["durations.1.same_day"][1] == 40


def test_a_small_total_is_not_told_beside_parts_that_are_suppressed():
    told = published(report(talks(("1", 3)), helped=helped(3, 0, 0, 0, 0), chain=chain(3, 3, 3, 3)))
    for row, (value, count, of) in told.items():
        if row.startswith(("helped", "chain", "conversations", "ends")):
            assert (value, count, of) in {(SUPPRESSED, None, None), ("none yet", 0, 0)}, row
    assert "3" not in headline(report(helped=helped(3, 0, 0, 0, 0)), publish=True)


def test_few_who_are_left_over_are_small_too():
    told = published(report(conversion=Share(38, 40), new_work=NewWork(38, {"review": 12})))
    assert is_suppressed(told, "conversion.rate")
    assert is_suppressed(told, "new_work.conversations"), "2 of the 40 completed ones were at reviews"
    assert told["new_work.review"][1] == 12


def test_two_totals_do_not_tell_of_few_between_them():
    before = talks(("1", 43))
    rows = [row._replace(started=BEGAN - timedelta(2)) if row.id > 40 else row for row in before]
    told = published(report(rows))
    assert told["conversations.people"][1] == 43
    assert "conversations.first.1" not in told, "3 people only completed one"
    assert is_suppressed(told, "conversations.started") is False


def test_which_of_two_suppressed_numbers_is_the_small_one_is_not_told():
    made = report(helped=helped(30, 9, 3, 0, 0))
    rows = {row.id: row for each in sections(made, publish=True) for row in each.rows}
    assert (rows["helped.not_confirmed"].small, rows["helped.not_helped"].small) == (True, True)


@pytest.mark.requirement("C-50")
def test_a_wait_is_one_persons_where_it_is_the_longest_or_of_few():
    value, middle, _ = published(report())["waits.conversation"]
    assert (value, middle) == ("half within 4 days, 4.0 on average", 4)
    assert is_suppressed(published(report(talks(("1", 4)))), "waits.conversation")


def test_a_question_that_few_answered_and_a_short_list_are_suppressed():
    rows = [Rating(str(number), "Listened", 4) for number in range(13)]
    rows += [Rating(str(number), "Helped", 2) for number in range(3)]
    waiting = WaitingList(Waiting(BEGAN, 12), Waiting(PERIOD.end, 2))
    told = published(report(ratings=ratings(rows), waiting=waiting))
    assert told["ratings.1"][1] == 4
    assert is_suppressed(told, "ratings.2")
    assert is_suppressed(told, "waiting.change")


@pytest.mark.parametrize(
    ("counts", "words"),
    [
        (
            (30, 0, 10, 0, 10),
            "Of 50 signposts that came due, 30 (60%) are confirmed to have helped; of 10 (20%) nobody knows.",
        ),
        (
            (30, 9, 20, 0, 3),
            (
                "Of 62 signposts that came due, 30 (48%) are confirmed to have helped; "
                "of how many nobody knows is suppressed."
            ),
        ),
        (
            (3, 9, 20, 0, 30),
            (
                "Of 62 signposts that came due, how many are confirmed to have helped is suppressed; "
                "of 30 (48%) nobody knows."
            ),
        ),
        ((2, 0, 0, 0, 1), "Fewer than 5 signposts came due: what became of them is suppressed."),
    ],
)
def test_the_headline_says_what_may_be_said(counts, words):
    assert headline(report(helped=helped(*counts)), publish=True) == words


def test_within_the_council_everything_is_told():
    made = report(talks(("1", 40), ("2", 3)), helped=helped(6, 3, 20, 20, 20), conversion=Share(38, 40))
    rows = [row for section in sections(made) for row in section.rows]
    assert not [row for row in rows if row.value == SUPPRESSED]
    assert "at most" in next(row.value for row in rows if row.id == "waits.conversation")
