"""Every worked example of every rule, written out in every source's shape, read back and assessed.

The declarations say what a shape cannot hold, and are themselves tried, state by state. The tables of
this file are floors: an example that quietly stops running makes a test fail.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping
from contextlib import closing
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from adapter_core.checks.rule import Example, Rule
from adapter_core.checks.rules import ALL
from adapter_core.domain.fields import Kind
from adapter_core.domain.people import LISTS, Person
from adapter_core.domain.states import State
from adapter_core.testing.shapes import Shape, ShapeRun, cannot_say, held, probes, run_shape

PLACEHOLDER, INVALID, EXPIRED = State.PLACEHOLDER, State.INVALID, State.EXPIRED
NOT_SUPPORTED, UNKNOWN_RECORDED = State.NOT_SUPPORTED, State.UNKNOWN_RECORDED


def _one(plugin: str, hook: str) -> Any:
    (found,) = (
        each for each in getattr(import_module(f"adapter_{plugin}.plugin"), hook)() if each.name == plugin
    )
    return found


_ENDED = frozenset({PLACEHOLDER, INVALID, EXPIRED})
MOSAIC = Shape(
    "Mosaic, SQLite",
    _one("mosaic", "adapter_sample_writers"),
    _one("mosaic", "adapter_case_records"),
    states={
        Kind.TEXT: frozenset({PLACEHOLDER, INVALID}),
        Kind.DATE: frozenset({PLACEHOLDER, INVALID}),
        Kind.FLAG: frozenset({PLACEHOLDER, INVALID}),
        Kind.CODE: frozenset({PLACEHOLDER, INVALID, NOT_SUPPORTED}),
    },
    but={
        # they stand in a row that may have ended
        "address": _ENDED, "postcode": _ENDED, "locality": _ENDED, "duplicate_of": _ENDED,
        # one text holds both roles: "Mother : Daughter"
        "relationships.role": frozenset({PLACEHOLDER}), "relationships.other_role": frozenset({PLACEHOLDER}),
    },
    texts={"nhs_number": lambda text: text.isdigit() and len(text) == 10},  # a column of numbers
)  # fmt: skip
AIS = Shape(
    "Northgate AIS, CSV",
    _one("northgate_ais", "adapter_sample_writers"),
    _one("northgate_ais", "adapter_demographics"),
    states={
        # In a file of text, every text can be read.
        Kind.TEXT: frozenset({PLACEHOLDER}),
        Kind.DATE: frozenset({PLACEHOLDER, INVALID}),
        Kind.CODE: frozenset({PLACEHOLDER, NOT_SUPPORTED}),
    },
    but={"nhs_number": frozenset({PLACEHOLDER, INVALID})},  # text without a digit
    most={"gp": 1},
)


OURS = {
    "gp", "representatives", "communication_needs", "health_conditions", "capacity", "services", "answers",
    "nhs_number_status", "accommodation", "employment", "client_type", "primary_support_reason",
    "has_unpaid_carer", "benefits_handled_by_other", "financial_assessment_on", "last_review_on",
    "information_needs_assessed",
    "has_information_needs", "information_needs_reviewed", "advance_decision", "stated_gender", "trans",
    "gender_same_as_birth", "sexual_orientation", "groups.primary", "relationships.is_emergency_contact",
    "relationships.other_is_informal_carer",  # there it is a word of the role, and so never a state
}  # fmt: skip
PLAIN = replace(
    MOSAIC,
    name="Mosaic, as published",
    writer=replace(
        MOSAIC.writer,
        mapping="mosaic/reporting",
        fields=frozenset(path for path in MOSAIC.writer.fields if not {path, path.partition(".")[0]} & OURS),
    ),
)
"""What any council has before it maps anything of its own: much is not supported, and nothing is missing."""


# --- PostgreSQL: the same tables with real types ------------------------------------------------------------


def _typed(value: Any, column: sa.types.TypeEngine[Any]) -> Any:
    """A value of SQLite as a column of a stricter database takes it."""
    if value in (None, ""):
        return None
    if isinstance(column, sa.types.DateTime):
        return datetime.fromisoformat(value)
    if isinstance(column, sa.types.Integer):
        return 0 if value == "-" else int(value)
    if isinstance(column, sa.types.Numeric):
        return Decimal(value)
    return value


def copy_to_postgres(file: Path, url: str) -> None:
    """Copy a SQLite database table by table; names in lower case, as PostgreSQL has them by itself."""
    there = sa.MetaData()
    written = sa.create_engine(f"sqlite:///{file}")
    there.reflect(written)
    written.dispose()
    here = sa.MetaData()
    for table in there.sorted_tables:
        columns = (
            sa.Column(column.name.lower(), column.type, primary_key=column.primary_key)
            for column in table.columns
        )
        sa.Table(table.name.lower(), here, *columns)
    engine = sa.create_engine(url)
    with engine.begin() as connection, closing(sqlite3.connect(file)) as database:
        here.drop_all(connection)
        here.create_all(connection)
        for copied in here.sorted_tables:
            kinds = [column.type for column in copied.columns]
            rows = [
                {c.name: _typed(v, k) for c, v, k in zip(copied.columns, row, kinds, strict=True)}
                for row in database.execute(f"SELECT * FROM {copied.name}")
            ]
            if rows:
                connection.execute(sa.insert(copied), rows)
    engine.dispose()


@pytest.fixture(scope="module")
def postgres(postgres_module_url: str) -> Shape:
    """Mosaic's tables in a database that keeps to its types: no text in a number, no 31 February."""

    def write(folder: Path, people: Iterable[Person], options: Mapping[str, Any]) -> Mapping[str, Any]:
        keys = MOSAIC.writer.write(folder, people, options)
        copy_to_postgres(folder / keys["url"].removeprefix("sqlite:///"), postgres_module_url)
        return {"url": postgres_module_url}

    return replace(
        MOSAIC,
        name="Mosaic, PostgreSQL",
        writer=replace(MOSAIC.writer, write=write),
        states={
            Kind.TEXT: frozenset({PLACEHOLDER}),
            Kind.DATE: frozenset({PLACEHOLDER}),
            Kind.FLAG: frozenset({PLACEHOLDER, INVALID}),
            Kind.CODE: frozenset({PLACEHOLDER, NOT_SUPPORTED}),
        },
        but=dict(MOSAIC.but)
        | dict.fromkeys(
            ("address", "postcode", "locality", "duplicate_of"), frozenset({PLACEHOLDER, EXPIRED})
        )
        | {"gender": frozenset({PLACEHOLDER, UNKNOWN_RECORDED})},  # one letter: no room for a strange code
    )


