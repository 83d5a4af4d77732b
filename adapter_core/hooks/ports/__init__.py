"""The ports: what a backend does once it is opened. Hooks register; ports work."""

from __future__ import annotations

from adapter_core.hooks.ports.directory import Directory, DirectoryFeed
from adapter_core.hooks.ports.joining import Identity, LooksUp, Matcher
from adapter_core.hooks.ports.people import PAGE_SIZE, CaseRecords, Demographics, Page, PeopleQuery
from adapter_core.hooks.ports.reference_data import ReferenceData
from adapter_core.hooks.ports.registering import BackendSpec, HealthCheck, OpenContext
from adapter_core.hooks.ports.reports import (
    MOST_UNMAPPED,
    TOO_MANY_UNMAPPED,
    ColumnProblem,
    Reject,
    SourceReport,
)
from adapter_core.hooks.ports.samples import FilledDirectory, SampleDirectory, SampleTown, SampleWriter
from adapter_core.hooks.ports.writing import SeesWritten, Sighting, Writes

__all__ = [
    "MOST_UNMAPPED",
    "PAGE_SIZE",
    "TOO_MANY_UNMAPPED",
    "BackendSpec",
    "CaseRecords",
    "ColumnProblem",
    "Demographics",
    "Directory",
    "DirectoryFeed",
    "FilledDirectory",
    "HealthCheck",
    "Identity",
    "LooksUp",
    "Matcher",
    "OpenContext",
    "Page",
    "PeopleQuery",
    "ReferenceData",
    "Reject",
    "SampleDirectory",
    "SampleTown",
    "SampleWriter",
    "SeesWritten",
    "Sighting",
    "SourceReport",
    "Writes",
]
