"""Statements for the databases that councils run Mosaic on, which the tests cannot start."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from importlib import resources
from pathlib import Path
from typing import Any, cast

import pytest
import sqlalchemy as sa
from sqlalchemy.dialects import mssql, oracle

from adapter_core.readers.mapping import compile_mapping, load_mapping
from adapter_core.readers.sql.catalogue import Catalogue, LiveTable, needed
from adapter_core.readers.sql.statements import Statements

AS_OF = date(2026, 11, 23)


class Everything:
    """A catalogue that has whatever is asked for, in the spelling of its database."""

    def __init__(self, plan, spell) -> None:
        self.columns: dict[str, Any] = {}
        for alias, names in needed(plan).items():
            table = self.columns.setdefault(plan.table(alias).name, {})
            table |= {name.casefold(): (spell(name), sa.types.NullType()) for name in names}
        self.spell = spell

    def table(self, name):
        return LiveTable("dbo", self.spell(name), self.columns[name])


@pytest.mark.parametrize(
    ("dialect", "spell", "limit"),
    [(mssql.dialect(), str.upper, "TOP 1001"), (oracle.dialect(), str.lower, "FETCH FIRST")],
    ids=["mssql", "oracle"],
)
def test_statements_bind_every_value(dialect, spell, limit):
    dialect.server_version_info = (15, 0)
    folders = {"council_mappings": Path(str(resources.files("council_mappings")))}
    loaded = load_mapping("mosaic/reporting", base=Path(), folders=folders)
    reader = compile_mapping(loaded, as_of=AS_OF, settings={"gp_relationship": ["GP", "SURGERY"]})
    catalogue = cast("Catalogue", Everything(reader.plan, spell))
    statements = Statements(reader.plan, catalogue, dialect, AS_OF)
    people = statements.people(1001, after=True)
    assert limit in people.text
    assert 7 in _values(people.parameters(after=7))
    for root in reader.columns:
        if root != reader.main:
            statement = statements.children(root)
            values = _values(statement.parameters(low=1, high=9))
            assert {1, 9} <= set(values)
            assert "GP" not in statement.text.replace("GP_", "")
            assert "ORDER BY" in statement.text
    gp = statements.children("gp")
    assert {"GP", "SURGERY", "Y"} <= set(_values(gp.parameters(low=1, high=9)))
    assert "POSTCOMPILE" not in gp.text + people.text


def _values(parameters):
    return list(parameters.values()) if isinstance(parameters, dict) else list(parameters)


def test_a_statement_names_its_parameters_in_order():
    from adapter_core.readers.sql.statements import Statement  # noqa: PLC0415 - only here

    statement = Statement("…", {"fixed": "Y"}, ("low", "fixed", "high"))
    assert statement.parameters(low=1, high=2) == (1, "Y", 2)
    assert replace(statement, order=None).parameters(low=1) == {"fixed": "Y", "low": 1}