@pytest.fixture(scope="module")
def shape(request: pytest.FixtureRequest) -> Shape:
    if request.param == "postgres":
        found: Shape = request.getfixturevalue("postgres")
        return found
    return {"mosaic": MOSAIC, "plain": PLAIN, "ais": AIS}[request.param]


@pytest.fixture(scope="module")
def run(shape: Shape, tmp_path_factory: pytest.TempPathFactory) -> ShapeRun:
    """All examples of all rules, through one set of files."""
    return run_shape(shape, ALL, tmp_path_factory.mktemp("shape"), AIS)


every_shape = pytest.mark.parametrize(
    "shape", ["mosaic", "plain", "ais", "postgres"], indirect=True, scope="module"
)

GAPS = {rule.id: frozenset(state for state in rule.states if state.is_gap) for rule in ALL}
_EXPIRED, _UNKNOWN = frozenset({EXPIRED}), frozenset({UNKNOWN_RECORDED})
_EXPIRED_INVALID = frozenset({EXPIRED, INVALID})
_QUESTIONS = ("stated_gender", "trans", "gender_same_as_birth", "sexual_orientation")
_ONE_VALUE = (
    "nhs_number",
    "name",
    "date_of_birth",
    "ethnicity",
    "accommodation",
    "employment",
    "gender",
    *_QUESTIONS,
)
UNSHOWN: dict[str, dict[str, frozenset[State]]] = {
    # A column of the person's own row has no dates: what is in it has not ended.
    "Mosaic, SQLite": dict.fromkeys(_ONE_VALUE, _EXPIRED)
    | dict.fromkeys(("accessible_information", "advance_decision"), _UNKNOWN),
    "Mosaic, as published": {
        **dict.fromkeys(("nhs_number", "name", "date_of_birth", "ethnicity", "gender"), _EXPIRED),
        "relationship_contact": _UNKNOWN,  # an answer, and there are no answers
    },
    "Northgate AIS, CSV": {
        **dict.fromkeys(("nhs_number", "date_of_birth", "postcode"), _EXPIRED),
        **dict.fromkeys(
            ("name", "address", "ethnicity", "accommodation", "employment", "gender"), _EXPIRED_INVALID
        ),
        "gp_practice": _UNKNOWN,
    },
    "Mosaic, PostgreSQL": dict.fromkeys(_ONE_VALUE, _EXPIRED)
    | dict.fromkeys(
        ("name", "ethnicity", "accommodation", "employment", "gender", *_QUESTIONS), _EXPIRED_INVALID
    )
    | dict.fromkeys(
        ("address", "unpaid_carer", "health_conditions", "relationship_contact"), frozenset({INVALID})
    )
    | dict.fromkeys(("accessible_information", "advance_decision"), _UNKNOWN),
}
"""Gaps that no example can show in a shape, by rule; rules that a shape says nothing of stand in `BEYOND`."""

