"""A supplier's folder of CSV files as the master, from the config to the list of gaps."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import council_mappings
from adapter_core.cli.main import run

SAMPLE = Path(council_mappings.__file__).parent / "csv" / "bundle.sample"
CONFIG = """\
schema = 1
plugins = ["csv"]
[sources.supplier]
backend = "csv"
path = "extract"
mapping = "csv/bundle"
[people]
master = "supplier"
[check]
allow_synthetic = true
[cohort]
default = "everyone"
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "fingerpost.toml").write_text(CONFIG, encoding="utf-8")
    extract = tmp_path / "extract"
    extract.mkdir()
    for each in SAMPLE.iterdir():
        (extract / each.name).write_bytes(each.read_bytes())
    monkeypatch.chdir(tmp_path)
    return tmp_path


def said(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str]:
    code = run([*arguments])
    heard = capsys.readouterr()
    return code, heard.out + heard.err


def gaps(capsys: pytest.CaptureFixture[str]) -> set[tuple[str, str]]:
    code, text = said(capsys, "findings", "list", "--json")
    assert code == 0, text
    return {(each["person"]["ref"], each["rule"]) for each in json.loads(text)["findings"]}


def test_config_check_says_what_it_can_do(folder, capsys) -> None:
    code, text = said(capsys, "config", "check")
    assert code == 0, text
    assert "owners" in text
    assert "cohort" in text


def test_a_folder_of_files_is_checked_and_one_person_looked_up(folder, capsys) -> None:
    code, text = said(capsys, "check")
    assert code == 0, text
    found = gaps(capsys)
    assert ("100003", "gp_practice") in found
    assert not {rule for ref, rule in found if ref == "100001"} & {"gp_practice", "address", "ethnicity"}
    code, text = said(capsys, "missing", "100003")
    assert code == 0, text
    assert "GP" in text


def test_without_one_of_its_files_nothing_seems_to_be_missing(folder, capsys) -> None:
    said(capsys, "check")
    before = gaps(capsys)
    assert before
    (folder / "extract" / "gp_registrations.csv").unlink()
    code, text = said(capsys, "check")
    assert code == 4
    assert "FP-0420" in text
    assert "gp_registrations.csv" in text
    assert gaps(capsys) == before


def test_a_semicolon_file_read_with_commas_says_what_to_set(folder, capsys) -> None:
    path = folder / "extract" / "addresses.csv"
    path.write_text(path.read_text(encoding="utf-8").replace(",", ";"), encoding="utf-8")
    code, text = said(capsys, "config", "check")
    assert code == 5
    assert "divided by a semicolon" in text
    assert 'Set delimiter = ";"' in text
    config = folder / "fingerpost.toml"
    config.write_text(CONFIG + '[sources.supplier.files.address]\ndelimiter = ";"\n', encoding="utf-8")
    assert said(capsys, "config", "check")[0] == 0


def test_rows_that_cannot_be_used_are_counted_and_nobody_is_named(folder, capsys) -> None:
    with (folder / "extract" / "gp_registrations.csv").open("a", encoding="utf-8") as file:
        file.write("100002,short\n777777,P99001,Millbrook Surgery,,\n")
    code, text = said(capsys, "check")
    assert code == 3
    assert "3 records could not be read" in text  # a broken row, the person whose it is, and a row of nobody
    assert not any(name in text for name in ("Harrowgate", "Brien", "777777"))
    assert not {rule for ref, rule in gaps(capsys) if ref == "100002"}
