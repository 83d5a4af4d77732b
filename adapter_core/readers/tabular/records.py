"""The records of a CSV file, each with the byte that it begins at.

Lines are cut from bytes, so that positions are exact in any encoding, and the csv module puts lines
together into records: a quoted field may hold line breaks. A quote that is never closed would
swallow the records after it; a broken record therefore costs its first line, and reading goes on
with the next.
"""

from __future__ import annotations

import csv
from functools import partial
from io import BytesIO, StringIO
from itertools import accumulate
from typing import IO, TYPE_CHECKING, Any

from adapter_core.errors import SourceUnavailable
from adapter_core.readers.tabular.encoding import (
    LONGEST_LINE,
    TextEncoding,
    WrongEncodingWatch,
    wide_readline,
)
from adapter_core.readers.tabular.runs import BROKEN_ROW, NOT_TEXT, Record, Run, sorted_out

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

BLOCK = 1 << 16
"""Bytes that are read and decoded at once: few enough for one broken row not to cost much."""


class Records:
    """The records of one open file, from a position on. Blank lines are left out.

    Attributes:
        encoding: the file's encoding.
        position: first byte of what comes next.
        line: number of the line there.
        proven: whether a letter in the file showed it to be in UTF-8: from then on, bytes that are
            none spoil their own record alone.
    """

    def __init__(  # noqa: PLR0913 - what a file is, and where to begin in it
        self,
        file: IO[bytes],
        encoding: TextEncoding,
        delimiter: str,
        *,
        where: str,
        quote: str = '"',
        width: int | None = None,
        position: int | None = None,
        line: int = 1,
        seen_before: bool = False,
    ) -> None:
        """Take a file that is open for reading bytes.

        Args:
            file: the file.
            encoding: its encoding.
            delimiter: what divides its columns.
            where: names the file in errors.
            quote: what stands around a field that holds delimiters or ends of lines; nothing does if empty.
            width: how many fields a record has; any number if None.
            position: where to begin; at the first byte of text if None.
            line: number of the line there.
            seen_before: whether the file was read before, so that its encoding is known to be right.
        """
        self.encoding = encoding
        self.proven = encoding.certain
        self._file, self._width, self._where = file, width, where
        self._dialect = dialect(delimiter, quote)
        self._delimiter, self._quote = delimiter, quote
        self._in_lines = True
        self._watch = WrongEncodingWatch(encoding)
        self._watch.active &= not seen_before
        self._readline = (
            wide_readline(file, encoding) if encoding.is_wide else partial(file.readline, LONGEST_LINE)
        )
        self._fault = self._text = ""
        self._go_to(encoding.start if position is None else position, line)

    def _go_to(self, position: int, line: int) -> None:
        self._file.seek(position)
        self.position, self.line = position, line

    def __iter__(self) -> Iterator[Record]:
        """Read on, one record at a time.

        Raises:
            SourceUnavailable: it is not in its encoding (FP-0412), or cannot be read any more (FP-0419).
        """
        try:
            yield from self._read()
        except OSError as error:
            raise self._stopped(error) from None

    def runs(self) -> Iterator[Run]:
        """Read on, many records at a time: the same records as one at a time, at half the cost.

        Raises:
            SourceUnavailable: it is not in its encoding (FP-0412), or cannot be read any more (FP-0419).
        """
        try:
            while block := self._block():
                end = self.position + len(block)
                yield from self._at_once(block)
                if self.position < end:
                    yield from self._one_by_one(end)
        except OSError as error:
            raise self._stopped(error) from None

    def _stopped(self, error: OSError) -> SourceUnavailable:
        message = f"Reading stopped at line {self.line}: {error.strerror}."
        return SourceUnavailable("FP-0419", message, where=self._where)

    # --- many at once -------------------------------------------------------------------------------

    def _block(self) -> bytes:
        """The bytes that come next, up to the end of a line."""
        if self.encoding.is_wide:
            return self._file.read(BLOCK)  # its lines are for `wide_readline` to find
        block = self._file.read(BLOCK)
        return block + self._file.readline(LONGEST_LINE) if block else b""

    def _at_once(self, block: bytes) -> list[Run]:
        """The records of a block as far as nothing is the matter with it; moves `position` and `line` on."""
        text = self._decoded(block)
        if text is None:
            return []
        starts = list(accumulate(map(len, BytesIO(block).readlines()), initial=self.position))
        line, ends, rows = self.line, None, self._in_lines and self._parsed(text)
        if not rows or len(rows) != len(starts) - 1:
            rows, ends = self._parsed_with_ends(text)
        positions: list[int] = starts
        lines: Sequence[int] = range(line, line + len(rows))
        read = len(rows)
        if ends is not None:
            firsts = [0, *ends[:-1]] if ends else []
            read = ends[-1] if ends else 0
            positions = [starts[first] for first in firsts]
            lines = [line + first for first in firsts]
        self.position = starts[read]
        self.line = line + read
        widths = set(map(len, rows))
        if widths == {self._width} or (self._width is None and 0 not in widths):
            del positions[len(rows) :]
            return [Run(rows, positions, lines)] if rows else []
        return list(sorted_out(rows, positions, lines, self._width))

    def _decoded(self, block: bytes) -> str | None:
        """A block as text; None where it takes a look at each line."""
        if self.encoding.is_wide or b"\0" in block or len(block) >= LONGEST_LINE:
            return None
        if self._watch.active and not block.isascii():
            return None
        try:
            text = block.decode(self.encoding.codec)
        except UnicodeDecodeError:
            return None
        if len(text) != len(block):
            if text.count("\n") != block.count(b"\n"):
                return None
            self.proven = True
        return text

    def _parsed(self, text: str) -> list[list[str]] | None:
        """The records of a text if each is a line of its own; None, or some of them, if not."""
        try:
            return list(csv.reader(StringIO(text, newline="\n"), **self._dialect))
        except csv.Error:
            return None

    def _parsed_with_ends(self, text: str) -> tuple[list[list[str]], list[int]]:
        """The records of a text up to the first that is broken, and after how many lines each ends."""
        rows: list[list[str]] = []
        ends: list[int] = []
        parse = csv.reader(StringIO(text, newline="\n"), **self._dialect)
        last, width = 0, self._width
        try:
            for row in parse:
                end = parse.line_num
                if end > last + 1:
                    self._in_lines = False
                    if width is not None and len(row) != width:
                        break
                rows.append(row)
                ends.append(end)
                last = end
        except csv.Error:
            pass  # broken, or it ends in the next block
        return rows, ends

    def _one_by_one(self, end: int) -> Iterator[Run]:
        """The records that begin before a place, each looked at line by line."""
        self._go_to(self.position, self.line)
        for record in self._read():
            yield Run([record.fields], [record.position], (record.line,), record.fault)
            if self.position >= end:
                return

    # --- one at a time ------------------------------------------------------------------------------

    def _read(self) -> Iterator[Record]:
        parse = self._parser()
        make = tuple.__new__  # half the cost of Record(…), once a record
        while True:
            position, line = self.position, self.line
            self._fault = ""
            try:
                fields = next(parse)
            except StopIteration:
                return
            except csv.Error:
                fields, fault = [], self._fault or BROKEN_ROW
            else:
                fault = self._fault
                if not fault and len(fields) != self._width and self._width is not None:
                    if not fields:
                        continue
                    fault = BROKEN_ROW
                elif not fields and not fault:
                    continue
            if fault and self.line > line + 1:
                self._go_to(position, line)
                next(self._lines(), None)
                parse = self._parser()
            if fault and not fields and self._width is not None:
                fields = self._text.replace(self._quote, "").split(self._delimiter)
            yield make(Record, (position, line, fields, fault))

    def _parser(self) -> Iterator[list[str]]:
        return csv.reader(self._lines(), **self._dialect)

    def _lines(self) -> Iterator[str]:
        """Physical lines as text; moves `position` and `line` on."""
        codec = self.encoding.codec
        newline = self.encoding.newline
        for raw in iter(self._readline, b""):
            text: str
            if len(raw) >= LONGEST_LINE and not raw.endswith(newline):
                self._fault = BROKEN_ROW
                self.position += len(raw) + self._rest_of_line(newline)
                text = "\n"
            else:
                try:
                    text = raw.decode(codec)
                except UnicodeDecodeError as error:
                    text = self._undecodable(raw, error)
                if len(text) != len(raw):
                    self.proven = True
                if self._watch.active and not raw.isascii():
                    self._watch_out(raw)
                if "\0" in text:
                    self._fault = NOT_TEXT
                self.position += len(raw)
            self.line += 1
            self._text = text
            yield text

    def _rest_of_line(self, newline: bytes) -> int:
        skipped = 0
        for raw in iter(self._readline, b""):
            skipped += len(raw)
            if raw.endswith(newline):
                break
        return skipped

    def _undecodable(self, raw: bytes, error: UnicodeDecodeError) -> str:
        if self.proven:
            self._fault = NOT_TEXT
            return raw.decode(self.encoding.codec, "replace")
        other = "utf-8" if self.encoding.codec not in ("utf-8", "ascii") else "windows-1252"
        raise SourceUnavailable(
            "FP-0412",
            f"Byte {self.position + error.start + 1} (line {self.line}) is no {self.encoding.title}.",
            where=self._where,
            remedy=f'Set encoding = "{other}" for this source if that is what the file was saved in.',
        )

    def _watch_out(self, raw: bytes) -> None:
        wrong = self._watch.is_wrong(raw, self.position)
        if wrong is not None:
            raise SourceUnavailable(
                "FP-0412",
                f"Byte {wrong} begins a letter in UTF-8, and the file was to be in {self.encoding.title}.",
                where=self._where,
                remedy='Set encoding = "utf-8" for this source.',
            )


def dialect(delimiter: str, quote: str) -> dict[str, Any]:
    """What the csv module is to be told; see `Records`."""
    # Not strict, it lets a closing quote in mid-field pass: two broken records could make one good one.
    quoting = {"quotechar": quote} if quote else {"quoting": csv.QUOTE_NONE, "quotechar": None}
    return {"delimiter": delimiter, "strict": True, **quoting}
