"""What a worker marks as never shared: in no copy for others, in the text for the case system apart."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapter_core.casework.conversations import closing, marking, sharing, writing
from adapter_core.casework.signposting.follow_ups import flags_of, follow_up
from adapter_core.domain.casework import (
    Action,
    Consideration,
    Considered,
    Decision,
    Outcome,
    PeerDiscussion,
    PeerKind,
    Statement,
)
from adapter_core.errors import UsageError
from adapter_core.testing import example_person
from tests.unit.casework.written_records import SOON, TODAY, blank, records, signpost, whole

MARK = "Plantedmark"
PLANTED = {
    "statements": Statement(f"He said {MARK}", never_shared=True),
    "outcomes": Outcome(f"Away from {MARK}", never_shared=True),
    "actions": Action(f"Ring {MARK}", MARK, due=SOON, never_shared=True),
    "signposts": signpost(f"{MARK} refuge", never_shared=True),
    "decisions": Decision("safeguarding", MARK, MARK, never_shared=True),
    "discussions": PeerDiscussion(PeerKind.HUDDLE, TODAY, (), MARK, never_shared=True),
}


def copies(record):
    court = sharing.court(
        record, 12, 1, closed_on=TODAY, closed_by="Asha Example", printed_on=TODAY, printed_by="Kim Example"
    )
    return sharing.shared(record, 12, 1), court


@pytest.mark.requirement("R-25", "R-31", "R-55")
@settings(max_examples=30, deadline=None)
@given(record=records(), fields=st.sets(st.sampled_from([*PLANTED, "never_shared"]), min_size=1))
def test_what_is_marked_is_in_no_copy_and_leaves_no_trace_in_one(record, fields):
    bare = marking.unmarked(record)
    entries: dict[str, Any] = {
        name: (PLANTED[name], *getattr(bare, name)) for name in fields if name in PLANTED
    }
    planted = replace(bare, **entries, never_shared=MARK if "never_shared" in fields else "")
    assert copies(planted) == copies(bare)
    assert not any(MARK in copy for copy in copies(planted))
    own = sharing.paste(planted, 12, 1, "FP-ABC")
    assert own.index(sharing.KEPT_BACK) < own.index(MARK)
    assert own.count(sharing.KEPT_BACK) == 1
    assert marking.marks(planted) == len(fields)


def test_in_the_text_for_the_case_system_it_stands_apart_at_the_end():
    abuse = Consideration("domestic_abuse", Considered.CONSIDERED, "found")
    record = blank(
        happened="She fell.",
        statements=(
            Statement("I miss the bowls."),
            replace(PLANTED["statements"], text="He hides the post."),
        ),
        considerations=(abuse,),
        never_shared="He reads her letters.",
    )
    body = sharing.paste(record, 12, 1, "M").split("\n\n")
    assert body[2] == "What was said\n- I miss the bowls."
    head, *kept_back = body[-2].splitlines()
    assert head == sharing.KEPT_BACK
    assert kept_back[:3] == ["He reads her letters.", "What was said", "- He hides the post."]
    assert kept_back[-1].endswith("considered. found")


@pytest.mark.parametrize(
    "said", ["never shared: yes", "Never shared:", "never shared", "NEVER SHARED : true"]
)
def test_however_the_mark_is_typed_it_marks(said):
    text = f"## What was said\n- He hides the post.\n  {said}\n  said by: person\n\n"
    text += f"## Actions\n- Ring\n  {said}\n"
    found = writing.read(text, "markdown", blank())
    assert [each.never_shared for each in found.statements] == [True]
    assert [each.never_shared for each in found.actions] == [True]
    assert found.statements[0].text == "He hides the post."
    assert writing.read(writing.write(found, "markdown"), "markdown", blank()) == found


@pytest.mark.parametrize("said", ["never share: yes", "not shared: yes", "never: yes", "do not share: yes"])
def test_a_slip_in_the_mark_is_refused_and_never_taken_for_text(said):
    with pytest.raises(UsageError) as raised:
        writing.read(f"## What was said\n- He hides the post.\n  {said}\n", "markdown", blank())
    assert (raised.value.code, raised.value.where) == ("FP-1012", "line 3")


def test_a_mark_that_says_neither_yes_nor_no_is_refused():
    with pytest.raises(UsageError) as raised:
        writing.read("## Actions\n- Ring\n  never shared: perhaps\n", "markdown", blank())
    assert raised.value.code == "FP-1013"
    found = writing.read("## Actions\n- Ring\n  never shared: no\n", "markdown", blank())
    assert not found.actions[0].never_shared


def test_paragraphs_have_their_own_heading_and_toml_has_the_same():
    found = writing.read("She fell.\n\n## Never shared\nHe reads her letters.\n", "markdown", blank())
    assert (found.happened, found.never_shared) == ("She fell.", "He reads her letters.")
    text = 'never_shared = "He reads her letters."\n[[signposts]]\nresource = "Refuge"\nnever_shared = true\n'
    told = writing.read(text, "toml", blank(happened="She fell."))
    assert told.never_shared == found.never_shared
    assert told.signposts[0].never_shared


def test_a_record_of_nothing_else_can_be_closed():
    assert closing.problems(blank(never_shared="He reads her letters."), TODAY) == []


def test_nobody_rings_about_what_is_marked_without_thinking_too():
    """The mark of a signpost outlives the texts, which are purged."""
    person = example_person()
    on = date(2026, 12, 7)
    assert follow_up(signpost(), on, person=person).flags.safe_to_contact is None
    assert follow_up(signpost(never_shared=True), on, person=person).flags.safe_to_contact is False
    assert flags_of(person, on, record=whole()).safe_to_contact is None
    assert flags_of(person, on, record=whole(never_shared="x")).safe_to_contact is False
