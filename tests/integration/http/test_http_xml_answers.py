"""XML with status 200 that holds nobody: an answer says so, and an error document is none."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from adapter_core.errors import MappingError, PersonNotFound, SourceUnavailable
from adapter_core.hooks.ports import Identity, PeopleQuery

MAPPING = """\
schema = 1
format = "xml"
record = "Person"
answer = "People"
[person]
ref = { path = "@id" }
nhs_number = { path = "@nhs" }
date_of_birth = { path = "@born", transform = "date" }
"""
LOOK_UP = {"path": "/find", "safe": True, "identifier": "nhs", "born": "born", "reference": "id"}
HER = '<Person id="A1" nhs="9990001006" born="1941-03-05"/>'
FAULT = "<Fault><Message>Zebedee Quillfeather: session expired</Message></Fault>"


@pytest.fixture
def asking(connect: Any, server: Any, tmp_path: Any) -> Any:
    """A source that answers look-ups and its list with these documents, the last again and again."""

    def make(*documents: str, answer: bool = True, **given: Any) -> Any:
        mapping = MAPPING if answer else MAPPING.replace('answer = "People"\n', "")
        (tmp_path / "look_up.toml").write_text(mapping)
        left = list(documents)

        @server.on("/find")
        @server.on("/people")
        async def script(wire: Any) -> None:
            await wire.answer(left.pop(0) if len(left) > 1 else left[0], kind="application/xml")

        return connect(server.url, mapping="./look_up.toml", **{"people": "", "look_up": LOOK_UP, **given})

    return make


def found(source: Any) -> list[str | None]:
    return [one and one.ref for one in source.look_up([Identity("9990001006", date(1941, 3, 5))])]


@pytest.mark.parametrize("answer", [True, False], ids=["named", "not named"])
def test_an_error_document_is_no_answer(asking: Any, answer: bool) -> None:
    source = asking(FAULT, answer=answer)
    for ask in (lambda: found(source), lambda: source.get_person("A1")):
        with pytest.raises(SourceUnavailable, match="FP-0452") as raised:
            ask()
        assert "Zebedee" not in str(raised.value)


def test_the_answer_element_says_that_nobody_is_known(asking: Any) -> None:
    source = asking('<x:People xmlns:x="urn:x"/>')
    assert found(source) == [None]
    with pytest.raises(PersonNotFound):
        source.get_person("A1")


def test_a_document_that_held_people_before_may_hold_nobody(asking: Any) -> None:
    source = asking(f"<Found>{HER}</Found>", "<Found/>", FAULT, answer=False)
    assert found(source) == ["A1"]
    assert found(source) == [None]
    with pytest.raises(SourceUnavailable, match="FP-0452"):
        found(source)


def test_a_record_alone_is_an_answer(asking: Any) -> None:
    assert found(asking(HER)) == ["A1"]


def test_people_inside_another_document_are_none_of_the_list(asking: Any) -> None:
    """A fault may quote what it was asked."""
    with pytest.raises(SourceUnavailable, match="FP-0452"):
        found(asking(f"<Fault><Asked>{HER}</Asked></Fault>"))


def test_a_list_is_held_against_it_from_the_first_page_on(asking: Any) -> None:
    source = asking(FAULT, people="/people", look_up=None)
    with pytest.raises(SourceUnavailable, match="FP-0452"):
        list(source.iter_people(PeopleQuery()))


def test_json_has_no_answer_element(connect: Any, server: Any, tmp_path: Any) -> None:
    (tmp_path / "wrong.toml").write_text(
        'schema = 1\nformat = "json"\nanswer = "People"\n[person]\nref = { path = "id" }\n'
    )
    with pytest.raises(MappingError, match="FP-0316"):
        connect(server.url, mapping="./wrong.toml")
