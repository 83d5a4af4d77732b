"""Databases whose table and column names are in no fixture: what a council's own warehouse may look like."""

from __future__ import annotations

import random
import sqlite3
from contextlib import closing
from pathlib import Path

ODD = """
CREATE TABLE CLIENT_MASTER (CL_NO INTEGER PRIMARY KEY, CL_SURNM TEXT, CL_FORNM TEXT, CL_TTL TEXT,
    CL_DOB DATE, CL_DOD DATE, CL_SEX TEXT, CL_ETHN_CD TEXT, NHS_NBR TEXT, GP_PRAC_CD TEXT, CRTD_BY TEXT,
    NOTES TEXT);
CREATE TABLE CLIENT_ADDR (ADDR_SEQ INTEGER PRIMARY KEY, CL_NO INTEGER, ADDR_LN1 TEXT, ADDR_LN2 TEXT,
PCODE TEXT,
    WARD TEXT, FRM_DT TEXT, TO_DT TEXT, MAIN_YN TEXT);
CREATE TABLE RELN (RELN_NO INTEGER PRIMARY KEY, CL_NO INTEGER, OTH_CL_NO INTEGER, RELN_TYP_CD TEXT,
    RELN_STRT TEXT, RELN_END TEXT, EMERG_CONTACT TEXT);
CREATE TABLE RELN_TYPES (RELN_TYP_CD TEXT PRIMARY KEY, RELN_DESC TEXT);
CREATE TABLE ALLOCN (ALLOC_NO INTEGER PRIMARY KEY, CL_NO INTEGER, WKR_NO INTEGER, ALLOC_FRM TEXT,
ALLOC_TO TEXT);
CREATE TABLE WKRS (WKR_NO INTEGER PRIMARY KEY, WKR_FORENM TEXT, WKR_SURNM TEXT, TEAM_NM TEXT);
CREATE TABLE SYS_LOG (LOG_NO INTEGER PRIMARY KEY, LOG_DT TEXT, MSG TEXT);
"""
ODD_TRUTH = {
    "ref": {"CL_NO"},
    "family_name": {"CL_SURNM"},
    "given_name": {"CL_FORNM"},
    "title": {"CL_TTL"},
    "date_of_birth": {"CL_DOB"},
    "date_of_death": {"CL_DOD"},
    "gender": {"CL_SEX"},
    "ethnicity": {"CL_ETHN_CD"},
    "nhs_number": {"NHS_NBR"},
    "address": {"ADDR_LN1", "ADDR_LN2"},
    "postcode": {"PCODE"},
    "locality": {"WARD"},
    "gp.code": {"GP_PRAC_CD"},
    "relationships.other_ref": {"OTH_CL_NO"},
    "relationships.role": {"RELN_DESC"},
    "relationships.start": {"RELN_STRT"},
    "relationships.end": {"RELN_END"},
    "relationships.is_emergency_contact": {"EMERG_CONTACT"},
    "allocations.worker": {"WKR_FORENM", "WKR_SURNM"},
    "allocations.team": {"TEAM_NM"},
    "allocations.start": {"ALLOC_FRM"},
    "allocations.end": {"ALLOC_TO"},
}

ECLIPSE = """
CREATE TABLE PersonView (PersonId INTEGER, PersonIdentifier TEXT, Forename TEXT, Surname TEXT,
DateOfBirth TEXT,
    DeathDate TEXT, Gender TEXT, Ethnicity TEXT, NhsNumber TEXT, AccessRestricted TEXT);
CREATE TABLE PersonAddressView (PersonAddressId INTEGER, PersonId INTEGER, AddressLine1 TEXT, Town TEXT,
    Postcode TEXT, StartDate TEXT, EndDate TEXT);
CREATE TABLE PersonPersonRelationshipView (RelationshipId INTEGER, PersonId INTEGER, RelatedPersonId INTEGER,
    RelationshipType TEXT, StartDate TEXT, CloseDate TEXT);
CREATE TABLE PersonTeamAllocationView (AllocationId INTEGER, PersonId INTEGER, WorkerName TEXT, TeamName TEXT,
    StartDate TEXT, EndDate TEXT);
"""
ECLIPSE_TRUTH = {
    "ref": {"PersonId"},
    "given_name": {"Forename"},
    "family_name": {"Surname"},
    "date_of_birth": {"DateOfBirth"},
    "date_of_death": {"DeathDate"},
    "gender": {"Gender"},
    "ethnicity": {"Ethnicity"},
    "nhs_number": {"NhsNumber"},
    "restricted": {"AccessRestricted"},
    "address": {"AddressLine1", "Town"},
    "postcode": {"Postcode"},
    "relationships.other_ref": {"RelatedPersonId"},
    "relationships.role": {"RelationshipType"},
    "relationships.start": {"StartDate"},
    "relationships.end": {"CloseDate"},
    "allocations.worker": {"WorkerName"},
    "allocations.team": {"TeamName"},
    "allocations.start": {"StartDate"},
    "allocations.end": {"EndDate"},
}

