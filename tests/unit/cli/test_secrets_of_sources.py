"""Whoever only reads what is kept needs no secret of a source; whoever opens one is told which is missing."""

from __future__ import annotations

import pytest

SECRET = 'password = { env = "TOY_PASSWORD" }'


@pytest.fixture
def checked(council, monkeypatch):
    council.write(SECRET)
    monkeypatch.setenv("TOY_PASSWORD", "hunter22")
    assert council.run("check").code in (0, 1)
    monkeypatch.delenv("TOY_PASSWORD")
    return council


@pytest.mark.parametrize(
    "command",
    [
        ("report",),
        ("report", "--output", "report.html"),
        ("runs",),
        ("findings", "list"),
        ("findings", "export", "--output", "list.csv"),
        ("plugins",),
        ("sources",),
        ("wave",),
    ],
)
def test_what_opens_no_source_wants_no_secret(checked, command):
    done = checked.run(*command)

    assert done.code == 0, done.err


@pytest.mark.parametrize("command", [("check",), ("config", "check"), ("missing", "1")])
def test_what_opens_a_source_says_which_secret_is_missing(checked, command):
    done = checked.run(*command)

    assert done.code == 5
    assert "FP-0106: The environment variable TOY_PASSWORD is not set." in done.out + done.err
    assert "sources.main.password" in done.out + done.err
