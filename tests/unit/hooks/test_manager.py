"""Only listed plugins are imported, and each fault of one is named."""

from __future__ import annotations

import builtins
import sys
import textwrap
from pathlib import Path

import pytest

from adapter_core.errors import PluginError
from adapter_core.hooks import spec
from adapter_core.hooks.capabilities import Capability, Port
from adapter_core.hooks.loading import installed
from adapter_core.hooks.manager import Plugins
from adapter_core.hooks.refusing import missing_fields

HEAD = """
from __future__ import annotations
from contextlib import contextmanager
from pydantic import BaseModel
from adapter_core.hooks import hookimpl
from adapter_core.hooks.capabilities import Capability, Port
from adapter_core.hooks.ports import BackendSpec, HealthCheck, SampleWriter

class Settings(BaseModel):
    path: str = ""

@contextmanager
def open_it(settings, context):
    yield object()

def backend(name="ours", port=Port.CASE_RECORDS, capabilities=(Capability.PEOPLE_READ,), **more):
    return BackendSpec(name, port, frozenset(capabilities), Settings, open_it, **more)

"""


def plugin(folder: Path, code: str, name: str = "ours.py") -> str:
    (folder / name).write_text(HEAD + textwrap.dedent(code), encoding="utf-8")
    return f"./{name}"


def load(folder: Path, *codes: str) -> Plugins:
    names = [plugin(folder, code, f"plugin_{number}.py") for number, code in enumerate(codes)]
    return Plugins(names, base=folder)


def refused(folder: Path, *codes: str) -> PluginError:
    with pytest.raises(PluginError) as caught:
        load(folder, *codes)
    assert caught.value.exit_code == 5
    return caught.value


ONE = """
@hookimpl
def adapter_case_records():
    return [backend()]
"""


def test_a_one_file_plugin_brings_its_backend(tmp_path):
    plugins = load(tmp_path, ONE)
    assert plugins.names == ("plugin_0",)
    assert plugins.backend("ours", [Port.CASE_RECORDS], where="x").name == "ours"
    line = plugins.lines()[0]
    assert line.hooks == ("adapter_case_records",)
    assert [each.name for each in line.backends] == ["ours"]
    assert line.entry_point == "./plugin_0.py"


def test_nothing_is_imported_that_is_not_listed():
    before = set(sys.modules)
    assert Plugins(()).names == ()
    assert installed().keys() >= {"mosaic", "nhs", "northgate_ais"}
    added = {name.partition(".")[0] for name in set(sys.modules) - before}
    assert not added & {"adapter_mosaic", "adapter_nhs", "adapter_northgate_ais"}


def test_an_unknown_plugin_is_named_with_the_nearest():
    with pytest.raises(PluginError, match=r'"mosiac".*Did you mean "mosaic"') as caught:
        Plugins(["mosiac"])
    assert caught.value.code == "FP-0200"


def test_a_file_that_is_not_there(tmp_path):
    with pytest.raises(PluginError) as caught:
        Plugins(["./none.py"], base=tmp_path)
    assert caught.value.code == "FP-0210"


def test_a_misspelt_hook_is_named_with_the_nearest(tmp_path):
    error = refused(tmp_path, "@hookimpl\ndef adapter_case_record():\n    return []\n")
    assert error.code == "FP-0202"
    assert 'Did you mean "adapter_case_records"?' in error.message
    assert "plugin_0" in error.where


def test_a_hook_that_is_not_marked(tmp_path):
    error = refused(tmp_path, "def adapter_case_records():\n    return []\n")
    assert error.code == "FP-0202"


def test_a_hook_that_wants_another_argument(tmp_path):
    error = refused(tmp_path, "@hookimpl\ndef adapter_before_batch(run, person):\n    pass\n")
    assert error.code == "FP-0203"
    assert "run, source, number, people" in error.message


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("import no_such_module_at_all", "ModuleNotFoundError: No module named 'no_such_module_at_all'"),
        ("1 / 0", "ZeroDivisionError"),
        ("raise SystemExit(3)", "SystemExit"),
        ("def broken(:", "SyntaxError"),
    ],
)
def test_a_plugin_that_cannot_be_imported(tmp_path, line, reason):
    error = refused(tmp_path, line)
    assert error.code == "FP-0201"
    assert reason in error.message
    assert "\n" not in error.message


def test_two_backends_of_one_name(tmp_path):
    error = refused(tmp_path, ONE, ONE)
    assert error.code == "FP-0204"
    assert 'backend "ours"' in error.message
    assert "plugin_0" in error.message
    assert "plugin_1" in error.message