BEYOND: dict[str, frozenset[str]] = {
    "Mosaic, SQLite": frozenset(),
    "Mosaic, PostgreSQL": frozenset(),
    "Mosaic, as published": frozenset(GAPS)
    - {"relationship_contact", "nhs_number", "name", "date_of_birth", "address", "postcode", "ethnicity",
       "gender"},
    "Northgate AIS, CSV": frozenset(GAPS)
    - {"gp_practice", "nhs_number", "name", "date_of_birth", "address", "postcode", "ethnicity",
       "accommodation", "employment", "gender"},
}  # fmt: skip
"""Rules whose fields a shape does not have."""

FLOORS: dict[str, dict[str, int]] = {
    "Mosaic, SQLite": {
        "relationship_contact": 19, "gp_practice": 50, "lpa": 24, "lpa_reference": 15, "appointee": 15,
        "deputy": 28,
        "financial_representative": 16, "unpaid_carer": 15, "carer_group": 14, "primary_group": 10,
        "nhs_number": 21,
        "name": 5, "date_of_birth": 15, "address": 6, "postcode": 16, "ethnicity": 11, "accommodation": 10,
        "employment": 24, "gender": 10, "health_conditions": 10, "accessible_information": 21,
        "advance_decision": 9,
        "stated_gender": 15, "trans": 15, "gender_same_as_birth": 15, "sexual_orientation": 15,
    },
    "Mosaic, as published": {
        "relationship_contact": 11, "carer_group": 5, "primary_group": 2, "nhs_number": 21, "name": 5,
        "date_of_birth": 15, "address": 6, "postcode": 16, "ethnicity": 11, "gender": 10,
        # what is not mapped reads as not supported, and never as missing
        "gp_practice": 1, "lpa": 1, "lpa_reference": 1, "appointee": 1, "deputy": 1,
        "financial_representative": 1,
        "accommodation": 1, "employment": 1, "health_conditions": 1, "advance_decision": 1,
    },
    "Northgate AIS, CSV": {
        "gp_practice": 41, "nhs_number": 23, "name": 4, "date_of_birth": 15, "address": 4, "postcode": 14,
        "ethnicity": 10, "accommodation": 9, "employment": 9, "gender": 9,
        "relationship_contact": 1, "lpa": 1, "lpa_reference": 1, "appointee": 1, "deputy": 1,
        "unpaid_carer": 1,
        "financial_representative": 1, "carer_group": 1, "primary_group": 1, "health_conditions": 1,
        "advance_decision": 1,
    },
    "Mosaic, PostgreSQL": {
        "relationship_contact": 18, "gp_practice": 48, "lpa": 24, "lpa_reference": 14, "appointee": 15,
        "deputy": 28,
        "financial_representative": 16, "unpaid_carer": 14, "carer_group": 14, "primary_group": 10,
        "nhs_number": 19,
        "name": 4, "date_of_birth": 14, "address": 5, "postcode": 15, "ethnicity": 10, "accommodation": 9,
        "employment": 23, "gender": 8, "health_conditions": 9, "accessible_information": 21,
        "advance_decision": 9,
        "stated_gender": 14, "trans": 14, "gender_same_as_birth": 14, "sexual_orientation": 14,
    },
}  # fmt: skip
"""Rule to the examples that ran in a shape when this was written: there may be more, and never fewer."""


