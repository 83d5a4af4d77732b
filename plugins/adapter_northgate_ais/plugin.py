"""What the plugin registers: backends for an extract and for look-ups, and a writer of synthetic people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from adapter_core.hooks import hookimpl
from adapter_core.hooks.capabilities import Capability, Port
from adapter_core.hooks.ports import BackendSpec, SampleWriter
from adapter_northgate_ais.backend import NorthgateAisConfig, open_extract
from adapter_northgate_ais.http import NorthgateAisHttpConfig, open_look_up
from adapter_northgate_ais.writing import SAMPLE_FIELDS, write_sample

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from contextlib import AbstractContextManager
    from pathlib import Path
    from typing import Any

    from pydantic import BaseModel

    from adapter_core.domain.people import Person

LOOK_UP_MAPPING = "northgate_ais/lookup"


_CAPABILITIES = frozenset({Capability.PEOPLE_READ, Capability.PEOPLE_GET, Capability.PEOPLE_RESUME})
"""What both roads into Northgate AIS can do."""


def _backend(
    name: str,
    config_model: type[BaseModel],
    opener: Callable[..., AbstractContextManager[Any]],
    *more: Capability,
) -> BackendSpec:
    return BackendSpec(
        name=name,
        port=Port.DEMOGRAPHICS,
        capabilities=_CAPABILITIES | {*more},
        config_model=config_model,
        open=opener,
        title="Northgate AIS",
    )


@hookimpl
def adapter_demographics() -> Iterable[BackendSpec]:
    """An extract of Northgate AIS, and its look-up over HTTP, as sources of demographics."""
    return [
        _backend("northgate_ais", NorthgateAisConfig, open_extract, Capability.PEOPLE_AT),
        _backend("northgate_ais_http", NorthgateAisHttpConfig, open_look_up, Capability.PEOPLE_LOOKUP),
    ]


@hookimpl
def adapter_sample_writers() -> Iterable[SampleWriter]:
    """A CSV file with the columns of the packaged mapping, and JSON with the keys of the other one."""
    return [
        SampleWriter(
            name="northgate_ais",
            mapping="northgate_ais/extract",
            write=write_sample,
            fields=SAMPLE_FIELDS,
            title="An extract of Northgate AIS, with columns of our own naming",
        ),
        SampleWriter(
            name="northgate_ais_http",
            mapping=LOOK_UP_MAPPING,
            write=_write_answers,
            fields=SAMPLE_FIELDS,
            title="Northgate AIS over HTTP, in JSON with keys of our own naming",
        ),
    ]


def _write_answers(folder: Path, people: Iterable[Person], options: Mapping[str, Any]) -> Mapping[str, Any]:
    from adapter_core.testing.writing import write_mapped_pages  # noqa: PLC0415 - no run needs it

    return write_mapped_pages(folder, people, {"look_up": True, **options}, mapping=LOOK_UP_MAPPING)
