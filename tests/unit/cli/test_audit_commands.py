"""`fingerpost audit`: who, when, what and of how many; never of whom; and looking is noted as well."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

TODAY = date.today()  # noqa: DTZ011 - the day that it is here


@pytest.fixture
def looked_at(council: Any) -> Any:
    """A council in which somebody did three things."""
    council.run("check")
    council.run("missing", "1")
    council.run("report", "--format", "json")
    return council


def actions(done: Any) -> list[str]:
    assert done.code == 0, done.err
    return [each["action"] for each in done.json["entries"]]


def test_what_was_done_is_listed_newest_first_and_looking_is_noted(looked_at: Any) -> None:
    first = looked_at.run("audit", "list", "--json")
    assert actions(first) == ["report.made", "person.looked_at", "person.looked_for", "report.made"]
    assert [each["people"] for each in first.json["entries"]] == [{}, {"main": 1}, {}, {}]
    assert first.json["entries"][0]["run"] == "1"
    assert actions(looked_at.run("audit", "list", "--json"))[0] == "audit.looked_at"


def test_it_says_of_nobody_who_they_were(looked_at: Any) -> None:
    for arguments in (("list",), ("list", "--json"), ("show", "3"), ("show", "3", "--json")):
        done = looked_at.run("audit", *arguments)
        assert done.code == 0
        assert "Ann" not in done.out
        assert '"1"' not in done.out.replace('"run": "1"', "")
    assert "1 person of main" in looked_at.run("audit", "show", "3").out


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (("--action", "person"), ["person.looked_at", "person.looked_for"]),
        (("--action", "person.looked_at"), ["person.looked_at"]),
        (("--action", "pers"), []),
        (("--action", "%"), []),
        (("--ref", "1"), ["person.looked_at"]),
        (("--ref", "2"), []),
        (("--who", "nobody such"), []),
        (("--limit", "1"), ["report.made"]),
        (("--since", TODAY.isoformat(), "--limit", "1"), ["report.made"]),
        (("--since", (TODAY + timedelta(days=2)).isoformat()), []),
        (("--until", (TODAY - timedelta(days=2)).isoformat()), []),
        (("--until", TODAY.isoformat(), "--action", "report"), ["report.made"] * 2),
    ],
)
def test_what_is_listed_can_be_narrowed(
    looked_at: Any, arguments: tuple[str, ...], expected: list[str]
) -> None:
    assert actions(looked_at.run("audit", "list", "--json", *arguments)) == expected


@pytest.mark.parametrize("number", ["99", "0", "-1", "x", "9" * 30, "²"])
def test_an_entry_that_is_not_there(looked_at: Any, number: str) -> None:
    done = looked_at.run("audit", "show", "--", number)
    assert (done.code, done.err[:7]) == (2, "FP-0616")


@pytest.mark.parametrize(
    "arguments",
    [
        ("audit", "list", "--ref"), ("audit", "list", "--who"), ("audit", "list", "--action"),
        ("findings", "list", "--cohort"), ("trace", "accept", "--by", "Sam Field"),
    ],
)  # fmt: skip
def test_bytes_that_are_no_text_are_no_fault_of_ours(looked_at: Any, arguments: tuple[str, ...]) -> None:
    done = looked_at.run(*arguments, "\udcff")
    assert (done.code, done.err[:7]) == (2, "FP-0920")


def test_nothing_to_list(council: Any) -> None:
    assert "There is no such entry." in council.run("audit", "list").out
