"""Listing, answering, sending out and taking back what was found, on the command line."""

from __future__ import annotations

import csv

import pytest


def test_findings_list(council):
    assert council.run("check").code == 0
    found = council.run("findings", "list", "--json").json["findings"]
    assert ("2", "postcode", False) in {
        (each["person"]["ref"], each["rule"], each["hidden"]) for each in found
    }
    assert "Postcode: what is recorded cannot be right." in council.run("findings", "list").out
    assert council.run("findings", "list", "--rule", "postcode", "--json").json["findings"] == [
        each for each in found if each["rule"] == "postcode"
    ]
    assert council.run("findings", "list", "--team", "none").err.startswith("FP-0714: ")


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["list", "--rule", "postcod"], "FP-0901"),
        (["list", "--profile", "camden"], "FP-0611"),
        (["review", "1", "postcode", "done"], "FP-0701"),
        (["review", "2", "postcode", "snoozed"], "FP-0703"),
        (["review", "2", "postcode", "dnoe"], "FP-0920"),
        (["review", "2", "postcod", "done"], "FP-0901"),
        (["export", "--output", "list.pdf"], "FP-0920"),
        (["export", "--output", "none/list.csv"], "FP-0925"),
        (["import", "none.csv"], "FP-0705"),
        (["import", "--undo", "77"], "FP-0708"),
        (["import"], "FP-0920"),
        (["import", "a.csv", "--list"], "FP-0920"),
    ],
)
def test_findings_with_what_is_not_there(council, arguments, code):
    council.run("check")
    done = council.run("findings", *arguments, "--json")
    assert done.code == 2
    assert done.json["error"]["code"] == code


def test_a_review_hides_a_gap_from_the_list(council):
    council.run("check")
    done = council.run("findings", "review", "2", "postcode", "done", "--json")
    assert done.code == 0
    assert done.json["decision"] == "done"
    assert "postcode" not in council.run("findings", "list", "--json").out
    shown = council.run("findings", "list", "--all", "--rule", "postcode", "--json").json["findings"]
    assert [each["hidden"] for each in shown] == [True]


def test_a_gap_that_is_new_since_the_check_can_be_answered(council):
    council.run("check")
    toy = council.folder / "toy.py"
    toy.write_text(toy.read_text(encoding="utf-8").replace("MB1 2AB", "nonsense"), encoding="utf-8")
    assert council.run("findings", "review", "1", "postcode", "declined").code == 0
    answer = council.run("missing", "1", "--profile", "cld", "--json").json
    assert "postcode" not in {each["rule"] for each in answer["missing"]}


def filled(council, decision):
    """The council's list as CSV, with a decision about the postcode."""
    file = council.folder / "list.csv"
    assert council.run("findings", "export", "--output", str(file)).code == 0
    text = file.read_text(encoding="utf-8-sig")
    rows = list(csv.reader(text.splitlines()))
    place, rule = rows[0].index("Decision"), rows[0].index("Rule")
    for row in rows[1:]:
        if row[rule] == "postcode":
            row[place] = decision
    with file.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows(rows)
    return str(file)


def test_a_list_goes_out_comes_back_and_is_taken_back(council):
    council.run("check")
    file = filled(council, "Declined")
    preview = council.run("findings", "import", file)
    assert preview.code == 0
    assert "1 decision to take, 0 rows unchanged, 0 not taken." in preview.out
    assert "Nothing was changed." in preview.out
    taken = council.run("findings", "import", file, "--yes", "--json")
    assert taken.code == 0
    assert [each["rule"] for each in taken.json["rows"]] == ["postcode"]
    number = taken.json["import"]
    assert council.run("findings", "import", "--list", "--json").json["imports"][0]["id"] == number
    undone = council.run("findings", "import", "--undo", number, "--json").json
    assert (undone["removed"], undone["restored"], undone["kept"]) == (1, 0, [])
    assert "taken back" in council.run("findings", "import", "--list").out
    number = council.run("findings", "import", file, "--yes", "--json").json["import"]
    words = council.run("findings", "import", "--undo", number).out
    assert words == "Taken back: 1 removed, 0 as before.\n"


def test_one_gap_is_one_gap(council):
    council.run("check")
    assert council.run("findings", "list", "--rule", "postcode").out.endswith("\n1 gap.\n")


def test_rows_that_are_not_taken_are_named_and_exit_3(council):
    council.run("check")
    done = council.run("findings", "import", filled(council, "Perhaps"), "--yes", "--json")
    assert done.code == 3
    assert done.json["import"] is None
    assert [each["code"] for each in done.json["rejects"]] == ["FP-0702"]


def test_an_export_as_xlsx(council):
    council.run("check")
    file = council.folder / "list.xlsx"
    assert council.run("findings", "export", "-o", str(file)).code == 0
    assert file.read_bytes().startswith(b"PK")


def test_a_source_is_opened_only_when_it_is_wanted(council):
    council.write('fault = "down"')
    for arguments in (["sources"], ["runs"], ["findings", "import", "--list"], ["check", "--list"]):
        assert council.run(*arguments).code == 0


def test_a_plugin_whose_commands_fail_is_named_in_the_help(council):
    toy = council.folder / "toy.py"
    toy.write_text(
        toy.read_text().replace("def adapter_commands(cli):", "def adapter_commands(cli):\n    1 / 0")
    )
    done = council.run("--help")
    assert done.code == 0
    assert "FP-0208" in done.out
    assert "toy" in done.out
