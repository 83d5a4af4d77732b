"""The backend `json`: a file of people is a source by itself."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from adapter_core.cli.main import run

MAPPING = """\
schema = 1
format = "json"
records = ["result", "clients"]
[person]
ref = { path = "id" }
nhs_number = { path = "nhs", transform = "digits" }
"""
CONFIG = """\
schema = 1
plugins = ["csv"]
[sources.supplier]
backend = "json"
port = "case_records"
path = "people.json"
mapping = "./ours.toml"
as_of = 2026-11-22
[people]
master = "supplier"
[check]
allow_synthetic = true
[cohort]
default = "everyone"
"""
PEOPLE = {"result": {"clients": [{"id": "C1", "nhs": "999 000 1006"}, {"id": "C2"}]}}


@pytest.fixture
def ask(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Any:
    (tmp_path / "fingerpost.toml").write_text(CONFIG)
    (tmp_path / "ours.toml").write_text(MAPPING)
    (tmp_path / "people.json").write_text(json.dumps(PEOPLE))

    def ask(*arguments: str) -> tuple[int, dict[str, Any]]:
        code = run(["--config", str(tmp_path / "fingerpost.toml"), *arguments, "--json"])
        answer: dict[str, Any] = json.loads(capsys.readouterr().out)
        return code, answer

    return ask


def test_a_json_file_is_checked_and_asked(ask: Any) -> None:
    code, report = ask("check")
    assert code in {0, 1}, report
    assert report["sources"][0]["people"] == 2
    lacking = [each["person"]["ref"] for each in report["findings"] if each["rule"] == "nhs_number"]
    assert lacking == ["C2"]
    code, answer = ask("missing", "C2")
    assert (code, answer["live"], answer["as_of"][:10]) == (0, True, "2026-11-22")


def test_a_mapping_of_something_else_is_refused(ask: Any, tmp_path: Path) -> None:
    (tmp_path / "ours.toml").write_text(
        MAPPING.replace('"json"', '"csv"')
        .replace('records = ["result", "clients"]\n', "")
        .replace("path", "column")
    )
    code, answer = ask("check")
    assert (code, answer["error"]["code"]) == (5, "FP-0441")