LIQUIDLOGIC = """
CREATE TABLE SSD_PERSON (PERS_PERSON_ID TEXT, PERS_SURNAME TEXT, PERS_FORENAME TEXT, PERS_DOB TEXT,
PERS_SEX TEXT,
    PERS_ETHNICITY TEXT, PERS_NHS_NO TEXT, PERS_DEATH_DATE TEXT);
CREATE TABLE SSD_ADDRESS (ADDR_TABLE_ID INTEGER, ADDR_PERSON_ID TEXT, ADDR_ADDRESS_LINE_1 TEXT,
    ADDR_ADDRESS_LINE_2 TEXT, ADDR_POSTCODE TEXT, ADDR_ADDRESS_START_DATE TEXT, ADDR_ADDRESS_END_DATE TEXT);
CREATE TABLE SSD_FAMILY (FAMI_TABLE_ID INTEGER, FAMI_PERSON_ID TEXT, FAMI_RELATED_PERSON_ID TEXT,
    FAMI_RELATIONSHIP TEXT);
CREATE TABLE SSD_INVOLVEMENTS (INVO_ID INTEGER, INVO_PERSON_ID TEXT, INVO_WORKER_NAME TEXT, INVO_TEAM TEXT,
    INVO_START_DATE TEXT, INVO_END_DATE TEXT);
"""
LIQUIDLOGIC_TRUTH = {
    "ref": {"PERS_PERSON_ID"},
    "family_name": {"PERS_SURNAME"},
    "given_name": {"PERS_FORENAME"},
    "date_of_birth": {"PERS_DOB"},
    "gender": {"PERS_SEX"},
    "ethnicity": {"PERS_ETHNICITY"},
    "nhs_number": {"PERS_NHS_NO"},
    "date_of_death": {"PERS_DEATH_DATE"},
    "address": {"ADDR_ADDRESS_LINE_1", "ADDR_ADDRESS_LINE_2"},
    "postcode": {"ADDR_POSTCODE"},
    "relationships.other_ref": {"FAMI_RELATED_PERSON_ID"},
    "relationships.role": {"FAMI_RELATIONSHIP"},
    "allocations.worker": {"INVO_WORKER_NAME"},
    "allocations.team": {"INVO_TEAM"},
    "allocations.start": {"INVO_START_DATE"},
    "allocations.end": {"INVO_END_DATE"},
}

SURNAMES = tuple(
    f"{a}{b}" for a in ("Ash", "Fen", "Hol", "Mar", "Oak", "Pen", "Wick") for b in ("by", "ford", "ley")
)
FORENAMES = ("Edith", "Zoë", "Omar", "Grace", "Dilip", "Hana", "Alan", "Ruth", "Piotr", "Joan", "Lin", "Tom")
STREETS = ("Mill Lane", "Weir Street", "Foundry Court", "Chapel Row")
ROLES = {"MO": "Mother", "SO": "Son", "DA": "Daughter", "NB": "Neighbour", "PA": "Partner"}
WORKERS = tuple((FORENAMES[n % 12], f"{SURNAMES[n]}son") for n in range(14))
TEAMS = ("East Team", "West Team", "Sensory Team")


def _someone(chance: random.Random, number: int) -> dict[str, str | None]:
    born = f"{chance.randint(1925, 2004)}-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}"
    return {
        "ref": str(70_000 + number),
        "surname": chance.choice(SURNAMES),
        "forename": chance.choice(FORENAMES),
        "title": chance.choice(("Mr", "Mrs", "Ms")),
        "born": born,
        "died": "2025-03-04" if number % 19 == 0 else None,
        "sex": chance.choice(("M", "F")),
        "ethnic": chance.choice(("WBRI", "AIND", "BCRB", "WOTH")),
        "nhs": f"999{number:07}" if number % 7 else None,
        "practice": f"P99{chance.randint(1, 12):03}",
        "postcode": f"ZX{chance.randint(1, 9)} {chance.randint(1, 9)}QX",
        "street": f"{chance.randint(1, 90)} {chance.choice(STREETS)}",
    }


