"""People as hypothesis draws them: an ordinary record, and some fields with whatever a record may hold."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import date
from typing import Any

from hypothesis import strategies as st

from adapter_core.checks.rules._examples import PRACTICES
from adapter_core.domain.codes import CODE_LISTS
from adapter_core.domain.fields import Kind
from adapter_core.domain.people import FIELDS, LISTS, Person
from adapter_core.domain.states import State
from adapter_core.domain.values import nhs_check_digit
from adapter_core.testing.examples import example_person

FIRST_REF = 4_000_001

_SPACES = st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=12)
WORDS = st.one_of(
    st.sampled_from(["Ann", "O'Brien-Łuk", "Mill Lane 3", "12 High Street", "Żółć"]),
    st.sampled_from(["=2+2", '"quoted"', "a;b,c", "<b>&"]),
    _SPACES.filter(lambda text: text.isprintable() and text == text.strip()),
)
DAYS = st.one_of(
    st.dates(date(1905, 1, 1), date(2030, 12, 31)),
    st.sampled_from([date(1900, 1, 1), date(2026, 11, 22), date(2026, 11, 23), date(2026, 11, 24)]),
)


def nhs_number(six: int) -> str:
    """A right number of the range that is never issued, or nearly."""
    text = f"999{six:06d}"
    return f"{text}{nhs_check_digit(text) or 0}"


_OWN_TEXTS: dict[str, st.SearchStrategy[str]] = {
    "nhs_number": st.one_of(
        st.integers(0, 999_999).map(nhs_number),
        st.sampled_from(["9990000019", "4444444444", "999 000 0018", "123"]),
    ),
    "postcode": st.sampled_from(["MB1 2AB", "MB12AB", "mb1 2ab", "ZZ99 3VZ", "ZZ99 3WZ", "QQ1", "MB1 2A"]),
    "gp.code": st.sampled_from([*PRACTICES.practices, "Z99999", "f99901", "?X"]),
    "representatives.reference": st.sampled_from(
        ["7000-0000-0054", "7000-0000-0055", "2123456", "M-0000-0000-0013", "lost"]
    ),
    "relationships.other_ref": st.integers(1, 9_999_999).map(str),
    "duplicate_of": st.integers(1, 9_999_999).map(str),
    "groups.code": st.sampled_from(["OLDER", "CARER", "LD", "MH"]),
    "answers.topic": st.sampled_from(["lpa", "gp_practice", "relationship_contact", "deputy", "ethnicity"]),
}  # fmt: skip
_STATES = [State.ABSENT, State.PLACEHOLDER, State.INVALID, State.EXPIRED]


def values(path: str) -> st.SearchStrategy[Any]:
    """Values of a field."""
    spec = FIELDS[path]
    if spec.kind is Kind.CODE:
        codes = CODE_LISTS[spec.codes or ""].codes
        return st.sampled_from(sorted({code.value for code in codes}, key=repr))
    plain: dict[Kind, st.SearchStrategy[Any]] = {Kind.TEXT: WORDS, Kind.DATE: DAYS, Kind.FLAG: st.booleans()}
    return _OWN_TEXTS.get(path, plain[spec.kind])


def held(path: str) -> st.SearchStrategy[Any]:
    """What a field may hold: a value, or a state."""
    states = [*_STATES, State.NOT_SUPPORTED] if FIELDS[path].kind is Kind.CODE else _STATES
    return st.one_of(values(path), values(path), st.sampled_from(states))


_ROLES = st.sampled_from(
    [
        ("Mother", "Daughter", False, False),
        ("Informal carer", "Cared for by", True, False),
        ("Cared for by", "Informal carer", False, True),
        ("Neighbour", State.ABSENT, False, State.ABSENT),
        (State.PLACEHOLDER, "Friend", False, False),
    ]
)


@st.composite
def items(draw: Any, name: str) -> Any:
    """An item of a list."""
    kind = LISTS[name]
    made = {each.name: draw(held(f"{name}.{each.name}")) for each in fields(kind)}
    if name == "relationships":
        made |= dict(
            zip(
                ("role", "other_role", "is_informal_carer", "other_is_informal_carer"),
                draw(_ROLES),
                strict=True,
            )
        )
    return kind(**made)


def lists(name: str) -> st.SearchStrategy[tuple[Any, ...]]:
    """A list, most often with an item."""
    return st.lists(items(name), max_size=3).map(tuple)


NAMES = sorted(each.name for each in fields(Person) if each.name not in {"ref", "extra"})


@st.composite
def people(draw: Any, most: int = 5) -> list[Person]:
    """Some people, each with a reference of its own."""
    made = []
    for number in range(draw(st.integers(1, most))):
        changes = {
            name: draw(lists(name) if name in LISTS else held(name))
            for name in draw(st.lists(st.sampled_from(NAMES), max_size=8, unique=True))
        }
        made.append(replace(example_person(), ref=str(FIRST_REF + number), **changes))
    return made
