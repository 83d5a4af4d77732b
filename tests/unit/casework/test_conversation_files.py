"""A record as a file, in Markdown and TOML: both ways, and what is wrong in one."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapter_core.casework.conversations import sizes, writing
from adapter_core.casework.conversations.written.parts import LISTS, PAIRS, TEXTS
from adapter_core.domain.casework import (
    Action,
    ActionState,
    Claim,
    ClaimBy,
    Consideration,
    Considered,
    ConversationKind,
    HandedOver,
    Outcome,
    ResourceKind,
    SignpostState,
    Solution,
    Speaker,
    SpeakerKind,
    Unable,
)
from adapter_core.errors import UsageError
from tests.unit.casework.written_records import (
    NOBODY,
    SOON,
    TODAY,
    blank,
    full_records,
    records,
    signpost,
    texts,
    whole,
)

KINDS = ("markdown", "toml")


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=30, deadline=None)
@given(record=records())
def test_what_is_written_is_read_again(kind, record):
    start = replace(
        blank(), worker="Somebody Else", started=date(2025, 1, 1), team="", kind=ConversationKind.TWO
    )
    assert writing.read(writing.write(record, kind), kind, start) == record


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=8, deadline=None)
@given(record=full_records())
def test_a_full_record_is_read_again_and_its_template_changes_nothing(kind, record):
    assert writing.read(writing.write(record, kind), kind, blank()) == record
    assert writing.read(writing.template(record, kind), kind, record) == record


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=30, deadline=None)
@given(record=records())
def test_a_template_left_as_it_is_changes_nothing(kind, record):
    assert writing.read(writing.template(record, kind), kind, record) == record


@pytest.mark.requirement("R-01", "R-02")
@pytest.mark.parametrize("kind", ConversationKind)
def test_an_empty_template_forces_no_heading(kind):
    """What stands outside the hints is nothing at all: a narrative can begin at once."""
    text = writing.template(blank(kind=kind), "markdown")
    outside, inside = [], False
    for line in text.splitlines():
        inside = inside or line.startswith("<!--")
        if not inside:
            outside.append(line)
        inside = inside and not line.endswith("-->")
    assert "".join(outside).strip() == ""
    start = blank(kind=kind)
    head, _, rest = text.partition("-->\n")
    written = writing.read(
        f"{head}-->\nShe fell in May.\n\nSince then she stays in.\n{rest}", "markdown", start
    )
    assert written == replace(start, happened="She fell in May.\n\nSince then she stays in.")


@pytest.mark.requirement("R-04")
@pytest.mark.requirement("R-10", "R-11", "R-12", "R-13", "R-14", "R-15", "R-16", "R-17", "C-02", "C-03")
def test_the_hints_name_the_prompts_and_what_the_conversation_is_for():
    text = writing.template(blank(kind=ConversationKind.TWO), "markdown")
    assert "Who is available to help" in text
    assert "## Emergency plan" in text
    assert "## Emergency plan" not in writing.template(blank(), "markdown")
    assert "## What a good life looks like" in writing.template(
        blank(kind=ConversationKind.THREE), "markdown"
    )


@pytest.mark.requirement("P-07", "R-03", "R-42", "R-41", "R-60", "R-62", "R-53", "G-05", "G-09", "R-71")
def test_a_worker_writes_it_down_as_people_write():
    text = """\
<!-- a hint -->
She fell in May.
### How the house looks
Steep stairs.

## what matters?
Bowls.

## What was said
- I miss the bowls.
  said by: person
- She will not ask for help.
  said by: family, her daughter

## Background
The fall.

## Outcomes
- To have a car
  would do: Let me see my friends
  solution: A car
  its cost: £1,200
  solution: A lift from Jo
  its cost: free

## Actions
- Ring the club
  together
  Owner: Asha Example
  by: 30th November 2026
  cost: £5.50
  with: Jo
  with: her daughter
- Ask about a rail
  owner: Kim
  state: done

## Signposts
- Bowls club
  contact: Sam Example
  handed over: rang together
  may be passed on: her name and number
  to: the club
  how given: spoken

## Things to consider
- capacity: considered. She decides where she lives.
- Basic equipment: to do
- fire safety: nothing

## Eligibility
- impairment or illness: yes
- nutrition: unable, takes longer
- discussion: We talked about it.
  Twice.

