"""The check: every page of the master source, joined, assessed, reviewed and stored."""

from __future__ import annotations

import gc
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

from adapter_core.checks.cohort import COHORTS
from adapter_core.errors import FingerpostError, UsageError, did_you_mean
from adapter_core.hooks.ports import Reject
from adapter_core.readers.joining import LookUpJoiner, MergedReferences
from adapter_core.service.casework.seen import look_for
from adapter_core.service.compared import merged_in_master, open_others
from adapter_core.service.night import CheckOutcome, Night
from adapter_core.store import RunStart, SourceState

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from adapter_core.service.bootstrap import Application

__all__ = ["CheckOutcome", "run_check"]

SELDOM = 50_000
"""Objects made between two looks of the collector at the youngest; two or three pages of people."""


def run_check(
    app: Application,
    *,
    profile: str | None = None,
    cohort: str | None = None,
    progress: Callable[[int], None] | None = None,
) -> CheckOutcome:
    """Check everybody in the cohort, and store what is missing.

    Args:
        app: the application.
        profile: the config's own choice if None.
        cohort: the config's own choice if None.
        progress: told the number of people read so far, once a page.

    Raises:
        UsageError: an unknown cohort.
        ConfigurationError: an unknown profile, or a master whose mapping does not fit it.
        RunLocked: another run holds the lock.
        SourceUnavailable: the master cannot be read; the run is kept as failed and can be resumed.
        StoreError: what was found cannot be stored; everything up to the last whole page is.
    """
    chosen = app.profile(profile)
    cohort = cohort or app.config.cohort.default
    if cohort not in COHORTS:
        raise UsageError(
            "FP-0904", f'There is no cohort "{cohort}".{did_you_mean(cohort, COHORTS)}', where="cohort"
        )
    with ExitStack() as stack:
        stack.enter_context(_collecting_seldom())
        merged, circles, unread = MergedReferences(), list[Reject](), None
        try:
            merged, circles = merged_in_master(app)
        except FingerpostError as error:
            unread = error  # a run that has begun can be put down as failed
        others, down = open_others(app, stack, merged)
        start = RunStart(
            profile=chosen.id,
            cohort=cohort,
            as_of=app.as_of,
            rules={rule.id: rule.version for rule in chosen.rules},
            sources=tuple(SourceState(name, title) for name, title in app.titles.items()),
            config_digest=app.config_digest,
            master=app.master,
            down=frozenset(down),
            asked=frozenset(each.source.name for each in others if isinstance(each.joiner, LookUpJoiner)),
        )
        with app.store.begin_run(start) as handle:
            if unread is not None:
                raise unread
            handle.record_rejects(app.master, circles)
            night = Night(app, chosen, cohort, handle, others, down, merged)
            night.tell_others()
            night.check(progress)
            outcome = night.finish()
    return replace(outcome, looked=look_for(app))  # the run is over: it counts as a refresh


@contextmanager
def _collecting_seldom() -> Iterator[None]:
    """Let the cyclic garbage collector run seldom: a night makes millions of objects, and hardly a cycle."""
    before = gc.get_threshold()
    gc.set_threshold(SELDOM, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)
