"""Who saw what and did what: references and run ids, never a name, written before anything is shown."""

from __future__ import annotations

import getpass
import os
import re
from typing import TYPE_CHECKING

from adapter_core.store import audit as rows

if TYPE_CHECKING:
    from collections.abc import Iterable

    from adapter_core.store import Store
    from adapter_core.store.audit import AuditEntry

_ACTION = re.compile(r"[a-z][a-z_]*(\.[a-z][a-z_]*)+\Z")


def actor() -> str:
    """The user of this machine who runs the command."""
    try:
        return getpass.getuser()
    except (ImportError, KeyError, OSError):
        # A container may run under a number that has no name; Windows has no list of users to look it up in.
        return f"uid {os.getuid()}" if hasattr(os, "getuid") else "unknown"


def record(
    store: Store,
    action: str,
    *,
    who: str | None = None,
    subjects: Iterable[tuple[str, str]] = (),
    run: str | None = None,
) -> int:
    """Write an audit row, and return only once it is committed: call it before the thing is shown.

    Args:
        store: where the audit is kept.
        action: a short code such as `report.made`; it says what was done, and of nobody.
        who: the actor; this machine's user if None.
        subjects: (source, reference) of the people it is about.
        run: the run that is looked at.

    Returns:
        The entry's number.

    Raises:
        StoreError: it cannot be written; then nothing may be shown.
    """
    if not _ACTION.match(action):
        message = f"an action is a code such as 'report.made', not {action!r}"
        raise ValueError(message)
    with store.work() as unit:
        number = rows.add(
            unit.connection,
            at=store.clock(),
            who=who or actor(),
            action=action,
            subjects=list(subjects),
            run=run,
        )
        unit.commit()
    return number


def entries(store: Store, *, limit: int = 100) -> list[AuditEntry]:
    """The newest entries, newest first."""
    with store.reading() as unit:
        return rows.entries(unit.connection, limit)
