"""What casework refuses, with what somebody needs to go on; no text of a record is in a message."""

from __future__ import annotations

from typing import TYPE_CHECKING

from adapter_core.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from adapter_core.casework.conversations.comparing import Difference
    from adapter_core.casework.conversations.telling import Problem


class Stale(UsageError):
    """Somebody else saved meanwhile (FP-1020); what the second typed is kept whole.

    Attributes:
        by: who saved.
        saved: the aware moment of that.
        revision: which revision stands now; 0 where there is no draft any more.
        rival: under which number the second's text is kept; 0 where none was given.
        differences: what differs, with both texts: for whoever typed, never for a log.
    """

    by = ""
    saved: datetime | None = None
    revision = 0
    rival = 0
    differences: Sequence[Difference] = ()


class OpenDraft(UsageError):
    """A conversation with the person is being written already (FP-1019).

    Attributes:
        ids: numbers of the conversations whose drafts are open.
    """

    ids: Sequence[int] = ()


class Incomplete(UsageError):
    """What a record lacks before it can be closed (FP-1021).

    Attributes:
        problems: each with its place and remedy.
    """

    problems: Sequence[Problem] = ()


class MergedSince(UsageError):
    """The case system has merged the person's record into another since (FP-1023).

    Attributes:
        ref: the reference that it has become.
    """

    ref = ""


def unknown(what: str, where: str) -> UsageError:
    """That there is nothing of a number.

    Args:
        what: what was looked for: "conversation".
        where: the number as people type it: `C12`.
    """
    return UsageError("FP-1018", f"There is no {what} of this number.", where=where)
