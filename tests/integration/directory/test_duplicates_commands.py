"""`fingerpost directory duplicates` and `merge` as somebody at a terminal meets them."""

from __future__ import annotations

import json

import pytest

from adapter_core.cli import main as program
from adapter_core.domain.directory import EntityKind, Organisation
from community_directory.store import stable_id

ONE = stable_id("council", EntityKind.SERVICE, "1")
OTHER = stable_id("charity", EntityKind.SERVICE, "2")


@pytest.fixture
def directory_url(tmp_path):
    """One kind of database: what the commands ask of it is tested on both (`test_duplicates_queue.py`)."""
    return f"sqlite:///{tmp_path / 'directory.db'}"


@pytest.fixture
def fingerpost(town, a_service, tmp_path, directory_url, capsys):
    """The command line, on a directory where one service stands twice."""
    for ref, feed in (("1", "council"), ("2", "charity")):
        owner = Organisation(f"o{ref}", "Riverside Trust", email="hello@riverside.example")
        told = a_service(
            ref,
            organisation=f"o{ref}",
            owner=owner,
            service={"name": "Stroke Club", "organisation_id": f"o{ref}"},
            contact={"emails": ("hello@riverside.example",)},
            locations=(),
            at_locations=(),
        )
        town.read(told, feed=feed)
    config = tmp_path / "fingerpost.toml"
    config.write_text(
        f"schema = 1\nplugins = ['community_directory']\n[directory]\nurl = '{directory_url}'\n",
        encoding="utf-8",
    )

    def run(*arguments):
        capsys.readouterr()
        code = program.run(["--config", str(config), *arguments])
        out, err = capsys.readouterr()
        return code, out, err

    return run


def test_the_queue_is_shown_with_signed_bars_and_nothing_told_by_colour(fingerpost):
    code, out, _ = fingerpost("directory", "duplicates", "--kind", "service")
    assert code == 0
    assert out.startswith("Likely duplicate: service, +")
    assert f"  {ONE}  Stroke Club - Riverside Trust" in out
    assert "+++" in out
    assert "\x1b" not in out
    assert "1 likely and 0 possible duplicates." in out
    assert "services: 2 entries, 1 pair compared." in out


@pytest.mark.requirement("G-05")
def test_a_decision_is_remembered_and_listed(fingerpost):
    fingerpost("directory", "duplicates")
    decide = ("directory", "duplicates", "--dismiss", OTHER, ONE, "--by", "Sam", "--why", "two halls")
    assert fingerpost(*decide)[0] == 0
    code, out, _ = fingerpost("directory", "duplicates", "--kind", "service", "--json")
    assert (code, json.loads(out)["duplicates"]) == (0, [])
    _, out, _ = fingerpost("directory", "duplicates", "--dismissed")
    assert "Sam: two halls" in out
    _, out, _ = fingerpost("directory", "duplicates", "--dismissed", "--json")
    (told,) = json.loads(out)["not_duplicates"]
    assert (told["by"], told["why"], {each["id"] for each in told["entries"]}) == (
        "Sam",
        "two halls",
        {ONE, OTHER},
    )
    code, _, err = fingerpost(*decide)
    assert code == 2
    assert "FP-0930" in err


def test_json_holds_the_weights_and_they_add_up(fingerpost):
    code, out, _ = fingerpost("directory", "duplicates", "--json")
    told = json.loads(out)
    assert code == 0
    assert {look["kind"] for look in told["looked"]} == {"organisation", "service", "location"}
    assert told["waiting"] == {"likely": 2}
    for one in told["duplicates"]:
        assert one["bits"] == pytest.approx(sum(each["bits"] for each in one["weights"]))
        assert all(each["says"] for each in one["weights"])
        assert one["decided_before"] is None


@pytest.mark.requirement("G-05")
def test_a_merge_shows_what_it_would_do_asks_and_is_undone(fingerpost):
    merge = ("directory", "merge", ONE, OTHER, "--by", "Sam", "--why", "one club")
    code, out, _ = fingerpost(*merge)
    assert code == 0
    assert "Moves: 1 contact." in out
    assert "Nothing was changed." in out
    code, out, _ = fingerpost(*merge, "--yes")
    assert code == 0
    assert "Merged, as 1." in out
    _, out, _ = fingerpost("directory", "merge", "--list")
    assert "Sam: one club" in out
    _, out, _ = fingerpost("directory", "merge", "--list", "--json")
    assert [(each["merge"], each["kept"], each["gone"]) for each in json.loads(out)["merges"]] == [
        (1, ONE, OTHER)
    ]
    code, out, _ = fingerpost("directory", "merge", "--undo", "1", "--by", "Sam", "--json")
    assert (code, json.loads(out)["undone"]) == (0, 1)
    _, out, _ = fingerpost("directory", "merge", "--list")
    assert "Nothing is merged." in out


def test_a_merge_in_json_says_what_it_would_do_and_does_it_only_when_told(fingerpost):
    merge = ("directory", "merge", ONE, OTHER, "--by", "Sam", "--why", "one club", "--json")
    told = json.loads(fingerpost(*merge)[1])
    assert (told["merge"], told["kept"], told["gone"], told["moves"]) == (None, ONE, OTHER, {"contact": 1})
    assert json.loads(fingerpost(*merge, "--yes")[1])["merge"] == 1


def test_what_cannot_be_merged_is_said_with_its_code(fingerpost):
    for arguments, code in (
        ((), "FP-0933"),
        ((ONE,), "FP-0933"),
        ((ONE, OTHER, "--undo", "1"), "FP-0933"),
        (("--list", "--undo", "1"), "FP-0933"),
        ((ONE, OTHER, "--why", "so"), "FP-0931"),
        ((ONE, OTHER, "--by", "Sam"), "FP-0931"),
        (("--undo", "1"), "FP-0931"),
        (("--undo", "7", "--by", "Sam"), "FP-0836"),
        ((ONE, ONE, "--by", "Sam", "--why", "so"), "FP-0835"),
        ((ONE, "nobody", "--by", "Sam", "--why", "so"), "FP-0832"),
    ):
        exit_code, _, err = fingerpost("directory", "merge", *arguments)
        assert (exit_code, err.partition(":")[0]) == (2, code)
