"""Each rule has canaries, and broken versions of it: its own examples must notice every one.

Mutants are made from the source of the rules, of what they share and of the comparison: a comparison
turned round, `and` for `or`, a branch dropped, another state given back. A mutant that no example notices
means that an example is missing, unless it stands in `SURVIVORS` with its reason: it changes no meaning, or
another test has it.
"""

from __future__ import annotations

import ast
import copy
import importlib
import sys
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

import pytest

from adapter_core.checks.rule import Rule
from adapter_core.checks.rules import ALL
from adapter_core.domain.states import State
from adapter_core.testing import problems_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ROOM = "adapter_core.checks.rules"
COMPARISON = "adapter_core.checks.compare"
# In the order in which they import each other.
SHARED = ("_states", "_ages", "_answers", "_capacity", "_representatives", "_money", "_carers")
BY_ID = {rule.id: rule for rule in ALL}

TEST_COMPARE = "no example can show it; test_compare.py does"
FAST = "a fast road: the slow one below says the same"
SURVIVORS: dict[str, str] = {
    "compare.settle: if compare is None -> if False": TEST_COMPARE,
    "compare._instead: "
    "Assessment(state, severity=verdict.severity) if isinstance(verdict, Assessment) else state"
    " -> state": TEST_COMPARE,
    "_capacity.lacking: if not held -> if False": FAST,
    "date_of_birth.assess: if 0 < given.as_of.year - born.year < OLDEST_PLAUSIBLE_AGE -> if False": FAST,
    "date_of_birth.assess: 0 < given.as_of.year - born.year < OLDEST_PLAUSIBLE_AGE"
    " -> 0 < given.as_of.year - born.year <= OLDEST_PLAUSIBLE_AGE": (
        "with 120 years between two years, the age is 119 or 120"
    ),
    "_money.needs_help_with_money: if not person.capacity -> if False": FAST,
    "gp_practice.assess: if len(held) == 1 -> if False": FAST,
    "gp_practice.assess: if only.code in given.open_practices and in_force(only.start, only.end, on)"
    " -> if False": FAST,
    "lpa_reference.assess: WORST_FIRST.index(found) < WORST_FIRST.index(worst)"
    " -> WORST_FIRST.index(found) <= WORST_FIRST.index(worst)": "what ranks the same is the same",
    "name.assess: if given_name.__class__ is str and family_name.__class__ is str -> if False": FAST,
    "name._worst: RECORDED if state is RECORDED else Assessment(state, field=field)"
    " -> Assessment(state, field=field)": "an assessment of `recorded` means what the bare state means",
}

TURNED: dict[type[ast.cmpop], ast.cmpop] = {
    ast.Is: ast.IsNot(),
    ast.IsNot: ast.Is(),
    ast.Eq: ast.NotEq(),
    ast.NotEq: ast.Eq(),
    ast.Lt: ast.LtE(),
    ast.LtE: ast.Lt(),
    ast.Gt: ast.GtE(),
    ast.GtE: ast.Gt(),
    ast.In: ast.NotIn(),
    ast.NotIn: ast.In(),
}


@dataclass(frozen=True)
class Mutant:
    name: str
    tree: ast.Module


# --- making them ---------------------------------------------------------------------------------------


@cache
def _source(module: str) -> ast.Module:
    found = importlib.import_module(COMPARISON if module == "compare" else f"{ROOM}.{module}").__file__
    assert found is not None
    return ast.parse(Path(found).read_text(encoding="utf-8"))


def _asked(tree: ast.Module, module: str) -> list[ast.FunctionDef]:
    """The functions that a verdict may depend on: in a rule, those that `assess` and `compare` reach."""
    functions = {node.name: node for node in tree.body if isinstance(node, ast.FunctionDef)}
    if module in (*SHARED, "compare"):
        return list(functions.values())
    reached, ahead = set(), ["assess", "compare"]
    while ahead:
        name = ahead.pop()
        if name in functions and name not in reached:
            reached.add(name)
            ahead += [node.id for node in ast.walk(functions[name]) if isinstance(node, ast.Name)]
    return [functions[name] for name in functions if name in reached]


