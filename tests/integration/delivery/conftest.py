"""An outbox on each kind of store, and a council whose records can be written to."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import insert

from adapter_core.delivery import markers
from adapter_core.domain.casework import Delivery, DeliveryKind, PersonRef
from adapter_core.service.casework.desk import open_desk
from adapter_core.store.casework import deliveries as rows
from adapter_core.store.casework import tables
from adapter_core.testing.reference import ReferenceRecords, make_database
from adapter_core.testing.reference import plugin as reference_plugin
from tests.integration.stores import NIGHT, clock, hasty, store, store_url

__all__ = ["clock", "hasty", "store", "store_url"]

AS_OF = date(2026, 11, 23)
PEOPLE: list[dict[str, object]] = [
    {"ref": "17", "given_name": "Ada", "family_name": "Quill", "date_of_birth": "1950-02-01"},
    {"ref": "18", "given_name": "Ben", "family_name": "Reed", "date_of_birth": "1941-07-30"},
    {"ref": "19", "family_name": "Secret", "restricted": 1},
]


class Outbox:
    """Puts things into the outbox of a store, and reads them."""

    def __init__(self, store, target="reference"):
        self.store, self.target, self._number = store, target, 0

    def delivery(self, ref="17", kind=DeliveryKind.TEXT, **given):
        self._number += 1
        marker = markers.fresh() if kind is DeliveryKind.TEXT else ""
        ordinary = {
            "key": f"key/{self._number}", "kind": kind, "target": self.target, "title": f"T{self._number}",
            "text": f"What was said, {self._number}. {marker}", "made": NIGHT, "by": "sam",
            "person": PersonRef(self.target, ref) if ref else None, "about": f"C{self._number}.1",
            "marker": marker, "owner": "Sam Field", "team": "North",
        }  # fmt: skip
        return Delivery(**(ordinary | given))

    def put(self, ref="17", kind=DeliveryKind.TEXT, **given):
        with self.store.work() as unit:
            (one,) = rows.insert_many(unit.connection, [self.delivery(ref, kind, **given)])
            unit.commit()
        return one.id

    def conversation(self, *, body="What she said.", ref="17"):
        """A closed conversation with a version; its number."""
        with self.store.work() as unit:
            number = unit.connection.execute(
                insert(tables.conversation).values(
                    source=self.target, ref=ref, kind="1", record="conversation_record", context="new",
                    state="closed", worker="Sam Field", started=AS_OF, version=1, opened=NIGHT,
                ).returning(tables.conversation.c.id)
            ).scalar_one()  # fmt: skip
            unit.connection.execute(
                insert(tables.conversation_version).values(
                    conversation=number, number=1, made=NIGHT, by="sam", body=body, digest="d"
                )
            )
            unit.commit()
        return number

    def get(self, number):
        with self.store.reading() as unit:
            return rows.get(unit.connection, number)

    def states(self):
        with self.store.reading() as unit:
            found = rows.listed(unit.connection)
        return {each.id: each.state.value for each in found}

    def lease(self, **given):
        with self.store.work() as unit:
            found = rows.lease(unit.connection, self.target, self.store.clock(), **given)
            unit.commit()
        return found

    def finish(self, sent, state, **given):
        with self.store.work() as unit:
            was_mine = rows.finish(unit.connection, sent, state, at=self.store.clock(), **given)
            unit.commit()
        return was_mine

    def lose(self):
        with self.store.work() as unit:
            number = rows.lose(unit.connection, self.target, self.store.clock())
            unit.commit()
        return number


@pytest.fixture
def outbox(store):
    return Outbox(store)


@pytest.fixture
def outbox_of():
    """Makes an outbox of a store, on its way to a source."""
    return Outbox


class Council:
    """A council whose case system is the reference backend."""

    def __init__(self, folder, store_url, clock):
        self.folder, self.clock = folder, clock
        self.path = folder / "records.db"
        make_database(self.path, PEOPLE)
        self.records = ReferenceRecords(self.path, on=AS_OF)
        (folder / "reference.py").write_text(Path(reference_plugin.__file__).read_text(), encoding="utf-8")
        self.config = folder / "fingerpost.toml"
        self.config.write_text(
            'schema = 1\nplugins = ["./reference.py"]\n[council]\nname = "Millbrook Council"\n'
            f'[store]\nurl = "{store_url.replace("+psycopg", "")}"\n'
            '[sources.reference]\nbackend = "reference"\npath = "records.db"\n'
            '[people]\nmaster = "reference"\n[check]\nallow_synthetic = true\n',
            encoding="utf-8",
        )

    @contextmanager
    def desk(self, on=AS_OF, who="Sam Field"):
        with open_desk(self.config, on, who) as desk:
            desk.store.clock = self.clock
            yield desk

    @property
    def notes(self):
        import sqlite3  # noqa: PLC0415

        connection = sqlite3.connect(self.path)
        try:
            return connection.execute("SELECT ref, text FROM note ORDER BY id").fetchall()
        finally:
            connection.close()


@pytest.fixture
def council(tmp_path, store_url, store, clock):
    return Council(tmp_path, store_url, clock)