## About this conversation
how it took place: phone
- visit to follow: yes
- led to: signposted
- led to: equipment
- started: 20/11/2026
"""
    bad = refused(text)
    assert (bad.code, bad.where) == (
        "FP-1013",
        f"line {text.splitlines().index('- fire safety: nothing') + 1}",
    )
    found = writing.read(text.replace("- fire safety: nothing\n", ""), "markdown", blank())
    assert found.happened == "She fell in May.\n### How the house looks\nSteep stairs."
    assert found.matters == "Bowls."
    assert found.statements[1].speaker == Speaker(SpeakerKind.FAMILY, "her daughter")
    assert found.prompts == {"background": "The fall."}
    assert found.outcomes == (
        Outcome(
            "To have a car",
            would_do="Let me see my friends",
            solutions=(Solution("A car", 120_000), Solution("A lift from Jo", 0)),
        ),
    )
    assert found.actions == (
        Action(
            "Ring the club\ntogether",
            "Asha Example",
            involved=("Jo", "her daughter"),
            due=date(2026, 11, 30),
            cost_pence=550,
        ),
        Action("Ask about a rail", "Kim", state=ActionState.DONE),
    )
    (pointed,) = found.signposts
    assert (pointed.person, pointed.worker, pointed.team) == (NOBODY, "Asha Example", "East")
    assert pointed.handed_over is HandedOver.RANG_TOGETHER
    assert pointed.resource.kind is ResourceKind.SERVICE
    assert pointed.given_on == date(2026, 11, 20)
    assert pointed.permission is not None
    assert pointed.permission.to == "the club"
    assert found.considerations == (
        Consideration("capacity", Considered.CONSIDERED, "She decides where she lives."),
        Consideration("equipment", Considered.TO_DO),
    )
    assert found.eligibility is not None
    assert found.eligibility.unable == {"nutrition": Unable.TAKES_LONGER}
    assert found.eligibility.outcomes == {"nutrition": False}
    assert found.eligibility.discussion == "We talked about it.\nTwice."
    assert (found.method, found.face_to_face_follow_up) == ("phone", True)
    assert found.led_to == ("signposted", "equipment")
    assert found.started == date(2026, 11, 20)


def test_toml_takes_days_amounts_and_answers_as_toml_writes_them():
    text = """\
happened = "She fell."
method = "phone"
led_to = ["signposted"]
started = 2026-11-20
assessment_requested = true

[[actions]]
what = "Ring"
owner = "Asha"
due = 2026-11-30
cost = 5.5