def _is_state(node: ast.AST) -> bool:
    return isinstance(node, ast.Name) and node.id in State.__members__


def _changes(node: ast.AST, *, answer: bool) -> Iterator[Callable[[ast.AST], ast.AST]]:
    """Ways to break one node; each gets a copy of it and returns what takes its place."""
    if isinstance(node, ast.Compare):
        for place in range(len(node.ops)):
            yield lambda copied, place=place: _turn(copied, place)  # type: ignore[misc]
    elif isinstance(node, ast.BoolOp):
        yield _swap
    elif isinstance(node, ast.If):
        yield lambda copied: _set(copied, "test", ast.Constant(value=False))
    elif isinstance(node, ast.IfExp):
        yield lambda copied: copied.body  # type: ignore[attr-defined]
        yield lambda copied: copied.orelse  # type: ignore[attr-defined]
    elif (
        isinstance(node, ast.Return)
        and isinstance(node.value, ast.Constant)
        and isinstance(node.value.value, bool)
    ):
        other_value = ast.Constant(value=not node.value.value)
        yield lambda copied: _set(copied, "value", other_value)
    elif answer and isinstance(node, ast.Name) and _is_state(node):
        other = State.ABSENT if node.id == State.RECORDED.name else State.RECORDED
        yield lambda _: ast.parse(f"_State.{other.name}", mode="eval").body


def _turn(copied: ast.AST, place: int) -> ast.AST:
    assert isinstance(copied, ast.Compare)
    copied.ops[place] = TURNED[type(copied.ops[place])]
    return copied


def _swap(copied: ast.AST) -> ast.AST:
    assert isinstance(copied, ast.BoolOp)
    copied.op = ast.Or() if isinstance(copied.op, ast.And) else ast.And()
    return copied


def _set(copied: ast.AST, name: str, value: ast.AST) -> ast.AST:
    setattr(copied, name, value)
    return copied


def _places(
    node: ast.AST, path: tuple[tuple[str, int | None], ...], *, answer: bool
) -> Iterator[tuple[ast.AST, tuple[tuple[str, int | None], ...], bool]]:
    """Every node below one, with the way to it, and whether it stands in what a function gives back."""
    yield node, path, answer
    for name, value in ast.iter_fields(node):
        if (
            name in ("annotation", "returns", "args", "test")
            and name != "test"
            and not isinstance(node, ast.Call)
        ):
            continue
        inside = answer or isinstance(node, ast.Return)
        if name in ("test", "func"):
            inside = False
        if isinstance(node, ast.Compare):
            inside = False
        for place, child in enumerate(value) if isinstance(value, list) else [(None, value)]:
            if isinstance(child, ast.AST):
                yield from _places(child, (*path, (name, place)), answer=inside)


def _at(tree: ast.AST, path: tuple[tuple[str, int | None], ...]) -> ast.AST:
    for name, place in path:
        value = getattr(tree, name)
        tree = value if place is None else value[place]
    return tree


def mutants(module: str) -> Iterator[Mutant]:
    """Every broken version of a module, named by function and change."""
    tree = _source(module)
    seen: dict[str, int] = {}
    for function in _asked(tree, module):
        way = ("body", tree.body.index(function))
        for node, path, answer in _places(function, (way,), answer=False):
            for change in _changes(node, answer=answer):
                broken = copy.deepcopy(tree)
                (name, place), parent = path[-1], _at(broken, path[:-1])
                old = _at(broken, path)
                before = _words(old)
                new = ast.fix_missing_locations(ast.copy_location(change(old), old))
                if place is None:
                    setattr(parent, name, new)
                else:
                    getattr(parent, name)[place] = new
                title = f"{module}.{function.name}: {before} -> {_words(new)}"
                seen[title] = seen.get(title, 0) + 1
                yield Mutant(
                    title if seen[title] == 1 else f"{title} #{seen[title]}",
                    ast.fix_missing_locations(broken),
                )


def _words(node: ast.AST) -> str:
    if isinstance(node, ast.If):
        return f"if {ast.unparse(node.test)}"
    return ast.unparse(node).replace("_State.", "")


# --- running them --------------------------------------------------------------------------------------


