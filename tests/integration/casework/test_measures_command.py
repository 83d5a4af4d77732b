"""Measures of a site: from rows in a real store, through the command, in every format."""

from __future__ import annotations

import csv
import io
import json
import re
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import insert

from adapter_core.cli.main import run
from adapter_core.store import Store
from adapter_core.store.casework.tables import conversation, conversation_result, signpost, signpost_claim

BEGAN = date(2026, 9, 1)
NOW = datetime(2026, 9, 1, 9, tzinfo=UTC)
CONFIG = """
schema = 1
[council]
name = "Millbrook Council"
[store]
url = "{url}"
[sites.innovators]
title = "The Innovators"
teams = ["East Locality Team"]
districts = ["me4", "ME5"]
start = 2026-09-01
comparison = "the other teams, over the same weeks"
placements = "placements.csv"
ratings = "ratings.csv"
stories = "stories.csv"
staff = "staff.csv"
waiting_list = "waiting.csv"
other_work = "work.csv"
"""
FILES = {
    "placements.csv": "arm,began,bednights,gross_cost\nsite,2026-09-02,28,2400\nsite,2026-09-03,57,4808.17\n"
    "comparison,2026-09-02,65,\u00a35790.00\nsite,soon,1,1\n",
    "ratings.csv": "respondent,question,score\n1,They listened,5\n2,They listened,3\n2,It helped,9\n",
    "stories.csv": "on,reason,action,difference,names\n"
    "2026-09-05,Pete was alone.,We went with pete.,He said: 'you listened'.,Pete\n"
    "2026-09-05,Ring 01632 960001.,We went.,Good.,\n",
    "staff.csv": "on,text\n2026-09-05,I have time.\n",
    "waiting.csv": "\ufeffon,people\n2026-09-01,21\n2026-10-01,16\n",
    "work.csv": "on,kind,completed\n2026-09-10,assessment,31\n",
}
VERSION_LESS = {
    "source": "mosaic",
    "record": "conversation_record",
    "context": "new",
    "worker": "w",
    "opened": NOW,
    "state": "closed",
    "version": 1,
}


def talk(number: int, **more):
    row = {
        **VERSION_LESS,
        "id": number,
        "ref": str(1000 + number),
        "kind": "1",
        "started": BEGAN,
        "site": "innovators",
        "team": "",
        "ended_on": BEGAN,
        "ended_how": "connected",
        "contact_on": BEGAN - timedelta(4),
        "work_began": None,
    }
    return {**row, **more}


def post(number: int, **more):
    row = {
        "locality": "",
        "id": number,
        "source": "mosaic",
        "ref": "1",
        "worker": "w",
        "team": "",
        "site": "innovators",
        "resource_kind": "service",
        "handed_over": "gave_details",
        "given_on": BEGAN,
        "first_due": BEGAN + timedelta(14),
        "due": BEGAN + timedelta(14),
        "state": "requested",
        "made": NOW,
        "disputed": False,
    }
    return {**row, **more}


def claim(signpost_id: int, state: str, by: str, on: date, reason: str = ""):
    return {
        "signpost": signpost_id,
        "state": state,
        "reason": reason,
        "by": by,
        "on": on,
        "spoke_to": False,
        "recorded": NOW,
    }


