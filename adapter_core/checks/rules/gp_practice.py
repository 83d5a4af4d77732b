"""A GP practice that exists, is open, and is one."""

from __future__ import annotations

from datetime import date

from adapter_core.checks.rule import Example, Given, ReferenceStatus, Rule, Setting, Verdict
from adapter_core.checks.rules import _examples as ex
from adapter_core.checks.rules._answers import answered
from adapter_core.checks.rules._practices import DUMMIES, HELP_TO_REGISTER, NOT_CONFIGURED, judged
from adapter_core.checks.rules._states import (
    ABSENT,
    ANSWER_STATES,
    ASKED_NONE,
    COMPARED_STATES,
    DECLINED,
    EXPIRED,
    INVALID,
    NOT_APPLICABLE,
    NOT_SUPPORTED,
    NOT_VISIBLE,
    PLACEHOLDER,
    RECORDED,
    SOURCE_DOWN,
    UNKNOWN_RECORDED,
    day,
    has_ended,
    listed,
    state_of,
)
from adapter_core.domain.findings import Fix, Mender
from adapter_core.domain.people import GpRegistration, Person, in_force
from adapter_core.domain.practices import Practice, PracticeList, PracticeStatus
from adapter_core.domain.states import State
from adapter_core.domain.values import PRACTICE_NOT_KNOWN, normalise_ods_code

ID = "gp_practice"
MAX_LIST_AGE_DAYS = 366


def assess(person: Person, given: Given) -> Verdict:
    """Judge the current registration; without one, look for an answer."""
    held = listed(person.gp)
    if not isinstance(held, tuple):
        return held
    on = given.as_of
    if len(held) == 1:  # nearly everybody: one registration, and a code as the list writes it
        (only,) = held
        if only.code in given.open_practices and in_force(only.start, only.end, on):
            return RECORDED
    current = _current(held, on)
    if current is None:
        return _without(held, person, given)
    code = current.code
    if code.__class__ is not str or code in given.open_practices:
        return RECORDED
    return _judged(normalise_ods_code(code), current, given)


def compare(person: Person, given: Given) -> str | None:
    """Give the code of a practice that others could be told of: never a closed one, or none at all."""
    held = listed(person.gp)
    current = None if isinstance(held, State) else _current(held, given.as_of)
    if current is None or current.code.__class__ is not str:
        return None
    code = normalise_ods_code(current.code)
    usable = code not in DUMMIES and state_of(_judged(code, current, given)) not in (EXPIRED, INVALID)
    return code if usable else None


def _current(held: tuple[GpRegistration, ...], on: date) -> GpRegistration | None:
    """The registration in force that began last and names a practice; the later item of two equal ones.

    "Not known" names none, whatever name stands beside it.
    """
    current: GpRegistration | None = None
    since = date.min
    for each in held:
        code = each.code
        named = not _is_not_known(code) if code.__class__ is str else each.name.__class__ is str
        if named and in_force(each.start, each.end, on):
            start = day(each.start)
            if start >= since:
                current, since = each, start
    return current


def _is_not_known(code: str) -> bool:
    return code.__class__ is str and normalise_ods_code(code) == PRACTICE_NOT_KNOWN


def _judged(code: str, registration: GpRegistration, given: Given) -> Verdict:
    return judged(code, registration, given, given.setting(ID, "max_list_age_days", MAX_LIST_AGE_DAYS))


def _without(held: tuple[GpRegistration, ...], person: Person, given: Given) -> Verdict:
    """Say why no registration in force names a practice."""
    on = given.as_of
    now = [each for each in held if in_force(each.start, each.end, on)]
    states = {PLACEHOLDER if _is_not_known(each.code) else each.code for each in now}
    states |= {each.name for each in now}
    if NOT_VISIBLE in states:
        return NOT_VISIBLE
    if states == {NOT_SUPPORTED}:
        return NOT_SUPPORTED
    answer = answered(person, ID, given)
    if answer is not None:
        return HELP_TO_REGISTER if answer is ASKED_NONE else answer
    for state in (INVALID, PLACEHOLDER):
        if state in states:
            return state
    return EXPIRED if any(has_ended(each.end, on) for each in held) else ABSENT


def _gp(code: object, **others: object) -> dict[str, object]:
    return {"gp": ({"code": code, **others},)}


_NONE = {"topic": ID, "answer": ASKED_NONE}
_DORMANT = PracticeList(
    ex.AS_OF,
    {ex.DORMANT_PRACTICE: Practice(ex.DORMANT_PRACTICE, "Quay Surgery", PracticeStatus.DORMANT, ex.AS_OF)},
)
_DOWN = {"practices": None, "practices_status": ReferenceStatus.DOWN}
_NO_LIST = {"practices": None, "practices_status": NOT_CONFIGURED}

