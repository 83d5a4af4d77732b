"""Cuts an extract into its records before anything is parsed, so that a broken one costs itself alone.

In XML a `<` always begins markup, so that where a record begins and ends can be told without parsing:
comments, CDATA and processing instructions are passed over, and elements of the record's own name inside
it are counted. What lies between records is read by libxml2 (`frame`), with an empty element where records
stood: a document that is not well formed, that is cut short or has a document type is an error.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from adapter_core.errors import SourceUnavailable
from adapter_core.readers.xml.parsing import TOO_LARGE
from adapter_core.readers.xml.streams import CHUNK

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from adapter_core.readers.trees.limits import Limits
    from adapter_core.readers.xml.frame import Frame

LONGEST_TOKEN = 400
"""Bytes in which the beginning of a record's tag, or of a comment, is certain to show."""

_ENDS = {b"<!--": b"-->", b"<![CDATA[": b"]]>", b"<?": b"?>"}
_TAG_REST = re.compile(rb"[^<>\"']*+(?:\"[^<\"]*+\"[^<>\"']*+|'[^<']*+'[^<>\"']*+)*+>")
_PREFIX = rb"(?:[^\s<>/:!?\"'=&]{1,100}:)?"
_SLASH = ord("/")
_AFTER = b" \t\r\n/>"


class Piece(NamedTuple):
    """One record.

    Attributes:
        position: its first byte in the stream.
        body: its bytes; none if it cannot be used.
        fault: the reject code if it cannot be used, else empty.
    """

    position: int
    body: bytes
    fault: str = ""


