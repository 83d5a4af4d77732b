"""A feed as a folder of saved pages: lists, and services by id, in any order and under any names.

Nothing but what the pages say of themselves tells whether all of them are there.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from adapter_core.errors import FingerpostError, SourceUnavailable
from adapter_core.hooks.ports import Reject
from adapter_core.readers.trees import json_document
from adapter_open_referral.dialects import Dialect, Found, decide, shape_of, version_of
from adapter_open_referral.envelopes import PageOf, page_of
from adapter_open_referral.feed import NOTHING_THERE, THE_LIST, OpenReferralFeed
from adapter_open_referral.services import id_of
from adapter_open_referral.tally import OTHER_FILE, PAGE_MISSING
from adapter_open_referral.values import Node, children, text, tidy

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from adapter_core.domain.directory import Incoming
    from adapter_open_referral.backend import OpenReferralConfig

_OF_A_SERVICE = frozenset(
    {
        "organization", "organization_id", "organisation", "status", "service_at_locations", "last_modified",
        "regular_schedules", "eligibilitys", "cost_options", "assured_date", "updated_at", "contacts",
    }
)  # fmt: skip
_OF_A_PLACE = frozenset({"service_id", "location_id", "location"})


@dataclass(slots=True)
class _Index:
    """What the folder holds, without the services themselves."""

    lists: list[Path] = field(default_factory=list)
    pages: list[PageOf] = field(default_factory=list)
    details: dict[str, Path] = field(default_factory=dict)
    version: str = ""
    sample: list[Node] = field(default_factory=list)
    around: Node = field(default_factory=dict)


class SavedFeed(OpenReferralFeed):
    """Reads a folder; see `OpenReferralFeed`."""

    def __init__(self, config: OpenReferralConfig, folder: Path, *, where: str) -> None:
        """Read nothing yet.

        Args:
            config: the feed's part of the config.
            folder: where the pages lie.
            where: the config's key, for errors.
        """
        super().__init__(where, config.version)
        self._config, self._folder = config, folder

    def _read(self) -> Iterator[Incoming | Reject]:
        index = _Index()
        for path in sorted(self._folder.rglob("*.json")):
            if path.is_file() and not self._look(path, index):
                self.lost = True
                yield Reject(self._name(path), OTHER_FILE, anonymous=True)
        if not index.lists and not index.details:
            message = "No file of the folder is a page of services, or one service."
            raise SourceUnavailable(NOTHING_THERE, message, where=f"{self.where}.path")
        found = decide(self.version, index.version, shape_of(index.around, index.sample))
        if found is None:
            raise self._unknown()
        self.found = found
        yield from self._services(index, found)
        yield from self._missing(index)

    # --- what there is ---

    def _look(self, path: Path, index: _Index) -> bool:
        """Say what a file is; False for one that cannot be read, or is nothing that is known."""
        try:
            document = self._document(path)
        except FingerpostError:
            return False
        page = page_of(document)
        if page is not None:
            if page.records and not any(map(_is_service, page.records)):
                self.tally.note("Lists of something else than services were left out.")
                return True
            index.lists.append(path)
            index.pages.append(
                PageOf([], {}, page.strange, page.total, page.pages, page.number, page.last, page.bare)
            )
            index.around = index.around or page.around
            index.sample = index.sample or page.records[:20]
            return True
        return isinstance(document, dict) and self._alone(tidy(document), path, index)

    def _alone(self, node: Node, path: Path, index: _Index) -> bool:
        if _is_service(node):
            # The same service saved twice says nothing new; a different one is met when it is read.
            index.details.setdefault(id_of(node), path)
            index.sample = index.sample or [node]
            return True
        if not id_of(node) and version_of(node):
            index.version = index.version or version_of(node)
            return True
        return bool(id_of(node) and text(node, "name")) or bool(children(node, "paths", "openapi"))

    # --- reading ---

    def _services(self, index: _Index, found: Found) -> Iterator[Incoming | Reject]:
        number = 0
        read: set[str] = set()
        for path in index.lists:
            page = page_of(self._document(path))
            for record in page.records if page else ():
                number += 1
                new = self._new(record, f"{self._name(path)}, record {number}")
                if isinstance(new, Reject):
                    yield new
                elif new:
                    read.add(id_of(record))
                    yield from self._whole(record, index, found.dialect)
        for own, path in index.details.items():
            if own in read:
                continue
            node = tidy(self._document(path))
            new = self._new(node, self._name(path))
            if isinstance(new, Reject):
                yield new
            elif new:
                yield from self._tell(node, found.dialect)

    def _whole(self, record: Node, index: _Index, dialect: Dialect) -> Iterator[Incoming | Reject]:
        path = index.details.get(id_of(record))
        wanted = dialect is not Dialect.OUTPOST if self._config.details is None else self._config.details
        if path is None:
            self.tally.listed_only += wanted
            self.lost |= wanted
        node = record if path is None else {**record, **tidy(self._document(path))}
        yield from self._tell(node, dialect)

    # --- whether that is all ---

    def _missing(self, index: _Index) -> Iterator[Reject]:
        said = _what_is_missing(index.pages, self._different)
        if said:
            self.tally.note(said)
            self.lost = True
            yield Reject(THE_LIST, PAGE_MISSING, anonymous=True)

    def _document(self, path: Path) -> Any:  # noqa: ANN401 - JSON's own types
        largest = self._config.limits.page_bytes
        name = f"{self.where} {self._name(path)}"
        try:
            with path.open("rb") as file:
                body = file.read(largest + 1)
        except OSError:
            raise SourceUnavailable("FP-0410", "The file cannot be read.", where=name) from None
        return json_document(body, largest=largest, where=name)

    def _name(self, path: Path) -> str:
        return path.relative_to(self._folder).as_posix()


def _is_service(node: Node) -> bool:
    return bool(id_of(node) and node.keys() & _OF_A_SERVICE and not node.keys() >= _OF_A_PLACE - {"location"})


def _what_is_missing(pages: list[PageOf], different: int) -> str:  # noqa: PLR0911 - one a fault
    totals = sorted({page.total for page in pages if page.total is not None})
    counts = {page.pages for page in pages if page.pages is not None}
    if not pages:
        return "There is no page of a list: nothing says how many services there are."
    if len(totals) > 1 or len(counts) > 1:
        return "The pages are of different times: their totals differ."
    if any(page.strange for page in pages):
        return "Some entries of the pages are no records."
    numbers = {page.number for page in pages if page.number is not None}
    if counts and numbers:
        first, last = min(numbers, default=1), max(counts)
        wanted = set(range(first, last + first)) if first <= 1 else set(range(1, last + 1))
        if wanted - numbers:
            return f"{len(wanted - numbers):,} of {last:,} pages are not there."
    if totals and different < totals[0]:
        return (
            f"The list says that it has {totals[0]:,} services, and {different:,} different ones are there."
        )
    if not totals and not (counts and numbers):
        return "Nothing says that the list is whole: it has no total, and its pages have no numbers."
    return ""
