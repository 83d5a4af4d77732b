"""What `fingerpost signpost add` makes of its options, or asks for."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click

from adapter_core.cli.casework.showing import hit_line
from adapter_core.domain.casework import PermissionBasis, ResourceKind
from adapter_core.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from adapter_core.domain.casework import Permission, Resource
    from adapter_core.hooks.ports import Directory
    from adapter_core.service.casework.desk import Desk


def resource(desk: Desk, given: dict[str, Any]) -> Resource:
    """What the person is pointed to; names and the first contact of a service come from the directory.

    Raises:
        UsageError: FP-1092 there is no directory, FP-0832 it has no such service or event.
    """
    from adapter_core.domain.casework import Resource  # noqa: PLC0415 - only when run
    from adapter_core.service.casework.naming import with_contact  # noqa: PLC0415 - heavy, only when run

    service, name = given["service"], given["name"]
    if given["event"] and not (service or name):
        with _where("--event"):
            event = _directory(desk).event(given["event"])
        service, name = event.service_id, event.name
    if not service:
        kind = ResourceKind(
            given["resource"] or (ResourceKind.EVENT if given["event"] else ResourceKind.NETWORK)
        )
        return Resource(kind, name, event_id=given["event"], contact_id=given["contact"])
    with _where("--service"):
        view = _directory(desk).service(service, audience=desk.audience)
    kind = ResourceKind(given["resource"] or (ResourceKind.EVENT if given["event"] else ResourceKind.SERVICE))
    found = Resource(
        kind,
        name or view.service.name,
        service_id=view.service.id,
        event_id=given["event"],
        contact_id=given["contact"],
    )
    return with_contact(desk, found)


@contextmanager
def _where(option: str) -> Iterator[None]:
    """Say by which option what was refused was given: the directory does not know."""
    try:
        yield
    except UsageError as error:
        where = f"signpost add {option}"
        raise UsageError(error.code, error.message, where=where, remedy=error.remedy) from None


def _directory(desk: Desk) -> Directory:
    try:
        return desk.ask_directory()
    except UsageError as error:
        remedy = f"{error.remedy.rstrip('.')}. Or say with --to what it is."
        raise UsageError(error.code, error.message, remedy=remedy) from None


def ask(desk: Desk, given: dict[str, Any]) -> None:
    """Ask to what, and whom for what: somebody sits at a terminal."""
    words = click.prompt("What are you looking for? (words, as for fingerpost search)")
    if desk.directory is None:
        given["name"] = words
        return
    hits = desk.directory.search(
        words, audience=desk.audience, on=desk.on, limit=desk.settings.local_hits
    ).hits
    for number, hit in enumerate(hits, 1):
        click.echo(f"  {number}: {hit_line(hit)}")
    click.echo("  0: none of these; it is not in the directory")
    chosen = click.prompt("Which one?", type=click.IntRange(0, len(hits)), default=1 if hits else 0)
    if chosen:
        given["service"] = hits[chosen - 1].service.service.id
        given["contact"] = contact.id if (contact := hits[chosen - 1].contact) is not None else ""
    else:
        given["name"] = click.prompt("What is it? Such as: Mrs Grey next door", default=words)
    given["what_for"] = given["what_for"] or click.prompt(
        "What does the person hope for?", default="", show_default=False
    )


def permission(desk: Desk, given: dict[str, Any]) -> Permission | None:
    """What may be passed on to whom; None where nothing may."""
    from adapter_core.domain.casework import Permission  # noqa: PLC0415 - only when run

    if not given["what"]:
        return None
    basis = PermissionBasis.BEST_INTERESTS if given["best_interests"] else PermissionBasis.CONSENT
    to = given["name"] or "the named contact"
    by = given["permission_by"] or ("" if given["best_interests"] else "the person")
    return Permission(given["what"], to, basis, given["permission_how"] or "spoken", by, desk.on)
