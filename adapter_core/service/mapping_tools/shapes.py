"""`config check --save-shape`: what columns each source had, kept beside the config, and compared."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from adapter_core.errors import FingerpostError, UsageError
from adapter_core.readers.profiling import Scan
from adapter_core.readers.profiling.files import files_shape
from adapter_core.readers.profiling.model import LARGEST_SCAN
from adapter_core.readers.sql.scanning import database_shape
from adapter_core.service.mapping_tools.comparing import compare
from adapter_core.service.mapping_tools.scanning import mapping_of, plain

if TYPE_CHECKING:
    from pathlib import Path

    from adapter_core.service.bootstrap import Application
    from adapter_core.service.mapping_tools.comparing import Change

SHAPES = "fingerpost.shapes.json"
"""The file, beside the config: names and types of columns, and no row of anybody."""


def shapes_file(app: Application) -> Path:
    """Where the shapes of a config's sources are kept."""
    return app.config.base / SHAPES


def shape_now(app: Application, name: str) -> Scan | None:
    """The tables and columns that a source has now; None for one that cannot tell without reading people.

    Raises:
        FingerpostError: the source cannot be opened.
    """
    loaded = mapping_of(app, name)
    if loaded is None:
        return None
    _, settings = app.configs[name]
    file = loaded.file
    url, path = plain(getattr(settings, "url", None)), plain(getattr(settings, "path", None))
    if file.format == "sql" and url:
        names = [table.name for table in file.tables.values() if table.name]
        tables = database_shape(url, names, base=app.config.base, source=name)
    elif file.format == "csv" and path:
        encoding, delimiter = getattr(settings, "encoding", None), getattr(settings, "delimiter", None)
        tables = files_shape(
            app.config.base / path, encoding=encoding or file.encoding, delimiter=delimiter or file.delimiter
        )
    else:
        return None
    return Scan(format=file.format, on=app.as_of, rows_read=False, tables=tables)


def save_shapes(app: Application) -> list[str]:
    """Keep what every source looks like now; gives the names of those that were kept.

    A source that is down keeps the shape that it had.

    Raises:
        UsageError: the file cannot be written (FP-0333).
    """
    kept = _read(app)
    saved = []
    for name in app.config.sources:
        try:
            shape = shape_now(app, name)
        except FingerpostError:
            continue
        if shape is not None:
            kept[name] = shape.as_json()
            saved.append(name)
    content = {"schema": 1, "sources": {name: kept[name] for name in app.config.sources if name in kept}}
    try:
        shapes_file(app).write_text(
            json.dumps(content, indent=1, ensure_ascii=False) + "\n", encoding="utf-8"
        )
    except OSError as error:
        raise UsageError("FP-0333", f"The shapes cannot be kept: {error.strerror}.", where=SHAPES) from None
    return saved


def changes_since(app: Application, name: str) -> tuple[str, list[Change]]:
    """The day on which a source's shape was kept, and what has changed since; nothing if none was kept.

    Raises:
        UsageError: the file cannot be read (FP-0333).
        FingerpostError: the source cannot be opened.
    """
    before = _read(app).get(name)
    if before is None:
        return "", []
    try:
        old = Scan.model_validate(before)
    except ValueError:
        raise UsageError("FP-0333", "The file of shapes cannot be read.", where=SHAPES) from None
    now = shape_now(app, name)
    if now is None:
        return "", []
    # A table that the mapping came to read since is no change of the source.
    known = {table.name.casefold() for table in old.tables}
    now = now.model_copy(update={"tables": tuple(t for t in now.tables if t.name.casefold() in known)})
    return old.on.isoformat(), compare(old, now, mapping=mapping_of(app, name))


def _read(app: Application) -> dict[str, Any]:
    place = shapes_file(app)
    if not place.is_file():
        return {}
    try:
        with place.open(encoding="utf-8") as file:
            return dict(json.loads(file.read(LARGEST_SCAN))["sources"])
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        raise UsageError("FP-0333", "The file of shapes cannot be read.", where=SHAPES) from None
