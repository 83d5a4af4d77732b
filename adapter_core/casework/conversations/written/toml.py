"""A conversation's file in TOML: the same parts, by the names of the record."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal

from adapter_core.casework.conversations.written.faults import unknown_part, unreadable
from adapter_core.casework.conversations.written.parts import (
    ABOUT,
    ELIGIBILITY,
    LISTS,
    PROMPTS,
    TEXTS,
    Document,
    Entry,
    Key,
    ListPart,
    Value,
)
from adapter_core.casework.conversations.written.toml_lines import Lines
from adapter_core.errors import UsageError

_AT = re.compile(r"at line (\d+)")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_QUOTES = re.compile(r'""(?=")|"$')
_PREFIX = "prompts."


def formatted(document: Document) -> str:
    """A file's text: the narrative first."""
    blocks = ["\n".join(f"{field} = {_long(value)}" for field, value in _plain_texts(document))]
    if "about" in document.pairs:
        blocks.append("\n".join(_pairs(document.pairs["about"], ABOUT.keys)))
    prompts = [(field, value) for field, value in document.texts.items() if field in PROMPTS]
    if prompts:
        lines = (f"{field.removeprefix(_PREFIX)} = {_long(value)}" for field, value in prompts)
        blocks.append("\n".join(["[prompts]", *lines]))
    if "eligibility" in document.pairs:
        blocks.append("\n".join(["[eligibility]", *_pairs(document.pairs["eligibility"], ELIGIBILITY.keys)]))
    for field, entries in document.lists.items():
        blocks += ["\n".join([f"[[{field}]]", *_entry(LISTS[field], entry)]) for entry in entries]
    return "\n\n".join(block for block in blocks if block) + "\n"


def parsed(text: str) -> Document:
    """Take a file apart.

    Raises:
        UsageError: it is no TOML (FP-1014), has a key that such a file does not have (FP-1012), or a value of
            a kind that cannot stand there (FP-1013).
    """
    try:
        data = tomllib.loads(text.removeprefix("\ufeff"), parse_float=Decimal)
    except (ValueError, RecursionError) as error:  # a number of thousands of digits is a plain ValueError
        found = _AT.search(str(error))
        line = f"line {found[1]}" if found else f"line {text.count(chr(10)) + 1}"
        raise UsageError("FP-1014", f"The file stops being TOML at {line}.", where=line) from None
    lines = Lines(text)
    document = Document()
    about_keys = {key.name: key for key in ABOUT.keys}
    for name, given in data.items():
        if name in TEXTS:
            document.texts[name] = _value(given, (name,), lines)
        elif name in about_keys:
            about = document.pairs.setdefault("about", Entry())
            about.values += _values(about_keys[name], given, (name,), lines)
        elif name in LISTS:
            document.lists[name] = list(_entries(LISTS[name], given, lines))
        elif name == "prompts":
            document.texts |= _prompts(given, lines)
        elif name == "eligibility":
            keys = {key.name: key for key in ELIGIBILITY.keys}
            document.pairs[name] = _table(keys, given, (name,), lines)
        else:
            known = (*TEXTS, *about_keys, *LISTS, "prompts", "eligibility")
            raise unknown_part(lines.of((name,)), "no such key in a conversation's file", name, known)
    return document


def _prompts(given: object, lines: Lines) -> Iterator[tuple[str, Value]]:
    if not isinstance(given, Mapping):
        raise unreadable(
            Value("", lines.of(("prompts",)), "prompts"), "a table", "Write [prompts] above them."
        )
    for name, text in given.items():
        if _PREFIX + name not in PROMPTS:
            known = [each.removeprefix(_PREFIX) for each in PROMPTS]
            raise unknown_part(lines.of(("prompts", name)), "there is no such prompt", name, known)
        yield _PREFIX + name, _value(text, ("prompts", name), lines)


def _entries(part: ListPart, given: object, lines: Lines) -> Iterator[Entry]:
    rows = given if isinstance(given, list) else [None]
    for number, row in enumerate(rows):
        yield _table(part.all_keys, row, (part.field, number), lines)


