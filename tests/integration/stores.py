"""A store of each kind, with a clock that stands still: fixtures that a folder's conftest takes in."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from adapter_core.store import Store, engine

NIGHT = datetime(2026, 11, 23, 5, 30, tzinfo=UTC)


class StandingClock:
    """A clock that stands still until it is told to move."""

    def __init__(self):
        self.now = NIGHT

    def __call__(self):
        return self.now

    def pass_(self, **span):
        self.now += timedelta(**span)


@pytest.fixture(autouse=True)
def hasty(monkeypatch):
    """What is not about power cuts need not wait for the disk."""
    monkeypatch.setattr(engine, "JOURNAL_SYNC", "OFF")
    monkeypatch.setattr(engine, "WAL_SYNC", "OFF")


@pytest.fixture
def clock():
    return StandingClock()


@pytest.fixture(params=["sqlite", "postgresql"])
def store_url(request, tmp_path):
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'fingerpost.db'}"
    return request.getfixturevalue("postgres_url")


@pytest.fixture
def store(store_url, clock):
    with Store.open(store_url, clock=clock) as opened:
        yield opened
