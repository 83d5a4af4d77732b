"""The contract with plugins. A plugin imports `hookimpl` from here and marks its hooks with it."""

from __future__ import annotations

import pluggy

PROJECT = "adapter_core"
"""Name of the pluggy project, and of the entry-point group that plugins register in."""

hookimpl = pluggy.HookimplMarker(PROJECT)
"""Marks a function of a plugin as the implementation of the hook of the same name."""
