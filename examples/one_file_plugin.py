"""A plugin in one file: a rule and a transform of a council's own.

Put it beside fingerpost.toml and list it there: plugins = ["mosaic", "./one_file_plugin.py"].
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from adapter_core.checks.rule import Example, Given, Rule, Verdict
from adapter_core.domain.findings import Fix, Mender
from adapter_core.domain.people import Person
from adapter_core.domain.states import State
from adapter_core.hooks import hookimpl

NO_VALUE = (State.ABSENT, State.PLACEHOLDER, State.INVALID, State.EXPIRED, State.NOT_SUPPORTED)
"""What may stand in place of a text: each is an answer of its own, and none of them is the word "missing"."""


def assess(person: Person, _given: Given) -> Verdict:
    """Say in which state the locality is: a text, or the reason why there is none."""
    locality = person.locality
    return locality if isinstance(locality, State) else State.RECORDED


LOCALITY = Rule(
    id="locality",
    version=1,
    title="Locality",
    words="The record should say in which locality the person lives, so that a gap finds its team.",
    remedy="Check the address against the gazetteer, which fills in the locality.",
    applies="Everyone",
    profiles=frozenset(),  # in no built-in profile: a council adds it to its own
    fields=("locality",),
    fix=Fix(Mender.DATA_QUALITY, "Main record: addresses"),
    requirements=(),
    assess=assess,
    states=frozenset({State.RECORDED, *NO_VALUE}),
    examples=(
        Example("A locality is recorded.", {"locality": "Millbrook North"}, State.RECORDED),
        *(Example(f"The locality is {state.value}.", {"locality": state}, state) for state in NO_VALUE),
    ),
)


def surname_last(raw: str) -> str:
    """Turn "ASH, Ann" into "Ann ASH"; a text without a comma stays as it is."""
    surname, comma, given = raw.partition(",")
    return f"{given.strip()} {surname.strip()}" if comma else raw


@hookimpl
def adapter_checks() -> Iterable[Rule]:
    """Register the rule."""
    return [LOCALITY]


@hookimpl
def adapter_transforms() -> Mapping[str, Callable[[Any], Any]]:
    """Register the transform; a mapping file may now say `transform = "surname_last"`."""
    return {"surname_last": surname_last}
