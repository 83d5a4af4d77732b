"""What decides a run's outcome is in its digest; what never is may be replaced."""

from __future__ import annotations

import pytest

from adapter_core.config import load_config
from adapter_core.errors import UsageError
from adapter_core.service.deciding import digest
from adapter_core.service.report_files import check_place

CONFIG = """
schema = 1
[sources.elm]
backend = "sql"
mapping = "./ours.toml"
url = "sqlite:///elm.db"
as_of = {day}
[reference.practices]
backend = "nhs"
path = "practices.csv"
"""


@pytest.fixture
def council(tmp_path):
    files = {
        "fingerpost.toml": CONFIG.format(day="2026-11-22"),
        "ours.toml": 'schema = 1\nextends = "./theirs/base.toml"\n',
        "theirs/base.toml": 'schema = 1\nextends = "./deep.toml"\n',
        "theirs/deep.toml": "schema = 1\n",
        "practices.csv": "A\n",
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def digest_of(folder, plugins=("elm 1",)):
    return digest(load_config(folder / "fingerpost.toml", {}), plugins)


@pytest.mark.parametrize("name", ["ours.toml", "theirs/base.toml", "theirs/deep.toml", "practices.csv"])
def test_every_file_that_decides_is_in_the_digest(council, name):
    before = digest_of(council)
    (council / name).write_text((council / name).read_text(encoding="utf-8") + "# more\n", encoding="utf-8")

    assert digest_of(council) != before


def test_the_day_of_an_extract_is_not(council):
    before = digest_of(council)
    (council / "fingerpost.toml").write_text(CONFIG.format(day="2026-11-23"), encoding="utf-8")

    assert digest_of(council) == before
    assert digest_of(council, ["elm 2"]) != before


def test_mappings_that_extend_each_other_have_a_digest_too(council):
    (council / "theirs/deep.toml").write_text('extends = "../ours.toml"', encoding="utf-8")

    assert digest_of(council) == digest_of(council)


@pytest.mark.parametrize(
    "name", ["elm.db", "elm.db-wal", "elm.db-shm", "elm.db-journal", "fingerpost.db-wal"]
)
def test_what_a_database_keeps_beside_it_is_never_replaced(council, name):
    for each in ("elm.db", "fingerpost.db", name):
        (council / each).write_text("", encoding="utf-8")

    with pytest.raises(UsageError, match="belongs to the config"):
        check_place(council / name, load_config(council / "fingerpost.toml", {}), overwrite=True)
