"""`rules/`: a page for each rule, and their index, from the rules themselves."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from adapter_core.checks.profiles import BUILT_IN
from adapter_core.checks.rule import Example, Rule
from adapter_core.checks.rules import ALL
from adapter_core.domain.practices import PracticeList
from adapter_core.domain.states import Counts, State
from adapter_core.testing import run_example

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

MEANINGS: Mapping[State, str] = {
    State.RECORDED: "present and plausible",
    State.ASKED_NONE: "asked, and there is none; lapses at the next review or capacity assessment",
    State.DECLINED: "asked, and would not say",
    State.ABSENT: "nothing there",
    State.UNKNOWN_RECORDED: "“not known” was recorded",
    State.PLACEHOLDER: "something stands in for it that is no value: a dash, 1900-01-01 …",
    State.EXPIRED: "ended, closed, or reviewed too long ago",
    State.INVALID: "cannot be right",
    State.HELD_ELSEWHERE: "missing here, and known in another source",
    State.CONFLICT: "another source says something else",
    State.NOT_VISIBLE: "Fingerpost may not see it",
    State.NOT_SUPPORTED: (
        "the source does not hold it, its mapping does not say where, or it holds a code that nobody mapped"
    ),
    State.SOURCE_DOWN: "could not be read this time",
    State.NOT_APPLICABLE: "the rule does not apply to this person",
}
COUNTS_AS: Mapping[Counts, str] = {
    Counts.PASS: "pass",
    Counts.GAP: "gap",
    Counts.NOT_ASSESSABLE: "not assessable",
    Counts.NOT_COUNTED: "not counted",
}
INDEX = """\
# Rules

Each rule looks at one thing that a record should hold, and answers with a state. Its page says whom it
applies to, who mends a gap and where, and shows worked examples. The examples are tests as well: they run
against the rule itself.

Everybody in the examples is made up, and each example speaks of 23 November 2026.
"""


def pages(_root: Path) -> dict[str, str]:
    """The index and one page for each rule."""
    return {"rules/index.md": _index(), **{f"rules/{rule.id}.md": page(rule) for rule in ALL}}


def _index() -> str:
    rows = [
        (f"[{rule.title}]({rule.id}.md)", f"`{rule.id}`", rule.applies, _codes(sorted(rule.profiles)))
        for rule in ALL
    ]
    profiles = "\n".join(f"- `{name}`: {says}" for name, says in BUILT_IN.items())
    toctree = "\n".join(["```{toctree}", ":hidden:", "", *(rule.id for rule in ALL), "```"])
    return "\n".join(
        [
            INDEX,
            _table(("rule", "id", "applies to", "profiles"), rows),
            "",
            "## Profiles\n",
            profiles,
            "",
            toctree,
        ]
    )


def page(rule: Rule) -> str:
    """The page of one rule, as Markdown."""
    parts = [f"# {rule.title}", "", rule.words, ""]
    if rule.experimental:
        parts += ["This rule is **experimental**: it is counted, and stands in no work list.", ""]
    if rule.confidential:
        parts += ["This rule is **confidential**: only numbers are reported, and no person is listed.", ""]
    parts += [
        _facts(rule),
        "",
        *_settings(rule),
        "## States",
        "",
        _states(rule),
        "",
        "## Examples",
        "",
        _examples(rule),
    ]
    return "\n".join(parts) + "\n"


def _facts(rule: Rule) -> str:
    facts = [
        ("id", f"`{rule.id}`, version {rule.version}"),
        ("applies to", rule.applies),
        ("what to do", rule.remedy),
        ("who mends it", f"{rule.fix.who.value}, in “{rule.fix.where}”"),
        ("severity", rule.severity.value),
        ("kind", rule.category.value),
        ("profiles", _codes(sorted(rule.profiles))),
        ("compared with other sources", "no" if rule.compare is None else "yes"),
        ("reads", _codes(rule.fields)),
        ("answers to", ", ".join(rule.requirements)),
    ]
    return _table(("", ""), facts)


def _settings(rule: Rule) -> list[str]:
    if not rule.settings:
        return []
    rows = [
        (
            f"`{each.name}`",
            f"`{each.default}`",
            each.says + (f" One of {_codes(each.choices)}." if each.choices else ""),
        )
        for each in rule.settings
    ]
    return [
        "## Settings",
        "",
        f"In `fingerpost.toml`, under `[rules.{rule.id}]`:",
        "",
        _table(("setting", "default", "what it decides"), rows),
        "",
    ]


def _states(rule: Rule) -> str:
    rows = [
        (f"`{state.value}`", MEANINGS[state], COUNTS_AS[state.counts_as])
        for state in State
        if state in rule.states
    ]
    return _table(("state", "meaning", "counts as"), rows)


def _examples(rule: Rule) -> str:
    rows = [
        (_input(example), f"`{example.state.value}`", _evidence(rule, example)) for example in rule.examples
    ]
    return _table(("input", "state", "evidence"), rows)


def _input(example: Example) -> str:
    lines = [example.says, *(_field(name, value) for name, value in example.person.items())]
    if example.elsewhere is not None:
        lines += [f"elsewhere: {_field(name, value)}" for name, value in example.elsewhere.items()]
    lines += [f"run: {_given(name, value)}" for name, value in example.given.items()]
    return "<br>".join(lines)


def _given(name: str, value: object) -> str:
    if isinstance(value, PracticeList):
        return f"a list of practices of {_value(value.as_of)}"
    return "no list of practices" if name == "practices" else _field(name, value)


def _field(name: str, value: object) -> str:
    if not isinstance(value, tuple):
        return f"`{name}` {_value(value)}"
    if not value:
        return f"`{name}` is empty"
    return "<br>".join(f"`{name}` {_item(each)}" for each in value)


def _item(item: object) -> str:
    if not isinstance(item, Mapping):
        return _value(item)
    return ", ".join(f"{name} {_value(value)}" for name, value in item.items())


def _value(value: object) -> str:
    if isinstance(value, State):
        return f"*{value.value}*"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    if isinstance(value, Mapping):
        return _item(value) or "*nothing*"
    return f"“{value}”"


def _evidence(rule: Rule, example: Example) -> str:
    """What the finding would say: the field, and what is out of the ordinary."""
    outcome = run_example(rule, example)
    if outcome.state in (State.RECORDED, State.NOT_APPLICABLE):
        return ""
    said: list[str] = [f"`{outcome.field}`"]
    if outcome.source is not None:
        said.append("of the other source")
    if outcome.state.is_gap and outcome.severity is not rule.severity:
        said.append(outcome.severity.value)
    if outcome.state.is_gap and outcome.who is not rule.fix.who:
        said.append(outcome.who.value)
    if outcome.batch is not None:
        said.append(f"batch `{outcome.batch.value}`")
    return ", ".join(said)


def _codes(words: Iterable[str]) -> str:
    return ", ".join(f"`{word}`" for word in words)


def _table(head: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(
        "| " + " | ".join(str(cell).replace("|", "\\|") for cell in line) + " |" for line in lines
    )
