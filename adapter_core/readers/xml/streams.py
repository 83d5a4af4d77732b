"""The bytes of an extract: unpacked, in an encoding that has ASCII in it, from any place on.

Reading from a place again must not mean reading everything before it again: what is packed or in UTF-16
keeps its state at places along the way.
"""

from __future__ import annotations

import codecs
import re
import zlib
from abc import ABC, abstractmethod
from bisect import bisect_right
from typing import IO, TYPE_CHECKING, Any, Protocol

from adapter_core.errors import SourceUnavailable

if TYPE_CHECKING:
    from adapter_core.readers.trees.limits import Limits

CHUNK = 1 << 18
"""Bytes that are read at a time."""

HEAD = 1 << 9
"""Bytes at the start of a document that tell its encoding."""

EVERY = 1 << 23
"""Bytes between two places that reading can go on from; each costs 45 KB where the file is packed."""

_GZIP = b"\x1f\x8b"
_DECLARED = re.compile(rb"""\s*<\?xml\s[^>]{0,200}?encoding\s*=\s*["']([\w.:-]{1,40})["']""")
_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_NARROW = frozenset({"utf-8", "ascii", "iso8859-1", "iso8859-15", "cp1252"})


class Stream(Protocol):
    """Bytes that can be read from any place on."""

    def read(self, size: int, /) -> bytes:
        """Some bytes, about `size`; none at the end."""
        ...

    def seek(self, position: int, /) -> object:
        """Go on at a place that was read before, or a little further."""
        ...


class _Remembered(ABC):
    """A stream made of another one, with its state kept at places along the way."""

    def __init__(self, below: Stream) -> None:
        self._below = below
        self._places: list[int] = []
        self._states: list[Any] = []
        self._position = 0
        self._last = b""

    def seek(self, position: int) -> None:
        at = bisect_right(self._places, position) - 1
        if at >= 0 and not self._places[at] <= self._position <= position:
            self._restore(self._states[at])
            self._position, self._last = self._places[at], b""
        while self._position < position:
            part = self.read(CHUNK)
            if not part:
                return
            if self._position > position:
                self._last = part[len(part) - (self._position - position) :]
                self._position = position

    def read(self, size: int) -> bytes:
        if self._last:
            part, self._last = self._last, b""
        else:
            if not self._places or self._position >= self._places[-1] + EVERY:
                self._places.append(self._position)
                self._states.append(self._state())
            part = self._next(size)
        self._position += len(part)
        return part

    @abstractmethod
    def _next(self, size: int) -> bytes: ...

    @abstractmethod
    def _state(self) -> Any:  # noqa: ANN401 - whatever the stream needs to go on
        ...

    @abstractmethod
    def _restore(self, state: Any) -> None:  # noqa: ANN401 - likewise
        ...


class Gzip(_Remembered):
    """What a gzip file holds. One that unpacks to far more than files of people do is refused."""

    def __init__(self, file: IO[bytes], limits: Limits, where: str) -> None:
        """Begin at the start of the file."""
        super().__init__(file)
        self._file = file
        self._limits, self._where = limits, where
        self._unpack = zlib.decompressobj(31)
        self._packed = b""
        self._read = 0

    def _next(self, size: int) -> bytes:
        while True:
            if self._unpack.eof and not self._another():
                return b""
            packed = self._packed or self._below.read(CHUNK >> 2)
            self._read += 0 if self._packed else len(packed)
            try:
                part = self._unpack.decompress(packed, size)
            except zlib.error:
                raise self._damaged("The compressed file is damaged.") from None
            self._packed = self._unpack.unconsumed_tail
            if self._position + len(part) > max(self._limits.ratio_from, self._read * self._limits.ratio):
                message = f"The compressed file unpacks to more than {self._limits.ratio} times its size."
                raise SourceUnavailable("FP-0436", message, where=self._where)
            if part:
                return part
            if not packed and not self._unpack.eof:
                raise self._damaged("The compressed file ends too early.")

    def _another(self) -> bool:
        """Whether the file holds another part; noughts that fill it up are none."""
        rest = self._unpack.unused_data.lstrip(b"\0") or self._below.read(CHUNK >> 2).lstrip(b"\0")
        if not rest:
            return False
        if not rest.startswith(_GZIP[: len(rest)]):
            raise self._damaged("Something that is not compressed follows in the compressed file.")
        self._read += len(rest)
        self._unpack, self._packed = zlib.decompressobj(31), rest
        return True

    def _damaged(self, message: str) -> SourceUnavailable:
        return SourceUnavailable("FP-0437", message, where=self._where)

    def _state(self) -> Any:  # noqa: ANN401 - a decompressor has no public type
        return self._file.tell(), self._read, self._unpack.copy(), self._packed

    def _restore(self, state: Any) -> None:  # noqa: ANN401 - likewise
        place, self._read, unpack, self._packed = state
        self._unpack = unpack.copy()
        self._file.seek(place)


