"""Errors of a conversation's file: with the line, and never with what stands in it."""

from __future__ import annotations

from collections.abc import Iterable

from adapter_core.casework.conversations.written.parts import Value
from adapter_core.errors import UsageError, did_you_mean

_LONGEST = 80
"""How much of a word is compared with what is known."""


def unknown_part(line: int, what: str, word: str, known: Iterable[str], remedy: str = "") -> UsageError:
    """FP-1012: a heading, key or line that is no part of such a file.

    Args:
        line: where it stands.
        what: what is wrong, as the beginning of a sentence: "There is no part of this name".
        word: what stands there; it is only compared.
        known: what could stand there.
        remedy: what to do, or the usual.
    """
    message = f"Line {line}: {what}.{did_you_mean(' '.join(word[:_LONGEST].casefold().split()), known)}"
    return UsageError("FP-1012", message, where=f"line {line}", remedy=remedy)


def misplaced_mark(line: int) -> UsageError:
    """FP-1012: a mark for what is never shared, where nothing can be marked so.

    Args:
        line: where it stands.
    """
    return unknown_part(
        line,
        '"never shared" marks nothing here',
        "",
        (),
        'Move what is never shared under the heading "## Never shared". In the entries of a list that can be '
        'marked, write "never shared: yes" below the entry, two spaces in and without a dash. Where the line '
        "is a part of your text, put a backslash before it.",
    )


def unreadable(value: Value, is_no: str, remedy: str) -> UsageError:
    """FP-1013: a value that means nothing where it stands.

    Args:
        value: the value; what is given in it is not repeated.
        is_no: what it should have been: "a day".
        remedy: how it is written.
    """
    message = f'Line {value.line}: what stands for "{value.name}" is not {is_no}.'
    return UsageError("FP-1013", message, where=f"line {value.line}", remedy=remedy)
