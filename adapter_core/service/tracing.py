"""Traces of NHS numbers: a file of people goes out, and a person decides about what came back.

No layout for sending people to the national tracing services is public: the file is of our own, and
says what those services ask for. Nothing is sent anywhere: whoever runs the command carries the file.
"""

from __future__ import annotations

import contextlib
import csv
import io
import os
import secrets
from dataclasses import dataclass
from datetime import date
from hashlib import blake2b
from typing import TYPE_CHECKING

from adapter_core.checks.cohort import COHORTS, exclusion_of
from adapter_core.domain.findings import Assessment, Batch
from adapter_core.domain.people import Person, is_restricted
from adapter_core.errors import PersonNotFound, UsageError
from adapter_core.hooks.capabilities import Capability
from adapter_core.hooks.ports import PeopleQuery
from adapter_core.oversight.audit import actor, record
from adapter_core.report.csv import safe
from adapter_core.service.report_files import check_place
from adapter_core.service.review_checks import Refused, check_note
from adapter_core.service.reviews import latest
from adapter_core.service.worklist import series
from adapter_core.store import traces
from adapter_core.store.traces import UNDECIDED, Trace, TraceState

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence
    from pathlib import Path

    from adapter_core.service.bootstrap import Application
    from adapter_core.store import RunInfo

RULE = "nhs_number"
HEADINGS = ("reference", "surname", "given_name", "full_name", "date_of_birth", "gender", "postcode")
"""Columns of the file that goes out: our own layout."""

LETTERS = "BCDFGHJKLMNPQRSTVWXZ"
"""Of references: no spreadsheet takes them for a number, and no word comes about."""

TOKEN, REST = 8, 18
"""Letters of the part that people type and of the part that only the file has: 112 bits together."""

FEW = 200
"""So many people are fetched one by one, where a source can; more are streamed."""


@dataclass(frozen=True, slots=True)
class Exported:
    """What an export did.

    Attributes:
        people: how many are in the file.
        waiting: how many were left out because an answer about them waits to be decided or entered.
        left_out: how many are not as the run saw them: no longer ready, restricted, or reported dead.
    """

    run: str
    people: int
    waiting: int
    left_out: int


# --- out --------------------------------------------------------------------------------------------


def export(  # noqa: PLR0913 - what narrows the list, and where it goes
    app: Application,
    out: Path,
    *,
    profile: str | None = None,
    cohort: str | None = None,
    overwrite: bool = False,
    who: str | None = None,
) -> Exported:
    """Write everybody who is ready to trace into a file that only its owner may read; audited first.

    Who is in it: people whose gap under `nhs_number` the latest run lists as ready to trace, and whose
    record, read now, still says so. Left out are people who are restricted, whom another source reports
    dead, and about whom an answer waits already.

    Args:
        app: the application.
        out: the file.
        profile: of which profile's latest run; the config's own choice if None.
        cohort: of which cohort's.
        overwrite: whether a file of this name may be replaced.
        who: the actor; this machine's user if None.

    Raises:
        UsageError: FP-0611 no run, FP-0821 nobody to trace, FP-0921 a file is in the way, FP-0925 it
            cannot be written.
        SourceUnavailable: the master cannot be read.
        StoreError: it cannot be audited or kept; then there is no file.
    """
    check_place(out, app.config, overwrite=overwrite)
    store, master = app.store, app.master
    run = latest(store, *series(app, profile, cohort))
    ready = _ready(app, run)
    with store.reading() as unit:
        busy = {each.ref for each in traces.listed(unit.connection, UNDECIDED, master)}
    wanted = ready - busy
    if wanted:
        record(
            store, "trace.exported", who=who, run=run.id, subjects=[(master, ref) for ref in sorted(wanted)]
        )
    excluded = exclusion_of(COHORTS[run.cohort], app.as_of)
    people = [
        person
        for person in records(app, wanted)
        if excluded(person) is None and ready_to_trace(app, person, run.profile)
    ]
    if not people:
        raise UsageError("FP-0821", "Nobody is to be traced now.", where="trace export")
    at, sent, rows = store.clock(), [], []
    for person in people:
        reference = _reference()
        token, seal = token_and_seal(reference)
        told = details(person)
        sent.append(Trace(token, master, person.ref, seal, proof_of(reference, told), run.id, at))
        rows.append([reference, *map(safe, told)])

    def keep() -> None:
        with store.work() as unit:
            traces.send(unit.connection, sent, at=at)
            unit.commit()

    held = io.StringIO(newline="")
    csv.writer(held, lineterminator="\r\n").writerows([HEADINGS, *rows])
    _write_private(out, held.getvalue().encode(), keep)
    return Exported(run.id, len(people), len(ready & busy), len(wanted) - len(people))


