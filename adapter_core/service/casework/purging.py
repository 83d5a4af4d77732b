"""Takes away what need not be kept any more, and notes in the audit of whom something was deleted unread."""

from __future__ import annotations

from typing import TYPE_CHECKING

from adapter_core.oversight.audit import actor
from adapter_core.store import audit
from adapter_core.store.casework.purging import purge_seen
from adapter_core.store.casework.purging_kept import purge_kept

if TYPE_CHECKING:
    from datetime import datetime

    from adapter_core.store.unit_of_work import UnitOfWork

DELETED = "conversation.kept_deleted"
"""In the audit: a text that stands nowhere else was deleted, by its age alone."""


def purge(unit: UnitOfWork, *, at: datetime, who: str | None = None) -> int:
    """Purge what was seen in the case system, and what was typed and does not stand.

    Args:
        unit: the transaction.
        at: the aware moment that it is.
        who: the actor; this machine's user if None.

    Returns:
        How many conversations lost a body because it was seen.
    """
    number = purge_seen(unit.connection, at)
    people = purge_kept(unit.connection, at)
    if people:
        subjects = [(each.source, each.ref) for each in people]
        audit.add(unit.connection, at=at, who=who or actor(), action=DELETED, subjects=subjects, run=None)
    return number
