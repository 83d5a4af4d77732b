"""A small town whose directory gives every check of a feed something to look at."""

from __future__ import annotations

import asyncio
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from urllib.parse import urlencode

import uvicorn

from adapter_core.domain.directory import (
    Address,
    Audience,
    Contact,
    CostOption,
    Eligibility,
    Incoming,
    Location,
    Organisation,
    Schedule,
    Service,
    ServiceArea,
    ServiceAtLocation,
    Taxonomy,
    TaxonomyTerm,
)
from community_directory.searching import index
from community_directory.store import DirectoryStore, FeedWriter

BEGIN = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
SUBJECTS = ("Calligraphy", "Gardening", "Chess", "Breakfast", "Walking", "Singing", "Knitting", "Swimming")
DAYS = ("MO", "TU", "WE", "TH", "FR")


class Clock:
    """A day later with every transaction, so that things change at different moments."""

    def __init__(self):
        self.now = BEGIN

    def __call__(self):
        return self.now

    def next(self):
        self.now += timedelta(days=1)


def offer(n):
    """One service with all that belongs to it."""
    owner, term = n % 3, n % 2
    return Incoming(
        ref=str(n),
        organisation=Organisation(f"o{owner}", f"Charity {owner}", identifiers={"GB-CHC": f"10000{owner}"}),
        service=Service(
            str(n),
            f"{SUBJECTS[n]} for beginners",
            f"o{owner}",
            f"Come and try {SUBJECTS[n].lower()}.",
            eligibility=Eligibility(18 if n % 2 else None, 60 + n if n % 2 == 0 else None),
            schedules=(
                Schedule(f"h{n}", "WEEKLY", (DAYS[n % 5],), (), time(9), time(12), location_id=f"l{n}"),
            ),
            areas=(ServiceArea(f"a{n}", "The town", ("FY1",)),) if n % 4 == 0 else (),
            costs=(CostOption(f"k{n}", 0.0, "Free"),),
            language_codes=("en",),
            term_ids=(f"t{term}",),
            assured_on=date(2026, 10, 1),
        ),
        locations=(
            Location(
                f"l{n}",
                f"Hall {n}",
                address=Address(f"{n} High Street", "", "Blackpool", "", f"FY{n % 2 + 1} 1AA"),
                latitude=53.8 + n / 10,
                longitude=-3.05,
            ),
        ),
        at_locations=(ServiceAtLocation(f"at{n}", str(n), f"l{n}"),),
        contacts=(
            Contact(f"c{n}", f"Ann Example {n}", "Manager", audience=Audience.PUBLIC, service_id=str(n)),
        ),
        taxonomies=(Taxonomy("x0", "Activities"), Taxonomy("x1", "Places")),
        terms=(
            TaxonomyTerm("t0", "Arts", taxonomy_id="x0"),
            TaxonomyTerm("t1", "Sports", taxonomy_id="x1"),
        ),
    )


def fill(store, clock, offers):
    """Each service in a transaction of its own, a day after the one before."""
    for one in offers:
        clock.next()
        with store.work() as unit:
            writer = FeedWriter(unit, "council", on=clock().date())
            writer.put(one)
            writer.flush()
            unit.commit()
    clock.next()


def open_town(url, offers=None):
    """A filled directory."""
    clock = Clock()
    store = DirectoryStore.open(url, clock=clock)
    store.on_commit_work.append(index.update)
    fill(store, clock, [offer(n) for n in range(8)] if offers is None else offers)
    return store


@contextmanager
def served(app):
    """An application on loopback; gives its address."""
    server = uvicorn.Server(
        uvicorn.Config(app, port=0, log_level="critical", access_log=False, lifespan="off", ws="none")
    )
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        while not server.started and thread.is_alive():
            thread.join(0.01)
        port = server.servers[0].sockets[0].getsockname()[1]
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join(10)


class Asker:
    """Asks an application without a server, in a loop that stays: much quicker than one a request."""

    def __init__(self, app):
        self._app = app
        self._thread, self._runner = ThreadPoolExecutor(1), asyncio.Runner()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._thread.submit(self._runner.close).result()
        self._thread.shutdown()

    def ask(self, path, query=(), *, headers=(), method="GET"):
        """What it answers: status, headers in small letters, body."""
        sent: list[dict[str, Any]] = []
        call = _asked(self._app, _scope(path, query, headers, method), sent.append)
        # In a thread: a test of a browser may have a loop in this one.
        self._thread.submit(self._runner.run, call).result()
        told = {name.decode().lower(): value.decode() for name, value in sent[0]["headers"]}
        return sent[0]["status"], told, b"".join(message.get("body", b"") for message in sent[1:])


def _scope(path, query, headers, method):
    return {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": method,
        "scheme": "http",
        "server": ("feed.example", 80),
        "client": ("127.0.0.1", 1),
        "root_path": "",
        "path": path,
        "raw_path": path.encode(),
        "query_string": urlencode(query).encode(),
        "headers": [
            (b"host", b"feed.example"),
            *((n.lower().encode(), v.encode()) for n, v in dict(headers).items()),
        ],
    }


async def _asked(app, scope, tell):
    asked = asyncio.Event()

    async def receive():
        if not asked.is_set():
            asked.set()
            return {"type": "http.request", "body": b"", "more_body": False}
        return await asyncio.Event().wait()

    async def send(message):
        tell(message)

    await app(scope, receive, send)


def ask(app, path, query=(), *, headers=(), method="GET"):
    """What an application answers to one request: status, headers in small letters, body."""
    with Asker(app) as asker:
        return asker.ask(path, query, headers=headers, method=method)