def _ready(app: Application, run: RunInfo) -> set[str]:
    """References in the master that the run lists as ready to trace, without those who are reported dead."""
    found = {
        listed.finding.ref
        for listed in app.store.findings(run.id, rules=[RULE], hidden=False, source=app.master)
        if listed.finding.batch is Batch.READY_TO_TRACE
    }
    return found - reported_dead(app, run.id)


def reported_dead(app: Application, run: str) -> set[str]:
    """References in the master whom another source reported dead in a run: no letter goes to them."""
    return {
        each.ref
        for each in app.store.notices(run)
        if each.batch is Batch.DEATH_NOTICE and each.source == app.master
    }


def ready_to_trace(app: Application, person: Person, profile: str) -> bool:
    """Whether a record still lacks a number, and has what a trace needs."""
    verdict = app.rules[RULE].assess(person, app.given(app.profile(profile)))
    return isinstance(verdict, Assessment) and verdict.batch is Batch.READY_TO_TRACE


def details(person: Person) -> tuple[str, ...]:
    """What the file says of a person, in the order of `HEADINGS`; empty for what is not recorded."""
    born = person.date_of_birth
    return (
        _said(person.family_name),
        _said(person.given_name),
        "" if _said(person.family_name) else _said(person.full_name),
        born.isoformat() if isinstance(born, date) else "",
        _said(person.gender),
        _said(person.postcode),
    )


def _said(value: object) -> str:
    return value if value.__class__ is str else ""  # a State is a str as well


def records(app: Application, refs: Collection[str]) -> list[Person]:
    """Records of the master, read now; who is not there any more is left out."""
    if not refs:
        return []
    source = app.source(app.master)
    if len(refs) <= FEW and Capability.PEOPLE_GET in source.backend.capabilities:
        found = []
        for ref in sorted(refs):
            try:
                found.append(source.adapter.get_person(ref))
            except PersonNotFound:
                continue
        return found
    return [
        person
        for page in source.adapter.iter_people(PeopleQuery())
        for person in page.people
        if person.ref in refs
    ]


# --- references -------------------------------------------------------------------------------------


def _reference() -> str:
    letters = "".join(secrets.choice(LETTERS) for _ in range(TOKEN + REST))
    return f"{letters[:TOKEN]}-{letters[TOKEN:]}"


def token_and_seal(reference: str) -> tuple[str, str]:
    """The part of a reference that people type, and the digest that proves that the rest is known."""
    reference = reference.strip().upper()
    seal = blake2b(reference.encode(errors="replace"), digest_size=16, person=b"fingerpost-seal").hexdigest()
    return reference.partition("-")[0], seal


def proof_of(reference: str, told: Sequence[str]) -> str:
    """A digest of what was sent about a person, keyed with the reference: nothing without it."""
    key = reference.strip().upper().encode(errors="replace")[:64]
    return blake2b("\x1f".join(told).encode(errors="replace"), digest_size=16, key=key).hexdigest()


# --- decided ----------------------------------------------------------------------------------------


def listed(app: Application, states: Collection[TraceState] | None) -> list[Trace]:
    """Traces in some states, or all, without numbers; never of whoever has left, and may be restricted."""
    wanted = [state for state in states or TraceState if state is not TraceState.LEFT]
    with app.store.reading() as unit:
        return traces.listed(unit.connection, wanted)


