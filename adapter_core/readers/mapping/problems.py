"""Several problems of one mapping, told at once: each with its file, line and key path."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from adapter_core.errors import MappingError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


class MappingProblems(MappingError):
    """Several problems, each an error of its own.

    Attributes:
        problems: the errors, in the order in which they were found.
    """

    def __init__(self, problems: Sequence[MappingError]) -> None:
        """Word the problems as one message of several lines."""
        self.problems = tuple(problems)
        lines = [f"There are {len(problems)} problems in the mapping:"]
        lines += [f"  {each.code} {each.where}: {each.message}" for each in problems]
        super().__init__("FP-0337", "\n".join(lines))

    def as_json(self) -> dict[str, dict[str, Any]]:
        """The contract's JSON object, with every problem as one of its own."""
        whole = super().as_json()
        whole["error"]["problems"] = [each.as_json()["error"] for each in self.problems]
        return whole


class Faults:
    """What is wrong with a mapping so far."""

    def __init__(self) -> None:
        """Nothing yet."""
        self._found: dict[tuple[str, str], MappingError] = {}

    @contextmanager
    def noted(self) -> Iterator[None]:
        """Keep an error that is raised inside, and go on behind it."""
        try:
            yield
        except MappingError as error:
            self.add(error)

    def add(self, error: MappingError) -> None:
        """Keep an error; one that says the same of the same place is kept once."""
        self._found.setdefault((error.where, str(error)), error)

    def tell(self) -> None:
        """Raise what was kept, if anything was.

        Raises:
            MappingError: the one error; or all of them, as `MappingProblems`.
        """
        if self._found:
            raise self.told()

    def told(self) -> MappingError:
        """What was kept, of which there is some, as one error: the only one, or `MappingProblems`."""
        found = list(self._found.values())
        return found[0] if len(found) == 1 else MappingProblems(found)
