"""Which encoding a file is in. What cannot be told for certain is asked for, never guessed.

A name with an accent that was read in the wrong encoding looks like another name, joins nobody and
is sent out in letters; so a wrong encoding stops the reading, with the byte that proves it wrong.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING

from adapter_core.errors import MappingError, SourceUnavailable

if TYPE_CHECKING:
    from collections.abc import Callable

LONGEST_LINE = 1 << 20
"""Bytes; what is longer is no row of a table."""

ENOUGH = 3
"""How many letters in UTF-8, and none that is not, show that a file is not in the encoding declared."""

_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_WIDE = {"utf-16-le": b"\n\x00", "utf-16-be": b"\x00\n"}
_NOT_ASCII = re.compile(rb"[\x80-\xff]+")
# The UTF-8 of accented Latin letters, signs and typographic quotes: in a Windows encoding "Ã©", "Â£", "â€™".
_UTF8_LETTERS = re.compile(rb"(?:\xc3[\x80-\xbf]|\xc2[\xa0-\xbf]|\xe2\x80[\x90-\xaf])+").fullmatch


@dataclass(frozen=True, slots=True)
class TextEncoding:
    """The encoding of a file.

    Attributes:
        codec: Python's name of it, without a byte-order mark.
        start: position of the first byte of text: past the byte-order mark.
        certain: whether a byte-order mark says so.
    """

    codec: str
    start: int = 0
    certain: bool = False

    @property
    def newline(self) -> bytes:
        """What ends a line."""
        return _WIDE.get(self.codec, b"\n")

    @property
    def is_wide(self) -> bool:
        """Whether every character takes two bytes or more."""
        return self.codec in _WIDE

    @property
    def title(self) -> str:
        """Its name for people."""
        return {"cp1252": "windows-1252", "iso8859-1": "iso-8859-1"}.get(self.codec, self.codec)


def detect_encoding(head: bytes, declared: str | None, *, where: str) -> TextEncoding:
    """Tell the encoding of a file: its byte-order mark, else what was declared, else UTF-8.

    Args:
        head: the first bytes of the file, four at least where it has them.
        declared: what the config or the mapping says.
        where: names the file in errors.

    Raises:
        MappingError: there is no such encoding, or it is none that CSV files come in (FP-0417).
        SourceUnavailable: UTF-16 where nothing says so, or no UTF-16 where something does (FP-0412).
    """
    wanted = _known(declared, where) if declared else None
    for mark, codec in _BYTE_ORDER_MARKS:
        if head.startswith(mark):
            return TextEncoding(codec, len(mark), certain=True)
    looks = _looks_wide(head)
    if wanted == "utf-16":
        if looks is None:
            raise SourceUnavailable(
                "FP-0412",
                "Bytes 1 to 4 are no UTF-16 text.",
                where=where,
                remedy='Set encoding = "utf-8" or "windows-1252", whichever the file was saved in.',
            )
        return TextEncoding(looks)
    if looks is not None and wanted not in _WIDE:
        raise SourceUnavailable(
            "FP-0412",
            f"Byte {head.index(0) + 1} is a NUL, as in UTF-16, and the file has no byte-order mark.",
            where=where,
            remedy=f'Set encoding = "{looks}", or save the file as UTF-8.',
        )
    return TextEncoding(wanted or "utf-8")


def _looks_wide(head: bytes) -> str | None:
    """UTF-16 without a mark, by the empty halves of the first two characters."""
    zeros = [byte == 0 for byte in head[:4]]
    if zeros == [False, True, False, True]:
        return "utf-16-le"
    return "utf-16-be" if zeros == [True, False, True, False] else None


def _known(name: str, where: str) -> str:
    try:
        codec = codecs.lookup(name).name.removesuffix("-sig")
        if codec in ("utf-16", *_WIDE) or "\n".encode(codec) == b"\n":
            return codec
    except (LookupError, ValueError):
        pass
    raise MappingError("FP-0417", f'There is no encoding "{name[:40]}" for CSV files.', where=where)


class WrongEncodingWatch:
    """Notices UTF-8 in a file that was declared to be in a Windows encoding, which can read any bytes.

    Single records that were spoilt before they came here do not set it off: it takes several letters in
    UTF-8, and not one that is not.
    """

    def __init__(self, encoding: TextEncoding) -> None:
        """Watch, unless the encoding tells a wrong byte by itself."""
        self.active = not encoding.is_wide and encoding.codec not in ("utf-8", "ascii")
        self._found = 0
        self._first = 0

    def is_wrong(self, raw: bytes, position: int) -> int | None:
        """Look at a line that is not ASCII: the position of the first letter in UTF-8 once it is certain."""
        for found in _NOT_ASCII.finditer(raw):
            if not _UTF8_LETTERS(found[0]):
                self.active = False
                return None
            self._first = self._first or position + found.start() + 1
            self._found += 1
        return self._first if self._found >= ENOUGH else None


def wide_readline(file: IO[bytes], encoding: TextEncoding) -> Callable[[], bytes]:
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