@pytest.fixture(params=["sqlite", "postgresql"])
def council(request, tmp_path, monkeypatch):
    """A folder with a config, a site's files and a store with conversations."""
    url = f"sqlite:///{tmp_path / 'store.db'}"
    if request.param == "postgresql":
        url = request.getfixturevalue("postgres_url")
        monkeypatch.setenv("STORE_URL", url)
    (tmp_path / "fingerpost.toml").write_text(
        CONFIG.format(url=url).replace(
            f'"{url}"', '{ env = "STORE_URL" }' if "postgres" in url else f'"{url}"'
        )
    )
    for name, text in FILES.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    month = BEGAN + timedelta(30)
    with Store.open(url) as store, store.work() as unit:
        unit.connection.execute(
            insert(conversation),
            [
                *(talk(number) for number in range(1, 7)),
                talk(7, kind="2", ended_on=None, ended_how=""),
                talk(8, site="", team="East Locality Team", ended_on=month),
                talk(9, site="", team="West Locality Team"),
                talk(10, state="entered_in_error"),
                talk(11, record="case_note"),
                talk(12, started=BEGAN - timedelta(60), ended_on=BEGAN - timedelta(59)),
            ],
        )
        unit.connection.execute(
            insert(conversation_result),
            [{"conversation": 1, "code": "signposted"}, {"conversation": 2, "code": "funded_support"}],
        )
        unit.connection.execute(
            insert(signpost),
            [
                *(post(number) for number in range(1, 6)),
                post(6, site="", team="West Locality Team"),
                post(7, disputed=True),
                post(8, site="", team="West Locality Team", locality="ME4"),
                post(9, site="", team="West Locality Team", locality="ME40"),
            ],
        )
        unit.connection.execute(
            insert(signpost_claim),
            [
                claim(1, "in-progress", "worker", BEGAN + timedelta(2)),
                claim(1, "completed", "person", BEGAN + timedelta(15)),
                claim(2, "completed", "worker", BEGAN + timedelta(15)),
                claim(3, "rejected", "worker", month, "contact-left"),
                claim(4, "on-hold", "contact", BEGAN + timedelta(15), "waitlist"),
                claim(7, "completed", "person", BEGAN + timedelta(15)),
                claim(7, "failed", "contact", BEGAN + timedelta(15), "no-help"),
            ],
        )
        unit.commit()
    monkeypatch.chdir(tmp_path)
    return tmp_path


def told(capsys, *arguments: str) -> dict[str, Any]:
    code = run(["measures", "--site", "innovators", "--as-of", "2026-10-15", "--json", *arguments])
    answer = json.loads(capsys.readouterr().out)
    assert code == 3, "three rows of its files were not taken"
    return answer


def row(answer: dict[str, Any], wanted: str) -> dict[str, Any]:
    return next(each for section in answer["sections"] for each in section["rows"] if each["id"] == wanted)


@pytest.mark.requirement("G-08")
@pytest.mark.requirement("C-40")
@pytest.mark.requirement("C-52")
def test_a_site_is_measured(council, capsys):
    answer = told(capsys)
    assert answer["headline"] == (
        "Of 7 signposts that came due, 1 (14%) is confirmed to have helped; of 2 (29%) nobody knows."
    )
    assert answer["week"] == 7
    counts = {
        each: row(answer, each)["count"]
        for each in (
            "helped.not_confirmed",
            "helped.not_helped",
            "helped.going_on",
            "chain.tried",
            "chain.reached",
            "chain.helped",
            "conversations.started",
            "conversations.completed",
            "conversations.people",
            "new_work.assessment",
            "placements.site.stay",
            "waiting.change",
            "waits.conversation",
        )
    }
    assert list(counts.values()) == [2, 1, 1, 5, 4, 1, 8, 7, 8, 31, 43, -5, 4]
    assert (row(answer, "conversion.rate")["count"], row(answer, "conversion.rate")["of"]) == (1, 7)
    texts = json.dumps(next(each for each in answer["sections"] if each["id"] == "stories")["texts"])
    assert "Person A was alone" in texts
    assert "ete" not in texts
    assert [(each["file"], each["row"], each["column"], each["code"]) for each in answer["rejects"]] == [
        ("placements.csv", 5, "began", "FP-1072"),
        ("ratings.csv", 4, "score", "FP-1072"),
        ("stories.csv", 3, "reason", "FP-1073"),
    ]


def test_what_was_said_later_is_not_known_yet(council, capsys):
    run(["measures", "--site", "innovators", "--as-of", "2026-09-15", "--json"])
    answer = json.loads(capsys.readouterr().out)
    assert row(answer, "helped.not_known")["count"] == 6
    assert row(answer, "helped.going_on")["count"] == 1
    assert row(answer, "conversations.completed")["count"] == 6
    run(["measures", "--site", "innovators", "--as-of", "2026-09-10", "--json"])
    assert json.loads(capsys.readouterr().out)["headline"] == "No signpost has come due yet."


