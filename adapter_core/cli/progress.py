"""Progress: on standard error, and only where somebody is looking."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

from adapter_core.cli.common import console

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.status import Status


class Progress:
    """Shows how many people were read so far, until it is stopped."""

    def __init__(self, words: str, status: Status) -> None:
        self._words = words
        self._status = status

    def __call__(self, people: int) -> None:
        """Show a number of people."""
        self._status.update(f"{self._words} {people:,} people read")

    def stop(self) -> None:
        """Make room for other output."""
        self._status.stop()


@contextmanager
def progress(words: str) -> Iterator[Progress | None]:
    """Show progress inside the block; None where nobody looks."""
    if not sys.stderr.isatty():
        yield None
        return
    with console(stderr=True).status(words) as status:
        yield Progress(words, status)
