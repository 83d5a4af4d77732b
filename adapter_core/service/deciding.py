"""What decides a run's outcome besides the records: an unfinished run is only taken up under the same."""

from __future__ import annotations

import hashlib
import json
import tomllib
from typing import TYPE_CHECKING

from adapter_core import __version__

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from adapter_core.config import Config


def digest(config: Config, plugins: Iterable[str]) -> str:
    """Digest of the config, the council's own mappings, the lists of reference data, and all versions.

    The day of an extract is left out: it is the records' own, and another every night.

    Args:
        config: the config.
        plugins: name and version of each plugin.
    """
    shown = config.shown()
    shown["sources"] = {
        name: {key: value for key, value in table.items() if key != "as_of"}
        for name, table in shown["sources"].items()
    }
    parts = [json.dumps(shown, sort_keys=True), __version__, *plugins, *map(_digest_of, _files(config))]
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


def _files(config: Config) -> Iterator[Path]:
    """The council's own mappings, with all that they extend beside them, and the lists of reference data."""
    for table in config.sources.values():
        yield from _own_mappings(str(table.own.get("mapping", "")), config.base)
    if config.reference.practices is not None:
        yield config.base / str(config.reference.practices.own.get("path", ""))


def _own_mappings(name: str, base: Path) -> Iterator[Path]:
    seen: set[Path] = set()
    wanted: str | None = name
    while wanted and wanted.endswith(".toml"):
        path = (base / wanted).resolve()
        if path in seen:
            return
        seen.add(path)
        yield path
        wanted, base = _extended_by(path), path.parent


def _extended_by(mapping: Path) -> str | None:
    """What a mapping file says that it extends; nothing where it cannot be read, which is said elsewhere."""
    try:
        extended = tomllib.loads(mapping.read_text(encoding="utf-8-sig")).get("extends")
    except (OSError, ValueError):
        return None
    return extended if isinstance(extended, str) else None


def _digest_of(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""
