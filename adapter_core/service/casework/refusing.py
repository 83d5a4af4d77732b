"""What casework refuses, with what somebody needs to go on; no text of a record is in a message."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

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

    @classmethod
    def of(cls, problems: Sequence[Problem], where: str) -> Incomplete:
        """The refusal of a record with these problems; its message names each with its place."""
        things = "1 thing is" if len(problems) == 1 else f"{len(problems)} things are"
        lines = [f"\n  {each.place}: {each.what} ({each.code})" for each in problems]
        refused = cls("FP-1021", f"{things} to be put right first:{''.join(lines)}", where=where)
        refused.problems = problems
        return refused

    def as_json(self) -> dict[str, dict[str, Any]]:
        """The error as the contract's JSON object, with each problem."""
        answer = super().as_json()
        answer["error"]["problems"] = [
            {"code": each.code, "message": each.what, "where": each.where, "remedy": each.remedy}
            for each in self.problems
        ]
        return answer


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
    if what == "kept text":
        remedy = "List those of a conversation with: fingerpost conversation kept, and its number."
        return UsageError("FP-1018", f"There is no {what} of this number.", where=where, remedy=remedy)
    return UsageError("FP-1018", f"There is no {what} of this number.", where=where)


def withdrawn(number: int) -> UsageError:
    """That a conversation was withdrawn, so that nothing more is written in it (FP-1022)."""
    return UsageError(
        "FP-1022",
        "The conversation was withdrawn.",
        where=f"C{number}",
        remedy=f"Read what was kept with: fingerpost conversation kept C{number}. To go on, begin another: "
        "fingerpost conversation start REF.",
    )
