"""Tables in files: CSV extracts, streamed by mapping in bounded memory.

with TabularSource(path, loaded, reader, source="ais") as source:
    for page in source.iter_people(PeopleQuery()):
        ...
"""

from __future__ import annotations

from adapter_core.readers.tabular.encoding import TextEncoding, detect_encoding
from adapter_core.readers.tabular.records import Record, Records
from adapter_core.readers.tabular.source import TabularSource

__all__ = ["Record", "Records", "TabularSource", "TextEncoding", "detect_encoding"]
