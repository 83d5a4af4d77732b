"""What a check is, and how it tells what it found."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from community_directory.publishing.conformance.result import Level, Result, Verdict, shown
from community_directory.publishing.conformance.schemas import Schemas
from community_directory.publishing.conformance.walking import Endpoint, Listed, Walk


@dataclass(frozen=True, slots=True)
class Given:
    """What a check works with.

    Attributes:
        now: the moment it is, aware.
    """

    walk: Walk
    schemas: Schemas | None
    now: datetime


@dataclass(frozen=True, slots=True)
class Said:
    """What a check found at an endpoint.

    Attributes:
        wrong: where it is wrong; empty where it is right.
        unchecked: why it was not checked, where it was not.
    """

    endpoint: str
    level: Level
    wrong: tuple[str, ...] = ()
    unchecked: str = ""


@dataclass(frozen=True, slots=True)
class Check:
    """A check.

    Attributes:
        name: in the table; stays as it is.
        says: what holds where it passes.
    """

    name: str
    says: str
    run: Callable[[Given], Iterator[Said]]

    def results(self, given: Given) -> Iterator[Result]:
        """The check's lines of the table."""
        for said in self.run(given):
            verdict, example = Verdict.PASSES, ""
            if said.unchecked:
                verdict, example = Verdict.NOT_CHECKED, said.unchecked
            elif said.wrong:
                verdict, example = Verdict.FAILS, said.wrong[0]
            yield Result(said.endpoint, said.level, self.name, verdict, len(said.wrong), shown(example))


def there(given: Given, *endpoints: Endpoint) -> Iterator[tuple[Endpoint, Listed]]:
    """Those lists that the feed has; that one is missing is told by `answers`."""
    for endpoint in endpoints:
        listed = given.walk.listed(endpoint)
        if listed.there:
            yield endpoint, listed
