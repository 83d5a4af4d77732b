"""CPU seconds and peak memory of a process, and how results travel to the process that prints them."""

from __future__ import annotations

import gc
import hashlib
import resource
import sys
import time
import traceback
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from typing import TYPE_CHECKING, Generic, Self, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

T = TypeVar("T")

Failing = dict[str, tuple[int, str]]
"""Rule to how many people fail it and a checksum of their references."""

_KIB = 1024
_KIB_A_UNIT = 1 / _KIB if sys.platform == "darwin" else 1  # ru_maxrss counts bytes there, KiB elsewhere


def alone(work: Callable[..., T], *arguments: object) -> T:
    """Do work in a process that is started for it (spawn, never fork) and ends with it.

    Raises:
        RuntimeError: with what went wrong there, in words: not every exception can travel.
    """
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        outcome: Outcome[T] = pool.submit(_tried, work, *arguments).result()
    if outcome.failure:
        raise RuntimeError(outcome.failure)
    return outcome.results[0]


@dataclass(frozen=True, slots=True)
class Outcome(Generic[T]):
    """What work came to: its one result, or how it failed."""

    results: tuple[T, ...] = ()
    failure: str = ""


def _tried(work: Callable[..., T], *arguments: object) -> Outcome[T]:
    try:
        return Outcome((work(*arguments),))
    except Exception:  # noqa: BLE001 - whatever it is, the other process wants to know
        return Outcome(failure=traceback.format_exc())


def cpu_seconds() -> float:
    """What this process has used so far, all its threads, user and system."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def peak_mib() -> float:
    """The most memory that this process has held."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * _KIB_A_UNIT / _KIB


@dataclass(slots=True)
class Stopwatch:
    """Adds up the CPU and wall time of the blocks it is used around."""

    cpu: float = 0.0
    wall: float = 0.0

    def __enter__(self) -> Self:
        """Start; what prepared the work is out of the garbage collector's sight, for every engine alike."""
        gc.collect()
        gc.freeze()
        self.wall -= time.perf_counter()
        self.cpu -= cpu_seconds()
        return self

    def __exit__(self, *_: object) -> None:
        """Stop."""
        self.cpu += cpu_seconds()
        self.wall += time.perf_counter()
        gc.unfreeze()


def checksum(refs: Iterable[str]) -> tuple[int, str]:
    """How many different references there are, and a checksum of them whatever their order."""
    different = sorted(set(refs))
    return len(different), hashlib.sha256("\n".join(different).encode()).hexdigest()[:16]