def with_numbers(app: Application, shown: Sequence[Trace]) -> dict[str, str]:
    """Token to number, of those whose record may be looked at now; audited first.

    Raises:
        SourceUnavailable: the master cannot be read.
        StoreError: it cannot be audited.
    """
    held = {each.token: each for each in shown if each.number is not None and each.source == app.master}
    if not held:
        return {}
    record(app.store, "trace.shown", subjects=[(each.source, each.ref) for each in held.values()])
    open_ = {person.ref for person in records(app, {each.ref for each in held.values()})
             if not is_restricted(person)}  # fmt: skip
    return {token: each.number for token, each in held.items() if each.ref in open_ and each.number}


def accept(app: Application, tokens: Sequence[str], *, by: str) -> list[Trace]:
    """Take proposed numbers as right: they are to be entered in the case system; audited first.

    All or none. The record is read once more: nobody accepts a number for a record that has one.

    Args:
        app: the application.
        tokens: what `trace list` shows; a whole reference will do.
        by: who accepts.

    Raises:
        UsageError: FP-0823 no such trace, FP-0824 it is not proposed, FP-0828 the record has changed.
        SourceUnavailable: the master cannot be read.
    """
    chosen = _proposed(app, tokens)
    subjects = [(each.source, each.ref) for each in chosen]
    record(app.store, "trace.accepted", subjects=subjects)
    people = {person.ref: person for person in records(app, {each.ref for each in chosen})}
    profile = app.config.check.profile
    for each in chosen:
        person = people.get(each.ref)
        if person is None or is_restricted(person) or not ready_to_trace(app, person, profile):
            raise UsageError("FP-0828", f"The record of {each.token} has changed.", where="trace accept")
    return _decide(app, chosen, TraceState.ACCEPTED, by, "")


def refuse(app: Application, tokens: Sequence[str], *, by: str, why: str) -> list[Trace]:
    """Take proposed numbers as wrong: they are deleted at once; audited first. All or none.

    Raises:
        UsageError: FP-0823 no such trace, FP-0824 it is not proposed, FP-0710 the note cannot be kept.
    """
    try:
        check_note(why)
    except Refused as refused:
        raise UsageError(refused.code, refused.reason, where="trace refuse") from None
    chosen = _proposed(app, tokens)
    record(app.store, "trace.refused", subjects=[(each.source, each.ref) for each in chosen])
    return _decide(app, chosen, TraceState.REFUSED, by, why)


def _proposed(app: Application, tokens: Sequence[str]) -> list[Trace]:
    wanted = list(dict.fromkeys(token_and_seal(each)[0] for each in tokens))
    with app.store.reading() as unit:
        found = traces.by_token(unit.connection, wanted)
    for token in wanted:
        if token not in found:
            raise UsageError("FP-0823", "No trace has this reference.", where="trace")
        if found[token].state is not TraceState.PROPOSED:
            message = f"The trace {token} is {found[token].state.value.replace('_', ' ')}, not proposed."
            raise UsageError("FP-0824", message, where="trace")
    return [found[token] for token in wanted]


def _decide(app: Application, chosen: Sequence[Trace], state: TraceState, by: str, why: str) -> list[Trace]:
    at = app.store.clock()
    ended = {"closed": at} if state is TraceState.REFUSED else {}
    with app.store.work() as unit:
        for each in chosen:
            if not traces.move(
                unit.connection, each.token, TraceState.PROPOSED, state,
                decided=at, decided_by=by.strip() or actor(), why=why, **ended,
            ):  # fmt: skip
                raise UsageError("FP-0824", f"Somebody else decided about {each.token}.", where="trace")
        decided = traces.by_token(unit.connection, [each.token for each in chosen])
        unit.commit()
    return [decided[each.token] for each in chosen]


# --- files ------------------------------------------------------------------------------------------


def _write_private(path: Path, content: bytes, before_it_is_there: Callable[[], None]) -> None:
    """Write a file that only its owner may read: all of it, or the file that was there stays.

    Raises:
        UsageError: it cannot be written (FP-0925).
    """
    part = path.with_name(f".{path.name}.part")
    try:
        part.unlink(missing_ok=True)
        place = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(place, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        before_it_is_there()
        part.replace(path)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise UsageError("FP-0925", f"The file cannot be written: {reason}.", where=str(path)) from error
    finally:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)
