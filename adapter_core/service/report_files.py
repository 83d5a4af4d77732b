"""Reports as files, and as text that streams."""

from __future__ import annotations

import contextlib
import os
from typing import TYPE_CHECKING, BinaryIO

from adapter_core.config.models import reveal
from adapter_core.config.secrets import Secret
from adapter_core.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from adapter_core.config import Config, ReferenceTable, SourceTable
    from adapter_core.report.model import RunReport


PRIVATE = 0o600
"""The mode of a file that only its owner may read."""

BESIDE = ("-journal", "-wal", "-shm")
"""Endings of what SQLite keeps beside a database."""

TABLES = (".csv", ".json", ".jsonl", ".ndjson", ".tsv", ".txt", ".xlsx", ".zip")
"""Endings of what a folder that is a source may hold."""


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


def check_place(path: Path, config: Config, *, overwrite: bool) -> None:
    """Refuse to write over a file that somebody may want: without being told to, or at all.

    Args:
        path: where something would be written.
        config: what it names, its sources and the store among it, is never replaced.
        overwrite: whether any other file may be.

    Raises:
        UsageError: a file is in the way (FP-0921), or what is there is no file (FP-0925).
    """
    if not path.exists():
        return
    if not path.is_file():
        raise UsageError("FP-0925", "What is there is no ordinary file.", where=str(path))
    if any(path.samefile(each) for each in _files_of(config)):
        raise UsageError(
            "FP-0921",
            "This file belongs to the config: a source, a list, the store or the config itself.",
            where=str(path),
            remedy="Choose another name; --overwrite does not help here.",
        )
    if not overwrite:
        raise UsageError(
            "FP-0921",
            "There is a file of this name already.",
            where=str(path),
            remedy="Choose another name, or add --overwrite to replace it.",
        )


def _files_of(config: Config) -> Iterator[Path]:
    """Every file that a config names, those of a folder of tables included."""
    tables: list[SourceTable | ReferenceTable] = list(config.sources.values())
    if config.reference.practices is not None:
        tables.append(config.reference.practices)
    named = [str(config.file), *config.plugins, reveal(config.store.url)]
    named += [text for table in tables for text in _texts(table.own)]
    named += [text for site in config.sites.values() for text in site.files]
    for each in named:
        place = config.base / each.removeprefix("sqlite:///").partition("?")[0]
        with contextlib.suppress(OSError, ValueError):
            if place.is_dir():
                yield from (file for file in place.iterdir() if file.suffix.lower() in TABLES)
            elif place.exists():
                yield place
                # What SQLite keeps beside a database that is in use is part of it.
                beside = (place.with_name(f"{place.name}{ending}") for ending in BESIDE)
                yield from (each for each in beside if each.exists())


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, Secret):
        value = "" if value.problem else value.reveal()
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from (text for each in value.values() for text in _texts(each))
    elif isinstance(value, (list, tuple)):
        yield from (text for each in value for text in _texts(each))


def write_whole(path: Path, write: Callable[[BinaryIO], object], *, private: bool = False) -> None:
    """Write a file: all of it, or the file that was there stays as it was.

    Args:
        path: where.
        write: writes it to a stream.
        private: whether only its owner may read it, where the system knows of owners.

    Raises:
        UsageError: it cannot be written (FP-0925).
    """
    part = path.with_name(f".{path.name}.part")
    try:
        with part.open("wb") as stream:
            if private and hasattr(os, "fchmod"):
                os.fchmod(stream.fileno(), PRIVATE)
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
