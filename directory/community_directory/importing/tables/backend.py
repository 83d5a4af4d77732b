"""The backend `tables`: a feed's part of the config, and opening."""

from __future__ import annotations

from contextlib import contextmanager
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from pydantic import BaseModel, ConfigDict, Field

from adapter_core.errors import MappingError, did_you_mean
from adapter_core.hooks.capabilities import Capability, Port
from adapter_core.hooks.ports import BackendSpec
from community_directory.importing.tables.feed import TableFeed
from community_directory.importing.tables.loading import load_tables

if TYPE_CHECKING:
    from collections.abc import Iterator

    from adapter_core.hooks.ports import OpenContext


class TablesConfig(BaseModel):
    """A feed of backend `tables` in the config: `[directory.feeds.<name>]`.

    Attributes:
        path: the CSV file or workbook, or the folder of the files, from the config's folder.
        mapping: name of a mapping that comes with Fingerpost, such as `trafford_food_banks`; a path that ends
            in `.toml` for one of your own.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    path: Annotated[str, Field(min_length=1)]
    mapping: Annotated[str, Field(min_length=1)]


@contextmanager
def open_tables(config: TablesConfig, context: OpenContext) -> Iterator[TableFeed]:
    """Open a feed of tables; its files are opened when they are read.

    Raises:
        MappingError: the mapping is not there, or wrong in itself.
    """
    loaded = load_tables(find_mapping(config.mapping, base=context.base))
    yield TableFeed(context.base / config.path, loaded, source=context.source)


def find_mapping(name: str, *, base: Path) -> Path:
    """Where a mapping file is.

    Args:
        name: `trafford_food_banks` for one that comes with Fingerpost; a path that ends in `.toml` otherwise.
        base: the folder that paths start from.

    Raises:
        MappingError: no mapping that comes with Fingerpost has this name (FP-0300).
    """
    if name.endswith(".toml"):
        return base / name
    folder = Path(str(resources.files("community_directory") / "mappings"))
    known = {each.stem: each for each in folder.glob("*.toml")}
    if name not in known:
        message = f"There is no packaged mapping {name!r}.{did_you_mean(name, known)}"
        raise MappingError("FP-0300", message, where=name)
    return known[name]


TABLES = BackendSpec(
    name="tables",
    port=Port.DIRECTORY_FEED,
    capabilities=frozenset({Capability.DIRECTORY_FEED}),
    config_model=TablesConfig,
    open=open_tables,
    title="CSV files and workbooks",
)
"""For the hook `adapter_directory_feeds`."""
