"""`fingerpost mapping …`, `config check --save-shape` and `demo --like`, on the demo council."""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from importlib import resources
from pathlib import Path
from typing import Any

import pytest

from adapter_core.cli.main import run
from adapter_core.demo.writing import WANTED_WRITERS, write_council
from adapter_core.hooks.manager import Plugins
from adapter_core.service.bootstrap import today

MAPPINGS = Path(str(resources.files("council_mappings")))
SAMPLES = sorted(
    path.with_name(path.name.replace(".expected.json", "")).relative_to(MAPPINGS).as_posix()
    for path in MAPPINGS.rglob("*.expected.json")
)
Invoke = Callable[..., tuple[int, str, str]]


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("council") / "demo"
    writers = {writer.name: writer for writer in Plugins(WANTED_WRITERS).sample_writers}
    write_council(folder, people=300, seed=1, as_of=today(), writers=writers)
    return folder


@pytest.fixture
def invoke(made, tmp_path, monkeypatch, capfd) -> Invoke:
    folder = tmp_path / "council"
    shutil.copytree(made, folder)
    monkeypatch.chdir(folder)
    monkeypatch.delenv("FINGERPOST_CONFIG", raising=False)

    def call(*arguments: str) -> tuple[int, str, str]:
        capfd.readouterr()
        code = run(list(arguments))
        out, err = capfd.readouterr()
        return code, out, err

    return call


def in_mosaic(statement: str, *parameters: object) -> list[Any]:
    with closing(sqlite3.connect("mosaic.db")) as database:
        found = database.execute(statement, parameters).fetchall()
        database.commit()
    return found


# --- check ---


def sample_of(name: str) -> Path:
    stem = MAPPINGS / name
    (found,) = (each for each in stem.parent.glob(f"{stem.name}.sample*"))
    return found


@pytest.mark.parametrize("name", SAMPLES)
def test_every_packaged_sample_is_read_as_expected(invoke, name):
    code, out, err = invoke("mapping", "check", name, "--sample", str(sample_of(name)), "--json")
    assert json.loads(out)["differences"] == [], err
    assert code == 0


def test_what_is_not_as_expected_is_a_path_and_can_be_taken(invoke, tmp_path):
    sample = tmp_path / "extract.sample.csv"
    shutil.copy(sample_of("northgate_ais/extract"), sample)
    expected = json.loads((MAPPINGS / "northgate_ais/extract.expected.json").read_text(encoding="utf-8"))
    expected["people"][1]["gp"][0]["code"] = "P00000"
    (tmp_path / "extract.expected.json").write_text(json.dumps(expected), encoding="utf-8")
    arguments = ("mapping", "check", "northgate_ais/extract", "--sample", str(sample))
    code, out, _ = invoke(*arguments)
    assert code == 1
    assert 'people[1].gp[0].code: expected "P00000" got "P99002"' in out
    assert invoke(*arguments, "--update")[0] == 0
    assert invoke(*arguments)[0] == 0


def test_codes_that_nobody_mapped_are_counted(invoke):
    sample = str(sample_of("northgate_ais/extract"))
    _, out, _ = invoke("mapping", "check", "northgate_ais/extract", "--sample", sample, "--json")
    fields = {each["field"]: each for each in json.loads(out)["fields"]}
    assert fields["ethnicity"]["unmapped"] == {"ZZ9": 1}
    assert fields["ref"]["present"] == fields["ref"]["mapped"] == fields["ref"]["records"]


def test_values_that_are_no_codes_are_not_shown(invoke, tmp_path):
    (tmp_path / "m.toml").write_text(
        'schema = 1\nformat = "csv"\n[person]\n'
        'ref = { column = "PERSON_REF" }\ngender = { column = "SURNAME" }\n'
    )
    code, out, _ = invoke("mapping", "check", str(tmp_path / "m.toml"), "--sample", "ais.csv")
    assert code == 0
    assert "is this the right column?" in out
    assert "Watson" not in out


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("check", "mosaic/reportin", "--sample", "mosaic.db"), 5, "FP-0300"),
        (("check", "mosaic/demo", "--sample", "nothing.db"), 2, "FP-0321"),
        (("check", "northgate_ais/extract", "--sample", "ais.csv", "--expected", "no.json"), 2, "FP-0329"),
        (("scan", "mosiac"), 2, "FP-0108"),
        (("scan",), 2, "FP-0920"),
        (("scan", "--url-env", "NOTHING_HERE"), 2, "FP-0328"),
        (("scan", "mosaic", "--table", "NOTHING"), 2, "FP-0322"),
        (("scan", "ais.csv", "--out", "truth.json"), 2, "FP-0334"),
        (("diff", "truth.json", "truth.json"), 2, "FP-0320"),
        (("explain", "1", "postcod"), 2, "FP-0330"),
        (("explain", "1", "gp"), 2, "gp.start"),
        (("explain", "nobody", "postcode"), 2, "FP-0903"),
    ],
)
def test_what_is_wrong_is_said(invoke, arguments, code, said):
    got, _, err = invoke("mapping", *arguments)
    assert (got, said in err) == (code, True), err


