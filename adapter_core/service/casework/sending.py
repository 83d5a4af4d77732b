"""Sends what waits: to backends that can be written to, and lessons to the directory.

Each delivery is leased in one transaction and finished in another, so that a sender that is killed in
between leaves one in doubt and none that is sent twice.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from adapter_core.delivery.outbox import DIRECTORY, lesson_of
from adapter_core.delivery.states import next_try
from adapter_core.domain.casework.deliveries import Delivery, DeliveryState
from adapter_core.errors import FingerpostError, InDoubt, SourceUnavailable, StoreError
from adapter_core.oversight.audit import record
from adapter_core.service.casework.deliveries import writer_of, writes
from adapter_core.service.casework.events import of_delivery, tell
from adapter_core.service.casework.purging import purge
from adapter_core.store.casework import deliveries as rows

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    from adapter_core.hooks.manager import HookFailure
    from adapter_core.hooks.ports import Writes
    from adapter_core.service.casework.desk import Desk

QUEUED, SENDING = DeliveryState.QUEUED, DeliveryState.SENDING
DONE, IN_DOUBT, DEAD_LETTER = DeliveryState.DONE, DeliveryState.IN_DOUBT, DeliveryState.DEAD_LETTER


@dataclass(slots=True)
class Sent:
    """What sending came to.

    Attributes:
        written: how many are where they belong.
        waiting: how many still wait to be sent.
        to_enter: how many wait for somebody to enter them: their backend cannot be written to.
        in_doubt: how many of which nobody knows whether they were written.
        refused: how many the backend will not write.
        problems: why a target could not be reached.
        failures: observers that failed and were passed over.
    """

    written: int = 0
    waiting: int = 0
    to_enter: int = 0
    in_doubt: int = 0
    refused: int = 0
    problems: list[FingerpostError] = field(default_factory=list)
    failures: list[HookFailure] = field(default_factory=list)


class _Ended(NamedTuple):
    """What became of one try; `error` where the target cannot be reached, so that it is not tried on."""

    state: DeliveryState
    problem: str = ""
    error: FingerpostError | None = None


def send(desk: Desk, *, wanted: Collection[int] | None = None) -> Sent:
    """Send what waits, in order for each person; what is in doubt is asked for first.

    Args:
        desk: whose desk.
        wanted: numbers of the deliveries to send; all if None.

    Raises:
        StoreError: the outbox cannot be read or written.
    """
    sent = Sent()
    with desk.store.reading() as unit:
        waiting = rows.listed(unit.connection, states=[QUEUED, SENDING, IN_DOUBT])
    for target in sorted({each.target for each in waiting}):
        if target == DIRECTORY:
            _send_lessons(desk, waiting, wanted, sent)
        elif writes(desk.application, target):
            try:
                backend = writer_of(desk.application, target)
            except StoreError:
                raise
            except FingerpostError as error:
                sent.problems.append(error)
                continue
            _settle(desk, target, backend, sent)
            _send_all(desk, target, wanted, sent, lambda each, backend=backend: _write(backend, each))  # type: ignore[misc]
    if sent.written:
        with desk.store.work() as unit:
            purge(unit, at=desk.now(), who=desk.who)
            unit.commit()
    _count(desk, sent)
    return sent


def _count(desk: Desk, sent: Sent) -> None:
    with desk.store.reading() as unit:
        left = rows.listed(unit.connection, states=[QUEUED, SENDING, IN_DOUBT, DEAD_LETTER])
    by_state: Counter[DeliveryState] = Counter()
    for each in left:
        if each.state is QUEUED and each.target != DIRECTORY and not writes(desk.application, each.target):
            sent.to_enter += each.ticked_on is None
        else:
            by_state[each.state] += 1
    sent.waiting = by_state[QUEUED] + by_state[SENDING]
    sent.in_doubt, sent.refused = by_state[IN_DOUBT], by_state[DEAD_LETTER]


# --- to a backend -----------------------------------------------------------------------------------


def _settle(desk: Desk, target: str, backend: Writes, sent: Sent) -> None:
    """Ask the backend about what is in doubt: what is there is done, what is not is queued again."""
    with desk.store.work() as unit:
        rows.lose(unit.connection, target, desk.now())
        unit.commit()
    with desk.store.reading() as unit:
        doubtful = rows.listed(unit.connection, states=[IN_DOUBT], target=target)
    for each in doubtful:
        try:
            receipt = backend.find(each.key)
        except (SourceUnavailable, InDoubt) as error:
            sent.problems.append(error)
            return
        except Exception:  # noqa: BLE001, S112 - whatever it is, nobody knows more than before
            continue
        found = receipt is not None
        after = DONE if found else QUEUED
        values: dict[str, object] = {"problem": "", "next_try": None}
        if found:
            values |= {"seen_on": desk.on, "finished": desk.now()}
        with desk.store.work() as unit:
            # The answer is of the try that was read: what was sent again meanwhile is in doubt anew.
            moved = rows.move(unit.connection, each.id, IN_DOUBT, after, if_token=each.token, **values)
            now = rows.get(unit.connection, each.id)
            unit.commit()
        sent.written += found and moved
        if moved and now is not None:
            sent.failures += tell(desk.application, of_delivery(now, desk.now()))


def _write(backend: Writes, delivery: Delivery) -> _Ended:
    try:
        backend.write(delivery)
    except SourceUnavailable as error:
        return _Ended(QUEUED, error.code, error)
    except InDoubt as error:
        return _Ended(IN_DOUBT, error.code)
    except FingerpostError as error:
        return _Ended(DEAD_LETTER, error.code)
    except Exception:  # noqa: BLE001 - it may have written before it failed
        return _Ended(IN_DOUBT, "FP-1051")
    return _Ended(DONE)


def _send_all(
    desk: Desk,
    target: str,
    wanted: Collection[int] | None,
    sent: Sent,
    attempt: Callable[[Delivery], _Ended],
) -> None:
    while True:
        with desk.store.work() as unit:
            each = rows.lease(unit.connection, target, desk.now(), wanted=wanted)
            unit.commit()
        if each is None:
            return
        subjects = [] if each.person is None else [(each.person.source, each.person.ref)]
        record(desk.store, "delivery.sent", who=desk.who, subjects=subjects)
        ended = attempt(each)
        at = desk.now()
        again = next_try(each.tries, at) if ended.state is QUEUED else None
        on = desk.on if ended.state is DONE else None
        with desk.store.work() as unit:
            rows.finish(
                unit.connection, each, ended.state, at=at, on=on, problem=ended.problem, next_try=again
            )
            now = rows.get(unit.connection, each.id)
            unit.commit()
        sent.written += ended.state is DONE
        if now is not None:
            sent.failures += tell(desk.application, of_delivery(now, at))
        if ended.error is not None:
            sent.problems.append(ended.error)
            return


# --- lessons ----------------------------------------------------------------------------------------


def _send_lessons(
    desk: Desk, waiting: Sequence[Delivery], wanted: Collection[int] | None, sent: Sent
) -> None:
    """Teach the directory. A lesson is learnt once whatever its key is sent: doubt means another try."""
    with desk.store.work() as unit:
        rows.lose(unit.connection, DIRECTORY, desk.now())
        for each in rows.listed(unit.connection, states=[IN_DOUBT], target=DIRECTORY):
            rows.move(unit.connection, each.id, IN_DOUBT, QUEUED, problem="")
        unit.commit()
    try:
        directory = desk.directory
    except FingerpostError as error:
        sent.problems.append(error)
        return
    if directory is None:
        number = sum(each.target == DIRECTORY for each in waiting)
        lessons = "1 lesson waits" if number == 1 else f"{number} lessons wait"
        sent.problems.append(SourceUnavailable("FP-1059", f"{lessons} for a directory.", where="directory"))
        return

    def learn(each: Delivery) -> _Ended:
        try:
            lesson = lesson_of(each.text)
        except ValueError:
            return _Ended(DEAD_LETTER, "FP-1060")
        try:
            directory.learn(lesson)
        except SourceUnavailable as error:
            return _Ended(QUEUED, error.code, error)
        except StoreError as error:
            return _Ended(QUEUED, error.code, error)
        except FingerpostError as error:
            return _Ended(DEAD_LETTER, error.code)
        except Exception:  # noqa: BLE001 - another try does no harm, and nothing is lost
            failed = SourceUnavailable("FP-1059", "The directory failed.", where="directory")
            return _Ended(QUEUED, "FP-1059", failed)
        return _Ended(DONE)

    _send_all(desk, DIRECTORY, wanted, sent, learn)
