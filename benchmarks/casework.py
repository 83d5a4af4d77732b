"""What closing a conversation, follow-ups and measures cost, against the bare work on the same rows.

    python benchmarks/casework.py --markdown docs/performance_of_casework.md

Three ratios of CPU seconds of one process, in one run (aims: 3, 2 and 2):

- closing a conversation with five actions and two signposts : the bare transaction that stores the same
  rows, by the same engine, one insert statement a table;
- follow-ups due of one team over 100,000 conversations, as far as to where people's records are read : the
  one statement that reads the same rows;
- measures of a site over 100,000 conversations : the statements that read the same rows.

Each is the median of several repeats; both sides take turns. The store is SQLite in a temporary folder.
"""

from __future__ import annotations

import argparse
import os
import platform
import sqlite3
import statistics
import sys
import tempfile
import time
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

import sqlalchemy
from sqlalchemy import bindparam, insert, select

from adapter_core.casework.measures.rows import Period
from adapter_core.domain.casework import (
    Action,
    ConversationKind,
    HandedOver,
    PersonRef,
    Resource,
    ResourceKind,
    Signpost,
)
from adapter_core.service.bootstrap import open_application
from adapter_core.service.casework import conversations
from adapter_core.service.casework.desk import Desk
from adapter_core.service.casework.measures import measure
from adapter_core.store.casework import bodies
from adapter_core.store.casework import measures as rows_of
from adapter_core.store.casework import signposts as kept_signposts
from adapter_core.store.casework.tables import (
    action,
    conversation,
    conversation_draft,
    conversation_result,
    conversation_version,
    delivery,
    signpost,
    signpost_claim,
)
from adapter_core.store.tables import audit, audit_subject

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from adapter_core.store import Store

DAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
CONFIG = """schema = 1
plugins = ["csv"]
[sources.extract]
backend = "csv"
path = "people.csv"
mapping = "./people.toml"
[people]
master = "extract"
[sites.site]
teams = ["East"]
start = 2026-09-01
"""
MAPPING = 'schema = 1\nformat = "csv"\n[person]\nref = { column = "ID" }\n'
_INSERTS = {
    table: insert(table)
    for table in (
        conversation,
        conversation_version,
        conversation_result,
        action,
        signpost,
        delivery,
        audit,
        audit_subject,
    )
}
_DROP_DRAFT = conversation_draft.delete().where(conversation_draft.c.conversation == bindparam("of"))
TEXT = bodies.of_signpost(bodies.SignpostText("company on Tuesdays", contact_name="Sam Lee"))
BATCH = 5_000
REPEATS = 7
NOTES = """What stands against what:

- Closing reads the draft, the person's record and the conversations before, holds the record to the
  rules, and writes everything in one transaction with two audit rows. The bare transaction writes the
  same rows with one audit row, by statements that were built beforehand. The person's record comes from
  a small CSV file here: one in a database takes its own time besides.
- Follow-ups are read as far as to where people's records are asked for, each with its text and claims.
  The bare statement reads every column of the same rows into tuples, and makes nothing of them.
- Measures read the rows of every conversation and signpost of the site, and count them. The bare
  statements are those of the store, fetched into tuples.
"""


