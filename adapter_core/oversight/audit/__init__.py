"""Who saw what and did what: references and run ids, never a name, written before anything is shown."""

from __future__ import annotations

import dataclasses
import getpass
import os
import re
from typing import TYPE_CHECKING

from adapter_core.errors import UsageError
from adapter_core.store import audit as rows

if TYPE_CHECKING:
    from collections.abc import Iterable

    from adapter_core.store import Store
    from adapter_core.store.audit import AuditEntry, AuditLine

LONGEST_NUMBER = 10
"""Digits; more than any database counts entries with."""

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


def look(store: Store, wanted: rows.WantedEntries, *, limit: int = 50) -> list[AuditLine]:
    """Entries as people may read them: who, when, what, of how many, never of whom; audited first."""
    own = record(store, "audit.looked_at")
    before = own if wanted.before is None else min(own, wanted.before)
    with store.reading() as unit:
        return rows.lines(unit.connection, dataclasses.replace(wanted, before=before), limit)


def look_at(store: Store, number: str) -> AuditLine:
    """One entry; the look is audited first.

    Raises:
        UsageError: there is none of this number (FP-0616).
    """
    known = number.isascii() and number.isdigit() and len(number) < LONGEST_NUMBER
    found = look(store, rows.WantedEntries(number=int(number) if known else -1), limit=1)
    if not found:
        raise UsageError("FP-0616", "The audit has no such entry.", where="audit show")
    return found[0]
