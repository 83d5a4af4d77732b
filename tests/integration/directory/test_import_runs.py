"""What an import adds, changes, keeps and withdraws; and when it refuses to."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from adapter_core.domain.directory import (
    Audience,
    Contact,
    EntityKind,
    Incoming,
    Organisation,
    Phone,
    Service,
)
from adapter_core.errors import SourceUnavailable
from adapter_core.hooks.ports import Reject
from community_directory.importing.run import ImportSettings, import_feed
from community_directory.store import DirectoryStore, What
from community_directory.store.feeds import feed as feed_of

TODAY = date(2026, 11, 23)


@pytest.fixture
def store(directory_url):
    with DirectoryStore.open(directory_url) as opened:
        yield opened


class Feed:
    """A feed of the services named, which may break off."""

    def __init__(self, *names, breaks=False, whole=True, more=(), **fields):
        self._names, self._breaks, self._whole, self._more, self._fields = names, breaks, whole, more, fields
        self.complete = False

    def incoming(self):
        for name in self._names:
            yield one(name, **self._fields)
        yield from self._more
        if self._breaks:
            raise SourceUnavailable("FP-0445", "The feed stopped.", where="feed council")
        self.complete = self._whole


def one(name, **fields):
    contact = Contact(
        f"{name}#desk",
        "Desk",
        phones=(Phone("", "0161 227 3477"),),
        audience=Audience.PUBLIC,
        service_id=name,
    )
    return Incoming(name, Organisation("o", "Trust"), Service(name, name, "o", **fields), contacts=(contact,))


def run(store, feed, audit=None, **settings):
    return import_feed(store, "council", feed, on=TODAY, settings=ImportSettings(**settings), audit=audit)


def names(store):
    return sorted(view.service.name for view in store.services(audience=Audience.INTERNAL, limit=1000))


TEN = [f"Service {number}" for number in range(10)]


def test_a_dry_run_shows_everything_and_writes_nothing(store):
    run(store, Feed(*TEN))
    report = run(store, Feed(*TEN[:9], "New", description="Other"), dry_run=True)
    told = {(line.kind, line.what, line.name): line.fields for line in report.lines}
    assert told[EntityKind.SERVICE, What.ADDED, "New"] == ()
    assert told[EntityKind.SERVICE, What.CHANGED, "Service 1"] == ("description",)
    assert (EntityKind.SERVICE, What.WITHDRAWN, "Service 9") in told
    assert report.outcome.unchanged[EntityKind.ORGANISATION] == 1
    assert names(store) == TEN
    assert run(store, Feed(*TEN)).outcome.changed == {}


def test_what_is_gone_from_a_whole_feed_is_withdrawn_and_comes_back(store):
    run(store, Feed(*TEN))
    report = run(store, Feed(*TEN[:9]))
    assert report.outcome.withdrawn[EntityKind.SERVICE] == 1
    assert names(store) == TEN[:9]
    report = run(store, Feed(*TEN))
    assert report.outcome.back[EntityKind.SERVICE] == 1
    assert names(store) == TEN


@pytest.mark.parametrize(
    "feed", [Feed(*TEN[:2], breaks=True), Feed(*TEN[:2], whole=False)], ids=["breaks off", "short"]
)
def test_a_feed_that_was_not_read_to_its_end_withdraws_nothing(store, feed):
    run(store, Feed(*TEN))
    report = run(store, feed, accept_fewer=True)
    assert not report.complete
    assert report.outcome.withdrawn == {}
    assert names(store) == TEN


def test_a_feed_that_breaks_off_is_known_as_such_and_the_last_good_reading_stays_known(store):
    run(store, Feed(*TEN))
    with store.reading() as unit:
        before = feed_of(unit.connection, "council")
    assert before is not None
    assert before.last_good is not None
    with pytest.raises(SourceUnavailable):
        run(store, Feed(breaks=True))
    report = run(store, Feed("Service 1", breaks=True))
    assert report.problem is not None
    with store.reading() as unit:
        known = feed_of(unit.connection, "council")
    assert known is not None
    assert (known.last_good, known.problem) == (before.last_good, "FP-0445 The feed stopped.")


def test_a_feed_that_lost_many_services_asks_first(store):
    run(store, Feed(*TEN))
    with pytest.raises(SourceUnavailable, match="3 of 10") as caught:
        run(store, Feed(*TEN[:7]))
    assert caught.value.code == "FP-0853"
    assert names(store) == TEN
    assert run(store, Feed(*TEN[:7]), dry_run=True).too_few
    run(store, Feed(*TEN[:8]))
    run(store, Feed(*TEN[:5]), most_lost=0.5)
    run(store, Feed(*TEN[:1]), accept_fewer=True)
    assert names(store) == TEN[:1]


def test_an_empty_feed_is_never_believed(store):
    run(store, Feed(*TEN))
    with pytest.raises(SourceUnavailable) as caught:
        run(store, Feed(), accept_fewer=True)
    assert caught.value.code == "FP-0861"
    assert names(store) == TEN


def test_a_service_that_the_feed_has_and_cannot_be_read_is_not_gone(store):
    run(store, Feed(*TEN))
    report = run(store, Feed(*TEN[:9], more=[Reject("Service 9", "FP-0510")]))
    assert report.complete
    assert report.outcome.withdrawn == {}
    assert names(store) == TEN
    nameless = replace(one("Service 9"), service=Service("Service 9", "<br>", "o"))
    report = run(store, Feed(*TEN[:9], more=[nameless]))
    assert report.reject_counts == {"FP-0850": 1}
    assert names(store) == TEN


def test_two_different_services_with_one_id_are_told_and_the_first_stands(store):
    report = run(store, Feed("A", more=[one("A", description="another")]))
    assert [(each.ref, each.code) for each in report.rejects] == [("A", "FP-0851")]
    assert names(store) == ["A"]


def test_what_was_edited_here_stays_and_is_told(store):
    run(store, Feed("A"))
    (view,) = store.services(audience=Audience.INTERNAL, limit=10)
    with store.work() as unit:
        from community_directory.store import editing  # noqa: PLC0415 - beside its only use

        editing.edit(unit, EntityKind.SERVICE, view.service.id, {"description": "Ours"}, by="tester")
        unit.commit()
    report = run(store, Feed("A", description="Theirs"))
    assert [(line.name, line.edited) for line in report.edited] == [("A", ("description",))]
    (view,) = store.services(audience=Audience.INTERNAL, limit=10)
    assert view.service.description == "Ours"


def test_an_import_is_audited_before_it_lasts_and_a_dry_run_is_not(store):
    actions: list[str] = []
    run(store, Feed("A"), audit=actions.append, dry_run=True)
    assert actions == []

    def refuse(_action):
        raise SourceUnavailable("FP-0445", "No audit.", where="here")

    with pytest.raises(SourceUnavailable):
        run(store, Feed("A"), audit=refuse)
    assert names(store) == []
    run(store, Feed("A"), audit=actions.append)
    assert actions == ["directory.imported"]


def test_counts_add_up(store):
    run(store, Feed(*TEN))
    report = run(store, Feed(*TEN[:9], "New"))
    outcome = report.outcome
    of_services = [
        counter[EntityKind.SERVICE]
        for counter in (outcome.added, outcome.changed, outcome.unchanged, outcome.back)
    ]
    assert sum(of_services) == report.services_now == report.read == 10
    assert report.services_before == 10
    assert outcome.withdrawn[EntityKind.SERVICE] == 1
