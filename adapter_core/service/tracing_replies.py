"""The reply of a trace: read, held against the records of now, and kept as proposals for a person to decide.

A reply is CSV of our own layout, or a file that a plugin reads (answers of PDS in JSON). Nothing of it
is accepted here.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from adapter_core.checks.cohort import COHORTS, exclusion_of
from adapter_core.checks.deaths import reported_dead
from adapter_core.domain.codes import CODE_LISTS
from adapter_core.domain.people import is_restricted
from adapter_core.domain.values import nhs_number_problem, normalise_nhs_number
from adapter_core.errors import SourceUnavailable, UsageError
from adapter_core.hooks.capabilities import Capability
from adapter_core.hooks.ports import OpenContext, PeopleQuery
from adapter_core.oversight.audit import record
from adapter_core.report.csv import plain
from adapter_core.service.backends import mapping_folders
from adapter_core.service.tracing import details, proof_of, ready_to_trace, token_and_seal
from adapter_core.store import traces
from adapter_core.store.traces import UNDECIDED, Trace, TraceState

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from adapter_core.domain.people import Person
    from adapter_core.service.bootstrap import Application

HEADINGS = ("reference", "nhs_number", "date_of_birth", "outcome", "confidence", "status")
NEEDED = HEADINGS[:3]
MATCH, NO_MATCH = frozenset({"", "match", "matched", "one match"}), frozenset({"no match", "none"})
"""What the column `outcome` may say; upper case and underscores do not matter."""

MOST_BYTES = 50 * 1024 * 1024
MOST_ROWS = 200_000
LONGEST_CONFIDENCE = 6
_DAYS = ("%Y-%m-%d", "%d/%m/%Y", "%Y%m%d")


@dataclass(frozen=True, slots=True)
class Reply:
    """One answer, as it came. It is personal data: its `repr` says where it stands and no more.

    Attributes:
        where: row or entry of the file.
        born: None where there is none, or where it cannot be read.
        dead: whether it reports that the person has died.
        restricted: whether it restricts the person: then nothing of it is kept.
        fault: an `FP-` code if it cannot be used at all, else empty.
    """

    where: str
    reference: str = field(default="", repr=False)
    number: str = field(default="", repr=False)
    born: date | None = field(default=None, repr=False)
    no_match: bool = False
    confidence: str = field(default="", repr=False)
    status: str = ""
    dead: bool = False
    restricted: bool = field(default=False, repr=False)
    fault: str = ""


@dataclass(frozen=True, slots=True)
class NotTaken:
    """An answer that was not taken: where it stands in the file, and why."""

    where: str
    code: str


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did.

    Attributes:
        proposed: numbers that wait for somebody to accept or refuse them.
        no_match: traces that found nobody.
        not_taken: answers that could not be used; their traces still wait.
    """

    proposed: int
    no_match: int
    not_taken: tuple[NotTaken, ...]


def import_reply(app: Application, path: Path, *, who: str | None = None) -> Imported:
    """Read a reply and keep what stands the test as proposals; audited first.

    Each number must be one that can have been issued, come once, belong to nobody else, and come with the
    record's own date of birth; the record must be as it was sent out. One that fails stays waiting, so
    that a corrected reply can be read again.

    Args:
        app: the application.
        path: the file, or a folder of answers in JSON.
        who: the actor; this machine's user if None.

    Raises:
        UsageError: FP-0822 for a file that is no reply, FP-0824 where somebody imported it meanwhile.
        SourceUnavailable: the master cannot be read.
        StoreError: it cannot be audited or kept; then nothing is.
    """
    replies = list(_read(app, path))
    not_taken = [NotTaken(each.where, each.fault) for each in replies if each.fault]
    sound = [each for each in replies if not each.fault]
    known, failed = _known(app, sound)
    not_taken += failed
    held, failed = _held_against_records(app, known)
    not_taken += failed
    subjects = [(trace.source, trace.ref) for _, trace in held]
    record(app.store, "trace.imported", who=who, subjects=subjects)
    at = app.store.clock()
    with app.store.work() as unit:
        for reply, trace in held:
            if reply.no_match:
                moved = traces.move(
                    unit.connection, trace.token, TraceState.SENT, TraceState.NO_MATCH, answered=at, closed=at
                )
            else:
                moved = traces.move(
                    unit.connection, trace.token, TraceState.SENT, TraceState.PROPOSED,
                    number=reply.number, status=reply.status, confidence=reply.confidence, dead=reply.dead,
                    answered=at,
                )  # fmt: skip
            if not moved:
                raise UsageError("FP-0824", "Another reply was imported meanwhile.", where="trace import")
        unit.commit()
    nobody = sum(reply.no_match for reply, _ in held)
    place = {each.where: number for number, each in enumerate(replies)}
    not_taken.sort(key=lambda each: place[each.where])
    return Imported(len(held) - nobody, nobody, tuple(not_taken))


