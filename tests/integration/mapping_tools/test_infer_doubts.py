"""What is proposed of databases and files that mislead: sentinel days, case holders, dwellings, own codes."""

from __future__ import annotations

import random
import sqlite3
import tomllib
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from adapter_core.readers.mapping import TRANSFORMS, compile_mapping, load_mapping
from adapter_core.service.backends import mapping_folders
from adapter_core.service.mapping_tools.checking import check_mapping
from adapter_core.service.mapping_tools.inferring import Inferred, infer
from adapter_core.service.mapping_tools.scanning import scan_path

ON = date(2026, 11, 23)
TABLES = """
CREATE TABLE SU_MASTER (SU_NO INTEGER PRIMARY KEY, FNM TEXT, SNM TEXT, BDT TEXT, DTH_DT TEXT, NHS_ID TEXT,
    ETH_CD TEXT);
CREATE TABLE SU_GP (SU_NO INTEGER, ODS TEXT, REG_FR TEXT, REG_TO TEXT);
CREATE TABLE CASE_HOLDERS (CH_ID INTEGER PRIMARY KEY, SU_NO INTEGER, STF_ID INTEGER, ST_DT TEXT, END_DT TEXT,
    CH_ROLE TEXT);
CREATE TABLE STAFF (STF_ID INTEGER PRIMARY KEY, STF_NM TEXT);
CREATE TABLE SU_LINKS (LNK_ID INTEGER PRIMARY KEY, SU_A INTEGER, SU_B INTEGER, LNK_TYP TEXT);
"""
FORENAMES = ("Edith", "Zoë", "Omar", "Grace", "Dilip", "Hana")
SURNAMES = ("Ashby", "Fenley", "Holford", "Marby", "Oakley", "Penford")


def day(chance: random.Random, first: int, last: int) -> str:
    return f"{chance.randint(1, 28):02}/{chance.randint(1, 12):02}/{chance.randint(first, last)}"


@pytest.fixture(scope="module")
def database(tmp_path_factory) -> Path:
    chance, path = random.Random(5), tmp_path_factory.mktemp("doubts") / "su.db"
    with closing(sqlite3.connect(path)) as made:
        made.executescript(TABLES)
        made.executemany("INSERT INTO STAFF VALUES (?, ?)", [(n, f"Wyn Teal {n}") for n in range(30)])
        for n in range(400):
            ref = 500_000 + 3 * n
            died = day(chance, 2020, 2025) if n % 20 == 0 else "01/01/1753"
            who = (chance.choice(FORENAMES), chance.choice(SURNAMES), day(chance, 1925, 2004), died)
            made.execute(
                "INSERT INTO SU_MASTER VALUES (?, ?, ?, ?, ?, ?, ?)",
                (ref, *who, f"999{n:07}", chance.choice(("E01", "E02", "E03"))),
            )
            gp = (f"P99{n % 20:03}", "2004-11-12", "2024-12-31" if n % 9 == 0 else "9999-12-31")
            made.execute("INSERT INTO SU_GP VALUES (?, ?, ?, ?)", (ref, *gp))
            case = (n, ref, n % 30, "2020-01-02", "2025-03-04" if n % 9 == 0 else None, "PRI")
            made.execute("INSERT INTO CASE_HOLDERS VALUES (?, ?, ?, ?, ?, ?)", case)
            link = (n, ref, 500_000 + 3 * chance.randrange(400), chance.choice(("SP", "CH")))
            made.execute("INSERT INTO SU_LINKS VALUES (?, ?, ?, ?)", link)
        made.commit()
    return path


def proposed(path: Path, folder: Path) -> Inferred:
    found = infer(scan_path(path, ON), base=folder, folders=mapping_folders())
    (folder / "proposed.toml").write_text(found.text, encoding="utf-8")
    loaded = load_mapping("proposed.toml", base=folder, folders=mapping_folders())
    compile_mapping(loaded, as_of=ON, transforms=TRANSFORMS)
    return found


def sure(found: Inferred) -> dict[str, list[str]]:
    return {
        line.field: [column for _, column in line.columns] for line in found.proposal.lines() if line.is_sure
    }


def test_days_that_stand_for_none_are_put_into_missing(database, tmp_path):
    found = proposed(database, tmp_path)
    died = tomllib.loads(found.text)["person"]["date_of_death"]
    assert died["missing"] == ["1753-01-01"]
    assert "95% of its values are 1753-01-01, which stands for none" in found.text
    fields = {
        each.field: each for each in check_mapping("proposed.toml", database, base=tmp_path, today=ON).fields
    }
    assert fields["date_of_death"].states == {"placeholder": 380}
    # A day that means "for ever" is a good end.
    assert "missing" not in tomllib.loads(found.text)["each"]["gp"]["end"]


