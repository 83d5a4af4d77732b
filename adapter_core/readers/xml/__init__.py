"""XML as a source of people: extracts, streamed, and the pages of interfaces. The only room with lxml.

with open_xml_extract(path="people.xml.gz", mapping="mosaic/xml", context=context) as source:
    for page in source.iter_people(PeopleQuery()):
        ...
"""

from __future__ import annotations

from adapter_core.readers.xml.documents import document_records, outermost, whole_document
from adapter_core.readers.xml.extracts import XmlExtract, iter_records
from adapter_core.readers.xml.flattening import XmlFlattener
from adapter_core.readers.xml.opening import open_xml_extract

__all__ = [
    "XmlExtract",
    "XmlFlattener",
    "document_records",
    "iter_records",
    "open_xml_extract",
    "outermost",
    "whole_document",
]
