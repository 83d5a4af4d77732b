"""A directory that is exported and imported again is the same; a public export tells the public alone."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from datetime import date

import openpyxl
import pytest
from click.testing import CliRunner

from adapter_core.cli.main import cli
from adapter_core.demo.writing import town_of
from adapter_core.domain.directory import Audience
from adapter_core.store import engine
from community_directory.demo.filling import fill
from community_directory.store import DirectoryStore

AS_OF = date(2026, 11, 23)
FORMS = {"oruk": "out.ndjson", "pages": "out", "csv": "out.csv", "xlsx": "out.xlsx"}
CONFIG = """
schema = 1
plugins = ["community_directory", "open_referral"]
[directory.feeds.exported]
backend = "open_referral"
path = "pages"
details = false
"""


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    folder = tmp_path_factory.mktemp("exported")
    (folder / "fingerpost.toml").write_text(CONFIG, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(engine, "JOURNAL_SYNC", "OFF")
        fill(folder, town_of(seed=1, as_of=AS_OF))
    return folder


def run(folder, *arguments):
    given = [
        "--config",
        str(folder / "fingerpost.toml"),
        "directory",
        *arguments,
        "--as-of",
        AS_OF.isoformat(),
    ]
    done = CliRunner().invoke(cli, given)
    assert done.exit_code == 0, done.output
    return done


def exported(demo, folder, form, audience="public"):
    """What an export of the demo wrote, as one text."""
    path = folder / FORMS[form]
    run(demo, "export", "--format", form, "--output", str(path), "--audience", audience)
    if form == "pages":
        return "".join(each.read_text(encoding="utf-8") for each in sorted(path.glob("*.json")))
    if form == "csv":
        both = (path, path.with_name("out.contacts.csv"))
        return "".join(each.read_text(encoding="utf-8-sig") for each in both)
    if form == "xlsx":
        cells = (cell for sheet in openpyxl.load_workbook(path) for row in sheet.values for cell in row)
        return "\n".join(str(cell) for cell in cells if cell)
    return path.read_text(encoding="utf-8")


def views(folder, audience=Audience.PUBLIC):
    with DirectoryStore.open(f"sqlite:///{folder / 'directory.db'}") as store:
        return store.services(audience=audience, limit=1000, on=AS_OF)


def as_published(view):
    """A service without what the standard has no field for, and without what is this store's own."""
    service = replace(view.service, accessibility=(), capacity=None, modified=None, term_ids=())
    organisation = replace(view.organisation, phones=(), alternate_names=())
    people = sorted((each.name, each.role) for each in view.contacts if each.name)
    places = [replace(each, address=on_one_line(each.address)) for each in sorted(view.locations, key=str)]
    return service, organisation, places, [each.name for each in view.terms], people, view.freshness


def on_one_line(address):
    """An address as the standard has it: one field for both lines."""
    return replace(address, line_1=", ".join(filter(None, (address.line_1, address.line_2))), line_2="")


def test_what_is_exported_and_imported_again_is_the_same(demo, tmp_path):
    run(demo, "export", "--format", "pages", "--output", str(tmp_path / "pages"))
    (tmp_path / "fingerpost.toml").write_text(CONFIG, encoding="utf-8")
    first = run(tmp_path, "import", "--json")
    (report,) = json.loads(first.output)["imports"]
    assert (report["complete"], report["rejects"]["counts"]) == (True, {})
    again = {view.service.id: as_published(view) for view in views(tmp_path)}
    before = {view.service.id: as_published(view) for view in views(demo)}
    assert again == before
    # And exported once more, it is what it was, moments and desks without a name aside.
    run(tmp_path, "export", "--format", "oruk", "--output", str(tmp_path / "again.ndjson"))
    assert len((tmp_path / "again.ndjson").read_text(encoding="utf-8").splitlines()) == len(before)


def test_an_internal_export_brings_whom_to_ring_back_as_internal(demo, tmp_path):
    run(demo, "export", "--format", "pages", "--output", str(tmp_path / "pages"), "--audience", "internal")
    (tmp_path / "fingerpost.toml").write_text(CONFIG, encoding="utf-8")
    run(tmp_path, "import")

    def people(folder):
        return {
            each.name: (each.phones, each.emails, each.audience is Audience.PUBLIC)
            for view in views(folder, Audience.INTERNAL)
            for each in view.contacts
            if each.name
        }

    def numbers(found):
        return {
            name: ([each.number for each in phones], emails, open_)
            for name, (phones, emails, open_) in found.items()
        }

    assert numbers(people(tmp_path)) == numbers(people(demo))


@pytest.fixture(scope="module")
def secrets(demo):
    """Words that the public may not see: of contacts that are for others, and what the council wrote down."""
    inside, outside = views(demo, Audience.INTERNAL), repr(views(demo))
    found = {view.service.notes for view in inside} | {
        view.service.capacity.note for view in inside if view.service.capacity
    }
    for view in inside:
        for one in view.contacts:
            if one.audience is not Audience.PUBLIC:
                found |= {one.name, *(phone.number for phone in one.phones)}
    hidden = {each for each in found if each and each not in outside}
    assert len(hidden) > 100
    return hidden


@pytest.mark.parametrize("form", FORMS)
def test_a_public_export_tells_the_public_alone(demo, tmp_path, secrets, form):
    text = exported(demo, tmp_path, form)
    assert "Rosalind Thwaite" in text
    assert [each for each in secrets if each in text] == []


@pytest.mark.parametrize("form", FORMS)
def test_an_internal_export_leaves_nothing_out(demo, tmp_path, secrets, form):
    text = exported(demo, tmp_path, form, "internal")
    assert [each for each in secrets if each not in text] == []


def test_an_export_for_partners_has_no_note_of_the_councils_own(demo, tmp_path):
    inside = views(demo, Audience.INTERNAL)
    text = exported(demo, tmp_path, "oruk", "partner")
    notes = {view.service.notes for view in inside if view.service.notes}
    people = {each.name for view in inside for each in view.contacts if each.name}
    by_audience = {each.name: each.audience for view in inside for each in view.contacts}
    assert [each for each in notes if each in text] == []
    assert {each for each in people if each in text} == {
        each for each in people if by_audience[each] is not Audience.INTERNAL
    }


def test_the_lists_have_a_row_a_service_and_a_row_a_contact(demo, tmp_path):
    exported(demo, tmp_path, "csv")
    public = views(demo)
    for name, wanted in (
        ("out.csv", {view.service.id for view in public}),
        ("out.contacts.csv", {each.id for view in public for each in view.contacts}),
    ):
        text = (tmp_path / name).read_text(encoding="utf-8-sig")
        rows = list(csv.reader(io.StringIO(text, newline="")))
        assert {row[0].removeprefix("'") for row in rows[1:]} == wanted
        assert {len(row) for row in rows} == {len(rows[0])}
