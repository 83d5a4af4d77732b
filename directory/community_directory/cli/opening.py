"""What every command of the directory starts with: the config, the store with its index, the day."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from adapter_core.config import find_config, load_config
from adapter_core.domain.directory import Audience
from adapter_core.service.bootstrap import today
from adapter_core.service.no_directory import missing_file
from community_directory.places import stored
from community_directory.searching import index
from community_directory.searching.concepts import load_concepts, packaged_concepts
from community_directory.store import DirectoryStore

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from adapter_core.cli.common import Options
    from adapter_core.config import Config
    from community_directory.searching.concepts import Concepts

READER = Audience.INTERNAL
"""Whose eyes the command line is for: whoever may run it on this machine works for the council."""


@dataclass(frozen=True, slots=True)
class Opened:
    """An opened directory.

    Attributes:
        on: the day to speak of.
    """

    config: Config
    store: DirectoryStore
    on: date


@contextmanager
def open_directory(
    options: Options, *, without_sources: bool = True, only_asked: bool = False
) -> Iterator[Opened]:
    """Open the directory that the config names; its index follows every change.

    Args:
        options: the command's.
        without_sources: whether secrets of sources and feeds need not be there.
        only_asked: whether nothing will be written, so that one that is not there is not to be made.

    Raises:
        UsageError: FP-1092 it is only asked, and not there.
        ConfigurationError: the config is wrong.
        StoreError: the directory cannot be opened.
    """
    config = load_config(find_config(options.config_path), without_sources=without_sources)
    if only_asked and (missing := missing_file(config)) is not None:
        raise missing
    with DirectoryStore.open(config.directory_url, capacity_days=config.directory.capacity_days) as store:
        store.on_commit_work.append(index.update)
        yield Opened(config, store, options.as_of or today())


def search_words(config: Config) -> Concepts:
    """What lay words mean, with the council's own file over it where the config names one.

    Raises:
        ConfigurationError: FP-0881 to FP-0883, the file cannot be read or is wrong.
    """
    ours = config.directory.concepts
    return load_concepts(config.base / ours) if ours else packaged_concepts()


def gather_places(store: DirectoryStore) -> None:
    """Gather the names of places and terms anew: after an import."""
    with store.work() as unit:
        stored.rebuild(unit.connection)
        unit.commit()
