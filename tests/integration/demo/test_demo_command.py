"""`fingerpost demo` runs through on a fresh machine, says the same again, and goes on the next night."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

SMALL = ("--people", "150", "--as-of", "2026-11-23")


def fingerpost(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "adapter_core.cli.main", *arguments]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, timeout=300)


def answer(folder: Path, *arguments: str) -> Any:
    done = fingerpost(folder, *arguments, "--json")
    assert done.returncode in (0, 1, 3), done.stderr
    return json.loads(done.stdout)


@pytest.fixture(scope="module")
def two_nights(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Any, Any]:
    """A folder with a demo of two nights, and what each night said."""
    folder = tmp_path_factory.mktemp("demo")
    first = answer(folder, "demo", *SMALL)
    found = answer(folder / "fingerpost-demo", "report", "--format", "json")
    assert found["run"]["id"] == first["run"]["id"]
    return folder / "fingerpost-demo", found, answer(folder, "demo", "--next-night")


def test_the_folder_holds_everything(two_nights):
    folder, _, _ = two_nights
    names = {each.name for each in folder.iterdir()}
    assert {"fingerpost.toml", "truth.json", "report.html", "fingerpost.db"} <= names
    assert (folder / "report.html").read_text(encoding="utf-8").lstrip().startswith("<!")


def test_it_ends_with_the_summary_the_reports_place_and_the_directory_and_exits_0(tmp_path):
    done = fingerpost(tmp_path, "demo", *SMALL, "--seed", "7", "--no-open")
    assert done.returncode == 0
    *_, report, directory = done.stdout.splitlines()
    assert report.startswith("Report: ")
    assert Path(report.removeprefix("Report: ")).is_file()
    assert directory.startswith("Directory: ")
    assert done.stderr == ""


def test_the_same_seed_and_day_say_the_same(two_nights, tmp_path):
    _, found, _ = two_nights
    answer(tmp_path, "demo", *SMALL)
    again = answer(tmp_path / "fingerpost-demo", "report", "--format", "json")
    for changing in ("id", "started", "finished"):
        found["run"].pop(changing, None)
        again["run"].pop(changing, None)
    assert again == found


def test_the_next_night_is_a_run_of_its_own(two_nights):
    folder, _, second = two_nights
    assert (second["night"], second["as_of"]) == (1, "2026-11-24")
    assert len(answer(folder, "runs")["runs"]) == 2


def test_the_demos_config_is_sound(two_nights):
    folder, _, _ = two_nights
    assert answer(folder, "config", "check")["problems"] == []
    # The demo's contacts grow old with the real days, as anybody's do.
    well = {each["name"]: each["ok"] for each in answer(folder, "doctor")["answers"]}
    well.pop("community_directory: contacts are looked after")
    assert all(well.values())


def test_a_second_demo_in_the_same_folder_begins_afresh(tmp_path):
    answer(tmp_path, "demo", *SMALL)
    answer(tmp_path, "demo", *SMALL)
    assert len(answer(tmp_path / "fingerpost-demo", "runs")["runs"]) == 1


def test_a_folder_with_something_else_is_left_alone(tmp_path):
    (tmp_path / "letter.txt").write_text("dear")
    done = fingerpost(tmp_path, "demo", "--dir", ".", "--json")
    assert done.returncode == 2
    assert json.loads(done.stdout)["error"]["code"] == "FP-0921"
    assert [each.name for each in tmp_path.iterdir()] == ["letter.txt"]


def test_a_next_night_needs_a_first(tmp_path):
    done = fingerpost(tmp_path, "demo", "--next-night", "--json")
    assert done.returncode == 2
    assert json.loads(done.stdout)["error"]["code"] == "FP-0924"


def test_a_place_that_cannot_be_written(tmp_path):
    (tmp_path / "file").write_text("")
    done = fingerpost(tmp_path, "demo", "--dir", "file/inside", "--json")
    assert done.returncode == 2
    assert json.loads(done.stdout)["error"]["code"] in ("FP-0920", "FP-0925")
