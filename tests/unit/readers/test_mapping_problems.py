"""Everything that is wrong with a mapping is told at once, as far as it can be told."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from adapter_core.errors import MappingError
from adapter_core.readers.mapping import TRANSFORMS, compile_mapping, load_mapping
from adapter_core.readers.mapping.problems import MappingProblems

if TYPE_CHECKING:
    from pathlib import Path

HEAD = 'schema = 1\nformat = "json"\n'
UNREADABLE = """
recrod = 1
[person]
ref = { path = "id" }
given_name = { pahth = "a" }
family_name = 7
[each.gp]
tabel = "x"
"""
MEANINGLESS = """
[person]
ref = { path = "id" }
nick_name = { path = "a" }
date_of_birth = { path = "born", transform = "no_such" }
[tables.practice]
path = "practices"
[each.gp]
table = "practice"
cod = { path = "x" }
naem = { path = "y" }
[each.pets]
"""


def faults(text: str, folder: Path) -> MappingError:
    (folder / "ours.toml").write_text(HEAD + text)
    with pytest.raises(MappingError) as raised:
        compile_mapping(
            load_mapping("./ours.toml", base=folder, folders={}),
            as_of=date(2026, 11, 23),
            transforms=TRANSFORMS,
        )
    return raised.value


def told(error: MappingError) -> list[tuple[str, str]]:
    assert isinstance(error, MappingProblems)
    assert all(each.code in str(error) and each.where in str(error) for each in error.problems)
    assert error.as_json()["error"]["problems"] == [each.as_json()["error"] for each in error.problems]
    return [(each.code, each.where.split()[-1]) for each in error.problems]


def test_every_entry_that_is_not_to_the_grammar(tmp_path: Path) -> None:
    error = faults(UNREADABLE, tmp_path)
    assert set(told(error)) == {
        ("FP-0307", "each.gp.tabel"),
        ("FP-0306", "person.given_name.pahth"),
        ("FP-0306", "recrod"),
        ("FP-0307", "person.family_name"),
    }
    assert "did you mean 'path'?" in str(error)


def test_every_field_that_means_nothing(tmp_path: Path) -> None:
    assert [where for _, where in told(faults(MEANINGLESS, tmp_path))] == [
        "person.nick_name",
        "person.date_of_birth",
        "each.gp.cod",
        "each.gp.naem",
        "each.pets",
    ]


def test_one_problem_is_told_as_itself(tmp_path: Path) -> None:
    error = faults('[person]\nref = { path = "id" }\nnick_name = { path = "a" }\n', tmp_path)
    assert (error.code, isinstance(error, MappingProblems)) == ("FP-0306", False)
