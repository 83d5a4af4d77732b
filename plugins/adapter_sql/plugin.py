"""What the plugin registers: the backend `sql`, for case records and for demographics."""

from __future__ import annotations

from typing import TYPE_CHECKING

from adapter_core.hooks import hookimpl
from adapter_core.hooks.capabilities import Capability, Port
from adapter_core.hooks.ports import BackendSpec, SampleWriter
from adapter_sql.backend import SqlConfig, open_case_records, open_demographics

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path
    from typing import Any

    from adapter_core.domain.people import Person

SAMPLE_MAPPING = "eclipse/views"
SAMPLE_FIELDS = frozenset(
    {
        "ref",
        "duplicate_of",
        "nhs_number",
        "given_name",
        "family_name",
        "date_of_birth",
        "date_of_death",
        "gender",
        "ethnicity",
        "address",
        "postcode",
        "locality",
        "allocations.worker",
        "allocations.team",
        "allocations.start",
        "allocations.end",
    }
)
"""Canonical fields that `eclipse/views` carries."""

_READS = frozenset({Capability.PEOPLE_READ, Capability.PEOPLE_GET, Capability.PEOPLE_RESUME})


@hookimpl
def adapter_case_records() -> Iterable[BackendSpec]:
    """Any relational database, as the case system."""
    return [
        BackendSpec(
            name="sql",
            port=Port.CASE_RECORDS,
            capabilities=_READS | {Capability.COHORT, Capability.OWNERS, Capability.NOTES_SEEN},
            config_model=SqlConfig,
            open=open_case_records,
            title="Database",
        )
    ]


@hookimpl
def adapter_demographics() -> Iterable[BackendSpec]:
    """Any relational database, to be compared with the master."""
    return [
        BackendSpec(
            name="sql",
            port=Port.DEMOGRAPHICS,
            capabilities=_READS | {Capability.PEOPLE_AT},
            config_model=SqlConfig,
            open=open_demographics,
            title="Database",
        )
    ]


@hookimpl
def adapter_sample_writers() -> Iterable[SampleWriter]:
    """A SQLite database with the views of Eclipse: an example of a database that is read by mapping alone."""
    return [
        SampleWriter(
            name="sql",
            mapping=SAMPLE_MAPPING,
            write=_write_sample,
            fields=SAMPLE_FIELDS,
            title="Eclipse's reporting views, as tables of a database",
        )
    ]


def _write_sample(folder: Path, people: Iterable[Person], options: Mapping[str, Any]) -> Mapping[str, Any]:
    from adapter_core.testing.writing import write_mapped_database  # noqa: PLC0415 - no run needs it

    return write_mapped_database(folder, people, options, mapping=SAMPLE_MAPPING)
