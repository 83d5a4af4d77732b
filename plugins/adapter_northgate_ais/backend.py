"""The backend: its part of the config, and opening."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING, Annotated

from pydantic import BaseModel, ConfigDict, Field

from adapter_core.readers.mapping import compile_mapping, load_mapping
from adapter_core.readers.tabular import TabularSource

if TYPE_CHECKING:
    from collections.abc import Iterator

    from adapter_core.hooks.ports import OpenContext


class NorthgateAisConfig(BaseModel):
    """A source of backend `northgate_ais` in the config.

    Attributes:
        path: the CSV extract, from the config's folder.
        mapping: the mapping. The packaged one reads columns of our own naming; your own says what your
            extract calls them.
        encoding: what the file was saved in, in place of the mapping's; UTF-8 if neither says. A
            byte-order mark has the last word.
        delimiter: what divides the columns, in place of the mapping's; a comma if neither says.
        as_of: the day on which the extract was true; when the file was last written, if not given.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    path: Annotated[str, Field(min_length=1)]
    mapping: str = "northgate_ais/extract"
    encoding: str | None = None
    delimiter: Annotated[str, Field(min_length=1, max_length=1)] | None = None
    as_of: date | None = None


@contextmanager
def open_extract(config: NorthgateAisConfig, context: OpenContext) -> Iterator[TabularSource]:
    """Open an extract for reading; leaving closes it.

    Raises:
        MappingError: the mapping is wrong in itself, or for something else than a CSV file.
        SourceUnavailable: the file is gone, locked or empty, or not in its encoding.
    """
    loaded = load_mapping(config.mapping, base=context.base, folders=context.mapping_folders)
    reader = compile_mapping(loaded, as_of=context.as_of, transforms=context.transforms)
    with TabularSource(
        context.base / config.path,
        loaded,
        reader,
        source=context.source,
        encoding=config.encoding,
        delimiter=config.delimiter,
        as_of=datetime.combine(config.as_of, time(), tzinfo=UTC) if config.as_of else None,
    ) as source:
        yield source
