"""Writes an export: every file whole or not at all, and nothing that the config names is ever replaced."""

from __future__ import annotations

import shutil
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from adapter_core.domain.directory import Audience
from adapter_core.errors import UsageError
from adapter_core.service.report_files import BESIDE, check_place, write_whole
from community_directory.exporting import columns, feed, lists
from community_directory.exporting.reading import every_service

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from datetime import date
    from pathlib import Path

    from adapter_core.config import Config
    from community_directory.exporting.columns import Heading, Row
    from community_directory.exporting.reading import Exported
    from community_directory.store import DirectoryStore

OWN_FILE, FOLDER_IN_THE_WAY = "FP-0940", "FP-0941"


class Form(StrEnum):
    """What an export can be."""

    ORUK = "oruk"
    """A service a line, as `/services?format=ndjson&full=true` gives it."""
    PAGES = "pages"
    """A folder of pages, which the backend `open_referral` imports again."""
    CSV = "csv"
    XLSX = "xlsx"


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be written.

    Attributes:
        path: the file, or the folder of pages.
        audience: whose eyes it is for.
        on: the day to speak of.
        overwrite: whether an earlier export may be replaced.
    """

    form: Form
    path: Path
    audience: Audience
    on: date
    overwrite: bool = False

    @property
    def files(self) -> tuple[Path, ...]:
        """What it makes; of the pages, their folder."""
        if self.form is Form.CSV:
            return self.path, self.path.with_name(f"{self.path.stem}.contacts{self.path.suffix}")
        return (self.path,)


@dataclass(frozen=True, slots=True)
class Written:
    """What an export came to.

    Attributes:
        services: how many.
        contacts: how many, each once.
        hidden: those of them that are not for the public.
    """

    services: int
    contacts: int
    hidden: int


def check(plan: Plan, config: Config) -> None:
    """Refuse to write over what somebody may want, before anything is read.

    Raises:
        UsageError: something is in the way (FP-0921, FP-0925, FP-0940, FP-0941).
    """
    for path in plan.files:
        if _is_the_directory(path, config):
            raise UsageError(OWN_FILE, "This file is the directory itself.", where=str(path))
        if plan.form is not Form.PAGES:
            check_place(path, config, overwrite=plan.overwrite)
    if plan.form is Form.PAGES and plan.path.exists():
        ours = (plan.path / feed.ABOUT).is_file() and plan.overwrite
        empty = plan.path.is_dir() and not any(plan.path.iterdir())
        if not (ours or empty):
            raise UsageError(
                FOLDER_IN_THE_WAY, "There is something of this name already.", where=str(plan.path)
            )


def write(store: DirectoryStore, plan: Plan) -> Written:
    """Write an export that `check` has nothing against.

    Raises:
        UsageError: it cannot be written (FP-0925).
    """
    counting = _Counting(store, plan)
    match plan.form:
        case Form.ORUK:
            _whole(plan.path, feed.lines(counting.counted(), plan.audience))
        case Form.PAGES:
            _folder(plan, counting.pages)
        case Form.CSV:
            for path, (_, headings, rows) in zip(plan.files, counting.sheets(), strict=True):
                _whole(path, lists.csv_pieces(headings, rows))
        case Form.XLSX:
            title = f"Community directory, for {plan.audience.value}, {plan.on.isoformat()}"
            sheets = counting.sheets()
            write_whole(plan.path, lambda stream: lists.write_workbook(stream, sheets, title=title))
    return counting.written()


class _Counting:
    """Reads what is written, and counts it while it goes by."""

    def __init__(self, store: DirectoryStore, plan: Plan) -> None:
        self._store, self._plan = store, plan
        self._services = 0
        self._contacts: dict[str, bool] = {}

    def written(self) -> Written:
        """What went by."""
        return Written(self._services, len(self._contacts), sum(self._contacts.values()))

    def services(self) -> Iterator[Exported]:
        """Every service, not counted."""
        return every_service(self._store, audience=self._plan.audience, on=self._plan.on)

    def counted(self) -> Iterator[Exported]:
        """Every service, counted."""
        for one in self.services():
            self._services += 1
            self._contacts |= {each.id: each.audience is not Audience.PUBLIC for each in one.view.contacts}
            yield one

    def pages(self) -> Iterator[tuple[str, bytes]]:
        """The pages of a folder."""
        total = sum(1 for _ in self.services())
        return feed.pages(self.counted(), self._plan.audience, total=total)

    def sheets(self) -> tuple[tuple[str, tuple[Heading, ...], Iterator[Row]], ...]:
        """Services and contacts as lists: the name, the columns and the rows of each."""
        seen_by = self._plan.audience
        return (
            ("Services", columns.service_headings(seen_by), columns.service_rows(self.counted(), seen_by)),
            ("Contacts", columns.contact_headings(seen_by), columns.contact_rows(self.services(), seen_by)),
        )


def _whole(path: Path, pieces: Iterable[bytes]) -> None:
    write_whole(path, lambda stream: stream.writelines(pieces))


def _folder(plan: Plan, pages: Callable[[], Iterable[tuple[str, bytes]]]) -> None:
    """Write a folder beside its place, and put it there once it is whole."""
    part, old = (plan.path.with_name(f".{plan.path.name}.{ending}") for ending in ("part", "old"))
    try:
        with suppress(FileNotFoundError):
            shutil.rmtree(part)
        part.mkdir()
        for name, body in pages():
            (part / name).write_bytes(body)
        (part / feed.ABOUT).write_bytes(feed.about(plan.audience, plan.on))
        _put_there(part, plan.path, old)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise UsageError(
            "FP-0925", f"The folder cannot be written: {reason}.", where=str(plan.path)
        ) from error
    finally:
        shutil.rmtree(part, ignore_errors=True)


def _put_there(part: Path, path: Path, old: Path) -> None:
    if not path.exists():
        part.rename(path)
        return
    with suppress(FileNotFoundError):
        shutil.rmtree(old)
    path.rename(old)
    try:
        part.rename(path)
    except OSError:
        old.rename(path)
        raise
    shutil.rmtree(old)


def _is_the_directory(path: Path, config: Config) -> bool:
    url = config.directory_url
    if not url.startswith("sqlite:///") or not path.exists():
        return False
    place = config.base / url.removeprefix("sqlite:///").partition("?")[0]
    names = [place, *(place.with_name(f"{place.name}{ending}") for ending in BESIDE)]
    return any(path.samefile(each) for each in names if each.exists())
