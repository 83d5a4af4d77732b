"""A desk over a store of each kind."""

from __future__ import annotations

import shutil

import pytest
from sqlalchemy import text

from adapter_core.store import Store, engine
from adapter_core.store.tables import metadata
from tests.integration.casework.desks import council_in, fill_directory


@pytest.fixture(autouse=True)
def hasty(monkeypatch):
    """What is not about power cuts need not wait for the disk."""
    monkeypatch.setattr(engine, "JOURNAL_SYNC", "OFF")
    monkeypatch.setattr(engine, "WAL_SYNC", "OFF")
    monkeypatch.delenv("FINGERPOST_CONFIG", raising=False)
    monkeypatch.delenv("FINGERPOST_BY", raising=False)


@pytest.fixture(scope="session")
def empty_store(tmp_path_factory):
    """A SQLite store without a row, made once."""
    path = tmp_path_factory.mktemp("store") / "empty.db"
    Store.open(f"sqlite:///{path}").close()
    return path


@pytest.fixture(scope="session")
def filled_directory(tmp_path_factory):
    """A directory, made once, and the ids of what is in it."""
    path = tmp_path_factory.mktemp("directory") / "directory.db"
    return path, fill_directory(path)


def emptied(url):
    """The same database for every test of a file, without a row: to make one takes longer than the test."""
    with Store.open(url) as store, store.work() as unit:
        names = ", ".join(f'"{each}"' for each in metadata.tables if not each.startswith("audit"))
        unit.connection.execute(text(f"TRUNCATE {names} RESTART IDENTITY CASCADE"))
        unit.commit()
    return url


@pytest.fixture
def sqlite_store_url(tmp_path, empty_store):
    shutil.copy(empty_store, tmp_path / "fingerpost.db")
    return f"sqlite:///{tmp_path / 'fingerpost.db'}"


@pytest.fixture(params=["sqlite", "postgresql"])
def casework_url(request):
    if request.param == "sqlite":
        return request.getfixturevalue("sqlite_store_url")
    return emptied(request.getfixturevalue("postgres_module_url"))


@pytest.fixture
def council(tmp_path, casework_url):
    """A council over a store of each kind."""
    return council_in(tmp_path, casework_url)


@pytest.fixture
def small_council(tmp_path, sqlite_store_url):
    """A council over SQLite, where what is tested does not ask the database for more."""
    return council_in(tmp_path, sqlite_store_url)


@pytest.fixture
def ids(tmp_path, filled_directory):
    """The council has a directory: name to id of what is in it."""
    path, found = filled_directory
    shutil.copy(path, tmp_path / "directory.db")
    return found
