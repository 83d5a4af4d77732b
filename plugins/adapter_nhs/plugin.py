"""What the plugin registers: the backends `nhs` and `pds_files`, and a writer of practice lists."""

from __future__ import annotations

from typing import TYPE_CHECKING

from adapter_core.hooks import hookimpl
from adapter_core.hooks.capabilities import Capability, Port
from adapter_core.hooks.ports import BackendSpec, SampleWriter
from adapter_nhs.backend import NhsConfig, open_lists
from adapter_nhs.pds_patient import FIELDS
from adapter_nhs.pds_source import CAPABILITIES, PdsConfig, open_pds
from adapter_nhs.writing import write_sample

if TYPE_CHECKING:
    from collections.abc import Iterable


@hookimpl
def adapter_reference_data() -> Iterable[BackendSpec]:
    """The list of GP practices, as reference data."""
    return [
        BackendSpec(
            name="nhs",
            port=Port.REFERENCE_DATA,
            capabilities=frozenset({Capability.PRACTICES}),
            config_model=NhsConfig,
            open=open_lists,
            title="NHS practice list",
        )
    ]


@hookimpl
def adapter_demographics() -> Iterable[BackendSpec]:
    """Answers of PDS in files, as a source of demographics."""
    return [
        BackendSpec(
            name="pds_files",
            port=Port.DEMOGRAPHICS,
            capabilities=CAPABILITIES,
            config_model=PdsConfig,
            open=open_pds,
            fields=FIELDS,
            title="PDS",
        )
    ]


@hookimpl
def adapter_sample_writers() -> Iterable[SampleWriter]:
    """A practice list with headings; it holds no people."""
    return [
        SampleWriter(
            name="nhs",
            mapping="",
            write=write_sample,
            fields=frozenset(),
            title="A list of GP practices, with headings and successors",
        )
    ]
