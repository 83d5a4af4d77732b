"""Profiles XML and JSON documents, and finds where their records are."""

from __future__ import annotations

import json
from collections import Counter
from contextlib import closing
from typing import TYPE_CHECKING, Any
from xml.etree.ElementTree import ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import iterparse

from adapter_core.errors import SourceUnavailable, UsageError
from adapter_core.readers.profiling.trees import TreeProfiler

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import date
    from pathlib import Path
    from typing import IO
    from xml.etree.ElementTree import Element

    from adapter_core.readers.profiling.model import Scan
    from adapter_core.readers.profiling.trees import Steps

    Told = Callable[[int], None] | None

LARGEST_JSON = 256 * 1024 * 1024
"""Bytes of a JSON document, which is read whole."""

_DEEPEST = 60
_GZIP = b"\x1f\x8b"


# --- XML ----------------------------------------------------------------------------------------------


def scan_xml(
    path: Path, *, on: date, record: str | None = None, rows: int | None, progress: Told = None
) -> Scan:
    """Profile an XML file, record by record.

    Args:
        path: the file.
        on: the day it is made.
        record: the element of one person; the first that repeats if None.
        rows: how many records to look at; all if None.
        progress: told how many records were read so far.

    Raises:
        SourceUnavailable: the file cannot be opened (FP-0410).
        UsageError: it is no XML that may be read (FP-0325), or nothing in it repeats (FP-0326).
    """
    name = record or find_record(path)
    profiler = TreeProfiler()
    for element in _elements(path, name):
        nodes, repeated, values = _of_element(element)
        profiler.add(nodes, repeated, values)
        if progress is not None and profiler.records % 1000 == 0:
            progress(profiler.records)
        if profiler.records == rows:
            break
    if not profiler.records:
        raise UsageError("FP-0326", f'The file has no element "{name}".', where=path.name)
    return profiler.told("xml", on, record=name)


def find_record(path: Path) -> str:
    """The element that repeats nearest to the root: one person's, in an extract.

    Raises:
        UsageError: nothing repeats (FP-0326), or it is no XML that may be read (FP-0325).
    """
    best: tuple[int, str] | None = None
    stack: list[Counter[str]] = []
    looked_at = 0
    for event, element in _events(path, ("start", "end")):
        if event == "start":
            name = _local(element.tag)
            if stack:
                stack[-1][name] += 1
                depth = len(stack)
                if stack[-1][name] > 1 and (best is None or depth < best[0]):
                    best = depth, name
            stack.append(Counter())
            looked_at += 1
        else:
            stack.pop()
            element.clear()
        if best is not None and (best[0] == 1 or looked_at > 100_000):  # noqa: PLR2004 - enough to tell
            break
    if best is None:
        raise UsageError("FP-0326", "No element of the file repeats.", where=path.name)
    return best[1]


def _events(path: Path, events: Sequence[str]) -> Iterator[tuple[str, Element]]:
    try:
        with closing(path.open("rb")) as file:
            yield from iterparse(_unpacked(file, path.name), events=events, forbid_dtd=True)
    except OSError as error:
        raise SourceUnavailable(
            "FP-0410", f"The file cannot be opened: {error.strerror}.", where=path.name
        ) from None
    except ParseError as error:
        line = error.position[0]
        raise UsageError(
            "FP-0325", f"The file is no well-formed XML at line {line}.", where=path.name
        ) from None
    except (DefusedXmlException, ValueError):
        raise UsageError(
            "FP-0325", "The file has a DOCTYPE or entities, which are not read.", where=path.name
        ) from None


def _unpacked(file: IO[bytes], name: str) -> Any:  # noqa: ANN401 - a file, or what unpacks one
    """The file, or what unpacks it within limits where it is compressed.

    Raises:
        UsageError: it is compressed, and the extra that unpacks it is not installed (FP-0321).
    """
    packed = file.read(2) == _GZIP
    file.seek(0)
    if not packed:
        return file
    try:
        from adapter_core.readers.trees.limits import LIMITS  # noqa: PLC0415 - of an extra
        from adapter_core.readers.xml.streams import Gzip  # noqa: PLC0415 - likewise
    except ImportError:
        message = "To read a compressed file the extra is wanted: pip install fingerpost[xml]."
        raise UsageError("FP-0321", message, where=name) from None
    return Gzip(file, LIMITS, name)


