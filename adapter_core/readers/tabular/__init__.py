"""Tables in files: CSV extracts of one file or several, streamed by mapping in bounded memory.

with TabularSource(path, loaded, reader, source="ais") as source:
    for page in source.iter_people(PeopleQuery()):
        ...
"""

from __future__ import annotations

from adapter_core.readers.tabular.bundle import FileOptions, Options
from adapter_core.readers.tabular.encoding import TextEncoding, detect_encoding
from adapter_core.readers.tabular.records import Records
from adapter_core.readers.tabular.runs import Record, Run
from adapter_core.readers.tabular.source import TabularSource

__all__ = [
    "FileOptions",
    "Options",
    "Record",
    "Records",
    "Run",
    "TabularSource",
    "TextEncoding",
    "detect_encoding",
]
