"""What there may be in the demo's town: organisations and kinds of services, as two TOML files have them."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from functools import lru_cache
from importlib import resources
from typing import Any

WARD = "{ward}"


@dataclass(frozen=True, slots=True)
class Body:
    """An organisation, or one of each ward.

    Attributes:
        name: with `{ward}` where each ward has one.
        also: other names of it.
        same: another organisation that this one really is, under another name.
    """

    key: str
    name: str
    about: str
    also: tuple[str, ...] = ()
    same: str = ""

    @property
    def is_local(self) -> bool:
        """Whether each ward has one."""
        return WARD in self.name


@dataclass(frozen=True, slots=True)
class Pinned:
    """What is as it is whatever the seed; what is not given is left to chance.

    Attributes:
        contact, backup: whom to ask, and who stands in, by name.
        audience: who may see them.
        verified: days since somebody spoke to the contact; 0 for never.
        channel, reach: how and when they like to be asked.
        capacity, capacity_days, capacity_note: how much room there was, and how many days ago.
        relationship: of the council with the service.
        note: what the council's own workers should know.
        assured: days since somebody said that the entry is right.
        asked_to_go: whether the contact asked to be taken out of the directory.
        old_number: whether the entry still has a number that does not work any more.
    """

    contact: str = ""
    backup: str = ""
    audience: str = ""
    verified: int | None = None
    channel: str = ""
    reach: str = ""
    capacity: str = ""
    capacity_days: int | None = None
    capacity_note: str = ""
    relationship: str = ""
    note: str = ""
    assured: int | None = None
    asked_to_go: bool = False
    old_number: bool = False


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of service; the fields are those of `services.toml`, which explains them."""

    key: str
    of: str
    name: str
    at: str
    category: str
    about: str
    hours: tuple[str, ...]
    cost: tuple[str, ...]
    ages: tuple[int, int]
    role: str
    also: str = ""
    wards: tuple[str, ...] = ()
    who: str = ""
    access: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    refer: bool = False
    pinned: Pinned = field(default_factory=Pinned)


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Everything there may be.

    Attributes:
        categories: key to name.
    """

    bodies: dict[str, Body]
    kinds: tuple[Kind, ...]
    categories: dict[str, str]


@lru_cache(maxsize=1)
def catalogue() -> Catalogue:
    """Read the two files."""
    services = _table("services.toml")
    categories = services.pop("categories")
    bodies = {
        key: Body(key, table["name"], table["about"], tuple(table.get("also", ())), table.get("same", ""))
        for key, table in _table("organisations.toml").items()
    }
    return Catalogue(bodies, tuple(_kind(key, table) for key, table in services.items()), categories)


ALL_WARDS = ("*",)
"""What `wards` is for a kind that every ward has."""


def _kind(key: str, table: dict[str, Any]) -> Kind:
    lists = {name: tuple(value) for name, value in table.items() if isinstance(value, list)}
    fields = table | lists
    if fields.get("wards") == "all":
        fields["wards"] = ALL_WARDS
    fields["category"] = fields.pop("in")
    fields["pinned"] = Pinned(**fields.get("pinned", {}))
    return Kind(key=key, **fields)


def _table(name: str) -> dict[str, Any]:
    return tomllib.loads(resources.files(__package__).joinpath(name).read_text("utf-8"))
