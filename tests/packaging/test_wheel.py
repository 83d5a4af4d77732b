"""What users install: exactly the packages, with their data, and nothing of ours that is not for them."""

from __future__ import annotations

import ast
import importlib.util
import os
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from configparser import ConfigParser
from pathlib import Path, PurePosixPath
from typing import NamedTuple

import pytest

ROOT = Path(__file__).resolve().parents[2]
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
PACKAGES = [
    PurePosixPath(each) for each in PYPROJECT["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"]
]
NOT_PACKAGES = {"plugins", "directory", "mappings", "tests", "docs", "benchmarks", "examples"}


class Wheel(NamedTuple):
    names: frozenset[str]
    entry_points: ConfigParser
    metadata: str

    @property
    def top_levels(self) -> set[str]:
        return {name.split("/")[0] for name in self.names}


def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel that tox or the `package` environment built, else one built now."""
    dist = os.environ.get("FINGERPOST_TEST_DIST")
    if dist:
        (wheel,) = Path(dist).glob("*.whl")
        return wheel
    by_tox = os.environ.get("TOX_PACKAGE", "").split(os.pathsep)[0]
    if by_tox.endswith(".whl"):
        return Path(by_tox)
    folder = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    made = subprocess.run(command, capture_output=True, text=True, check=False)
    assert made.returncode == 0, made.stdout + made.stderr
    (wheel,) = folder.glob("*.whl")
    return wheel


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Wheel:
    with zipfile.ZipFile(built(tmp_path_factory)) as archive:
        names = frozenset(archive.namelist())
        (info,) = {name.split("/")[0] for name in names if name.split("/")[0].endswith(".dist-info")}
        entry_points = ConfigParser()
        entry_points.optionxform = str  # type: ignore[assignment,method-assign]
        entry_points.read_string(archive.read(f"{info}/entry_points.txt").decode())
        return Wheel(names, entry_points, archive.read(f"{info}/METADATA").decode())


def test_its_top_level_names_are_the_packages_and_nothing_else(wheel: Wheel) -> None:
    names = {name for name in wheel.top_levels if not name.endswith(".dist-info")}
    assert names == {package.name for package in PACKAGES}
    assert not names & NOT_PACKAGES


@pytest.mark.parametrize("package", PACKAGES, ids=str)
def test_every_file_of_a_package_is_in_it(wheel: Wheel, package: PurePosixPath) -> None:
    """Code, py.typed, mappings, templates, styles, migrations: whatever lies in the package's folder."""
    folder = ROOT / package
    wanted = {
        f"{package.name}/{path.relative_to(folder).as_posix()}"
        for path in folder.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts and path.suffix not in {".pyc", ".pyo"}
    }
    assert wanted
    assert wanted <= wheel.names


def test_it_holds_nothing_that_running_it_left_behind(wheel: Wheel) -> None:
    assert not [
        name for name in wheel.names if "__pycache__" in name or name.endswith((".pyc", ".db", ".xlsx"))
    ]


@pytest.mark.parametrize("package", [each.name for each in PACKAGES])
def test_type_checkers_are_told_that_it_is_typed(wheel: Wheel, package: str) -> None:
    assert f"{package}/py.typed" in wheel.names


def test_entry_points_resolve(wheel: Wheel) -> None:
    """Each names a module, and if it says so a function, that this wheel holds."""
    project = PYPROJECT["project"]
    declared = {("console_scripts", *each) for each in project["scripts"].items()}
    declared |= {
        (group, *each) for group, points in project["entry-points"].items() for each in points.items()
    }
    written = {
        (group, name, value)
        for group in wheel.entry_points
        for name, value in wheel.entry_points[group].items()
    }
    assert written == declared
    for _, _, value in written:
        module, _, function = value.partition(":")
        path = module.replace(".", "/")
        (source,) = {f"{path}.py", f"{path}/__init__.py"} & wheel.names
        if function:
            (origin,) = [
                ROOT / each.parent / source for each in PACKAGES if source.startswith(f"{each.name}/")
            ]
            assert function in functions(origin)


def functions(source: Path) -> set[str]:
    tree = ast.parse(source.read_text(encoding="utf-8"))
    return {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}


def test_its_metadata_says_what_pyproject_says(wheel: Wheel) -> None:
    assert "\nName: fingerpost\n" in wheel.metadata
    assert "\nLicense-Expression: MIT\n" in wheel.metadata
    assert "\nRequires-Python: >=3.11\n" in wheel.metadata


@pytest.mark.skipif(
    "TOX_PACKAGE" not in os.environ, reason="an editable install puts this folder on the path"
)
@pytest.mark.parametrize("name", ["directory", "mappings", "plugins"])
def test_a_folder_is_no_package_to_those_who_installed_it(name: str) -> None:
    assert importlib.util.find_spec(name) is None


@pytest.mark.skipif("FINGERPOST_TEST_DIST" not in os.environ, reason="tox -e package builds the sdist")
def test_the_sdist_holds_what_it_takes_to_test_it_and_nothing_from_this_machine() -> None:
    (path,) = Path(os.environ["FINGERPOST_TEST_DIST"]).glob("*.tar.gz")
    with tarfile.open(path) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    assert {"tox.ini", "pyproject.toml", "LICENSE", "README.md", "tests/conftest.py", ".ci/run"} <= names
    here = set(PYPROJECT["tool"]["hatch"]["build"]["targets"]["sdist"]["only-include"])
    assert {name.split("/")[0] for name in names} <= here | {"PKG-INFO", ".gitignore"}
    left_behind = {".git", ".tox", ".venv", ".venv-tests", "__pycache__", ".hypothesis", "_build"}
    assert not [
        name for name in names if left_behind & set(name.split("/")) or name.endswith((".db", ".pyc"))
    ]
