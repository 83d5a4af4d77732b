"""`fingerpost directory export`: files that are whole, replace nothing by accident, and run nothing."""

from __future__ import annotations

import csv
import io
import json
from contextlib import closing

import openpyxl
import pytest
from click.testing import CliRunner

from adapter_core.cli.main import cli
from adapter_core.domain.directory import Audience, Contact, Incoming, Organisation, Phone, Service
from adapter_core.errors import StoreError
from adapter_core.oversight.audit import entries
from adapter_core.service import bootstrap
from adapter_core.store import Store
from community_directory.exporting import writing
from community_directory.store import DirectoryStore, FeedWriter

FORMULA = '=HYPERLINK("http://bad.example","Lunch")'


@pytest.fixture
def folder(tmp_path):
    """A directory with a service whose name is a formula, a public contact and an internal one."""
    (tmp_path / "fingerpost.toml").write_text(
        'schema = 1\nplugins = ["community_directory"]\n', encoding="utf-8"
    )
    people = (
        Contact("1", "+Ann Other", phones=(Phone("+441632960101", "01632 960101"),), service_id="s"),
        Contact("2", "@Hidden", service_id="s", basis="Consent"),
    )
    public, internal = people
    told = Incoming(
        ref="s",
        organisation=Organisation("o", "-Organisation"),
        service=Service("s", FORMULA, "o", description="\t=1+1"),
        contacts=(Contact(**{**_fields(public), "audience": Audience.PUBLIC}), internal),
    )
    with (
        DirectoryStore.open(f"sqlite:///{tmp_path / 'directory.db'}") as store,
        store.work() as unit,
    ):
        writer = FeedWriter(unit, "council", on=bootstrap.today())
        writer.put(told)
        writer.flush()
        unit.commit()
    return tmp_path


def _fields(contact):
    return {name: getattr(contact, name) for name in ("id", "name", "phones", "service_id")}


def export(folder, *arguments):
    given = ["--config", str(folder / "fingerpost.toml"), "directory", "export", *map(str, arguments)]
    return CliRunner().invoke(cli, given)


def code_of(done):
    return done.exception.code


def test_no_cell_of_a_csv_is_a_formula(folder):
    assert export(folder, "--format", "csv", "--output", folder / "all.csv").exit_code == 0
    for name in ("all.csv", "all.contacts.csv"):
        text = (folder / name).read_text(encoding="utf-8-sig")
        cells = [cell for row in csv.reader(io.StringIO(text, newline="")) for cell in row]
        assert [cell for cell in cells if cell.lstrip()[:1] in tuple("=+-@")] == []
        assert any(cell.startswith("'") for cell in cells)


def test_no_cell_of_a_workbook_is_a_formula_or_a_link(folder):
    path = folder / "all.xlsx"
    assert export(folder, "--format", "xlsx", "--output", path).exit_code == 0
    with closing(openpyxl.load_workbook(path)) as book:
        assert book.sheetnames == ["Services", "Contacts"]
        cells = [
            cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None
        ]
    assert {cell.data_type for cell in cells} == {"s"}
    assert [cell for cell in cells if cell.hyperlink] == []
    assert FORMULA in {cell.value for cell in cells}
    assert "+441632960101" in {cell.value for cell in cells}


def test_what_is_not_for_the_public_is_said_loudly_and_audited(folder):
    done = export(folder, "--format", "oruk", "--output", folder / "all.ndjson", "--audience", "internal")
    assert done.exit_code == 0
    assert "Take care: 1 of the contacts are not for the public" in done.stderr
    with Store.open(f"sqlite:///{folder / 'fingerpost.db'}") as kept:
        assert [each.action for each in entries(kept)] == ["directory.exported.internal"]


def test_a_public_export_warns_of_nothing(folder):
    done = export(folder, "--format", "oruk", "--output", folder / "all.ndjson")
    assert (done.exit_code, done.stderr) == (0, "")
    assert "@Hidden" not in (folder / "all.ndjson").read_text(encoding="utf-8")


def test_what_cannot_be_audited_is_not_exported(folder, monkeypatch):
    def broken(*_given, **_named):
        raise StoreError("FP-0604", "The store cannot be opened.", where="fingerpost.db")

    monkeypatch.setattr("adapter_core.oversight.audit.record", broken)
    done = export(folder, "--format", "oruk", "--output", folder / "all.ndjson")
    assert code_of(done) == "FP-0604"
    assert not (folder / "all.ndjson").exists()


@pytest.mark.parametrize("form", ["oruk", "csv", "xlsx"])
def test_an_earlier_file_is_replaced_only_where_that_is_said(folder, form):
    path = folder / f"all.{form}"
    path.write_text("mine", encoding="utf-8")
    assert code_of(export(folder, "--format", form, "--output", path)) == "FP-0921"
    assert path.read_text(encoding="utf-8") == "mine"
    assert export(folder, "--format", form, "--output", path, "--overwrite").exit_code == 0
    assert path.read_bytes() != b"mine"


def test_the_directory_itself_is_never_replaced(folder):
    before = (folder / "directory.db").stat().st_size
    done = export(folder, "--format", "oruk", "--output", folder / "directory.db", "--overwrite")
    assert code_of(done) == "FP-0940"
    assert (folder / "directory.db").stat().st_size == before


def test_a_folder_with_something_else_is_left_alone(folder):
    path = folder / "pages"
    path.mkdir()
    (path / "letter.txt").write_text("dear", encoding="utf-8")
    done = export(folder, "--format", "pages", "--output", path, "--overwrite")
    assert code_of(done) == "FP-0941"
    assert [each.name for each in path.iterdir()] == ["letter.txt"]


def test_earlier_pages_are_replaced_whole(folder):
    path = folder / "pages"
    assert export(folder, "--format", "pages", "--output", path).exit_code == 0
    (path / "services-00002.json").write_text("{}", encoding="utf-8")
    assert code_of(export(folder, "--format", "pages", "--output", path)) == "FP-0941"
    assert export(folder, "--format", "pages", "--output", path, "--overwrite").exit_code == 0
    assert sorted(each.name for each in path.iterdir()) == ["about.json", "services-00001.json"]
    assert not [each.name for each in folder.iterdir() if each.name.startswith(".")]


@pytest.mark.parametrize("form", ["oruk", "pages", "csv", "xlsx"])
def test_an_export_that_breaks_off_leaves_the_earlier_one_as_it_was(folder, form, monkeypatch):
    path = folder / "all"
    assert export(folder, "--format", form, "--output", path).exit_code == 0
    before = contents(folder)

    def breaks(*_given, **_named):
        yield from ()
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(writing, "every_service", breaks)
    done = export(folder, "--format", form, "--output", path, "--overwrite")
    assert code_of(done) == "FP-0925"
    assert contents(folder) == before
    assert not [each.name for each in folder.iterdir() if each.name.startswith(".")]


def contents(folder):
    """Every file but the databases."""
    return {
        each.relative_to(folder): each.read_bytes()
        for each in folder.rglob("*")
        if each.is_file() and ".db" not in each.name
    }


def test_an_empty_directory_is_exported_as_one_that_holds_nothing(tmp_path):
    (tmp_path / "fingerpost.toml").write_text(
        'schema = 1\nplugins = ["community_directory"]\n', encoding="utf-8"
    )
    assert export(tmp_path, "--format", "pages", "--output", tmp_path / "pages").exit_code == 0
    page = json.loads((tmp_path / "pages" / "services-00001.json").read_text(encoding="utf-8"))
    assert (page["total_items"], page["contents"]) == (0, [])
