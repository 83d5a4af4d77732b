"""Writes synthetic people as XML and JSON, in the shape that a mapping reads: files, and pages of an API."""

# ruff: noqa: ANN401 - what JSON holds may be of any type

from __future__ import annotations

import gzip
import json
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING, Any
from xml.etree.ElementTree import Element, SubElement, tostring

from adapter_core.readers.mapping.paths import json_steps, path_of, xml_steps
from adapter_core.testing.writing.media import Nested

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from adapter_core.readers.mapping.plan import Plan
    from adapter_core.testing.writing.people import Record, Row

ROOT = "Extract"
NAMESPACE = "urn:example:extract"
"""Local names alone count: a document in a namespace reads as one without."""


# --- XML ------------------------------------------------------------------------------------------------


def xml_record(plan: Plan, record: Record) -> Element:
    """One person's element."""
    element = Element(plan.loaded.file.record or "Person")
    _fill_xml(element, record.main)
    for row in record.children:
        *above, last = xml_steps(plan.table(row.root).name)
        _fill_xml(SubElement(_reached(element, above), last), row)
    return element


def xml_document(elements: Iterable[Element], attributes: Mapping[str, str] | None = None) -> bytes:
    """A whole document of records.

    Args:
        elements: the records.
        attributes: attributes of the root element: what an API says of a page.
    """
    root = Element(ROOT, {"xmlns": NAMESPACE, **(attributes or {})})
    root.extend(elements)
    document: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return document


def write_xml(path: Path, plan: Plan, records: Iterable[Record]) -> None:
    """Write records into an XML file, streamed; a name that ends in `.gz` is compressed.

    Raises:
        OSError: if it cannot be written.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as plain, _packed(plain, path) as file:
        file.write(f'<?xml version="1.0" encoding="utf-8"?>\n<{ROOT} xmlns="{NAMESPACE}">\n'.encode())
        for number, record in enumerate(records, 1):
            file.write(tostring(xml_record(plan, record), encoding="utf-8") + b"\n")
            if number == 1:
                file.write(
                    b"<!-- a comment, and something that nobody asked for --><Remarks>none</Remarks>\n"
                )
        file.write(f"</{ROOT}>\n".encode())


@contextmanager
def _packed(file: IO[bytes], path: Path) -> Iterator[IO[bytes] | gzip.GzipFile]:
    """The file itself, or what packs into it."""
    if path.suffix != ".gz":
        yield file
        return
    with gzip.GzipFile(fileobj=file, mode="wb", mtime=0) as packed:
        yield packed


def _fill_xml(element: Element, row: Row) -> None:
    for column, raw in row.values.items():
        if raw is None:
            continue
        if isinstance(raw, Nested):
            SubElement(_reached(element, xml_steps(path_of(column))), "See").text = "notes"
            continue
        steps = xml_steps(path_of(column))
        if steps and steps[-1].startswith("@"):
            _reached(element, steps[:-1]).set(steps[-1][1:], str(raw))
        else:
            _reached(element, steps).text = str(raw)


def _reached(element: Element, steps: Sequence[str]) -> Element:
    for step in steps:
        found = element.find(step)
        element = SubElement(element, step) if found is None else found
    return element


# --- JSON -----------------------------------------------------------------------------------------------


def json_record(plan: Plan, record: Record) -> Any:
    """One person's object."""
    made: dict[str, Any] = {}
    _fill_json(made, record.main)
    for row in record.children:
        *above, last = json_steps(plan.table(row.root).name)
        inner: dict[str, Any] = {}
        _fill_json(inner, row)
        _opened(made, above).setdefault(last, []).append(inner)
    return made


def json_document(plan: Plan, made: Sequence[Any], beside: Mapping[str, Any] | None = None) -> Any:
    """A whole document of records.

    Args:
        plan: says where the list stands.
        made: the records.
        beside: what an API says of a page, beside the list.
    """
    steps = plan.loaded.file.records
    if not steps:
        return list(made)
    document: dict[str, Any] = dict(beside or {})
    _opened(document, steps[:-1])[steps[-1]] = list(made)
    return document


def write_json(path: Path, plan: Plan, records: Iterable[Record]) -> None:
    """Write records into a JSON file.

    Raises:
        OSError: if it cannot be written.
    """
    document = json_document(plan, [json_record(plan, each) for each in records])
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8", newline="\n")


def _fill_json(made: dict[str, Any], row: Row) -> None:
    for column, raw in row.values.items():
        *above, last = json_steps(path_of(column))
        if raw is not None:
            _opened(made, above)[last] = raw


def _opened(made: dict[str, Any], steps: Sequence[str]) -> dict[str, Any]:
    for step in steps:
        made = made.setdefault(step, {})
    return made


# --- pages ----------------------------------------------------------------------------------------------


def paged(records: Iterable[Record], size: int) -> Iterator[list[Record]]:
    """Records in pages of a size, the last one perhaps shorter; one empty page if there are none."""
    page: list[Record] = []
    none = True
    for record in records:
        page.append(record)
        if len(page) == size:
            yield page
            page, none = [], False
    if page or none:
        yield page
