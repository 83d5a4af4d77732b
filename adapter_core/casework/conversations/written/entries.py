"""Reads the lists of a Markdown file: entries behind dashes, with lines below them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from adapter_core.casework.conversations.written.faults import misplaced_mark, unknown_part
from adapter_core.casework.conversations.written.markdown import (
    KEYED,
    MARK,
    is_keyed,
    is_mark,
    without_backslash,
)
from adapter_core.casework.conversations.written.parts import (
    NEVER_SHARED,
    Entry,
    Key,
    ListPart,
    PairPart,
    Value,
)
from adapter_core.errors import did_you_mean

_BULLET = re.compile(r"[-*+](?:[ \t](.*))?", re.DOTALL)
_ALIKE = 0.84
"""How alike a word before a colon and a key are where the word is taken for a slip."""
_A_WORD = 4
"""From how many letters on the beginning of a key is taken for it: `service` for `service id`."""

Lines = Iterable[tuple[int, str]]


@dataclass(slots=True)
class _Block:
    """A dash, and what stands below it."""

    line: int
    first: str
    rest: list[tuple[int, str]] = field(default_factory=list)


def _blocks(lines: Lines, *, bare: bool = False) -> Iterator[_Block]:
    """The entries of a list; with `bare`, a line of its own is one without a dash."""
    block: _Block | None = None
    for number, line in lines:
        bullet = _BULLET.fullmatch(line)
        if bullet or (bare and line.strip() and not line[0].isspace()):
            if block:
                yield block
            block = _Block(number, ((bullet[1] or "") if bullet else line).lstrip(" \t"))
        elif block is not None and (not line.strip() or line[0] in " \t"):
            block.rest.append((number, line[1:] if line.startswith("\t") else re.sub("^ {1,2}", "", line)))
        elif line.strip():
            raise unknown_part(
                number,
                "this line belongs to no entry",
                "",
                (),
                'Begin an entry with "- "; indent what belongs to it by two spaces.',
            )
    if block:
        yield block


def _plain(lines: Lines) -> Iterator[str]:
    """Lines of a text in what cannot be marked.

    Raises:
        UsageError: one is meant as a mark (FP-1012).
    """
    for number, line in lines:
        if is_mark(line):
            raise misplaced_mark(number)
        yield without_backslash(line)


class EntryReader:
    """Reads entries whose lines may begin with a key and a colon."""

    def __init__(self, part: ListPart) -> None:
        """Read entries of this part."""
        self._part = part
        self._keys = {key.words.casefold(): key for key in part.keys}
        self._keys |= {key.name: key for key in part.keys}
        self._slips: dict[str, bool] = {}

    def read(self, lines: Lines) -> list[Entry]:
        """The entries.

        Raises:
            UsageError: a line belongs to none, or its key is one that is nearly there, or is there twice
                (FP-1012).
        """
        return [self._entry(block) for block in _blocks(lines)]

    def _entry(self, block: _Block) -> Entry:
        texts: list[tuple[Key, int, list[str]]] = []
        main = Key(self._part.main, self._part.main)
        for number, line in [(block.line, block.first), *block.rest]:
            begins = number == block.line
            is_name = not begins and len(texts) == 1
            key, text = self._keyed(line, number, is_name=is_name, begins=begins)
            if key is not None:
                if not key.many and any(known is key for known, _, _ in texts):
                    raise unknown_part(
                        number,
                        f'"{key.words}" stands in this entry twice',
                        "",
                        (),
                        "Keep one of them.",
                    )
                texts.append((key, number, [text]))
            elif texts:
                texts[-1][2].append(text)
            else:
                texts.append((main, number, [text]))
        values = [(key.name, Value("\n".join(each).strip(), line, key.words)) for key, line, each in texts]
        return Entry(block.line, values)

    def _keyed(self, line: str, number: int, *, is_name: bool, begins: bool) -> tuple[Key | None, str]:
        if line.startswith("\\") and is_keyed(line.lstrip("\\")):
            return None, line[1:]
        if MARK.fullmatch(line):
            if NEVER_SHARED not in self._part.keys or begins:
                raise misplaced_mark(number)
            return NEVER_SHARED, ""
        found = KEYED.fullmatch(line)
        if found is None:
            if is_mark(line):
                raise misplaced_mark(number)
            return None, line
        word = " ".join(found[1].casefold().split())
        key = self._keys.get(word)
        if key is not None:
            return key, found[2] or ""
        if self._is_slip(word) or (is_name and self._part.named):
            raise unknown_part(
                number,
                "no entry of this list has such a word before a colon",
                word,
                (key.words for key in self._part.keys),
                "Put the word right; or put a backslash before it, where it is a part of the text.",
            )
        return None, line

    def _is_slip(self, word: str) -> bool:
        if word not in self._slips:
            begun = len(word) >= _A_WORD and any(key.startswith(f"{word} ") for key in self._keys)
            # What was meant to stay back must not be taken for a text, and leave.
            held_back = "share" in word and (NEVER_SHARED in self._part.keys or "never" in word)
            self._slips[word] = begun or held_back or bool(did_you_mean(word, self._keys, _ALIKE))
        return self._slips[word]


class InlineReader:
    """Reads entries of one line, `- item: status`, with a text below it or behind it."""

    _STATUSES = (
        "considered",
        "not applicable",
        "not_applicable",
        "to do",
        "to_do",
        "not met",
        "met",
        "not said",
    )

    def __init__(self, part: ListPart) -> None:
        """Read entries of this part."""
        self._part = part

    def read(self, lines: Lines) -> list[Entry]:
        """The entries.

        Raises:
            UsageError: a line belongs to none (FP-1012).
        """
        return [self._entry(block) for block in _blocks(lines)]

    def _entry(self, block: _Block) -> Entry:
        item, _, behind = block.first.partition(":")
        status, text = self._status(behind.strip())
        below = _plain([(block.line, text), *block.rest] if text else block.rest)
        body = "\n".join(below).strip()
        values = [(self._part.main, Value(item.strip(), block.line, self._part.title.lower()))]
        if status:
            values.append((self._part.inline, Value(status, block.line, self._part.inline)))
        if body:
            values.append((self._part.body, Value(body, block.line, self._part.body)))
        return Entry(block.line, values)

    def _status(self, behind: str) -> tuple[str, str]:
        folded = behind.casefold()
        for status in self._STATUSES:
            if folded.startswith(status) and not folded[len(status) : len(status) + 1].isalnum():
                return status, behind[len(status) :].lstrip(" .,;:-")
        return "", behind


class PairReader:
    """Reads lines of a word, a colon and a value; a dash before them may be there."""

    def __init__(self, part: PairPart) -> None:
        """Read pairs of this part."""
        self._part = part
        self._keys = {key.words.casefold(): key for key in part.keys}
        self._keys |= {key.name: key for key in part.keys}

    def read(self, lines: Lines, entry: Entry) -> None:
        """Read the lines into an entry.

        Raises:
            UsageError: a word before a colon is none of the part, or stands there twice (FP-1012).
        """
        for block in _blocks(lines, bare=True):
            word, _, given = block.first.partition(":")
            key = self._keys.get(" ".join(word.casefold().split()))
            if key is None:
                raise unknown_part(
                    block.line, f'nothing under "{self._part.title}" has this name', word, self._keys
                )
            if not key.many and entry.first(key.name) is not None:
                raise unknown_part(
                    block.line, f'"{key.words}" stands there twice', "", (), "Keep one of them."
                )
            text = "\n".join([given, *_plain(block.rest)]).strip()
            entry.values.append((key.name, Value(text, block.line, key.words)))
