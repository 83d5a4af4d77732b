"""The ways in which feeds speak, and how it is told which one it is: from what comes, never by default."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from adapter_open_referral.values import Node, children, text


class Dialect(StrEnum):
    """What can be read."""

    ORUK_3 = "3.0"
    """Open Referral UK 3.0, and later ones of the same shape."""
    ORUK_1 = "1.0"
    """Open Referral UK 1.0, with its `content` and `totalElements`."""
    OUTPOST = "outpost"
    """The interface of Outpost, which is neither."""


@dataclass(frozen=True, slots=True)
class Found:
    """Which dialect a feed speaks, and what that was told by.

    Attributes:
        why: one sentence, for reports.
        version: what the feed itself says, or empty.
    """

    dialect: Dialect
    why: str
    version: str = ""


_OF_OUTPOST = frozenset(
    {"organisation", "min_age", "max_age", "updated_at", "send_needs", "local_offer", "needs_referral"}
)
_OF_ORUK = frozenset(
    {"organization", "organization_id", "service_at_locations", "eligibilitys", "assured_date"}
)
_VERSION = re.compile(r"(?<![\d.])([1-9])(?!\d)")


def version_of(details: Node) -> str:
    """The version that the answer of `/` names, such as `HSDS-UK-3.0`; empty if it names none."""
    return text(details, "version", "profile_version")[:40]


def told_by(version: str) -> Dialect | None:
    """The dialect that a version stands for."""
    match = _VERSION.search(version.upper().replace("HSDS", ""))
    return {"3": Dialect.ORUK_3, "1": Dialect.ORUK_1}.get(match[1]) if match else None


def shape_of(envelope: Node, records: Sequence[Node]) -> tuple[Dialect, str] | None:  # noqa: PLR0911 - one a sign
    """The dialect that a page is in, and by what that shows; None if it does not show."""
    keys = {key for record in records[:20] for key in record}
    if "contents" in envelope or "total_items" in envelope:
        return Dialect.ORUK_3, "its pages have contents and total_items"
    outpost, oruk = sorted(keys & _OF_OUTPOST), sorted(keys & _OF_ORUK)
    if "content" in envelope or "total_elements" in envelope:
        if len(outpost) > len(oruk):
            return Dialect.OUTPOST, f"its services have {', '.join(outpost[:3])}"
        if oruk or (keys and not outpost):
            return Dialect.ORUK_1, "its pages have content and totalElements"
        return None
    if len(outpost) > len(oruk):
        return Dialect.OUTPOST, f"its services have {', '.join(outpost[:3])}"
    if any(children(record, "attributes", "schedules") or "last_modified" in record for record in records):
        return Dialect.ORUK_3, "its services have attributes, schedules or last_modified"
    if any(children(record, "eligibilitys", "service_taxonomys", "regular_schedules") for record in records):
        return Dialect.ORUK_1, "its services have eligibilitys, service_taxonomys or regular_schedules"
    return (Dialect.ORUK_3, "its services stand alone and have an organization") if oruk else None


def decide(wanted: str, version: str, shape: tuple[Dialect, str] | None) -> Found | None:
    """Which dialect it is: what the config says, else what comes, else what the feed says of itself.

    Args:
        wanted: the config's word, or `auto`.
        version: what the feed says of itself.
        shape: what its first page shows.
    """
    says = f"it says version {version!r}" if version else "it does not say its version"
    if wanted != "auto":
        chosen = Dialect(wanted)
        other = f", although {shape[1]}" if shape and shape[0] is not chosen else ""
        return Found(chosen, f"read as {chosen.value}: the config says so{other} ({says})", version)
    told = told_by(version)
    if shape:
        dialect, by = shape
        but = f", and yet it says version {version!r}" if version and told is not dialect else f"; {says}"
        return Found(dialect, f"read as {dialect.value}: {by}{but}", version)
    if told:
        return Found(told, f"read as {told.value}: {says}; it holds no service that shows more", version)
    return None
