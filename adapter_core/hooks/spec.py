"""Every hook, and what it promises. A hook registers, or watches; ports do the work.

A plugin is a module whose functions carry these names and the mark `adapter_core.hooks.hookimpl`.
It may leave out arguments that it does not want; it may not ask for others. All arguments are
given by keyword. A hook is called once when Fingerpost starts, or once a batch, never once a record.

Only plugins that the config lists are imported, and their hooks are called in the order in which it
lists them. A function that is marked and is none of these, or is called like one of these and is not
marked, is an error (FP-0202): a hook that nobody calls would otherwise go unseen.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pluggy

from adapter_core.hooks import PROJECT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from typing import Any

    import click

    from adapter_core.checks.rule import Rule
    from adapter_core.domain.events import DomainEvent
    from adapter_core.hooks.ports import BackendSpec, HealthCheck, SampleDirectory, SampleWriter

__all__ = [
    "adapter_after_batch",
    "adapter_before_batch",
    "adapter_case_records",
    "adapter_checks",
    "adapter_commands",
    "adapter_demographics",
    "adapter_directory",
    "adapter_directory_feeds",
    "adapter_domain_event",
    "adapter_health_checks",
    "adapter_reference_data",
    "adapter_sample_directories",
    "adapter_sample_writers",
    "adapter_transforms",
]

hookspec = pluggy.HookspecMarker(PROJECT)


@hookspec
def adapter_case_records() -> Iterable[BackendSpec]:
    """Register backends that serve the port `case_records`: people as a case system holds them.

    Called: once, when the plugins are loaded. Since 0.1.0.

    Returns:
        One `BackendSpec` a backend, each with `port=Port.CASE_RECORDS` and a name that no other
        backend of the port has. Its `open` gives an object with the methods of `ports.CaseRecords`.

    If it raises: Fingerpost does not start (FP-0208).
    """
    raise NotImplementedError


@hookspec
def adapter_demographics() -> Iterable[BackendSpec]:
    """Register backends that serve the port `demographics`: records that are compared with the master's.

    Called: once, when the plugins are loaded. Since 0.1.0.

    Returns:
        One `BackendSpec` a backend, each with `port=Port.DEMOGRAPHICS`. Its `open` gives an object
        with the methods of `ports.Demographics`.

    If it raises: Fingerpost does not start (FP-0208).
    """
    raise NotImplementedError


@hookspec
def adapter_directory() -> Iterable[BackendSpec]:
    """Register backends that serve the port `directory`: what the community offers, and whom to ask.

    Called: once, when the plugins are loaded. Since 0.1.0.

    Returns:
        One `BackendSpec` a backend, each with `port=Port.DIRECTORY`. Its `open` gives an object with
        the methods of `ports.Directory`.

    If it raises: Fingerpost does not start (FP-0208).
    """
    raise NotImplementedError


@hookspec
def adapter_directory_feeds() -> Iterable[BackendSpec]:
    """Register backends that serve the port `directory_feed`: services that a directory takes in.

    The config names one in `backend = "…"` under `[directory.feeds.<name>]`; its other keys are checked
    by the backend's `config_model`.

    Called: once, when the plugins are loaded. Since 0.1.0.

    Returns:
        One `BackendSpec` a backend, each with `port=Port.DIRECTORY_FEED`. Its `open` gives an object
        with the methods of `ports.DirectoryFeed`.

    If it raises: Fingerpost does not start (FP-0208).
    """
    raise NotImplementedError


@hookspec
def adapter_reference_data() -> Iterable[BackendSpec]:
    """Register backends that serve the port `reference_data`: lists that belong to nobody's record.

    Called: once, when the plugins are loaded. Since 0.1.0.

    Returns:
        One `BackendSpec` a backend, each with `port=Port.REFERENCE_DATA`. Its `open` gives an object
        with the methods of `ports.ReferenceData`.

    If it raises: Fingerpost does not start (FP-0208).
    """
    raise NotImplementedError


@hookspec
def adapter_sample_directories() -> Iterable[SampleDirectory]:
    """Register what fills a directory with the services of a fictional council.

    The demo fills one through it, with the postcodes of its people: core knows no directory for that.

    Called: once, when the plugins are loaded; `fill` itself runs only in `demo`. Since 0.1.0.

    Returns:
        One `SampleDirectory` a directory; no two with the same name.

    If it raises: Fingerpost does not start (FP-0208).
    """
    raise NotImplementedError


@hookspec
def adapter_sample_writers() -> Iterable[SampleWriter]:
    """Register writers of synthetic people in a backend's own shape.

    The demo, the examples of the rules and the benchmarks write through them, and read back through
    the backend of the same name: so core knows no vendor for that either.

    Called: once, when the plugins are loaded. Since 0.1.0.

    Returns:
        One `SampleWriter` a shape; no two with the same name and mapping.

    If it raises: Fingerpost does not start (FP-0208).
    """
    raise NotImplementedError


@hookspec
def adapter_checks() -> Iterable[Rule]:
    """Register rules beside the built-in ones.

    A rule that is named in no profile of its own (`Rule.profiles`) runs only where a council adds it:
    `add = ["<id>"]` under `[profiles.<name>]`.

    Called: once, when the plugins are loaded. Since 0.1.0.

    Returns:
        `Rule`s, each with an id that no other rule has.

    If it raises: Fingerpost does not start (FP-0208).
    """
    raise NotImplementedError


@hookspec
def adapter_transforms() -> Mapping[str, Callable[[Any], Any]]:
    """Register transforms that mapping files may name in `transform = "…"`.

    Called: once, when the plugins are loaded. Since 0.1.0.

    Returns:
        Name to a function that takes the raw value and gives the canonical one, or a `State` where
        there is none. It raises ValueError for what it cannot read: the field is then `invalid`.

    If it raises: Fingerpost does not start (FP-0208).
    """
    raise NotImplementedError


@hookspec
def adapter_commands(cli: click.Group) -> None:
    """Add commands to `fingerpost`.

    Called: when the command line names a command that is not built in, or asks for the list of
    commands. Since 0.1.0.

    Args:
        cli: the group to add `click` commands to. A name that is built in cannot be taken.

    If it raises: the plugin's commands are missing, and the help says so (FP-0208); built-in
    commands work without them.
    """
    raise NotImplementedError


@hookspec
def adapter_health_checks() -> Iterable[HealthCheck]:
    """Register questions for `fingerpost doctor`.

    Called: once, when the plugins are loaded; the checks themselves run only in `doctor`. Since 0.1.0.

    Returns:
        `HealthCheck`s. `run` gives None when all is well, else one sentence that says what to do. Where
        the check says `with_config`, `run` is given the config.

    If it raises: Fingerpost does not start (FP-0208). A check that raises is shown as failed, and the
    other checks still run.
    """
    raise NotImplementedError


@hookspec
def adapter_before_batch(run: str, source: str, number: int, people: int) -> None:
    """Watch: a batch is about to be assessed. Observers see counts and never a record.

    Called: once a batch of at most 1,000 people, one plugin after another. Since 0.1.0.

    Args:
        run: id of the run.
        source: name of the source that the people come from.
        number: the batch's place in its source, from 1.
        people: how many people it holds.

    If it raises: the run goes on, the other observers are still called, and the run's result names
    the plugin and the kind of error.
    """
    raise NotImplementedError


@hookspec
def adapter_after_batch(  # noqa: PLR0913, PLR0917 - pluggy gives every argument by keyword
    run: str, source: str, number: int, people: int, gaps: int, rejects: int
) -> None:
    """Watch: a batch was assessed and stored. Observers see counts and never a record.

    Called: once a batch, after it was stored, one plugin after another. Since 0.1.0.

    Args:
        run: id of the run.
        source: name of the source that the people come from.
        number: the batch's place in its source, from 1.
        people: how many people it held.
        gaps: how many gaps were found among them.
        rejects: how many records of the batch could not be read.

    If it raises: as for `adapter_before_batch`.
    """
    raise NotImplementedError


@hookspec
def adapter_domain_event(event: DomainEvent) -> None:
    """Watch: something happened to a conversation, an action, a signpost or a delivery.

    Called: once an event, after it was committed, one plugin after another. A process that is killed in
    between has told nobody: what must not be missed is read from the store. Since 0.1.0.

    Args:
        event: what happened, of what, as ids and codes; never a text, and never a name.

    If it raises: what happened stays, the other observers are still called, and the result names the
    plugin and the kind of error.
    """
    raise NotImplementedError