def test_one_name_for_two_ports_is_no_clash(tmp_path):
    both = ONE + "\n@hookimpl\ndef adapter_demographics():\n    return [backend(port=Port.DEMOGRAPHICS)]\n"
    plugins = load(tmp_path, both)
    assert plugins.backend("ours", [Port.DEMOGRAPHICS], where="x").port is Port.DEMOGRAPHICS


def test_ports_of_another_version(tmp_path):
    error = refused(tmp_path, ONE.replace("backend()", "backend(api_version=2)"))
    assert error.code == "FP-0205"


def test_a_capability_without_its_fields(tmp_path):
    claim = "backend(capabilities=(Capability.OWNERS, Capability.COHORT), fields=frozenset({'ref'}))"
    error = refused(tmp_path, ONE.replace("backend()", claim))
    assert error.code == "FP-0206"
    assert "owners needs allocations.worker" in error.message
    assert "cohort needs allocations.start, date_of_birth" in error.message


def test_capabilities_are_not_judged_before_the_mapping_is_known(tmp_path):
    assert load(tmp_path, ONE.replace("backend()", "backend(capabilities=(Capability.OWNERS,))")).backends


@pytest.mark.parametrize("given", ["None", "[1]", "['ours']", "[backend(port=Port.DEMOGRAPHICS)]"])
def test_a_hook_that_gives_the_wrong_thing(tmp_path, given):
    assert refused(tmp_path, ONE.replace("[backend()]", given)).code == "FP-0207"


@pytest.mark.parametrize("given", ["['x']", "{'x': 1}", "{1: str}"])
def test_transforms_of_the_wrong_kind(tmp_path, given):
    code = f"@hookimpl\ndef adapter_transforms():\n    return {given}\n"
    assert refused(tmp_path, code).code == "FP-0207"


def test_a_hook_that_fails_at_the_start(tmp_path):
    error = refused(tmp_path, "@hookimpl\ndef adapter_case_records():\n    raise ValueError('no')\n")
    assert error.code == "FP-0208"
    assert "adapter_case_records" in error.message


def test_a_backend_that_nobody_brings(tmp_path):
    plugins = load(tmp_path, ONE)
    with pytest.raises(PluginError, match=r'"our".*Did you mean "ours"') as caught:
        plugins.backend("our", [Port.CASE_RECORDS], where="fingerpost.toml: sources.a.backend")
    assert caught.value.code == "FP-0209"
    assert caught.value.where == "fingerpost.toml: sources.a.backend"


OBSERVER = """
import builtins
seen = builtins.__dict__.setdefault("seen_by_observers", [])

@hookimpl
def adapter_before_batch({arguments}):
    seen.append(("{name}", {arguments}))
    {then}
"""


def test_observers_are_called_in_the_configs_order_and_one_that_fails_is_named(tmp_path):
    plugins = load(
        tmp_path,
        OBSERVER.format(arguments="source", name="first", then="raise ValueError('Annie Smith')"),
        OBSERVER.format(arguments="people", name="second", then="raise SystemExit(1)"),
        OBSERVER.format(arguments="number", name="third", then="pass"),
    )
    failures = plugins.adapter_before_batch(run="1", source="mosaic", number=2, people=3)
    assert builtins.__dict__.pop("seen_by_observers") == [("first", "mosaic"), ("second", 3), ("third", 2)]
    assert [(each.plugin, each.reason) for each in failures] == [
        ("plugin_0", "ValueError"),
        ("plugin_1", "SystemExit"),
    ]
    assert "Annie" not in repr(failures)


def test_every_hook_has_a_method_or_a_collection():
    collected = {"adapter_sample_writers", "adapter_checks", "adapter_transforms", "adapter_health_checks"}
    collected.add("adapter_sample_directories")
    assert {name for name in spec.__all__ if not hasattr(Plugins, name)} == collected


def test_missing_fields_says_what_each_claim_lacks():
    lies = missing_fields(frozenset({Capability.OWNERS, Capability.PEOPLE_READ}), frozenset({"ref"}))
    assert lies == {"owners": ("allocations.worker",)}


SAMPLE_DIRECTORY = """
from adapter_core.hooks.ports import SampleDirectory

@hookimpl
def adapter_sample_directories():
    return [SampleDirectory("{name}", lambda folder, town: None)]
"""


def test_sample_directories_are_collected_and_no_two_have_one_name(tmp_path):
    one, other = (SAMPLE_DIRECTORY.format(name=name) for name in ("ours", "theirs"))
    assert [each.name for each in load(tmp_path, one, other).sample_directories] == ["ours", "theirs"]
    assert 'the sample directory "ours"' in refused(tmp_path, one, one).message
