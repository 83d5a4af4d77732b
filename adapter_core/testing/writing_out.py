"""Conformance of backends that can be written to: each delivery once, in order, and no error swallowed.

Whoever writes such a backend gives a `Trial`: how to open it, how to read by some other way what it wrote,
and how to put it out of order. `problems_of` then says in words what it does not keep to.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum

from adapter_core.domain.casework.deliveries import Delivery, DeliveryKind
from adapter_core.domain.casework.refs import PersonRef
from adapter_core.errors import FingerpostError, InDoubt, SourceUnavailable, UsageError
from adapter_core.hooks.ports import Writes

AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


class Trouble(StrEnum):
    """What a trial can do to a backend."""

    NONE = "none"
    DOWN = "down"
    REFUSES = "refuses"
    BREAKS_AFTER_WRITING = "breaks_after_writing"


@dataclass(frozen=True, slots=True)
class Trial:
    """A backend to be tried, with at least two people whose records are open.

    Attributes:
        open: opens the backend, which has no notes yet; called many times, each time after the one before.
        written: every note that is there, as (reference, text), the oldest first; read by another way.
        trouble: puts the backend into a trouble, or out of all.
        refs: references of two people.
    """

    open: Callable[[], AbstractContextManager[Writes]]
    written: Callable[[], Sequence[tuple[str, str]]]
    trouble: Callable[[Trouble], None]
    refs: tuple[str, str]


def problems_of(trial: Trial) -> list[str]:
    """What a backend does not keep to, in plain sentences; empty where all is well."""
    problems: list[str] = []
    for check in (_written_once, _in_order, _found, _down, _refused, _broken):
        trial.trouble(Trouble.NONE)
        problems += check(trial)
    trial.trouble(Trouble.NONE)
    return problems


def _note(trial: Trial, name: str, person: int = 0) -> Delivery:
    return Delivery(
        key=f"trial/{name}",
        kind=DeliveryKind.TEXT,
        target="trial",
        title="A trial",
        text=f"A note of the trial: {name}.",
        made=AT,
        by="trial",
        person=PersonRef("trial", trial.refs[person]),
    )


def _times(trial: Trial, note: Delivery) -> int:
    ref = note.person.ref if note.person is not None else ""
    return sum(each == (ref, note.text) for each in trial.written())


def _written_once(trial: Trial) -> list[str]:
    note, problems = _note(trial, "once"), []
    with trial.open() as backend:
        first = backend.write(note)
    # Opened anew: what was only held in memory would be lost.
    if _times(trial, note) != 1:
        problems.append("write returned, and the note is not in the person's record once.")
    if sum(text == note.text for _, text in trial.written()) > 1:
        problems.append("A note stands in more than one record, or more than once.")
    with trial.open() as backend:
        second = backend.write(replace(note, tries=2))
    if _times(trial, note) > 1:
        problems.append("The same key was written twice.")
    if not first or first != second:
        problems.append("The same key does not give the same receipt.")
    return problems


def _in_order(trial: Trial) -> list[str]:
    notes = [_note(trial, f"order {number}", number % 2) for number in range(6)]
    with trial.open() as backend:
        for note in notes:
            backend.write(note)
    texts = {note.text for note in notes}
    there = [text for _, text in trial.written() if text in texts]
    return [] if there == [note.text for note in notes] else ["Notes do not stand in the order of writing."]


def _found(trial: Trial) -> list[str]:
    note, problems = _note(trial, "found"), []
    with trial.open() as backend:
        if backend.find(note.key) is not None:
            problems.append("find gives a receipt for what was never written.")
        receipt = backend.write(note)
    with trial.open() as backend:
        if backend.find(note.key) != receipt:
            problems.append("find does not give the receipt of what was written.")
    return problems


def _down(trial: Trial) -> list[str]:
    note, problems = _note(trial, "down"), []
    trial.trouble(Trouble.DOWN)
    if _raised(trial, note) is not SourceUnavailable:
        problems.append("A backend that is down does not raise SourceUnavailable.")
    trial.trouble(Trouble.NONE)
    if _times(trial, note):
        problems.append("SourceUnavailable was raised, and something was written.")
    return problems


def _refused(trial: Trial) -> list[str]:
    note, problems = _note(trial, "refused"), []
    trial.trouble(Trouble.REFUSES)
    if _raised(trial, note) is not UsageError:
        problems.append("What the backend refuses does not raise UsageError.")
    trial.trouble(Trouble.NONE)
    if _times(trial, note):
        problems.append("UsageError was raised, and something was written.")
    return problems


def _broken(trial: Trial) -> list[str]:
    note, problems = _note(trial, "broken"), []
    trial.trouble(Trouble.BREAKS_AFTER_WRITING)
    raised = _raised(trial, note)
    if raised is None or issubclass(raised, (SourceUnavailable, UsageError)):
        problems.append("A line that breaks after writing does not raise InDoubt.")
    trial.trouble(Trouble.NONE)
    with trial.open() as backend:
        found = backend.find(note.key)
        if (found is not None) != (_times(trial, note) == 1):
            problems.append("After a line broke, find does not say whether the note is there.")
        backend.write(note)
    if _times(trial, note) != 1:
        problems.append("After a line broke, the same key is not there exactly once.")
    return problems


def _raised(trial: Trial, note: Delivery) -> type[BaseException] | None:
    """The kind of error that writing raises, by its nearest name in the contract."""
    try:
        with trial.open() as backend:
            backend.write(note)
    except FingerpostError as error:
        kinds = (SourceUnavailable, InDoubt, UsageError)
        return next((kind for kind in kinds if isinstance(error, kind)), type(error))
    except Exception as error:  # noqa: BLE001 - which kind is what is asked
        return type(error)
    return None
