"""What every packaged mapping asks of SQL Server and Oracle, which the tests cannot start: compiled, not run.

`FINGERPOST_UPDATE_GOLDENS=1 pytest tests/integration/sql/test_sql_goldens.py` writes the goldens anew: read
the difference before it is committed.
"""

from __future__ import annotations

import os
import re
from datetime import date
from functools import partial
from importlib import resources
from pathlib import Path
from typing import Any, cast

import pytest
import sqlalchemy as sa
from sqlalchemy.dialects.mssql.pyodbc import MSDialect_pyodbc
from sqlalchemy.dialects.oracle.oracledb import OracleDialect_oracledb

from adapter_core.readers.mapping import compile_mapping, load_mapping
from adapter_core.readers.sql.catalogue import Catalogue, LiveTable, needed
from adapter_core.readers.sql.sessions import Limits, statements
from adapter_core.readers.sql.statements import Statements

AS_OF = date(2026, 11, 23)
GOLDENS = Path(__file__).parent / "goldens"
MAPPINGS = Path(str(resources.files("council_mappings")))
SETTINGS = {"gp_relationship": ["GP", "SURGERY"], "lpa_question": ["LPA_HELD"]}
SQL = sorted(
    path.relative_to(MAPPINGS).with_suffix("").as_posix()
    for path in MAPPINGS.glob("*/*.toml")
    if 'format = "sql"' in path.read_text(encoding="utf-8") and path.stem != "base"
)
DIALECTS: dict[str, tuple[Any, Any]] = {
    "mssql": (partial(MSDialect_pyodbc, paramstyle="qmark"), str.upper),
    "oracle": (OracleDialect_oracledb, str.lower),
}


class Spelled:
    """A catalogue that has whatever a plan needs, in the spelling of its database; keys are numbers."""

    def __init__(self, plan: Any, spell: Any) -> None:
        self.spell = spell
        self.columns: dict[str, Any] = {}
        for alias, names in needed(plan).items():
            columns = self.columns.setdefault(plan.table(alias).name, {})
            columns |= {name.casefold(): (spell(name), _type_of(name)) for name in names}

    def table(self, name: str) -> LiveTable:
        schema, _, plain = name.rpartition(".")
        return LiveTable(schema or None, self.spell(plain), self.columns[name])


def _type_of(name: str) -> Any:
    return sa.types.String() if name == "HANDLER_ROW_IDENTIFIER" else sa.types.NullType()


def compiled(mapping: str, dialect_name: str) -> str:
    """Every statement that reading asks, in an order that stays."""
    make, spell = DIALECTS[dialect_name]
    dialect = make()
    dialect.server_version_info = (15, 0)
    loaded = load_mapping(mapping, base=Path(), folders={"council_mappings": MAPPINGS})
    settings = {name: value for name, value in SETTINGS.items() if name in loaded.file.settings}
    reader = compile_mapping(loaded, as_of=AS_OF, settings=settings)
    asked = Statements(reader.plan, cast("Catalogue", Spelled(reader.plan, spell)), dialect, AS_OF)
    parts = [("a connection is told", said) for said in statements(dialect_name, Limits())]
    named = [
        ("the first page", asked.people(1001, after=False)),
        ("a page", asked.people(1001, after=True)),
        ("one person", asked.person()),
        ("rows without a key", asked.without_key()),
        ("rows of one key", asked.same_key()),
        ("people by their keys", asked.among(reader.main, 2)),
        *((f"{root} of a page", asked.children(root)) for root in reader.columns if root != reader.main),
    ]
    for title, statement in named:
        values = {
            **statement.fixed,
            **{name: f":{name}" for name in statement.order or () if name not in statement.fixed},
        }
        names = statement.order or sorted(values)
        fixed = "".join(f"\n-- {name} = {values[name]!s}" for name in names)
        parts.append((title, statement.text + fixed))
    text = "\n\n".join(f"-- {title}\n{said}" for title, said in parts) + "\n"
    return re.sub(r"[ \t]+\n", "\n", text)


@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize("mapping", SQL)
def test_the_statements_are_those_that_were_looked_at(mapping, dialect) -> None:
    golden = GOLDENS / dialect / f"{mapping.replace('/', '_')}.sql"
    text = compiled(mapping, dialect)
    if os.environ.get("FINGERPOST_UPDATE_GOLDENS") == "1":
        golden.parent.mkdir(parents=True, exist_ok=True)
        golden.write_text(text, encoding="utf-8")
    assert text == golden.read_text(encoding="utf-8")


def test_every_packaged_mapping_of_a_database_has_its_goldens() -> None:
    there = {path.relative_to(GOLDENS).as_posix() for path in GOLDENS.rglob("*.sql")}
    assert there == {f"{dialect}/{each.replace('/', '_')}.sql" for dialect in DIALECTS for each in SQL}
    assert {"mosaic/live", "mosaic/lake", "mosaic/reporting"} <= set(SQL)


@pytest.mark.parametrize(
    "golden", sorted(GOLDENS.rglob("*.sql")), ids=lambda path: f"{path.parent.name}-{path.stem}"
)
def test_nothing_is_written_locked_or_read_unlocked(golden) -> None:
    text = re.sub(r"--.*", "", golden.read_text(encoding="utf-8"))
    said = [each for each in text.split("\n\n") if each.strip()]
    assert {each.split()[0] for each in said} <= {"SELECT", "SET"}
    assert not re.search(r"NOLOCK|HOLDLOCK|FOR UPDATE|UNCOMMITTED|LOCK TABLE", text, re.IGNORECASE)
    assert "'" not in text  # every value is bound
