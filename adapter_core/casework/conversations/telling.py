"""What a rule tells: a problem that keeps a record open, or advice that keeps nobody from anything."""

from __future__ import annotations

from dataclasses import dataclass

from adapter_core.casework.conversations.written.places import in_words


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a record cannot be closed yet.

    Attributes:
        code: the `FP-` code.
        where: the field, entries counted from 1: `actions.2.owner`.
        what: what is wrong, in one sentence; no text of the record.
        remedy: what to do, in one sentence.
    """

    code: str
    where: str
    what: str
    remedy: str

    @property
    def place(self) -> str:
        """Where it is, in the words of the file that people write."""
        return in_words(self.where)


@dataclass(frozen=True, slots=True)
class Advice:
    """What practice advises; it never blocks anything.

    Attributes:
        rule: the id of the rule.
        words: what is advised, in one or two sentences; no text of the record.
        source: the requirement, regulation or guidance that it comes from.
        passed_over: whether the record says why it was passed over.
    """

    rule: str
    words: str
    source: str
    passed_over: bool = False
