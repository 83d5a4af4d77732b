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
    """Shows how many people, or other things, were read so far, until it is stopped."""

    def __init__(self, words: str, status: Status, things: str) -> None:
        self._words = words
        self._things = things
        self._status = status

    def __call__(self, people: int) -> None:
        """Show a number of them."""
        self._status.update(f"{self._words} {people:,} {self._things} read")

    def stop(self) -> None:
        """Make room for other output."""
        self._status.stop()


@contextmanager
def progress(words: str, things: str = "people") -> Iterator[Progress | None]:
    """Show progress inside the block; None where nobody looks."""
    if not sys.stderr.isatty():
        yield None
        return
    with console(stderr=True).status(words) as status:
        yield Progress(words, status, things)