def make_odd(path: Path, people: int = 300, seed: int = 7) -> Path:
    """The database of the abbreviations."""
    chance = random.Random(seed)
    with closing(sqlite3.connect(path)) as made:
        made.executescript(ODD)
        made.executemany("INSERT INTO RELN_TYPES VALUES (?, ?)", ROLES.items())
        made.executemany(
            "INSERT INTO WKRS VALUES (?, ?, ?, ?)",
            [(n, *names, chance.choice(TEAMS)) for n, names in enumerate(WORKERS, 1)],
        )
        for number in range(people):
            who = _someone(chance, number)
            made.execute(
                "INSERT INTO CLIENT_MASTER VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (int(who["ref"] or 0), who["surname"], who["forename"], who["title"], who["born"],
                who["died"],
                 who["sex"], who["ethnic"], who["nhs"], who["practice"], "SYSTEM", None),
            )  # fmt: skip
            made.execute(
                "INSERT INTO CLIENT_ADDR VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (number, int(who["ref"] or 0), who["street"], "Millbrook", who["postcode"],
                chance.choice(("North", "South")),
                 "2019-04-01", None, "Y" if number % 3 else "N"),
            )  # fmt: skip
            other = 70_000 + chance.randrange(people)
            made.execute(
                "INSERT INTO RELN VALUES (?, ?, ?, ?, ?, ?, ?)",
                (number, int(who["ref"] or 0), other, chance.choice(list(ROLES)), "2001-01-01",
                 "2020-01-01" if number % 12 == 0 else None, chance.choice(("Y", "N"))),
            )  # fmt: skip
            made.execute(
                "INSERT INTO ALLOCN VALUES (?, ?, ?, ?, ?)",
                (number, int(who["ref"] or 0), chance.randint(1, len(WORKERS)), "2024-05-06",
                 "2026-01-01" if number % 9 == 0 else None),
            )  # fmt: skip
        made.executemany("INSERT INTO SYS_LOG VALUES (?, ?, ?)", [(n, "2026-01-01", "ok") for n in range(50)])
        made.commit()
    return path


def make_eclipse_like(path: Path, people: int = 300, seed: int = 8) -> Path:
    """Names in the way of Eclipse's reporting views, as far as they are public."""
    chance = random.Random(seed)
    with closing(sqlite3.connect(path)) as made:
        made.executescript(ECLIPSE)
        for number in range(people):
            who = _someone(chance, number)
            ref = int(who["ref"] or 0)
            made.execute(
                "INSERT INTO PersonView VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (ref, f"PER{ref}", who["forename"], who["surname"], who["born"], who["died"],
                 {"M": "Male", "F": "Female"}[str(who["sex"])], "White British", who["nhs"],
                 chance.choice("NNNY")),
            )  # fmt: skip
            made.execute(
                "INSERT INTO PersonAddressView VALUES (?, ?, ?, ?, ?, ?, ?)",
                (number, ref, who["street"], "Millbrook", who["postcode"], "2019-04-01", None),
            )
            made.execute(
                "INSERT INTO PersonPersonRelationshipView VALUES (?, ?, ?, ?, ?, ?)",
                (number, ref, 70_000 + chance.randrange(people), chance.choice(list(ROLES.values())),
                "2001-01-01",
                 "2020-01-01" if number % 12 == 0 else None),
            )  # fmt: skip
            made.execute(
                "INSERT INTO PersonTeamAllocationView VALUES (?, ?, ?, ?, ?, ?)",
                (number, ref, " ".join(chance.choice(WORKERS)), chance.choice(TEAMS), "2024-05-06",
                 "2026-01-01" if number % 9 == 0 else None),
            )  # fmt: skip
        made.commit()
    return path


def make_liquidlogic_like(path: Path, people: int = 300, seed: int = 9) -> Path:
    """Names in the way of a Liquidlogic warehouse, a prefix in every column."""
    chance = random.Random(seed)
    with closing(sqlite3.connect(path)) as made:
        made.executescript(LIQUIDLOGIC)
        for number in range(people):
            who = _someone(chance, number)
            made.execute(
                "INSERT INTO SSD_PERSON VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                (who["ref"], who["surname"], who["forename"], who["born"], who["sex"], who["ethnic"],
                who["nhs"],
                 who["died"]),
            )  # fmt: skip
            made.execute(
                "INSERT INTO SSD_ADDRESS VALUES (?, ?, ?, ?, ?, ?, ?)",
                (number, who["ref"], who["street"], "Millbrook", who["postcode"], "2019-04-01", None),
            )
            made.execute(
                "INSERT INTO SSD_FAMILY VALUES (?, ?, ?, ?)",
                (
                    number,
                    who["ref"],
                    str(70_000 + chance.randrange(people)),
                    chance.choice(list(ROLES.values())),
                ),
            )
            made.execute(
                "INSERT INTO SSD_INVOLVEMENTS VALUES (?, ?, ?, ?, ?, ?)",
                (number, who["ref"], " ".join(chance.choice(WORKERS)), chance.choice(TEAMS), "2024-05-06",
                 "2026-01-01" if number % 9 == 0 else None),
            )  # fmt: skip
        made.commit()
    return path
