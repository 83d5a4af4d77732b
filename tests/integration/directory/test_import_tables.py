"""Services of files in a real store: the real directories, the samples, and files that are wrong."""

from __future__ import annotations

import json
import os
from datetime import date, time
from pathlib import Path

import openpyxl
import pytest

import community_directory
from adapter_core.domain.directory import Audience
from adapter_core.errors import MappingError, SourceUnavailable
from community_directory.importing.run import ImportSettings, import_feed
from community_directory.importing.tables import TableFeed, load_tables
from community_directory.store import DirectoryStore

MAPPINGS = Path(community_directory.__file__).parent / "mappings"
SHARED = Path(os.environ.get("FINGERPOST_SHARED", Path(__file__).parents[3].parent / "shared"))
TRAFFORD = SHARED / "data" / "directories" / "trafford"
TODAY = date(2026, 11, 23)
HEADER = "Name,Referral method,Opening times,Address,Postcode,Contact,Website,Area name"


@pytest.fixture
def store(directory_url):
    with DirectoryStore.open(directory_url) as opened:
        yield opened


def imported(store, mapping, path, name="council", **settings):
    loaded = load_tables(mapping if isinstance(mapping, Path) else MAPPINGS / f"{mapping}.toml")
    feed = TableFeed(path, loaded, source=name)
    return import_feed(store, name, feed, on=TODAY, settings=ImportSettings(**settings))


def services(store, audience=Audience.INTERNAL):
    return {view.service.name: view for view in store.services(audience=audience, limit=1000)}


# --- the real files ---


@pytest.mark.requirement("G-05")
@pytest.mark.skipif(not TRAFFORD.is_dir(), reason="the real files are not here: set FINGERPOST_SHARED")
def test_the_real_food_banks_import_with_a_truthful_report(store):
    report = imported(store, "trafford_food_banks", TRAFFORD / "food_banks_gm_food_banks.csv")
    told = report.as_json()
    assert (told["read"], told["complete"], told["services"]["now"]) == (171, True, 171)
    assert told["added"]["organisation"] == 116
    assert told["added"]["contact"] == 158
    # Every mobile and every mailbox of somebody's own in the file, and no other.
    assert told["made_internal"]["contacts"] == 31
    assert told["rejects"]["counts"] == {"FP-0857": 1}
    assert told["dangling"]["count"] == 0
    public = [view for view in store.services(audience=Audience.PUBLIC, limit=1000) if view.contacts]
    assert len(public) == 158 - 31 - 1
    everything = store.services(audience=Audience.INTERNAL, limit=1000)
    understood = [view for view in everything if any(each.freq for each in view.service.schedules)]
    assert len(understood) >= 105
    again = imported(store, "trafford_food_banks", TRAFFORD / "food_banks_gm_food_banks.csv").as_json()
    assert (again["added"], again["changed"], again["withdrawn"]) == ({}, {}, {})
    assert again["unchanged"]["service"] == 171


@pytest.mark.skipif(not TRAFFORD.is_dir(), reason="the real files are not here: set FINGERPOST_SHARED")
def test_the_real_mental_health_services_import_with_a_truthful_report(store):
    report = imported(store, "trafford_mental_health", TRAFFORD / "trafford_mental_health_services.csv")
    told = report.as_json()
    assert told["services"]["now"] == 60
    assert told["added"]["location"] == 53
    assert told["rejects"]["first"] == [{"ref": "row 50", "code": "FP-0860", "field": "location.postcode"}]
    assert told["made_internal"]["reasons"] == {"a mobile number": 7}


# --- the samples ---


