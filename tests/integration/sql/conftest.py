"""Packaged SQL mappings with their samples, loaded into a real database of each kind."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import date
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from adapter_core.hooks.ports import OpenContext, PeopleQuery
from adapter_core.readers.mapping import TRANSFORMS
from adapter_core.readers.sql import open_sql
from adapter_core.service.mapping_tools.samples import outcome as as_expected
from tests.integration.sql.councils import Council

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from adapter_core.readers.sql import SqlSource

MAPPINGS = Path(str(resources.files("council_mappings")))


@dataclass(frozen=True)
class Sample:
    """A packaged mapping with a sample: what to read it with, and the schema that its tables are in."""

    mapping: str
    settings: dict[str, str]
    schema: str = ""

    @property
    def script(self) -> str:
        return (MAPPINGS / f"{self.mapping}.sample.sql").read_text(encoding="utf-8")

    @property
    def expected(self) -> dict[str, Any]:
        text = (MAPPINGS / f"{self.mapping}.expected.json").read_text(encoding="utf-8")
        loaded: dict[str, Any] = json.loads(text)
        return loaded

    def __str__(self) -> str:
        return self.mapping


_FORMS = {"gp_relationship": "GP", "lpa_question": "LPA_HELD"}
SAMPLES = [
    Sample("mosaic/live", _FORMS),
    Sample("mosaic/lake", _FORMS, "raw"),
    Sample("eclipse/views", {}),
    Sample("liquidlogic/warehouse", {}, "Child_Social"),
]


@pytest.fixture(params=SAMPLES, ids=str)
def sample(request) -> Sample:
    """Each packaged mapping that has a sample."""
    found: Sample = request.param
    return found


@pytest.fixture
def live() -> Sample:
    """The sample of Mosaic's live database."""
    return SAMPLES[0]


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request, tmp_path) -> Iterator[Callable[[str, str], str]]:
    """Load a script into a fresh database; gives its URL."""
    if request.param == "sqlite":

        def load_sqlite(script: str, schema: str = "") -> str:
            with closing(sqlite3.connect(tmp_path / "sample.db")) as connection, connection:
                connection.executescript(script)
            return f"sqlite:///{tmp_path / 'sample.db'}"

        yield load_sqlite
        return
    url = request.getfixturevalue("postgres_url")

    def load_postgresql(script: str, schema: str = "") -> str:
        import psycopg  # noqa: PLC0415 - not every machine has it

        with psycopg.connect(url.replace("+psycopg", ""), autocommit=True) as connection:
            if schema:
                connection.execute(f'CREATE SCHEMA "{schema}"')
                connection.execute(f'SET search_path = "{schema}"')
            connection.execute(script)
        return str(url)

    yield load_postgresql


@pytest.fixture
def open_sample(tmp_path):
    """Open a database with a packaged mapping, as of the day of its expected result."""

    @contextmanager
    def opened(sample: Sample, url: str, **more: Any) -> Iterator[SqlSource]:
        context = OpenContext(
            "sample", date.fromisoformat("2026-11-23"), tmp_path, TRANSFORMS, {"council_mappings": MAPPINGS}
        )
        given = {"settings": sample.settings, **more}
        with open_sql(url=url, mapping=sample.mapping, context=context, **given) as source:
            yield source

    return opened


@pytest.fixture
def outcome():
    """What reading a source gives, as `expected.json` has it."""

    def read(source: SqlSource, size: int = 1000) -> dict[str, Any]:
        pages = source.iter_people(PeopleQuery(page_size=size))
        return as_expected(pages, source.reader.fields)

    return read


@pytest.fixture
def council(tmp_path: Path) -> Council:
    return Council(tmp_path)
