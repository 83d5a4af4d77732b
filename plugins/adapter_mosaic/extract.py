"""The backend `mosaic_xml`: an XML extract of Mosaic, compressed or not."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING, Annotated

from pydantic import BaseModel, ConfigDict, Field

from adapter_core.errors import ConfigurationError
from adapter_core.readers.trees import Limits

if TYPE_CHECKING:
    from collections.abc import Iterator

    from adapter_core.hooks.ports import OpenContext
    from adapter_core.readers.trees import TreeFileSource


class MosaicXmlConfig(BaseModel):
    """A source of backend `mosaic_xml` in the config.

    Attributes:
        path: the XML file, from the config's folder; one that gzip made is unpacked while it is read.
        mapping: the mapping. The packaged one reads elements of our own naming; your own says what your
            extract calls them.
        settings: the council settings that your mapping declares.
        as_of: the day on which the extract was true; when the file was last written, if not given.
        largest_record_mb: how large one person's record may be, in megabytes.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    path: Annotated[str, Field(min_length=1)]
    mapping: str = "mosaic/xml"
    settings: dict[str, str | list[str]] = {}
    as_of: date | None = None
    largest_record_mb: Annotated[int, Field(ge=1, le=50)] = 5


@contextmanager
def open_xml(config: MosaicXmlConfig, context: OpenContext) -> Iterator[TreeFileSource]:
    """Open an extract for reading; leaving closes it.

    Raises:
        ConfigurationError: XML support is not installed (FP-0430).
        MappingError: the mapping is wrong in itself, or for something else than XML.
        SourceUnavailable: the file is gone, locked or empty, or not in an encoding that is read.
    """
    try:
        from adapter_core.readers.xml import open_xml_extract  # noqa: PLC0415 - lxml is an extra
    except ModuleNotFoundError as error:
        if error.name != "lxml":
            raise
        raise ConfigurationError(
            "FP-0430", "XML cannot be read: lxml is not installed.", where=f"sources.{context.source}"
        ) from None
    with open_xml_extract(
        path=config.path,
        mapping=config.mapping,
        context=context,
        settings=config.settings,
        as_of=datetime.combine(config.as_of, time(), tzinfo=UTC) if config.as_of else None,
        limits=Limits(record_bytes=config.largest_record_mb * 1_000_000),
    ) as source:
        yield source