@pytest.mark.requirement("G-05")
def test_a_table_with_mixed_contacts_gives_each_its_place(store):
    report = imported(store, "trafford_food_banks", MAPPINGS / "trafford_food_banks.sample.csv")
    assert report.reject_counts == {"FP-0855": 1, "FP-0856": 1, "FP-0857": 1, "FP-0860": 1}
    larder, meals = services(store)["Larkfield Larder"], services(store)["Harbour Meals"]
    assert larder.service.url == "https://www.larkfield.example.org"
    (schedule,) = larder.service.schedules
    assert (schedule.byday, schedule.opens_at, schedule.text) == (("WE",), time(10), "Wednesday 10am - 4pm")
    assert [contact.emails for contact in larder.contacts] == [("larder@larkfield.example.org",)]
    assert larder.locations[0].address.original_postcode == "ZZ1 1AA"
    assert [each.text for each in meals.service.schedules] == ["Friday 4pm - 10am"]
    assert not meals.service.schedules[0].freq


@pytest.mark.requirement("G-05")
def test_services_are_joined_to_organisations_and_places_by_name_and_what_leads_nowhere_is_told(store):
    report = imported(store, "directory_of_three_files", MAPPINGS / "directory_of_three_files.sample")
    assert [(each.to.value, each.to_ref) for each in report.outcome.dangling] == [
        ("organisation", "larkfeild trust"),
        ("location", "online"),
    ]
    again = imported(
        store, "directory_of_three_files", MAPPINGS / "directory_of_three_files.sample"
    ).as_json()
    assert (again["added"], again["changed"], again["unchanged"]["service"]) == ({}, {}, 3)
    found = services(store)
    letters = found["Calligraphy for beginners"]
    assert letters.organisation.name == "Larkfield Community Trust"
    assert letters.organisation.identifiers == {"charity": "0000001"}
    assert letters.locations[0].name == "The Grange"
    assert letters.service.description == "Pens & ink."
    assert letters.service.eligibility.minimum_age == 50
    assert letters.service.language_codes == ("en", "cy")
    assert [cost.amount for cost in letters.service.costs] == [0.0]
    assert letters.service.assured_on == date(2026, 3, 5)
    assert found["Gentle walks"].organisation.name == "Walking Well CIC"
    assert found["Seed swap"].organisation is None
    named = {contact.name: contact for view in found.values() for contact in view.contacts}
    assert named["Robin Marsh"].role == "Outreach manager"
    assert named["Robin Marsh"].audience is Audience.INTERNAL
    (office,) = [each for each in letters.contacts if each.organisation_id]
    assert office.phones[0].extension == "303"


def test_a_workbook_is_read_as_a_file_is(store, tmp_path):
    book = openpyxl.Workbook()
    sheet = book.create_sheet("Services", 0)
    sheet.append(["Service", "Phone", "Postcode", "Checked"])
    sheet.append(["Quiet Hour", 1612273477, "FY1 1AA", date(2026, 3, 5)])
    sheet.append([None, None, None, None])
    sheet.append(["Loud Hour", "=1+1", "FY1 1AB", None])
    book.save(tmp_path / "list.xlsx")
    mapping = tmp_path / "ours.toml"
    text = (
        'schema = 1\nformat = "xlsx"\nsheet = "Services"\n[service]\nname = "Service"\n'
        'assured_on = "Checked"\n[location]\npostcode = "Postcode"\n[contacts.desk]\nphone = "Phone"\n'
    )
    mapping.write_text(text)
    assert imported(store, mapping, tmp_path / "list.xlsx").services_now == 2
    quiet = services(store)["Quiet Hour"]
    assert quiet.contacts[0].phones[0].number == "+441612273477"
    assert quiet.service.assured_on == date(2026, 3, 5)
    mapping.write_text(text.replace('"Services"', '"Servces"'))
    with pytest.raises(MappingError, match="Did you mean") as caught:
        imported(store, mapping, tmp_path / "list.xlsx")
    assert caught.value.code == "FP-0864"


# --- files that are wrong ---


def written(tmp_path, *rows, encoding="utf-8"):
    file = tmp_path / "list.csv"
    file.write_bytes("\n".join([HEADER, *rows, ""]).encode(encoding))
    return file


