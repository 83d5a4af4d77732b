"""The packaged mapping of AIS look-ups: its sample, as a server would serve it, gives what is expected."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import council_mappings
from adapter_core.domain.people import Person
from adapter_core.domain.states import State
from adapter_core.hooks.ports import Identity, OpenContext
from adapter_core.readers.http.exchange import Answer, Request
from adapter_core.readers.http.opening import open_server
from adapter_northgate_ais.http import NorthgateAisHttpConfig

FOLDER = Path(str(council_mappings.__file__)).parent
SAMPLE = FOLDER / "northgate_ais/lookup.sample.json"
EXPECTED = json.loads((FOLDER / "northgate_ais/lookup.expected.json").read_text(encoding="utf-8"))


class Served:
    """Answers every question with the sample."""

    async def send(self, request: Request, headers: Mapping[str, str], most: int) -> Answer:  # noqa: ARG002 - the port's
        return Answer(200, {"content-type": "application/json"}, SAMPLE.read_bytes())

    async def close(self) -> None:
        """Nothing to close."""


def plain(value: Any) -> Any:
    if isinstance(value, State):
        return {"state": value.value}
    return value.isoformat() if isinstance(value, date) else value


def people() -> tuple[list[Person | None], Any]:
    config = NorthgateAisHttpConfig.model_validate(
        {"url": "https://ais.example", "look_up": {"path": "/find", "safe": True}}
    )
    context = OpenContext("ais", date(2026, 11, 23), FOLDER, {}, {"council_mappings": FOLDER})
    numbers = [each["nhs_number"] for each in EXPECTED["people"] if isinstance(each["nhs_number"], str)]
    with open_server(config, context, transport=Served()) as source:
        return source.look_up([Identity(each) for each in numbers]), source.unmapped


def test_the_sample_gives_its_expected_result() -> None:
    found, unmapped = people()
    expected = [each for each in EXPECTED["people"] if isinstance(each["nhs_number"], str)]
    assert len(found) == len(expected) == 2
    for person, wanted in zip(found, expected, strict=True):
        assert isinstance(person, Person)
        assert isinstance(person.gp, tuple)
        gp = [{name: plain(getattr(each, name)) for name in wanted["gp"][0]} for each in person.gp]
        assert {path: plain(getattr(person, path)) for path in wanted if path != "gp"} | {"gp": gp} == wanted
    assert [{"field": f, "code": c, "people": n} for (f, c), n in unmapped.items()] == EXPECTED["unmapped"]


def test_the_sample_is_of_nobody() -> None:
    for record in json.loads(SAMPLE.read_bytes())["people"]:
        digits = record["nhs_number"].replace(" ", "")
        assert not digits.isdigit() or digits.startswith("999")
