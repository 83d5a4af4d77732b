"""One CSV file, opened once: its encoding, its header, its records."""

from __future__ import annotations

import csv
import os
from dataclasses import dataclass
from datetime import UTC, datetime
from io import StringIO
from typing import IO, TYPE_CHECKING

from adapter_core.errors import SourceUnavailable
from adapter_core.readers.tabular.encoding import TextEncoding, detect_encoding
from adapter_core.readers.tabular.header import Header, Wanted, read_header
from adapter_core.readers.tabular.records import Records, dialect

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


def open_file(path: Path, where: str) -> IO[bytes]:
    """Open a source's file for reading from its beginning.

    Raises:
        SourceUnavailable: FP-0410, it is gone or locked, or no file can have this name.
    """
    try:
        return path.open("rb")
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or "no file can have this name"
        raise SourceUnavailable("FP-0410", f"The file cannot be opened: {why}.", where=where) from None


@dataclass(frozen=True, slots=True)
class FileFormat:
    """How a file is written.

    Attributes:
        encoding: its encoding; told by its byte-order mark, else UTF-8, if None.
        delimiter: what divides its columns.
        quote: what stands around a field that holds delimiters or ends of lines; nothing does if empty.
    """

    encoding: str | None = None
    delimiter: str = ","
    quote: str = '"'


class TableFile:
    """A CSV file with a header.

    It is opened once: a newer extract that replaces it is for the next run.

    Attributes:
        name: its name for people.
        where: names it in errors.
        again: the file, open, for reading here and there.
    """

    def __init__(self, path: Path, form: FileFormat, wanted: Sequence[Wanted], *, where: str) -> None:
        """Open the file; nothing but its first bytes is read.

        Args:
            path: the file.
            form: how it is written.
            wanted: the columns to read, in order.
            where: names it in errors.

        Raises:
            SourceUnavailable: it is gone, locked (FP-0410) or empty (FP-0413), or not in its encoding
                (FP-0412).
            MappingError: there is no such encoding (FP-0417).
        """
        self.name, self.where = path.name, where
        self._path, self._form, self._wanted = path, form, wanted
        self._dialect = dialect(form.delimiter, form.quote)
        self._header: Header | None = None
        self.again = self.open()
        try:
            self._stamp = self._stamp_of(self.again)
            self.encoding = self._detect(form.encoding)
        except BaseException:
            self.again.close()
            raise

    def open(self) -> IO[bytes]:
        """Open the file for reading from its beginning.

        Raises:
            SourceUnavailable: FP-0410.
        """
        return open_file(self._path, self.where)

    def close(self) -> None:
        """Close the file."""
        self.again.close()

    def _detect(self, declared: str | None) -> TextEncoding:
        if not self.size:
            raise SourceUnavailable("FP-0413", "The file is empty.", where=self.where)
        return detect_encoding(self.again.read(4), declared, where=self.where)

    @staticmethod
    def _stamp_of(file: IO[bytes]) -> tuple[int, int, int]:
        status = os.fstat(file.fileno())
        return status.st_size, status.st_mtime_ns, status.st_ino

    def refuse_changes(self, file: IO[bytes] | None = None) -> None:
        """Make sure that the file is what it was.

        Raises:
            SourceUnavailable: it was written to since (FP-0416).
        """
        if self._stamp_of(file or self.again) != self._stamp:
            raise SourceUnavailable("FP-0416", "The file was changed while it was read.", where=self.where)

    @property
    def size(self) -> int:
        """Its size in bytes."""
        return self._stamp[0]

    @property
    def stamp(self) -> str:
        """What changes with the file: its size, and when it was last written."""
        size, written, _ = self._stamp
        return f"{size}.{written}"

    @property
    def written(self) -> datetime:
        """When it was last written."""
        return datetime.fromtimestamp(self._stamp[1] / 1e9, tz=UTC)

    @property
    def header(self) -> Header:
        """The first record, compared with what is wanted.

        Raises:
            SourceUnavailable: there is none (FP-0413), or it is not in its encoding (FP-0412).
        """
        if self._header is None:
            self._header = read_header(self._by, self._wanted, self._form.delimiter, self.where)
        return self._header

    @property
    def places(self) -> tuple[int, ...]:
        """Where the columns that are wanted stand, in their order.

        Raises:
            MappingError: the header lacks one (FP-0301), has it twice (FP-0415), or is divided by something
                else (FP-0414).
        """
        if self.header.problems:
            raise self.header.problems[0]
        return self.header.places

    # --- records ------------------------------------------------------------------------------------

    def _by(self, delimiter: str) -> Records:
        return Records(self.again, self.encoding, delimiter, where=self.where, quote=self._form.quote)

    def records(self, file: IO[bytes]) -> Records:
        """Every record after the header, of the file opened once more."""
        header = self.header
        return self._records(file, header.end, header.next_line, seen_before=False)

    def _records(self, file: IO[bytes], position: int, line: int = 1, *, seen_before: bool = True) -> Records:
        return Records(
            file, self.encoding, self._form.delimiter, where=self.where, quote=self._form.quote,
            width=self.header.width, position=position, line=line, seen_before=seen_before,
        )  # fmt: skip

    def rows_at(self, positions: Sequence[int]) -> list[list[str]]:
        """Read records again, by their first bytes, which are to ascend: a file is read fastest forwards.

        Raises:
            SourceUnavailable: the file was changed since (FP-0416).
        """
        return self._lines_at(positions) or [self._row_at(position) for position in positions]

    def _lines_at(self, positions: Sequence[int]) -> list[list[str]] | None:
        """The records if each is a line of its own, as nearly all are; else None."""
        if self.encoding.is_wide:
            return None
        seek, readline = self.again.seek, self.again.readline
        lines = []
        for position in positions:
            seek(position)
            lines.append(readline())
        try:
            text = "".join([line.decode(self.encoding.codec) for line in lines])
            rows = list(csv.reader(StringIO(text, newline="\n"), **self._dialect))
        except (UnicodeDecodeError, csv.Error):
            return None
        width = self.header.width
        return rows if len(rows) == len(lines) and set(map(len, rows)) <= {width} else None

    def _row_at(self, position: int) -> list[str]:
        record = next(iter(self._records(self.again, position)), None)
        if record is None or record.fault:
            raise SourceUnavailable("FP-0416", "A record is no longer where it was.", where=self.where)
        return record.fields
