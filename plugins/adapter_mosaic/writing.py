"""Writes synthetic people as a SQLite database in Mosaic's shape: demo, examples, tests, benchmarks.

The way back of `mosaic/demo`: what it reads from the database is the people that were written. A state
is written as a source would hold it: nothing for `absent`, a sentinel for `placeholder`, the code of an
answer for `declined`, a code that nobody mapped for `not_supported`. What no column can hold is left out.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from itertools import count
from typing import TYPE_CHECKING, Any

from adapter_core.domain.codes import CODE_LISTS
from adapter_core.domain.states import State
from adapter_mosaic.raw import ETHNICITY, GENDER, RAW, raw_nhs_number
from adapter_mosaic.schema import INDEXES, OURS, PUBLISHED

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from adapter_core.domain.people import Person

FILE = "mosaic.db"
BATCH = 2_000
DUPLICATE = "Duplicate : Main record"

_DETAILS = (
    "nhs_number_status",
    "accommodation",
    "employment",
    "client_type",
    "primary_support_reason",
    "has_unpaid_carer",
    "benefits_handled_by_other",
    "financial_assessment_on",
    "last_review_on",
    "information_needs_assessed",
    "has_information_needs",
    "information_needs_reviewed",
    "advance_decision",
    "stated_gender",
    "trans",
    "gender_same_as_birth",
    "sexual_orientation",
)
_OUR_LISTS = {
    "gp": ("FP_GP_REGISTRATIONS", ("code", "name", "practitioner", "start", "end")),
    "representatives": ("FP_REPRESENTATIVES", ("authority", "name", "reference", "start", "end")),
    "communication_needs": ("FP_COMMUNICATION_NEEDS", ("need", "start", "end")),
    "health_conditions": ("FP_HEALTH_CONDITIONS", ("condition", "start", "end")),
    "capacity": ("FP_CAPACITY_ASSESSMENTS", ("area", "outcome", "assessed_on")),
    "services": ("FP_SERVICES", ("kind", "start", "end")),
    "answers": ("FP_ANSWERS", ("topic", "answer", "asked_on")),
}

_INSERTS = {
    "DM_PERSONS": (
        "PERSON_ID",
        "NHS_ID",
        "FULL_NAME",
        "TITLE",
        "FIRST_NAME",
        "LAST_NAME",
        "DATE_OF_BIRTH",
        "DATE_OF_DEATH",
        "GENDER",
        "RESTRICTED",
        "PERSON_ID_LEGACY",
        "FULL_ETHNICITY_CODE",
        "CONTEXT_FLAG",
    ),
    "DM_ADDRESSES": (
        "REF_ADDRESSES_PEOPLE_ID",
        "REF_ADDRESS_ID",
        "PERSON_ID",
        "START_DATE",
        "END_DATE",
        "ADDRESS",
        "POST_CODE",
        "DISTRICT",
        "ADDRESS_TYPE",
        "IS_CONTACT_ADDRESS",
        "IS_DISPLAY_ADDRESS",
    ),
    "DM_PERSONAL_RELATIONSHIPS": (
        "PERSONAL_RELATIONSHIP_ID",
        "PERSON_ID",
        "PERSONAL_REL_TYPE_ID",
        "OTHER_PERSON_ID",
        "START_DATE",
        "END_DATE",
        "IS_INFORMAL_CARER",
    ),
    "FP_RELATIONSHIP_DETAILS": (
        "PERSONAL_RELATIONSHIP_ID",
        "IS_EMERGENCY_CONTACT",
        "OTHER_IS_INFORMAL_CARER",
    ),
    "DM_SERVICE_USER_GROUPS": ("PERSON_ID", "FULL_GROUP_TYPE", "START_DATE", "END_DATE", "FP_IS_PRIMARY"),
    "DM_ALLOCATED_WORKERS": ("ALLOCATION_ID", "PERSON_ID", "WORKER_ID", "START_DATE", "END_DATE"),
    "DM_SUBGROUPS": ("SUBGROUP_ID", "GROUP_ID", "ONLY_SUBJECT_TYPE_CODE"),
    "DM_SUBGROUP_SUBJECTS": ("SUBGROUP_ID", "SUBJECT_COMPOUND_ID", "SUBJECT_TYPE_CODE"),
    "DM_WORKFLOW_STEPS": ("WORKFLOW_STEP_ID", "SUBGROUP_ID", "STEP_STATUS", "RESPONSIBLE_TEAM_ID"),
    "DM_PERSONAL_REL_TYPES": ("PERSONAL_REL_TYPE_ID", "DESCRIPTION"),
    "WORKERS": ("ID", "FIRST_NAMES", "LAST_NAMES"),
    "WORKER_ROLES": ("WORKER_ID", "ORG_ID", "PRIMARY_JOB"),
    "ORGANISATIONS": ("ID", "NAME", "RESPONSIBLE_AUTHORITY"),
}


def write_sample(folder: Path, people: Iterable[Person], options: Mapping[str, Any]) -> Mapping[str, Any]:
    """Write people into `mosaic.db`, streamed; an older file is replaced once the new one is whole.

    Args:
        folder: where to write.
        people: with references that are whole numbers, each once.
        options: `file` names the file.

    Returns:
        `{"url": …}`, relative to the folder, in which the config is expected as well.

    Raises:
        ValueError: if a reference is no whole number.
        sqlite3.Error: if the file cannot be written, or a reference comes twice.
    """
    name = str(options.get("file", FILE))
    folder.mkdir(parents=True, exist_ok=True)
    unfinished = folder / f"{name}.part"
    unfinished.unlink(missing_ok=True)
    try:
        with closing(sqlite3.connect(unfinished, isolation_level=None)) as database:
            # A file that is thrown away when anything fails needs no journal.
            database.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;" + PUBLISHED + OURS)
            database.execute("BEGIN")
            _Tables(database).write(people)
            database.execute("COMMIT")
            database.executescript(INDEXES)
        unfinished.replace(folder / name)
    finally:
        unfinished.unlink(missing_ok=True)
    return {"url": f"sqlite:///{name}"}


class _Tables:
    """Rows on their way into the tables, at most a batch of people in memory."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self._database = database
        tables = dict(_INSERTS)
        tables["FP_PERSON_DETAILS"] = ("PERSON_ID", *(name.upper() for name in _DETAILS))
        self._sql = {
            table: f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})"  # noqa: S608 - our own names
            for table, columns in tables.items()
        }
        for table, fields in _OUR_LISTS.values():
            self._sql[table] = f"INSERT INTO {table} VALUES ({', '.join('?' * (len(fields) + 2))})"  # noqa: S608 - our own names
        self._rows: dict[str, list[tuple[Any, ...]]] = {table: [] for table in self._sql}
        self._ids = {table: count(1) for table in self._sql}
        self._known: dict[str, dict[Any, int]] = {"types": {}, "workers": {}, "teams": {}}

    def write(self, people: Iterable[Person]) -> None:
        self._reference_tables()
        for number, person in enumerate(people, 1):
            self._person(person)
            if number % BATCH == 0:
                self._flush()
        self._flush()

    def _flush(self) -> None:
        for table, rows in self._rows.items():
            if rows:
                self._database.executemany(self._sql[table], rows)
                rows.clear()

    def _reference_tables(self) -> None:
        execute = self._database.executemany
        execute(
            "INSERT INTO DM_PROF_REL_TYPES VALUES (?, ?)", [("GP", "GP"), ("REL.ALLWORK", "Allocated Worker")]
        )
        groups = ["CARER", "OLDER", "LD", "MH", "PD", "SENSORY", "OTHER"]
        execute("INSERT INTO DM_SERV_USER_GROUP_TYPES VALUES (?, NULL)", [(group,) for group in groups])
        names = [(code, CODE_LISTS["gender"].get(name)) for name, code in GENDER.items()]
        execute(
            "INSERT INTO REFERENCE_DATA VALUES ('GENDER', ?, ?)",
            [(code, found.label if found else "Not known") for code, found in names],
        )
        execute(
            "INSERT INTO DM_ETHNICITIES VALUES (?, ?, ?, ?)",
            [(code, str(name), code, code) for name, code in ETHNICITY.items()],
        )
        self._type(DUPLICATE)

    # --- one person ---

    def _person(self, person: Person) -> None:
        key = int(person.ref)
        rows = self._rows
        title, given, family = (
            RAW[name](getattr(person, name)) for name in ("title", "given_name", "family_name")
        )
        whole = " ".join(part for part in (given, family) if part.__class__ is str)
        rows["DM_PERSONS"].append(
            (
                key,
                raw_nhs_number(person.nhs_number),
                whole,
                title,
                given,
                family,
                RAW["date_of_birth"](person.date_of_birth),
                RAW["date_of_death"](person.date_of_death),
                RAW["gender"](person.gender) or " ",
                RAW["restricted"](person.restricted),
                f"L{key}",
                RAW["ethnicity"](person.ethnicity),
                "A",
            )
        )
        rows["FP_PERSON_DETAILS"].append((key, *(RAW[name](getattr(person, name)) for name in _DETAILS)))
        self._address(key, person)
        self._duplicate(key, person.duplicate_of)
        for name, (table, fields) in _OUR_LISTS.items():
            items: object = getattr(person, name)
            if items.__class__ is tuple:
                makers = [(field, RAW[f"{name}.{field}"]) for field in fields] if items else []
                for item in items:
                    values = [make(getattr(item, field)) for field, make in makers]
                    rows[table].append((next(self._ids[table]), key, *values))
        self._relationships(key, person.relationships)
        self._work(key, person)

    def _address(self, key: int, person: Person) -> None:
        held = (person.address, person.postcode, person.locality)
        ended = "2000-01-01 00:00:00" if State.EXPIRED in held else None
        # A value that has expired is any text in a row that has ended: what it was is not known any more.
        values = [
            "Former address" if value is State.EXPIRED else RAW[name](value)
            for name, value in zip(("address", "postcode", "locality"), held, strict=True)
        ]
        if any(value is not None for value in values):
            number = next(self._ids["DM_ADDRESSES"])
            self._rows["DM_ADDRESSES"].append((number, number, key, None, ended, *values, "MAIN", "Y", "Y"))

    def _duplicate(self, key: int, other: object) -> None:
        raw = "0" if other is State.EXPIRED else RAW["duplicate_of"](other)
        if raw is not None:
            ended = "2000-01-01 00:00:00" if other is State.EXPIRED else None
            number = next(self._ids["DM_PERSONAL_RELATIONSHIPS"])
            self._rows["DM_PERSONAL_RELATIONSHIPS"].append(
                (number, key, self._type(DUPLICATE), raw, "", ended, None)
            )

    def _relationships(self, key: int, items: object) -> None:
        if items.__class__ is not tuple:
            return
        for each in items:
            number = next(self._ids["DM_PERSONAL_RELATIONSHIPS"])
            role, other = (RAW[f"relationships.{n}"](getattr(each, n)) or "" for n in ("role", "other_role"))
            # In Mosaic neither the other person nor the first day may be empty: a blank stands for nothing.
            self._rows["DM_PERSONAL_RELATIONSHIPS"].append(
                (
                    number,
                    key,
                    self._type(f"{role} : {other}" if role or other else None),
                    RAW["relationships.other_ref"](each.other_ref) or "",
                    RAW["relationships.start"](each.start) or "",
                    RAW["relationships.end"](each.end),
                    RAW["relationships.is_informal_carer"](each.is_informal_carer),
                )
            )
            self._rows["FP_RELATIONSHIP_DETAILS"].append(
                (
                    number,
                    RAW["relationships.is_emergency_contact"](each.is_emergency_contact),
                    RAW["relationships.other_is_informal_carer"](each.other_is_informal_carer),
                )
            )

    def _work(self, key: int, person: Person) -> None:
        if person.groups.__class__ is tuple:
            for group in person.groups:
                values = [
                    RAW[f"groups.{name}"](getattr(group, name))
                    for name in ("code", "start", "end", "primary")
                ]
                self._rows["DM_SERVICE_USER_GROUPS"].append((key, *values))
        if person.allocations.__class__ is tuple:
            for each in person.allocations:
                number = next(self._ids["DM_ALLOCATED_WORKERS"])
                start, end = RAW["allocations.start"](each.start), RAW["allocations.end"](each.end)
                worker = self._worker(
                    RAW["allocations.worker"](each.worker), RAW["allocations.team"](each.team)
                )
                self._rows["DM_ALLOCATED_WORKERS"].append((number, key, worker, start, end))
        if person.steps.__class__ is tuple:
            for step in person.steps:
                number = next(self._ids["DM_WORKFLOW_STEPS"])
                team = self._team(RAW["steps.team"](step.team))
                self._rows["DM_SUBGROUPS"].append((number, number, "PER"))
                self._rows["DM_SUBGROUP_SUBJECTS"].append((number, key, "PER"))
                self._rows["DM_WORKFLOW_STEPS"].append(
                    (number, number, RAW["steps.status"](step.status), team)
                )

    # --- what people share: written once, kept by number ---

    def _type(self, description: str | None) -> int:
        known = self._known["types"]
        if description not in known:
            known[description] = len(known) + 1
            self._rows["DM_PERSONAL_REL_TYPES"].append((known[description], description))
        return known[description]

    def _team(self, name: object) -> int | None:
        if name is None:
            return None
        known = self._known["teams"]
        if name not in known:
            known[name] = len(known) + 1
            self._rows["ORGANISATIONS"].append((known[name], name, "N"))
        return known[name]

    def _worker(self, name: object, team: object) -> int | None:
        """A worker is one name in one team: Mosaic knows the team by the worker's job."""
        if name is None and team is None:
            return None
        known = self._known["workers"]
        if (name, team) not in known:
            number = known[name, team] = len(known) + 1
            first, _, last = name.rpartition(" ") if isinstance(name, str) else (None, "", name)
            self._rows["WORKERS"].append((number, first or None, last))
            if team is not None:
                self._rows["WORKER_ROLES"].append((number, self._team(team), "Y"))
        return known[name, team]
