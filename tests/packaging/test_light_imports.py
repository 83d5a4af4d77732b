"""The heart of the house runs with next to nothing installed: one day, inside a browser."""

from __future__ import annotations

import subprocess
import sys
import textwrap

import pytest

# What may be imported beside the standard library, and what these need themselves.
LIGHT = (
    "pluggy",
    "pydantic",
    "pydantic_core",
    "annotated_types",
    "typing_extensions",
    "typing_inspection",
    "jinja2",
    "markupsafe",
)
# Of the standard library: nothing here opens a connection, starts a program or opens a database.
NEITHER = ("multiprocessing", "socket", "sqlite3", "ssl", "subprocess")

PROBE = textwrap.dedent(
    """
    import importlib, pkgutil, sys

    names, light, neither = (set(each.split(",")) - {""} for each in sys.argv[1:])
    # pydantic and pluggy need importlib.metadata, which by way of email reaches socket: let that be, once
    import importlib.metadata
    for each in [each for each in sys.modules if each.partition(".")[0] in neither]:
        del sys.modules[each]

    class Doorman:
        def find_spec(self, name, path=None, target=None):
            top = name.partition(".")[0]
            # this Python's own build settings come under any name
            ours = top == "adapter_core" or top.startswith("_sysconfigdata")
            if top in neither or not (ours or top in sys.stdlib_module_names | light):
                raise ModuleNotFoundError(f"{name} is not light", name=name)

    sys.meta_path.insert(0, Doorman())
    for name in sorted(names):
        package = name.removesuffix(".**")
        module = importlib.import_module(package)
        if name.endswith(".**"):
            for each in pkgutil.walk_packages(module.__path__, package + "."):
                importlib.import_module(each.name)
    print(*sorted(each for each in sys.modules if each.startswith("adapter_core.")))
    """
)


def probe(name: str, light: tuple[str, ...] = LIGHT) -> subprocess.CompletedProcess[str]:
    """Import a module (`.**`: and all inside) in a bare interpreter; it prints which of ours are loaded."""
    arguments = [name, ",".join(light), ",".join(NEITHER)]
    # -I keeps this folder and PYTHON* variables out: what is installed is what is probed
    command = [sys.executable, "-I", "-c", PROBE, *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_domain_needs_the_standard_library_and_itself_alone() -> None:
    done = probe("adapter_core.domain.**", light=())
    assert done.returncode == 0, done.stderr
    assert "adapter_core.domain" in done.stdout.split()
    assert all(name.startswith("adapter_core.domain") for name in done.stdout.split())


@pytest.mark.parametrize(
    "name",
    [
        "adapter_core.checks.**",
        "adapter_core.readers.mapping.**",
        "adapter_core.readers.tabular.**",
        "adapter_core.readers.trees.**",
        "adapter_core.report.html",
    ],
)
def test_light_rooms_import_nothing_heavy(name: str) -> None:
    done = probe(name)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("name", ["click", "openpyxl", "rich", "socket", "sqlalchemy", "subprocess"])
def test_the_doorman_turns_heavy_modules_away(name: str) -> None:
    assert f"{name} is not light" in probe(name).stderr
