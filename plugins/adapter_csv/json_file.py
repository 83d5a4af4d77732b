"""The backend `json`: one JSON file of people, in whatever shape the mapping says."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING, Annotated

from pydantic import BaseModel, ConfigDict, Field

from adapter_core.readers.trees import open_json_file

if TYPE_CHECKING:
    from collections.abc import Iterator

    from adapter_core.hooks.ports import OpenContext
    from adapter_core.readers.trees import TreeFileSource


class JsonConfig(BaseModel):
    """A source of backend `json` in the config.

    Attributes:
        path: the JSON file, from the config's folder. It is read whole, and so limited in size.
        mapping: the mapping, of format `json`; its `records` lead to the list of people.
        settings: what the mapping leaves to the council.
        as_of: the day on which the file was true; when it was last written, if not given.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    path: Annotated[str, Field(min_length=1)]
    mapping: Annotated[str, Field(min_length=1)]
    settings: dict[str, str | list[str]] = {}
    as_of: date | None = None


@contextmanager
def open_json(config: JsonConfig, context: OpenContext) -> Iterator[TreeFileSource]:
    """Open a JSON file for reading; leaving closes it.

    Raises:
        MappingError: the mapping is wrong in itself, or for something else than JSON (FP-0441).
        SourceUnavailable: the file is gone or locked.
    """
    with open_json_file(
        path=config.path,
        mapping=config.mapping,
        context=context,
        settings=config.settings,
        as_of=datetime.combine(config.as_of, time(), tzinfo=UTC) if config.as_of else None,
    ) as source:
        yield source
