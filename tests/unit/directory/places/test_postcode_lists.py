"""Postcode lists: Code-Point Open by position, others by their headings, into a real store."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Table, create_engine, insert, inspect, select

from adapter_core.errors import SourceUnavailable
from adapter_core.hooks.ports import Reject
from community_directory.places.grids import IRISH
from community_directory.places.loading import load_postcodes
from community_directory.places.points import Place, PlaceKind, Point
from community_directory.places.postcode_files import Postcode, read_postcodes
from community_directory.places.stored import StoredGazetteer, rebuild
from community_directory.places.tables import EVERY, postcode
from community_directory.store import tables
from community_directory.store.migrate import upgrade
from community_directory.store.tables import metadata

CODE_POINT = (
    '"FY1 1AD",10,330862,436347,"E92000001","E19000001","E18000002","","E06000009","E05001659"\n'
    '"FY1 1AN",10,330648,436571,"E92000001","E19000001","E18000002","","E06000009","E05001647"\n'
    '"FY1 9ZZ",90,0,0,"E92000001","E19000001","E18000002","","E06000009","E05001647"\n'
)
ONS = (
    "pcd,pcd2,pcds,doterm,oseast1m,osnrth1m,osgrdind,lat,long\n"
    "ME4 4AA,ME4  4AA,ME4 4AA,,0575700,0167800,1,51.380952,0.524150\n"
    "BT1 5GS,BT1  5GS,BT1 5GS,199606,0333830,0374050,1,,\n"
    "JE2 3AB,JE2  3AB,JE2 3AB,,,,9,99.999999,0.000000\n"
)


@pytest.fixture(params=["sqlite", "postgresql"])
def connection(request, tmp_path):
    sqlite = request.param == "sqlite"
    url = f"sqlite:///{tmp_path / 'directory.db'}" if sqlite else request.getfixturevalue("postgres_url")
    engine = create_engine(url)
    with engine.begin() as opened:
        upgrade(opened, "directory")
    with engine.connect() as opened:
        yield opened
    engine.dispose()


def _file(folder: Path, text: str, name: str = "codes.csv", encoding: str = "utf-8") -> Path:
    path = folder / name
    path.write_text(text, encoding=encoding)
    return path


def _read(folder: Path, text: str) -> list[Any]:
    return list(read_postcodes(_file(folder, text), where="codes.csv"))


def test_code_point_open_is_read_by_position(tmp_path):
    first, _, placeless = _read(tmp_path, CODE_POINT)

    assert first.postcode == "FY1 1AD"
    assert first.district == "FY1"
    assert first.point.latitude == pytest.approx(53.8188, abs=1e-3)
    assert placeless.point is None


def test_the_ons_directory_is_read_by_its_headings(tmp_path):
    medway, belfast, jersey = _read(tmp_path, ONS)

    assert (medway.point.latitude, medway.point.longitude) == (51.380952, 0.524150)
    assert belfast.grid is IRISH
    assert belfast.ended
    assert belfast.point.latitude == pytest.approx(54.597, abs=1e-3)
    assert jersey.point is None


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp1252"])
def test_headings_may_be_in_any_case_and_order_and_the_file_in_any_encoding(tmp_path, encoding):
    path = _file(
        tmp_path, "Ward,Northing,Easting,Post Code\nCaf\xe9,436347,330862,fy11ad\n", encoding=encoding
    )

    (only,) = read_postcodes(path, where="codes.csv")

    assert isinstance(only, Postcode)
    assert only.postcode == "FY1 1AD"


def test_a_row_without_a_postcode_is_left_out_and_one_off_the_grid_loses_its_place(tmp_path):
    read = _read(
        tmp_path, "postcode,easting,northing\nnonsense,1,1\n\nFY1 1AD,9999999,436347\nFY1 1AN,x,436347\n"
    )

    assert [each for each in read if isinstance(each, Reject)] == [
        Reject("row 2", "FP-0877"),
        Reject("row 4", "FP-0878"),
        Reject("row 5", "FP-0878"),
    ]
    assert [each.point for each in read if isinstance(each, Postcode)] == [None, None]


@pytest.mark.parametrize(
    "text",
    ["", "<html><body>no</body></html>", "PK\x03\x04", "a,b\n1,2\n", "postcode\nFY1 1AD\n", "\x00\x01\x02"],
)
def test_what_is_no_list_is_refused(tmp_path, text):
    with pytest.raises(SourceUnavailable) as refused:
        _read(tmp_path, text)

    assert refused.value.code == "FP-0876"


def test_a_file_with_the_right_headings_and_no_postcode_is_given_up_early(tmp_path):
    with pytest.raises(SourceUnavailable, match="None of the first 20 rows"):
        _read(tmp_path, "postcode,lat,long\n" + "x,1,1\n" * 30)


def test_a_file_that_is_not_there_says_so(tmp_path):
    with pytest.raises(SourceUnavailable) as refused:
        list(read_postcodes(tmp_path / "none.csv", where="none.csv"))

    assert refused.value.code == "FP-0875"


@pytest.mark.requirement("G-10")
def test_a_list_is_loaded_and_answers_for_postcodes_and_districts(tmp_path, connection):
    done = load_postcodes(connection, [_file(tmp_path, CODE_POINT), _file(tmp_path, ONS, "ons.csv")])
    gazetteer: Any = StoredGazetteer(connection)

    assert (done.postcodes, done.read, done.repeated, done.placeless, done.irish, done.ended) == (
        6,
        6,
        0,
        2,
        1,
        1,
    )
    assert gazetteer.has_postcodes
    assert gazetteer.postcode("FY1 1AD").exact
    assert gazetteer.postcode("FY1 9ZZ").point is None
    assert gazetteer.district("FY1").point.latitude == pytest.approx(53.82, abs=0.01)
    assert gazetteer.district("ZE1") is None
    assert set(gazetteer.points(["FY1 1AD", "FY1 9ZZ", "ZE1 0AA"])) == {"FY1 1AD"}


def test_a_new_list_replaces_the_old_one_unless_it_is_kept(tmp_path, connection):
    load_postcodes(connection, [_file(tmp_path, CODE_POINT)])
    added = load_postcodes(connection, [_file(tmp_path, ONS, "ons.csv")], keep=True)
    again = load_postcodes(connection, [_file(tmp_path, CODE_POINT)], keep=True)
    replaced = load_postcodes(connection, [_file(tmp_path, ONS, "ons.csv")])

    assert (added.before, added.postcodes, added.repeated) == (3, 6, 0)
    assert (again.postcodes, again.repeated) == (6, 3)
    assert replaced.postcodes == 3


def test_a_bad_file_leaves_the_old_list_as_it_was(tmp_path, connection):
    load_postcodes(connection, [_file(tmp_path, CODE_POINT)])
    connection.commit()

    with pytest.raises(SourceUnavailable):
        load_postcodes(connection, [_file(tmp_path, ONS, "ons.csv"), _file(tmp_path, "<html>", "bad.csv")])
    connection.rollback()

    assert len(connection.execute(select(postcode)).all()) == 3


def test_rejects_are_counted_all_and_named_a_few(tmp_path, connection):
    rows = "FY1 1AD,330862,436347\n" + "nonsense,1,1\n" * 50

    done = load_postcodes(connection, [_file(tmp_path, f"postcode,easting,northing\n{rows}")])

    assert done.rejected == {"FP-0877": 50}
    assert len(done.rejects) == 20
    assert done.rejects[0].ref == "codes.csv row 3"


def test_every_table_is_the_directorys_own():
    assert {table.name for table in EVERY} == {"directory_postcode", "directory_place", "directory_term_key"}


def test_names_of_places_and_terms_are_gathered_from_the_store(connection):
    now = datetime(2026, 11, 23, tzinfo=UTC)
    rows: list[tuple[Table, dict[str, object]]] = [
        (
            tables.location,
            {
                "city": "Blackpool",
                "line_2": "Bispham",
                "district": "FY2",
                "latitude": 53.85,
                "longitude": -3.04,
            },
        ),
        (tables.service, {"name": "Bispham lunch club"}),
        (tables.term, {"name": "Lunch clubs"}),
    ]
    for table, values in rows:
        connection.execute(insert(table).values(number=1, id="1", changed=now, **values))
    connection.execute(insert(tables.area).values(service=1, position=0, id="1", name="Fylde coast"))
    connection.execute(insert(tables.area_district).values(service=1, position=0, district="FY8"))

    gazetteer = StoredGazetteer(connection, "FY2")

    assert rebuild(connection) == rebuild(connection) == 3
    assert gazetteer.named({"fylde coast"})["fylde coast"].districts == ("FY8",)
    assert gazetteer.in_names({"blackpool", "bispham"}) == {"bispham"}
    assert gazetteer.categories({"lunch clubs", "blackpool"}) == {"lunch clubs": "Lunch clubs"}
    assert gazetteer.district("FY2") == Place(PlaceKind.DISTRICT, "FY2", ("FY2",), Point(53.85, -3.04))
    assert not gazetteer.has_postcodes


@pytest.mark.parametrize("name", ["directory_place", "directory_postcode", "directory_term_key"])
def test_the_migration_makes_the_tables_that_the_code_knows(tmp_path, name):
    engine = create_engine(f"sqlite:///{tmp_path / 'migrated.db'}")
    with engine.begin() as opened:
        upgrade(opened, "directory")
        made = {column["name"]: column["nullable"] for column in inspect(opened).get_columns(name)}
    engine.dispose()

    assert made == {column.name: column.nullable for column in metadata.tables[name].columns}
