"""A JSON file as records. It is read whole, and so limited in size."""

from __future__ import annotations

from contextlib import contextmanager
from typing import IO, TYPE_CHECKING, Any

from adapter_core.errors import SourceUnavailable
from adapter_core.readers.mapping import compile_mapping, load_mapping
from adapter_core.readers.trees.flattening import JsonFlattener
from adapter_core.readers.trees.json_documents import json_records
from adapter_core.readers.trees.limits import LIMITS
from adapter_core.readers.trees.source import Chunk, TreeFileSource

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import datetime

    from adapter_core.hooks.ports import OpenContext
    from adapter_core.readers.trees.limits import Limits


class JsonFile:
    """The records of one JSON file; see `trees.RecordFile`. Their positions are their numbers."""

    def __init__(
        self, again: IO[bytes], path: Sequence[str], *, limits: Limits = LIMITS, where: str = ""
    ) -> None:
        """Nothing is read yet.

        Args:
            again: the file, which the caller closes.
            path: keys that lead to the list of people.
            limits: how large and deep the file may be.
            where: names the file in errors.
        """
        self._again, self._path, self._limits, self._where = again, path, limits, where
        self._held: list[Any] | None = None

    def _read(self, file: IO[bytes]) -> list[Any]:
        if self._held is None:
            file.seek(0)
            body = file.read(self._limits.json_file_bytes + 1)
            if not body:
                raise SourceUnavailable("FP-0413", "The file is empty.", where=self._where)
            self._held = json_records(
                body, self._path, self._limits, largest=self._limits.json_file_bytes, where=self._where
            )
        return self._held

    def chunks(self, file: IO[bytes], size: int, stop: int | None) -> Iterator[Chunk]:
        """See `trees.RecordFile`.

        Raises:
            SourceUnavailable: as `json_records`; FP-0413, the file is empty; FP-0435, nobody is in it.
        """
        records = self._read(file)
        if not records:
            raise SourceUnavailable("FP-0435", "Nobody is in the file's list of people.", where=self._where)
        done = 0
        while done < len(records):
            end = min(done + size, len(records))
            if stop is not None and done < stop:
                end = min(end, stop)
            numbers = list(range(done + 1, end + 1))
            yield Chunk(records[done:end], numbers, numbers, [], end, last=end == len(records))
            done = end

    def at(self, positions: Sequence[int]) -> list[Any]:
        """See `trees.RecordFile`."""
        records = self._read(self._again)
        return [records[position - 1] for position in positions]


@contextmanager
def open_json_file(  # noqa: PLR0913 - a file, its mapping, and how both are meant
    *,
    path: str,
    mapping: str,
    context: OpenContext,
    settings: Mapping[str, str | Sequence[str]] | None = None,
    as_of: datetime | None = None,
    limits: Limits = LIMITS,
) -> Iterator[TreeFileSource]:
    """Open a JSON file with a mapping; leaving closes it.

    Args:
        path: the file, from the config's folder.
        mapping: name of a mapping, see `load_mapping`.
        context: what core hands to a backend.
        settings: council settings.
        as_of: when the file was true; when it was last written, if None.
        limits: how large and deep it may be.

    Raises:
        MappingError: the mapping is wrong in itself, or for something else (FP-0441).
        SourceUnavailable: the file is gone or locked (FP-0410).
    """
    loaded = load_mapping(mapping, base=context.base, folders=context.mapping_folders)
    if loaded.file.format != "json":
        raise loaded.error("FP-0441", "A JSON file needs a mapping of format 'json'.", "format")
    reader = compile_mapping(loaded, as_of=context.as_of, settings=settings, transforms=context.transforms)
    with TreeFileSource(
        context.base / path,
        reader,
        JsonFlattener(reader.plan),
        lambda file, where: JsonFile(file, loaded.file.records, limits=limits, where=where),
        source=context.source,
        as_of=as_of,
    ) as source:
        yield source
