"""A run that dies at any step is taken up again, and nothing is lost or doubled."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import sys
import textwrap
from datetime import date

import pytest
from sqlalchemy import event

from adapter_core.domain.findings import Decision
from adapter_core.domain.states import State
from adapter_core.errors import ConfigurationError, RunLocked, StoreError
from adapter_core.hooks.ports import Reject
from adapter_core.store import Change, RunStart, Store, engine, finding_writing, lookup, migrate, reviews

ABSENT, PLACEHOLDER = State.ABSENT, State.PLACEHOLDER


class Killed(BaseException):
    """The process dies here."""


class Fuse:
    """Counts what reaches the database and dies at one of them."""

    def __init__(self, store, monkeypatch, at=None):
        self.burnt, self.at = 0, at
        self.armed = True
        for name in ("before_cursor_execute", "commit"):
            event.listen(store._engine, name, lambda *_: self.step())
        many, rows = lookup.raw_many, lookup.raw_rows
        monkeypatch.setattr(finding_writing, "raw_many", lambda *given: (self.step(), many(*given)))
        monkeypatch.setattr(lookup, "raw_rows", lambda *given: (self.step(), rows(*given))[1])

    def step(self):
        if self.armed:
            self.burnt += 1
            if self.burnt == self.at:
                raise Killed


def pages_of_second_night(council):
    return [
        council.page(["1", "2"], {("1", "lpa"): PLACEHOLDER}),
        council.page(["3", "4"], {("3", "lpa"): ABSENT, ("4", "nhs_number"): ABSENT}),
        council.page(["5"], {("5", "gp_practice"): ABSENT}, excluded=["6"]),
    ]


def go_through(store, council, *, leave_properly=True):
    """The second night, from wherever it stands."""
    handle = store.begin_run(council.start())
    try:
        pages = pages_of_second_night(council)
        for number in range(0 if handle.cursor is None else int(handle.cursor) + 1, len(pages)):
            handle.record_rejects("mosaic", [Reject(f"R{number}", "FP-0501")])
            handle.record_unmapped("mosaic", {("ethnicity", "ZZ"): 1})
            handle.reviews("mosaic", pages[number].assessed)
            handle.write_page(pages[number], cursor=None if number == len(pages) - 1 else str(number))
        handle.finish("complete", read_to_end=["mosaic"])
    except BaseException as error:
        if leave_properly:
            handle.__exit__(type(error), error, None)
        raise


def everything(store):
    """What the store says in the end, ids aside."""
    (second, first) = store.runs()
    return (
        [
            (one.finding.ref, one.finding.rule, one.finding.state, one.finding.first_seen)
            for one in store.findings(second.id)
        ],
        [(one.finding.ref, one.finding.rule, one.finding.state) for one in store.findings(first.id)],
        store.movement(second.id),
        store.tally(second.id),
        store.reject_counts(second.id),
        store.unmapped(second.id),
        {
            key: (saved.review.decision, saved.review.state)
            for key, saved in store.current_reviews("mosaic", list("123456")).items()
        },
        second.status,
    )


@pytest.fixture
def after_first_night(tmp_path, clock, council_of):
    path = tmp_path / "first.db"
    with Store.open(f"sqlite:///{path}", clock=clock) as store:
        council = council_of(store)
        gaps = {(ref, "lpa"): ABSENT for ref in ("1", "2", "5", "6", "7")}
        run = council.night(
            council.page(["1", "2", "3"], {k: v for k, v in gaps.items() if k[0] < "4"}),
            council.page(["5", "6", "7"], {k: v for k, v in gaps.items() if k[0] > "4"}),
        )
        assert run == "1"
        with store.work() as unit:
            for ref in ("1", "2"):
                change = Change("mosaic", ref, "lpa", ABSENT, Decision.DONE)
                reviews.record(unit.connection, [change], who="kit", at=clock())
            unit.commit()
    return path


@pytest.mark.parametrize("leave_properly", [True, False], ids=["raises", "killed"])
def test_killed_at_every_step_nothing_is_lost_or_doubled(  # noqa: PLR0917
    after_first_night, tmp_path, clock, council_of, leave_properly, monkeypatch
):
    def attempt(name, at):
        path = tmp_path / name
        shutil.copy(after_first_night, path)
        with monkeypatch.context() as patch, Store.open(f"sqlite:///{path}", clock=clock) as store:
            fuse = Fuse(store, patch, at)
            council = council_of(store)
            try:
                go_through(store, council, leave_properly=leave_properly)
            except Killed:
                fuse.armed = False
                clock.pass_(minutes=10)
                go_through(store, council)
            fuse.armed = False
            return fuse.burnt, everything(store)

    steps, expected = attempt("whole.db", None)
    assert expected[0]
    assert expected[2].left == 2
    assert steps > 30
    for at in range(1, steps + 1):
        assert attempt(f"at-{at}.db", at)[1] == expected, f"killed at step {at}"


def test_a_run_is_taken_up_where_it_stopped(council, store):
    pages = [council.page(["1"], {("1", "lpa"): ABSENT}), council.page(["2"], {("2", "lpa"): ABSENT})]
    with pytest.raises(KeyError), store.begin_run(council.start()) as handle:  # noqa: PT012
        handle.write_page(pages[0], cursor="after 1")
        raise KeyError
    assert store.run(handle.run_id).status == "failed"
    assert store.run(handle.run_id).error == "FP-0001"
    with store.begin_run(council.start()) as again:
        assert (again.resumed, again.cursor, again.run_id) == (True, "after 1", handle.run_id)
        assert again.tally.assessed == 1
        again.write_page(pages[1], cursor=None)
        again.finish("complete", read_to_end=["mosaic"])
    assert set(council.open(again.run_id)) == {("1", "lpa"), ("2", "lpa")}
    assert store.tally(again.run_id).assessed == 2


@pytest.mark.parametrize("other", [{"config_digest": "e"}, {"rules": {"lpa": 2}}, {"cohort": "everyone"}])
def test_another_config_rule_or_cohort_begins_afresh(council, store, other):
    with pytest.raises(KeyError), store.begin_run(council.start()) as handle:  # noqa: PT012
        handle.write_page(council.page(["1"]), cursor="after 1")
        raise KeyError
    with store.begin_run(council.start(**other)) as again:
        assert (again.resumed, again.cursor, again.tally.assessed) == (False, None, 0)


# --- the lease -------------------------------------------------------------------------------------------


def test_a_second_run_is_refused_until_the_lease_has_run_out(council, store, clock, store_url):
    handle = store.begin_run(council.start())
    with Store.open(store_url, clock=clock) as other:
        with pytest.raises(RunLocked) as raised:
            other.begin_run(council.start())
        assert (raised.value.code, raised.value.exit_code) == ("FP-0601", 75)
        clock.pass_(minutes=4)
        handle.write_page(council.page(["1"]), cursor="1")  # a sign of life
        clock.pass_(minutes=4)
        with pytest.raises(RunLocked):
            other.begin_run(council.start())
        clock.pass_(minutes=2)
        taken = other.begin_run(council.start())
        assert (taken.resumed, taken.cursor) == (True, "1")
        taken.write_page(council.page(["2"], {("2", "lpa"): ABSENT}), cursor="2")
        # The first wakes up: it may write nothing, end nothing, and free nothing.
        for stale in (
            lambda: handle.write_page(council.page(["2"], {("2", "lpa"): PLACEHOLDER}), cursor="x"),
            lambda: handle.finish("complete"),
        ):
            with pytest.raises(RunLocked) as raised:
                stale()
            assert raised.value.code == "FP-0602"
        handle.fail("FP-0001")
        taken.finish("complete")
        assert other.run(taken.run_id).status == "complete"
        assert council.open(taken.run_id) == {("2", "lpa"): ABSENT}


HOLDER = """
    import sys, time
    from datetime import date
    from adapter_core.store import RunStart, Store
    store = Store.open(sys.argv[1])
    handle = store.begin_run(RunStart("post", "open_adults", date(2026, 11, 22), {"lpa": 1}))
    print("held", flush=True)
    time.sleep(60)