class Splitter:
    """The records of a stream, from a place on.

    Attributes:
        frame: what reads the text between records; None where a record is read again.
    """

    def __init__(  # noqa: PLR0913 - what is read, and from where on
        self,
        read: Callable[[int], bytes],
        record: str,
        limits: Limits,
        where: str,
        *,
        position: int,
        frame: Frame | None,
    ) -> None:
        """Start at a place of the stream."""
        name = re.escape(record.encode())
        self._next_record = re.compile(rb"\s*+<(" + _PREFIX + name + rb")(?=[\s/>])")
        self._token = re.compile(rb"<(?:!--|!\[CDATA\[|!DOCTYPE|\?|(" + _PREFIX + name + rb")(?=[\s/>]))")
        self._read, self._limits, self._where = read, limits, where
        self._buffer = b""
        self._at = 0
        self._base = self._since = position
        self.frame = frame

    def __iter__(self) -> Iterator[Piece]:
        """Give one record after the other.

        Raises:
            SourceUnavailable: FP-0431 to FP-0433, FP-0436.
        """
        while name := self._to_record():
            piece = self._record(name)
            self._since = self._base + self._at
            if self.frame:
                self.frame.record()
            yield piece
        if self.frame:
            self.frame.close()

    # --- between records ------------------------------------------------------------------------------

    def _to_record(self) -> bytes:
        """Go on to the next record; its name as it is written there, or nothing at the end."""
        while True:
            if found := self._next_record.match(self._buffer, self._at):
                self._at = found.start(1) - 1
                return found[1]
            token = self._token.search(self._buffer, self._at)
            if token is None:
                cut = self._buffer.rfind(b"<", max(self._at, len(self._buffer) - LONGEST_TOKEN))
                self._hand_over(len(self._buffer) if cut < 0 else cut)
                if not self._fill(between=True):
                    self._hand_over(len(self._buffer))
                    return b""
                continue
            self._hand_over(token.start())
            if token[1]:
                return token[1]
            if token[0] == b"<!DOCTYPE":
                message = "The file has a document type (DOCTYPE), which is never read."
                raise SourceUnavailable("FP-0433", message, where=self._where)
            self._hand_over(token.end())
            self._pass_over(_ENDS[token[0]], between=True)

    def _hand_over(self, end: int) -> None:
        """Let the frame have the text up to a place."""
        if self.frame and end > self._at:
            self.frame.feed(self._buffer[self._at : end])
        self._at = end

    def _pass_over(self, end: bytes, *, between: bool) -> None:
        """Go on past what ends a comment or the like."""
        while (found := self._buffer.find(end, self._at)) < 0:
            keep = max(self._at, len(self._buffer) - len(end) + 1)
            self._leave(keep, between=between)
            if not self._fill(between=between):
                self._leave(len(self._buffer), between=between)
                return
        self._leave(found + len(end), between=between)

    def _leave(self, end: int, *, between: bool) -> None:
        if between:
            self._hand_over(end)
        self._at = end

    def _fill(self, *, between: bool = False) -> bool:
        """Read on; what lies before the place at hand is forgotten."""
        if between and self._base + self._at - self._since > self._limits.between_bytes:
            message = f"More than {self._limits.between_bytes:,} bytes of the file belong to no record."
            raise SourceUnavailable("FP-0436", message, where=self._where)
        # The longer what has to be kept, the more is read, so that nothing is looked at over and over.
        more = self._read(max(CHUNK, len(self._buffer) - self._at))
        self._buffer = self._buffer[self._at :] + more
        self._base += self._at
        self._at = 0
        return bool(more)

    # --- a record ---------------------------------------------------------------------------------------

    def _record(self, name: bytes) -> Piece:
        position = self._base + self._at
        while (end := self._end(name)) < 0:
            if len(self._buffer) - self._at > self._limits.record_bytes:
                self._skip(name)
                return Piece(position, b"", TOO_LARGE)
            if not self._fill():
                raise self._cut_short()
        body = self._buffer[self._at : end]
        self._at = end
        if len(body) > self._limits.record_bytes:
            return Piece(position, b"", TOO_LARGE)
        return Piece(position, body)

    def _cut_short(self) -> SourceUnavailable:
        message = "The file ends in the middle of a record."
        return SourceUnavailable("FP-0432", message, where=self._where)

    def _end(self, name: bytes) -> int:
        """Where the record at hand ends, or -1 if that is not read yet."""
        buffer, find = self._buffer, self._buffer.find
        begin = self._at + 1 + len(name)
        tag = _TAG_REST.match(buffer, begin)
        if tag:
            begin = tag.end()
            if buffer[begin - 2] == _SLASH:  # the element is empty
                return begin
        close, end = self._close(name, begin)
        if close < 0:
            return -1
        for sign, opening in ((b"!", b"<!"), (b"?", b"<?")):
            at = find(sign, begin, close)
            if at >= 0 and find(opening, at - 1, close) >= 0:
                return self._end_with_care(name, begin)
        at = find(b"<" + name, begin, close)
        while at >= 0:
            if buffer[at + 1 + len(name)] in _AFTER:
                return self._end_with_care(name, begin)
            at = find(b"<" + name, at + 1, close)
        return end

    def _close(self, name: bytes, begin: int) -> tuple[int, int]:
        """The next end tag of a name: where it begins and ends, or -1 twice."""
        buffer, tag = self._buffer, b"</" + name
        close = buffer.find(tag, begin)
        while close >= 0:
            after = close + len(tag)
            if buffer[after : after + 1] == b">":
                return close, after + 1
            end = buffer.find(b">", after)
            if end < 0:
                return -1, -1
            if not buffer[after:end].strip():
                return close, end + 1
            close = buffer.find(tag, after)
        return -1, -1

    def _end_with_care(self, name: bytes, at: int) -> int:
        """As `_end`, in a record that has comments, CDATA or elements of its own name."""
        inside = self._inside(name)
        depth = 1
        while found := inside.search(self._buffer, at):
            ending = _ENDS.get(found[0])
            if ending:
                at = self._buffer.find(ending, found.end())
                if at < 0:
                    return -1
                at += len(ending)
                continue
            depth, at = self._step(found, depth)
            if not depth:
                return at
        return -1

    def _step(self, found: re.Match[bytes], depth: int) -> tuple[int, int]:
        """What an element of the record's own name does: the depth after its tag, and where that ends."""
        if found[0].startswith(b"</"):
            return depth - 1, found.end()
        tag = _TAG_REST.match(self._buffer, found.end())
        if tag and self._buffer[tag.end() - 2] == _SLASH:
            return depth, tag.end()
        return depth + 1, tag.end() if tag else found.end()

    @staticmethod
    def _inside(name: bytes) -> re.Pattern[bytes]:
        plain = re.escape(name)
        return re.compile(rb"<(?:!--|!\[CDATA\[|\?|/" + plain + rb"\s*+>|" + plain + rb"(?=[\s/>]))")

    def _skip(self, name: bytes) -> None:
        """Go past a record that is too large, without keeping it."""
        inside = self._inside(name)
        self._at += 1 + len(name)
        depth = 1
        while depth:
            found = inside.search(self._buffer, self._at)
            if found is None:
                self._at = max(self._at, len(self._buffer) - LONGEST_TOKEN)
                if not self._fill():
                    raise self._cut_short()
                continue
            self._at = found.end()
            ending = _ENDS.get(found[0])
            if ending:
                self._pass_over(ending, between=False)
            else:
                depth, self._at = self._step(found, depth)
