"""A conversation's file in Markdown: text with a few headings of the second order, and lists of entries."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from adapter_core.casework.conversations.written.parts import (
    LISTS,
    PAIRS,
    PROMPTS,
    TEXTS,
    Document,
    Entry,
    ListPart,
    PairPart,
    Value,
)
from adapter_core.domain.values import day_in_words as day

KEYED = re.compile(r"\s*([A-Za-z][A-Za-z' _-]{0,29}?)\s*:(?:\s(.*))?", re.DOTALL)
"""A line of an entry that begins with a word and a colon."""

_TO_BE = r"[\W_]*never[\W_]*(?:to[\W_]+be[\W_]+)?"
_YES = r"(?:[\W_]*(?:yes|true|y))?[\W_]*"
MARK = re.compile(rf"{_TO_BE}shared{_YES}", re.IGNORECASE)
"""A line of an entry that marks it, were there no backslash before it: with a colon or without, with a dash,
a full stop, asterisks. What was meant to stay back must not be taken for a text, and leave."""

MEANT = re.compile(rf"{_TO_BE}shared?(?:{_YES}|[\W_]*[:\uff1a].*)", re.IGNORECASE | re.DOTALL)
"""A line that is meant to mark something, wherever it stands; what is meant may stand behind a colon."""

PROTECTED = re.compile(r"\\*(?:##(?!#)|<!--)")
"""A line of a text that would be read as a heading or a hint, were there no backslash before it."""


def formatted(document: Document) -> str:
    """A file's text: the narrative without a heading first, and what the conversation was at the end."""
    blocks = []
    if "happened" in document.texts:
        blocks.append(_lines(document.texts["happened"]))
    blocks += _text_block(document, "matters", TEXTS["matters"][0])
    for field in ("statements", "present"):
        blocks += _list_block(document, LISTS[field])
    for field, titles in {**PROMPTS, **TEXTS}.items():
        if field not in {"happened", "matters"}:
            blocks += _text_block(document, field, titles[0])
    for field, part in LISTS.items():
        if field not in {"statements", "present"}:
            blocks += _list_block(document, part)
    for name in ("eligibility", "about"):
        if name in document.pairs:
            blocks.append("\n".join(_pair_lines(PAIRS[name], document.pairs[name])))
    return "\n\n".join(blocks) + "\n"


def shown(value: Value) -> str:
    """A value as people write it."""
    given = value.given
    if isinstance(given, bool):
        return "yes" if given else "no"
    return day(given) if isinstance(given, date) else str(given)


def is_keyed(line: str) -> bool:
    """Whether a line of an entry would be read as one of its keys, or be refused as nearly one."""
    return bool(KEYED.fullmatch(line) or MEANT.fullmatch(line))


def is_protected(line: str) -> bool:
    """Whether a line of a text would be read as something else, were there no backslash before it."""
    return bool(PROTECTED.match(line) or MEANT.fullmatch(line))


def is_mark(line: str) -> bool:
    """Whether a line is meant to mark something as never shared."""
    return not line.startswith("\\") and MEANT.fullmatch(line) is not None


def without_backslash(line: str) -> str:
    """A line of what cannot be marked, as it was before it was written."""
    return line[1:] if line.startswith("\\") and MEANT.fullmatch(line) else line


def _text_block(document: Document, field: str, title: str) -> list[str]:
    if field not in document.texts:
        return []
    return [f"## {title}\n{_lines(document.texts[field])}".rstrip("\n")]


def _lines(value: Value) -> str:
    return "\n".join(f"\\{line}" if is_protected(line) else line for line in shown(value).split("\n"))


def _list_block(document: Document, part: ListPart) -> list[str]:
    if part.field not in document.lists:
        return []
    lines = [line for entry in document.lists[part.field] for line in _entry_lines(part, entry)]
    return ["\n".join([f"## {part.title}", *lines])]


def _entry_lines(part: ListPart, entry: Entry) -> Iterator[str]:
    if part.inline:
        status = entry.first(part.inline)
        main = shown(entry.first(part.main) or Value(""))
        yield f"- {main}: {shown(status)}" if status else f"- {main}"
        body = entry.first(part.body)
        yield from (f"  {_unmarked(line)}" for line in shown(body).split("\n")) if body else ()
        return
    for key, value in entry.values:
        first, *rest = shown(value).split("\n")
        if key == part.main:
            yield f"- {_protected(first)}"
        else:
            yield f"  {part.all_keys[key].words}: {first}"
        yield from (f"  {_protected(line)}" for line in rest)


def _pair_lines(part: PairPart, entry: Entry) -> Iterator[str]:
    yield f"## {part.title}"
    words = {key.name: key.words for key in part.keys}
    for key, value in entry.values:
        first, *rest = shown(value).split("\n")
        yield f"- {words[key]}: {first}"
        yield from (f"  {_unmarked(line)}" for line in rest)


def _protected(line: str) -> str:
    return f"\\{line}" if is_keyed(line.lstrip("\\")) else line


def _unmarked(line: str) -> str:
    return f"\\{line}" if MEANT.fullmatch(line) else line
