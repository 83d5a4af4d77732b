"""A plugin's rule that breaks its contract is named, and neither hides behind Fingerpost nor half a night."""

from __future__ import annotations

import pytest

from adapter_core.checks.failing import broken
from adapter_core.service.bootstrap import open_application

RULE = """
from adapter_core.checks.rule import Rule
from adapter_core.domain.findings import Assessment, Fix, Mender
from adapter_core.domain.states import State
from adapter_core.hooks import hookimpl

def assess(person, given):
    {body}

@hookimpl
def adapter_checks():
    return [Rule({id!r}, 1, "Door", "Words.", "Do.", "everyone", frozenset(), {fields!r},
                 Fix(Mender.WORKER, "Main"), (), assess, {states}, ())]
"""


def with_rule(
    council, body="return State.ABSENT", rule="door", fields=("postcode",), states="frozenset(State)"
):
    text = RULE.format(body=body, id=rule, fields=fields, states=states)
    (council.folder / "door.py").write_text(text, encoding="utf-8")
    config = council.folder / "fingerpost.toml"
    config.write_text(
        config.read_text(encoding="utf-8")
        .replace('["./toy.py"]', '["./toy.py", "./door.py"]')
        .replace('profile = "cld"', 'profile = "ours"')
        + '[profiles.ours]\nextends = "cld"\nadd = ["door"]\n',
        encoding="utf-8",
    )


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ('return {}["Ann"]', "The rule door failed with a KeyError."),
        ("return person.nonsense", "The rule door failed with an AttributeError."),
        ("return None", "The rule door gave a NoneType where a State or an Assessment belongs."),
        ('return "bad"', "The rule door gave a str where a State or an Assessment belongs."),
        ('return Assessment("bad")', "The rule door gave a str where a State or an Assessment belongs."),
        ("return 1", "The rule door gave an int where a State or an Assessment belongs."),
    ],
)
def test_a_rule_that_breaks_is_named_and_the_run_is_put_down_as_failed(council, body, said):
    with_rule(council, body)
    done = council.run("check")
    assert done.code == 5
    assert done.err.startswith(f"FP-0212: {said}\n")
    assert "plugin door" in done.err
    assert "Ann" not in done.err
    assert council.run("missing", "1", "--profile", "ours").err.startswith(f"FP-0212: {said}\n")
    with open_application(council.folder / "fingerpost.toml") as app:
        assert [run.status for run in app.store.runs()] == ["failed"]
        assert list(app.store.findings("1")) == []


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        (
            {"fields": ("postcoed",)},
            'The rule door reads "postcoed", which is no field. Did you mean "postcode"?',
        ),
        ({"fields": ()}, "The rule door names no field."),
        ({"states": "frozenset()"}, "The rule door declares no states."),
        ({"rule": "My Door"}, 'The id "My Door" of a rule wants small letters, digits and underscores.'),
    ],
)
def test_a_rule_is_looked_at_before_anything_runs(council, rule, said):
    with_rule(council, **rule)
    done = council.run("check", "--list")
    assert done.code == 5
    assert f"FP-0207: {said}" in done.err
    assert "plugin door" in done.err


def test_a_list_is_a_field_too(council):
    with_rule(council, fields=("relationships",))
    assert council.run("check", "--list").code == 0


def test_what_is_no_verdict_of_one_person_is_found_among_many(council):
    with_rule(council, 'return State.ABSENT if person.ref == "1" else None')
    with open_application(council.folder / "fingerpost.toml") as app:
        source = app.source("main")
        rule, given = app.rules["door"], app.given(app.profile())
        error = broken(rule, AttributeError("state"), source.adapter.people(), given)
        assert "gave a NoneType" in error.message
        assert "failed with a ValueError" in broken(rule, ValueError(), [], given).message