# --- the tests --------------------------------------------------------------------------------------

Known = tuple[Reply, Trace]


def _known(app: Application, replies: Sequence[Reply]) -> tuple[list[Known], list[NotTaken]]:
    """Those that answer a trace which waits, once."""
    tokens = {each.where: token_and_seal(each.reference) for each in replies}
    often = Counter(token for token, _ in tokens.values())
    with app.store.reading() as unit:
        found = traces.by_token(unit.connection, list(often))
    known: list[Known] = []
    failed: list[NotTaken] = []
    for each in replies:
        token, seal = tokens[each.where]
        trace = found.get(token)
        if trace is None or trace.seal != seal or trace.source != app.master:
            failed.append(NotTaken(each.where, "FP-0823"))
        elif often[token] > 1:
            failed.append(NotTaken(each.where, "FP-0809"))
        elif trace.state is not TraceState.SENT:
            failed.append(NotTaken(each.where, "FP-0824"))
        elif not each.no_match and nhs_number_problem(
            each.number, allow_synthetic=app.config.check.allow_synthetic
        ):
            failed.append(NotTaken(each.where, "FP-0825"))
        else:
            known.append((each, trace))
    return known, failed


def _held_against_records(app: Application, known: Sequence[Known]) -> tuple[list[Known], list[NotTaken]]:
    """Those that agree with the records of now, and whose number nobody else has."""
    numbers = Counter(reply.number for reply, _ in known if not reply.no_match)
    with app.store.reading() as unit:
        given = {each.number for each in traces.listed(unit.connection, UNDECIDED, app.master)}
    people, taken = (
        _records_and_holders(app, {trace.ref for _, trace in known}, numbers) if known else ({}, {})
    )
    held: list[Known] = []
    failed: list[NotTaken] = []
    for reply, trace in known:
        person = people.get(trace.ref)
        code = ""
        if reply.no_match:
            pass
        elif reply.restricted or person is None or not _as_sent(app, reply, trace, person):
            code = "FP-0828"
        elif reply.born is None or reply.born != person.date_of_birth:
            code = "FP-0826"
        elif (
            numbers[reply.number] > 1 or reply.number in given or taken.get(reply.number, set()) - {trace.ref}
        ):
            code = "FP-0827"
        if code:
            failed.append(NotTaken(reply.where, code))
        else:
            held.append((reply, trace))
    return held, failed


def _as_sent(app: Application, reply: Reply, trace: Trace, person: Person) -> bool:
    run = app.store.run(trace.run)
    return (
        exclusion_of(COHORTS[run.cohort], app.as_of)(person) is None
        and ready_to_trace(app, person, run.profile)
        and proof_of(reply.reference, details(person)) == trace.proof
    )


def _records_and_holders(
    app: Application, refs: set[str], numbers: Mapping[str, int]
) -> tuple[dict[str, Person], dict[str, set[str]]]:
    """The records that were traced, and who has one of the numbers already: everybody is asked, once."""
    people: dict[str, Person] = {}
    holders: dict[str, set[str]] = {}
    for page in app.source(app.master).adapter.iter_people(PeopleQuery()):
        for person in page.people:
            if person.ref in refs:
                people[person.ref] = person
            if person.nhs_number.__class__ is str:
                number = normalise_nhs_number(str(person.nhs_number))
                if number in numbers:
                    holders.setdefault(number, set()).add(person.ref)
    return people, holders


# --- reading ----------------------------------------------------------------------------------------


def _read(app: Application, path: Path) -> Iterator[Reply]:
    if path.is_dir() or path.suffix.lower() in {".json", ".ndjson", ".jsonl"}:
        return _of_plugin(app, path)
    return _of_csv(path)


def _unreadable(reason: str, remedy: str = "") -> UsageError:
    return UsageError("FP-0822", reason, where="trace import", remedy=remedy)


