"""What the plugin registers: the backend `mosaic`, and a writer of synthetic people in its shape."""

from __future__ import annotations

from typing import TYPE_CHECKING

from adapter_core.hooks import hookimpl
from adapter_core.hooks.capabilities import Capability, Port
from adapter_core.hooks.ports import BackendSpec, SampleWriter
from adapter_mosaic.backend import PLACES, MosaicConfig, open_mosaic
from adapter_mosaic.raw import SAMPLE_FIELDS
from adapter_mosaic.writing import write_sample

if TYPE_CHECKING:
    from collections.abc import Iterable


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
                }
            ),
            config_model=MosaicConfig,
            open=open_mosaic,
            places=PLACES,
            title="Mosaic",
        )
    ]


@hookimpl
def adapter_sample_writers() -> Iterable[SampleWriter]:
    """A SQLite database in the shape of Mosaic's reporting database, with the demo's own tables."""
    return [
        SampleWriter(
            name="mosaic",
            mapping="mosaic/demo",
            write=write_sample,
            fields=SAMPLE_FIELDS,
            title="Mosaic's reporting database, with tables of the demo's own",
        )
    ]
