"""Writes a proposed mapping as TOML, each line with how sure it is and why; doubtful lines as comments."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from adapter_core.domain.codes import CODE_LISTS
from adapter_core.domain.people import FIELDS
from adapter_core.readers.mapping.paths import json_steps

if TYPE_CHECKING:
    from collections.abc import Iterator

    from adapter_core.service.mapping_tools.proposal import Line, Proposal, ProposedTable

_BARE = re.compile(r"[A-Za-z0-9_-]+")
_DOUBT = "#? "
_LIST = 2
_HEAD = """\
# Proposed by `fingerpost mapping infer`. Nothing here is certain: read every line, and correct it.
# Each says how sure it is and why. A line that begins with "#?" is doubtful: take
# the sign away if it is right.
# Then try it:  fingerpost mapping check THIS_FILE --sample SAMPLE
"""


def write_mapping(proposal: Proposal) -> str:
    """The whole text of a proposed mapping."""
    return "\n".join(_lines(proposal)) + "\n"


def toml(value: object) -> str:
    """A value as TOML writes it, on one line."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{key_of(key)} = {toml(each)}" for key, each in value.items()) + " }"
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(map(toml, value)) + "]"
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    return str(value)


def key_of(key: str) -> str:
    """A key as TOML writes it."""
    return key if _BARE.fullmatch(key) else toml(key)


def _lines(proposal: Proposal) -> Iterator[str]:
    yield from _HEAD.splitlines()
    yield "schema = 1"
    yield f"format = {toml(proposal.format)}"
    for key, value in proposal.head.items():
        yield f"{key} = {toml(value)}"
    for note in proposal.notes:
        yield f"# {_comment(note)}"
    kind = "files" if proposal.format == "csv" else "tables"
    used = _used(proposal)
    for alias, table in proposal.tables.items():
        if alias in used:
            yield ""
            yield from _table(kind, table)
    gone = [(path.split("."), why) for path, why in proposal.removed]
    of_person = [(steps[1], why) for steps, why in gone if steps[0] == "person"]
    if proposal.person or of_person:
        yield ""
        yield "[person]"
        yield from (_field(proposal, line) for line in proposal.person)
        yield from _removed(of_person)
    lists = [(steps[1], why) for steps, why in gone if steps[0] == "each" and len(steps) == _LIST]
    if lists:
        yield ""
        yield "[each]"
        yield from _removed(lists)
    of_lists = [(steps, why) for steps, why in gone if steps[0] == "each" and len(steps) > _LIST]
    for name in dict.fromkeys((*proposal.lists, *(steps[1] for steps, _ in of_lists))):
        of_table, lines = proposal.lists.get(name, (None, []))
        yield ""
        yield from _list(proposal, name, of_table, lines)
        yield from _removed([(steps[2], why) for steps, why in of_lists if steps[1] == name])
    for table_name, codes in proposal.codes.items():
        yield ""
        yield from _codes(proposal, table_name, codes)


def _comment(text: str) -> str:
    """A text that stays a comment: names of a source may hold ends of lines."""
    return "".join(each if each.isprintable() else " " for each in text)


def _removed(gone: list[tuple[str, str]]) -> Iterator[str]:
    """What the mapping that is extended reads, and the source lacks."""
    for name, why in gone:
        yield f"{key_of(name)} = false   # {_comment(why)}"


def _used(proposal: Proposal) -> set[str]:
    """The tables that a line reads from, and those by which they are reached."""
    used = {alias for line in proposal.lines() for alias, _ in line.columns}
    used |= {alias for alias, _ in proposal.lists.values() if alias is not None}
    waiting = list(used)
    while waiting:
        table = proposal.tables.get(waiting.pop())
        for left in (table.keys.get("join") or {}) if table else {}:
            alias = left.partition(".")[0]
            if alias not in used:
                used.add(alias)
                waiting.append(alias)
    return used


def _table(kind: str, table: ProposedTable) -> Iterator[str]:
    sure = f"{table.confidence:.0%}: " if table.confidence < 1 else ""
    why = f"   # {sure}{_comment(table.reason)}" if table.reason else ""
    yield f"[{kind}.{key_of(table.alias)}]{why}"
    for key, value in table.keys.items():
        yield f"{key} = {toml(value)}"


def _field(proposal: Proposal, line: Line, table: str | None = None) -> str:
    name = line.field.rpartition(".")[2]
    aliases = {alias for alias, _ in line.columns}
    keys: dict[str, Any] = {}
    if proposal.format == "xml":
        keys["path"] = _one_or_all([column for _, column in line.columns])
    elif proposal.format == "json":
        keys["path"] = _one_or_all([list(json_steps(column)) or "." for _, column in line.columns])
    else:
        keys["column"] = _one_or_all([f"{alias}.{c}" if alias else c for alias, c in line.columns])
    if proposal.format in {"xml", "json"} and table is None and aliases != {""}:
        keys["table"] = next(iter(aliases))
    spec = FIELDS.get(line.field)
    about = (
        f"; {spec.description[0].lower()}{spec.description[1:].rstrip('.')}"
        if spec and not line.is_sure
        else ""
    )
    why = _comment(", ".join(line.reasons)) or "nothing speaks against it"
    sign = "" if line.is_sure else _DOUBT
    return f"{sign}{name} = {toml(keys | line.keys)}   # {line.confidence:.0%}: {why}{about}"


def _one_or_all(values: list[Any]) -> Any:  # noqa: ANN401 - a text, a list of steps, or a list of either
    return values[0] if len(values) == 1 else values


def _list(proposal: Proposal, name: str, alias: str | None, lines: list[Line]) -> Iterator[str]:
    sign = "" if any(line.is_sure for line in lines) or not lines else _DOUBT
    why = f"   # {_comment(proposal.doubts[name])}" if name in proposal.doubts else ""
    yield f"{sign}[each.{name}]{why}"
    if alias is not None:
        yield f"{sign}table = {toml(alias)}"
    yield from (_field(proposal, line, alias) for line in lines)


def _codes(proposal: Proposal, name: str, codes: dict[str, str]) -> Iterator[str]:
    line = next(each for each in proposal.lines() if each.keys.get("codes") == name)
    known = CODE_LISTS[FIELDS[line.field].codes or ""]
    sign = "" if line.is_sure else _DOUBT
    yield f"{sign}[codes.{name}]   # your code = one of {', '.join(code.id for code in known.codes)}"
    shares = proposal.shares.get(name, {})
    for raw, code in codes.items():
        share = f"{shares[raw]:.0%}" if raw in shares else ""
        if code:
            yield f"{sign}{toml(raw)} = {toml(code)}" + (f"   # {share}" if share else "")
        else:
            yield f'{_DOUBT}{toml(raw)} = ""   # {share + ": " if share else ""}say what it means'