@every_shape
@pytest.mark.requirement("P-02", "P-03", "P-04")
def test_every_example_comes_out_as_its_rule_says(run):
    print(run.table())  # noqa: T201 - shown by `pytest -rP`, and where a test fails
    wrong = [
        f"{each.rule.id}, “{each.example.says}”: {'; '.join(each.problems)}"
        for each in run.ran
        if each.problems
    ]
    assert wrong == []
    assert len(run.ran) + len(run.left) == sum(len(rule.examples) for rule in ALL)


@every_shape
@pytest.mark.requirement("P-04")
def test_every_gap_that_a_shape_can_hold_is_shown_in_it(run):
    unshown = run.unshown()
    beyond = BEYOND[run.shape.name]
    assert {rule: states for rule, states in unshown.items() if rule not in beyond} == UNSHOWN[run.shape.name]
    assert all(each.reason for each in run.left)


@every_shape
def test_no_example_stops_running_unnoticed(run):
    ran = run.counts()
    short = {rule: (ran[rule], floor) for rule, floor in FLOORS[run.shape.name].items() if ran[rule] < floor}
    assert short == {}, run.table()


@every_shape
@pytest.mark.requirement("P-04")
def test_a_shape_holds_the_states_that_it_declares_and_no_others(shape, tmp_path):
    # PostgreSQL refuses what it cannot hold, so that only the rest can be tried.
    strict = shape.name != "Mosaic, PostgreSQL"
    tried = [probe for probe in probes(shape) if strict or shape.holds(*probe[:2])]
    keys = shape.writer.write(tmp_path, (person for _, _, person in tried), {})
    read = shape.read(tmp_path, keys)
    wrong = {
        (path, state.value): found
        for path, state, person in tried
        if ((found := held(read[person.ref], path)) is state) != shape.holds(path, state)
    }
    assert wrong == {}
    assert len(tried) > 100


# --- the machinery itself ---------------------------------------------------------------------------------


@pytest.mark.parametrize("rule", ALL, ids=lambda rule: rule.id)
def test_a_shape_that_loses_what_a_rule_reads_is_found_out(rule, tmp_path):
    name = rule.fields[0].partition(".")[0]
    lost: Any = {name: () if name in LISTS else State.ABSENT}

    def write(folder: Path, people: Iterable[Person], options: Mapping[str, Any]) -> Mapping[str, Any]:
        return MOSAIC.writer.write(folder, (replace(each, **lost) for each in people), options)

    broken = replace(MOSAIC, writer=replace(MOSAIC.writer, write=write))
    assert any(each.problems for each in run_shape(broken, [rule], tmp_path, AIS).ran)


