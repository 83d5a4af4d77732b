"""Commands of casework as they are typed, in a council's folder."""

from __future__ import annotations

import io
import json
import sys
from typing import TYPE_CHECKING, Any

from adapter_core.cli.main import run
from tests.integration.casework.desks import TODAY, Council

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

WRITTEN = """\
Fell on the stairs.

## What matters
Her garden.

## Actions
- Ring the lunch club
  owner: Ada Kit
  by: 30/11/2026

## Signposts
- Ark lunch club
  for: company on Tuesdays

## About this conversation
- led to: signposted
- ended: connected
- ended on: 23/11/2026
"""


class Played:
    """Commands played in a council's folder, one after the other."""

    def __init__(
        self, council: Council, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Go into the folder."""
        self._capsys, self._monkeypatch = capsys, monkeypatch
        self.folder = council.folder
        self.err = ""
        monkeypatch.chdir(council.folder)

    def __call__(self, line: str, *more: str, code: int = 0, on: str = str(TODAY)) -> str:
        """Play a line with further words; what it says on standard output."""
        left = run(["--as-of", on, *line.split(), *more])
        said = self._capsys.readouterr()
        self.err = said.err
        assert left == code, said.err or said.out
        return said.out

    def json(self, line: str, *more: str, **given: Any) -> Any:
        """Play a line, and read its answer as JSON."""
        return json.loads(self(line, *more, "--json", **given))

    def file(self, text: str, name: str = "record.md") -> Path:
        """Write a file there."""
        path = self.folder / name
        path.write_text(text, encoding="utf-8")
        return path

    def typing(self, text: str | bytes) -> None:
        """Put a text on standard input."""
        data = text.encode() if isinstance(text, str) else text
        self._monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data), encoding="utf-8"))

    @property
    def kept(self) -> list[Path]:
        """Private files with what could not be saved."""
        return sorted(self.folder.glob("not-saved-*"))
