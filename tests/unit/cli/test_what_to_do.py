"""The demo council's lists: where a value is held, where to move, which day, and one of a thing."""

from __future__ import annotations

import json
import re
from datetime import UTC, date, datetime

import pytest
from click.testing import CliRunner

from adapter_core.cli import main as program
from adapter_core.domain.practices import Practice, PracticeList, PracticeStatus
from adapter_core.report import words
from adapter_core.service.closed_practices import closed_practice
from adapter_core.service.demo import run_demo

ON = date(2026, 11, 23)


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    """A checked demo council."""
    folder = tmp_path_factory.mktemp("demo") / "council"
    run_demo(folder, people=900, as_of=ON)
    return folder


@pytest.fixture
def run(demo, monkeypatch):
    """Run a command there."""
    monkeypatch.chdir(demo)
    monkeypatch.delenv("FINGERPOST_CONFIG", raising=False)

    def invoke(*arguments):
        codes = []

        class Program:
            name = "fingerpost"

            @staticmethod
            def main(args, prog_name, **_):  # noqa: ARG004 - click's signature
                codes.append(program.run(args))

        done = CliRunner().invoke(Program, list(arguments))  # type: ignore[arg-type]
        assert done.exception is None, done.exception
        assert codes == [0]
        return done.stdout

    return invoke


def first(run, rule, state, **more):
    """The reference of somebody with such a gap."""
    for each in json.loads(run("findings", "list", "--rule", rule, "--json"))["findings"]:
        if each["state"] == state and more.items() <= each["fix"].items():
            return each["person"]["ref"]
    raise AssertionError(rule)


def test_what_another_system_holds_is_named_with_its_day(run):
    held = "missing here, held in Northgate AIS, as of 22 November 2026"
    listed = run("findings", "list", "--rule", "ethnicity")
    assert held in listed
    assert "held in another system" not in listed
    ref = first(run, "ethnicity", "held_elsewhere")
    assert held in run("missing", ref, "--profile", "post_conversation")


def test_somebody_of_a_closed_practice_is_moved_and_not_asked(run):
    listed = run("findings", "list", "--rule", "gp_practice")
    lines = [line for line in listed.splitlines() if "has closed" in line]
    moved = re.compile(
        r"practice \w+ has closed\. (Move to .+ \(\w+\), which took over|Find a practice: the list names no "
        r"successor)\. data-quality desk:"
    )
    assert lines
    assert all(moved.search(line) for line in lines)
    ref = first(run, "gp_practice", "expired", who="data-quality desk")
    answer = json.loads(run("missing", ref, "--json"))
    (line,) = [each for each in answer["missing"] if each["rule"] == "gp_practice"]
    assert re.match(r"Move to .+, which took over\.$|Find a practice: ", line["remedy"])
    assert line["remedy"] in run("missing", ref)


def test_the_remedy_for_a_closed_practice():
    made = PracticeList(
        ON,
        {
            "P1": Practice(
                "P1", "Old Mill", PracticeStatus.CLOSED, closed=ON, successor="P99002", setting="4"
            ),
            "P2": Practice("P2", "Quay", PracticeStatus.CLOSED, closed=ON, setting="4"),
            "P99002": Practice("P99002", "Castle Hill Medical Centre", PracticeStatus.ACTIVE, setting="4"),
        },
    )
    told = {code: closed_practice(code, made, ON).remedy for code in ("P1", "P2", "P3")}
    assert told == {
        "P1": "Move to Castle Hill Medical Centre (P99002), which took over.",
        "P2": "Find a practice: the list names no successor.",
        "P3": "Find a practice.",
    }


def test_a_day_without_a_time_is_a_day(run):
    said = run("missing", first(run, "ethnicity", "held_elsewhere"), "--profile", "post_conversation")
    assert "(asked just now, as of 23 November 2026)" in said
    assert words.day_or_moment(datetime(2026, 11, 23, tzinfo=UTC)) == "23 November 2026"
    assert words.day_or_moment(datetime(2026, 11, 23, 5, 30, tzinfo=UTC)) == "23 November 2026 at 5:30am UTC"