GOOD = "Quiet Hour,Self,Mon 9-5,1 High Street,FY1 1AA,0161 227 3477,,Town"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "FP-0413"),
        ((HEADER + "\nCaf\xe9,,,,,,,\n").encode("windows-1252"), "FP-0412"),
        ((HEADER.replace("Postcode", "Post code") + "\n").encode(), "FP-0301"),
        (HEADER.replace(",", ";").encode(), "FP-0414"),
        ((HEADER + "\n").encode(), "FP-0861"),
    ],
    ids=["empty", "windows-1252", "no column", "semicolons", "no rows"],
)
def test_a_file_that_cannot_be_read_changes_nothing(store, tmp_path, content, code):
    imported(store, "trafford_food_banks", written(tmp_path, GOOD))
    (tmp_path / "list.csv").write_bytes(content)
    with pytest.raises((SourceUnavailable, MappingError)) as caught:
        imported(store, "trafford_food_banks", tmp_path / "list.csv", accept_fewer=True)
    assert caught.value.code == code
    assert list(services(store)) == ["Quiet Hour"]


def test_a_windows_file_is_read_where_the_mapping_says_so(store, tmp_path):
    file = written(tmp_path, GOOD.replace("Quiet", "Caf\u00e9"), encoding="windows-1252")
    mapping = tmp_path / "ours.toml"
    packaged = (MAPPINGS / "trafford_food_banks.toml").read_text(encoding="utf-8")
    mapping.write_text(packaged.replace("title ", 'encoding = "windows-1252"\ntitle ', 1), encoding="utf-8")
    imported(store, mapping, file)
    assert list(services(store)) == ["Caf\u00e9 Hour"]


def test_a_broken_row_is_a_reject_and_then_nothing_is_withdrawn(store, tmp_path):
    imported(store, "trafford_food_banks", written(tmp_path, GOOD, GOOD.replace("Quiet", "Loud")))
    report = imported(
        store, "trafford_food_banks", written(tmp_path, GOOD, "Loud Hour,half a row"), accept_fewer=True
    )
    assert [(each.ref, each.code) for each in report.rejects] == [("row 3", "FP-0510")]
    assert not report.complete
    assert sorted(services(store)) == ["Loud Hour", "Quiet Hour"]


def test_rows_without_a_name_and_two_with_one_id_are_rejects(store, tmp_path):
    other = GOOD.replace("Self", "Somebody else")
    report = imported(
        store, "trafford_food_banks", written(tmp_path, GOOD, other, GOOD.replace("Quiet Hour", ""))
    )
    assert sorted((each.ref, each.code) for each in report.rejects) == [
        ("quiet hour fy1 1aa", "FP-0851"),
        ("row 4", "FP-0850"),
    ]
    assert services(store)["Quiet Hour"].service.description == "Self"


def test_something_else_than_a_workbook_is_said_to_be_none(store, tmp_path):
    mapping = tmp_path / "ours.toml"
    mapping.write_text('schema = 1\nformat = "xlsx"\n[service]\nname = "Service"\n')
    (tmp_path / "list.xlsx").write_text("no workbook")
    with pytest.raises(SourceUnavailable) as caught:
        imported(store, mapping, tmp_path / "list.xlsx")
    assert caught.value.code == "FP-0858"
    with pytest.raises(SourceUnavailable) as caught:
        imported(store, mapping, tmp_path / "gone.xlsx")
    assert caught.value.code == "FP-0410"


@pytest.mark.requirement("G-05")
def test_no_report_names_a_person_a_number_or_an_address(store):
    report = imported(
        store, "directory_of_three_files", MAPPINGS / "directory_of_three_files.sample", dry_run=True
    )
    told = json.dumps(report.as_json())
    assert "Calligraphy" in told
    for personal in ("Robin", "Marsh", "960101", "700900", "robin.marsh"):
        assert personal not in told
