"""One person on demand, and look-ups by identifier: by POST, with nobody in an address or a log."""

from __future__ import annotations

import asyncio
import json
import logging
import time
from datetime import date
from typing import Any

import httpx
import pytest

from adapter_core.errors import ConfigurationError, FingerpostError, PersonNotFound, SourceUnavailable
from adapter_core.hooks.capabilities import Capability
from adapter_core.hooks.ports import Identity, PeopleQuery

LOOK_UP = {"path": "/find", "safe": True, "batch": 2, "identifier": "nhs", "born": "born", "reference": "id"}
KNOWN = {
    "9990001006": {"id": "A1", "nhs": "999 000 1006", "born": "1941-03-05"},
    "9990001375": {"id": "A2", "nhs": "9990001375", "born": "1968-11-30"},
    "9990001774": {"id": "A3", "nhs": "9990001774", "born": "1990-09-17"},
}
NUMBERS = list(KNOWN)


def asked_for(*numbers: str) -> list[Identity]:
    return [Identity(number, date(1941, 3, 5)) for number in numbers]


@pytest.fixture
def ais(server) -> dict[str, list[dict[str, Any]]]:
    """NHS number to the records that the server gives for it."""
    records: dict[str, list[dict[str, Any]]] = {number: [record] for number, record in KNOWN.items()}

    @server.on("/find")
    async def script(wire: Any) -> None:
        body = json.loads(wire.asked.body)
        found = [
            record
            for asked in body.get("people", [body])
            for number, known in records.items()
            for record in known
            if number == asked.get("nhs") or record["id"] == asked.get("id")
        ]
        await wire.answer(json.dumps({"people": found[::-1]}))

    return records


@pytest.fixture
def source(connect, server) -> Any:
    return connect(server.url, people="", look_up=LOOK_UP)


def found(source: Any, *numbers: str) -> list[str | None]:
    return [person and person.ref for person in source.look_up(asked_for(*numbers))]


def test_a_batch_in_the_order_asked_for(source, server, ais) -> None:
    assert found(source, NUMBERS[2], "9990009999", *NUMBERS[:2]) == ["A3", None, "A1", "A2"]
    assert (source.rejects, len(server.asked)) == ([], 2)
    bodies = [json.loads(each.body)["people"] for each in server.asked]
    assert sorted(map(len, bodies)) == [2, 2]
    assert {"nhs": NUMBERS[0], "born": "1941-03-05"} in bodies[0] + bodies[1]
    assert {(each.method, each.target) for each in server.asked} == {("POST", "/find")}


def test_nobody_is_asked_about_nobody(source, server) -> None:
    assert (found(source), server.asked) == ([], [])


def test_a_birth_date_is_sent_where_it_is_known(source, server, ais) -> None:
    assert source.look_up([Identity(NUMBERS[1])])[0].ref == "A2"
    assert json.loads(server.asked[0].body)["people"] == [{"nhs": NUMBERS[1]}]


def test_another_birth_date_is_for_the_caller_to_see(source, ais) -> None:
    (person,) = source.look_up([Identity(NUMBERS[1], date(1941, 3, 5))])
    assert person.date_of_birth == date(1968, 11, 30)


def test_several_records_of_an_identifier_are_nobodys(source, ais) -> None:
    ais[NUMBERS[0]].append({"id": "A9", "nhs": NUMBERS[0], "restricted": True})
    assert found(source, NUMBERS[0]) == found(source, NUMBERS[0]) == [None]
    (reject,) = source.rejects
    assert (reject.code, reject.ref, reject.refs) == ("FP-0533", "A1", ("A1",))


def test_a_record_that_nobody_asked_for_is_given_to_nobody(source, ais) -> None:
    ais[NUMBERS[0]] = [KNOWN[NUMBERS[2]]]
    assert found(source, NUMBERS[0]) == [None]
    assert [(each.code, each.ref) for each in source.rejects] == [("FP-0534", "A3")]


def test_a_record_without_a_reference(source, ais) -> None:
    ais[NUMBERS[0]] = [{"id": "", "nhs": NUMBERS[0]}]
    assert found(source, *NUMBERS[:2]) == [None, "A2"]
    assert [(each.code, each.ref, each.anonymous) for each in source.rejects] == [
        ("FP-0500", "a look-up", True)
    ]


def test_the_run_has_a_deadline_for_look_ups_too(connect, server) -> None:
    @server.on("/find")
    async def script(wire: Any) -> None:
        await asyncio.sleep(0.3)
        await wire.answer('{"people": []}')

    limits = {"run_seconds": 1.0, "operation_seconds": 5, "connections": 1}
    source = connect(server.url, people="", look_up={**LOOK_UP, "batch": 1}, limits=limits)
    started = time.monotonic()
    with pytest.raises(SourceUnavailable, match="FP-0448"):
        found(source, *NUMBERS[:1]), found(source, *NUMBERS), found(source, *NUMBERS)
    assert time.monotonic() - started < 2


def test_a_body_of_one_person(connect, server, ais) -> None:
    one = {**LOOK_UP, "items": "", "batch": 1}
    source = connect(server.url, people="", look_up=one)
    assert found(source, NUMBERS[1], "9990009999") == ["A2", None]
    assert {"nhs": NUMBERS[1], "born": "1941-03-05"} in [json.loads(each.body) for each in server.asked]

    @server.on("/find")
    async def script(wire: Any) -> None:
        await wire.answer("{}", 404)

    assert found(source, NUMBERS[1]) == [None]
    with pytest.raises(SourceUnavailable, match="FP-0456"):
        found(connect(server.url, people="", look_up=LOOK_UP), NUMBERS[1])


