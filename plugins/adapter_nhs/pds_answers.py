"""Finds the answers of PDS in files: a Bundle, one resource, or one resource a line; one file or a folder.

An answer is known by where it stands (`entry 3`; in a folder `file 2, line 17`, files counted by name).
The name of a file is never said: people save a patient under their NHS number.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, Any

from adapter_core.errors import SourceUnavailable

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MOST_BYTES = 64 * 1024 * 1024
"""Of a file that is one JSON document."""

LONGEST_LINE = 1024 * 1024
"""Bytes of one resource in a file of lines; an answer of PDS has a few thousand."""

DEEPEST = 3
"""Bundles inside bundles: the answer to a batch of searches is one."""

LINES = (".ndjson", ".jsonl")
ENDINGS = (".json", *LINES)
_BROKEN, _TOO_BIG, _BROKEN_LINE = "FP-0812", "FP-0813", "FP-0819"

_NUMBER = re.compile(r"[0-9]{10}\Z")
_ASKED = re.compile(r"/Patient/([0-9]{10})(?:/|\Z)")


@dataclass(frozen=True, slots=True)
class Answer:
    """One resource that PDS answered with, or why there is none.

    Attributes:
        where: where it stands, for people.
        resource: the resource; None where there is a fault.
        fault: an `FP-` code, or empty.
        asked: the NHS number in the address that was asked for, or in the file's name; else empty.
        label: what the asker called the question: the identifier of the Bundle, or the file's name.
    """

    where: str
    resource: dict[str, Any] | None
    fault: str = ""
    asked: str = ""
    label: str = ""


def read_answers(path: Path, *, where: str) -> Iterator[Answer]:
    """Stream every answer of a file, or of a folder's files by name.

    Args:
        path: a file, or a folder, of which only files that end in .json, .ndjson or .jsonl are read.
        where: names the source in errors.

    Raises:
        SourceUnavailable: it cannot be opened or read (FP-0810), a folder holds no such file (FP-0811),
            or the only file is not JSON (FP-0812) or too big (FP-0813).
    """
    try:
        if path.is_dir():
            files = sorted(
                each
                for each in path.iterdir()
                if each.suffix.lower() in ENDINGS and not each.name.startswith(".") and each.is_file()
            )
            if not files:
                raise SourceUnavailable("FP-0811", "The folder holds no answer in JSON.", where=where)
            for number, file in enumerate(files, start=1):
                yield from _of_file(file, f"file {number}")
            return
        for answer in _of_file(path, ""):
            if answer.fault in {_BROKEN, _TOO_BIG} and not answer.where:
                what = "is not JSON" if answer.fault == _BROKEN else "is too big"
                raise SourceUnavailable(answer.fault, f"The file {what}.", where=where)
            yield answer
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise SourceUnavailable("FP-0810", f"It cannot be read: {reason}.", where=where) from None


def _of_file(path: Path, name: str) -> Iterator[Answer]:
    label = path.stem
    asked = label if _NUMBER.match(label) else ""
    with path.open("rb") as file:
        if path.suffix.lower() in LINES:
            yield from _of_lines(file, name)
            return
        content = file.read(MOST_BYTES + 1)
        if len(content) > MOST_BYTES:
            yield Answer(name, None, _TOO_BIG)
            return
        try:
            document = json.loads(content)
        except RecursionError:
            yield Answer(name, None, _TOO_BIG)
        except ValueError:  # what is no text, and no JSON
            file.seek(0)
            yield from _of_lines(file, name) if _begins_as_lines(content) else [Answer(name, None, _BROKEN)]
        else:
            del content
            yield from _of_resource(document, name, asked, label)


def _begins_as_lines(content: bytes) -> bool:
    """Whether what is no JSON as a whole begins with a line that is a resource."""
    first, more, _ = content.partition(b"\n")
    return bool(more) and _loaded(first) is not None


def _of_lines(file: IO[bytes], name: str) -> Iterator[Answer]:
    number = 0
    while line := file.readline(LONGEST_LINE + 1):
        number += 1
        here = _joined(name, f"line {number}")
        if len(line) > LONGEST_LINE:
            yield Answer(here, None, _TOO_BIG)
            while line and not line.endswith(b"\n"):
                line = file.readline(LONGEST_LINE)
            continue
        if not line.strip():
            continue
        resource = _loaded(line)
        if resource is None:
            yield Answer(here, None, _BROKEN_LINE)
        else:
            yield from _of_resource(resource, here, "", "")


def _loaded(line: bytes) -> dict[str, Any] | None:
    try:
        resource = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return resource if isinstance(resource, dict) else None


def _of_resource(resource: Any, name: str, asked: str, label: str, depth: int = 0) -> Iterator[Answer]:  # noqa: ANN401 - any JSON
    """An answer by itself, or every entry of a Bundle."""
    if not isinstance(resource, dict):
        yield Answer(name, None, _BROKEN)
        return
    if resource.get("resourceType") != "Bundle":
        yield Answer(name or "the only entry", resource, asked=asked, label=label)
        return
    if depth >= DEEPEST:
        yield Answer(name, None, _TOO_BIG)
        return
    identifier = resource.get("identifier")
    if isinstance(identifier, dict) and isinstance(identifier.get("value"), str):
        label = identifier["value"]
    entries = resource.get("entry", [])
    for number, entry in enumerate(entries if isinstance(entries, list) else [None], start=1):
        here = _joined(name, f"entry {number}")
        if not isinstance(entry, dict) or not isinstance(entry.get("resource"), dict):
            yield Answer(here, None, "FP-0814")
            continue
        address = entry.get("fullUrl")
        found = _ASKED.search(address) if isinstance(address, str) else None
        yield from _of_resource(entry["resource"], here, found[1] if found else asked, label, depth + 1)


def _joined(name: str, more: str) -> str:
    return f"{name}, {more}" if name else more
