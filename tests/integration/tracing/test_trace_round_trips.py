"""Any round trip: whoever is sent out, whatever a tracer answers and a person decides, it comes to an end."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from adapter_core.domain.values import nhs_check_digit

TAKEN = "9990000018"  # of 1001, who never lacks one
answers = st.sampled_from(
    ["right", "right", "right", "other day", "taken", "no match", "broken", "silent", "same"]
)
decisions = st.sampled_from(["accept", "accept", "refuse", "nothing"])
FREE = [f"{nine}{nhs_check_digit(nine)}" for nine in ("999000201", "999000202", "999000203")]
SAME = "9990003009"


def traced(
    rows: list[dict[str, str]], said: list[str]
) -> tuple[list[dict[str, str]], dict[str, str], dict[str, str]]:
    """A reply, the numbers in it, and the state that each trace is in afterwards."""
    reply, numbers, expected = [], {}, {}
    for row, how, free in zip(rows, said, FREE, strict=False):
        token = row["reference"].partition("-")[0]
        expected[token] = {"right": "proposed", "no match": "no_match"}.get(how, "sent")
        number = {"taken": TAKEN, "no match": "", "broken": "9990000019", "same": SAME}.get(how, free)
        day = "1901-01-01" if how == "other day" else row["date_of_birth"]
        if how == "same" and said[: len(rows)].count("same") == 1:
            expected[token] = "proposed"
        if how != "silent":
            outcome = "no match" if how == "no match" else ""
            told = {"nhs_number": number, "date_of_birth": day, "outcome": outcome}
            reply.append({"reference": row["reference"], **told})
        numbers[token] = number
    return reply, numbers, expected


@settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    lacking=st.lists(st.sampled_from(["1002", "1003", "1004"]), unique=True, min_size=1),
    said=st.lists(answers, min_size=3, max_size=3),
    decided=st.lists(decisions, min_size=3, max_size=3),
)
def test_every_round_trip_ends(
    make_council: Callable[..., Any], lacking: list[str], said: list[str], decided: list[str]
) -> None:
    council = make_council(*lacking)
    folder = council.folder
    council.folder = Path(tempfile.mkdtemp(dir=folder))
    for name in ("fingerpost.toml", "practices.csv"):
        shutil.copy(folder / name, council.folder)
    council.write()
    council.check()
    rows = council.export()
    assert len(rows) == len(lacking)
    refs = {each["token"]: ref for ref, each in council.waiting("--all").items()}
    assert sorted(refs.values()) == sorted(lacking)

    # A tracer answers.
    reply, numbers, expected = traced(rows, said)
    council.answer(reply, ["reference", "nhs_number", "date_of_birth", "outcome"])
    council.import_()
    now = {each["token"]: each["state"] for each in council.waiting("--all").values()}
    assert now == expected

    # A person decides, and enters what was accepted.
    for token, what in zip(sorted(expected), decided, strict=False):
        if expected[token] == "proposed" and what != "nothing":
            more = ("--why", "not the same person") if what == "refuse" else ()
            assert council.run("trace", what, token, "--by", "Sam Field", *more).code == 0
            expected[token] = {"accept": "accepted", "refuse": "refused"}[what]
    for token, state in expected.items():
        if state == "accepted":
            council.change(refs[token], nhs_number=numbers[token])
            expected[token] = "recorded"
    council.check()
    now = {each["token"]: each["state"] for each in council.waiting("--all").values()}
    assert now == expected
    stored = council.stored()
    for token, state in expected.items():
        if numbers[token] and state != "proposed":
            assert numbers[token].encode() not in stored
