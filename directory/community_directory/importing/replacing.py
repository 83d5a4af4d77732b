"""A changed copy of an entity, and no copy where nothing would change: most of what feeds tell is tidy."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

    Entity = TypeVar("Entity", bound=DataclassInstance)


def replaced(one: Entity, **values: object) -> Entity:
    """As `dataclasses.replace`; the entity itself where every value is what it has already."""
    for name, value in values.items():
        if getattr(one, name) != value:
            return replace(one, **values)
    return one
