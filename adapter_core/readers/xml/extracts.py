"""An XML extract as records that come in the file's order, and can be read again from where they stand."""

from __future__ import annotations

from contextlib import suppress
from typing import IO, TYPE_CHECKING

from adapter_core.errors import SourceUnavailable
from adapter_core.hooks.ports import Reject
from adapter_core.readers.tabular.encoding import TextEncoding, WrongEncodingWatch
from adapter_core.readers.trees.limits import LIMITS
from adapter_core.readers.trees.source import Chunk
from adapter_core.readers.xml.frame import Frame
from adapter_core.readers.xml.records import parse_records
from adapter_core.readers.xml.splitting import Splitter
from adapter_core.readers.xml.streams import CHUNK, open_stream

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from lxml.etree import _Element as Element

    from adapter_core.readers.trees.limits import Limits
    from adapter_core.readers.xml.splitting import Piece

CHUNK_BYTES = 8_000_000
"""Bytes of records that make a page, however few they are."""

READ_AGAIN = 1 << 14
"""Bytes that are read for one record that is wanted again."""


def iter_records(
    file: IO[bytes], record: str, limits: Limits = LIMITS, *, where: str = ""
) -> Iterator[Element]:
    """Every sound record of an extract, in order, in memory that does not grow; broken ones are left out.

    Raises:
        SourceUnavailable: as `XmlExtract.chunks`.
    """
    for chunk in XmlExtract(file, record, limits=limits, where=where).chunks(file, 1000, None):
        yield from chunk.records


class XmlExtract:
    """The records of one XML file, compressed or not; see `trees.RecordFile`."""

    def __init__(self, again: IO[bytes], record: str, *, limits: Limits = LIMITS, where: str = "") -> None:
        """Look at the first bytes.

        Args:
            again: the file, from which `at` reads; the caller closes it, and moves nothing in it.
            record: local name of the element that holds one person.
            limits: how much one record may hold, and how far a file may unpack.
            where: names the file in errors.

        Raises:
            SourceUnavailable: FP-0413, it is empty; FP-0434, its encoding; FP-0436 and FP-0437, unpacking it.
        """
        self._record, self._limits, self._where = record, limits, where
        self._again, self._encoding, self._start = open_stream(again, limits, where)
        self._prefixes: dict[str, str] = {}

    def chunks(self, file: IO[bytes], size: int, stop: int | None) -> Iterator[Chunk]:
        """See `trees.RecordFile`.

        Raises:
            SourceUnavailable: FP-0431, it is not well formed; FP-0432, it is cut short; FP-0433, it has a
                document type; FP-0434, it is in another encoding; FP-0435, there is no record in it;
                FP-0436, it is too large or unpacks to too much; FP-0437, it does not unpack.
        """
        stream, encoding, start = open_stream(file, self._limits, self._where)
        frame = Frame(encoding, self._where)
        self._prefixes = frame.prefixes
        pieces: list[Piece] = []
        number = held = 0
        try:
            for piece in self._pieces(stream.read, start, frame):
                pieces.append(piece)
                held += len(piece.body)
                number += 1
                if len(pieces) >= size or held >= CHUNK_BYTES or number == stop:
                    frame.settle()
                    full, pieces, held = pieces, [], 0
                    yield self._chunk(full, number)
        except SourceUnavailable:
            with suppress(SourceUnavailable):
                frame.settle()
            # What came before the fault stays read, but for records that stand where none may.
            before = number - len(pieces)
            pieces = pieces[: frame.sound - before]
            if pieces:
                yield self._chunk(pieces, before + len(pieces))
            raise
        if not number:
            message = f"The file has no element called {self._record!r}, as the mapping calls a record."
            raise SourceUnavailable("FP-0435", message, where=self._where)
        yield self._chunk(pieces, number, last=True)

    def _pieces(self, read: Callable[[int], bytes], position: int, frame: Frame | None) -> Iterator[Piece]:
        pieces = Splitter(read, self._record, self._limits, self._where, position=position, frame=frame)
        watch = WrongEncodingWatch(TextEncoding(self._encoding))
        for piece in pieces:
            if watch.active and not piece.body.isascii():
                wrong = watch.is_wrong(piece.body, piece.position)
                if wrong is not None:
                    message = (
                        f"Byte {wrong} begins a letter in UTF-8; the file says it is in another encoding."
                    )
                    raise SourceUnavailable("FP-0434", message, where=self._where)
            yield piece

    def _chunk(self, pieces: Sequence[Piece], number: int, *, last: bool = False) -> Chunk:
        chunk = Chunk([], [], [], [], number, last=last)
        found = parse_records([each.body for each in pieces], self._encoding, self._prefixes, self._limits)
        first = number - len(pieces) + 1
        for place, (piece, element) in enumerate(zip(pieces, found, strict=True), first):
            fault = piece.fault or (element if isinstance(element, str) else "")
            if fault:
                chunk.rejects.append(Reject(f"record {place}", fault, anonymous=True))
            else:
                chunk.records.append(element)
                chunk.numbers.append(place)
                chunk.positions.append(piece.position)
        return chunk

    def at(self, positions: Sequence[int]) -> list[Element]:
        """See `trees.RecordFile`.

        Raises:
            SourceUnavailable: FP-0416, a record is no longer where it was.
        """
        bodies: dict[int, bytes] = {}
        # A file is read fastest forwards.
        for position in sorted(set(positions)):
            self._again.seek(position)
            piece = next(self._pieces(self._read_again, position, None), None)
            if piece is None or piece.fault or piece.position != position:
                raise self._moved()
            bodies[position] = piece.body
        found = dict(
            zip(
                bodies,
                parse_records(list(bodies.values()), self._encoding, self._prefixes, self._limits),
                strict=True,
            )
        )
        elements = [found[position] for position in positions]
        if any(isinstance(each, str) for each in elements):
            raise self._moved()
        return elements  # type: ignore[return-value]

    def _read_again(self, size: int) -> bytes:
        return self._again.read(READ_AGAIN if size <= CHUNK else size)

    def _moved(self) -> SourceUnavailable:
        return SourceUnavailable("FP-0416", "A record is no longer where it was.", where=self._where)
