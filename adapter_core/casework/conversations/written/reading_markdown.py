"""Reads a conversation's file in Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from adapter_core.casework.conversations.written.entries import EntryReader, InlineReader, PairReader
from adapter_core.casework.conversations.written.faults import misplaced_mark, unknown_part
from adapter_core.casework.conversations.written.markdown import is_mark, is_protected
from adapter_core.casework.conversations.written.parts import (
    LISTS,
    NEVER_SHARED,
    PAIRS,
    PROMPTS,
    TEXTS,
    Document,
    Entry,
    ListPart,
    PairPart,
    Value,
)

_HEADING = re.compile(r"##(?!#)[ \t]*(.*?)[ \t#:]*", re.DOTALL)

Part = str | ListPart | PairPart


def parsed(text: str) -> Document:
    """Take a file apart.

    Text before the first heading is what happened. Lines between `<!--` and `-->` are hints, and not kept. A
    heading that stands there twice is one part.

    Raises:
        UsageError: a heading, a line or a word before a colon is none that the file has, or a hint does not
            end (FP-1012).
    """
    document = Document()
    part: Part = "happened"
    lines: list[tuple[int, str]] = []
    for number, line in _without_hints(text):
        heading = _HEADING.fullmatch(line)
        if heading is None:
            lines.append((number, line))
            continue
        _take(document, part, lines)
        part, lines = _part(heading[1], number), []
        _open(document, part, number)
    _take(document, part, lines)
    return document


def _without_hints(text: str) -> Iterator[tuple[int, str]]:
    began = 0
    plain = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    for number, given in enumerate(plain.split("\n"), 1):
        line = given
        if not began and line.startswith("<!--"):
            began = number
            line = line[4:]
        if began:
            _, end, line = line.partition("-->")
            if not end:
                continue
            began = 0
            if not line.strip():
                continue
            line = line.lstrip()
        yield number, line
    if began:
        raise unknown_part(
            began, 'A hint begins here with "<!--" and does not end', "", (), 'Close it with "-->".'
        )


@cache
def _headings() -> dict[str, Part]:
    found: dict[str, Part] = {}
    for field, titles in {**TEXTS, **PROMPTS}.items():
        found |= {_comparable(title): field for title in titles}
    found |= {_comparable(part.title): part for part in LISTS.values()}
    found |= {_comparable(part.title): part for part in PAIRS.values()}
    return found


def _comparable(heading: str) -> str:
    return " ".join(heading.replace("_", " ").casefold().split()).rstrip("?:. ")


def _part(heading: str, line: int) -> Part:
    known = _headings()
    word = _comparable(heading)
    if word not in known:
        raise unknown_part(
            line,
            "no part of a conversation's file has this heading",
            word,
            known,
            "Use one of the headings of the template; one of your own, within a text, begins with ###.",
        )
    return known[word]


def _open(document: Document, part: Part, line: int) -> None:
    """Note that a part stands in the file, even if nothing stands in it."""
    if isinstance(part, ListPart):
        document.lists.setdefault(part.field, [])
    elif isinstance(part, PairPart):
        document.pairs.setdefault(part.name, Entry(line))
    else:
        document.texts.setdefault(part, Value("", line, part))


def _take(document: Document, part: Part, lines: list[tuple[int, str]]) -> None:
    """Put the lines of a part where they belong."""
    if isinstance(part, ListPart):
        reader = InlineReader(part) if part.inline else EntryReader(part)
        document.lists[part.field] += reader.read(lines)
    elif isinstance(part, PairPart):
        PairReader(part).read(lines, document.pairs[part.name])
    else:
        _take_text(document, part, lines)


def _take_text(document: Document, field: str, lines: list[tuple[int, str]]) -> None:
    if field != NEVER_SHARED.name and (marks := [number for number, line in lines if is_mark(line)]):
        raise misplaced_mark(marks[0])
    plain = (line[1:] if line.startswith("\\") and is_protected(line) else line for _, line in lines)
    written = "\n".join(plain).strip()
    before = document.texts.get(field)
    if before is None and not written:
        return
    parts = [str(before.given) if before else "", written]
    document.texts[field] = Value(
        "\n\n".join(each for each in parts if each), lines[0][0] if lines else 0, field
    )
