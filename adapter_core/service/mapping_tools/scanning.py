"""`mapping scan`: a source's profile without its rows."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import SecretStr

from adapter_core.errors import UsageError, did_you_mean
from adapter_core.readers.mapping import load_mapping
from adapter_core.readers.profiling.documents import scan_json, scan_xml
from adapter_core.readers.profiling.files import scan_files
from adapter_core.readers.sql.scanning import ROWS, is_sqlite_file, scan_database, scan_script
from adapter_core.service.backends import mapping_folders

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date

    from adapter_core.readers.mapping import LoadedMapping
    from adapter_core.readers.profiling import Scan
    from adapter_core.service.bootstrap import Application

ENDINGS = {".xml": "xml", ".json": "json", ".csv": "csv", ".txt": "csv", ".sql": "script"}


@dataclass(frozen=True, slots=True)
class ScanOptions:
    """What to look at, and how.

    Attributes:
        rows: how many rows of each table; of a database 100,000 if None, of files all.
        tables: tables to look at, of a database; all if empty.
        schema: schema of the database; the connection's own if None.
        record: in XML, the element of one person.
        records: in JSON, the steps to the list of people.
        encoding: of CSV files.
        delimiter: of CSV files.
    """

    rows: int | None = None
    tables: tuple[str, ...] = ()
    schema: str | None = None
    record: str | None = None
    records: tuple[str, ...] | None = None
    encoding: str | None = None
    delimiter: str | None = None


_AS_IT_IS = ScanOptions()


def scan_path(
    path: Path, on: date, options: ScanOptions = _AS_IT_IS, progress: Callable[[int], None] | None = None
) -> Scan:
    """Profile a file or a folder of CSV files; its ending, else its first bytes, say what it is.

    Raises:
        UsageError: it is nothing that can be scanned (FP-0321), or is not what its ending says.
        SourceUnavailable: it cannot be opened.
    """
    if not path.exists():
        raise UsageError("FP-0321", f'There is no file or folder "{path.name}".', where=path.name)
    suffix = Path(path.name.removesuffix(".gz")).suffix.lower()
    kind = "csv" if path.is_dir() else ENDINGS.get(suffix, "")
    if path.suffix == ".gz" and kind != "xml":
        kind = ""
    if not path.is_dir() and is_sqlite_file(path):
        return _database(
            f"sqlite:///{path.resolve().as_posix()}", path.parent, path.name, on, options, progress
        )
    match kind:
        case "xml":
            return scan_xml(path, on=on, record=options.record, rows=options.rows, progress=progress)
        case "json":
            return scan_json(path, on=on, records=options.records, rows=options.rows, progress=progress)
        case "csv":
            return scan_files(
                path,
                on=on,
                encoding=options.encoding,
                delimiter=options.delimiter,
                rows=options.rows,
                progress=progress,
            )
        case "script":
            return scan_script(path, source=path.name, on=on, rows=options.rows or ROWS)
    raise UsageError(
        "FP-0321", "Neither its ending nor its first bytes say what this file is.", where=path.name
    )


def scan_url(
    variable: str,
    on: date,
    options: ScanOptions = _AS_IT_IS,
    *,
    environment: Mapping[str, str] | None = None,
    progress: Callable[[int], None] | None = None,
) -> Scan:
    """Profile the database whose URL an environment variable holds: on a command line others could read it.

    Raises:
        UsageError: the variable is not set (FP-0328).
        SourceUnavailable: the database cannot be reached.
    """
    url = (os.environ if environment is None else environment).get(variable, "")
    if not url:
        raise UsageError("FP-0328", f"The environment variable {variable} is not set.", where="--url-env")
    return _database(url, Path.cwd(), variable, on, options, progress)


def scan_source(
    app: Application,
    name: str,
    options: ScanOptions = _AS_IT_IS,
    progress: Callable[[int], None] | None = None,
) -> Scan:
    """Profile a source of the config: whole, and not only what its mapping reads.

    Raises:
        UsageError: there is no such source (FP-0108), or it is none that can be scanned (FP-0321).
        SourceUnavailable: it cannot be reached.
    """
    if name not in app.configs:
        near = did_you_mean(name, app.configs)
        raise UsageError("FP-0108", f'There is neither a source nor a file "{name}".{near}', where=name)
    _, settings = app.configs[name]
    loaded = mapping_of(app, name)
    form = loaded.file.format if loaded else None
    url, path = plain(getattr(settings, "url", None)), plain(getattr(settings, "path", None))
    if form == "sql" and url:
        return _database(url, app.config.base, name, app.as_of, options, progress)
    if not path:
        raise UsageError("FP-0321", "This source is neither a database nor a file.", where=f"sources.{name}")
    file = loaded.file if loaded else None
    with_source = ScanOptions(
        rows=options.rows,
        record=options.record or (file.record if file else None) or None,
        records=options.records or (tuple(file.records) if file and file.records else None),
        encoding=options.encoding or getattr(settings, "encoding", None) or (file.encoding if file else None),
        delimiter=options.delimiter
        or getattr(settings, "delimiter", None)
        or (file.delimiter if file else None),
    )
    return scan_path(app.config.base / path, app.as_of, with_source, progress)


def mapping_of(app: Application, name: str) -> LoadedMapping | None:
    """The mapping that a source of the config is read with; None where its backend has none."""
    _, settings = app.configs[name]
    mapping = getattr(settings, "mapping", None)
    if not isinstance(mapping, str) or not mapping:
        return None
    return load_mapping(mapping, base=app.config.base, folders=mapping_folders())


def plain(value: Any) -> str:  # noqa: ANN401 - a key of any backend
    """A key of a backend's config as text; empty for one that it has not."""
    if isinstance(value, SecretStr):
        return value.get_secret_value()
    return str(value) if isinstance(value, (str, Path)) else ""


def _database(  # noqa: PLR0913, PLR0917 - as scan_database
    url: str,
    base: Path,
    source: str,
    on: date,
    options: ScanOptions,
    progress: Callable[[int], None] | None,
) -> Scan:
    return scan_database(
        url,
        base=base,
        source=source,
        on=on,
        tables=options.tables,
        schema=options.schema,
        rows=options.rows or ROWS,
        progress=progress,
    )
