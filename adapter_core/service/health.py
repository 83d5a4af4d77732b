"""`doctor`: everything that Fingerpost needs, looked at one by one; no question stops the next."""

from __future__ import annotations

import platform
import sqlite3
import sys
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from adapter_core import __version__
from adapter_core.config import find_config, load_config
from adapter_core.errors import CATALOGUE, FingerpostError, a_kind
from adapter_core.hooks.manager import Plugins
from adapter_core.service.bootstrap import compose, today
from adapter_core.service.inspection import inspect_source
from adapter_core.store.engine import wal_is_safe

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from adapter_core.service.bootstrap import Application

OLDEST_PYTHON = (3, 11)


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to one question.

    Attributes:
        well: whether all is well; None where the question could not be asked.
        says: what was seen, or what to do.
    """

    name: str
    well: bool | None
    says: str

    def as_json(self) -> dict[str, Any]:
        """The answer as plain JSON types."""
        return {"name": self.name, "ok": self.well, "says": self.says}


def examine(config_path: Path | None) -> list[Answer]:
    """Ask every question, those of plugins included."""
    answers = [_python(), _sqlite(), Answer("fingerpost", well=True, says=f"Version {__version__}.")]
    with ExitStack() as stack:
        application: Application | None = None
        try:
            config = load_config(find_config(config_path))
            answers.append(Answer("config", well=True, says=f"{config.file} is sound."))
            plugins = Plugins(config.plugins, base=config.base)
            answers.append(Answer("plugins", well=True, says=", ".join(plugins.names) or "None are listed."))
            application = compose(config, plugins, today(), stack)
        except FingerpostError as error:
            name = "plugins" if error.code.startswith("FP-02") else "config"
            answers.append(Answer(name, well=False, says=_said(error)))
        if application is None:
            answers.append(Answer("store", well=None, says="Not asked: the config has to be mended first."))
            return answers
        answers.append(_asked("store", partial(_store, application)))
        answers += [
            _asked(f"source {name}", partial(_source, application, name))
            for name in application.config.sources
        ]
        answers += [
            _asked(
                f"{plugin}: {check.name}",
                partial(check.run, application.config) if check.with_config else check.run,
            )
            for plugin, check in application.plugins.health_checks
        ]
    return answers


def _said(error: FingerpostError) -> str:
    return f"{error.code}: {error.message} {error.remedy}"


def _asked(name: str, question: Callable[[], str | None]) -> Answer:
    """Ask a question that gives None when all is well, else what to do."""
    try:
        says = question()
    except FingerpostError as error:
        return Answer(name, well=False, says=_said(error))
    except Exception as error:  # noqa: BLE001 - one broken question must not hide the others
        return Answer(name, well=False, says=f"The question failed with {a_kind(error)}.")
    return Answer(name, well=says is None, says=says or "All is well.")


def _python() -> Answer:
    well = sys.version_info >= OLDEST_PYTHON
    return Answer("python", well=well, says=f"Python {platform.python_version()} on {platform.system()}.")


def _sqlite() -> Answer:
    safe = wal_is_safe(sqlite3.sqlite_version_info)
    mode = (
        "write-ahead log" if safe else "rollback journal, because this version's write-ahead log can corrupt"
    )
    return Answer("sqlite", well=True, says=f"SQLite {sqlite3.sqlite_version}; the store uses the {mode}.")


def _store(application: Application) -> None:
    """Open the store, which brings it to this version's shape, read from it, and try to write."""
    application.store.runs(limit=1)
    application.store.try_writing()


def _source(application: Application, name: str) -> str | None:
    """Open a source and hold its mapping against it, as `config check` does."""
    found = inspect_source(application, name, application.profile())
    said = [
        f"{each.code}: {each.what} {CATALOGUE[each.code].remedy if each.code in CATALOGUE else ''}".strip()
        for each in found.problems
        if each.fatal
    ]
    return " ".join(said) or None
