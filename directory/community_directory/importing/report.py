"""What an import found and did, or would do: counts that add up, and the first of everything by name.

No person's name, number or address is ever in it: contacts appear by their id in the store.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from community_directory.store.outcomes import Outcome, What

if TYPE_CHECKING:
    from adapter_core.domain.directory import EntityKind
    from adapter_core.errors import FingerpostError
    from adapter_core.hooks.ports import Reject
    from community_directory.normalising import Personal
    from community_directory.store.outcomes import Told

MOST_LINES = 1000
"""How much of each list is kept by name; the rest is counted."""


@dataclass(frozen=True, slots=True)
class PlanLine:
    """What becomes of one entity.

    Attributes:
        kind: what it is.
        what: added, changed, back or withdrawn.
        id: its id in the store.
        name: its name; empty for a contact.
        ref: its id in the source.
        fields: of one that was changed, the fields that are another now.
        edited: of one that was changed, the fields that were edited here and therefore stay.
    """

    kind: EntityKind
    what: What
    id: str
    name: str = ""
    ref: str = ""
    fields: tuple[str, ...] = ()
    edited: tuple[str, ...] = ()


@dataclass(slots=True)
class ImportReport:
    """What an import did, or with `dry_run` would do.

    Attributes:
        feed: its name.
        dry_run: whether nothing was written.
        read: entries that the feed gave, rejects of whole entries left out.
        services_before: services that the feed told of before and had not withdrawn.
        services_now: services that it tells of now.
        complete: whether everything was read; if not, nothing was withdrawn.
        same_as_before: whether the source said that nothing is new since the last good reading.
        notes: what the feed says of its reading, in sentences.
        problem: what broke the reading off, if something did.
        too_few: whether so many services are gone that it takes `accept_fewer`; in a dry run alone.
        outcome: what was added, changed, left alone and withdrawn, by kind; and what led nowhere.
        rejects: the first of what could not be used, in the feed's order.
        reject_counts: all of it, by code.
        lines: the first of what was added, changed and withdrawn.
        lines_left_out: how many lines there were besides.
        internal: contacts that were made `internal`, by reason; one counts under each of its reasons.
        made_internal: how many contacts that were.
        moved: how many of those were the address or number of a service or organisation itself.
        held_back: addresses and numbers left out because somebody asked for it once; contacts are
            `outcome.suppressed`.
    """

    feed: str
    dry_run: bool = False
    read: int = 0
    services_before: int = 0
    services_now: int = 0
    complete: bool = False
    same_as_before: bool = False
    notes: tuple[str, ...] = ()
    problem: FingerpostError | None = None
    too_few: bool = False
    outcome: Outcome = field(default_factory=Outcome)
    rejects: list[Reject] = field(default_factory=list)
    reject_counts: Counter[str] = field(default_factory=Counter)
    lines: list[PlanLine] = field(default_factory=list)
    lines_left_out: int = 0
    internal: Counter[Personal] = field(default_factory=Counter)
    made_internal: int = 0
    moved: int = 0
    held_back: int = 0

    def reject(self, one: Reject) -> None:
        """Note what could not be used."""
        self.reject_counts[one.code] += 1
        if len(self.rejects) < MOST_LINES:
            self.rejects.append(one)

    def line(self, one: Told) -> bool:
        """Note what becomes of an entity; gives whether there was room for it."""
        if len(self.lines) >= MOST_LINES:
            self.lines_left_out += 1
            return False
        self.lines.append(PlanLine(one.kind, one.what, one.id, one.name, one.ref))
        return True

    @property
    def edited(self) -> list[PlanLine]:
        """What the feed would have changed and stays as it was edited here."""
        return [line for line in self.lines if line.edited]

    def as_json(self) -> dict[str, Any]:
        """The report as plain JSON types."""
        outcome = self.outcome
        counts = {what.value: _counted(getattr(outcome, what.value)) for what in What}
        return {
            "feed": self.feed,
            "dry_run": self.dry_run,
            "read": self.read,
            "complete": self.complete,
            "same_as_before": self.same_as_before,
            "notes": list(self.notes),
            "problem": self.problem.as_json()["error"] if self.problem else None,
            "too_few": self.too_few,
            "services": {"before": self.services_before, "now": self.services_now},
            **counts,
            "unchanged": _counted(outcome.unchanged),
            "edited_here": len(self.edited),
            "refused_because_removed": outcome.suppressed + self.held_back,
            "made_internal": {
                "contacts": self.made_internal,
                "of_services_and_organisations": self.moved,
                "reasons": {reason.value: number for reason, number in sorted(self.internal.items())},
            },
            "rejects": {
                "counts": dict(sorted(self.reject_counts.items())),
                "first": [{"ref": one.ref, "code": one.code, "field": one.field} for one in self.rejects],
            },
            "dangling": {
                "count": outcome.dangling_count,
                "first": [
                    {"kind": one.kind.value, "ref": one.ref, "to": one.to.value, "to_ref": one.to_ref}
                    for one in outcome.dangling
                ],
            },
            "plan": {
                "first": [_line(line) for line in self.lines],
                "left_out": self.lines_left_out,
            },
        }


def _counted(counter: Counter[EntityKind]) -> dict[str, int]:
    return {kind.value: number for kind, number in sorted(counter.items()) if number}


def _line(line: PlanLine) -> dict[str, Any]:
    shown = {"kind": line.kind.value, "what": line.what.value, "id": line.id, "name": line.name}
    lists = {"fields": list(line.fields), "edited": list(line.edited)}
    return {key: value for key, value in (shown | lists).items() if value}
