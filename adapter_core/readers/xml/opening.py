"""Opens an XML extract with a mapping."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from adapter_core.readers.mapping import compile_mapping, load_mapping
from adapter_core.readers.trees.limits import LIMITS
from adapter_core.readers.trees.source import TreeFileSource
from adapter_core.readers.xml.extracts import XmlExtract
from adapter_core.readers.xml.flattening import XmlFlattener

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import datetime

    from adapter_core.hooks.ports import OpenContext
    from adapter_core.readers.trees.limits import Limits


@contextmanager
def open_xml_extract(  # noqa: PLR0913 - a file, its mapping, and how both are meant
    *,
    path: str,
    mapping: str,
    context: OpenContext,
    settings: Mapping[str, str | Sequence[str]] | None = None,
    as_of: datetime | None = None,
    limits: Limits = LIMITS,
) -> Iterator[TreeFileSource]:
    """Open an XML extract, compressed with gzip or not; leaving closes it.

    Args:
        path: the file, from the config's folder.
        mapping: name of a mapping, see `load_mapping`.
        context: what core hands to a backend.
        settings: council settings.
        as_of: when the extract was true; when the file was last written, if None.
        limits: how much one record may hold, and how far the file may unpack.

    Raises:
        MappingError: the mapping is wrong in itself, or for something else (FP-0441).
        SourceUnavailable: the file is gone or locked (FP-0410), empty (FP-0413), or in an encoding that is
            not read (FP-0434).
    """
    loaded = load_mapping(mapping, base=context.base, folders=context.mapping_folders)
    record = loaded.file.record
    if loaded.file.format != "xml" or record is None:
        raise loaded.error("FP-0441", "An XML extract needs a mapping of format 'xml'.", "format")
    reader = compile_mapping(loaded, as_of=context.as_of, settings=settings, transforms=context.transforms)
    with TreeFileSource(
        context.base / path,
        reader,
        XmlFlattener(reader.plan),
        lambda file, where: XmlExtract(file, record, limits=limits, where=where),
        source=context.source,
        as_of=as_of,
    ) as source:
        yield source
