"""Any sequence of nights and decisions, against a model of a dozen lines that knows no database."""

from __future__ import annotations

import shutil
import tempfile
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import hypothesis.strategies as st
from hypothesis import HealthCheck, settings
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from adapter_core.checks.results import PageResult
from adapter_core.checks.reviewing import apply_reviews
from adapter_core.domain.findings import Decision, Evidence, Finding, Fix, Mender, Owner, Severity
from adapter_core.domain.people import Person
from adapter_core.domain.states import State
from adapter_core.hooks.ports import Reject
from adapter_core.service import reviews
from adapter_core.store import RunStart, SourceState, Store

REFS = ["1", "2", "30", "400"]
RULES = ["gp_practice", "lpa"]
GAPS = [State.ABSENT, State.PLACEHOLDER]
ANSWERS = {Decision.ASKED_NONE, Decision.DECLINED}
JUDGED = st.sampled_from([*GAPS, State.RECORDED, State.NOT_APPLICABLE, State.NOT_VISIBLE])
PERSON = st.one_of(
    st.sampled_from(["excluded", "rejected", "gone"]), st.fixed_dictionaries(dict.fromkeys(RULES, JUDGED))
)


class Nights(RuleBasedStateMachine):
    """Nights over four people and two rules; between them, decisions."""

    @initialize()
    def begin(self):
        self.folder = Path(tempfile.mkdtemp(prefix="fp-model-"))
        self.now = datetime(2026, 11, 1, 5, tzinfo=UTC)
        self.store = Store.open(f"sqlite:///{self.folder / 'model.db'}", clock=lambda: self.now)
        self.run = None
        self.open: dict[tuple[str, str], tuple[State, date]] = {}
        self.past: list[tuple[Any, Any]] = []
        self.reviews: dict[tuple[str, str], tuple[Decision, State, int]] = {}
        self.nights = 0

    @rule(people=st.fixed_dictionaries(dict.fromkeys(REFS, PERSON)), size=st.integers(1, 4))
    def night(self, people, size):
        self.now += timedelta(days=1)
        self.nights += 1
        self._really(people, size)
        self._in_the_model(people)
        self.past.append((self.run, dict(self.open)))

    def _really(self, people, size):
        source = SourceState("mosaic", as_of=self.now)
        start = RunStart("post", "all", self.now.date(), dict.fromkeys(RULES, 1), (source,), "d", "mosaic")
        with self.store.begin_run(start) as handle:
            for at in range(0, len(REFS), size):
                page = PageResult("mosaic")
                for ref in REFS[at : at + size]:
                    self._add(handle, page, ref, people[ref])
                page.state_of = lambda ref, name: people[ref][name]
                found = handle.reviews("mosaic", page.assessed)
                if found:
                    apply_reviews(page, found, {ref: Person(ref) for ref in REFS}, self.now.date())
                handle.write_page(page, cursor=str(at))
            handle.finish("complete", read_to_end=["mosaic"])
        self.run = handle.run_id

    @staticmethod
    def _add(handle, page, ref, person):
        if person == "excluded":
            page.excluded.append(ref)
        elif person == "rejected":
            handle.record_rejects("mosaic", [Reject(ref, "FP-0501")])
        elif person != "gone":
            page.assessed.append(ref)
            page.tally.people[""] += 1
            for name, state in person.items():
                if state is not State.RECORDED:
                    page.tally.team_states["", name, state] += 1
                if state in GAPS:
                    evidence = (Evidence("mosaic", name, None),)
                    fix = Fix(Mender.WORKER, "")
                    page.findings.append(
                        Finding("mosaic", ref, name, state, Severity.WARNING, Owner(), evidence, fix)
                    )
                elif state is State.NOT_VISIBLE:
                    page.not_assessable.add((ref, name))

    def _in_the_model(self, people):
        today = self.now.date()
        for ref, person in people.items():
            for name in RULES:
                key = (ref, name)
                if person == "rejected":
                    continue
                if isinstance(person, str):
                    self.open.pop(key, None)
                    continue
                state = person[name]
                if state is State.NOT_VISIBLE:
                    continue
                said = self.reviews.get(key)
                if said and state is not State.NOT_APPLICABLE and said[1] is not state:
                    del self.reviews[key]
                    said = None
                if state in GAPS and not (said and said[0] in ANSWERS):
                    self.open[key] = (state, self.open.get(key, (state, today))[1])
                else:
                    self.open.pop(key, None)

    @precondition(lambda self: self.open)
    @rule(data=st.data(), decision=st.sampled_from(list(Decision)))
    def decide(self, data, decision):
        key = data.draw(st.sampled_from(sorted(self.open)))
        until = self.now.date() + timedelta(days=2) if decision is Decision.SNOOZED else None
        reviews.review(
            self.store, source="mosaic", ref=key[0], rule=key[1], decision=decision, who="kit", until=until
        )
        self.reviews[key] = (decision, self.open[key][0], self.nights)

    def _hidden(self, key, state):
        if key not in self.reviews or self.reviews[key][1] is not state:
            return False
        decision, _, night = self.reviews[key]
        return decision in ANSWERS or self.nights - night < 2

    @invariant()
    def the_store_says_what_the_model_says(self):
        if self.run is None:
            return
        listed = list(self.store.findings(self.run))
        found = {
            (one.finding.ref, one.finding.rule): (one.finding.state, one.finding.first_seen) for one in listed
        }
        assert len(listed) == len(found)
        assert found == self.open
        hidden = {(one.finding.ref, one.finding.rule) for one in listed if one.hidden}
        assert hidden == {key for key, (state, _) in self.open.items() if self._hidden(key, state)}
        assert self.store.hidden_count(self.run) == len(hidden)
        current = self.store.current_reviews("mosaic", REFS)
        assert {key: (one.review.decision, one.review.state) for key, one in current.items()} == {
            key: said[:2] for key, said in self.reviews.items()
        }

    @invariant()
    def the_past_stays_as_it_was(self):
        for run, then in self.past[-3:-1]:
            found = {
                (one.finding.ref, one.finding.rule): (one.finding.state, one.finding.first_seen)
                for one in self.store.findings(run)
            }
            assert found == then

    def teardown(self):
        if hasattr(self, "store"):
            self.store.close()
            shutil.rmtree(self.folder)


NightsTest = Nights.TestCase
NightsTest.settings = settings(
    max_examples=25,
    stateful_step_count=10,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
