"""The command line: one file a command group, and no logic; every command calls `service`."""

from __future__ import annotations
