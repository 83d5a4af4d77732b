"""The figures of the guidance, from a fixture that is built to them (C-40 to C-52)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from adapter_core.casework.measures.conversations import conversion, figures, new_work
from adapter_core.casework.measures.rows import ConversationRow, OtherWork, Period, Placement, Rating, Waiting
from adapter_core.casework.measures.site_facts import placements, ratings, waiting_list, week_of_site

BEGAN = date(2023, 6, 19)
PERIOD = Period(BEGAN, date(2023, 9, 17))


def conversation(number: int, kind: str, took: int | None, **more) -> ConversationRow:
    """The number-th conversation; it took so many days, or goes on."""
    started = BEGAN + timedelta(number % 40)
    row = ConversationRow(
        id=number, person=number, kind=kind, new=True, started=started,
        ended=None if took is None else started + timedelta(took),
        ended_how="" if took is None else "connected", contact=None, work=None,
    )  # fmt: skip
    return row._replace(**more)


@pytest.fixture(scope="module")
def site() -> list[ConversationRow]:
    """300 were started, 252 as Conversation 1; 254 were completed, 58 of 200 first ones on the same day."""
    rows = [conversation(number, "1", 0 if number < 58 else 1 + number % 30) for number in range(200)]
    rows += [conversation(number, "1", None) for number in range(200, 252)]
    rows += [conversation(number, "2", 10 + number % 30) for number in range(252, 300)]
    rows += [
        conversation(number, "2", 20, started=BEGAN - timedelta(9), ended=BEGAN + timedelta(11))
        for number in range(300, 306)
    ]
    return rows


@pytest.mark.requirement("C-40")
@pytest.mark.requirement("C-41")
@pytest.mark.requirement("C-42")
@pytest.mark.requirement("C-43")
@pytest.mark.requirement("C-51")
def test_the_innovation_sites_figures(site) -> None:
    told = figures(site, [], PERIOD)
    assert (told.people, told.started, told.completed) == (306, 300, 254)
    first, second, third = told.kinds
    assert (first.started.percent, second.started.percent, third.started.percent) == (84, 16, 0)
    assert [bar.share.percent for bar in told.first] == [84, 16, 0]
    assert (first.same_day.count, first.same_day.of, first.same_day.percent) == (58, 200, 29)
    assert [(bar.id, bar.share.count) for bar in told.ends] == [("connected", 254)]
    for kind in told.kinds:
        assert sum(bar.share.count for bar in kind.bands) == kind.completed.count


@pytest.mark.requirement("C-49")
@pytest.mark.requirement("C-20")
def test_the_a_team_in_its_eighth_week() -> None:
    rows = [conversation(number, "1", 5 if number < 12 else None) for number in range(29)]
    rows.append(conversation(29, "3", 5))
    told = figures(rows, [(29, "funded_support")], PERIOD)
    assert (told.started, told.completed) == (30, 13)
    assert told.kinds[2].completed.count == 1
    assert week_of_site(BEGAN, BEGAN + timedelta(7 * 7)) == 8
    assert week_of_site(BEGAN, BEGAN) == 1
    assert week_of_site(BEGAN, BEGAN - timedelta(1)) == 0
    moved = waiting_list([Waiting(BEGAN, 21), Waiting(BEGAN + timedelta(56), 16)], PERIOD)
    assert moved is not None
    assert moved.change == -5
    assert waiting_list([Waiting(BEGAN, 21)], PERIOD) is None


@pytest.mark.requirement("C-47")
def test_the_table_of_placements() -> None:
    rows = [
        Placement("site", BEGAN, nights, pence)
        for nights, pence in ((28, 240000), (28, 240000), (29, 240817))
    ]
    rows += [Placement("comparison", BEGAN, 65, 581000)] * 6
    rows.append(Placement("comparison", BEGAN, 67, 585514))
    rows.append(Placement("site", PERIOD.end + timedelta(1), 99, 999999))
    site, other = (placements(rows, arm, PERIOD) for arm in ("site", "comparison"))
    assert (site.placements, site.bednights, site.gross_pence) == (3, 85, 720817)
    assert (site.average_stay, site.pence_a_night) == (28, 8480)
    assert (other.placements, other.bednights, other.gross_pence) == (7, 457, 4071514)
    assert (other.average_stay, other.pence_a_night) == (65, 8909)
    nobody = placements([], "site", PERIOD)
    assert (nobody.average_stay, nobody.pence_a_night) == (None, None)


@pytest.mark.requirement("C-48")
def test_how_the_public_rated_a_site() -> None:
    scores = (1, 4, 4, 4, 4, 4, 4, 4, 4, 4, 5, 5, 5)
    told = ratings(
        [
            Rating(str(number), question, score)
            for question in ("a", "b")
            for number, score in enumerate(scores)
        ]
    )
    assert (told.people, told.one_person_percent) == (13, 8)
    assert [(each.question, each.average, each.scores) for each in told.questions] == [
        ("a", 4.0, (1, 0, 0, 9, 3)),
        ("b", 4.0, (1, 0, 0, 9, 3)),
    ]


@pytest.mark.requirement("C-44")
def test_new_work_against_assessments_and_reviews(site) -> None:
    others = [OtherWork(BEGAN, "assessment", 31), OtherWork(PERIOD.end, "review", 12)]
    others += [OtherWork(BEGAN, "review", 1), OtherWork(BEGAN - timedelta(1), "review", 500)]
    told = new_work([*site, conversation(999, "1", 3, new=False)], others, PERIOD)
    assert (told.conversations, told.others) == (254, {"assessment": 31, "review": 13})


@pytest.mark.requirement("C-45")
@pytest.mark.requirement("C-46")
@pytest.mark.requirement("A-16")
def test_conversion_is_of_people_under_a_definition_that_is_told(site) -> None:
    rows = [*site, conversation(500, "3", 3, new=False), conversation(501, "3", 3, person=0)]
    results = [(0, "funded_support"), (501, "funded_support"), (1, "advice"), (500, "funded_support")]
    results += [(251, "funded_support")]  # goes on still
    rate = conversion(rows, results, PERIOD, led_to=frozenset({"funded_support"}), new_only=True)
    assert (rate.count, rate.of) == (1, 254)
    everybody = conversion(rows, results, PERIOD, led_to=frozenset({"funded_support"}), new_only=False)
    assert (everybody.count, everybody.of) == (2, 255)
    bars = figures(rows, results, PERIOD).results
    assert [(bar.id, bar.share.count) for bar in bars] == [("advice", 1), ("funded_support", 3)]


@pytest.mark.requirement("C-50")
def test_how_long_people_wait() -> None:
    """Contact on the 21st, seen on the 25th, working by the following Friday."""
    contact, seen, working = date(2023, 8, 21), date(2023, 8, 25), date(2023, 9, 1)
    rows = [conversation(0, "1", None, contact=contact, started=seen, work=working)]
    rows.append(conversation(1, "1", None, contact=seen, started=contact, work=None))
    told = figures(rows, [], PERIOD)
    assert (told.to_conversation.middle, told.to_conversation.days, told.to_conversation.unknown) == (4, 1, 1)
    assert (told.to_work.mean, told.to_work.longest, told.to_work.unknown) == (11, 11, 1)
