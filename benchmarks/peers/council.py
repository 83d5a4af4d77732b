"""The demo council at any size: in memory, as a flat table, and as a Mosaic database with a config."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final

from adapter_core.checks.cohort import COHORTS, exclusion_of
from adapter_core.demo.council import Council
from adapter_core.demo.settings import config_text
from adapter_core.demo.truth import MASTER
from adapter_core.hooks.manager import Plugins
from peers import flat

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from adapter_core.domain.people import Person

AS_OF: Final = date(2026, 11, 23)
SEED: Final = 1
COHORT: Final = "open_adults"
PROFILE: Final = "post_conversation"
CONFIG: Final = "fingerpost.toml"
STORE_FILES: Final = ("fingerpost.db", "fingerpost.db-wal", "fingerpost.db-shm", "fingerpost.db-journal")
BACKENDS: Final = ("mosaic", "nhs")


def council(people: int) -> Council:
    """The demo council with this many people on the person table."""
    return Council(people=people, seed=SEED, as_of=AS_OF)


def cohort(people: int) -> Iterator[Person]:
    """The people of the council whom a nightly check is about."""
    why_excluded = exclusion_of(COHORTS[COHORT], AS_OF)
    return (person for person in council(people).mosaic() if why_excluded(person) is None)


def write_frame(file: Path, people: int) -> int:
    """Write the cohort as a flat table, in Parquet; returns how many people it has."""
    import polars as pl  # noqa: PLC0415 - for this process alone

    types = dict.fromkeys(flat.TEXT_COLUMNS, pl.String) | dict.fromkeys(flat.DATE_COLUMNS, pl.Date)
    frame = pl.DataFrame(flat.columns_of(cohort(people), AS_OF), schema=types)
    frame.write_parquet(file)
    return frame.height


def write_database(folder: Path, people: int) -> None:
    """Write the council as a Mosaic database, with the config of a check that reads it."""
    whole = council(people)
    writers = {writer.name: writer for writer in Plugins(BACKENDS).sample_writers}
    mosaic, nhs = (writers[name] for name in BACKENDS)
    folder.mkdir(parents=True, exist_ok=True)
    source = mosaic.write(folder, whole.mosaic(), {"as_of": AS_OF})
    practices = nhs.write(folder, (), {"practices": whole.practices, "as_of": whole.practices.as_of})
    tables = {
        f"sources.{MASTER}": {
            "backend": mosaic.name,
            "port": "case_records",
            "mapping": mosaic.mapping,
            "as_of": AS_OF,
            **source,
        },
        "reference.practices": {"backend": nhs.name, "as_of": whole.practices.as_of, **practices},
        "check": {"profile": PROFILE, "allow_synthetic": True},
    }
    text = config_text(whole.name, MASTER, BACKENDS, tables)
    (folder / CONFIG).write_text(text, encoding="utf-8", newline="\n")
