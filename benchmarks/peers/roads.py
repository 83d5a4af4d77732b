"""The demo council by each road, with a config to check it: XML, CSV files, SQLite and PostgreSQL."""

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING, Any, Final

from adapter_core.demo.settings import config_text
from adapter_core.demo.truth import MASTER
from adapter_core.hooks.manager import Plugins
from adapter_core.testing.writing.samples import write_mapped_csv, write_mapped_database, write_mapped_xml
from peers.council import AS_OF, CONFIG, PROFILE, council
from peers.nights import Night, night

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

ROADS: Final[dict[str, tuple[str, str, Callable[..., Mapping[str, Any]]]]] = {
    "xml": ("mosaic_xml", "mosaic/xml", write_mapped_xml),
    "csv": ("csv", "csv/bundle", write_mapped_csv),
    "sqlite": ("sql", "mosaic/demo", write_mapped_database),
    "postgres": ("sql", "mosaic/demo", write_mapped_database),
}
"""Road to backend, mapping and writer."""

PLUGINS: Final = {"mosaic_xml": "mosaic", "csv": "csv", "sql": "sql"}
SERVER: Final = "server"
"""Folder of a PostgreSQL of the benchmark's own; it runs only while it is needed."""


def write(folder: Path, road: str, people: int) -> None:
    """Write the council by a road, with the config of a check that reads it."""
    backend, mapping, writes = ROADS[road]
    whole = council(people)
    folder.mkdir(parents=True)
    with ExitStack() as stack:
        options: dict[str, Any] = {"as_of": AS_OF}
        if road == "postgres":
            (folder / SERVER).mkdir()
            options["url"] = stack.enter_context(_running(folder))
        source = writes(folder, whole.mosaic(), options, mapping=mapping)
    plugins = (PLUGINS[backend], "nhs")
    (nhs,) = (writer for writer in Plugins(plugins).sample_writers if writer.name == "nhs")
    practices = nhs.write(folder, (), {"practices": whole.practices, "as_of": whole.practices.as_of})
    tables = {
        f"sources.{MASTER}": {
            "backend": backend,
            "port": "case_records",
            "mapping": mapping,
            "as_of": AS_OF,
            **source,
        },
        "reference.practices": {"backend": nhs.name, "as_of": whole.practices.as_of, **practices},
        "check": {"profile": PROFILE, "allow_synthetic": True},
    }
    text = config_text(whole.name, MASTER, plugins, tables)
    (folder / CONFIG).write_text(text, encoding="utf-8", newline="\n")


def night_by(folder: Path) -> Night:
    """A first night by the road that was written there."""
    with ExitStack() as stack:
        if (folder / SERVER).exists():
            stack.enter_context(_running(folder))
        return night(folder, 0)


def _running(folder: Path) -> Any:  # noqa: ANN401 - a context manager that gives the URL
    from peers.postgres import running  # noqa: PLC0415 - for one road alone

    return running(folder / SERVER)
