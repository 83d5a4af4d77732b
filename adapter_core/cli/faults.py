"""What a user sees of an error: what, where and what to do. Never a traceback, never a secret."""

from __future__ import annotations

import errno
import traceback
from typing import TYPE_CHECKING

import click

from adapter_core.cli.common import emit_json
from adapter_core.errors import CATALOGUE, FingerpostError, UsageError, a_kind

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from adapter_core.cli.common import Options

EXIT_INTERRUPTED = 130
PLACES = 3
"""So many places are named beside a remedy that several problems share."""
NO_ROOM = {errno.ENOSPC, errno.EIO, errno.EDQUOT} if hasattr(errno, "EDQUOT") else {errno.ENOSPC, errno.EIO}
PRECEDENCE = (5, 75, 4, 70, 3, 1)
"""Where several exit codes hold, the first of these is given (contract)."""


def worst(*codes: int) -> int:
    """The exit code to leave with where several hold."""
    return next((code for code in PRECEDENCE if code in codes), 0)


def report_error(error: BaseException, options: Options) -> int:
    """Say what went wrong; the exit code that goes with it."""
    ours = _as_ours(error)
    if options.debug_file is not None:
        _write_traceback(error, options.debug_file)
    if options.json:
        emit_json(ours.as_json())
    else:
        click.echo(worded(ours), err=True)
    return ours.exit_code


def _as_ours(error: BaseException) -> FingerpostError:
    if isinstance(error, FingerpostError):
        return error
    if isinstance(error, click.ClickException):
        context = getattr(error, "ctx", None)
        command = context.command_path if context is not None else "fingerpost"
        return UsageError(
            "FP-0920",
            error.format_message(),
            where=command,
            remedy=f"See what it takes with: {command} --help",
        )
    if isinstance(error, OSError) and error.errno in NO_ROOM and error.filename is None:
        return FingerpostError("FP-0002", f"What was to be shown cannot be written: {error.strerror}.")
    return FingerpostError("FP-0001", f"Fingerpost failed with {a_kind(error)}, which is its own fault.")


def worded(error: FingerpostError) -> str:
    """An error on a terminal: what, where, and what to do."""
    lines = [f"{error.code}: {error.message}"]
    if error.where:
        lines.append(f"  Where: {error.where}")
    problems: tuple[FingerpostError, ...] = getattr(error, "problems", ())
    remedies = dict.fromkeys(each.remedy for each in problems or (error,))
    for remedy in remedies:
        # Where there are several, each says what it is about: nobody could tell otherwise.
        places = (getattr(each, "place", each.where) for each in problems if each.remedy == remedy)
        about = dict.fromkeys(filter(None, places))
        of = f" ({', '.join(list(about)[:PLACES])})" if len(remedies) > 1 and about else ""
        lines.append(f"  What to do{of}: {remedy}")
    if error.code in CATALOGUE and not problems:
        lines.append(f"  More: fingerpost explain {error.code}")
    return "\n".join(lines)


def _write_traceback(error: BaseException, path: Path) -> None:
    """Write where it happened: files, lines and kinds of error, without values and without their words."""
    try:
        path.write_text("".join(_frames(error)), encoding="utf-8")
    except OSError as failed:
        reason = failed.strerror or type(failed).__name__
        click.echo(f"The traceback could not be written to {path}: {reason}.", err=True)


def _frames(error: BaseException) -> Iterator[str]:
    cause = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if cause is not None:
        yield from _frames(cause)
        yield "\nWhich led to:\n\n"
    yield from traceback.format_tb(error.__traceback__)
    yield f"{type(error).__module__}.{type(error).__qualname__}\n"