def test_a_look_up_is_asked_again_as_it_is_safe(source, server, ais) -> None:
    answers = server.scripts["/find"]

    @server.on("/find")
    async def script(wire: Any) -> None:
        if len(server.asked) == 1:
            wire.reset()
        else:
            await answers(wire)

    assert found(source, NUMBERS[0]) == ["A1"]
    assert len(server.asked) == 2


def test_a_list_is_not_there(source) -> None:
    assert source.inspect().capabilities == {Capability.PEOPLE_LOOKUP, Capability.PEOPLE_GET}
    with pytest.raises(ConfigurationError, match="FP-0467"):
        source.iter_people(PeopleQuery())


# --- one person ---


def test_one_person_by_post(source, server, ais) -> None:
    assert source.get_person("A2").date_of_birth == date(1968, 11, 30)
    assert server.asked[0].target == "/find"
    with pytest.raises(PersonNotFound, match="FP-0405"):
        source.get_person("A7")


@pytest.mark.parametrize("wrapped", [True, False])
def test_one_person_by_address_where_the_config_says_so(connect, server, wrapped: bool) -> None:
    @server.on("/people/A%2F1%3Fx")
    async def script(wire: Any) -> None:
        record = {"id": "A/1?x"}
        await wire.answer(json.dumps({"people": [record]} if wrapped else record))

    source = connect(server.url, person="/people/{ref}")
    assert source.get_person("A/1?x").ref == "A/1?x"
    with pytest.raises(PersonNotFound) as raised:
        source.get_person("A9")
    assert raised.value.where == "sources.registry /people/{ref}"


def test_a_reference_that_is_no_text_is_nobodys(connect, server) -> None:
    """Bytes of a command line that are no UTF-8 arrive as halves of surrogate pairs."""
    with pytest.raises(PersonNotFound, match="FP-0405"):
        connect(server.url, person="/people/{ref}").get_person("P\udcff")


@pytest.mark.parametrize("others", [["A2"], ["A1", "A1"], ["A1", "A2"], ["A1", ""]])
def test_an_answer_about_somebody_else(connect, server, others: list[str]) -> None:
    @server.on("/people/A1")
    async def script(wire: Any) -> None:
        await wire.answer(json.dumps({"people": [{"id": each} for each in others]}))

    with pytest.raises(SourceUnavailable, match="FP-0470"):
        connect(server.url, person="/people/{ref}").get_person("A1")


def test_no_way_to_ask_for_one_person(connect, server) -> None:
    with pytest.raises(ConfigurationError, match="FP-0467"):
        connect(server.url).get_person("A1")
    with pytest.raises(ConfigurationError, match="FP-0467"):
        connect(server.url).look_up(asked_for(NUMBERS[0]))


# --- canaries ---

CANARIES = ("9990001006", "1941-03-05", "CANARY-REF", "CANARY-NAME", "CANARY-TOKEN", "CANARY-SECRET")


@pytest.mark.parametrize("status", [200, 401, 404, 429, 500])
@pytest.mark.parametrize("body", ["whole", "cut", "html"])
def test_nobody_stands_in_an_address_a_log_or_an_error(  # noqa: PLR0917 - fixtures and cases
    connect, server, caplog, capsys, status: int, body: str
) -> None:
    record = {
        "id": "CANARY-REF",
        "nhs": "9990001006",
        "born": "1941-03-05",
        "name": {"family": "CANARY-NAME"},
    }
    whole = json.dumps({"people": [record], "next": "CANARY-TOKEN"})
    texts = {"whole": whole, "cut": whole[:-20], "html": f"<html>{whole}</html>"}

    @server.on("/people")
    async def script(wire: Any) -> None:
        await wire.answer(texts[body], status)

    server.scripts["/find"] = script
    caplog.set_level(logging.DEBUG)
    source = connect(
        server.url,
        look_up=LOOK_UP,
        auth={"kind": "bearer", "token": "CANARY-SECRET"},
        headers={"X-Api-Key": "CANARY-SECRET"},
        pages={"by": "token", "parameter": "token", "next": "next"},
    )
    said = [repr(source), repr(Identity("9990001006", date(1941, 3, 5)))]
    for ask in (
        lambda: list(source.iter_people(PeopleQuery())),
        lambda: source.look_up(asked_for("9990001006")),
        lambda: source.get_person("CANARY-REF"),
    ):
        try:
            ask()
        except FingerpostError as error:
            said += [str(error), repr(error), error.where, error.remedy, json.dumps(error.as_json())]
    said += [caplog.text, *capsys.readouterr()]
    # The token that leads on is the server's own, and travels where the server wants it.
    said += [each.target.replace("?token=CANARY-TOKEN", "") for each in server.asked]
    assert [canary for canary in CANARIES if canary in "\n".join(said)] == []
    assert server.asked


def test_the_library_may_log_for_others(caplog, server) -> None:
    """Only our own requests are left out of its log."""
    caplog.set_level(logging.DEBUG)
    with httpx.Client(trust_env=False) as client:
        client.get(f"{server.url}/elsewhere")
    assert "/elsewhere" in caplog.text