# --- explain ---


def test_a_value_is_followed_and_masked(invoke):
    (ref, raw), *_ = in_mosaic(
        "SELECT p.PERSON_ID, POST_CODE FROM DM_ADDRESSES a JOIN DM_PERSONS p USING (PERSON_ID)"
        " WHERE POST_CODE LIKE 'Z% %' AND END_DATE IS NULL AND coalesce(RESTRICTED, 'N') = 'N'"
    )
    code, out, _ = invoke("mapping", "explain", str(ref), "postcode")
    assert code == 0
    assert raw not in out
    assert "mosaic/reporting:" in out
    assert "DM_ADDRESSES.POST_CODE holds AA9 9AA" in out
    _, shown, _ = invoke("mapping", "explain", str(ref), "postcode", "--show")
    assert raw in shown
    with closing(sqlite3.connect("fingerpost.db")) as store:
        actions = [action for (action,) in store.execute("SELECT action FROM audit ORDER BY id")]
    assert actions[-3:] == ["person.looked_for", "person.looked_at", "person.explained"]


def test_a_row_is_taken_for_a_reason(invoke):
    (ref,), *_ = in_mosaic("SELECT PERSON_ID FROM DM_PERSONS WHERE coalesce(RESTRICTED, 'N') = 'N'")
    in_mosaic("DELETE FROM DM_ADDRESSES WHERE PERSON_ID = ?", ref)
    for number, display, start, end in (
        (900001, "N", "2020-01-01", None), (900002, "Y", "2019-01-01", None),
        (900003, "Y", "2001-01-01", "2002-01-01"),
    ):  # fmt: skip
        in_mosaic(
            "INSERT INTO DM_ADDRESSES (REF_ADDRESSES_PEOPLE_ID, REF_ADDRESS_ID, PERSON_ID, POST_CODE,"
            " IS_DISPLAY_ADDRESS, START_DATE, END_DATE) VALUES (?, ?, ?, ?, ?, ?, ?)",
            number, number, ref, f"ZZ99 {number % 10}VZ", display, start, end,
        )  # fmt: skip
    _, out, _ = invoke("mapping", "explain", str(ref), "postcode", "--show")
    assert "DM_ADDRESSES has 3 rows of this person." in out
    assert "2 of them in force" in out
    assert "IS_DISPLAY_ADDRESS = Y is preferred" in out
    assert "it is ZZ99 2VZ" in out


def test_codes_sentinels_and_lists(invoke):
    (ref,), *_ = in_mosaic("SELECT PERSON_ID FROM DM_PERSONS WHERE coalesce(RESTRICTED, 'N') = 'N'")
    in_mosaic(
        "UPDATE DM_PERSONS SET GENDER = 'Q', NHS_ID = 0, FULL_ETHNICITY_CODE = 'WBRI' WHERE PERSON_ID = ?",
        ref,
    )
    _, unknown, _ = invoke("mapping", "explain", str(ref), "gender")
    assert "[codes.gender] does not list it" in unknown
    assert "it is not supported" in unknown
    _, nothing, _ = invoke("mapping", "explain", str(ref), "nhs_number")
    assert "in this line's `missing`" in nothing
    _, code, _ = invoke("mapping", "explain", str(ref), "ethnicity", "--show", "--json")
    (value,) = json.loads(code)["values"]
    assert (value["raw"], value["became"]) == (["WBRI"], "white_british")
    assert any("mosaic/base:" in step for step in value["steps"])
    _, items, _ = invoke("mapping", "explain", str(ref), "relationships.role", "--json")
    (number,) = in_mosaic("SELECT count(*) FROM DM_PERSONAL_RELATIONSHIPS WHERE PERSON_ID = ?", ref)
    assert len(json.loads(items)["values"]) == number[0]


def test_a_restricted_record_is_not_explained(invoke):
    (ref,), *_ = in_mosaic("SELECT PERSON_ID FROM DM_PERSONS")
    in_mosaic("UPDATE DM_PERSONS SET RESTRICTED = 'Y' WHERE PERSON_ID = ?", ref)
    code, out, err = invoke("mapping", "explain", str(ref), "postcode", "--show")
    assert (code, out) == (2, "")
    assert "FP-0903" in err


def test_a_csv_source_is_explained(invoke):
    line = Path("ais.csv").read_text(encoding="utf-8-sig").splitlines()[1]
    code, out, _ = invoke("mapping", "explain", line.split(",")[0], "date_of_birth", "--source", "ais")
    assert code == 0
    assert "DATE_OF_BIRTH holds 99/99/9999" in out


# --- shapes ---


