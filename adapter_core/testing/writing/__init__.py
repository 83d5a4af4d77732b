"""A mapping backwards: synthetic people written so that the mapping reads them again.

From a compiled mapping and people come the raw rows that it reads as exactly these people, over the fields
that it carries, among rows that it must pass over. Sample writers, the examples of rules and the test that
the road of the data does not matter all write by it.
"""

from __future__ import annotations

from adapter_core.testing.writing.people import PeopleBackwards, Record, Row
from adapter_core.testing.writing.samples import (
    mapped_reader,
    write_mapped_csv,
    write_mapped_database,
    write_mapped_json,
    write_mapped_pages,
    write_mapped_xml,
)

__all__ = [
    "PeopleBackwards",
    "Record",
    "Row",
    "mapped_reader",
    "write_mapped_csv",
    "write_mapped_database",
    "write_mapped_json",
    "write_mapped_pages",
    "write_mapped_xml",
]
