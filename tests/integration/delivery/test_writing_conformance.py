"""The kit for backends that can be written to: the reference backend passes, and each fault is seen."""

from __future__ import annotations

import sqlite3
from contextlib import closing, contextmanager
from dataclasses import replace

import pytest

from adapter_core.domain.casework import PersonRef
from adapter_core.errors import SourceUnavailable
from adapter_core.testing.reference import Fault, ReferenceRecords, make_database
from adapter_core.testing.writing_out import Trial, Trouble, problems_of

FAULTS = {
    Trouble.NONE: None,
    Trouble.DOWN: Fault.DOWN,
    Trouble.REFUSES: Fault.REFUSES,
    Trouble.BREAKS_AFTER_WRITING: Fault.BREAKS_AFTER_WRITING,
}


def tried(folder, kind=ReferenceRecords):
    path = folder / "records.db"
    make_database(path, [{"ref": "17"}, {"ref": "18"}])

    @contextmanager
    def opened():
        backend = kind(path)
        yield backend
        getattr(backend, "leave", lambda: None)()

    def written():
        with closing(sqlite3.connect(path)) as connection:
            return connection.execute("SELECT ref, text FROM note ORDER BY id").fetchall()

    records = ReferenceRecords(path)
    return problems_of(
        Trial(opened, written, lambda trouble: records.set_fault(FAULTS[trouble]), ("17", "18"))
    )


def test_the_reference_backend_keeps_to_it(tmp_path):
    assert tried(tmp_path) == []


class LosesWrites(ReferenceRecords):
    def write(self, delivery):
        return f"note {len(delivery.key)}"


class WritesTwice(ReferenceRecords):
    def write(self, delivery):
        super().write(replace(delivery, key=f"{delivery.key}/{delivery.tries}"))
        return super().write(delivery)


class ForgetsKeys(ReferenceRecords):
    @staticmethod
    def _receipt(_connection, _key):
        return None

    def write(self, delivery):
        with closing(sqlite3.connect(self.path)) as connection, connection:
            connection.execute("DELETE FROM written WHERE key = ?", [delivery.key])
        return super().write(delivery)


class WrongOrder(ReferenceRecords):
    def __init__(self, path):
        super().__init__(path)
        self.held = []

    def write(self, delivery):
        self.held.append(delivery)
        return "later"

    def leave(self):
        for delivery in reversed(self.held):
            super().write(delivery)


class Swallows(ReferenceRecords):
    def write(self, delivery):
        try:
            return super().write(delivery)
        except SourceUnavailable:
            return "fine"


class SwallowsRefusals(ReferenceRecords):
    def write(self, delivery):
        try:
            return super().write(delivery)
        except SourceUnavailable:
            raise
        except Exception:  # noqa: BLE001 - the fault that is to be seen
            return "fine"


class SaysDownForDoubt(ReferenceRecords):
    def write(self, delivery):
        try:
            return super().write(delivery)
        except Exception:  # noqa: BLE001 - the fault that is to be seen
            raise SourceUnavailable("FP-0401", "It is down.") from None


class WrongPerson(ReferenceRecords):
    def write(self, delivery):
        return super().write(replace(delivery, person=PersonRef("trial", "18")))


class FindsNothing(ReferenceRecords):
    def find(self, key):
        super().find(key)


class FindsAnything(ReferenceRecords):
    def find(self, key):
        return super().find(key) or "note 1"


MUTANTS = {
    LosesWrites: "not in the person's record once",
    WritesTwice: "more than one record, or more than once",
    ForgetsKeys: "written twice",
    WrongOrder: "order of writing",
    Swallows: "does not raise SourceUnavailable",
    SwallowsRefusals: "does not raise UsageError",
    SaysDownForDoubt: "does not raise InDoubt",
    WrongPerson: "not in the person's record once",
    FindsNothing: "find does not give the receipt",
    FindsAnything: "find gives a receipt for what was never written",
}


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda each: each.__name__)
def test_each_fault_is_seen(tmp_path, mutant):
    assert any(MUTANTS[mutant] in problem for problem in tried(tmp_path, mutant))
