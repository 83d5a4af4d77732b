"""What the plugin registers: the backend `mosaic`, and a writer of synthetic people in its shape."""

from __future__ import annotations

from typing import TYPE_CHECKING

from adapter_core.hooks import hookimpl
from adapter_core.hooks.capabilities import Capability, Port
from adapter_core.hooks.ports import BackendSpec, SampleWriter
from adapter_mosaic.backend import PLACES, MosaicConfig, open_mosaic
from adapter_mosaic.extract import MosaicXmlConfig, open_xml
from adapter_mosaic.http import MosaicHttpConfig, open_mosaic_http
from adapter_mosaic.raw import SAMPLE_FIELDS
from adapter_mosaic.writing import write_sample

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from contextlib import AbstractContextManager
    from pathlib import Path
    from typing import Any

    from pydantic import BaseModel

    from adapter_core.domain.people import Person

XML_MAPPING = "mosaic/xml"


_CAPABILITIES = frozenset(
    {
        Capability.PEOPLE_READ,
        Capability.PEOPLE_GET,
        Capability.PEOPLE_RESUME,
        Capability.COHORT,
        Capability.OWNERS,
    }
)
"""What every road into Mosaic can do."""


def _backend(
    name: str,
    config_model: type[BaseModel],
    opener: Callable[..., AbstractContextManager[Any]],
    *more: Capability,
) -> BackendSpec:
    return BackendSpec(
        name=name,
        port=Port.CASE_RECORDS,
        capabilities=_CAPABILITIES | {*more},
        config_model=config_model,
        open=opener,
        places=PLACES,
        title="Mosaic",
    )


@hookimpl
def adapter_case_records() -> Iterable[BackendSpec]:
    """Mosaic's reporting database, as a source of case records."""
    return [
        _backend("mosaic", MosaicConfig, open_mosaic, Capability.NOTES_SEEN),
        _backend("mosaic_xml", MosaicXmlConfig, open_xml, Capability.PEOPLE_AT),
        _backend("mosaic_http", MosaicHttpConfig, open_mosaic_http),
    ]


def _writer(name: str, mapping: str, write: Callable[..., Mapping[str, Any]], title: str) -> SampleWriter:
    return SampleWriter(name=name, mapping=mapping, write=write, fields=SAMPLE_FIELDS, title=title)


@hookimpl
def adapter_sample_writers() -> Iterable[SampleWriter]:
    """A SQLite database in the shape of the reporting database, an XML extract, and XML in pages."""
    return [
        _writer(
            "mosaic",
            "mosaic/demo",
            write_sample,
            "Mosaic's reporting database, with tables of the demo's own",
        ),
        _writer(
            "mosaic_xml",
            XML_MAPPING,
            _write_extract,
            "An XML extract of Mosaic, with elements of our own naming",
        ),
        _writer(
            "mosaic_http",
            XML_MAPPING,
            _write_pages,
            "Mosaic behind an interface of a council's own, in pages of XML",
        ),
    ]


def _write_extract(folder: Path, people: Iterable[Person], options: Mapping[str, Any]) -> Mapping[str, Any]:
    from adapter_core.testing.writing import write_mapped_xml  # noqa: PLC0415 - no run needs it

    return write_mapped_xml(folder, people, {"file": "mosaic.xml", **options}, mapping=XML_MAPPING)


def _write_pages(folder: Path, people: Iterable[Person], options: Mapping[str, Any]) -> Mapping[str, Any]:
    from adapter_core.testing.writing import write_mapped_pages  # noqa: PLC0415 - no run needs it

    return write_mapped_pages(folder, people, options, mapping=XML_MAPPING)