RULE = Rule(
    id=ID,
    version=1,
    title="GP practice",
    words=(
        "The record should say which GP practice the person is registered with, and the practice "
        "should be open."
    ),
    remedy="Ask which practice the person is registered with and record it, or record that they have none.",
    applies="Everyone",
    profiles=frozenset({"pre_meeting", "post_conversation"}),
    fields=("gp.code", "gp.name", "gp.start", "gp.end", "answers.answer"),
    fix=Fix(Mender.WORKER, "Main record: GP details"),
    requirements=("P-02", "P-03"),
    assess=assess,
    compare=compare,
    states=ANSWER_STATES
    | COMPARED_STATES
    | {RECORDED, ABSENT, PLACEHOLDER, INVALID, NOT_VISIBLE, NOT_SUPPORTED, SOURCE_DOWN, NOT_APPLICABLE},
    settings=(
        Setting(
            "max_list_age_days",
            MAX_LIST_AGE_DAYS,
            "A practice that an older list does not know is not assessed, instead of being called wrong.",
        ),
    ),
    examples=(
        Example("Registered with an open practice.", _gp(ex.OPEN_PRACTICE), RECORDED),
        Example("Small letters and a space in the code do no harm.", _gp(" f99901"), RECORDED),
        Example("The practice is named, without a code.", _gp(ABSENT, name="Millbrook Surgery"), RECORDED),
        Example(
            "Two registrations: the one that began last counts.",
            {
                "gp": (
                    {"code": ex.OPEN_PRACTICE, "start": ex.BEFORE_REVIEW},
                    {"code": ex.CLOSED_PRACTICE, "start": ex.LONG_AGO},
                )
            },
            RECORDED,
        ),
        Example(
            "Two registrations of one day: the later entry counts.",
            {
                "gp": (
                    {"code": ex.CLOSED_PRACTICE, "start": ex.LONG_AGO},
                    {"code": ex.OPEN_PRACTICE, "start": ex.LONG_AGO},
                )
            },
            RECORDED,
        ),
        Example(
            "A registration that has ended does not count.",
            {
                "gp": (
                    {"code": ex.OPEN_PRACTICE, "start": ex.LONG_AGO},
                    {"code": ex.CLOSED_PRACTICE, "start": ex.BEFORE_REVIEW, "end": ex.YESTERDAY},
                )
            },
            RECORDED,
        ),
        Example("No list of practices is set up: any code will do.", _gp("F99999"), RECORDED, given=_NO_LIST),
        Example(
            "“No registered GP” (V81997) is an answer: offer help to register.",
            _gp("V81997"),
            ASKED_NONE,
            batch="help_to_register",
        ),
        Example(
            "The person was asked and has no GP: offer help to register.",
            {"gp": (), "answers": ({**_NONE, "asked_on": ex.AFTER_REVIEW},)},
            ASKED_NONE,
            batch="help_to_register",
        ),
        Example("A practice does not apply (V81998).", _gp("V81998"), NOT_APPLICABLE),
        Example("“Not known” as a code (V81999).", _gp("V81999"), PLACEHOLDER),
        Example(
            "“Not known” as a code, and in words beside it.",
            _gp("V81999", name="GP practice code not known"),
            PLACEHOLDER,
        ),
        Example(
            "“Not known” was recorded after a practice that the person never left.",
            {
                "gp": (
                    {"code": ex.OPEN_PRACTICE, "start": ex.LONG_AGO},
                    {"code": "V81999", "start": ex.BEFORE_REVIEW},
                )
            },
            RECORDED,
        ),
        Example(
            "“Not known” was recorded, and later that the person has no GP.",
            {**_gp("V81999"), "answers": ({**_NONE, "asked_on": ex.AFTER_REVIEW},)},
            ASKED_NONE,
            batch="help_to_register",
        ),
        Example("A dash stands in for the code.", _gp(PLACEHOLDER), PLACEHOLDER),
        Example("A dash stands in for the name.", _gp(ABSENT, name=PLACEHOLDER), PLACEHOLDER),
        Example("The code cannot be read.", _gp(INVALID), INVALID),
        Example("The name cannot be read.", _gp(ABSENT, name=INVALID), INVALID),
        Example("There is no registration at all.", {"gp": ()}, ABSENT),
        Example(
            "A doctor is named, and no practice.",
            _gp(ABSENT, practitioner="Dr A Example"),
            ABSENT,
            field="gp.code",
        ),
        Example("The only registration begins tomorrow.", _gp(ex.OPEN_PRACTICE, start=ex.TOMORROW), ABSENT),
        Example("The only registration has ended.", _gp(ex.OPEN_PRACTICE, end=ex.ENDED), EXPIRED),
        Example(
            "The practice has closed: one batch a practice, with its successor.",
            _gp(ex.CLOSED_PRACTICE),
            EXPIRED,
            batch="closed_practice",
            batch_key=ex.CLOSED_PRACTICE,
        ),
        Example(
            "The practice was to open today, and is dormant.",
            _gp(ex.DORMANT_PRACTICE),
            EXPIRED,
            given={"practices": _DORMANT},
        ),
        Example("The practice is dormant.", _gp(ex.DORMANT_PRACTICE), EXPIRED, batch="closed_practice"),
        Example(
            "“No GP” was said before the last review: ask again.",
            {"gp": (), "answers": ({**_NONE, "asked_on": ex.BEFORE_REVIEW},)},
            EXPIRED,
        ),
        Example("The code is a walk-in centre's.", _gp(ex.WALK_IN_CENTRE), INVALID),
        Example("The practice has not opened yet.", _gp(ex.PRACTICE_TO_COME), INVALID),
        Example("The practice is only proposed.", _gp(ex.PROPOSED_PRACTICE), INVALID),
        Example(
            "No practice has this code.", _gp("F99999"), INVALID, batch="unknown_practice", batch_key="F99999"
        ),
        Example("No Welsh practice has this code.", _gp("W99999"), INVALID, batch="unknown_practice"),
        Example("The longest text that is taken for a code.", _gp("F9999999"), INVALID, batch_key="F9999999"),
        Example(
            "A word where the code belongs: it may be a name, so no list of work prints it.",
            _gp("SURGERY"),
            INVALID,
            batch="unknown_practice",
            batch_key="",
        ),
        Example("A long text where the code belongs.", _gp("2ND FLOOR LEFT"), INVALID, batch_key=""),
        Example("A text that no code looks like.", _gp("F9/99"), INVALID, batch_key=""),
        Example(
            "The registration is older than the list, which should know the practice.",
            _gp("F99999", start=ex.PRACTICES.as_of),
            INVALID,
        ),
        Example(
            "The list is a year old, which is not too old to know the practice.",
            _gp("F99999"),
            INVALID,
            given={"practices": PracticeList(date(2025, 11, 22), {})},
        ),
        Example("A Scottish practice is beyond the list.", _gp("99999"), NOT_SUPPORTED),
        Example("The registration is newer than the list.", _gp("F99999", start=ex.LAST_WEEK), NOT_SUPPORTED),
        Example(
            "The list is too old to know every practice.",
            _gp("F99999"),
            NOT_SUPPORTED,
            given={"practices": PracticeList(date(2025, 11, 21), {})},
        ),
        Example("The source holds no registrations.", {"gp": NOT_SUPPORTED}, NOT_SUPPORTED),
        Example(
            "The mapping says neither where the code is nor where the name is.",
            _gp(NOT_SUPPORTED, name=NOT_SUPPORTED, practitioner="Dr A Example"),
            NOT_SUPPORTED,
        ),
        Example(
            "The mapping does not say where the code is; the name is, and is blank.",
            _gp(NOT_SUPPORTED, practitioner="Dr A Example"),
            ABSENT,
        ),
        Example("Fingerpost may not see the code.", _gp(NOT_VISIBLE), NOT_VISIBLE),
        Example("The list of practices could not be read.", _gp(ex.OPEN_PRACTICE), SOURCE_DOWN, given=_DOWN),
        Example("Fingerpost may not see registrations.", {"gp": NOT_VISIBLE}, NOT_VISIBLE),
        Example(
            "The person would not say.",
            {"gp": (), "answers": ({"topic": ID, "answer": DECLINED, "asked_on": ex.AFTER_REVIEW},)},
            DECLINED,
        ),
        Example(
            "“Not known” was recorded as the answer.",
            {"gp": (), "answers": ({"topic": ID, "answer": UNKNOWN_RECORDED, "asked_on": ex.AFTER_REVIEW},)},
            UNKNOWN_RECORDED,
        ),
        Example(
            "No practice is recorded here; another source has an open one.",
            {"gp": ()},
            State.HELD_ELSEWHERE,
            _gp(ex.OPEN_PRACTICE),
        ),
        Example(
            "The practice here has closed; another source has an open one.",
            _gp(ex.CLOSED_PRACTICE),
            State.HELD_ELSEWHERE,
            _gp(ex.OPEN_PRACTICE),
        ),
        Example("Another source only has a closed practice.", {"gp": ()}, ABSENT, _gp(ex.CLOSED_PRACTICE)),
        Example("Another source only has a code that no practice has.", {"gp": ()}, ABSENT, _gp("F99999")),
        Example("Another source only has “not known” (V81999).", {"gp": ()}, ABSENT, _gp("V81999")),
        Example("Another source only has a name.", {"gp": ()}, ABSENT, _gp(ABSENT, name="Millbrook Surgery")),
        Example("Another source has no registration either.", {"gp": ()}, ABSENT, {"gp": ()}),
        Example(
            "Another source has another practice.",
            _gp(ex.OPEN_PRACTICE),
            State.CONFLICT,
            _gp(ex.OTHER_PRACTICE),
        ),
        Example("Another source has the same practice.", _gp(ex.OPEN_PRACTICE), RECORDED, _gp("f99901")),
        Example("Another source does not hold registrations.", _gp(ex.OPEN_PRACTICE), RECORDED, {}),
    ),
)