def main() -> None:
    """Run it and print, or write, the table."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--conversations", type=int, default=100_000)
    parser.add_argument("--closings", type=int, default=200)
    parser.add_argument("--markdown", type=Path)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        base = Path(folder)
        (base / "fingerpost.toml").write_text(CONFIG)
        (base / "people.toml").write_text(MAPPING)
        (base / "people.csv").write_text("ID\n" + "".join(f"{number}\n" for number in range(1, 11)))
        with open_application(base / "fingerpost.toml", as_of=DAY) as application:
            desk = Desk(application, "bench")
            closing = _closing(desk, given.closings)
            fill(application.store, given.conversations)
            due = _due(application.store)
            measured = _measured(desk)
    table = _table(given, closing, due, measured)
    if given.markdown:
        given.markdown.write_text(table)
    sys.stdout.write(table)


def _cpu(work: Callable[[], object]) -> float:
    began = time.process_time()
    work()
    return time.process_time() - began


def _ratio(ours: Callable[[], object], bare: Callable[[], object]) -> tuple[float, float]:
    """Median CPU seconds of both, taking turns, after one turn that does not count."""
    pairs = [(_cpu(ours), _cpu(bare)) for _ in range(REPEATS + 1)][1:]
    return statistics.median(a for a, _ in pairs), statistics.median(b for _, b in pairs)


# --- closing -------------------------------------------------------------------------------------------


def _closing(desk: Desk, closings: int) -> tuple[float, float]:
    """CPU seconds a closing, and a bare transaction of the same rows."""
    ours, bare = [], []
    for number in range(closings + 5):
        ref = str(1 + number % 10)
        begun = conversations.start(desk, ref, kind=ConversationKind.ONE, another=True, team="East")
        record = replace(
            begun.record,
            happened="What happened, in a few words. " * 20,
            matters="What matters. " * 20,
            actions=tuple(Action(f"Action {each}", "Asha", due=DAY + timedelta(7)) for each in range(5)),
            signposts=tuple(
                Signpost(
                    PersonRef("extract", ref),
                    Resource(ResourceKind.NETWORK, f"Neighbour {each}"),
                    "company",
                    HandedOver.GAVE_DETAILS,
                    DAY,
                    DAY + timedelta(14),
                    "bench",
                )
                for each in range(2)
            ),
            ended_how="connected",
            ended_on=DAY,
            led_to=("signposted",),
        )
        conversations.save(desk, begun.id, record, revision=begun.revision, look=False)
        ours.append(_cpu(partial(conversations.close, desk, begun.id)))
        rows = _rows_of(desk.store, begun.id)
        bare.append(_cpu(partial(_store_again, desk.store, rows, ref)))
    return statistics.median(ours[5:]), statistics.median(bare[5:])


def _rows_of(store: Store, number: int) -> dict[Any, list[dict[str, Any]]]:
    """Every row that a closing left, to be stored again by bare statements."""
    found = {}
    with store.reading() as unit:
        for table in (conversation_version, conversation_result, action, signpost, delivery):
            statement = select(table).where(table.c.conversation == number)
            found[table] = [dict(row._mapping) for row in unit.connection.execute(statement)]  # noqa: SLF001 - SQLAlchemy's own name
    return found


def _store_again(store: Store, rows: dict[Any, list[dict[str, Any]]], ref: str) -> None:
    """The same rows in one transaction, under another conversation, with an audit row as well."""
    with store.work() as unit:
        connection = unit.connection
        made: Any = connection.execute(
            _INSERTS[conversation],
            {
                "source": "extract",
                "ref": ref,
                "kind": "1",
                "record": "conversation_record",
                "context": "new",
                "state": "closed",
                "worker": "bench",
                "started": DAY,
                "opened": NOW,
                "version": 1,
            },
        ).inserted_primary_key
        for table, each in rows.items():
            if each:
                fresh = [{**row, "conversation": made[0]} for row in each]
                for row in fresh:
                    if "id" in row:
                        del row["id"]
                    if table is delivery:
                        row["key"] = f"again {made[0]} {row['key']}"
                connection.execute(_INSERTS[table], fresh)
        noted = {"at": NOW, "who": "bench", "action": "bench"}
        entry: Any = connection.execute(_INSERTS[audit], noted).inserted_primary_key
        about = {"entry": entry[0], "source": "extract", "ref": ref}
        connection.execute(_INSERTS[audit_subject], about)
        connection.execute(_DROP_DRAFT, {"of": made[0]})
        unit.commit()


# --- many rows -----------------------------------------------------------------------------------------


def fill(store: Store, many: int, seed: int = 1) -> None:
    """Conversations of a year, a signpost to every second one, claims on most of these."""
    random = Random(seed)
    first = 1_000_000
    for start in range(0, many, BATCH):
        numbers = range(first + start, first + min(start + BATCH, many))
        with store.work() as unit:
            unit.connection.execute(insert(conversation), [_talk(number, random) for number in numbers])
            unit.connection.execute(
                insert(conversation_result),
                [
                    {"conversation": number, "code": random.choice(("signposted", "advice"))}
                    for number in numbers
                ],
            )
            posts = [_post(number, random) for number in numbers if number % 2]
            unit.connection.execute(insert(signpost), posts)
            unit.connection.execute(
                insert(signpost_claim),
                [_claim(post, random) for post in posts if post["state"] != "requested"],
            )
            unit.commit()


def _talk(number: int, random: Random) -> dict[str, Any]:
    started = DAY - timedelta(random.randrange(365))
    return {
        "id": number,
        "source": "extract",
        "ref": str(number // 2),
        "kind": random.choice("1112"),
        "context": "new",
        "record": "conversation_record",
        "state": "closed",
        "worker": f"w{number % 50}",
        "version": 1,
        "team": random.choice(("East", "West")),
        "started": started,
        "ended_on": started + timedelta(random.randrange(30)),
        "ended_how": "connected",
        "contact_on": started - timedelta(random.randrange(9)),
        "opened": NOW,
    }


def _post(number: int, random: Random) -> dict[str, Any]:
    given = DAY - timedelta(random.randrange(365))
    state = random.choice(("requested", "completed", "completed", "on-hold", "rejected"))
    is_open = state in {"requested", "on-hold"}
    due = (given if random.randrange(20) == 0 else DAY) + timedelta(14) if is_open else None
    return {
        "id": number,
        "conversation": number,
        "source": "extract",
        "ref": str(number // 2),
        "worker": f"w{number % 50}",
        "team": random.choice(("East", "West")),
        "resource_kind": "network",
        "handed_over": "gave_details",
        "given_on": given,
        "first_due": given + timedelta(14),
        "due": due,
        "state": state,
        "made": NOW,
        "text": TEXT,
    }


def _claim(post: dict[str, Any], random: Random) -> dict[str, Any]:
    return {
        "signpost": post["id"],
        "state": post["state"],
        "by": random.choice(("person", "contact", "worker")),
        "on": post["first_due"],
        "recorded": NOW,
        "reason": {"on-hold": "waitlist", "rejected": "no-capacity"}.get(post["state"], ""),
    }


def _due(store: Store) -> tuple[float, float, int]:
    """CPU seconds of the follow-ups of one team, and of one statement; and how many they are."""
    limit = 10**6

    def ours() -> list[Signpost]:
        with store.reading() as unit:
            return kept_signposts.due(unit.connection, DAY, worker=None, team="East", limit=limit, offset=0)

    open_states = ("requested", "accepted", "on-hold", "in-progress")
    statement = (
        select(signpost, signpost_claim)
        .outerjoin(signpost_claim, signpost_claim.c.signpost == signpost.c.id)
        .where(signpost.c.due <= DAY, signpost.c.state.in_(open_states), signpost.c.team == "East")
        .order_by(signpost.c.due, signpost.c.id, signpost_claim.c.id)
    )

    def bare() -> list[Any]:
        with store.reading() as unit:
            return [tuple(row) for row in unit.connection.execute(statement)]

    found = ours()
    if {one.id for one in found} != {row[0] for row in bare()}:
        message = "the two do not read the same rows"
        raise SystemExit(message)
    mine, theirs = _ratio(ours, bare)
    return mine, theirs, len(found)


def _measured(desk: Desk) -> tuple[float, float]:
    """CPU seconds of the measures of a site, and of reading the same rows."""
    period = Period(date(2026, 9, 1), DAY)

    def bare() -> None:
        with desk.store.reading() as unit:
            for _ in _read(unit.connection, period):
                pass

    return _ratio(lambda: measure(desk.application, site="site"), bare)


def _read(connection: Any, period: Period) -> Iterator[Any]:  # noqa: ANN401 - a connection
    """The statements of the store, fetched as they are, without making anything of the rows."""
    statements: list[Any] = []

    class Listening:
        """Takes the statements that the store would run."""

        def execute(self, statement: Any) -> Any:  # noqa: ANN401 - likewise
            statements.append(statement)
            return _Nothing()

    class _Nothing(list[Any]):
        def all(self) -> list[Any]:
            return []

    listening: Any = Listening()
    rows_of.conversations(listening, period, site="site", teams=("East",))
    rows_of.results(listening, period)
    rows_of.signposts(listening, period, site="site", teams=("East",), on=DAY)
    for statement in statements:
        yield [tuple(row) for row in connection.execute(statement)]


def _verdict(ratio: float, aim: float) -> str:
    return "reached" if ratio <= aim else f"**missed**, by a factor of {ratio / aim:.2f}"


def _table(
    given: argparse.Namespace,
    closing: tuple[float, float],
    due: tuple[float, float, int],
    measured: tuple[float, float],
) -> str:
    lines = (
        ("Closing: five actions, two signposts", closing[0], closing[1], 3),
        (f"Follow-ups due of one team ({due[2]:,} rows)", due[0], due[1], 2),
        ("Measures of a site", measured[0], measured[1], 2),
    )
    rows = [
        f"| {what} | {1000 * ours:.2f} | {1000 * bare:.2f} | ≤ {aim} x | {ours / bare:.2f} x "
        f"| {_verdict(ours / bare, aim)} |"
        for what, ours, bare, aim in lines
    ]
    versions = (
        f"{platform.system()}. Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}, "
        f"SQLAlchemy {sqlalchemy.__version__}"
    )
    sizes = f"--conversations {given.conversations} --closings {given.closings}"
    command = f"python benchmarks/casework.py {sizes}"
    return "\n".join(
        [
            "# Performance of casework",
            "",
            "What casework costs, as ratios that hold on other machines. This page is written by",
            "",
            f"    {command} --markdown docs/performance_of_casework.md",
            "",
            f"on {datetime.now(tz=UTC):%Y-%m-%d}, on {os.cpu_count()} cores, {versions}.",
            "",
            "CPU milliseconds of one process; medians, both sides taking turns. All people are invented.",
            "",
            "| what | ours, ms | bare, ms | aim | measured | |",
            "|---|---:|---:|---:|---:|---|",
            *rows,
            "",
            NOTES,
        ]
    )


if __name__ == "__main__":
    main()
