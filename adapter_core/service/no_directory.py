"""Why there is no community directory to ask, and what to do: in one place for every command that asks it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from adapter_core.config.models import SQLITE
from adapter_core.errors import UsageError

if TYPE_CHECKING:
    from adapter_core.config import Config

NO_DIRECTORY = "FP-1092"
"""The code of all that is said here."""


def no_plugin() -> UsageError:
    """That no listed plugin brings a directory (FP-1092)."""
    return UsageError(
        NO_DIRECTORY,
        "There is no directory: no plugin that the config lists brings one.",
        where="plugins",
        remedy='Add "community_directory" to plugins in the config, and import a feed.',
    )


def missing_file(config: Config) -> UsageError | None:
    """That the directory's database is not there (FP-1092); None where it is, or where a server holds it.

    Nobody wants an empty directory to be made by asking it.
    """
    url = config.directory_url
    path = url.removeprefix(SQLITE).partition("?")[0]
    if not url.startswith(SQLITE) or path.startswith((":memory:", "file:")) or Path(path).is_file():
        return None
    how = "" if config.directory.feeds else "name a feed in the config, as [directory.feeds.<name>], and "
    return UsageError(
        NO_DIRECTORY,
        f"There is no directory: its database {Path(path).name} is not there.",
        where=f"directory.url, {path}",
        remedy=f"If it was moved, put directory.url right in the config. If there was none yet, {how}"
        "import it with: fingerpost directory import",
    )
