"""Plants on who may act for the person; each settles everything about authority anew.

A missing LPA shows before every meeting; nightly it is a gap only where capacity is lacking. Lacking
capacity without anybody to act then also wants a deputy, an appointee and a financial representative.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from adapter_core.demo.authority import answer, attorney, other, set_all
from adapter_core.demo.numbers import wrong_opg_reference
from adapter_core.demo.planting.plant import PRE, Facet, Gap, Plant, gaps, is_adult
from adapter_core.domain.people import Answer, CapacityAssessment
from adapter_core.domain.states import State

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from adapter_core.demo.subject import Subject, World
    from adapter_core.domain.people import Representative

    Apply = Callable[[Subject, World], None]

ABSENT, PLACEHOLDER, INVALID, EXPIRED = State.ABSENT, State.PLACEHOLDER, State.INVALID, State.EXPIRED
UNKNOWN, DECLINED, ASKED_NONE = State.UNKNOWN_RECORDED, State.DECLINED, State.ASKED_NONE
_PROPERTY, _WELFARE = "lpa_property_financial", "lpa_health_welfare"

_ASKED = 10  # days ago: after the last review and every capacity assessment, unless a plant says otherwise
_REVIEWED = 60
_ASSESSED = 120
_FOUND_LATELY = 5
_ASKED_LONG_AGO = 400


class _Hand:
    """What the plants below write with: days, and representatives of this person.

    Args:
        subject: whom to settle.
        world: the calendar.
    """

    def __init__(self, subject: Subject, world: World) -> None:
        self._ago = world.calendar.ago
        self.salt = subject.salt
        self.person = subject.person

    def day(self, days: int) -> date:
        return self._ago[days]

    def answers(self, said: State, *topics: str, days: int = _ASKED) -> list[Answer]:
        return [answer(topic, said, self.day(days)) for topic in topics]

    def reviewed(self) -> None:
        """Care was reviewed since what was asked long ago."""
        self.person.last_review_on = self.day(_REVIEWED)

    def lacking(self, *areas: str, days: int = _ASSESSED) -> tuple[CapacityAssessment, ...]:
        return tuple(CapacityAssessment(area, "lacks_capacity", self.day(days)) for area in areas)

    def lpa(self, kind: str, *, ended: bool = False) -> Representative:
        end = self.day(20 + self.salt % 200) if ended else ABSENT
        return attorney(kind, self.salt, self.day(500 + self.salt % 2000), end)

    def rep(self, kind: str, *, ended: bool = False) -> Representative:
        end = self.day(20 + self.salt % 200) if ended else ABSENT
        return other(kind, self.salt, self.day(500 + self.salt % 2000), end)


def _plant(name: str, seen: tuple[Gap, ...], write: Callable[[_Hand], None], weight: int = 1) -> Plant:
    def apply(subject: Subject, world: World) -> None:
        write(_Hand(subject, world))

    return Plant(name, frozenset({"authority"}), seen, apply, weight=weight, fits=is_adult)


# --- LPA ----------------------------------------------------------------------------------------------


def _lpa_never_asked(hand: _Hand) -> None:
    set_all(hand.person)


def _lpa_lapsed(hand: _Hand) -> None:
    hand.reviewed()
    set_all(hand.person, answers=hand.answers(ASKED_NONE, "lpa", days=_ASKED_LONG_AGO))


def _lpa_not_known(hand: _Hand) -> None:
    set_all(hand.person, answers=hand.answers(UNKNOWN, "lpa"))


def _lpa_ended(hand: _Hand) -> None:
    set_all(hand.person, representatives=(hand.lpa(_PROPERTY, ended=True),))


def _lpa_declined(hand: _Hand) -> None:
    set_all(hand.person, answers=hand.answers(DECLINED, "lpa"))


# --- Capacity is lacking -------------------------------------------------------------------------------


def _nobody_to_act(hand: _Hand) -> None:
    set_all(hand.person, capacity=hand.lacking("finance"))


def _nobody_to_act_at_all(hand: _Hand) -> None:
    set_all(hand.person, capacity=hand.lacking("finance", "welfare"), assessed_on=hand.day(90))


def _everything_ended(hand: _Hand) -> None:
    ended = (
        hand.lpa(_PROPERTY, ended=True),
        hand.rep("deputy_property", ended=True),
        hand.rep("dwp_appointee", ended=True),
    )
    set_all(hand.person, representatives=ended, capacity=hand.lacking("finance"))


def _nothing_is_known(hand: _Hand) -> None:
    topics = ("lpa", "appointee", "deputy", "financial_representative")
    set_all(hand.person, capacity=hand.lacking("finance"), answers=hand.answers(UNKNOWN, *topics))


def _asked_before_capacity_was_lost(hand: _Hand) -> None:
    topics = ("lpa", "appointee", "deputy", "financial_representative")
    hand.person.last_review_on = ABSENT
    answers = hand.answers(ASKED_NONE, *topics)
    set_all(hand.person, capacity=hand.lacking("finance", days=_FOUND_LATELY), answers=answers)


def _lpa_lapsed_with_deputy(hand: _Hand) -> None:
    """A deputy may act, yet whether there is an LPA was asked before capacity was lost."""
    set_all(
        hand.person,
        representatives=(hand.rep("deputy_welfare"),),
        capacity=hand.lacking("welfare", days=_FOUND_LATELY),
        answers=hand.answers(ASKED_NONE, "lpa"),
    )


def _capacity_regained(hand: _Hand) -> None:
    """Lacking a year ago, not any more: a later assessment of the same area counts."""
    earlier = hand.lacking("finance", days=380)
    later = CapacityAssessment("finance", "has_capacity", hand.day(_ASSESSED))
    set_all(hand.person, capacity=(later, *earlier), answers=hand.answers(ASKED_NONE, "lpa"))


# --- Deputy -------------------------------------------------------------------------------------------


def _no_deputy(hand: _Hand) -> None:
    set_all(hand.person, capacity=hand.lacking("welfare"), answers=hand.answers(ASKED_NONE, "lpa"))


def _deputy_for_one_of_two(hand: _Hand) -> None:
    set_all(
        hand.person,
        representatives=(hand.rep("deputy_property"),),
        capacity=hand.lacking("finance", "welfare"),
        answers=hand.answers(ASKED_NONE, "lpa"),
    )


def _deputy_ended(hand: _Hand) -> None:
    set_all(
        hand.person,
        representatives=(hand.rep("deputy_welfare", ended=True),),
        capacity=hand.lacking("welfare"),
        answers=hand.answers(ASKED_NONE, "lpa"),
    )


def _deputy_lapsed(hand: _Hand) -> None:
    hand.reviewed()
    answers = [*hand.answers(ASKED_NONE, "lpa"), *hand.answers(ASKED_NONE, "deputy", days=100)]
    set_all(hand.person, capacity=hand.lacking("welfare"), answers=answers)


def _deputy_not_known(hand: _Hand) -> None:
    answers = [*hand.answers(ASKED_NONE, "lpa"), *hand.answers(UNKNOWN, "deputy")]
    set_all(hand.person, capacity=hand.lacking("welfare"), answers=answers)


def _deputy_asked_none(hand: _Hand) -> None:
    set_all(hand.person, capacity=hand.lacking("welfare"), answers=hand.answers(ASKED_NONE, "lpa", "deputy"))


# --- Appointee ----------------------------------------------------------------------------------------


def _benefits_by_whom(hand: _Hand) -> None:
    set_all(hand.person, benefits=True, answers=hand.answers(ASKED_NONE, "lpa"))


def _appointee_ended(hand: _Hand) -> None:
    appointee = hand.rep("dwp_appointee", ended=True)
    set_all(hand.person, representatives=(appointee,), benefits=True, answers=hand.answers(ASKED_NONE, "lpa"))


def _appointee_not_known(hand: _Hand) -> None:
    answers = [*hand.answers(ASKED_NONE, "lpa"), *hand.answers(UNKNOWN, "appointee")]
    set_all(hand.person, benefits=True, answers=answers)


def _appointee_lapsed(hand: _Hand) -> None:
    hand.reviewed()
    answers = [
        *hand.answers(ASKED_NONE, "lpa", "financial_representative"),
        *hand.answers(ASKED_NONE, "appointee", days=_ASKED_LONG_AGO),
    ]
    set_all(hand.person, benefits=True, answers=answers)


def _appointee_asked_none(hand: _Hand) -> None:
    topics = ("lpa", "appointee", "financial_representative")
    set_all(hand.person, benefits=True, answers=hand.answers(ASKED_NONE, *topics))


# --- Financial representative -------------------------------------------------------------------------


def _no_financial_rep(hand: _Hand) -> None:
    set_all(hand.person, assessed_on=hand.day(90), answers=hand.answers(ASKED_NONE, "lpa"))


def _financial_rep_ended(hand: _Hand) -> None:
    informal = hand.rep("informal_financial_rep", ended=True)
    set_all(
        hand.person,
        representatives=(informal,),
        assessed_on=hand.day(90),
        answers=hand.answers(ASKED_NONE, "lpa"),
    )


def _financial_rep_lapsed(hand: _Hand) -> None:
    hand.reviewed()
    lapsed = hand.answers(ASKED_NONE, "financial_representative", days=_ASKED_LONG_AGO)
    set_all(hand.person, assessed_on=hand.day(90), answers=[*hand.answers(ASKED_NONE, "lpa"), *lapsed])


def _financial_rep_not_known(hand: _Hand) -> None:
    unknown = hand.answers(UNKNOWN, "financial_representative")
    set_all(hand.person, assessed_on=hand.day(90), answers=[*hand.answers(ASKED_NONE, "lpa"), *unknown])


# --- Reference of the LPA -----------------------------------------------------------------------------


def _reference(value: Callable[[int], str | State]) -> Callable[[_Hand], None]:
    def write(hand: _Hand) -> None:
        spoilt = hand.lpa(_PROPERTY)
        spoilt.reference = value(hand.salt)
        # The other one is right: the worse of the two counts.
        set_all(hand.person, representatives=(hand.lpa(_WELFARE), spoilt) if hand.salt % 2 else (spoilt,))

    return write


def _malformed_reference(salt: int) -> str:
    return ("OPG 12345", f"5{salt % 1_000_000:06d}", f"7{salt % 1_000_000:07d}")[salt % 3]


def _ended_without_reference(hand: _Hand) -> None:
    """An ended LPA without a reference beside a current one with: only those in force are looked at."""
    ended = hand.lpa(_PROPERTY, ended=True)
    ended.reference = ABSENT
    set_all(hand.person, representatives=(ended, hand.lpa(_PROPERTY)))


def _all(state: State) -> tuple[Gap, ...]:
    """What follows where nobody may act and capacity for finances is lacking."""
    rules = ("lpa", "appointee", "deputy", "financial_representative")
    return tuple(gap for rule in rules for gap in gaps(rule, state))


_BENEFITS = (*gaps("appointee", ABSENT), *gaps("financial_representative", ABSENT))

FACET = Facet(
    "authority",
    0.42,
    (
        _plant("lpa_never_asked", gaps("lpa", ABSENT, PRE), _lpa_never_asked, 60),
        _plant("lpa_lapsed", gaps("lpa", EXPIRED, PRE), _lpa_lapsed, 16),
        _plant("lpa_not_known", gaps("lpa", UNKNOWN, PRE), _lpa_not_known, 6),
        _plant("lpa_ended", gaps("lpa", EXPIRED, PRE), _lpa_ended, 3),
        _plant("nobody_to_act", _all(ABSENT), _nobody_to_act, 5),
        _plant("nobody_to_act_at_all", _all(ABSENT), _nobody_to_act_at_all, 3),
        _plant("everything_ended", _all(EXPIRED), _everything_ended, 2),
        _plant("nothing_is_known", _all(UNKNOWN), _nothing_is_known, 2),
        _plant("asked_before_capacity_was_lost", _all(EXPIRED), _asked_before_capacity_was_lost, 2),
        _plant("lpa_lapsed_with_deputy", gaps("lpa", EXPIRED), _lpa_lapsed_with_deputy),
        _plant("no_deputy", gaps("deputy", ABSENT), _no_deputy, 4),
        _plant("deputy_for_one_of_two", gaps("deputy", ABSENT), _deputy_for_one_of_two, 2),
        _plant("deputy_ended", gaps("deputy", EXPIRED), _deputy_ended, 2),
        _plant("deputy_lapsed", gaps("deputy", EXPIRED), _deputy_lapsed),
        _plant("deputy_not_known", gaps("deputy", UNKNOWN), _deputy_not_known),
        _plant("benefits_by_whom", _BENEFITS, _benefits_by_whom, 5),
        _plant(
            "appointee_ended",
            (*gaps("appointee", EXPIRED), *gaps("financial_representative", EXPIRED)),
            _appointee_ended,
            3,
        ),
        _plant(
            "appointee_not_known",
            (*gaps("appointee", UNKNOWN), *gaps("financial_representative", ABSENT)),
            _appointee_not_known,
        ),
        _plant("appointee_lapsed", gaps("appointee", EXPIRED), _appointee_lapsed, 2),
        _plant("financial_rep_absent", gaps("financial_representative", ABSENT), _no_financial_rep, 10),
        _plant("financial_rep_ended", gaps("financial_representative", EXPIRED), _financial_rep_ended, 2),
        _plant("financial_rep_lapsed", gaps("financial_representative", EXPIRED), _financial_rep_lapsed, 4),
        _plant(
            "financial_rep_not_known", gaps("financial_representative", UNKNOWN), _financial_rep_not_known, 2
        ),
        _plant("lpa_reference_absent", gaps("lpa_reference", ABSENT), _reference(lambda _: ABSENT), 8),
        _plant(
            "lpa_reference_placeholder",
            gaps("lpa_reference", PLACEHOLDER),
            _reference(lambda _: PLACEHOLDER),
            2,
        ),
        _plant(
            "lpa_reference_malformed", gaps("lpa_reference", INVALID), _reference(_malformed_reference), 4
        ),
        _plant("lpa_reference_access_code", gaps("lpa_reference", INVALID), _reference(lambda _: INVALID), 2),
        _plant(
            "lpa_reference_check_digit", gaps("lpa_reference", INVALID), _reference(wrong_opg_reference), 2
        ),
        # No gaps.
        _plant("lpa_declined", (), _lpa_declined, 3),
        _plant("capacity_regained", (), _capacity_regained, 2),
        _plant("deputy_asked_none", (), _deputy_asked_none, 2),
        _plant("appointee_asked_none", (), _appointee_asked_none, 2),
        _plant("lpa_reference_of_ended", (), _ended_without_reference, 2),
    ),
)
