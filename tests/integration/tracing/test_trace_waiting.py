"""What somebody who looks at one person is told of a traced number that waits to be entered."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from adapter_core.service import missing

FREE, OTHER = "9990001006", "9990001014"
WAITS = "A traced NHS number was accepted and waits to be entered"


@pytest.mark.requirement("P-01", "P-02")
def test_missing_says_that_an_accepted_number_waits_to_be_entered(make_council: Any, tracer: Any) -> None:
    council = make_council("1002", "1003")
    council.check()
    rows = council.export()
    refs = {each["token"]: ref for ref, each in council.waiting("--all").items()}
    council.answer(tracer(rows, [FREE, OTHER]))
    council.import_()
    accepted, *_ = tokens = [row["reference"].partition("-")[0] for row in rows]
    ref, other = (refs[token] for token in tokens)

    def waits(ref: str, *arguments: str) -> bool:
        said = council.run("missing", ref, "--json", *arguments).json["trace_waits_to_be_entered"]
        assert (WAITS in council.run("missing", ref, *arguments).out) is said
        return said is True

    assert not waits(ref)  # a proposal is no answer yet
    assert council.run("trace", "accept", accepted, "--by", "Sam Field").code == 0
    assert waits(ref)
    assert not waits(other)
    assert not waits("1001")
    council.change(ref, nhs_number=FREE)  # entered, and no run has seen it yet
    assert not waits(ref)


def test_a_source_that_cannot_be_asked_says_so_as_well(
    make_council: Any, tracer: Any, monkeypatch: Any
) -> None:
    council = make_council("1002")
    council.check()
    (row,) = council.export()
    council.answer(tracer([row], [FREE]))
    council.import_()
    assert council.run("trace", "accept", row["reference"], "--by", "Sam Field").code == 0

    monkeypatch.setattr(missing, "Capability", SimpleNamespace(PEOPLE_GET="no backend claims this"))
    said = council.run("missing", "1002", "--json").json
    assert (said["live"], said["trace_waits_to_be_entered"]) == (False, True)
