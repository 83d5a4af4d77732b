"""What a site counts beside its conversations: placements, ratings, the waiting list, its weeks."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from adapter_core.casework.measures.figures import half_up

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from adapter_core.casework.measures.rows import Period, Placement, Rating, Waiting


@dataclass(frozen=True, slots=True)
class Placements:
    """Short-term residential placements of one arm (C-47).

    Attributes:
        placements: how many.
        bednights: all their nights.
        gross_pence: all their gross costs, in pence.
        average_stay: bednights a placement, a half going up; None of none.
        pence_a_night: gross cost of a bednight, in pence, a half going up; None of none.
    """

    arm: str
    placements: int
    bednights: int
    gross_pence: int
    average_stay: int | None
    pence_a_night: int | None


def placements(rows: Iterable[Placement], arm: str, period: Period) -> Placements:
    """What began in a period, in one arm."""
    mine = [row for row in rows if row.arm == arm and row.began in period]
    nights, cost = sum(row.bednights for row in mine), sum(row.gross_pence for row in mine)
    return Placements(
        arm,
        len(mine),
        nights,
        cost,
        half_up(Fraction(nights, len(mine))) if mine else None,
        half_up(Fraction(cost, nights)) if nights else None,
    )


@dataclass(frozen=True, slots=True)
class Rated:
    """How the public answered one question.

    Attributes:
        people: how many answered it.
        average: mean score, 1 to 5, one decimal, a half going up.
        scores: how many gave 1, 2, 3, 4 and 5.
    """

    question: str
    people: int
    average: float
    scores: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Ratings:
    """How the public rated a site (C-48).

    Attributes:
        people: the sample.
        one_person_percent: how many per cent one person is, a half going up; None of none.
    """

    people: int
    one_person_percent: int | None
    questions: tuple[Rated, ...]


def ratings(rows: Sequence[Rating]) -> Ratings:
    """The public's rating, by question, in the order in which they first occur."""
    scores: defaultdict[str, list[int]] = defaultdict(list)
    for row in rows:
        scores[row.question].append(row.score)
    people = len({row.respondent for row in rows})
    rated = tuple(
        Rated(
            question,
            len(given),
            half_up(Fraction(10 * sum(given), len(given))) / 10,
            tuple(given.count(score) for score in range(1, 6)),
        )
        for question, given in scores.items()
    )
    return Ratings(people, half_up(Fraction(100, people)) if people else None, rated)


@dataclass(frozen=True, slots=True)
class WaitingList:
    """How the waiting list moved (C-49): its first and last count in a period."""

    first: Waiting
    last: Waiting

    @property
    def change(self) -> int:
        """People more (or, below nought, fewer) than at first."""
        return self.last.people - self.first.people


def waiting_list(rows: Iterable[Waiting], period: Period) -> WaitingList | None:
    """The list's change over a period; None where it was not counted at least twice."""
    counted = sorted(row for row in rows if row.on in period)
    return WaitingList(counted[0], counted[-1]) if len({row.on for row in counted}) > 1 else None


def week_of_site(start: date, on: date) -> int:
    """In which week of a site a day is, from 1 (C-20: a site lasts 13); below 1 before it began."""
    return (on - start).days // 7 + 1
