"""Packaged mappings, as data: `<source>/<name>.toml`, extended by a council's own files."""

from __future__ import annotations
