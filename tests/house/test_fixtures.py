"""The servers and browsers that other tests lean on do what they promise."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

ROOT = Path(__file__).resolve().parents[2]


def tables(url: str) -> int:
    engine = create_engine(url)
    with engine.begin() as connection:
        found = connection.execute(
            text("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'")
        ).scalar_one()
        connection.execute(text("CREATE TABLE left_behind (id int)"))
    engine.dispose()
    return found


@pytest.mark.parametrize("time", ["first", "second"])
def test_each_test_gets_an_empty_database(postgres_url, time) -> None:
    assert tables(postgres_url) == 0


def test_tests_of_one_file_may_share_a_database(postgres_module_url, postgres_url) -> None:
    assert postgres_module_url != postgres_url
    assert tables(postgres_module_url) == 0


def test_a_browser_opens_a_page(browser) -> None:
    page = browser.new_page(viewport={"width": 390, "height": 844})
    page.set_content("<h1>Good morning</h1>")
    assert page.inner_text("h1") == "Good morning"
    page.close()


def pytest_on(folder: Path, marker: str, *options: str) -> subprocess.CompletedProcess[str]:
    (folder / "conftest.py").write_text((ROOT / "tests" / "conftest.py").read_text(encoding="utf-8"))
    (folder / "tox.ini").write_text((ROOT / "tox.ini").read_text(encoding="utf-8"))
    (folder / "tests").mkdir()
    (folder / "tests" / "test_one.py").write_text(
        f"import pytest\n\n@pytest.mark.requirement({marker})\ndef test_one(): ...\n\ndef test_other(): ...\n"
    )
    command = [sys.executable, "-I", "-m", "pytest", "-p", "no:cacheprovider", "-p", "no:xdist", *options]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


def test_the_tests_of_one_requirement_can_be_run(tmp_path) -> None:
    done = pytest_on(tmp_path, '"P-03", "K-45"', "--requirement", "K-45")
    assert "1 passed, 1 deselected" in done.stdout, done.stdout + done.stderr


def test_a_misspelt_requirement_is_an_error(tmp_path) -> None:
    done = pytest_on(tmp_path, '"P3"')
    assert done.returncode == pytest.ExitCode.USAGE_ERROR
    assert "is no requirement id" in done.stdout + done.stderr