def test_a_shape_that_loses_people_is_found_out(tmp_path):
    def write(folder: Path, people: Iterable[Person], options: Mapping[str, Any]) -> Mapping[str, Any]:
        return MOSAIC.writer.write(folder, list(people)[1:], options)

    broken = replace(MOSAIC, writer=replace(MOSAIC.writer, write=write))
    rule = next(rule for rule in ALL if rule.id == "postcode")
    first, *rest = run_shape(broken, [rule], tmp_path / "1", AIS).ran
    assert first.problems == ("the person was not read back",)
    assert not any(each.problems for each in rest)
    broken_elsewhere = replace(AIS, writer=replace(AIS.writer, write=_all_but_first))
    run = run_shape(MOSAIC, [rule], tmp_path / "2", broken_elsewhere)
    assert [each.problems for each in run.ran if each.problems] == [
        ("the record elsewhere was not read back",)
    ]


def _all_but_first(folder: Path, people: Iterable[Person], options: Mapping[str, Any]) -> Mapping[str, Any]:
    return AIS.writer.write(folder, list(people)[1:], options)


def test_a_record_that_is_rejected_is_no_example_that_ran(tmp_path):
    def write(folder: Path, people: Iterable[Person], options: Mapping[str, Any]) -> Mapping[str, Any]:
        return AIS.writer.write(folder, people, {**options, "broken_rows": [3]})

    broken = replace(AIS, writer=replace(AIS.writer, write=write))
    rule: Rule = next(rule for rule in ALL if rule.id == "postcode")
    with pytest.raises(ValueError, match="FP-0510"):
        run_shape(broken, [rule], tmp_path, AIS)


def _example(says: str, person: Mapping[str, Any], elsewhere: Mapping[str, Any] | None = None, **given: Any):
    return Example(says, person, State.ABSENT, elsewhere, given)


@pytest.mark.parametrize(
    ("example", "reason"),
    [
        (_example("no field", {"employment": "x", "client_type": "carer"}), "the shape has no client_type"),
        (_example("no list", {"capacity": ()}), "the shape has no capacity"),
        (_example("no such state", {"postcode": State.NOT_VISIBLE}), "postcode cannot be not_visible"),
        (_example("no such list", {"gp": State.NOT_VISIBLE}), "a list that is there cannot be not_visible"),
        (_example("too many", {"gp": ({"code": "A"}, {"code": "B"})}), "the shape has room for 1 of gp"),
        (_example("in an item", {"gp": ({"code": State.INVALID},)}), "gp.code cannot be invalid"),
        (_example("elsewhere", {}, {"title": State.EXPIRED}), "elsewhere, title cannot be expired"),
        (
            _example("another day", {}, as_of=date(2020, 1, 1)),
            "the example speaks of another day than the files",
        ),
        (
            _example("a rule's own need", {"postcode": "MB1 2AB"}),
            "the rule needs fields that the shape does not have",
        ),
        (_example("it can", {"postcode": State.ABSENT}), None),
    ],
    ids=lambda value: value.says if isinstance(value, Example) else "",
)
def test_what_cannot_be_said_has_its_reason(example, reason):
    rule = next(rule for rule in ALL if rule.id == "postcode")
    assert cannot_say(rule, example, AIS, AIS) == reason


def test_a_text_that_a_column_of_numbers_cannot_hold():
    rule = next(rule for rule in ALL if rule.id == "nhs_number")
    spaced = next(each for each in rule.examples if each.person["nhs_number"] == "999 000 0018")
    assert cannot_say(rule, spaced, MOSAIC, AIS) == "nhs_number cannot hold such a text"
    assert cannot_say(rule, spaced, AIS, AIS) is None
    elsewhere = next(each for each in rule.examples if each.elsewhere)
    assert cannot_say(rule, elsewhere, MOSAIC) == "there is no second source"
