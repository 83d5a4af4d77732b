"""Use cases, and the one place where everything is put together (`bootstrap`)."""

from __future__ import annotations
