"""Whose list is wanted, and whose a record is: names as the config and the records have them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from adapter_core.checks.owners import DEFAULT_FALLBACK, allocated_worker
from adapter_core.errors import UsageError
from adapter_core.service.worklist import as_known
from adapter_core.store.casework import names

if TYPE_CHECKING:
    from adapter_core.service.casework.desk import Desk
    from adapter_core.service.casework.people import Looked


def team_of(desk: Desk, looked: Looked) -> str:
    """The team to which a person is allocated on the desk's day; empty where none is known."""
    owner = allocated_worker(desk.on)(looked.record) if looked.record is not None else None
    return (owner.team if owner is not None else None) or ""


def team_named(desk: Desk, name: str | None, where: str) -> str | None:
    """A team as it is written in the records, whatever the case of what was typed.

    Args:
        desk: the desk.
        name: what was typed; None for any.
        where: the command.

    Raises:
        UsageError: FP-0714 neither the config nor any record has such a team: an empty list would be taken
            for nothing to do.
    """
    return _named(desk, "team", name, where)


def worker_named(desk: Desk, name: str | None, where: str) -> str | None:
    """A worker likewise; whoever works here is known. Raises as `team_named`."""
    return name if name == desk.who else _named(desk, "worker", name, where)


def owner_named(desk: Desk, name: str | None, where: str) -> str | None:
    """Whoever does an action, likewise; they may be family, so that the refusal names nobody."""
    try:
        return name if name == desk.who else _named(desk, "owner", name, where)
    except UsageError as error:
        raise UsageError(error.code, "No action is of an owner of this name.", where=where) from None


def _named(desk: Desk, kind: str, name: str | None, where: str) -> str | None:
    if not name:
        return name
    with desk.store.reading() as unit:
        if names.is_known(unit.connection, kind, name):
            return name
        known = names.known(unit.connection, kind)
    owners = desk.store.owners()
    if kind == "team":
        known |= {team for team, _ in owners} | _of_config(desk)
    else:
        known |= {worker for _, worker in owners}
    return as_known(kind, name, known, where)


def _of_config(desk: Desk) -> set[str]:
    owners = desk.config.owners
    desks = set(owners.fallback) - set(DEFAULT_FALLBACK[:-1])
    return desks | set(owners.localities.values())
