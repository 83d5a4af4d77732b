"""The composition root: the one place where config, plugins, sources, rules and store meet."""

from __future__ import annotations

from adapter_core.service.bootstrap.application import Application
from adapter_core.service.bootstrap.composing import compose, open_application
from adapter_core.service.bootstrap.opened import BackendConfig, Practices, Source, today

__all__ = [
    "Application",
    "BackendConfig",
    "Practices",
    "Source",
    "compose",
    "open_application",
    "today",
]
