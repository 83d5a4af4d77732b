"""SECURITY.md's promises: canaries are planted in a council, and looked for in all that is said and left.

A canary is a name, an NHS number, a date of birth or a free text that is written nowhere else, in records
that have gaps, in records that cannot be read, and where something else belongs.
"""

from __future__ import annotations

import csv
import io
import logging
import shutil
import socket
import sqlite3
import zipfile
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from adapter_core.cli.main import run
from adapter_core.service.demo import run_demo

AS_OF = date(2026, 11, 23)
BORN = date(1933, 7, 19)
NHS_NUMBER = "9997770005"
WORDS = ("Zebedee", "Quackenbush", "Marmalade Cottage", "Gnomish elbow", "Attorney Wimple", "FLUMMERYSURGERY")
CANARIES = (
    *WORDS,
    NHS_NUMBER,
    f"{NHS_NUMBER[:3]} {NHS_NUMBER[3:6]} {NHS_NUMBER[6:]}",
    "1933-07-19",
    "19/07/1933",
    "19330719",
    "19 July 1933",
)
SOURCES = {"mosaic.db", "ais.csv", "truth.json", "demo.json", "broken.db"}
"""What holds the canaries, or was made before they were planted."""

PLANT = f"""
UPDATE DM_PERSONS SET FIRST_NAME = 'Zebedee', LAST_NAME = 'Quackenbush', FULL_NAME = 'Zebedee Quackenbush',
    DATE_OF_BIRTH = '{BORN} 00:00:00', NHS_ID = {NHS_NUMBER} WHERE PERSON_ID = {{ref}};
UPDATE DM_PERSONS SET RESTRICTED = 'Y' WHERE PERSON_ID = {{restricted}};
DELETE FROM DM_ADDRESSES WHERE PERSON_ID = {{ref}};
INSERT INTO DM_ADDRESSES (REF_ADDRESSES_PEOPLE_ID, REF_ADDRESS_ID, PERSON_ID, ADDRESS, POST_CODE)
    VALUES (999999, 999999, {{ref}}, 'Marmalade Cottage', 'Marmalade Cottage');
DELETE FROM FP_GP_REGISTRATIONS WHERE PERSON_ID = {{ref}};
INSERT INTO FP_GP_REGISTRATIONS (GP_REGISTRATION_ID, PERSON_ID, PRACTICE_CODE)
    VALUES (999999, {{ref}}, 'FLUMMERYSURGERY');
INSERT INTO FP_HEALTH_CONDITIONS (HEALTH_CONDITION_ID, PERSON_ID, CONDITION_TEXT)
    VALUES (999999, {{ref}}, 'Gnomish elbow');
INSERT INTO FP_REPRESENTATIVES (REPRESENTATIVE_ID, PERSON_ID, AUTHORITY, NAME, OPG_REFERENCE)
    VALUES (999999, {{ref}}, 'lpa_health_welfare', 'Attorney Wimple', 'Attorney Wimple');
"""