def _of_plugin(app: Application, path: Path) -> Iterator[Reply]:
    """Replies that a plugin reads: each person has the trace's reference as `master_ref`."""
    able = [each for each in app.plugins.backends.values() if Capability.TRACE_REPLIES in each.capabilities]
    if not able:
        raise _unreadable(
            "No plugin of the config reads such a reply.", 'Add "nhs" to the plugins of the config.'
        )
    backend = able[0]
    config = backend.config_model.model_validate({"path": str(path.absolute())})
    context = OpenContext("trace import", app.as_of, Path.cwd(), app.plugins.transforms, mapping_folders())
    try:
        with backend.open(config, context) as source:
            for page in source.iter_people(PeopleQuery()):
                yield from (Reply(each.ref, fault=each.code) for each in page.rejects)
                # A former number of a patient who is there under the present one is no answer by itself.
                now = (each for each in page.people if each.duplicate_of.__class__ is not str)
                yield from (_of_person(each, app.as_of) for each in now)
    except SourceUnavailable as error:
        raise UsageError(error.code, error.message, where="trace import", remedy=error.remedy) from None


def _of_person(person: Person, on: date) -> Reply:
    def said(value: object) -> str:
        return str(value) if value.__class__ is str else ""

    born = person.date_of_birth
    return Reply(
        person.ref,
        said(person.master_ref),
        normalise_nhs_number(said(person.nhs_number)),
        born if isinstance(born, date) else None,
        status=said(person.nhs_number_status),
        dead=reported_dead(person, on),
        restricted=is_restricted(person),
    )


def _of_csv(path: Path) -> Iterator[Reply]:
    text = _text_of(path)
    first = text.partition("\n")[0]
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=max(",;\t", key=first.count), strict=True)
    try:
        headings = [plain(cell).strip().casefold().replace(" ", "_") for cell in next(rows, [])]
        for heading in NEEDED:
            if headings.count(heading) != 1:
                what = "no column" if heading not in headings else "more than one column"
                raise _unreadable(f'The file has {what} "{heading}".')
        for number, row in enumerate(rows, start=2):
            if number > MOST_ROWS + 1:
                raise _unreadable(f"The file has more than {MOST_ROWS:,} rows.")
            if any(cell.strip() for cell in row):
                yield _of_row(f"row {number}", dict(zip(headings, map(plain, row), strict=False)))
    except csv.Error:
        raise _unreadable("The file is not CSV: a quotation mark or a row is broken.") from None


def _text_of(path: Path) -> str:
    try:
        with path.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise _unreadable(f"The file cannot be read: {error.strerror or type(error).__name__}.") from None
    if len(content) > MOST_BYTES:
        raise _unreadable("The file is bigger than 50 MB.")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise _unreadable("The file is not UTF-8.") from None
    if "\0" in text:
        raise _unreadable("The file is not text.")
    return text


def _of_row(where: str, cells: Mapping[str, str]) -> Reply:
    said = {heading: cells.get(heading, "").strip() for heading in HEADINGS}
    outcome = " ".join(said["outcome"].casefold().replace("_", " ").split())
    status = CODE_LISTS["nhs_number_status"].resolve(said["status"]) if said["status"] else ""
    confidence = said["confidence"]
    if outcome not in MATCH | NO_MATCH or status is None or not _a_figure(confidence):
        return Reply(where, said["reference"], fault="FP-0829")
    nobody = outcome in NO_MATCH
    number = normalise_nhs_number(said["nhs_number"])
    if nobody == bool(number):
        return Reply(where, said["reference"], fault="FP-0829" if nobody else "FP-0825")
    reply = Reply(where, said["reference"], number, _day(said["date_of_birth"]), no_match=nobody)
    return replace(reply, confidence=confidence, status=str(status))


def _a_figure(text: str) -> bool:
    """Whether a confidence is a plain figure, such as 0.98 or 98%: no other text is kept."""
    digits = text.removesuffix("%").strip()
    plain_digits = digits.replace(".", "", 1)
    return not text or (len(text) <= LONGEST_CONFIDENCE and plain_digits.isascii() and plain_digits.isdigit())


def _day(text: str) -> date | None:
    for form in _DAYS:
        try:
            return datetime.strptime(text, form).date()  # noqa: DTZ007 - a day has no time zone
        except ValueError:
            continue
    return None
