"""What somebody who is new runs into: nothing is said to be well that is not, and no file is lost."""

from __future__ import annotations

import csv
import sqlite3
import subprocess
import sys

import pytest

from adapter_core.errors import StoreError

MOSAIC = """
schema = 1
plugins = ["mosaic"]
[council]
name = "Millbrook Council"
[sources.main]
backend = "mosaic"
url = "sqlite:///mosaic.db"
[people]
master = "main"
"""


# --- doctor ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("there", ["absent", "no database", "no tables"])
def test_doctor_opens_each_source(council, there):
    council.write(text=MOSAIC)
    file = council.folder / "mosaic.db"
    if there == "no database":
        file.write_bytes(b"This is not a database at all, but a letter to nobody. " * 40)
    elif there == "no tables":
        sqlite3.connect(file).execute("CREATE TABLE other (x)").connection.close()
    done = council.run("doctor")
    said = next(line for line in done.out.splitlines() if "source main" in line)
    assert said.startswith("mend")
    assert "FP-0" in said
    assert done.code == 5
    checked = council.run("config", "check")
    assert checked.code != 0
    assert said.partition("FP-")[2][:4] in checked.out


def test_doctor_says_what_does_not_fit(council):
    council.write('fault = "column"')
    assert "has no column POSTCODE" in council.run("doctor").out


def test_doctor_writes_into_the_store_and_leaves_nothing_there(council, monkeypatch):
    assert "well store" in council.run("doctor").out

    def refuse(self):
        raise StoreError("FP-0613", "The store may not be written by this user.")

    monkeypatch.setattr("adapter_core.store.Store.try_writing", refuse)
    assert "mend store: FP-0613" in council.run("doctor").out


# --- whose list -----------------------------------------------------------------------------------------

OWNED = '[owners]\nfallback = ["East Locality Team"]\n'


def checked(council):
    config = council.folder / "fingerpost.toml"
    config.write_text(config.read_text(encoding="utf-8") + OWNED, encoding="utf-8")
    assert council.run("check").code in {0, 1}


@pytest.mark.parametrize("command", [("list",), ("export", "--output", "list.csv")])
def test_a_team_that_does_not_exist_is_no_all_clear(council, command):
    checked(council)
    done = council.run("findings", *command, "--team", "East Localty Team")
    assert done.code == 2
    assert done.err.startswith("FP-0714: ")
    assert "East Locality Team" in done.err
    assert not (council.folder / "list.csv").exists()
    assert council.run("findings", *command, "--worker", "W999").code == 2
    assert council.run("findings", *command, "--team", "east locality TEAM").code == 0


# --- files ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "start"), [("r.html", "<!"), ("r.csv", ""), ("r.json", "{"), ("r.xlsx", "PK")]
)
def test_the_ending_says_the_format(council, name, start):
    council.run("check")
    assert council.run("report", "--output", name).code == 0
    text = (council.folder / name).read_bytes().decode("latin-1").lstrip("\xef\xbb\xbf")
    assert text.lower().startswith(start.lower())


@pytest.mark.parametrize(
    "arguments",
    [
        ("--output", "r.pdf"),
        ("--output", "r"),
        ("--output", "r.csv", "--format", "html"),
        ("--output", "r.pdf", "--format", "html"),
        ("--json", "--format", "csv"),
    ],
)
def test_a_format_that_contradicts_itself_is_refused(council, arguments):
    council.run("check")
    done = council.run("report", *arguments)
    assert done.code == 2
    assert "FP-0920" in done.out + done.err
    assert not list(council.folder.glob("r*"))


@pytest.mark.parametrize("command", [("report",), ("findings", "export")])
def test_a_file_is_replaced_only_when_that_is_asked_for(council, command):
    council.run("check")
    file = council.folder / "theirs.csv"
    file.write_text("a year's work", encoding="utf-8")
    done = council.run(*command, "--output", "theirs.csv")
    assert done.code == 2
    assert done.err.startswith("FP-0921: ")
    assert "--overwrite" in done.err
    assert file.read_text(encoding="utf-8") == "a year's work"
    assert council.run(*command, "--output", "theirs.csv", "--overwrite").code == 0
    assert "a year's work" not in file.read_text(encoding="utf-8-sig")


