"""Trees, XML and JSON alike: records become rows, rows become pages of people.

pages = RecordPages(reader, JsonFlattener(reader.plan))
page = pages.page(json_records(body, ["data", "people"]), range(1, 101), cursor)
"""

from __future__ import annotations

from adapter_core.readers.trees.flattening import UNREADABLE, Flattener, JsonFlattener
from adapter_core.readers.trees.json_documents import json_document, json_records, records_at
from adapter_core.readers.trees.json_files import open_json_file
from adapter_core.readers.trees.limits import LIMITS, Limits
from adapter_core.readers.trees.pages import RecordPages, References, SeenReferences
from adapter_core.readers.trees.source import Chunk, RecordFile, TreeFileSource

__all__ = [
    "LIMITS",
    "UNREADABLE",
    "Chunk",
    "Flattener",
    "JsonFlattener",
    "Limits",
    "RecordFile",
    "RecordPages",
    "References",
    "SeenReferences",
    "TreeFileSource",
    "json_document",
    "json_records",
    "open_json_file",
    "records_at",
]