def test_the_whole_council_is_every_site_and_none(council, capsys):
    assert run(["measures", "--from", "2026-09-01", "--as-of", "2026-10-15", "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert row(answer, "conversations.started")["count"] == 9
    assert row(answer, "helped.confirmed")["of"] == 9


@pytest.mark.requirement("C-48")
def test_what_is_published_tells_no_small_number_and_no_text(council, capsys):
    answer = told(capsys, "--publish")
    assert answer["headline"] == (
        "Of 7 signposts that came due, how many are confirmed to have helped is suppressed; "
        "of how many nobody knows is suppressed."
    )
    for section in answer["sections"]:
        assert not section["texts"]
        for each in section["rows"]:
            if each["id"].split(".")[0] in {
                "helped",
                "chain",
                "conversations",
                "ends",
                "results",
                "placements",
            }:
                assert each["count"] is None or each["count"] == 0 or each["count"] >= 5, each


def test_every_format_says_the_same(council, capsys):
    answer = told(capsys)
    rows = {each["id"]: each["value"] for section in answer["sections"] for each in section["rows"]}
    for name in ("m.csv", "m.html", "m.json"):
        assert run(["measures", "--site", "innovators", "--as-of", "2026-10-15", "-o", name]) == 3
    assert json.loads((council / "m.json").read_text(encoding="utf-8")) == answer
    cells = list(csv.DictReader(io.StringIO((council / "m.csv").read_text(encoding="utf-8-sig"))))
    assert {each["id"]: each["value"] for each in cells} == rows
    page = (council / "m.html").read_text(encoding="utf-8")
    assert answer["headline"] in page
    assert not re.search(r"(?:src|href)=\"(?!#)", page), "nothing is fetched"
    for value in rows.values():
        assert value.replace("'", "&#39;") in page
    capsys.readouterr()
    run(["measures", "--site", "innovators", "--as-of", "2026-10-15"])
    printed = capsys.readouterr().out
    assert answer["headline"] in printed
    for value in rows.values():
        assert value in printed


@pytest.mark.parametrize("name", ["m.csv", "m.html"])
def test_rows_that_were_not_taken_are_told_and_not_published(council, capsys, name):
    arguments = ["measures", "--site", "innovators", "--as-of", "2026-10-15", "--publish", "-o", name]
    assert run(arguments) == 3
    assert (
        "ratings.csv row 4, score: It wants a whole number from 1 to 5. (FP-1072)" in capsys.readouterr().err
    )
    assert "ratings.csv" not in (council / name).read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["--site", "inovators"], "FP-1074"),
        (["--from", "2026-10-02", "--to", "2026-10-01"], "FP-1075"),
        (["-o", "m.pdf"], "FP-0920"),
        (["-o", "ratings.csv", "--overwrite"], "FP-0921"),
    ],
)
def test_what_cannot_be_asked_for(council, capsys, arguments, code):
    assert run(["measures", "--json", *arguments]) == 2
    assert json.loads(capsys.readouterr().out)["error"]["code"] == code


@pytest.mark.parametrize(
    ("name", "text", "code"),
    [
        ("ratings.csv", "respondent,question\n", "FP-1071"),
        ("ratings.csv", None, "FP-1070"),
        ("ratings.csv", b"respondent,question,score\n1,\xe9,2\n", "FP-1070"),
    ],
)
def test_a_file_that_is_none(council, capsys, name, text, code):
    (council / name).unlink()
    if text is not None:
        (council / name).write_bytes(text if isinstance(text, bytes) else text.encode())
    assert run(["measures", "--site", "innovators", "--json"]) == 5
    error = json.loads(capsys.readouterr().out)["error"]
    assert (error["code"], error["where"]) == (code, "sites.innovators.ratings")


@pytest.mark.requirement("G-10")
@pytest.mark.requirement("A-17")
def test_a_site_has_the_signposts_of_its_districts_too(council, capsys):
    assert row(told(capsys), "helped.confirmed")["of"] == 7
    config = council / "fingerpost.toml"
    config.write_text(config.read_text().replace('districts = ["me4", "ME5"]\n', ""))
    assert row(told(capsys), "helped.confirmed")["of"] == 6


@pytest.mark.requirement("C-44")
def test_what_other_work_is_has_two_names(council, capsys):
    (council / "work.csv").write_text("on,kind,completed\n2026-09-10,Assessment,31\n2026-09-11,other,4\n")
    answer = told(capsys)
    assert row(answer, "new_work.assessment")["count"] == 31
    assert ("work.csv", "kind") in [(each["file"], each["column"]) for each in answer["rejects"]]