def _table(keys: Mapping[str, Key], row: object, path: tuple[str | int, ...], lines: Lines) -> Entry:
    line = lines.of(path)
    if not isinstance(row, Mapping):
        raise unreadable(Value("", line, str(path[0])), "a table", f"Write [[{path[0]}]] above each entry.")
    entry = Entry(line)
    for name, given in row.items():
        if name == "solutions" and "solution" in keys:
            entry.values += _solutions(given, (*path, name), lines)
        elif name in keys and not name.startswith("solution"):
            entry.values += _values(keys[name], given, (*path, name), lines)
        else:
            known = [each for each in keys if not each.startswith("solution")]
            known += ["solutions"] if "solution" in keys else []
            raise unknown_part(lines.of((*path, name)), "no such key in this table", name, known)
    return entry


def _solutions(given: object, path: tuple[str | int, ...], lines: Lines) -> Iterator[tuple[str, Value]]:
    for row in given if isinstance(given, list) else [given]:
        if not isinstance(row, Mapping) or not {"what", "cost"} >= set(row):
            remedy = 'Write solutions = [{ what = "A bus pass", cost = "free" }].'
            raise unreadable(Value("", lines.of(path), "solutions"), "a list of tables", remedy)
        yield "solution", _value(row.get("what", ""), path, lines)
        if "cost" in row:
            yield "solution_cost", _value(row["cost"], path, lines)


def _values(
    key: Key, given: object, path: tuple[str | int, ...], lines: Lines
) -> Iterator[tuple[str, Value]]:
    several = given if key.many and isinstance(given, list) else [given]
    if not several:
        yield key.name, Value("", lines.of(path), key.name)
    for each in several:
        yield key.name, _value(each, path, lines)


def _value(given: object, path: tuple[str | int, ...], lines: Lines) -> Value:
    name = str(path[-1])
    if isinstance(given, (str, bool, int, Decimal, date)):
        return Value(given, lines.of(path), name)
    raise unreadable(
        Value("", lines.of(path), name), "a single value", "Write one text, day, amount, yes or no."
    )


def _plain_texts(document: Document) -> Iterator[tuple[str, Value]]:
    return ((field, document.texts[field]) for field in TEXTS if field in document.texts)


def _pairs(entry: Entry, keys: Iterable[Key]) -> Iterator[str]:
    for key in keys:
        values = entry.every(key.name)
        if values:
            yield f"{key.name} = {_several(key, values)}"


def _entry(part: ListPart, entry: Entry) -> Iterator[str]:
    keys = [key for key in part.all_keys.values() if not key.name.startswith("solution")]
    yield from _pairs(entry, keys)
    solutions: list[list[str]] = []
    for name, value in entry.values:
        if name == "solution":
            solutions.append([f"what = {_short(value)}"])
        elif name == "solution_cost":
            solutions[-1].append(f"cost = {_short(value)}")
    if solutions:
        rows = ", ".join(f"{{ {', '.join(row)} }}" for row in solutions)
        yield f"solutions = [{rows}]"


def _several(key: Key, values: list[Value]) -> str:
    return f"[{', '.join(map(_short, values))}]" if key.many else _long(values[0])


def _short(value: Value) -> str:
    given = value.given
    if isinstance(given, bool):
        return "true" if given else "false"
    if isinstance(given, str):
        return '"' + _escaped(given).replace('"', '\\"').replace("\n", "\\n") + '"'
    return given.isoformat() if isinstance(given, (date, datetime)) else str(given)


def _long(value: Value) -> str:
    given = value.given
    if not isinstance(given, str) or "\n" not in given:
        return _short(value)
    return '"""\n' + _QUOTES.sub(lambda found: found[0].replace('"', '\\"'), _escaped(given)) + '"""'


def _escaped(text: str) -> str:
    text = text.replace("\\", "\\\\")
    return _CONTROL.sub(lambda found: f"\\u{ord(found[0]):04x}", text)
