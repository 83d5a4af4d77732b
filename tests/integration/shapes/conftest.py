"""The roads by which people reach a check: every backend with the mappings that it reads."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from adapter_core.hooks.ports import BackendSpec
from adapter_core.testing.shapes import Shape
from adapter_core.testing.writing import samples
from adapter_core.testing.writing.media import JSON, LOOSE_SQL, TEXTS, TYPED_SQL, XML, Medium
from adapter_core.testing.writing.roads import mapped_shape
from adapter_core.testing.writing.serving import PeopleServer, people_server

LOADED = {
    "mosaic": "adapter_mosaic",
    "mosaic_xml": "adapter_mosaic",
    "mosaic_http": "adapter_mosaic",
    "northgate_ais": "adapter_northgate_ais",
    "northgate_ais_http": "adapter_northgate_ais",
    "csv": "adapter_csv",
    "json": "adapter_csv",
    "sql": "adapter_sql",
}
GP = {"gp_relationship": "GP"}
ROLES = {"informal_carer_roles": ["Informal carer"]}
"""The word by which the examples of the rules call an informal carer."""

LIVE = {**GP, **ROLES, "lpa_question": "LPA_HELD"}


@dataclass(frozen=True)
class Road:
    """A backend, a mapping, and how people are written for them."""

    name: str
    backend: str
    mapping: str
    medium: Medium
    write: Callable[..., Any]
    settings: dict[str, Any] = field(default_factory=dict)
    options: dict[str, Any] = field(default_factory=dict)


_SQL, _CSV, _PAGES = samples.write_mapped_database, samples.write_mapped_csv, samples.write_mapped_pages
ROADS = [
    Road("Mosaic demo, SQLite", "mosaic", "mosaic/demo", LOOSE_SQL, _SQL, {**GP, **ROLES}),
    Road("Mosaic dw, SQLite", "mosaic", "mosaic/reporting", LOOSE_SQL, _SQL, {**GP, **ROLES}),
    Road("Mosaic dw, PostgreSQL", "mosaic", "mosaic/reporting", TYPED_SQL, _SQL, {**GP, **ROLES}),
    Road("Mosaic live, SQLite", "mosaic", "mosaic/live", LOOSE_SQL, _SQL, LIVE),
    Road("Mosaic live, PostgreSQL", "mosaic", "mosaic/live", TYPED_SQL, _SQL, LIVE),
    Road("Mosaic lake, SQLite", "mosaic", "mosaic/lake", LOOSE_SQL, _SQL, LIVE),
    Road("Mosaic lake, PostgreSQL", "mosaic", "mosaic/lake", TYPED_SQL, _SQL, LIVE),
    Road("Eclipse, SQLite", "sql", "eclipse/views", LOOSE_SQL, _SQL),
    Road("Eclipse, PostgreSQL", "sql", "eclipse/views", TYPED_SQL, _SQL),
    Road("Liquidlogic, SQLite", "sql", "liquidlogic/warehouse", LOOSE_SQL, _SQL),
    Road("Liquidlogic, PostgreSQL", "sql", "liquidlogic/warehouse", TYPED_SQL, _SQL),
    Road("Mosaic, XML file", "mosaic_xml", "mosaic/xml", XML, samples.write_mapped_xml),
    Road("Mosaic, XML over HTTP", "mosaic_http", "mosaic/xml", XML, _PAGES),
    Road("AIS, CSV", "northgate_ais", "northgate_ais/extract", TEXTS, _CSV),
    Road("AIS, JSON over HTTP", "northgate_ais_http", "northgate_ais/lookup", JSON, _PAGES,
         options={"look_up": True}),
    Road("AIS, JSON file", "json", "northgate_ais/lookup", JSON, samples.write_mapped_json),
    Road("CSV files", "csv", "csv/bundle", TEXTS, _CSV),
]  # fmt: skip


def registered() -> dict[str, BackendSpec]:
    """Every backend that reads people by a mapping."""
    found: dict[str, BackendSpec] = {}
    for plugin in sorted(set(LOADED.values())):
        module = import_module(f"{plugin}.plugin")
        for hook in ("adapter_demographics", "adapter_case_records"):
            found |= {spec.name: spec for spec in getattr(module, hook, list)()}
    return found


@pytest.fixture(scope="session")
def drawn() -> Any:
    """The module `people_drawn`: test folders are no packages, so it is loaded by its place."""
    spec = importlib.util.spec_from_file_location("people_drawn", Path(__file__).parent / "people_drawn.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def roads() -> list[Road]:
    return ROADS


@pytest.fixture(scope="session")
def server() -> Iterator[PeopleServer]:
    with people_server() as running:
        yield running


@pytest.fixture(scope="module")
def make_road(request: pytest.FixtureRequest, server: PeopleServer) -> Callable[[Road], Shape]:
    """Makes a shape of a road; a database on a server is made for it only where it needs one."""

    def make(road: Road) -> Shape:
        options = {**road.options, "server": server}
        if road.medium is TYPED_SQL:
            options["url"] = request.getfixturevalue("postgres_module_url")
        return mapped_shape(
            road.name,
            registered()[road.backend],
            road.mapping,
            road.medium,
            road.write,
            settings=road.settings,
            options=options,
        )

    return make


@pytest.fixture(scope="module", params=ROADS, ids=lambda road: road.name)
def road(request: pytest.FixtureRequest, make_road: Callable[[Road], Shape]) -> Shape:
    """A road, made from its mapping."""
    return make_road(request.param)
