"""What writes a fictional council: its people in a backend's shape, and its directory."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from adapter_core.domain.people import Person


@dataclass(frozen=True, slots=True)
class SampleWriter:
    """Writes synthetic people in a backend's own shape: demo, rule examples, kit, benchmarks.

    Attributes:
        name: the backend's name.
        mapping: packaged mapping that reads what is written, such as `mosaic/reporting`.
        write: takes a folder and people, streamed; returns the config keys of a source that reads them
            (`{"url": …}` or `{"path": …}`).
        fields: canonical fields that survive the round trip.
        title: in words.
    """

    name: str
    mapping: str
    write: Callable[[Path, Iterable[Person], Mapping[str, Any]], Mapping[str, Any]]
    fields: frozenset[str]
    title: str = ""


@dataclass(frozen=True, slots=True)
class SampleTown:
    """The fictional council that a sample directory is of.

    Attributes:
        council: its name.
        seed: the same seed and day give the same directory.
        as_of: the day of the first night.
        night: 0 for the first night, 1 for the next.
        wards: the wards where its people live, each with its postcode district.
        streets: names of streets.
        postcode: gives a postcode of a ward, by the ward's place in `wards` and any whole number.
    """

    council: str
    seed: int
    as_of: date
    night: int
    wards: tuple[tuple[str, str], ...]
    streets: tuple[str, ...]
    postcode: Callable[[int, int], str]


@dataclass(frozen=True, slots=True)
class FilledDirectory:
    """What a sample directory came to.

    Attributes:
        settings: the keys of `[directory]` that open it.
        services: how many are listed.
        organisations: likewise.
        contacts: likewise, those that only the council may see among them.
    """

    settings: Mapping[str, Any]
    services: int
    organisations: int
    contacts: int


@dataclass(frozen=True, slots=True)
class SampleDirectory:
    """Fills a directory with what a fictional council's community offers: for the demo.

    Attributes:
        name: the plugin's name, as the config lists it.
        fill: takes a folder and the council; the first night begins afresh, and the nights after bring the
            directory in the folder up to date.
        title: in words.
    """

    name: str
    fill: Callable[[Path, SampleTown], FilledDirectory]
    title: str = ""