"""


def test_two_processes_and_a_holder_that_is_killed(store_url):
    with Store.open(store_url) as store:
        command = [sys.executable, "-c", textwrap.dedent(HOLDER), store_url]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as holder:
            try:
                assert holder.stdout is not None
                assert holder.stdout.readline() == "held\n"
                start = RunStart("post", "open_adults", date(2026, 11, 22), {"lpa": 1})
                with pytest.raises(RunLocked) as raised:
                    store.begin_run(start)
                assert str(holder.pid) in raised.value.message
            finally:
                holder.kill()
                holder.wait()
        if sys.platform != "win32":
            with store.begin_run(start) as handle:
                assert handle.resumed
                handle.finish("complete")


# --- a store that cannot be written, opened or understood ------------------------------------------------


def test_a_full_disk_rolls_the_page_back_and_the_run_goes_on_later(tmp_path, clock, council_of):
    with Store.open(f"sqlite:///{tmp_path / 'full.db'}", clock=clock) as store:
        council = council_of(store)
        refs = [f"{number:06d}" for number in range(2000)]
        pages = [
            council.page(some, {(ref, "lpa"): ABSENT for ref in some}) for some in (refs[:1000], refs[1000:])
        ]
        limit = {"pages": 0}

        @event.listens_for(store._engine, "begin")
        def keep_small(connection):
            cursor = connection.connection.cursor()
            cursor.execute(f"PRAGMA max_page_count = {limit['pages'] or 1_000_000}")
            cursor.close()

        with pytest.raises(StoreError) as raised, store.begin_run(council.start()) as handle:  # noqa: PT012
            handle.write_page(pages[0], cursor="0")
            limit["pages"] = 1  # SQLite takes the file's own size then: not a page more
            handle.write_page(pages[1], cursor=None)
        assert raised.value.code == "FP-0605"
        assert raised.value.where.endswith("full.db")
        assert raised.value.remedy
        limit["pages"] = 0
        clock.pass_(minutes=6)
        with store.begin_run(council.start()) as again:
            assert (again.cursor, again.tally.assessed) == ("0", 1000)
            again.write_page(pages[1], cursor=None)
            again.finish("complete", read_to_end=["mosaic"])
        assert len(council.open(again.run_id)) == 2000


def test_a_store_that_another_program_holds(tmp_path, clock, council_of, monkeypatch):
    monkeypatch.setattr(engine, "BUSY_SECONDS", 0.05)
    path = tmp_path / "held.db"
    with Store.open(f"sqlite:///{path}", clock=clock) as store:
        other = sqlite3.connect(path, isolation_level=None)
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(StoreError) as raised:
            store.begin_run(council_of(store).start())
        assert raised.value.code == "FP-0606"
        other.execute("ROLLBACK")
        other.close()
        store.begin_run(council_of(store).start()).finish("complete")


def test_a_store_from_a_newer_fingerpost_is_refused(store_url):
    with Store.open(store_url) as store, store.work() as unit:
        unit.connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
        unit.commit()
    with pytest.raises(StoreError) as raised:
        Store.open(store_url)
    assert raised.value.code == "FP-0603"


def test_somebody_elses_database_is_left_alone(store_url):
    made = engine.make_engine(store_url)
    with made.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE theirs (id integer)")
    with pytest.raises(StoreError) as raised:
        Store.open(store_url)
    assert raised.value.code == "FP-0607"
    made.dispose()


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (lambda folder: f"sqlite:///{folder / 'no' / 'such' / 'folder.db'}", "FP-0604"),
        (
            lambda folder: (
                (folder / "text.db").write_text("no database " * 999) and f"sqlite:///{folder / 'text.db'}"
            ),
            "FP-0607",
        ),
        (lambda _: "postgresql://nobody@127.0.0.1:1/none", "FP-0604"),
    ],
    ids=["no folder", "text file", "no server"],
)
def test_a_store_that_cannot_be_opened(tmp_path, make, code):
    with pytest.raises(StoreError) as raised:
        Store.open(make(tmp_path))
    assert raised.value.code == code


@pytest.mark.parametrize("url", ["mysql://x/y", "sqlite://", "sqlite:///:memory:", "not a url", "oracle://x"])
def test_a_url_of_another_kind_is_a_configuration_error(url):
    with pytest.raises(ConfigurationError) as raised:
        Store.open(url)
    assert raised.value.code == "FP-0614"


def test_no_password_is_ever_said():
    with pytest.raises(StoreError) as raised:
        Store.open("postgresql://user:verysecret@127.0.0.1:1/none")
    assert "verysecret" not in str(raised.value.as_json())


@pytest.mark.filterwarnings("ignore:Skipped unsupported reflection of expression-based index")
@pytest.mark.filterwarnings("ignore:autogenerate skipping metadata-specified expression-based index")
def test_the_head_is_the_newest_migration_and_makes_the_tables_that_core_knows(store):
    from alembic.autogenerate import compare_metadata  # noqa: PLC0415
    from alembic.migration import MigrationContext  # noqa: PLC0415
    from alembic.script import ScriptDirectory  # noqa: PLC0415

    from adapter_core.store.tables import metadata  # noqa: PLC0415

    assert ScriptDirectory.from_config(migrate.configured()).get_current_head() == migrate.HEAD
    with store.work() as unit:
        context = MigrationContext.configure(unit.connection, opts={"compare_type": False})
        differences = [
            each for each in compare_metadata(context, metadata) if "ix_finding_open" not in str(each)
        ]
    assert differences == []
