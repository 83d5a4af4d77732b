"""What `mapping …`, `config check` and `demo --like` say to somebody who tries a mapping of their own."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from adapter_core.cli.main import run

Invoke = Callable[..., tuple[int, str, str]]

SCRIPT = """
CREATE TABLE SU (SU_NO INTEGER PRIMARY KEY, SNM TEXT, DTH TEXT, NHS TEXT, ETH TEXT);
CREATE TABLE GP (SU_NO INTEGER, ODS TEXT, KIND TEXT);
INSERT INTO GP VALUES (1, 'P99001', 'OLD'), (3, 'P99001', 'GP');
CREATE TABLE ADR (AH INTEGER PRIMARY KEY, SU_NO INTEGER, TYP TEXT, PCD TEXT, FR TEXT, TILL TEXT);
INSERT INTO SU VALUES (1, 'Ash', '01/01/1753', 'NOT KNOWN', 'E01'), (2, 'Birch', NULL, '000 000 0000', 'E02'),
    (3, 'Cole', NULL, NULL, 'E03'), (4, 'Dale', NULL, NULL, 'E02'), (5, 'Elm', NULL, NULL, 'E02');
INSERT INTO ADR VALUES (1, 1, 'P', 'ZX1 1QX', '2019-01-01', NULL), (2, 1, 'P', 'ZX1 1QX', '2019-01-01', NULL),
    (3, 2, 'H', 'ZX1 2QX', '2030-01-01', NULL), (4, 3, 'H', 'ZX1 3QX', '2019-01-01', NULL),
    (5, 4, 'P', 'ZX1 1QX', '2019-01-01', NULL);
