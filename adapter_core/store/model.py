"""What goes into the store and comes out of it, besides findings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

    from adapter_core.domain.findings import Batch, Decision, Review
    from adapter_core.domain.states import State


@dataclass(frozen=True, slots=True)
class SourceState:
    """How one source answered in one run.

    Attributes:
        status: ok, partial or down.
        as_of: when its data was true, aware; None where it cannot say.
        people: people read.
        unmatched: people of a compared source who were not matched with anybody in the cohort.
        problem: code and sentence of what went wrong, where it is down.
    """

    name: str
    title: str = ""
    status: str = "ok"
    as_of: datetime | None = None
    people: int = 0
    unmatched: int = 0
    problem: str = ""


@dataclass(frozen=True, slots=True)
class RunStart:
    """What a run is of.

    Attributes:
        profile: with `cohort`, the series: findings of one series know nothing of another's.
        as_of: the day that the run speaks of.
        rules: id to version of exactly the rules that this run evaluates; open findings of other
            rules are left as they are, and are not shown as findings of this run.
        sources: every source, in the order of pages; more may be told later.
        config_digest: digest of what decides the outcome; an unfinished run is only resumed under the same.
        master: the source whose people are assessed.
        asked: sources that are asked page by page: a run that is taken up again does not ask them again.
        down: sources and lists that cannot be read now; an unfinished run is only resumed under the same.
    """

    profile: str
    cohort: str
    as_of: date
    rules: Mapping[str, int]
    sources: tuple[SourceState, ...] = ()
    config_digest: str = ""
    master: str = ""
    down: frozenset[str] = frozenset()
    asked: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class RunInfo:
    """One run.

    Attributes:
        id: what people type: "17".
        status: running, complete, partial or failed.
        error: code of what ended a failed run.
        config_digest: digest of what decided the outcome besides the records.
    """

    id: str
    profile: str
    cohort: str
    as_of: date
    started: datetime
    finished: datetime | None
    status: str
    rules: Mapping[str, int]
    master: str
    error: str = ""
    config_digest: str = ""


@dataclass(frozen=True, slots=True)
class Finished:
    """What finishing a run did.

    Attributes:
        vanished: findings that closed as `left` because their person was not in the source any more.
        held_back: findings of people not seen that stay open, because a record without a reference
            was rejected and might be theirs.
        kept: findings that are still listed, though nothing could be said about them in this run: those
            held back, those of records that were rejected and of sources that were down.
    """

    vanished: int = 0
    held_back: int = 0
    kept: int = 0


@dataclass(frozen=True, slots=True)
class Movement:
    """What changed since the finished run before, of the same profile and cohort.

    Attributes:
        before: id of that run.
        new: gaps never open before.
        reopened: gaps that had closed otherwise than by `changed`, and are back.
        changed: gaps that are still open, in another state, with another owner or seen elsewhere.
        resolved: gaps that were assessed again and passed.
        left: gaps of people who left the cohort or the source.
        reviewed: gaps that an answer closed.
        not_applicable: gaps whose rule no longer applies to the person.
    """

    before: str
    new: int = 0
    reopened: int = 0
    changed: int = 0
    resolved: int = 0
    left: int = 0
    reviewed: int = 0
    not_applicable: int = 0


@dataclass(frozen=True, slots=True)
class BatchGroup:
    """Gaps or notices that are mended in one go.

    Attributes:
        key: what it is about, such as a practice code; empty for batches about people alone.
        people: how many it concerns.
        refs: their references, in order; at most as many as were asked for.
    """

    batch: Batch
    key: str
    people: int
    refs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SavedReview:
    """A review, and how the store knows it.

    Attributes:
        seen_as_of: the newest state of the source that a finished run had read when it was made.
    """

    id: int
    review: Review
    seen_as_of: datetime | None = None
    batch: str | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """One decision to be kept: by itself, or as a row of an import."""

    source: str
    ref: str
    rule: str
    state: State
    decision: Decision
    why: str = ""
    until: date | None = None


@dataclass(frozen=True, slots=True)
class ImportBatch:
    """One applied import.

    Attributes:
        name: name of the file, without its folder.
        applied: rows that became reviews.
        rejected: rows that did not.
    """

    id: str
    name: str
    who: str
    at: datetime
    applied: int
    rejected: int
    undone_at: datetime | None = None
    undone_by: str | None = None


@dataclass(frozen=True, slots=True)
class Undone:
    """What undoing an import did.

    Attributes:
        removed: reviews of the import that are gone, with none before them.
        restored: reviews that were there before the import, and are again.
        kept: (source, ref, rule) that somebody decided about since; left as they are.
    """

    removed: int
    restored: int
    kept: tuple[tuple[str, str, str], ...]
