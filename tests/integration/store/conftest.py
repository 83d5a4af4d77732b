"""A store of each kind, and people's pages made short."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime, timedelta

import pytest

from adapter_core.checks.results import PageResult
from adapter_core.domain.findings import Evidence, Finding, Fix, Mender, Owner, Severity
from adapter_core.domain.states import State
from adapter_core.store import RunStart, SourceState
from tests.integration.stores import clock, hasty, store, store_url

__all__ = ["clock", "hasty", "store", "store_url"]

RULES = {"gp_practice": 1, "lpa": 1, "nhs_number": 1, "ethnicity": 1}


class Council:
    """A council's nights: what people lack, as `{(ref, rule): state}`, written page by page."""

    def __init__(self, store, clock):
        self.store = store
        self.clock = clock
        self.day = date(2026, 11, 22)
        self.owner = Owner("Sam Field", "North")

    def start(self, day=None, **given):
        ordinary = {
            "profile": "post",
            "cohort": "open_adults",
            "rules": RULES,
            "config_digest": "d",
            "master": "mosaic",
        }
        return RunStart(as_of=day or self.day, **(ordinary | given))

    def finding(self, ref, rule, state, source="mosaic", **given):
        severity = given.pop("severity", Severity.WARNING)
        seen_in = given.pop("seen_in", source)
        owner = given.pop("owner", self.owner)
        return Finding(
            source,
            ref,
            rule,
            state,
            severity,
            owner,
            (Evidence(seen_in, f"field.{rule}", None),),
            Fix(Mender.WORKER, "Person details"),
            **given,
        )

    def page(self, people, gaps=None, source="mosaic", *, excluded=(), not_assessable=(), **given):
        """A page: `people` are assessed; `gaps` maps (ref, rule) to a state or a finding."""
        page = PageResult(source, assessed=list(people), excluded=list(excluded), **given)
        for (ref, rule), gap in (gaps or {}).items():
            found = gap if isinstance(gap, Finding) else self.finding(ref, rule, gap, source)
            page.findings.append(found)
            page.tally.team_states[found.owner.team or "", rule, found.state] += 1
        for ref, rule in not_assessable:
            page.not_assessable.add((ref, rule))
            page.tally.team_states["North", rule, State.NOT_VISIBLE] += 1
        page.tally.people = Counter({"North": len(page.assessed)})
        page.tally.excluded = Counter({"closed": len(page.excluded)} if page.excluded else {})
        return page

    def night(self, *pages, status="complete", to_end=("mosaic",), sources=None, before=None, **given):
        """A whole night; returns the id of its run."""
        self.day += timedelta(days=1)
        self.clock.pass_(days=1)
        as_of = datetime(self.day.year, self.day.month, self.day.day, 2, tzinfo=UTC)
        states = [SourceState("mosaic", "Mosaic", as_of=as_of)] if sources is None else sources
        with self.store.begin_run(self.start(**given)) as handle:
            for state in states:
                handle.source(state)
            if before is not None:
                before(handle)
            for number, page in enumerate(pages):
                handle.write_page(page, cursor=None if number == len(pages) - 1 else str(number))
            self.finished = handle.finish(status, read_to_end=to_end)
        return handle.run_id

    def open(self, run, **wanted):
        """(ref, rule) to state, of a run's findings."""
        return {
            (one.finding.ref, one.finding.rule): one.finding.state
            for one in self.store.findings(run, **wanted)
        }


@pytest.fixture
def council(store, clock):
    return Council(store, clock)


@pytest.fixture
def council_of(clock):
    return lambda store: Council(store, clock)