def test_a_column_that_is_gone_is_said_before_the_run(invoke):
    code, _, err = invoke("config", "check", "--save-shape", "--as-of", "2026-11-22")
    assert code == 0, err
    assert "mosaic, ais" in err
    assert "FP-0332" not in invoke("config", "check")[1]
    in_mosaic("ALTER TABLE DM_PERSONS DROP COLUMN SCN_ID")
    code, out, _ = invoke("config", "check")
    assert code == 0
    assert "FP-0332 sources.mosaic: Since 2026-11-22 DM_PERSONS.SCN_ID: column gone." in out
    in_mosaic("ALTER TABLE DM_PERSONS RENAME COLUMN TITLE TO TITEL")
    code, out, _ = invoke("config", "check")
    assert code == 5
    assert "DM_PERSONS.TITLE: column gone (person.title reads it)." in out


def test_a_file_of_shapes_that_is_broken_stops_no_check(invoke):
    Path("fingerpost.shapes.json").write_text("{", encoding="utf-8")
    code, out, _ = invoke("config", "check")
    assert code == 0
    assert "FP-0333" in out


# --- scan, diff, infer, schema, demo --like ---


def test_a_council_like_a_scan_scans_alike(invoke):
    assert invoke("mapping", "scan", "mosaic", "--out", "one.json")[0] == 0
    code, out, _ = invoke("demo", "--like", "one.json", "--dir", "like")
    assert (code, "council.db" in out) == (0, True)
    assert invoke("mapping", "scan", "like/council.db", "--out", "two.json")[0] == 0
    one, two = (
        {table["name"]: table for table in json.loads(Path(name).read_text(encoding="utf-8"))["tables"]}
        for name in ("one.json", "two.json")
    )
    assert one.keys() == two.keys()
    for name, table in one.items():
        assert abs(table["rows"] - two[name]["rows"]) <= 0.1 * table["rows"] + 10
        columns = {each["name"]: each for each in two[name]["columns"]}
        assert [each["name"] for each in table["columns"]] == list(columns)
        for each in table["columns"]:
            other = columns[each["name"]]
            assert each["type"] == other["type"]
            assert abs(each["filled"] - other["filled"]) <= 0.02, (name, each["name"])
    code, out, _ = invoke("mapping", "diff", "one.json", "two.json", "--mapping", "mosaic/demo", "--json")
    assert code == 0
    assert {each["kind"] for each in json.loads(out)["changes"]} <= {"code gone", "code new"}
    with closing(sqlite3.connect("like/council.db")) as database:
        orphans = (
            "SELECT count(*) FROM DM_ADDRESSES WHERE PERSON_ID NOT IN (SELECT PERSON_ID FROM DM_PERSONS)"
        )
        assert database.execute(orphans).fetchone() == (0,)
        numbers = [n for (n,) in database.execute("SELECT NHS_ID FROM DM_PERSONS WHERE length(NHS_ID) = 10")]
    assert numbers
    assert all(str(number).startswith("999") for number in numbers)


def test_the_same_seed_makes_the_same_council(invoke):
    invoke("mapping", "scan", "ais.csv", "--out", "one.json")
    for name in ("a", "b"):
        assert invoke("demo", "--like", "one.json", "--dir", name, "--people", "50", "--seed", "3")[0] == 0
    assert Path("a/ais.csv").read_bytes() == Path("b/ais.csv").read_bytes()
    assert len(Path("a/ais.csv").read_text(encoding="utf-8").splitlines()) == 51
    assert "FP-0921" in invoke("demo", "--like", "one.json", "--dir", "a")[2]


def test_a_diff_fails_where_the_mapping_reads_what_is_gone(invoke):
    invoke("mapping", "scan", "mosaic.db", "--out", "one.json")
    in_mosaic("ALTER TABLE DM_PERSONS RENAME COLUMN TITLE TO TITEL")
    invoke("mapping", "scan", "mosaic.db", "--out", "two.json")
    assert invoke("mapping", "diff", "one.json", "two.json")[0] == 0
    code, out, _ = invoke("mapping", "diff", "one.json", "two.json", "--mapping", "mosaic/demo")
    assert code == 1
    assert "DM_PERSONS.TITLE: column gone (person.title reads it)." in out


def test_infer_reads_a_scan_and_says_how_sure_it_is(invoke):
    invoke("mapping", "scan", "ais.csv", "--out", "one.json")
    code, out, _ = invoke("mapping", "infer", "one.json")
    assert code == 0
    assert 'family_name = { column = "SURNAME" }   # 9' in out
    code, out, _ = invoke("mapping", "infer", "ais.csv", "--json")
    assert {each["field"] for each in json.loads(out)["fields"]} > {"ref", "postcode", "gp.code"}


def test_a_database_is_reached_by_a_variable(invoke, monkeypatch):
    monkeypatch.setenv("OUR_DATABASE", "sqlite:///mosaic.db")
    code, out, _ = invoke("mapping", "scan", "--url-env", "OUR_DATABASE", "--table", "dm_persons", "--json")
    assert code == 0
    assert [table["name"] for table in json.loads(out)["tables"]] == ["DM_PERSONS"]


def test_the_schema_is_written(invoke):
    code, _, _ = invoke("mapping", "schema", "--out", "mapping.schema.json")
    assert code == 0
    assert (
        "nhs_number"
        in json.loads(Path("mapping.schema.json").read_text(encoding="utf-8"))["properties"]["person"][
            "properties"
        ]
    )