@pytest.mark.parametrize(("day_of_most", "is_doubtful"), [("09/07/1901", True), ("01/01/1753", False)])
def test_a_common_day_that_is_not_known_makes_the_line_doubtful(database, tmp_path, day_of_most, is_doubtful):
    path = tmp_path / "other.db"
    path.write_bytes(database.read_bytes())
    with closing(sqlite3.connect(path)) as made, made:
        made.execute("UPDATE SU_MASTER SET DTH_DT = ? WHERE DTH_DT = '01/01/1753'", (day_of_most,))
    found = proposed(path, tmp_path)
    assert ("date_of_death" not in sure(found)) is is_doubtful
    assert ("95% of its rows hold one and the same day of 1901" in found.text) is is_doubtful


def test_names_that_were_not_found(database, tmp_path):
    found = proposed(database, tmp_path)
    told = sure(found)
    assert told["date_of_birth"] == ["BDT"]
    assert min(line.confidence for line in found.proposal.person if line.field == "date_of_birth") > 0.9
    assert (told["gp.start"], told["gp.end"]) == (["REG_FR"], ["REG_TO"])
    assert told["allocations.worker"] == ["STF_NM"]
    assert (told["allocations.start"], told["allocations.end"]) == (["ST_DT"], ["END_DT"])


def test_case_holders_are_no_relatives_and_links_are_doubtful(database, tmp_path):
    found = proposed(database, tmp_path)
    assert "relationships" not in tomllib.loads(found.text)["each"]
    assert found.proposal.lists["relationships"][0] == "su_links"
    assert "#? [each.relationships]   # no column surely says who the other person is" in found.text
    notes = found.as_json()["notes"]
    assert isinstance(notes, list)
    assert any("relationships is doubtful" in each for each in notes)


def test_codes_of_the_councils_own_have_a_table_to_be_filled_in(database, tmp_path):
    found = proposed(database, tmp_path)
    assert tomllib.loads(found.text)["person"]["ethnicity"]["codes"] == "ethnicity"
    skeleton = [line for line in found.text.splitlines() if line.startswith('#? "E0')]
    assert len(skeleton) == 3
    assert all(line.endswith("%: say what it means") for line in skeleton)
    filled = found.text.replace('#? "E01" = ""', '"E01" = "asian_indian"')
    assert filled != found.text
    (tmp_path / "filled.toml").write_text(filled, encoding="utf-8")
    fields = {
        each.field: each for each in check_mapping("filled.toml", database, base=tmp_path, today=ON).fields
    }
    assert set(fields["ethnicity"].unmapped) == {"E02", "E03"}


def people_csv(folder: Path, dates: tuple[str, str]) -> Path:
    chance, lines = random.Random(6), [f"SU,Forename,Surname,Born,NHS,Wrk,Team,{dates[0]},{dates[1]}"]
    for n in range(200):
        ended = "2025-01-02" if n % 5 == 0 else ""
        lines.append(
            f"{600 + n},{chance.choice(FORENAMES)},{chance.choice(SURNAMES)},{day(chance, 1925, 2004)},"
            f"999{n:07},Wyn Teal {n % 40},North,2020-01-02,{ended}"
        )
    place = folder / "people.csv"
    place.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return place


def test_the_dates_beside_a_worker_are_those_of_the_case(tmp_path):
    told = sure(proposed(people_csv(tmp_path, ("WFrom", "WTo")), tmp_path))
    assert (told["allocations.start"], told["allocations.end"]) == (["WFrom"], ["WTo"])


def test_cases_whose_end_was_not_found_are_doubtful(tmp_path):
    found = proposed(people_csv(tmp_path, ("Wann", "Bis")), tmp_path)
    assert not any(field.startswith("allocations") for field in sure(found))
    assert "#? [each.allocations]   # no end was found among the dates (Wann, Bis)" in found.text


@pytest.mark.parametrize(("dwellings_are", "dwelling_is"), [("Dwellings", "Dw"), ("Orte", "Ort")])
def test_dwellings_are_addresses_and_no_relatives(dwellings_are, dwelling_is, tmp_path):
    chance, records = random.Random(7), []
    for n in range(120):
        name = f"<First>{chance.choice(FORENAMES)}</First><Last>{chance.choice(SURNAMES)}</Last>"
        dwellings = "".join(
            f'<{dwelling_is} kind="H" fr="{day(chance, 2000, 2010)}" to="{day(chance, 2011, 2020)}">'
            f"<Pc>ZX{chance.randint(1, 9)} {chance.randint(1, 9)}QX</Pc></{dwelling_is}>"
            for _ in range(2)
        )
        held = f'<Held fr="2020-01-02" to="2025-01-02"><Team>T{n % 3}</Team></Held>'
        records.append(
            f'<Citizen nr="{500 + n}"><Id>{name}<Born>{day(chance, 1925, 2004)}</Born></Id>'
            f"<{dwellings_are}>{dwellings}</{dwellings_are}>{held}</Citizen>"
        )
    path = tmp_path / "extract.xml"
    path.write_text(f"<Extract>{''.join(records)}</Extract>", encoding="utf-8")
    found = proposed(path, tmp_path)
    told = sure(found)
    assert told["family_name"] == ["Id/Last"]
    assert told["postcode"] == ["Pc"]
    assert (told["allocations.start"], told["allocations.end"]) == (["Held/@fr"], ["Held/@to"])
    assert "relationships" not in found.proposal.lists
