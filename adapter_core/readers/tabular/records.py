"""The records of a CSV file, each with the byte that it begins at.

Lines are cut from bytes, so that positions are exact in any encoding, and the csv module puts lines
together into records: a quoted field may hold line breaks. A quote that is never closed would
swallow the records after it; a broken record therefore costs its first line, and reading goes on
with the next.
"""

from __future__ import annotations

import csv
from functools import partial
from typing import IO, TYPE_CHECKING, NamedTuple

from adapter_core.errors import SourceUnavailable
from adapter_core.readers.tabular.encoding import TextEncoding, WrongEncodingWatch

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

BROKEN_ROW = "FP-0510"
NOT_TEXT = "FP-0512"

LONGEST_LINE = 1 << 20
"""Bytes; what is longer is no row of a table."""


class Record(NamedTuple):
    """One record.

    Attributes:
        position: its first byte, counted from 0.
        line: number of its first line in the file, from 1.
        fields: its fields as text; empty for a blank line.
        fault: an `FP-` code if it cannot be used, else empty.
    """

    position: int
    line: int
    fields: list[str]
    fault: str


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
            width: how many fields a record has; any number if None.
            position: where to begin; at the first byte of text if None.
            line: number of the line there.
            seen_before: whether the file was read before, so that its encoding is known to be right.
        """
        self.encoding = encoding
        self.proven = encoding.certain
        self._file, self._delimiter, self._width, self._where = file, delimiter, width, where
        self._watch = WrongEncodingWatch(encoding)
        self._watch.active &= not seen_before
        self._readline = (
            _wide_readline(file, encoding) if encoding.is_wide else partial(file.readline, LONGEST_LINE)
        )
        self._fault = ""
        self._go_to(encoding.start if position is None else position, line)

    def _go_to(self, position: int, line: int) -> None:
        self._file.seek(position)
        self.position, self.line = position, line

    def __iter__(self) -> Iterator[Record]:
        """Read on.

        Raises:
            SourceUnavailable: it is not in its encoding (FP-0412), or cannot be read any more (FP-0419).
        """
        try:
            yield from self._read()
        except OSError as error:
            raise SourceUnavailable(
                "FP-0419", f"Reading stopped at line {self.line}: {error.strerror}.", where=self._where
            ) from None

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
            yield make(Record, (position, line, fields, fault))
            if fault and self.line > line + 1:
                self._go_to(position, line)
                next(self._lines(), None)
                parse = self._parser()

    def _parser(self) -> Iterator[list[str]]:
        # Not strict, it lets a closing quote in mid-field pass: two broken records could make one good one.
        return csv.reader(self._lines(), delimiter=self._delimiter, strict=True)

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


def _wide_readline(file: IO[bytes], encoding: TextEncoding) -> Callable[[], bytes]:
    """Cut lines from UTF-16, where the byte of a line feed may be half of another letter."""
    newline = encoding.newline
    one_more = newline.endswith(b"\x00")

    def readline() -> bytes:
        line = b""
        while len(line) < LONGEST_LINE:
            part = file.readline(LONGEST_LINE - len(line))
            line += part
            if not part:
                break
            if one_more and len(line) % 2:
                line += file.read(1)
            if len(line) % 2 == 0 and line.endswith(newline):
                break
        return line

    return readline
