"""What one person's record lacks: what a worker asks before meeting someone (P-01, P-02)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from adapter_core.checks.cohort import COHORTS, exclusion_of
from adapter_core.checks.engine import Checker
from adapter_core.checks.owners import owner_of
from adapter_core.checks.reviewing import apply_reviews
from adapter_core.domain.findings import Finding, Review
from adapter_core.domain.people import Case, Person, is_restricted
from adapter_core.domain.states import NOTHING_USABLE, State
from adapter_core.errors import PersonNotFound
from adapter_core.hooks.capabilities import Capability
from adapter_core.oversight.audit import record
from adapter_core.readers.joining.merged import MOST_STEPS
from adapter_core.service.closed_practices import remedy_of
from adapter_core.service.tracing_night import ended
from adapter_core.service.worklist import reported_dead_by
from adapter_core.store import traces
from adapter_core.store.traces import TraceState

if TYPE_CHECKING:
    from datetime import datetime

    from adapter_core.checks.profiles import Profile
    from adapter_core.checks.results import PageResult
    from adapter_core.checks.rule import Rule
    from adapter_core.service.bootstrap import Application, Source

BEFORE_A_MEETING = "pre_meeting"
LOOKED_FOR, LOOKED_AT, WITHHELD = "person.looked_for", "person.looked_at", "person.withheld"


@dataclass(frozen=True, slots=True)
class MissingLine:
    """One thing that is missing, or that could not be told.

    Attributes:
        finding: the gap; None where the rule could not be assessed.
        state: the gap's state, or why it could not be assessed.
    """

    rule: str
    title: str
    words: str
    remedy: str
    state: State
    finding: Finding | None


@dataclass(frozen=True, slots=True)
class PersonAnswer:
    """What a person's record lacks.

    Attributes:
        live: whether the source was asked just now; else the answer is the last run's.
        as_of: when the answer was true.
        excluded: why the nightly list leaves the person out, or None.
        former: references that led here: what was asked for, and what that was merged into on the way;
            empty where `ref` itself was asked for.
        reported_dead: which other sources reported the person dead in the last run; letters stop.
        trace_waits: whether a traced NHS number was accepted that the record does not show yet.
    """

    source: str
    ref: str
    title: str
    profile: str
    live: bool
    as_of: datetime | None
    excluded: str | None
    lines: tuple[MissingLine, ...]
    former: tuple[str, ...] = ()
    reported_dead: tuple[str, ...] = ()
    trace_waits: bool = False

    @property
    def gaps(self) -> tuple[MissingLine, ...]:
        """What is missing."""
        return tuple(line for line in self.lines if line.finding is not None)

    @property
    def could_not_be_checked(self) -> tuple[MissingLine, ...]:
        """What the record cannot be asked, which is no gap."""
        return tuple(line for line in self.lines if line.finding is None)


def missing(
    app: Application, ref: str, *, profile: str | None = None, source: str | None = None
) -> PersonAnswer:
    """What the record of one person lacks: live where the source can fetch one person.

    That somebody looked is in the audit before the record is read, and at whom before anything is shown:
    what was typed may be a name or an NHS number, so that only the record's own reference is kept. A
    reference that the source has merged into another is answered with the record that it has become. A
    restricted record is answered exactly as one that does not exist, so that the answer does not say
    which it is.

    Args:
        app: the application.
        ref: the person's reference in the source.
        profile: `pre_meeting` if None.
        source: the master if None.

    Raises:
        PersonNotFound: the source shows no such record.
        SourceUnavailable: the source cannot be read.
        StoreError: the look cannot be audited.
    """
    name = source or app.master
    chosen = app.profile(profile or BEFORE_A_MEETING)
    record(app.store, LOOKED_FOR)
    opened = app.source(name)
    if Capability.PEOPLE_GET not in opened.backend.capabilities:
        return _from_last_run(app, opened, ref, chosen)
    person, former = read_person(app, opened, ref)
    return _live(app, opened, person, chosen, former)


def gap_now(
    app: Application, ref: str, rule: str, *, source: str | None = None, profile: str | None = None
) -> tuple[str, State] | None:
    """A gap of one person that the source shows now, whether or not the last run listed it.

    What `missing` asks before a meeting, the nightly run may not ask of everyone. Audited as there.

    Args:
        app: the application.
        ref: the person's reference in the source.
        rule: the rule's id.
        source: the master if None.
        profile: which profile to ask after `pre_meeting`; the config's own if None.

    Returns:
        The record's own reference and the gap's state; None where there is no such person or gap, or
        where the source cannot fetch one person.

    Raises:
        SourceUnavailable: the source cannot be read.
        StoreError: the look cannot be audited.
    """
    record(app.store, LOOKED_FOR)
    opened = app.source(source or app.master)
    if Capability.PEOPLE_GET not in opened.backend.capabilities:
        return None
    try:
        person, _ = read_person(app, opened, ref)
    except PersonNotFound:
        return None
    before = app.store.current_reviews(opened.name, [person.ref]).get((person.ref, rule))
    for name in dict.fromkeys((BEFORE_A_MEETING, profile or app.config.check.profile)):
        for finding in _assessed(app, opened, person, app.profile(name)).findings:
            if finding.rule != rule:
                continue
            if before is not None and _as_seen_now(before.review, finding.state).state is finding.state:
                # A decision in place of another speaks of what that one spoke of.
                return person.ref, before.review.state
            return person.ref, finding.state
    return None


def read_person(app: Application, source: Source, ref: str) -> tuple[Person, tuple[str, ...]]:
    """Read one record, or the one that it was merged into, and write whose it was into the audit.

    Returns:
        The record, and the references that were followed to it.
    """
    try:
        asked: Person = source.adapter.get_person(ref)
    except PersonNotFound as error:
        raise _refusal(source) from error
    person, former = (asked, ()) if is_restricted(asked) else _survivor(source, asked)
    if is_restricted(person):
        # Nothing is shown, but that somebody tried is not forgotten.
        record(app.store, WITHHELD, subjects=[(source.name, person.ref)])
        raise _refusal(source)
    record(app.store, LOOKED_AT, subjects=[(source.name, each) for each in (*former, person.ref)])
    return person, former


def _survivor(source: Source, asked: Person) -> tuple[Person, tuple[str, ...]]:
    """The record that one was merged into, by the source's own word; itself where that leads nowhere."""
    person, former = asked, [asked.ref]
    while person.duplicate_of.__class__ is str:
        following = str(person.duplicate_of)
        if following in former or len(former) > MOST_STEPS:
            return asked, ()
        try:
            person = source.adapter.get_person(following)
        except PersonNotFound:
            return asked, ()
        if is_restricted(person):
            break
        former.append(person.ref)
    return person, tuple(each for each in former if each != person.ref)


