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
    from collections.abc import Iterable, Mapping
    from pathlib import Path
    from typing import Any

    from adapter_core.domain.people import Person

XML_MAPPING = "mosaic/xml"


@hookimpl
def adapter_case_records() -> Iterable[BackendSpec]:
    """Mosaic's reporting database, as a source of case records."""
    return [
        BackendSpec(
            name="mosaic",
            port=Port.CASE_RECORDS,
            capabilities=frozenset(
                {
                    Capability.PEOPLE_READ,
                    Capability.PEOPLE_GET,
                    Capability.PEOPLE_RESUME,
                    Capability.COHORT,
                    Capability.OWNERS,
                    Capability.NOTES_SEEN,
                }
            ),
            config_model=MosaicConfig,
            open=open_mosaic,
            places=PLACES,
            title="Mosaic",
        ),
        BackendSpec(
            name="mosaic_xml",
            port=Port.CASE_RECORDS,
            capabilities=frozenset(
                {
                    Capability.PEOPLE_READ,
                    Capability.PEOPLE_GET,
                    Capability.PEOPLE_RESUME,
                    Capability.PEOPLE_AT,
                    Capability.COHORT,
                    Capability.OWNERS,
                }
            ),
            config_model=MosaicXmlConfig,
            open=open_xml,
            places=PLACES,
            title="Mosaic",
        ),
        BackendSpec(
            name="mosaic_http",
            port=Port.CASE_RECORDS,
            capabilities=frozenset(
                {
                    Capability.PEOPLE_READ,
                    Capability.PEOPLE_GET,
                    Capability.PEOPLE_RESUME,
                    Capability.COHORT,
                    Capability.OWNERS,
                }
            ),
            config_model=MosaicHttpConfig,
            open=open_mosaic_http,
            places=PLACES,
            title="Mosaic",
        ),
    ]


@hookimpl
def adapter_sample_writers() -> Iterable[SampleWriter]:
    """A SQLite database in the shape of the reporting database, an XML extract, and XML in pages."""
    return [
        SampleWriter(
            name="mosaic",
            mapping="mosaic/demo",
            write=write_sample,
            fields=SAMPLE_FIELDS,
            title="Mosaic's reporting database, with tables of the demo's own",
        ),
        SampleWriter(
            name="mosaic_xml",
            mapping=XML_MAPPING,
            write=_write_extract,
            fields=SAMPLE_FIELDS,
            title="An XML extract of Mosaic, with elements of our own naming",
        ),
        SampleWriter(
            name="mosaic_http",
            mapping=XML_MAPPING,
            write=_write_pages,
            fields=SAMPLE_FIELDS,
            title="Mosaic behind an interface of a council's own, in pages of XML",
        ),
    ]


def _write_extract(folder: Path, people: Iterable[Person], options: Mapping[str, Any]) -> Mapping[str, Any]:
    from adapter_core.testing.writing import write_mapped_xml  # noqa: PLC0415 - no run needs it

    return write_mapped_xml(folder, people, {"file": "mosaic.xml", **options}, mapping=XML_MAPPING)


def _write_pages(folder: Path, people: Iterable[Person], options: Mapping[str, Any]) -> Mapping[str, Any]:
    from adapter_core.testing.writing import write_mapped_pages  # noqa: PLC0415 - no run needs it

    return write_mapped_pages(folder, people, options, mapping=XML_MAPPING)
