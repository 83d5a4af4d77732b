"""One feed with every kind of bad input: each has a reject, the rest is there, and the store stays whole."""

from __future__ import annotations

import json
from datetime import date, time

import pytest

from adapter_core.domain.directory import (
    Address,
    Audience,
    Contact,
    Incoming,
    Location,
    Organisation,
    Phone,
    Schedule,
    Service,
    ServiceAtLocation,
)
from adapter_core.errors import SourceUnavailable
from community_directory.importing.run import import_feed
from community_directory.publishing.api import application
from community_directory.searching import checking, index
from community_directory.searching.service import search
from community_directory.store import DirectoryStore
from tests.integration.directory.publishing_town import ask

TODAY = date(2026, 11, 23)


def told(ref, name, *, postcode="FY1 1AA", **fields):
    return Incoming(
        ref,
        Organisation("o", "O'Brien & Sons Multi-Agent Trust", identifiers={"GB-CHC": "1\x00"}),
        Service(ref, name, "o", **fields),
        (Location(f"l{ref}", "Hall", address=Address("1 Road", original_postcode=postcode)),),
        (ServiceAtLocation(f"at{ref}", ref, f"l{ref}"),),
        (
            Contact(
                f"c{ref}",
                "Desk <b>one</b>",
                phones=(Phone("", "\x00 ring \ud800"),),
                audience=Audience.PUBLIC,
                service_id=ref,
                original={"cell": "\x00\udfff"},
            ),
        ),
    )


class Hostile:
    """Everything of issue 4's list that a feed can do, and then it stops in the middle."""

    complete = False

    def incoming(self):
        yield told("1", "Calligraphy <script>alert(1)</script>", url="javascript:alert(1)")
        yield told(
            "2", "Chess", description="<p>Open</p><script>steal()</script><img src=x onerror=alert(2)>"
        )
        yield told("3", "Knitting", postcode="FY99\x00 9ZZZ\ud800")
        yield told("3", "Impostor")
        backwards = Schedule("h", "WEEKLY", ("MO",), (), time(12), time(9))
        ended = Schedule("i", "WEEKLY", ("TU",), valid_from=date(2026, 5, 1), valid_to=date(2026, 4, 1))
        yield told("4", "Singing", schedules=(backwards, ended))
        yield told("5", "מועדון \u202eקפה 🙂", description="\x00\ud800 a " + "b " * 20_000)
        raise SourceUnavailable("FP-0445", "The feed stopped.", where="feed council")


@pytest.fixture
def store(directory_url):
    with DirectoryStore.open(directory_url) as opened:
        opened.on_commit_work.append(index.update)
        yield opened


def test_a_feed_with_everything_wrong_is_taken_as_far_as_it_can_be(store):
    report = import_feed(store, "council", Hostile(), on=TODAY)
    assert report.problem is not None
    assert not report.complete
    codes = report.reject_counts
    assert codes["FP-0851"] == codes["FP-0856"] == codes["FP-0860"] == 1
    assert codes["FP-0855"] >= 1

    with store.reading() as unit:
        assert checking.check(unit.connection).sound
    names = {view.service.name for view in store.services(audience=Audience.PUBLIC)}
    assert "Impostor" not in names
    assert len(names) == 5
    for words, name in (
        ("calligraphy", "Calligraphy"),
        ("o'brien multi-agent knitting", "Knitting"),
        ("קפה", "קפה"),
    ):
        hits = search(store, words, audience=Audience.PUBLIC, on=TODAY).hits
        assert name in hits[0].service.service.name

    app = application(store)
    published = ask(app, "/services", {"full": "true", "per_page": "50"})[2].decode()
    assert len(json.loads(published)["contents"]) == 5
    for harm in ("<script", "javascript:", "onerror", "steal()", "<b>"):
        assert harm not in published
