"""Reports as files, and as text that streams."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, BinaryIO

from adapter_core.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from adapter_core.report.model import RunReport


def text_of(report: RunReport, form: str) -> Iterator[str]:
    """A report as text, in pieces.

    Args:
        report: what to say.
        form: html, csv or json.
    """
    if form == "html":
        from adapter_core.report import html  # noqa: PLC0415 - each format is imported when it is wanted

        return html.chunks(report)
    if form == "csv":
        from adapter_core.report import csv  # noqa: PLC0415

        return csv.chunks(report)
    from adapter_core.report import json  # noqa: PLC0415

    return json.chunks(report)


def write_report(report: RunReport, form: str, path: Path) -> None:
    """Write a report into a file.

    Args:
        report: what to say.
        form: table, html, xlsx, csv or json.
        path: the file.

    Raises:
        UsageError: it cannot be written (FP-0925).
    """
    if form == "xlsx":
        from adapter_core.report import xlsx  # noqa: PLC0415 - each format is imported when it is wanted

        write_whole(path, lambda stream: xlsx.write(report, stream))
        return
    pieces = _table(report) if form == "table" else text_of(report, form)
    write_whole(path, lambda stream: stream.writelines(piece.encode("utf-8") for piece in pieces))


def write_whole(path: Path, write: Callable[[BinaryIO], object]) -> None:
    """Write a file: all of it, or the file that was there stays as it was.

    Raises:
        UsageError: it cannot be written (FP-0925).
    """
    part = path.with_name(f".{path.name}.part")
    try:
        with part.open("wb") as stream:
            write(stream)
        part.replace(path)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise UsageError("FP-0925", f"The file cannot be written: {reason}.", where=str(path)) from error
    finally:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)


def _table(report: RunReport) -> Iterator[str]:
    import io  # noqa: PLC0415

    from rich.console import Console  # noqa: PLC0415

    from adapter_core.report import terminal  # noqa: PLC0415

    text = io.StringIO()
    terminal.render(report, Console(file=text, width=110, highlight=False), full=True)
    yield text.getvalue()
