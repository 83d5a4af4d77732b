"""What is on its way to the case system: listed, shown, ticked, sent, and settled where it is in doubt."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from adapter_core.delivery.outbox import DIRECTORY
from adapter_core.domain.casework.deliveries import Delivery, DeliveryKind, DeliveryState
from adapter_core.domain.people import is_restricted
from adapter_core.errors import PersonNotFound, UsageError
from adapter_core.hooks.capabilities import Capability
from adapter_core.hooks.ports import SeesWritten, Writes
from adapter_core.oversight.audit import record
from adapter_core.report.words import day
from adapter_core.service.casework import whose
from adapter_core.service.casework.events import of_delivery, tell
from adapter_core.service.casework.purging import purge
from adapter_core.service.casework.reading import people_of
from adapter_core.store.casework import deliveries as rows

if TYPE_CHECKING:
    from collections.abc import Sequence

    from adapter_core.service.bootstrap import Application
    from adapter_core.service.casework.desk import Desk

QUEUED, SENDING = DeliveryState.QUEUED, DeliveryState.SENDING
DONE, IN_DOUBT, DEAD_LETTER = DeliveryState.DONE, DeliveryState.IN_DOUBT, DeliveryState.DEAD_LETTER
WHERE = "deliveries"
_NUMBER = re.compile(r"[dD]?([1-9][0-9]{0,8})")


@dataclass(frozen=True, slots=True)
class Listed:
    """What a list of deliveries holds.

    Attributes:
        deliveries: by person and number, without their texts.
        titles: target to its title on pages.
        direct: targets that are written to directly; the others are work lists.
        withheld: how many were left out because the person's record is restricted.
        moved: a person's reference to that of the record that it was merged into.
    """

    deliveries: tuple[Delivery, ...]
    titles: dict[str, str]
    direct: frozenset[str]
    withheld: int = 0
    moved: dict[tuple[str, str], str] | None = None


def number_of(word: str) -> int:
    """The number of `D9`, however it is typed.

    Raises:
        UsageError: FP-1061: it is none.
    """
    found = _NUMBER.fullmatch(word.strip())
    if found is None:
        raise UsageError("FP-1061", "That is not the number of a delivery.", where=WHERE)
    return int(found[1])


def writes(app: Application, name: str) -> bool:
    """Whether a source is written to directly; known without opening it."""
    found = app.configs.get(name)
    return found is not None and Capability.RECORDS_WRITE in found[0].capabilities


def writer_of(app: Application, name: str) -> Writes:
    """A source that is written to, opened.

    Raises:
        UsageError: FP-1058: it is a work list.
        SourceUnavailable: it cannot be opened now.
    """
    adapter = app.source(name).adapter
    if not isinstance(adapter, Writes):
        raise UsageError("FP-1058", f"{app.title(name)} cannot be written to.", where=f"sources.{name}")
    return adapter


def can_be_seen(app: Application, delivery: Delivery) -> bool:
    """Whether its source shows, at the next read, that a delivery was entered.

    Raises:
        SourceUnavailable: the source cannot be opened now.
    """
    if delivery.kind is DeliveryKind.FIELD:
        return delivery.field in app.rules
    return sees_notes(app, delivery.target)


def sees_notes(app: Application, name: str) -> bool:
    """Whether a source shows its case notes, as it is mapped."""
    adapter = app.source(name).adapter
    return isinstance(adapter, SeesWritten) and getattr(adapter, "sees_notes", True)


# --- lists ------------------------------------------------------------------------------------------


def listed(
    desk: Desk,
    *,
    states: Sequence[DeliveryState] | None = None,
    owner: str | None = None,
    team: str | None = None,
    ref: str | None = None,
) -> Listed:
    """Deliveries by person; audited first. Nobody whose record is restricted is among them.

    Args:
        desk: whose desk.
        states: those that are still open if None.
        owner: whose work.
        team: which team's.
        ref: one person's.

    Raises:
        UsageError: FP-0714: there is no such team or worker.
        StoreError: it cannot be audited; then nothing is shown.
    """
    app = desk.application
    owner, team = whose.worker_named(desk, owner, WHERE), whose.team_named(desk, team, WHERE)
    with desk.store.reading() as unit:
        found = rows.listed(
            unit.connection,
            states=states if states is not None else [state for state in DeliveryState if state is not DONE],
            owner=owner,
            team=team,
        )
    if ref is not None:
        found = [each for each in found if each.person is not None and each.person.ref == ref]
    subjects = sorted({(each.person.source, each.person.ref) for each in found if each.person is not None})
    record(desk.store, "delivery.listed", who=desk.who, subjects=subjects)
    hidden: set[tuple[str, str]] = set()
    moved: dict[tuple[str, str], str] = {}
    for source in sorted({source for source, _ in subjects if source in app.configs}):
        for person in people_of(app, source, {of for name, of in subjects if name == source}):
            if is_restricted(person):
                hidden.add((source, person.ref))
            elif person.duplicate_of.__class__ is str:
                moved[source, person.ref] = str(person.duplicate_of)
    shown = [each for each in found if each.person is None or _key(each) not in hidden]
    targets = {each.target for each in shown}
    titles = {name: app.titles.get(name, name) for name in targets} | {DIRECTORY: "the directory"}
    direct = frozenset(name for name in targets if name == DIRECTORY or writes(app, name))
    return Listed(tuple(shown), titles, direct, len(found) - len(shown), moved)


def _key(delivery: Delivery) -> tuple[str, str]:
    return (delivery.person.source, delivery.person.ref) if delivery.person else ("", "")


def get(desk: Desk, number: int) -> Delivery:
    """One delivery.

    Raises:
        UsageError: FP-1050: there is none.
    """
    with desk.store.reading() as unit:
        found = rows.get(unit.connection, number)
    if found is None:
        raise UsageError("FP-1050", f"There is no delivery D{number}.", where=WHERE)
    return found


def show(desk: Desk, number: int) -> Delivery:
    """One delivery with its text, to be pasted; audited first, and never of a restricted record.

    Raises:
        UsageError: FP-1050: there is none; FP-1057: its text is where it belongs, and not here any more.
        PersonNotFound: the source shows no such record.
        SourceUnavailable: the source cannot be asked whether the record is restricted.
        StoreError: it cannot be audited.
    """
    found = get(desk, number)
    if found.person is not None:
        app, source = desk.application, found.person.source
        record(desk.store, "delivery.shown", who=desk.who, subjects=[(source, found.person.ref)])
        people = people_of(app, source, {found.person.ref})
        if not people or any(is_restricted(person) for person in people):
            raise PersonNotFound(
                "FP-0903", f"{app.title(source)} shows no record with this reference.", where=source
            )
    if not found.text:
        raise UsageError("FP-1057", f"The text of D{number} was deleted here.", where=WHERE)
    return found


# --- what people say --------------------------------------------------------------------------------


def tick(desk: Desk, number: int) -> Delivery:
    """Note that somebody has entered a delivery; it is looked for at the next read. Audited first.

    Raises:
        UsageError: FP-1050, FP-1054: it is not waiting to be entered.
    """
    return _tick(desk, _to_tick(desk, number))


def tick_all(desk: Desk, words: Sequence[str]) -> list[Delivery]:
    """Tick several as they were typed, or none where one of them cannot be; one typed twice is one.

    Raises:
        UsageError: as `number_of` and `tick`; it says that nothing was ticked, or what was, where somebody
            else came in between.
    """
    done: list[Delivery] = []
    try:
        numbers = dict.fromkeys(number_of(each) for each in words)
        for found in [_to_tick(desk, number) for number in numbers]:
            done.append(_tick(desk, found))  # noqa: PERF401 - what was done counts where one fails
    except UsageError as error:
        if len(words) == 1:
            raise
        before = f"Ticked before that: {', '.join(f'D{each.id}' for each in done)}."
        message = f"{error.message} {before if done else 'Nothing was ticked.'}"
        raise UsageError(error.code, message, where=error.where, remedy=error.remedy) from None
    return done


def _to_tick(desk: Desk, number: int) -> Delivery:
    found = get(desk, number)
    by_hand = found.kind is not DeliveryKind.LESSON and not writes(desk.application, found.target)
    if found.state not in {QUEUED, IN_DOUBT} or not by_hand:
        raise _not_now(desk, found, "does not wait to be entered by hand")
    return found


def _tick(desk: Desk, found: Delivery) -> Delivery:
    return _say(
        desk, found, "delivery.ticked", QUEUED,
        ticked_on=desk.on, ticked_by=desk.who, problem="", next_try=None,
    )  # fmt: skip


def _not_now(desk: Desk, found: Delivery, what: str) -> UsageError:
    """That something cannot be done with a delivery, and where it stands now (FP-1054)."""
    message = f"D{found.id} {what}: {_stands(desk.application, found)}."
    return UsageError("FP-1054", message, where=WHERE)


def _stands(app: Application, found: Delivery) -> str:
    of_its_own = found.kind is DeliveryKind.LESSON or writes(app, found.target)
    title = (
        "the directory" if found.kind is DeliveryKind.LESSON else app.titles.get(found.target, found.target)
    )
    match found.state:
        case DeliveryState.DONE:
            return f"it is done, since {day(found.seen_on)}" if found.seen_on else "it is done"
        case DeliveryState.SENDING:
            return "it is being sent"
        case DeliveryState.DEAD_LETTER:
            return f"it was refused ({found.problem})" if found.problem else "it was refused"
        case DeliveryState.IN_DOUBT:
            return f"nobody knows whether it stands in {title}"
        case _ if of_its_own:
            return f"it is for {title}, which is told by: fingerpost deliveries send"
        case _:
            return f"it waits to be entered in {title}"


def resolve(desk: Desk, number: int, *, entered: bool) -> Delivery:
    """Settle a delivery by what somebody saw in the record. Audited first.

    Args:
        desk: whose desk.
        number: its number.
        entered: whether it stands there; else it waits to be written again.

    Raises:
        UsageError: FP-1050, FP-1054: it was seen there already, or is being sent.
    """
    found = get(desk, number)
    by_word = found.state is DONE and found.seen_on is None
    if found.state is SENDING or (found.state is DONE and not (by_word and entered)):
        raise _not_now(desk, found, "cannot be settled now")
    if entered:
        return _say(
            desk, found, "delivery.resolved", DONE,
            seen_on=desk.on, ticked_on=found.ticked_on or desk.on, ticked_by=found.ticked_by or desk.who,
            problem="", finished=desk.now(),
        )  # fmt: skip
    cleared = {"ticked_on": None, "ticked_by": "", "problem": "", "next_try": None}
    return _say(desk, found, "delivery.resolved", QUEUED, **cleared)


def retry(desk: Desk, number: int) -> Delivery:
    """Queue a delivery again that was refused, or let one that waits be tried at once. Audited first.

    Raises:
        UsageError: FP-1050, FP-1054: it is in doubt, being sent or done.
    """
    found = get(desk, number)
    if found.state not in {QUEUED, DEAD_LETTER}:
        raise _not_now(desk, found, "cannot be tried again now")
    return _say(desk, found, "delivery.retried", QUEUED, problem="", next_try=None)


def _say(desk: Desk, found: Delivery, action: str, after: DeliveryState, **values: object) -> Delivery:
    subjects = [_key(found)] if found.person is not None else []
    record(desk.store, action, who=desk.who, subjects=subjects)
    with desk.store.work() as unit:
        if not rows.move(unit.connection, found.id, found.state, after, if_token=found.token, **values):
            raise UsageError("FP-1054", f"Somebody else dealt with D{found.id} meanwhile.", where=WHERE)
        if after is DONE:
            purge(unit, at=desk.now(), who=desk.who)
        changed = rows.get(unit.connection, found.id)
        unit.commit()
    if changed is None:  # nobody deletes one
        raise UsageError("FP-1050", f"There is no delivery D{found.id}.", where=WHERE)
    if after is not found.state and after is DONE:
        desk.failures += tell(desk.application, of_delivery(changed, desk.now()))
    return changed
