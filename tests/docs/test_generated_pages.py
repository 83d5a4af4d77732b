"""Reference pages are made from code; a stale one is an error."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
MARKED = """
import pytest

pytestmark = pytest.mark.requirement("P-01")

@pytest.mark.requirement("P-03", "K-45")
def test_a(): ...

class TestB:
    @pytest.mark.requirement("P-03")
    def test_c(self): ...

@pytest.mark.parametrize("n", [pytest.param(1, marks=pytest.mark.requirement("P-18"))])
def test_d(n): ...
"""


def generate(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(ROOT / "docs" / "generate.py"), *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, encoding="utf-8")


def test_the_pages_in_the_repository_are_fresh() -> None:
    done = generate("--check")
    assert done.returncode == 0, done.stderr


def test_every_requirement_in_scope_is_proved_or_left_out_with_a_reason() -> None:
    page = (ROOT / "docs" / "requirements.md").read_text(encoding="utf-8")
    assert "## Still open" not in page


def small_project(folder: Path) -> Path:
    for name in ("docs", "tests"):
        (folder / name).mkdir()
    (folder / "docs" / "requirements.toml").write_text('P-01 = "a"\nP-02 = "b"\nP-03 = "c"\nP-04 = "d"\n')
    (folder / "docs" / "left_out.toml").write_text('P-02 = "comes with the next step"\n')
    (folder / "tests" / "test_x.py").write_text(MARKED)
    return folder


def requirements_page(folder: Path) -> str:
    sys.path.insert(0, str(ROOT / "docs"))
    try:
        from generators import requirements  # noqa: PLC0415 - beside the script that runs it
    finally:
        sys.path.remove(str(ROOT / "docs"))
    return requirements.pages(folder)["requirements.md"]


def test_markers_are_found_wherever_pytest_finds_them(tmp_path: Path) -> None:
    page = requirements_page(small_project(tmp_path))
    assert "| P-01 | a | `tests/test_x.py` |" in page
    assert "| P-03 | c | `tests/test_x.py::TestB::test_c`<br>`tests/test_x.py::test_a` |" in page
    assert "| K-45 |  | `tests/test_x.py::test_a` |" in page
    assert "`tests/test_x.py::test_d`" in page
    assert "- P-02: comes with the next step" in page
    assert "## Still open\n\n- P-04: d\n" in page


def test_a_requirement_is_not_both_proved_and_left_out(tmp_path: Path) -> None:
    folder = small_project(tmp_path)
    (folder / "docs" / "left_out.toml").write_text('P-03 = "no"\n')
    with pytest.raises(ValueError, match="P-03"):
        requirements_page(folder)