"""
MAPPING = """
schema = 1
format = "sql"
[tables.su]
name = "SU"
key = "SU_NO"
[tables.adr]
name = "ADR"
key = "AH"
person = "SU_NO"
where = { TYP = ["H", "C"] }
current = { start = "FR", end = "TILL" }
[tables.gp]
name = "GP"
person = "SU_NO"
where = { KIND = "GP" }
[each.gp]
table = "gp"
code = { column = "gp.ODS" }
[person]
ref = { column = "su.SU_NO" }
family_name = { column = "su.SNM" }
date_of_death = { column = "su.DTH", transform = "date_uk", missing = ["1753-01-01"] }
nhs_number = { column = "su.NHS", transform = "digits", missing = ["Not known", "0000000000"] }
ethnicity = { column = "su.ETH" }
postcode = { column = "adr.PCD", transform = "postcode" }
"""
CONFIG = """
schema = 1
plugins = ["sql"]
[sources.ours]
backend = "sql"
port = "case_records"
mapping = "./ours.toml"
url = "sqlite:///ours.db"
[people]
master = "ours"
"""
CSV = """
schema = 1
format = "csv"
[person]
ref = { column = "SU" }
family_name = { column = "Name" }
gender = { column = "Sex" }
"""
CSV_CONFIG = """
schema = 1
plugins = ["csv"]
[sources.extract]
backend = "csv"
path = "extract.csv"
mapping = "./extract.toml"
[people]
master = "extract"
"""


@pytest.fixture
def invoke(tmp_path, monkeypatch, capfd) -> Invoke:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("FINGERPOST_CONFIG", raising=False)
    Path("ours.toml").write_text(MAPPING, encoding="utf-8")
    Path("fingerpost.toml").write_text(CONFIG, encoding="utf-8")
    with closing(sqlite3.connect("ours.db")) as made:
        made.executescript(SCRIPT)

    def call(*arguments: str) -> tuple[int, str, str]:
        capfd.readouterr()
        try:
            code = run(list(arguments))
        except SystemExit as stop:
            code = int(stop.code or 0)
        told = capfd.readouterr()
        return code, told.out, told.err

    return call


# --- explain ---


@pytest.mark.parametrize(
    ("ref", "words"),
    [
        ("1", "ADR has 2 rows of this person, but `where` leaves them all out: TYP is H or C."),
        ("4", "ADR has 1 row of this person, but `where` leaves it out: TYP is H or C."),
        ("5", "ADR has no rows of this person that meet `where`: TYP is H or C."),
        ("2", "`current` leaves them out: by FR none has begun on 2026-11-23."),
    ],
)
def test_what_leaves_a_row_out_is_said(invoke, ref, words):
    code, out, err = invoke("mapping", "explain", ref, "postcode", "--as-of", "2026-11-23")
    assert code == 0, err
    assert words in out
    assert out.rstrip().endswith("So it is absent.")
    assert "ZX1" not in out


@pytest.mark.parametrize(
    ("ref", "words"),
    [
        ("1", "GP has 1 row of this person, but `where` leaves it out: KIND is GP."),
        ("2", "GP has no rows of this person that meet `where`: KIND is GP."),
    ],
)
def test_a_list_without_rows_is_absent(invoke, ref, words):
    _, out, _ = invoke("mapping", "explain", ref, "gp.code")
    assert words in out
    assert out.rstrip().endswith("So it is absent.")


def test_a_row_that_is_taken_is_counted_as_before(invoke):
    _, out, _ = invoke("mapping", "explain", "3", "postcode", "--as-of", "2026-11-23")
    assert "ADR has 1 row of this person." in out
    assert "absent" not in out


@pytest.mark.parametrize(
    ("ref", "field", "word"),
    [
        ("1", "nhs_number", '"Not known" is in this line\'s `missing`'),
        ("2", "nhs_number", '"0000000000" is in this line\'s `missing`'),
        ("1", "date_of_death", '"1753-01-01" is in this line\'s `missing`'),
    ],
)
def test_the_word_for_nothing_that_matched_is_said(invoke, ref, field, word):
    _, out, _ = invoke("mapping", "explain", ref, field)
    assert word in out
    assert "it is placeholder" in out


# --- config check ---


def test_the_codes_of_one_field_are_one_line(invoke):
    code, out, _ = invoke("config", "check")
    assert code == 0
    assert out.count("FP-0303") == 1
    assert "SU.ETH holds 3 codes that are not mapped: 'E01', 'E02', 'E03'." in out
    assert "no record was read" in out


def check_csv(invoke: Invoke, lines: list[str], encoding: str = "utf-8") -> tuple[int, str]:
    Path("extract.toml").write_text(CSV, encoding="utf-8")
    Path("fingerpost.toml").write_text(CSV_CONFIG, encoding="utf-8")
    Path("extract.csv").write_text("\n".join(["SU,Name,Sex", *lines]) + "\n", encoding=encoding)
    code, out, _ = invoke("config", "check")
    return code, out


def test_a_wrong_encoding_further_down_is_found_before_a_run(invoke):
    code, out = check_csv(invoke, ["1,Ash,F", "2,Müller,M"], "cp1252")
    assert code == 5
    assert "opens, and the mapping fits" not in out
    assert "FP-0412" in out
    assert "Ash" not in out


def test_records_that_cannot_be_used_are_counted_and_stop_nothing(invoke):
    code, out = check_csv(invoke, ["1,Ash,F", "1,Ash,F", "2,Birch", "3,Cole,Q"])
    assert code == 0
    assert "opens, and the mapping fits" in out
    assert "The first 4 records were read." in out
    assert "FP-0510 sources.extract: 1 of the first 4 records cannot be used" in out
    assert "gender holds what is not mapped: 'Q'" in out
    assert not re.search("Ash|Birch|Cole", out)


def test_where_no_record_can_be_used_something_has_to_change(invoke):
    code, out = check_csv(invoke, ["1,Ash", "2,Birch"])
    assert code == 5
    assert "2 of the first 2 records cannot be used" in out


def test_answers_of_pds_that_cannot_be_used_are_found(invoke):
    Path("pds").mkdir()
    for name in ("a", "b"):
        Path(f"pds/{name}.json").write_text("no JSON", encoding="utf-8")
    more = '[sources.pds]\nbackend = "pds_files"\npath = "pds"\n'
    Path("fingerpost.toml").write_text(CONFIG.replace('"sql"]', '"sql", "nhs"]') + more, encoding="utf-8")
    code, out, _ = invoke("config", "check")
    assert code == 5
    assert "FP-0812 sources.pds: 2 of the first 2 records cannot be used" in out


# --- check ---


def test_a_config_with_a_variable_that_is_not_set_stops_no_check_of_a_sample(invoke, monkeypatch):
    monkeypatch.delenv("NOBODY_SET_THIS", raising=False)
    config = CONFIG.replace('"sqlite:///ours.db"', '{ env = "NOBODY_SET_THIS" }')
    Path("fingerpost.toml").write_text(config, encoding="utf-8")
    code, out, err = invoke("mapping", "check", "ours.toml", "--sample", "ours.db")
    assert (code, err) == (0, "")
    assert "5 people read" in out


def test_no_line_is_wider_than_the_page_or_filled_up(invoke, monkeypatch):
    monkeypatch.setenv("COLUMNS", "90")
    with closing(sqlite3.connect("ours.db")) as made, made:
        people = [(number, f"X{number:05}CODE") for number in range(10, 35)]
        made.executemany("INSERT INTO SU (SU_NO, ETH) VALUES (?, ?)", people)
    _, out, _ = invoke("mapping", "check", "ours.toml", "--sample", "ours.db")
    table = out.splitlines()[1:-1]
    assert "X00034CODE (1)" in out
    assert max(map(len, table)) <= 90
    assert not [line for line in table if line != line.rstrip()]


def test_an_empty_list_as_a_condition_is_an_error(invoke):
    text = MAPPING.replace('TYP = ["H", "C"]', "TYP = []")
    Path("ours.toml").write_text(text, encoding="utf-8")
    code, _, err = invoke("mapping", "check", "ours.toml", "--sample", "ours.db")
    assert code == 5
    assert "FP-0317" in err
    assert "TYP is an empty list" in err
    Path("ours.toml").write_text(MAPPING.replace('["H", "C"]', "{ not = [] }"), encoding="utf-8")
    assert invoke("mapping", "check", "ours.toml", "--sample", "ours.db")[0] == 0


# --- infer --like ---


def test_a_mapping_of_another_system_is_no_pattern(invoke):
    with closing(sqlite3.connect("alien.db")) as made:
        made.executescript(
            "CREATE TABLE QQ (ZZ INTEGER PRIMARY KEY, YY TEXT); INSERT INTO QQ VALUES (1, 'a')"
        )
    code, out, err = invoke("mapping", "infer", "alien.db", "--like", "mosaic/reporting", "--out", "new.toml")
    assert (code, out) == (2, "")
    assert "FP-0319" in err
    assert "leave --like out" in err
    assert not Path("new.toml").exists()


def test_a_reference_is_never_taken_away(invoke):
    with closing(sqlite3.connect("alien.db")) as made:
        made.executescript("CREATE TABLE DM_PERSONS (QQ INTEGER, LAST_NAME TEXT, FIRST_NAMES TEXT)")
    code, out, err = invoke("mapping", "infer", "alien.db", "--like", "mosaic/reporting")
    assert code == 0, err
    assert "ref = false" not in out
    _, _, err = invoke("mapping", "infer", "alien.db", "--like", "mosaic/reporting", "--out", "new.toml")
    assert "fields of mosaic/reporting fit as they are" in err
    assert "write a line for ref in [person]" in out


# --- demo --like ---


def test_a_council_like_ours_can_be_joined_and_keeps_its_sentinels(invoke):
    with closing(sqlite3.connect("odd.db")) as made:
        made.executescript(
            "CREATE TABLE SU (SU_NO INTEGER PRIMARY KEY, SNM TEXT, DTH TEXT, ETH_CD TEXT);"
            "CREATE TABLE HELD (CH_ID INTEGER PRIMARY KEY, SU_NO INTEGER, STF_ID INTEGER, LNK_TYP TEXT,"
            " TO_DT TEXT);"
            "CREATE TABLE STAFF (STF_ID INTEGER PRIMARY KEY, STF_NM TEXT, TM_ID INTEGER);"
            "CREATE TABLE TEAMS (TM_ID INTEGER PRIMARY KEY, TM_NM TEXT);"
            "CREATE TABLE ETH_LOOKUP (CD TEXT, DSC TEXT); CREATE TABLE LNK_TYPS (CD TEXT, DSC TEXT);"
        )
        codes, kinds = ["E01", "E02", "E03"], ["SP", "CH", "PA"]
        made.executemany("INSERT INTO TEAMS VALUES (?, ?)", [(n, f"Team {n}") for n in range(1, 5)])
        made.executemany(
            "INSERT INTO STAFF VALUES (?, ?, ?)", [(n, f"Wyn {n}", n % 4 + 1) for n in range(40)]
        )
        made.executemany("INSERT INTO ETH_LOOKUP VALUES (?, ?)", [(code, code) for code in codes])
        made.executemany("INSERT INTO LNK_TYPS VALUES (?, ?)", [(kind, kind) for kind in kinds])
        for n in range(300):
            died = "05/06/2024" if n % 20 == 0 else "01/01/1753"
            ended = f"2025-03-{n % 28 + 1:02}" if n % 4 == 0 else None
            made.execute("INSERT INTO SU VALUES (?, ?, ?, ?)", (9000 + n, f"N{n}", died, codes[n % 3]))
            made.execute(
                "INSERT INTO HELD VALUES (?, ?, ?, ?, ?)", (n, 9000 + n, n % 40, kinds[n % 3], ended)
            )
        made.commit()
    assert invoke("mapping", "scan", "odd.db", "--out", "odd.json")[0] == 0
    assert "LNK_TYPS" in json.loads(Path("odd.json").read_text(encoding="utf-8"))["tables"][2]["name"]
    assert invoke("demo", "--like", "odd.json", "--dir", "like")[0] == 0
    with closing(sqlite3.connect("like/council.db")) as made:

        def one(statement: str) -> int:
            return int(made.execute(statement).fetchone()[0])

        for table, column, other, key in (
            ("STAFF", "TM_ID", "TEAMS", "TM_ID"),
            ("HELD", "STF_ID", "STAFF", "STF_ID"),
            ("HELD", "LNK_TYP", "LNK_TYPS", "CD"),
            ("SU", "ETH_CD", "ETH_LOOKUP", "CD"),
        ):
            dangling = f"SELECT count(*) FROM {table} WHERE {column} NOT IN (SELECT {key} FROM {other})"
            assert one(dangling) == 0, table
        assert one("SELECT count(*) FROM SU WHERE DTH = '01/01/1753'") == pytest.approx(285, abs=3)
        assert one("SELECT count(TO_DT) FROM HELD") == 75
