"""The backend: its part of the config, and opening."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from pydantic import BaseModel, ConfigDict, Field

from adapter_core.hooks.capabilities import Capability
from adapter_core.hooks.ports import ColumnProblem, OpenContext, Reject, SourceReport
from adapter_nhs.practice_list import ReadList, read_practice_list

if TYPE_CHECKING:
    from collections.abc import Iterator

    from adapter_core.domain.practices import PracticeList

OLD_AFTER_DAYS = 366
SHOWN = 5


class NhsConfig(BaseModel):
    """A reference table of backend `nhs` in the config.

    Attributes:
        path: the list, from the config's folder.
        as_of: the day up to which the list is true; if not given, the latest day that it mentions.
        encoding: what the file was saved in, where it is neither UTF-8 nor windows-1252.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    path: Annotated[str, Field(min_length=1)]
    as_of: date | None = None
    encoding: str | None = None


class NhsLists:
    """The port `ReferenceData` over a file. The list is read when first asked for, and once."""

    def __init__(self, path: Path, config: NhsConfig, context: OpenContext) -> None:
        """Nothing is read yet."""
        self._path, self._config, self._context = path, config, context
        self._where = f"reference {context.source}: {path.name}"
        self._read: ReadList | None = None

    def read(self) -> ReadList:
        """The list with everything that is to be said about it.

        Raises:
            SourceUnavailable: it is gone or locked (FP-0803), empty (FP-0801), or something else (FP-0802).
        """
        if self._read is None:
            self._read = read_practice_list(
                self._path,
                where=self._where,
                today=self._context.as_of,
                as_of=self._config.as_of,
                encoding=self._config.encoding,
            )
        return self._read

    def practices(self) -> PracticeList:
        """See `ports.ReferenceData` and `read`."""
        return self.read().practices

    @property
    def rejects(self) -> tuple[Reject, ...]:
        """Rows that were left out, or used without a date, each with its code and reason."""
        return self.read().rejects

    def inspect(self) -> SourceReport:
        """What the list says about itself: how old it is, and which rows could not be used.

        Raises:
            SourceUnavailable: as `read`.
        """
        read = self.read()
        as_of = read.practices.as_of
        problems = [
            ColumnProblem(self._where, _words(code, read.rejects), fatal=False, code=code)
            for code in dict.fromkeys(each.code for each in read.rejects)
        ]
        age = (self._context.as_of - as_of).days
        if age > OLD_AFTER_DAYS:
            what = f"The list is of {as_of.isoformat()}, {age} days before the day of this check."
            problems.append(ColumnProblem(self._where, what, fatal=False, code="FP-0808"))
        return SourceReport(
            frozenset(),
            frozenset({Capability.PRACTICES}),
            tuple(problems),
            datetime.combine(as_of, time(), tzinfo=UTC),
        )


def _words(code: str, rejects: tuple[Reject, ...]) -> str:
    """How many rows have one fault, and the first of them."""
    refs = list(dict.fromkeys(each.ref for each in rejects if each.code == code))
    more = f" and {len(refs) - SHOWN} more" if len(refs) > SHOWN else ""
    rows = "1 row" if len(refs) == 1 else f"{len(refs)} rows"
    return f"{rows}: {', '.join(refs[:SHOWN])}{more}."


@contextmanager
def open_lists(config: NhsConfig, context: OpenContext) -> Iterator[NhsLists]:
    """Open the lists; nothing is read, and nothing stays open."""
    yield NhsLists(context.base / config.path, config, context)
