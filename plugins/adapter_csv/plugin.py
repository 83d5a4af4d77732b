"""What the plugin registers: the backends `csv` and `json`, and a writer of synthetic people."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from adapter_core.hooks import hookimpl
from adapter_core.hooks.capabilities import Capability, Port
from adapter_core.hooks.ports import BackendSpec, SampleWriter
from adapter_csv.backend import CsvConfig, open_csv
from adapter_csv.json_file import JsonConfig, open_json

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from adapter_core.domain.people import Person

SAMPLE_MAPPING = "csv/bundle"
SAMPLE_FIELDS = frozenset(
    {
        "ref", "nhs_number", "title", "given_name", "family_name", "date_of_birth", "gender", "ethnicity",
        "address", "postcode",
        "relationships.other_ref", "relationships.role", "relationships.start", "relationships.end",
        "relationships.is_emergency_contact",
        "gp.code", "gp.name", "gp.start", "gp.end",
        "allocations.worker", "allocations.team", "allocations.start", "allocations.end",
    }
)  # fmt: skip
"""Canonical fields that survive the round trip."""

_CAPABILITIES = frozenset(
    {
        Capability.PEOPLE_READ,
        Capability.PEOPLE_GET,
        Capability.PEOPLE_RESUME,
        Capability.PEOPLE_AT,
        Capability.COHORT,
        Capability.OWNERS,
    }
)
"""What both can do at best: whether there are owners, the mapping decides."""


def _backends(port: Port) -> list[BackendSpec]:
    return [
        BackendSpec("csv", port, _CAPABILITIES, CsvConfig, open_csv, title="CSV files"),
        BackendSpec("json", port, _CAPABILITIES, JsonConfig, open_json, title="JSON file"),
    ]


@hookimpl
def adapter_case_records() -> Iterable[BackendSpec]:
    """CSV files, or a JSON file, as a case system's records."""
    return _backends(Port.CASE_RECORDS)


@hookimpl
def adapter_demographics() -> Iterable[BackendSpec]:
    """CSV files, or a JSON file, as a source of demographics."""
    return _backends(Port.DEMOGRAPHICS)


@hookimpl
def adapter_sample_writers() -> Iterable[SampleWriter]:
    """A folder of CSV files with the columns of the packaged mapping."""
    return [
        SampleWriter(
            name="csv",
            mapping=SAMPLE_MAPPING,
            write=_write_sample,
            fields=SAMPLE_FIELDS,
            title="Several CSV files joined by person, with columns of our own naming",
        )
    ]


def _write_sample(folder: Path, people: Iterable[Person], options: Mapping[str, Any]) -> Mapping[str, Any]:
    from adapter_core.testing.writing import write_mapped_csv  # noqa: PLC0415 - no run needs it

    return write_mapped_csv(folder, people, options, mapping=SAMPLE_MAPPING)