@pytest.mark.parametrize("command", [("report",), ("findings", "export")])
def test_a_source_or_the_store_is_never_replaced(council, command):
    source = council.folder / "people.csv"
    source.write_text("everybody", encoding="utf-8")
    council.write('path = "people.csv"')
    config = council.folder / "fingerpost.toml"
    config.write_text(
        config.read_text(encoding="utf-8") + '[store]\nurl = "sqlite:///kept.csv"\n', encoding="utf-8"
    )
    council.run("check")
    for name in ("people.csv", "kept.csv"):
        done = council.run(*command, "--output", name, "--overwrite")
        assert done.code == 2
        assert "FP-0921" in done.err
    assert source.read_text(encoding="utf-8") == "everybody"
    assert council.run("runs").code == 0


# --- the command line -----------------------------------------------------------------------------------


@pytest.mark.parametrize(("arguments", "code"), [((), 0), (("findings",), 2), (("config",), 2)])
def test_a_command_alone_shows_its_help(nowhere, arguments, code):
    done = nowhere(*arguments)
    assert done.code == code
    assert "Usage:" in done.out + done.err
    assert "FP-" not in done.out + done.err


@pytest.mark.parametrize(
    ("arguments", "near"),
    [(("chekc",), "check"), (("reprot",), "report"), (("findings", "exprot"), "export"), (("zzz",), "")],
)
def test_a_word_that_is_nearly_a_command(nowhere, arguments, near):
    done = nowhere(*arguments)
    assert done.code == 2
    assert ("Did you mean" in done.err) == bool(near)
    assert near in done.err


def test_explain_takes_several_codes(nowhere):
    done = nowhere("explain", "FP-0105", "FP-0212")
    assert done.code == 0
    assert "FP-0105: " in done.out
    assert "FP-0212: " in done.out
    assert [each["code"] for each in nowhere("explain", "FP-0105", "FP-0212", "--json").json["codes"]] == [
        "FP-0105",
        "FP-0212",
    ]
    assert nowhere("explain", "FP-0105", "--json").json["code"] == "FP-0105"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such pipes and no /dev/full")
@pytest.mark.parametrize("arguments", [["report"], ["report", "--format", "csv"], ["--help"]])
def test_a_reader_who_has_seen_enough_is_no_error(council, arguments):
    council.run("check")
    command = [sys.executable, "-m", "adapter_core.cli.main", *arguments]
    with subprocess.Popen(
        command, cwd=council.folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as program:
        assert program.stdout is not None
        assert program.stderr is not None
        program.stdout.close()
        said = program.stderr.read()
    assert program.returncode in {0, 141}
    assert said == b""


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has /dev/full")
@pytest.mark.parametrize("arguments", [["report"], ["report", "--format", "csv"], ["explain", "FP-0105"]])
def test_output_that_has_no_room(council, arguments):
    council.run("check")
    command = [sys.executable, "-m", "adapter_core.cli.main", *arguments]
    with open("/dev/full", "wb") as full:  # noqa: PTH123 - a device, not a file
        done = subprocess.run(
            command, cwd=council.folder, stdout=full, stderr=subprocess.PIPE, text=True, check=False
        )
    assert done.returncode == 70
    assert done.stderr.startswith("FP-0002: ")
    assert "Traceback" not in done.stderr


# --- what comes back ------------------------------------------------------------------------------------


def test_a_note_or_a_day_without_a_decision_is_not_passed_over(council):
    council.run("check")
    file = council.folder / "list.csv"
    assert council.run("findings", "export", "--output", "list.csv").code == 0
    with file.open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.reader(stream))
    head, *body = rows
    body = [list(body[0]), list(body[0])]
    body[0][head.index("Note")] = "Rang twice"
    body[1][head.index("Until")] = "2027-01-31"
    with file.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows([head, *body])
    done = council.run("findings", "import", "list.csv")
    assert done.code == 3
    assert "row 2" in done.out
    assert done.out.count("FP-0702") == 2
    assert "a note but no decision" in done.out
    assert "a day but no decision" in done.out