class Utf16(_Remembered):
    """UTF-16 as UTF-8. What is no character becomes bytes that no parser reads."""

    def __init__(self, below: Stream, codec: str, start: int) -> None:
        """Begin after the byte-order mark."""
        super().__init__(below)
        self._decoder = codecs.getincrementaldecoder(codec)("surrogatepass")
        self._at = start
        below.seek(start)

    def _next(self, size: int) -> bytes:
        while True:
            raw = self._below.read(size)
            self._at += len(raw)
            try:
                text = self._decoder.decode(raw, final=not raw)
            except UnicodeDecodeError:
                self._decoder.reset()
                return b"\xff"
            if text or not raw:
                return text.encode("utf-8", "surrogatepass")

    def _state(self) -> Any:  # noqa: ANN401 - place and state of the decoder
        return self._at, self._decoder.getstate()

    def _restore(self, state: Any) -> None:  # noqa: ANN401 - likewise
        self._at, decoder = state
        self._decoder.setstate(decoder)
        self._below.seek(self._at)


def open_stream(file: IO[bytes], limits: Limits, where: str) -> tuple[Stream, str, int]:
    """Look at the first bytes of a file: the stream of its text, the encoding of that, and where it begins.

    Args:
        file: the file, at its start.
        limits: how far it may unpack.
        where: names the file in errors.

    Raises:
        SourceUnavailable: FP-0413, it is empty; FP-0434, it is in no encoding that we read, or not in the
            one that it says; FP-0436 and FP-0437 for a compressed one.
    """
    file.seek(0)
    packed = file.read(2) == _GZIP
    file.seek(0)
    stream: Stream = Gzip(file, limits, where) if packed else file
    head = _head(stream)
    if not head:
        raise SourceUnavailable("FP-0413", "The file is empty.", where=where)
    stream.seek(0)
    mark, codec = _encoding(head, where)
    if codec.startswith("utf-16"):
        return Utf16(stream, codec, len(mark)), "utf-8", 0
    stream.seek(len(mark))
    return stream, codec, len(mark)


def _head(stream: Stream) -> bytes:
    head = b""
    try:
        while len(head) < HEAD and (part := stream.read(HEAD)):
            head += part
    except SourceUnavailable:
        # What comes before a fault is read, and the fault met again.
        if not head:
            raise
    return head


def narrow_encoding(head: bytes, where: str) -> str | None:
    """The encoding of a document by its first bytes; None for UTF-16, which libxml2 tells by itself.

    Raises:
        SourceUnavailable: FP-0434, it is in no encoding that is read, or not in the one that it says.
    """
    _, codec = _encoding(head, where)
    return None if codec.startswith("utf-16") else codec


def _encoding(head: bytes, where: str) -> tuple[bytes, str]:
    """The byte-order mark, and Python's name of the encoding: a mark has the last word."""
    mark, codec = next(((mark, codec) for mark, codec in _MARKS if head.startswith(mark)), (b"", ""))
    return mark, codec or _wide(head) or _declared(head, where)


def _wide(head: bytes) -> str:
    """UTF-16 without a mark, by the empty halves of the first two characters."""
    zeros = [byte == 0 for byte in head[:4]]
    if zeros == [False, True, False, True]:
        return "utf-16-le"
    return "utf-16-be" if zeros == [True, False, True, False] else ""


def _declared(head: bytes, where: str) -> str:
    found = _DECLARED.match(head)
    if not found:
        return "utf-8"
    name = found[1].decode("ascii", "replace")
    try:
        codec = codecs.lookup(name).name
    except LookupError:
        codec = ""
    if codec.startswith(("utf-16", "utf-32")):
        message = "The file says that it is in UTF-16, and it is not."
        raise SourceUnavailable("FP-0434", message, where=where)
    if codec not in _NARROW:
        raise SourceUnavailable("FP-0434", "The file is in an encoding that is not read.", where=where)
    return codec
