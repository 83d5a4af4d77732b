"""`requirements.md`: which test proves which requirement, and what is left out and why."""

from __future__ import annotations

import ast
import tomllib
from collections import defaultdict
from typing import TYPE_CHECKING, TypeGuard

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

INTRODUCTION = """\
# Requirements

What the practice guidance asks for, and the tests that prove it. A test says so itself:
`@pytest.mark.requirement("P-03")`. Run those of one requirement with `pytest --requirement P-03`.
"""


def pages(root: Path) -> dict[str, str]:
    """The one page, from the markers in `tests/` and two small files beside this folder."""
    in_scope: dict[str, str] = _toml(root / "docs" / "requirements.toml")
    left_out: dict[str, str] = _toml(root / "docs" / "left_out.toml")
    proofs = proved(root / "tests", root)
    if both := sorted(proofs.keys() & left_out.keys()):
        message = f"left_out.toml says that these are left out, yet tests prove them: {', '.join(both)}"
        raise ValueError(message)
    rows = [
        f"| {one} | {in_scope.get(one, '')} | {'<br>'.join(f'`{test}`' for test in sorted(proofs[one]))} |"
        for one in sorted(proofs)
    ]
    still_open = {one: in_scope[one] for one in in_scope.keys() - proofs.keys() - left_out.keys()}
    parts = [INTRODUCTION, "## Proved\n"]
    parts += ["| id | in short | proved by |\n|---|---|---|", *rows, ""] if rows else ["Nothing yet.\n"]
    parts += ["## Still open\n", _bullets(still_open)] if still_open else []
    parts += ["## Left out\n", _bullets(left_out) if left_out else "Nothing.\n"]
    return {"requirements.md": "\n".join(parts)}


def _bullets(words: dict[str, str]) -> str:
    return "".join(f"- {one}: {words[one]}\n" for one in sorted(words))


def proved(tests: Path, root: Path) -> dict[str, set[str]]:
    """Each requirement id in a marker below `tests`, with the tests (or files) that carry it."""
    found: dict[str, set[str]] = defaultdict(set)
    for path in sorted(tests.rglob("test_*.py")):
        name = path.relative_to(root).as_posix()
        tree = ast.parse(path.read_text(encoding="utf-8"), filename=name)
        for test, one in _markers(tree, name):
            found[one].add(test)
    return dict(found)


def _markers(node: ast.AST, name: str) -> Iterator[tuple[str, str]]:
    """Every pair of test and id, from decorators, `pytestmark` and `pytest.param(marks=...)`."""
    for child in ast.iter_child_nodes(node):
        inside = name
        if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            inside = f"{name}::{child.name}"
        elif _is_marker(child):
            for argument in child.args:
                if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                    yield name, argument.value
        yield from _markers(child, inside)


def _is_marker(node: ast.AST) -> TypeGuard[ast.Call]:
    """Whether this is a call such as `pytest.mark.requirement("P-03")`."""
    return isinstance(node, ast.Call) and ast.unparse(node.func).endswith("mark.requirement")


def _toml(path: Path) -> dict[str, str]:
    return tomllib.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