def _refusal(source: Source) -> PersonNotFound:
    return PersonNotFound(
        "FP-0903", f"{source.title} shows no record with this reference.", where=source.name
    )


def _assessed(app: Application, source: Source, person: Person, profile: Profile) -> PageResult:
    """What the record lacks, with what the last run knew from other sources; reviews are left out."""
    config = app.config
    checker = Checker(
        source.name,
        profile,
        app.given(profile),
        lambda _: None,
        owner_of(config.owners.fallback, config.owners.localities, app.as_of),
        {source.name: _as_of(source)},
        source.places,
    )
    result = checker.check_page([Case(person)])
    found = {finding.rule: finding for finding in result.findings}
    for rule_id, stored in _compared(app, source.name, person.ref).items():
        _carry_over(found, rule_id, stored, result.not_assessable, person.ref)
    result.findings = list(found.values())
    return result


def _as_of(source: Source) -> datetime | None:
    known: datetime | None = source.as_of or source.adapter.as_of
    return known


def _live(
    app: Application, source: Source, person: Person, profile: Profile, former: tuple[str, ...]
) -> PersonAnswer:
    result = _assessed(app, source, person, profile)
    reviews = app.store.current_reviews(source.name, [person.ref])
    kept = {key: saved.review for key, saved in reviews.items()}
    if kept:
        states = {(finding.ref, finding.rule): finding.state for finding in result.findings}
        spoken = {key: _as_seen_now(review, states.get(key)) for key, review in kept.items()}
        apply_reviews(result, spoken, {person.ref: person}, app.as_of)
    found = {finding.rule: finding for finding in result.findings}
    lines = []
    for rule in profile.rules:
        if rule.confidential or rule.experimental:
            continue
        if rule.id in found:
            finding = found[rule.id]
            finding.review = finding.review or kept.get((person.ref, rule.id))
            lines.append(_line(app, rule, finding.state, finding))
        elif (person.ref, rule.id) in result.not_assessable and result.state_of is not None:
            lines.append(_line(app, rule, result.state_of(person.ref, rule.id), None))
    why = exclusion_of(COHORTS[app.config.cohort.default], app.as_of)(person)
    return PersonAnswer(
        source.name,
        person.ref,
        source.title,
        profile.id,
        live=True,
        as_of=_as_of(source),
        excluded=why,
        lines=tuple(lines),
        former=former,
        reported_dead=reported_dead_by(app, source.name, person.ref),
        trace_waits=_trace_waits(app, source.name, person.ref, person),
    )


