"""Fills a directory for the demo, through the importer and the store as any other feed."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING

from adapter_core.domain.directory import Audience
from adapter_core.hooks.ports import FilledDirectory
from community_directory.demo.drawing import Drawing
from community_directory.demo.knowing import FEED, verify_some, write_knowledge
from community_directory.importing.run import ImportSettings, import_feed
from community_directory.places import stored
from community_directory.searching import index
from community_directory.store import DirectoryStore

if TYPE_CHECKING:
    from pathlib import Path

    from adapter_core.hooks.ports import SampleTown

FILE = "directory.db"
TITLE = "Millbrook's own list"


def fill(folder: Path, places: SampleTown) -> FilledDirectory:
    """Fill a directory in a folder, or bring the one of the night before up to date.

    Args:
        folder: where it goes; a first night begins afresh.
        places: the fictional council, and the night.

    Returns:
        What `[directory]` of the config has to say, and how much there is.

    Raises:
        StoreError: the directory cannot be written.
        OSError: likewise.
    """
    if places.night == 0:
        for ending in ("", "-wal", "-shm", "-journal"):
            (folder / f"{FILE}{ending}").unlink(missing_ok=True)
    tonight = places.as_of + timedelta(days=places.night)
    moment = datetime.combine(tonight, time(6), UTC)
    with DirectoryStore.open(f"sqlite:///{folder / FILE}", clock=lambda: moment) as store:
        store.on_commit_work.append(index.update)
        report = import_feed(store, FEED, Drawing(places), on=tonight, settings=ImportSettings(title=TITLE))
        with store.work() as unit:
            told = list(Drawing(places).incoming())
            if report.services_before == 0:
                write_knowledge(unit, told, places)
            if places.night:
                verify_some(unit, told, places)
            stored.rebuild(unit.connection)
            unit.commit()
        counts = store.counts(audience=Audience.INTERNAL)
    settings = {"url": f"sqlite:///{FILE}", "home": places.wards[0][1]}
    return FilledDirectory(settings, counts["service"], counts["organisation"], counts["contact"])