@dataclass
class Planted:
    """A council with canaries.

    Attributes:
        ref: whose record holds them, and has gaps.
        restricted: whose record is restricted, and would have gaps.
        said: everything that any command has said so far.
    """

    folder: Path
    ref: str
    restricted: str
    invoke: Callable[..., tuple[int, str, str]]
    said: list[str] = field(default_factory=list)

    def run(self, *arguments: str) -> tuple[int, str]:
        code, out, err = self.invoke(*arguments)
        self.said += [out, err]
        return code, out + err


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str, str]:
    """A council with canaries, checked by nobody yet."""
    folder = tmp_path_factory.mktemp("council") / "demo"
    run_demo(folder, people=300, as_of=AS_OF)
    with closing(sqlite3.connect(folder / "fingerpost.db")) as store:
        found = store.execute("SELECT ref, count(*) FROM finding GROUP BY ref ORDER BY 2 DESC, 1").fetchall()
    ref, restricted = found[0][0], found[1][0]
    with closing(sqlite3.connect(folder / "mosaic.db")) as mosaic:
        mosaic.executescript(PLANT.format(ref=ref, restricted=restricted))
        mosaic.commit()
    with (folder / "ais.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    wide = len(rows[0])
    same = dict(zip(rows[0], [""] * wide, strict=True)) | {
        "PERSON_REF": "A999999", "NHS_NUMBER": NHS_NUMBER, "DATE_OF_BIRTH": "19/07/1933",
        "FORENAMES": "Zebedee", "SURNAME": "Quackenbush", "ADDRESS": "Marmalade Cottage", "GENDER": "Female",
    }  # fmt: skip
    with (folder / "ais.csv").open("a", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(same.values())
        writer.writerow(
            (same | {"PERSON_REF": "A999998", "DATE_OF_BIRTH": "20/07/1933"}).values()
        )  # conflict
        writer.writerow(["Zebedee", "Quackenbush", NHS_NUMBER])  # a broken row
        writer.writerow((same | {"PERSON_REF": ""}).values())  # nobody's
    (folder / "fingerpost.db").unlink()
    (folder / "report.html").unlink()
    return folder, ref, restricted


@pytest.fixture
def planted(
    made: tuple[Path, str, str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> Planted:
    """A council with canaries, in a process that may talk to nobody, with a temporary folder of its own."""
    first, ref, restricted = made
    folder = tmp_path / "council"
    shutil.copytree(first, folder)
    (tmp_path / "temporary").mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "temporary"))
    monkeypatch.setenv("SQLITE_TMPDIR", str(tmp_path / "temporary"))
    monkeypatch.delenv("FINGERPOST_CONFIG", raising=False)
    monkeypatch.setattr(socket.socket, "connect", _nobody)
    monkeypatch.chdir(folder)

    def invoke(*arguments: str) -> tuple[int, str, str]:
        capfd.readouterr()
        code = run(list(arguments))
        out, err = capfd.readouterr()
        return code, out, err

    return Planted(folder, ref, restricted, invoke)


def _nobody(*_: Any) -> None:
    pytest.fail("something was to be sent somewhere")


def canaries_in(content: bytes) -> set[str]:
    """The canaries in a text, a file or a workbook."""
    if content.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            content = b"\n".join(packed.read(name) for name in packed.namelist())
    plain = content.lower()
    return {canary for canary in CANARIES if canary.lower().encode() in plain}


def files_of(folder: Path) -> Iterator[Path]:
    return (path for path in sorted(folder.rglob("*")) if path.is_file() and path.name not in SOURCES)


EVERYTHING = (
    ("config", "check", "--save-shape"),
    ("config", "check"),
    ("mapping", "scan", "mosaic", "--out", "mosaic.scan.json"),
    ("mapping", "scan", "ais", "--out", "ais.scan.json"),
    ("mapping", "infer", "mosaic.scan.json", "--out", "inferred.toml"),
    ("mapping", "diff", "mosaic.scan.json", "mosaic.scan.json"),
    ("doctor",),
    ("check",),
    ("check", "--profile", "pre_meeting", "--json"),
    ("check", "--profile", "camden"),
    ("check", "--profile", "cld", "--cohort", "everyone"),
    ("runs",),
    ("report",),
    ("report", "--format", "json"),
    ("report", "--format", "csv", "--output", "report.csv"),
    ("report", "--format", "xlsx", "--output", "report.xlsx"),
    ("report", "--format", "html", "--output", "report.html"),
    ("findings", "list", "--all"),
    ("findings", "list", "--json"),
    ("findings", "export", "--all", "--output", "list.csv"),
    ("findings", "export", "--all", "--output", "list.xlsx"),
    ("findings", "import", "list.csv", "--yes"),
)
SOUND = {0, 1, 3}


@pytest.fixture
def worked(planted: Planted) -> Planted:
    """The same, with everything done that a night and a day do."""
    for arguments in EVERYTHING:
        code, said = planted.run(*arguments)
        assert code in SOUND, (arguments, said)
    for more in ((), ("--profile", "post_conversation"), ("--json",)):
        assert planted.run("missing", planted.ref, *more)[0] == 0
    for wanted in ("family_name", "nhs_number", "date_of_birth", "relationships.role"):
        assert planted.run("mapping", "explain", planted.ref, wanted)[0] == 0
    return planted


def test_no_canary_is_left_anywhere(worked, tmp_path, caplog):
    assert worked.ref in "".join(worked.said)
    assert canaries_in("".join(worked.said).encode()) == set()
    left = {path.name: canaries_in(path.read_bytes()) for path in files_of(worked.folder)}
    assert {"fingerpost.db", "report.html", "report.xlsx", "report.csv", "list.xlsx"} <= left.keys()
    assert {name: found for name, found in left.items() if found} == {}
    assert list((tmp_path / "temporary").iterdir()) == []
    assert canaries_in(caplog.text.encode()) == set()


def test_sources_are_only_ever_read(worked, made):
    for name in ("mosaic.db", "ais.csv", "practices.csv"):
        assert (worked.folder / name).read_bytes() == (made[0] / name).read_bytes()


def test_names_come_when_they_are_asked_for_and_that_is_audited(planted):
    planted.run("check")
    for form in ("html", "csv", "xlsx"):
        code, said = planted.run("report", "--format", form, "--names", "--output", f"named.{form}")
        assert code == 0, said
        found = canaries_in((planted.folder / f"named.{form}").read_bytes())
        assert {"Zebedee", "Quackenbush"} <= found <= set(WORDS[:2])
    with closing(sqlite3.connect(planted.folder / "fingerpost.db")) as store:
        actions = [action for (action,) in store.execute("SELECT action FROM audit")]
    assert actions.count("report.with_names") == 3
    assert canaries_in((planted.folder / "fingerpost.db").read_bytes()) == set()


@pytest.mark.parametrize(
    "spoil",
    [
        "ALTER TABLE DM_PERSONS RENAME COLUMN LAST_NAME TO NAMED",
        "DROP TABLE FP_HEALTH_CONDITIONS",
        "DROP TABLE DM_PERSONS",
    ],
)
def test_no_canary_in_an_error(planted, spoil, caplog):
    caplog.set_level(logging.DEBUG)
    with closing(sqlite3.connect(planted.folder / "mosaic.db")) as mosaic:
        mosaic.execute(spoil)
        mosaic.commit()
    for arguments in (("check",), ("check", "--json"), ("config", "check"), ("missing", planted.ref)):
        code, said = planted.run(*arguments, "--debug-file", "trace.txt")
        assert code not in SOUND, (arguments, said)
    assert "FP-" in "".join(planted.said)
    assert canaries_in("".join(planted.said).encode() + caplog.text.encode()) == set()
    assert {path.name for path in files_of(planted.folder) if canaries_in(path.read_bytes())} == set()


def test_no_canary_in_an_internal_error(planted, monkeypatch):
    def broken(*_: Any, **__: Any) -> None:
        raise ValueError("; ".join(CANARIES))

    monkeypatch.setattr("adapter_core.checks.engine.Checker.check_page", broken)
    code, said = planted.run("check", "--debug-file", "trace.txt")
    assert code == 70
    assert "FP-0001" in said
    assert canaries_in(said.encode()) == set()
    assert "check_page" in (planted.folder / "trace.txt").read_text(encoding="utf-8")
    assert {path.name for path in files_of(planted.folder) if canaries_in(path.read_bytes())} == set()


def test_a_trace_leaves_no_canary_but_in_the_files_that_go_and_come(planted, tmp_path, caplog):
    def change(column: str, value: object, ref: str = planted.ref) -> None:
        with closing(sqlite3.connect(planted.folder / "mosaic.db")) as mosaic:
            mosaic.execute(f"UPDATE DM_PERSONS SET {column} = ? WHERE PERSON_ID = ?", (value, ref))
            mosaic.commit()

    def left() -> dict[str, set[str]]:
        found = {path.name: canaries_in(path.read_bytes()) for path in files_of(planted.folder)}
        return {name: canaries for name, canaries in found.items() if canaries}

    change("NHS_ID", None)
    change("GENDER", "F")
    planted.run("check")
    code, said = planted.run("trace", "export", "--out", "out.csv")
    assert code == 0, said
    assert {"Zebedee", "Quackenbush", "1933-07-19"} <= left()["out.csv"]
    with (planted.folder / "out.csv").open(encoding="utf-8", newline="") as file:
        (row,) = [row for row in csv.DictReader(file) if row["surname"] == "Quackenbush"]
    reply = f"reference,nhs_number,date_of_birth\r\n{row['reference']},{NHS_NUMBER},1933-07-19\r\n"
    wrong = f"Zebedee-{NHS_NUMBER},{NHS_NUMBER},1933-07-19\r\n{row['reference']},Quackenbush,19/07/1933\r\n"
    (planted.folder / "wrong.csv").write_text(reply.partition("\r\n")[0] + "\r\n" + wrong, encoding="utf-8")
    (planted.folder / "reply.csv").write_text(reply, encoding="utf-8")
    token = row["reference"].partition("-")[0]
    for arguments in (
        ("trace", "import", "wrong.csv"), ("trace", "import", "reply.csv"), ("trace", "import", "reply.csv"),
        ("trace", "list"), ("trace", "list", "--all"), ("trace", "list", "--all", "--json"),
        ("trace", "accept", token, "--by", "Sam Field"), ("check",), ("findings", "list"),
        ("audit", "list"), ("audit", "list", "--json"), ("audit", "show", "1"),
        ("audit", "list", "--ref", planted.ref),
    ):  # fmt: skip
        code, said = planted.run(*arguments)
        assert code in SOUND, (arguments, said)
    assert token in "".join(planted.said)
    spaced = f"{NHS_NUMBER[:3]} {NHS_NUMBER[3:6]} {NHS_NUMBER[6:]}"
    assert left().keys() == {"out.csv", "wrong.csv", "reply.csv", "fingerpost.db"}
    assert left()["fingerpost.db"] == {NHS_NUMBER}
    assert spaced in planted.invoke("trace", "list", "--show")[1]
    assert planted.restricted not in "".join(planted.said)
    assert planted.restricted.encode() not in (planted.folder / "out.csv").read_bytes()
    change("NHS_ID", NHS_NUMBER)
    planted.run("check")
    assert left().keys() == {"out.csv", "wrong.csv", "reply.csv"}
    assert canaries_in("".join(planted.said).encode() + caplog.text.encode()) == set()
    assert list((tmp_path / "temporary").iterdir()) == []


def test_whoever_is_restricted_is_counted_and_never_listed(worked):
    _, said = worked.run("report")
    assert "restricted: counted here, never listed" in said
    assert worked.restricted not in "".join(worked.said)
    for path in files_of(worked.folder):
        content = path.read_bytes()
        if content.startswith(b"PK"):
            with zipfile.ZipFile(path) as packed:
                content = b"".join(packed.read(name) for name in packed.namelist())
        assert worked.restricted.encode() not in content, path.name


def test_a_restricted_record_is_answered_as_one_that_is_not_there(planted):
    restricted = planted.run("missing", planted.restricted)
    nobody = planted.run("missing", "7777777")
    assert restricted == nobody
    assert restricted[0] == 2


def test_what_cannot_be_audited_is_not_shown(planted):
    planted.run("check")
    with closing(sqlite3.connect(planted.folder / "fingerpost.db")) as store:
        store.execute("CREATE TRIGGER full BEFORE INSERT ON audit BEGIN SELECT RAISE(ABORT, 'full'); END")
        store.commit()
    before = {path.name for path in planted.folder.iterdir()}
    for arguments in (
        ("missing", planted.ref),
        ("report",),
        ("report", "--format", "html", "--names", "--output", "out.html"),
        ("findings", "list"),
        ("findings", "export", "--output", "out.xlsx"),
        ("trace", "export", "--out", "out.csv"),
        ("audit", "list"),
        ("audit", "list", "--ref", planted.ref),
        ("audit", "show", "1"),
    ):
        code, out, err = planted.invoke(*arguments)
        assert code not in SOUND, arguments
        assert out == "", arguments
        assert planted.ref not in err
    assert {path.name for path in planted.folder.iterdir()} == before
