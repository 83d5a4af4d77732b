"""The records of a few people, read now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from adapter_core.errors import PersonNotFound
from adapter_core.hooks.capabilities import Capability
from adapter_core.hooks.ports import PeopleQuery

if TYPE_CHECKING:
    from collections.abc import Collection

    from adapter_core.domain.people import Person
    from adapter_core.service.bootstrap import Application

FEW = 200
"""So many people are fetched one by one, where a source can; more are streamed."""


def people_of(app: Application, source: str, refs: Collection[str]) -> list[Person]:
    """Records of a source, restricted ones among them; who is not there any more is left out.

    Args:
        app: the application.
        source: the source's name.
        refs: references of that source.

    Raises:
        SourceUnavailable: the source cannot be read.
    """
    if not refs:
        return []
    opened = app.source(source)
    if len(refs) <= FEW and Capability.PEOPLE_GET in opened.backend.capabilities:
        found = []
        for ref in sorted(refs):
            try:
                found.append(opened.adapter.get_person(ref))
            except PersonNotFound:
                continue
        return found
    pages = opened.adapter.iter_people(PeopleQuery())
    return [person for page in pages for person in page.people if person.ref in refs]