def _elements(path: Path, record: str) -> Iterator[Element]:
    """Each element of a name, whole, and forgotten afterwards; those inside another belong to it."""
    inside = 0
    parents: list[Element] = []
    for event, element in _events(path, ("start", "end")):
        is_record = _local(element.tag) == record
        if event == "start":
            inside += is_record
            parents.append(element)
            continue
        parents.pop()
        inside -= is_record
        if is_record and not inside:
            yield element
        if not inside:
            element.clear()
            if parents:
                parents[-1].remove(element)


def _local(tag: object) -> str:
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def _of_element(record: Element) -> tuple[list[Steps], set[Steps], list[tuple[Steps, object]]]:
    nodes: list[Steps] = []
    repeated: set[Steps] = set()
    values: list[tuple[Steps, object]] = []

    def walk(element: Element, path: Steps) -> None:
        values.extend(((*path, f"@{_local(name)}"), value) for name, value in element.attrib.items())
        children = [child for child in element if _local(child.tag)]
        text = (element.text or "").strip()
        if text or not (children or element.attrib):
            values.append((path, text))
        times = Counter(_local(child.tag) for child in children)
        for child in children:
            steps = (*path, _local(child.tag))
            nodes.append(steps)
            if times[steps[-1]] > 1:
                repeated.add(steps)
            if len(steps) < _DEEPEST:
                walk(child, steps)

    walk(record, ())
    return nodes, repeated, values


# --- JSON ---------------------------------------------------------------------------------------------


def scan_json(
    path: Path, *, on: date, records: Sequence[str] | None = None, rows: int | None, progress: Told = None
) -> Scan:
    """Profile a JSON document.

    Args:
        path: the file.
        on: the day it is made.
        records: steps to the list of people; the nearest list of objects if None.
        rows: how many records to look at; all if None.
        progress: told how many records were read so far.

    Raises:
        SourceUnavailable: the file cannot be opened (FP-0410).
        UsageError: it is no JSON (FP-0327), or holds no records there (FP-0326).
    """
    document = _document(path)
    steps = tuple(records) if records is not None else find_records(document)
    found = document
    for step in steps or ():
        found = found.get(step) if isinstance(found, dict) else None
    people = [found] if isinstance(found, dict) else found
    if steps is None or not isinstance(people, list) or not any(isinstance(each, dict) for each in people):
        raise UsageError("FP-0326", "The file has no list of objects there.", where=path.name)
    profiler = TreeProfiler()
    for person in people[:rows]:
        if isinstance(person, dict):
            profiler.add(*_of_object(person))
            if progress is not None and profiler.records % 1000 == 0:
                progress(profiler.records)
    return profiler.told("json", on, records=steps)


def find_records(document: object) -> Steps | None:
    """Steps to the nearest list of objects; none where the document is that list; None if there is none."""
    level: list[tuple[Steps, object]] = [((), document)]
    for _ in range(6):
        for steps, value in level:
            if isinstance(value, list) and any(isinstance(each, dict) for each in value):
                return steps
        level = [
            ((*steps, key), below)
            for steps, value in level
            if isinstance(value, dict)
            for key, below in value.items()
        ]
    return () if isinstance(document, dict) else None


def _document(path: Path) -> Any:  # noqa: ANN401 - what JSON may hold
    try:
        if path.stat().st_size > LARGEST_JSON:
            raise UsageError("FP-0327", "The file is larger than 256 MB: give a part of it.", where=path.name)
        return json.loads(path.read_bytes())
    except OSError as error:
        raise SourceUnavailable(
            "FP-0410", f"The file cannot be opened: {error.strerror}.", where=path.name
        ) from None
    except (ValueError, RecursionError):
        raise UsageError("FP-0327", "The file is no JSON.", where=path.name) from None


def _of_object(record: dict[str, Any]) -> tuple[list[Steps], set[Steps], list[tuple[Steps, object]]]:
    nodes: list[Steps] = []
    repeated: set[Steps] = set()
    values: list[tuple[Steps, object]] = []

    def walk(value: object, path: Steps) -> None:
        if isinstance(value, dict):
            for key, below in value.items():
                steps = (*path, key)
                if isinstance(below, dict):
                    nodes.append(steps)
                if len(steps) < _DEEPEST:
                    walk(below, steps)
        elif isinstance(value, list):
            repeated.add(path)
            for below in value:
                nodes.append(path)
                if isinstance(below, list):
                    values.append((path, b""))
                else:
                    walk(below, path)
        else:
            values.append((path, value))

    walk(record, ())
    return nodes, repeated, values
