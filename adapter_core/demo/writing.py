"""Writes a council to a folder: its sources, `fingerpost.toml`, `truth.json`, and how to go on."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from adapter_core.demo import places
from adapter_core.demo.council import Council
from adapter_core.demo.settings import config_text
from adapter_core.demo.truth import MASTER, OTHER, TruthWriter
from adapter_core.errors import UsageError
from adapter_core.hooks.ports import SampleTown

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path
    from typing import Any

    from adapter_core.hooks.ports import FilledDirectory, SampleDirectory, SampleWriter

CONFIG_FILE = "fingerpost.toml"
TRUTH_FILE = "truth.json"
PARAMETERS_FILE = "demo.json"

MOSAIC, NORTHGATE_AIS, NHS = "mosaic", "northgate_ais", "nhs"
WANTED_WRITERS = (MOSAIC, NORTHGATE_AIS, NHS)
"""Backends whose sample writers a council needs."""


@dataclass(frozen=True, slots=True)
class DemoCouncil:
    """A council as it was written.

    Attributes:
        folder: where it is.
        config: its `fingerpost.toml`.
        truth: its `truth.json`.
        name: the council's name.
        people: people on the master's person table.
        findings: gaps that its truth names, over all profiles.
        seed: what it was drawn from.
        as_of: the day of this night's run.
        night: 0 for the first night.
        directory: what there is in its directory; None where it has none.
    """

    folder: Path
    config: Path
    truth: Path
    name: str
    people: int
    findings: int
    seed: int
    as_of: date
    night: int
    directory: FilledDirectory | None = None


def write_council(  # noqa: PLR0913 - what makes a council
    folder: Path,
    *,
    people: int,
    seed: int,
    as_of: date,
    writers: Mapping[str, SampleWriter],
    night: int = 0,
    directory: SampleDirectory | None = None,
    without: frozenset[str] = frozenset(),
    extra: Mapping[str, Mapping[str, Any]] | None = None,
) -> DemoCouncil:
    """Write one night of a council; people are streamed, so that memory does not grow with their number.

    Args:
        folder: made if it is not there; sources of an earlier night are replaced, the store is left alone.
        people: how many people the person table holds on the first night.
        seed: any whole number.
        as_of: the day of the first night's run; night n is n days later.
        writers: sample writers by backend name (`WANTED_WRITERS`).
        night: 0 for the first night.
        directory: fills its directory; without one it has none.
        without: names of plants to leave out.
        extra: more tables for the config, by name: `{"store": {"url": …}}`.

    Returns:
        What was written, and where.

    Raises:
        UsageError: if a writer is missing, or the council cannot be (FP-0920).
        OSError: if the folder cannot be written.
    """
    if missing := [name for name in WANTED_WRITERS if name not in writers]:
        raise UsageError(
            "FP-0920", f"The demo needs a sample writer of {' and '.join(missing)}.", where="demo"
        )
    try:
        council = Council(people=people, seed=seed, as_of=as_of, night=night, without=without)
    except ValueError as error:
        raise UsageError("FP-0920", f"The demo council cannot be drawn: {error}.", where="demo") from None
    folder.mkdir(parents=True, exist_ok=True)
    config, truth = folder / CONFIG_FILE, folder / TRUTH_FILE
    with truth.open("w", encoding="utf-8", newline="\n") as file:
        witness = TruthWriter(file, council)
        mosaic = writers[MOSAIC].write(folder, witness.pass_by(council.planted()), {"as_of": council.as_of})
    ais_options = {"as_of": council.as_of, "broken_rows": council.broken_rows}
    ais = writers[NORTHGATE_AIS].write(folder, council.northgate_ais(), ais_options)
    list_options = {"practices": council.practices, "as_of": council.practices.as_of}
    practices = writers[NHS].write(folder, (), list_options)
    tables: dict[str, Mapping[str, Any]] = {
        f"sources.{MASTER}": {
            "backend": MOSAIC,
            "port": "case_records",
            "mapping": writers[MOSAIC].mapping,
            "as_of": council.as_of,
            **mosaic,
        },
        f"sources.{OTHER}": {
            "backend": NORTHGATE_AIS,
            "port": "demographics",
            "mapping": writers[NORTHGATE_AIS].mapping,
            "as_of": council.as_of - timedelta(days=1),
            **ais,
        },
        "reference.practices": {"backend": NHS, "as_of": council.practices.as_of, **practices},
    }
    filled = None
    plugins = list(WANTED_WRITERS)
    if directory is not None:
        filled = directory.fill(folder, town_of(seed=seed, as_of=as_of, night=night))
        tables["directory"] = filled.settings
        plugins.append(directory.name)
    tables |= extra or {}
    config.write_text(config_text(council.name, MASTER, plugins, tables), encoding="utf-8", newline="\n")
    parameters = {"schema": 1, "people": people, "seed": seed, "as_of": as_of.isoformat(), "night": night}
    (folder / PARAMETERS_FILE).write_text(f"{json.dumps(parameters)}\n", encoding="utf-8", newline="\n")
    return DemoCouncil(
        folder,
        config,
        truth,
        council.name,
        witness.people,
        witness.findings,
        seed,
        council.as_of,
        night,
        filled,
    )


def town_of(*, seed: int, as_of: date, night: int = 0) -> SampleTown:
    """Say where a council lies, for the directory of what its community offers.

    Args:
        seed: any whole number.
        as_of: the day of the first night.
        night: 0 for the first night.
    """
    wards = tuple((ward, district) for ward, district, _ in places.WARDS)
    return SampleTown(places.COUNCIL, seed, as_of, night, wards, places.STREETS, places.postcode)


def next_night(
    folder: Path,
    *,
    writers: Mapping[str, SampleWriter],
    directory: SampleDirectory | None = None,
    without: frozenset[str] = frozenset(),
    extra: Mapping[str, Mapping[str, Any]] | None = None,
) -> DemoCouncil:
    """Write the night after the one in a folder: some gaps mended, some new, some people gone.

    Args:
        folder: where `write_council` wrote.
        writers: see `write_council`.
        directory: see `write_council`.
        without: see `write_council`.
        extra: see `write_council`.

    Raises:
        UsageError: if there is no demo council in the folder (FP-0924).
    """
    file = folder / PARAMETERS_FILE
    try:
        parameters = json.loads(file.read_text(encoding="utf-8"))
        people, seed, night = (int(parameters[name]) for name in ("people", "seed", "night"))
        as_of = date.fromisoformat(parameters["as_of"])
    except (OSError, ValueError, KeyError, TypeError):
        raise UsageError(
            "FP-0924",
            "There is no demo council in this folder to go on with.",
            where=PARAMETERS_FILE,
        ) from None
    return write_council(
        folder,
        people=people,
        seed=seed,
        as_of=as_of,
        writers=writers,
        night=night + 1,
        directory=directory,
        without=without,
        extra=extra,
    )