def _run(tree: ast.Module | object, name: str) -> ModuleType:
    made = ModuleType(f"{ROOM}.{name}")
    made.__dict__["_State"] = State
    code = compile(tree, f"<{name}>", "exec") if isinstance(tree, ast.Module) else tree
    exec(code, made.__dict__)  # type: ignore[arg-type]  # noqa: S102 - our own source
    return made


@cache
def _compiled(module: str) -> object:
    return compile(_source(module), f"<{module}>", "exec")


@cache
def _imports(module: str) -> frozenset[str]:
    """The shared modules that a module depends on, however far down."""
    direct = {
        node.module.rpartition(".")[2]
        for node in _source(module).body
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith(f"{ROOM}._")
    } & set(SHARED)
    return frozenset(direct.union(*(_imports(each) for each in direct)))


def _noticed(rule: Rule, made: ModuleType | None = None) -> bool:
    """Whether the rule's examples tell a broken version from the rule; one that raises is noticed too."""
    broken = replace(rule, assess=made.assess, compare=getattr(made, "compare", None)) if made else rule
    try:
        return bool(problems_of(broken))
    except Exception:  # noqa: BLE001 - whatever a broken rule may raise
        return True


def _killed_in_rule(mutant: Mutant, module: str) -> bool:
    return _noticed(BY_ID[module], _run(mutant.tree, module))


def _killed_in_shared(mutant: Mutant, module: str, monkeypatch: pytest.MonkeyPatch) -> bool:
    """Put a broken shared module under everything that imports it."""
    with monkeypatch.context() as patch:
        patch.setitem(sys.modules, f"{ROOM}.{module}", _run(mutant.tree, module))
        for above in SHARED:
            if module in _imports(above):
                patch.setitem(sys.modules, f"{ROOM}.{above}", _run(_compiled(above), above))
        dependents = [rule for rule in ALL if module in _imports(rule.id)]
        assert dependents
        return any(_noticed(rule, _run(_compiled(rule.id), rule.id)) for rule in dependents)


def test_the_examples_notice_every_mutant_of_the_comparison(monkeypatch: pytest.MonkeyPatch) -> None:
    made = list(mutants("compare"))
    assert made
    survivors = set()
    for mutant in made:
        monkeypatch.setattr("adapter_core.checks.examples.settle", _run(mutant.tree, "compare").settle)
        if not any(_noticed(rule) for rule in ALL if rule.compare):
            survivors.add(mutant.name)
    assert survivors == {name for name in SURVIVORS if name.startswith("compare.")}


@pytest.mark.requirement("P-02", "P-03", "P-04")
@pytest.mark.parametrize("module", [*SHARED, *BY_ID])
def test_the_examples_notice_every_mutant(module: str, monkeypatch: pytest.MonkeyPatch) -> None:
    made = list(mutants(module))
    assert made
    survivors = {
        mutant.name
        for mutant in made
        if not (
            _killed_in_shared(mutant, module, monkeypatch)
            if module in SHARED
            else _killed_in_rule(mutant, module)
        )
    }
    assert survivors == {name for name in SURVIVORS if name.startswith(f"{module}.")}


def test_every_survivor_has_its_reason() -> None:
    assert all(SURVIVORS.values())
    assert {name.partition(".")[0] for name in SURVIVORS} <= {*SHARED, *BY_ID, "compare"}


# --- canaries ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("rule", ALL, ids=list(BY_ID))
def test_a_rule_that_says_the_same_of_everybody_is_noticed(rule: Rule, state: State) -> None:
    assert problems_of(replace(rule, assess=lambda _person, _given: state))


@pytest.mark.parametrize("rule", [rule for rule in ALL if rule.compare], ids=lambda rule: rule.id)
def test_a_rule_that_compares_nothing_is_noticed(rule: Rule) -> None:
    assert problems_of(replace(rule, compare=lambda _person, _given: None))
    assert problems_of(replace(rule, compare=None))


@pytest.mark.parametrize("rule", ALL, ids=list(BY_ID))
def test_every_rule_has_a_canary_that_passes_and_one_that_does_not(rule: Rule) -> None:
    shown = {example.state for example in rule.examples}
    assert State.RECORDED in shown
    assert any(state.is_gap for state in shown)