def _as_seen_now(review: Review, state: State | None) -> Review:
    """A review as it applies to one record: without the other sources `held_elsewhere` looks like less."""
    if review.state is State.HELD_ELSEWHERE and state in NOTHING_USABLE:
        return replace(review, state=state)
    return review


def _compared(app: Application, source: str, ref: str) -> dict[str, Finding]:
    """What the last nightly run knew from other sources: those are not asked for one person."""
    run = app.store.latest_run(profile=app.config.check.profile, cohort=app.config.cohort.default)
    if run is None:
        return {}
    return {
        listed.finding.rule: listed.finding
        for listed in app.store.findings(run.id, source=source, ref=ref, hidden=None)
        if listed.finding.state in (State.HELD_ELSEWHERE, State.CONFLICT)
    }


def _carry_over(
    found: dict[str, Finding], rule: str, stored: Finding, not_assessable: set[tuple[str, str]], ref: str
) -> None:
    """Keep a comparison of the last run where today's record does not contradict it."""
    now = found.get(rule)
    held_still_missing = (
        stored.state is State.HELD_ELSEWHERE and now is not None and now.state in NOTHING_USABLE
    )
    conflict_unchanged = stored.state is State.CONFLICT and now is None and (ref, rule) not in not_assessable
    if held_still_missing or conflict_unchanged:
        found[rule] = stored


def _from_last_run(app: Application, source: Source, ref: str, profile: Profile) -> PersonAnswer:
    store = app.store
    run = store.latest_run(profile=profile.id, cohort=app.config.cohort.default) or store.latest_run(
        profile=app.config.check.profile, cohort=app.config.cohort.default
    )
    listed = list(store.findings(run.id, source=source.name, ref=ref, hidden=None)) if run is not None else []
    if run is None or not listed:
        raise PersonNotFound(
            "FP-0906",
            f"{source.title} cannot be asked for one person, and the last run found nothing here.",
            where=source.name,
        )
    record(store, LOOKED_AT, subjects=[(source.name, listed[0].finding.ref)])
    rules = {rule.id: rule for rule in profile.rules if not (rule.confidential or rule.experimental)}
    lines = tuple(
        _line(app, rules[each.finding.rule], each.finding.state, each.finding)
        for each in listed
        if each.finding.rule in rules and not _was_answered(each.finding)
    )
    state = next(each for each in store.sources(run.id) if each.name == source.name)
    return PersonAnswer(
        source.name, ref, source.title, profile.id, live=False, as_of=state.as_of, excluded=None, lines=lines,
        reported_dead=reported_dead_by(app, source.name, ref),
        trace_waits=_trace_waits(app, source.name, ref),
    )  # fmt: skip


def _trace_waits(app: Application, source: str, ref: str, person: Person | None = None) -> bool:
    """Whether somebody accepted a traced NHS number that is still to be entered, as far as is known."""
    with app.store.reading() as unit:
        accepted = [
            each
            for each in traces.of_people(unit.connection, source, [ref])
            if each.state is TraceState.ACCEPTED
        ]
    synthetic = app.config.check.allow_synthetic
    return any(
        person is None or ended(each, person, on=app.as_of, allow_synthetic=synthetic) is None
        for each in accepted
    )


def _was_answered(stored: Finding) -> bool:
    """Whether a gap of the last run was answered since."""
    return stored.review is not None and stored.review.decision.changes_state


def _line(app: Application, rule: Rule, state: State, finding: Finding | None) -> MissingLine:
    return MissingLine(rule.id, rule.title, rule.words, remedy_of(app, rule, finding), state, finding)
