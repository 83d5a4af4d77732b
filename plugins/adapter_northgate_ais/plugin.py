"""What the plugin registers: the backend `northgate_ais`, and a writer of synthetic people in its shape."""

from __future__ import annotations

from typing import TYPE_CHECKING

from adapter_core.hooks import hookimpl
from adapter_core.hooks.capabilities import Capability, Port
from adapter_core.hooks.ports import BackendSpec, SampleWriter
from adapter_northgate_ais.backend import NorthgateAisConfig, open_extract
from adapter_northgate_ais.writing import SAMPLE_FIELDS, write_sample

if TYPE_CHECKING:
    from collections.abc import Iterable


@hookimpl
def adapter_demographics() -> Iterable[BackendSpec]:
    """An extract of Northgate AIS, as a source of demographics."""
    return [
        BackendSpec(
            name="northgate_ais",
            port=Port.DEMOGRAPHICS,
            capabilities=frozenset(
                {
                    Capability.PEOPLE_READ,
                    Capability.PEOPLE_GET,
                    Capability.PEOPLE_RESUME,
                    Capability.PEOPLE_AT,
                }
            ),
            config_model=NorthgateAisConfig,
            open=open_extract,
            title="Northgate AIS",
        )
    ]


@hookimpl
def adapter_sample_writers() -> Iterable[SampleWriter]:
    """A CSV file with the columns of the packaged mapping."""
    return [
        SampleWriter(
            name="northgate_ais",
            mapping="northgate_ais/extract",
            write=write_sample,
            fields=SAMPLE_FIELDS,
            title="An extract of Northgate AIS, with columns of our own naming",
        )
    ]
