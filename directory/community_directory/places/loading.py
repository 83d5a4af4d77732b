"""Loads postcode lists into the directory's store: all of them, or nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import delete, func, select

from adapter_core.errors import SourceUnavailable
from adapter_core.hooks.ports import Reject
from community_directory.places.grids import IRISH
from community_directory.places.postcode_files import Postcode, read_postcodes
from community_directory.places.tables import postcode

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection

MOST_REJECTS = 20
"""How many rows a report names one by one; all are counted."""
_BATCH = 5000


@dataclass(frozen=True, slots=True)
class LoadedPostcodes:
    """What became of some lists.

    Attributes:
        postcodes: how many are in the store now.
        before: how many were in it.
        read: how many rows had one.
        repeated: how many of them were there already; the first was kept.
        placeless: how many the lists do not place; they are known by their district.
        irish: how many are on the Irish Grid: Northern Ireland's.
        ended: how many are in use no more.
        rejects: the first rows that were left out, or whose place was off the grid: file and row.
        rejected: code to how many there are of it.
    """

    postcodes: int
    before: int
    read: int
    repeated: int
    placeless: int
    irish: int
    ended: int
    rejects: Sequence[Reject] = ()
    rejected: Mapping[str, int] = field(default_factory=dict)


def load_postcodes(connection: Connection, files: Iterable[Path], *, keep: bool = False) -> LoadedPostcodes:
    """Load lists in place of what was loaded before, in the caller's transaction.

    Args:
        connection: of the directory's store.
        files: CSV files as `postcode_files.read_postcodes` reads them; together they are the list.
        keep: whether what was loaded before stays, and these are added.

    Raises:
        SourceUnavailable: a file cannot be opened (FP-0875), is no postcode list (FP-0876), or has none in
            it (FP-0876). The caller rolls back, so that the earlier list stays as it was.
    """
    before = _count(connection)
    if not keep:
        connection.execute(delete(postcode))
    seen: Counter[str] = Counter()
    rejected: Counter[str] = Counter()
    rejects: list[Reject] = []
    for path in files:
        rows: list[dict[str, object]] = []
        found = 0
        for each in read_postcodes(path, where=path.name):
            if isinstance(each, Reject):
                rejected[each.code] += 1
                if len(rejects) < MOST_REJECTS:
                    rejects.append(Reject(f"{path.name} {each.ref}", each.code))
                continue
            found += 1
            _count_in(seen, each)
            rows.append(_row(each))
            if len(rows) == _BATCH:
                _put(connection, rows)
                rows = []
        _put(connection, rows)
        if not found:
            raise SourceUnavailable("FP-0876", "The file has no postcode.", where=path.name)
    after = _count(connection)
    return LoadedPostcodes(
        postcodes=after, before=before, read=seen["read"],
        repeated=seen["read"] + (before if keep else 0) - after,
        placeless=seen["placeless"], irish=seen["irish"], ended=seen["ended"],
        rejects=tuple(rejects), rejected=dict(rejected),
    )  # fmt: skip


def _count(connection: Connection) -> int:
    return connection.execute(select(func.count()).select_from(postcode)).scalar_one()


def _count_in(seen: Counter[str], each: Postcode) -> None:
    seen["read"] += 1
    seen["placeless"] += each.point is None
    seen["irish"] += each.grid is IRISH
    seen["ended"] += each.ended


def _row(each: Postcode) -> dict[str, object]:
    return {
        "postcode": each.postcode,
        "district": each.district,
        "latitude": each.point and each.point.latitude,
        "longitude": each.point and each.point.longitude,
        "ended": each.ended,
    }


def _put(connection: Connection, rows: list[dict[str, object]]) -> None:
    """Insert what is not there yet: both databases can, and SQLAlchemy has a function for each."""
    if not rows:
        return
    if connection.dialect.name == "postgresql":
        from sqlalchemy.dialects.postgresql import insert as insert_postgresql  # noqa: PLC0415 - whichever is used

        connection.execute(insert_postgresql(postcode).on_conflict_do_nothing(), rows)
    else:
        from sqlalchemy.dialects.sqlite import insert as insert_sqlite  # noqa: PLC0415 - likewise

        connection.execute(insert_sqlite(postcode).on_conflict_do_nothing(), rows)
