"""Which gaps may stand in a list, and of which run: what the commands about findings begin with."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING

from adapter_core.checks.deaths import is_owned_by, said_by
from adapter_core.domain.findings import Batch
from adapter_core.errors import UsageError, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from adapter_core.checks.results import Notice
    from adapter_core.checks.rule import Rule
    from adapter_core.service.bootstrap import Application
    from adapter_core.store import RunInfo


def listed(rules: Iterable[Rule]) -> dict[str, Rule]:
    """Those of the rules whose gaps may stand in a list: neither experimental nor confidential."""
    return {rule.id: rule for rule in rules if not (rule.experimental or rule.confidential)}


def listed_rules(application: Application, only: str | None = None) -> dict[str, Rule]:
    """Rules whose gaps may stand in a list: neither experimental nor confidential.

    Args:
        application: the application.
        only: the id of one of them; all if None.

    Raises:
        UsageError: there is no such rule, or its gaps are in no list (FP-0901).
    """
    rules = listed(application.rules.values())
    if only is None:
        return rules
    if only not in rules:
        message = f'There is no rule "{only}" whose gaps are listed.{did_you_mean(only, rules)}'
        raise UsageError("FP-0901", message, where="findings")
    return {only: rules[only]}


def owner_named(
    application: Application, run: RunInfo, *, team: str | None, worker: str | None
) -> tuple[str | None, str | None]:
    """The team and worker as they are written in the records, whatever the case of what was typed.

    An unknown one is no empty list: somebody would take that for nothing to do.

    Args:
        application: the application.
        run: the run whose list it is.
        team: None for any, an empty text for gaps without a team; likewise `worker`.
        worker: whose list.

    Raises:
        UsageError: there is no such team or worker (FP-0714).
    """
    if not team and not worker:
        return team, worker
    owners = application.store.owners()
    teams = {name for name, _ in owners} | set(application.store.tally(run.id).people)
    workers = {name for _, name in owners}
    return as_known("team", team, teams, "findings"), as_known("worker", worker, workers, "findings")


def as_known(kind: str, name: str | None, known: set[str], where: str) -> str | None:
    """A name as it is written, whatever the case of what was typed; none, and an empty one, stay as they are.

    Args:
        kind: what it is the name of, in a word: `team`.
        name: what was typed.
        known: the names that there are.
        where: the command.

    Raises:
        UsageError: FP-0714 none is called so; the nearest are named.
    """
    if not name or name in known:
        return name
    same = sorted(each for each in known if each.casefold() == name.casefold())
    if same:
        return same[0]
    folded = {each.casefold(): each for each in sorted(known) if each}
    near = [folded[each] for each in difflib.get_close_matches(name.casefold(), folded, 3, 0.6)]
    words = " or ".join(f'"{each}"' for each in near)
    message = f'There is no {kind} "{name}" in the lists.' + (f" Did you mean {words}?" if near else "")
    raise UsageError("FP-0714", message, where=where)


def death_notices(
    application: Application, run: RunInfo, *, team: str | None, worker: str | None
) -> list[Notice]:
    """Whom another source reported dead in a run, as far as they are a team's or a worker's (None: any)."""
    return [
        each
        for each in application.store.notices(run.id)
        if each.batch is Batch.DEATH_NOTICE and is_owned_by(each, team=team, worker=worker)
    ]


def reported_dead_by(application: Application, source: str, ref: str) -> tuple[str, ...]:
    """Who reported one person dead in the latest run of the config's own profile and cohort."""
    return reports_of_death(application)(source, ref)


def reports_of_death(application: Application) -> Callable[[str, str], tuple[str, ...]]:
    """The same for several people, by source and reference: the latest run is looked up once."""
    store = application.store
    run = store.latest_run(profile=application.config.check.profile, cohort=application.config.cohort.default)

    def reported(source: str, ref: str) -> tuple[str, ...]:
        notices = store.notices(run.id, ref=ref) if run is not None else ()
        return tuple(
            said_by(each) for each in notices if each.batch is Batch.DEATH_NOTICE and each.source == source
        )

    return reported


def series(application: Application, profile: str | None, cohort: str | None) -> tuple[str, str]:
    """The profile and cohort that are meant: those given, else the config's own."""
    return profile or application.config.check.profile, cohort or application.config.cohort.default
