"""What a check compares the master with: every other source, indexed, and whether the practice list loads."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from adapter_core.checks.rule import ReferenceStatus
from adapter_core.errors import FingerpostError
from adapter_core.readers.joining import Joiner, JoinRule
from adapter_core.readers.joining.index import IdentityIndex

if TYPE_CHECKING:
    from contextlib import ExitStack

    from adapter_core.service.bootstrap import Application, Source

PRACTICES = "practices"
"""What the practice list is called among the sources of a run."""


@dataclass(slots=True)
class Compared:
    """A source beside the master that could be opened and indexed."""

    source: Source
    joiner: Joiner
    as_of: datetime


def open_others(app: Application, stack: ExitStack) -> tuple[list[Compared], dict[str, FingerpostError]]:
    """Open and index every source beside the master, and the practice list.

    It comes before the run begins: which of them are down decides whether a run can be taken up again.

    Returns:
        Those that could be read, and why the others could not, by name.
    """
    match_on = app.config.people.match_on
    identifier = next(each for each in match_on if each != "date_of_birth")
    rule = JoinRule(identifier, app.config.check.allow_synthetic)
    others: list[Compared] = []
    down: dict[str, FingerpostError] = {}
    for name in app.compared:
        try:
            source = app.source(name)
            joiner = Joiner(source.adapter, rule, stack.enter_context(IdentityIndex()))
            joiner.load()
        except FingerpostError as error:
            down[name] = error
        else:
            others.append(Compared(source, joiner, true_on(source)))
    practices = app.practices
    if practices.status is ReferenceStatus.DOWN and practices.problem is not None:
        down[PRACTICES] = practices.problem
    return others, down


def true_on(source: Source) -> datetime:
    """When a source's data was true: the config's word, else the source's own, else now."""
    known: datetime | None = source.as_of or source.adapter.as_of
    return known or datetime.now(tz=UTC)