[eligibility]
nutrition = false
hygiene = "takes longer"
confirmed = false
"""
    found = writing.read(text, "toml", blank())
    assert found.actions == (Action("Ring", "Asha", due=date(2026, 11, 30), cost_pence=550),)
    assert found.eligibility is not None
    assert found.eligibility.outcomes == {"nutrition": False, "hygiene": False}
    assert found.eligibility.confirmed is False
    assert found.assessment_requested is True
    assert found.method == "phone"


def refused(text, kind="markdown", start=None, where=""):
    """The error of a file that cannot be read."""
    with pytest.raises(UsageError) as caught:
        writing.read(text, kind, start or blank(), where=where)
    return caught.value


MISTAKES = [
    ("markdown", "x\n## Acitons\n", "FP-1012", 2, 'Did you mean "actions"?'),
    ("markdown", "## Actions\nRing the club\n", "FP-1012", 2, ""),
    ("markdown", "## Actions\n- Ring\n  ownr: Asha\n", "FP-1012", 3, 'Did you mean "owner"?'),
    ("markdown", "## Actions\n- Ring\n  owner: A\n  owner: B\n", "FP-1012", 4, ""),
    ("markdown", "## Actions\n- Ring\n  by: soon\n", "FP-1013", 3, ""),
    ("markdown", "## Actions\n- Ring\n  by: 31/02/2026\n", "FP-1013", 3, ""),
    ("markdown", "## Actions\n- Ring\n  cost: a lot\n", "FP-1013", 3, ""),
    ("markdown", "## Actions\n- Ring\n  cost: £99,999,999\n", "FP-1013", 3, ""),
    ("markdown", "## Actions\n- Ring\n  state: dun\n", "FP-1013", 3, ""),
    ("markdown", "## Outcomes\n- Out\n  its cost: £5\n", "FP-1013", 3, ""),
    ("markdown", "## Decisions\n- No\n  kind: whim\n", "FP-1013", 3, ""),
    ("markdown", "## Who was there\n- Jo\n", "FP-1013", 2, ""),
    ("markdown", "## Core duties\n- accurate: met\n- nonsense: met\n", "FP-1013", 3, ""),
    ("markdown", "## Eligibility\nnutrition: perhaps\n", "FP-1013", 2, ""),
    ("markdown", "## Eligibility\ndecision: perhaps\n", "FP-1013", 2, ""),
    ("markdown", "## Eligibility\nimpairment: perhaps\n", "FP-1013", 2, ""),
    ("markdown", "## Eligibility\nbreathing: yes\n", "FP-1012", 2, ""),
    ("markdown", "## About this conversation\nmethod: by pigeon\n", "FP-1013", 2, ""),
    ("markdown", "## About this conversation\nmethod: phone\nmethod: video\n", "FP-1012", 3, ""),
    ("markdown", "## About this conversation\nconversation: 4\n", "FP-1013", 2, ""),
    ("markdown", "## Signposts\n- Club\n  may be passed on: her name\n", "FP-1013", 3, ""),
    ("markdown", "text\n<!-- a hint\n## Actions\n", "FP-1012", 2, ""),
    ("markdown", "## To update on the record\n- gp_practice\n  answer: perhaps\n", "FP-1013", 3, ""),
    ("toml", 'happened = "x"\nmaters = "y"\n', "FP-1012", 2, 'Did you mean "matters"?'),
    ("toml", 'happened = "x\n', "FP-1014", 1, ""),
    ("toml", "happened = 5\n", "FP-1013", 1, ""),
    ("toml", 'happened = """\nactions = 1\n"""\nactions = 1\n', "FP-1013", 4, ""),
    ("toml", '[[actions]]\nwhat = "x"\n\n[[actions]]\nwhat = "y"\ndue = "soon"\n', "FP-1013", 6, ""),
    ("toml", '[[actions]]\nwhat = "x"\nownr = "y"\n', "FP-1012", 3, 'Did you mean "owner"?'),
    ("toml", '[[actions]]\nwhat = ["x"]\n', "FP-1013", 2, ""),
    ("toml", '[[outcomes]]\ntext = "x"\nsolutions = ["y"]\n', "FP-1013", 3, ""),
    ("toml", "prompts = 1\n", "FP-1013", 1, ""),
    ("toml", '[prompts]\nbackground = "x"\nbackgroud = "y"\n', "FP-1012", 3, 'Did you mean "background"?'),
    ("toml", "eligibility = 1\n", "FP-1013", 1, ""),
    ("toml", '[eligibility]\nimpairment = "perhaps"\n', "FP-1013", 2, ""),
    ("toml", "[[actions]]\nwhat = 'x'\ncost = nan\n", "FP-1013", 3, ""),
    ("toml", "[[actions]]\nwhat = 'x'\ncost = 1e999999\n", "FP-1013", 3, ""),
    ("toml", "[[actions]]\nwhat = 'x'\ncost = 1.005\n", "FP-1013", 3, ""),
    ("toml", "[[actions]]\nwhat = 'x'\ncost = true\n", "FP-1013", 3, ""),
    ("toml", "[[actions]]\nwhat = 'x'\ndue = 12:30:00\n", "FP-1013", 3, ""),
    ("toml", "x = " + "1" * 5000, "FP-1014", 1, ""),
    ("toml", "happened = " + "[" * 5000, "FP-1014", 1, ""),
    ("toml", 'person = "1200504"\n', "FP-1012", 1, ""),
]


@pytest.mark.parametrize(("kind", "text", "code", "line", "hint"), MISTAKES)
def test_a_mistake_is_told_with_its_line_and_what_to_do(kind, text, code, line, hint):
    error = refused(text, kind, where="note.md")
    assert error.code == code
    assert error.where == f"note.md, line {line}"
    assert error.remedy
    assert hint in error.message


def test_an_error_does_not_repeat_what_was_typed():
    """What stands in a file may be about a person."""
    for text in (
        "## Mrs Plantedname\n",
        "## Actions\n- x\n  by: Plantedname\n",
        "## Who was there\n- Plantedname\n",
    ):
        error = refused(text)
        assert "lantedname" not in f"{error} {error.remedy} {error.where}"


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_not_in_a_file_stays_and_an_empty_part_empties(kind):
    start = whole(ended_how="connected")
    text = {"markdown": "## What matters\nThe garden.\n", "toml": 'matters = "The garden."\n'}[kind]
    assert writing.read(text, kind, start) == replace(start, matters="The garden.")
    text = {
        "markdown": "## Actions\n## What matters\n## About this conversation\n- ended:\n",
        "toml": 'actions = []\nmatters = ""\nended_how = ""\n',
    }[kind]
    assert writing.read(text, kind, start) == replace(start, actions=(), matters="", ended_how="")


@pytest.mark.parametrize("kind", KINDS)
def test_a_signpost_keeps_what_is_not_in_files(kind):
    claim = Claim(SignpostState.ACCEPTED, ClaimBy.CONTACT, TODAY, spoke_to=True)
    held = signpost(id=7, conversation=12, state=SignpostState.ACCEPTED, claims=(claim,))
    start = whole(signposts=(signpost("Other"), held))
    text = writing.write(start, kind).replace("company", "company on Thursdays")
    found = writing.read(text, kind, start)
    assert found.signposts[1] == replace(held, what_for="company on Thursdays")
    assert found.signposts[0].id == 0


@pytest.mark.parametrize("kind", KINDS)
def test_a_megabyte_is_fine_and_what_is_too_long_is_refused_whole(kind):
    start = blank(happened="as it was")
    long = "It is a long story.\n" * 50_000
    record = blank(happened=long.strip())
    assert writing.read(writing.write(record, kind), kind, start) == record
    error = refused("x" * (sizes.LONGEST + 1), kind, start)
    assert error.code == "FP-1008"
    assert "4,000,000" in error.message


def test_lines_of_windows_and_a_byte_order_mark_are_no_matter():
    text = "\ufeffShe fell.\r\n\r\n## Actions\r\n- Ring\r\n  owner: Asha\r\n  by: 30 Nov 2026\r\n"
    found = writing.read(text, "markdown", blank())
    assert found == blank(happened="She fell.", actions=(Action("Ring", "Asha", due=SOON),))
    assert writing.read('\ufeffhappened = """\r\na\r\nb"""\r\n', "toml", blank()).happened == "a\nb"


def test_a_part_that_stands_there_twice_is_one():
    text = "One.\n## Actions\n- a\n## What happened\nTwo.\n## Actions\n- b\n"
    found = writing.read(text, "markdown", blank())
    assert found == blank(happened="One.\n\nTwo.", actions=(Action("a"), Action("b")))


_PIECES = st.sampled_from(
    [
        "## Actions",
        "## Eligibility",
        "## About this conversation",
        "## Outcomes",
        "## Things to consider",
        "## Signposts",
        "## Who was there",
        "- x",
        "- ",
        "-",
        "  by: 1/1/2026",
        "  its cost: £5",
        "  to: x",
        "- capacity: considered",
        "- led to: advice",
        "nutrition: unable",
        "  more",
        "<!--",
        "-->",
        "",
        "\tx",
        ":",
        "- family, x",
    ]
)


@settings(max_examples=60, deadline=None)
@given(lines=st.lists(_PIECES | texts, max_size=12))
def test_any_file_is_read_or_refused_with_a_line(lines):
    try:
        writing.read("\n".join(lines), "markdown", whole())
    except UsageError as error:
        assert error.where.startswith("line ")  # noqa: PT017 - one of the two has to be


_KEYS = [*TEXTS, *PAIRS["about"].keys, *LISTS, "eligibility", "prompts"]
_TOML = st.sampled_from(
    [
        "1",
        "1.5",
        "true",
        '"x"',
        '""',
        "2026-01-01",
        "12:30:00",
        "[]",
        "[1]",
        '["x"]',
        "[[]]",
        "{}",
        "{ x = 1 }",
        "nan",
    ]
)


@settings(max_examples=60, deadline=None)
@given(name=st.sampled_from(_KEYS), inner=st.booleans(), value=_TOML, data=st.data())
def test_any_value_in_any_place_of_toml_is_read_or_refused_with_a_line(name, inner, value, data):
    key = name if isinstance(name, str) else name.name
    text = f"{key} = {value}\n"
    if inner and key in LISTS:
        place = data.draw(st.sampled_from([*LISTS[key].all_keys, "solutions"]))
        text = f"[[{key}]]\n{place} = {value}\n"
    elif inner and key == "eligibility":
        text = f"[eligibility]\n{data.draw(st.sampled_from(PAIRS['eligibility'].keys)).name} = {value}\n"
    try:
        writing.read(text, "toml", whole())
    except UsageError as error:
        assert error.where.startswith("line ")  # noqa: PT017 - one of the two has to be
