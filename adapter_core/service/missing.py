"""What one person's record lacks: what a worker asks before meeting someone (P-01, P-02)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from adapter_core.checks.cohort import COHORTS, exclusion_of
from adapter_core.checks.engine import Checker
from adapter_core.checks.owners import owner_of
from adapter_core.checks.reviewing import apply_reviews
from adapter_core.domain.findings import Finding
from adapter_core.domain.people import Case, Person
from adapter_core.domain.states import NOTHING_USABLE, State
from adapter_core.errors import PersonNotFound
from adapter_core.hooks.capabilities import Capability
from adapter_core.oversight.audit import record
from adapter_core.service.closed_practices import remedy_of

if TYPE_CHECKING:
    from datetime import datetime

    from adapter_core.checks.profiles import Profile
    from adapter_core.checks.rule import Rule
    from adapter_core.service.bootstrap import Application, Source

BEFORE_A_MEETING = "pre_meeting"


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
    """

    source: str
    ref: str
    title: str
    profile: str
    live: bool
    as_of: datetime | None
    excluded: str | None
    lines: tuple[MissingLine, ...]

    @property
    def gaps(self) -> tuple[MissingLine, ...]:
        """What is missing."""
        return tuple(line for line in self.lines if line.state.is_gap)


def missing(
    app: Application, ref: str, *, profile: str | None = None, source: str | None = None
) -> PersonAnswer:
    """What the record of one person lacks: live where the source can fetch one person.

    An audit row is written before the record is read. A restricted record is answered exactly as one
    that does not exist, so that the answer does not say which it is.

    Args:
        app: the application.
        ref: the person's reference in the source.
        profile: `pre_meeting` if None.
        source: the master if None.

    Raises:
        PersonNotFound: the source shows no such record.
        SourceUnavailable: the source cannot be read.
    """
    name = source or app.master
    chosen = app.profile(profile or BEFORE_A_MEETING)
    record(app.store, "person.looked_at", subjects=[(name, ref)])
    opened = app.source(name)
    if Capability.PEOPLE_GET not in opened.backend.capabilities:
        return _from_last_run(app, opened, ref, chosen)
    try:
        person = opened.adapter.get_person(ref)
    except PersonNotFound as error:
        raise _refusal(opened) from error
    if person.restricted is True:
        raise _refusal(opened)
    return _live(app, opened, person, chosen)


def _refusal(source: Source) -> PersonNotFound:
    return PersonNotFound(
        "FP-0903", f"{source.title} shows no record with this reference.", where=source.name
    )


def _live(app: Application, source: Source, person: Person, profile: Profile) -> PersonAnswer:
    config = app.config
    as_of = source.as_of or source.adapter.as_of
    checker = Checker(
        source.name,
        profile,
        app.given(profile),
        lambda _: None,
        owner_of(config.owners.fallback, config.owners.localities, app.as_of),
        {source.name: as_of},
        source.places,
    )
    result = checker.check_page([Case(person)])
    reviews = app.store.current_reviews(source.name, [person.ref])
    kept = {key: saved.review for key, saved in reviews.items()}
    if kept:
        apply_reviews(result, kept, {person.ref: person})
    found = {finding.rule: finding for finding in result.findings}
    for rule_id, stored in _compared(app, source.name, person.ref).items():
        _carry_over(found, rule_id, stored, result.not_assessable, person.ref)
    lines = []
    for rule in profile.rules:
        if rule.confidential:
            continue
        if rule.id in found:
            finding = found[rule.id]
            finding.review = finding.review or kept.get((person.ref, rule.id))
            lines.append(_line(app, rule, finding.state, finding))
        elif (person.ref, rule.id) in result.not_assessable and result.state_of is not None:
            lines.append(_line(app, rule, result.state_of(person.ref, rule.id), None))
    why = exclusion_of(COHORTS[config.cohort.default], app.as_of)(person)
    return PersonAnswer(
        source.name,
        person.ref,
        source.title,
        profile.id,
        live=True,
        as_of=as_of,
        excluded=why,
        lines=tuple(lines),
    )


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
    rules = {rule.id: rule for rule in profile.rules}
    lines = tuple(
        _line(app, rules[each.finding.rule], each.finding.state, each.finding)
        for each in listed
        if each.finding.rule in rules and not rules[each.finding.rule].confidential
    )
    state = next(each for each in store.sources(run.id) if each.name == source.name)
    return PersonAnswer(
        source.name, ref, source.title, profile.id, live=False, as_of=state.as_of, excluded=None, lines=lines
    )


def _line(app: Application, rule: Rule, state: State, finding: Finding | None) -> MissingLine:
    return MissingLine(rule.id, rule.title, rule.words, remedy_of(app, rule, finding), state, finding)
