"""The desk: what every use case of casework starts with, and what it keeps where nothing else can."""

from __future__ import annotations

import os
import re
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from adapter_core.config.models import reveal
from adapter_core.delivery.outbox import Target
from adapter_core.domain.casework import PersonRef
from adapter_core.domain.directory import Audience
from adapter_core.domain.events import EventName, event_of
from adapter_core.errors import FingerpostError, UsageError
from adapter_core.hooks.capabilities import Port
from adapter_core.hooks.ports import OpenContext
from adapter_core.oversight.audit import actor, record
from adapter_core.service.backends import mapping_folders
from adapter_core.service.bootstrap import open_application
from adapter_core.service.casework import events
from adapter_core.service.no_directory import missing_file, no_plugin
from adapter_core.store import audit

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import date, datetime
    from pathlib import Path

    from adapter_core.config import Config
    from adapter_core.config.casework import CaseworkTable
    from adapter_core.hooks.manager import HookFailure
    from adapter_core.hooks.ports import BackendSpec, Directory
    from adapter_core.service.bootstrap import Application
    from adapter_core.store import Store
    from adapter_core.store.unit_of_work import UnitOfWork

KEPT_TEXT = "not-saved"
"""How the files begin that hold what could not be saved."""


@dataclass
class Desk:
    """Where somebody works.

    Attributes:
        application: what the config makes.
        who: who works here: the `--by` of a command, else this machine's user.
        failures: observers that failed, for the result to name.
    """

    application: Application
    who: str
    failures: list[HookFailure] = field(default_factory=list)

    @property
    def store(self) -> Store:
        """The store, opened when first asked for.

        Raises:
            StoreError: it cannot be opened.
        """
        return self.application.store

    @property
    def config(self) -> Config:
        """The config."""
        return self.application.config

    @property
    def settings(self) -> CaseworkTable:
        """`[casework]`."""
        return self.config.casework

    @property
    def on(self) -> date:
        """The day to speak of."""
        return self.application.as_of

    @property
    def audience(self) -> Audience:
        """Whose eyes the directory is shown to."""
        return Audience(self.settings.audience)

    def now(self) -> datetime:
        """The aware moment it is."""
        return self.store.clock()

    # --- the directory ----------------------------------------------------------------------------

    @cached_property
    def directory(self) -> Directory | None:
        """The community directory, opened when first asked for; None where there is none.

        There is none where no listed plugin brings one, and where its file is not there: `ask_directory`.

        Raises:
            StoreError: it cannot be opened.
            ConfigurationError: its settings are wrong.
        """
        if not self._directories or missing_file(self.config) is not None:
            return None
        spec = self._directories[0]
        table = self.config.directory
        given = {
            name: reveal(getattr(table, name))
            for name in type(table).model_fields
            if name in spec.config_model.model_fields
        }
        context = OpenContext(
            spec.name, self.on, self.config.base, self.application.plugins.transforms, mapping_folders()
        )
        opened: Directory = self.application.keep_open(spec.open(spec.config_model(**given), context))
        return opened

    def ask_directory(self) -> Directory:
        """The community directory, for whoever cannot go on without.

        Raises:
            UsageError: FP-1092 there is none; it says why, and what to do.
            StoreError: it cannot be opened.
            ConfigurationError: its settings are wrong.
        """
        if self.directory is None:
            raise (missing_file(self.config) if self._directories else None) or no_plugin()
        return self.directory

    @property
    def _directories(self) -> list[BackendSpec]:
        backends = self.application.plugins.backends
        return [spec for (port, _), spec in backends.items() if port is Port.DIRECTORY]

    # --- the audit --------------------------------------------------------------------------------

    def record(self, action: str, people: Iterable[PersonRef] = ()) -> None:
        """Note in the audit what is about to be shown; returns once that is committed.

        Raises:
            StoreError: it cannot be written; then nothing may be shown.
        """
        record(self.store, action, who=self.who, subjects=[(each.source, each.ref) for each in people])

    def note(self, unit: UnitOfWork, action: str, people: Iterable[PersonRef] = ()) -> None:
        """Note in the audit what the same transaction is about to write: both or neither."""
        subjects = [(each.source, each.ref) for each in people]
        audit.add(unit.connection, at=self.now(), who=self.who, action=action, subjects=subjects, run=None)

    # --- observers --------------------------------------------------------------------------------

    def tell(self, name: EventName, ids: Mapping[str, str], codes: Mapping[str, str]) -> None:
        """Tell the observers what was committed: ids and codes alone. One that fails stops nothing."""
        self.failures += events.tell(self.application, event_of(name, self.now(), ids, codes))

    # --- deliveries -------------------------------------------------------------------------------

    def target(self, source: str) -> Target:
        """Where what is written about a person of a source goes; known without opening it."""
        backend, _ = self.application.configs[source]
        return Target(source, self.application.title(source), backend.places, self.application.rules)


@contextmanager
def open_desk(
    config_path: Path | None = None,
    as_of: date | None = None,
    who: str | None = None,
    *,
    environment: Mapping[str, str] | None = None,
    without_sources: bool = False,
) -> Iterator[Desk]:
    """Open a desk.

    Args:
        config_path: where the config is; see `config.find_config` if None.
        as_of: the day to speak of; today if None.
        who: who works here; this machine's user if None.
        environment: the variables there are; those of this process if None.
        without_sources: whether the case systems are left closed: for what asks none of them.

    Raises:
        ConfigurationError: the config is wrong.
        PluginError: a plugin breaks the contract.
        UsageError: FP-1015 for a name of nobody.
    """
    name = actor() if who is None else " ".join(who.split())
    if not name:
        raise UsageError("FP-1015", "Nobody is named who does it.", where="--by")
    given: dict[str, Any] = {"environment": environment, "without_sources": without_sources}
    with open_application(config_path, as_of=as_of, **given) as application:
        yield Desk(application, name)


def keep_text(config: Config, text: str, about: str, *, ending: str = "md") -> Path:
    """Keep what somebody typed in a private file beside the config, where the store could not.

    The file's name says nothing of anybody; only its owner may read it. What is there is never replaced.

    Args:
        config: beside whose file.
        text: what was typed, as it was typed.
        about: what it is of, such as `C12`, or `new`.
        ending: of the file's name: `md`, `toml` or `json`.

    Raises:
        UsageError: FP-0925 where no file can be written either.
    """
    return keep_in(config.base, text.encode("utf-8", errors="backslashreplace"), about, ending=ending)


def keep_in(folder: Path, content: bytes, about: str, *, ending: str = "md") -> Path:
    """The same in a folder, byte for byte: for what no config, or no reader, could make anything of.

    Raises:
        UsageError: FP-0925 where no file can be written.
    """
    plain = re.sub(r"[^A-Za-z0-9.]+", "-", about).strip("-.") or "text"
    for number in range(1, 10_000):
        path = folder / f"{KEPT_TEXT}-{plain}-{number}.{ending}"
        try:
            place = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            continue
        except OSError as error:
            raise _unwritten(path, error) from error
        try:
            with os.fdopen(place, "wb") as stream:
                stream.write(content)
                stream.flush()
                os.fsync(stream.fileno())
        except OSError as error:
            path.unlink(missing_ok=True)
            raise _unwritten(path, error) from error
        return path
    raise UsageError("FP-0925", "There are too many such files already.", where=str(folder))


def _unwritten(path: Path, error: OSError) -> FingerpostError:
    reason = error.strerror or type(error).__name__
    return UsageError("FP-0925", f"The file cannot be written: {reason}.", where=str(path))
