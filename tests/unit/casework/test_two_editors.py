"""Two people in the same text: the second is told what differs, and loses nothing."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings

from adapter_core.casework.conversations.comparing import Change, compare, merge
from adapter_core.domain.casework import Action
from tests.unit.casework.written_records import blank, records

BASE = blank(
    happened="She fell.",
    matters="Bowls.",
    prompts={"background": "The fall."},
    actions=(Action("Ring", "Asha"),),
)
MORE, OTHER = Action("Visit", "Kim"), Action("Write", "Jo")


def told(saved, mine):
    """Field and change of each difference."""
    return {each.field: each.change for each in compare(BASE, saved, mine)}


def test_nothing_changed_is_nothing_told():
    assert compare(BASE, BASE, BASE) == ()
    assert merge(BASE, BASE, BASE).record == BASE


def test_who_changed_a_field_is_told_field_by_field():
    saved = replace(
        BASE, happened="She fell in May.", method="phone", team="West", prompts={"background": "A"}
    )
    mine = replace(BASE, matters="Thursdays.", method="phone", team="North", prompts={"background": "B"})
    assert told(saved, mine) == {
        "happened": Change.SAVED,
        "matters": Change.MINE,
        "method": Change.ALIKE,
        "team": Change.BOTH,
        "prompts.background": Change.BOTH,
    }
    clash = next(each for each in compare(BASE, saved, mine) if each.field == "prompts.background")
    assert (clash.base, clash.saved, clash.mine) == ("The fall.", "A", "B")
    assert clash.name == "Background: what has happened?"


def test_a_clash_keeps_what_was_saved_and_hands_back_the_other():
    merged = merge(BASE, replace(BASE, happened="A"), replace(BASE, happened="B", matters="C"))
    assert merged.record == replace(BASE, happened="A", matters="C")
    (clash,) = merged.clashes
    assert (clash.field, clash.saved, clash.mine) == ("happened", "A", "B")


def test_what_both_added_to_a_list_is_there_once():
    saved = replace(BASE, actions=(*BASE.actions, MORE))
    mine = replace(BASE, actions=(*BASE.actions, MORE, OTHER))
    merged = merge(BASE, saved, mine)
    assert merged.clashes == ()
    assert merged.record.actions == (*BASE.actions, MORE, OTHER)


def test_a_changed_entry_is_a_clash_where_the_other_changed_the_list():
    saved = replace(BASE, actions=(replace(BASE.actions[0], owner="Kim"),))
    mine = replace(BASE, actions=(*BASE.actions, OTHER))
    merged = merge(BASE, saved, mine)
    assert merged.record.actions == saved.actions
    assert [each.field for each in merged.clashes] == ["actions"]
    assert merge(BASE, BASE, saved).record == saved


def test_prompts_are_told_and_taken_one_by_one():
    saved = replace(BASE, prompts={"background": "The fall.", "enjoys": "Bowls"})
    mine = replace(BASE, prompts={"network": "Jo"})
    assert told(saved, mine) == {
        "prompts.background": Change.MINE,
        "prompts.enjoys": Change.SAVED,
        "prompts.network": Change.MINE,
    }
    assert merge(BASE, saved, mine).record.prompts == {"enjoys": "Bowls", "network": "Jo"}


@pytest.mark.parametrize("alone", [Change.SAVED, Change.MINE])
@settings(max_examples=30, deadline=None)
@given(record=records())
def test_one_editor_alone_gets_all_that_they_wrote(alone, record):
    saved, mine = (record, BASE) if alone is Change.SAVED else (BASE, record)
    merged = merge(BASE, saved, mine)
    assert merged.record == record
    assert merged.clashes == ()


@settings(max_examples=30, deadline=None)
@given(saved=records(), mine=records())
def test_the_second_loses_nothing(saved, mine):
    """Each part that the second wrote is in the record, or handed back."""
    base = blank()
    merged = merge(base, saved, mine)
    handed_back = {each.field: each.mine for each in merged.clashes}
    for each in compare(base, saved, mine):
        head, _, prompt = each.field.partition(".")
        now = merged.record.prompts.get(prompt, "") if prompt else getattr(merged.record, head)
        if each.change in {Change.SAVED, Change.ALIKE}:
            assert now == each.saved
        elif each.field in handed_back:
            assert (now, handed_back[each.field]) == (each.saved, each.mine)
        elif each.change is Change.BOTH:
            assert isinstance(each.saved, tuple)
            assert isinstance(each.mine, tuple)
            assert {*each.saved, *each.mine} == {*now}
        else:
            assert now == each.mine


def test_a_difference_is_named_without_what_stands_there():
    for each in compare(BASE, replace(BASE, happened="Plantedname"), replace(BASE, happened="Other")):
        assert "Plantedname" not in each.name + each.field
