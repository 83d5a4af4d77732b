"""A sender that is killed at any step leaves each delivery written once or in doubt, and never twice."""

from __future__ import annotations

import os
import signal
import warnings

import pytest

from adapter_core.delivery.states import LEASE_SECONDS
from adapter_core.service.casework import sending
from adapter_core.service.casework.sending import send
from adapter_core.store.casework import deliveries as rows
from adapter_core.testing.reference import Fault

PLACES = {
    "before_leasing": (rows, "lease"),
    "after_leasing": (sending, "record"),
    "before_finishing": (rows, "finish"),
    "after_finishing": (sending, "tell"),
}
STEPS = tuple(PLACES)

pytestmark = pytest.mark.skipif(
    not hasattr(os, "fork"), reason="there is no fork, and no SIGKILL, on Windows"
)


def die(*_, **__):
    os.kill(os.getpid(), signal.SIGKILL)


def killed(council, step):
    """Send in a process of its own, which is killed at a step."""
    with warnings.catch_warnings():
        warnings.simplefilter(
            "ignore", DeprecationWarning
        )  # of forking beside threads, which do nothing here
        child = os.fork()
    if child == 0:
        try:
            if step in PLACES:
                setattr(*PLACES[step], die)
            with council.desk() as desk:
                send(desk)
        finally:
            os._exit(1)
    _, status = os.waitpid(child, 0)
    assert os.WTERMSIG(status) == signal.SIGKILL


@pytest.mark.parametrize("step", [*STEPS, Fault.DIES_BEFORE_WRITING.value, Fault.DIES_AFTER_WRITING.value])
def test_nothing_is_lost_and_nothing_is_written_twice(outbox, council, clock, step):
    numbers = [outbox.put("17"), outbox.put("17"), outbox.put("18")]
    if step not in STEPS:
        council.records.set_fault(Fault(step))
    killed(council, step)
    council.records.set_fault(None)
    before = outbox.states()
    held = sum(state == "sending" for state in before.values())
    assert held == (0 if step in {"before_leasing", "after_finishing"} else 1)
    with council.desk() as desk:
        clock.pass_(
            seconds=LEASE_SECONDS - 1
        )  # the sender may still be alive: nothing of this person is sent
        send(desk)
        if held:
            assert outbox.states()[numbers[0]] == "sending"
            assert outbox.states()[numbers[1]] == "queued"
        clock.pass_(seconds=2)
        send(desk)
    assert set(outbox.states().values()) == {"done"}
    notes = [text for ref, text in council.notes if ref == "17"]
    assert len(council.notes) == len(set(council.notes)) == 3
    assert ["1." in notes[0], "2." in notes[1]] == [True, True]
