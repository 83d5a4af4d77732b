"""A list in pages: read whole and in order; a page twice, a page lost and people who move are noticed."""

from __future__ import annotations

import asyncio
import json
import sys
from datetime import date
from typing import Any

import pytest

from adapter_core.errors import ConfigurationError, SourceUnavailable
from adapter_core.hooks.capabilities import Capability
from adapter_core.hooks.ports import OpenContext, PeopleQuery, Reject
from adapter_core.readers.http import HttpSettings, open_http

OPENING = "adapter_core.readers.http.opening"
NUMBERED = {"by": "number", "total": "total", "size_parameter": "size", "size": 3}


class Registry:
    """Serves a list as it is at the moment of asking, however it is asked."""

    def __init__(self, server: Any, people: int = 10, *, size: int = 3) -> None:
        self.people = [f"P{number}" for number in range(people)]
        self.size, self.server, self.counts = size, server, True
        self.before: dict[str, Any] = {}
        server.scripts["/people"] = self.answer

    def page(self, start: int) -> dict[str, Any]:
        found: dict[str, Any] = {"people": [{"id": ref} for ref in self.people[start : start + self.size]]}
        if self.counts:
            found["total"] = len(self.people)
        if start + self.size < len(self.people):
            found["next"] = f"after {start + self.size}"
            found["link"] = f"/people?start={start + self.size}"
        return found

    async def answer(self, wire: Any) -> None:
        given = wire.asked.parameters
        if "page" in given:
            start = (int(given["page"]) - 1) * self.size
        elif "start" in given:
            start = int(given["start"])
        else:
            start = int(given.get("token", "after+0").partition("+")[2] or 0)
        action = self.before.pop(given.get("page", str(start)), None)
        if action is not None:
            action()
        page = self.page(start)
        headers = {"X_Next": page["next"]} if "next" in page else {}
        if "link" in page:
            headers["Link"] = f'<{page["link"]}>; rel="next", </people>; rel="first"'
        await wire.answer(json.dumps(page), **headers)


def read(source: Any, **query: Any) -> tuple[list[str], list[Reject]]:
    refs: list[str] = []
    rejects: list[Reject] = []
    for page in source.iter_people(PeopleQuery(**query)):
        refs += [person.ref for person in page.people]
        rejects += page.rejects
    return refs, rejects


# --- whole ---


@pytest.mark.parametrize("connections", [1, 4])
@pytest.mark.parametrize("people", [1, 2, 3, 9, 10])
@pytest.mark.parametrize(
    "pages",
    [
        {"by": "number"},
        NUMBERED,
        {"by": "token", "parameter": "token", "next": "next"},
        {"by": "token", "parameter": "token", "next_header": "X-Next", "total": ["total"]},
        {"by": "link"},
        {"by": "link", "next": "link"},
    ],
    ids=["number", "number and total", "token", "token in a header", "Link header", "link in the body"],
)
def test_everybody_in_order(connect, server, pages: dict[str, Any], people: int, connections: int) -> None:
    registry = Registry(server, people)
    source = connect(server.url, pages=pages, limits={"connections": connections})
    assert read(source) == (registry.people, [])
    assert server.most_under_way <= connections


def test_one_page_is_the_whole_list(connect, server) -> None:
    registry = Registry(server, 7, size=10)
    assert read(connect(server.url)) == (registry.people, [])


def test_xml_pages(connect, server) -> None:
    @server.on("/people")
    async def script(wire: Any) -> None:
        number = int(wire.asked.parameters.get("token", "1"))
        following = f'<Next token="{number + 1}"/>' if number < 3 else ""
        body = (
            f'<x:List xmlns:x="urn:x"><Paging total="3">{following}</Paging><Person id="P{number}"/></x:List>'
        )
        await wire.answer(body, kind="application/xml")

    pages = {"by": "token", "parameter": "token", "next": "Paging/Next/@token", "total": "Paging/@total"}
    source = connect(server.url, mapping="./xml.toml", pages=pages)
    assert read(source) == (["P1", "P2", "P3"], [])
    assert server.asked[0].headers["accept"].startswith("application/xml")


@pytest.mark.parametrize(
    "other", ["<Fault><Message>session expired</Message></Fault>", "<html><p>Sign in</p></html>"]
)
@pytest.mark.parametrize("by", ["number", "token"])
def test_another_document_in_the_middle_is_no_end_of_the_list(connect, server, by: str, other: str) -> None:
    @server.on("/people")
    async def script(wire: Any) -> None:
        number = int(wire.asked.parameters.get("at", "1"))
        body = f'<List><Next>{number + 1}</Next><Person id="P{number}"/></List>' if number < 3 else other
        await wire.answer(body, kind="application/xml")

    pages = {"by": by, "parameter": "at"} | ({"next": "Next"} if by == "token" else {})
    source = connect(server.url, mapping="./xml.toml", pages=pages)
    with pytest.raises(SourceUnavailable, match="FP-0452") as raised:
        read(source)
    assert "expired" not in str(raised.value)


def test_an_empty_page_like_the_others_ends_the_list(connect, server) -> None:
    @server.on("/people")
    async def script(wire: Any) -> None:
        number = int(wire.asked.parameters["page"])
        person = f'<Person id="P{number}"/>' if number < 3 else ""
        await wire.answer(f"<List>{person}</List>", kind="application/xml")

    source = connect(server.url, mapping="./xml.toml", pages={"by": "number"})
    assert read(source) == (["P1", "P2"], [])


def test_larger_pages_than_are_wanted_are_divided(connect, server) -> None:
    registry = Registry(server, 7, size=10)
    pages = list(connect(server.url).iter_people(PeopleQuery(page_size=3)))
    assert [len(page.people) for page in pages] == [3, 3, 1, 0]
    assert [page.cursor is None for page in pages] == [False, False, False, True]
    assert [person.ref for page in pages for person in page.people] == registry.people


def test_the_list_is_asked_with_the_parameters_of_the_config(connect, server) -> None:
    Registry(server)
    read(connect(server.url, pages=NUMBERED, parameters={"status": "open"}, headers={"X-Version": "2"}))
    assert {each.parameters["status"] for each in server.asked} == {"open"}
    assert {each.parameters["size"] for each in server.asked} == {"3"}
    assert {each.headers["x-version"] for each in server.asked} == {"2"}


def test_no_more_is_fetched_ahead_than_is_asked_for(connect, server) -> None:
    Registry(server, 100)
    pages = connect(server.url, pages={"by": "number"}, limits={"connections": 4}).iter_people(PeopleQuery())
    next(pages)
    next(pages)
    assert len(server.asked) <= 2 + 2 * 4
    pages.close()


# --- not whole ---


def test_a_number_that_is_ignored(connect, server) -> None:
    """The same page again and again would be an endless list."""

    @server.on("/people")
    async def script(wire: Any) -> None:
        await wire.answer(json.dumps({"people": [{"id": "P1"}, {"id": "P2"}], "total": 9}))

    for pages in (NUMBERED, {"by": "number"}):
        with pytest.raises(SourceUnavailable, match="FP-0461"):
            read(connect(server.url, pages=pages))


def test_a_last_page_that_comes_again_and_again(connect, server) -> None:
    @server.on("/people")
    async def script(wire: Any) -> None:
        ids = ["P1", "P2"] if wire.asked.parameters["page"] == "1" else ["P3"]
        await wire.answer(json.dumps({"people": [{"id": each} for each in ids]}))

    with pytest.raises(SourceUnavailable, match="FP-0461"):
        read(connect(server.url, pages={"by": "number"}))


@pytest.mark.parametrize("circle", [("a", "a"), ("a", "b", "a")])
def test_a_token_that_comes_again(connect, server, circle: tuple[str, ...]) -> None:
    @server.on("/people")
    async def script(wire: Any) -> None:
        number = len(server.asked)
        following = circle[number - 1] if number <= len(circle) else "c"
        await wire.answer(json.dumps({"people": [{"id": f"P{number}"}], "next": following}))

    with pytest.raises(SourceUnavailable, match="FP-0461"):
        read(connect(server.url, pages={"by": "token", "parameter": "token", "next": "next"}))


def test_tokens_that_lead_nowhere(connect, server) -> None:
    @server.on("/people")
    async def script(wire: Any) -> None:
        await wire.answer(json.dumps({"people": [], "next": len(server.asked)}))

    source = connect(
        server.url, pages={"by": "token", "parameter": "token", "next": "next"}, limits={"run_seconds": 60}
    )
    with pytest.raises(SourceUnavailable, match="FP-0461"):
        read(source)


def test_a_page_that_is_lost(connect, server) -> None:
    registry = Registry(server)
    whole = registry.page
    registry.page = lambda start: whole(start) | ({"people": []} if start == 3 else {})  # type: ignore[method-assign]
    for pages in (NUMBERED, {"by": "number"}, {"by": "link", "next": "link", "total": "total"}):
        refs, rejects = read(connect(server.url, pages=pages, limits={"connections": 3}))
        assert refs == [ref for ref in registry.people if ref not in {"P3", "P4", "P5"}]
        assert rejects == [Reject("the list", "FP-0530")]
        assert rejects[0].anonymous


def test_a_page_that_is_skipped(connect, server) -> None:
    """Page 2 holds what page 3 should, and so on: only the total knows."""
    registry = Registry(server)
    whole = registry.page
    registry.page = lambda start: whole(start + 3 if start else 0)  # type: ignore[method-assign]
    refs, rejects = read(connect(server.url, pages=NUMBERED))
    assert (len(refs), [each.code for each in rejects]) == (7, ["FP-0530"])


def test_people_who_move_left_are_lost_and_that_is_said(connect, server) -> None:
    registry = Registry(server)
    registry.before["2"] = lambda: registry.people.remove("P0")
    refs, rejects = read(connect(server.url, pages=NUMBERED, limits={"connections": 1}))
    assert "P3" not in refs
    assert [each.code for each in rejects] == ["FP-0531"]


def test_people_who_move_right_come_twice_and_that_is_said(connect, server) -> None:
    registry = Registry(server)
    registry.before["2"] = lambda: registry.people.insert(0, "new")
    refs, rejects = read(connect(server.url, pages=NUMBERED, limits={"connections": 1}))
    assert refs == [f"P{number}" for number in range(10)]
    assert [(each.ref, each.code) for each in rejects] == [("P2", "FP-0511"), ("the list", "FP-0530")]


def test_people_who_come_at_the_end_move_nobody(connect, server) -> None:
    registry = Registry(server)
    registry.before["2"] = lambda: registry.people.append("new")
    assert read(connect(server.url, pages=NUMBERED, limits={"connections": 1})) == (registry.people, [])


def test_a_reply_that_comes_twice(connect, server) -> None:
    registry = Registry(server, 9)
    whole = registry.page
    registry.page = lambda start: whole(0 if start == 3 else start)  # type: ignore[method-assign]
    with pytest.raises(SourceUnavailable, match="FP-0461"):
        read(connect(server.url, pages=NUMBERED))


def test_a_full_page_that_leads_nowhere(connect, server) -> None:
    Registry(server).counts = False
    pages = {"by": "token", "parameter": "token", "next": "nxet", "size_parameter": "size", "size": 3}
    source = connect(server.url, pages=pages)
    assert [each.code for each in read(source)[1]] == ["FP-0532"]
    assert [(each.where, each.code, each.fatal) for each in source.inspect().problems] == [
        ("pages.next", "FP-0532", False)
    ]


@pytest.mark.parametrize("total", [None, "many", -1, 1.5, [], "9" * 13])
def test_a_total_that_is_none(connect, server, total: Any) -> None:
    @server.on("/people")
    async def script(wire: Any) -> None:
        await wire.answer(json.dumps({"people": [{"id": "P1"}], "total": total}))

    with pytest.raises(SourceUnavailable, match="FP-0463"):
        read(connect(server.url, pages=NUMBERED))


@pytest.mark.parametrize(
    "link", ["http://127.0.0.1:9/people", "//elsewhere.example/people", "https://127.0.0.1/p"]
)
def test_a_link_to_another_server_is_not_followed(connect, server, link: str) -> None:
    @server.on("/people")
    async def script(wire: Any) -> None:
        await wire.answer(json.dumps({"people": [{"id": "P1"}]}), Link=f'<{link}>; rel="next"')

    with pytest.raises(SourceUnavailable, match="FP-0462"):
        read(connect(server.url, pages={"by": "link"}))


# --- resuming ---


@pytest.mark.parametrize("pages", [NUMBERED, {"by": "link"}], ids=["number", "link"])
def test_a_run_goes_on_behind_any_page(connect, server, pages: dict[str, Any]) -> None:
    registry = Registry(server)
    source = connect(server.url, pages=pages)
    before: list[str] = []
    for page in source.iter_people(PeopleQuery()):
        before += [person.ref for person in page.people]
        if page.cursor:
            for size in (1000, 2):
                assert before + read(source, after=page.cursor, page_size=size)[0] == registry.people


def test_a_list_that_changed_is_not_gone_on_with(connect, server) -> None:
    registry = Registry(server)
    source = connect(server.url, pages=NUMBERED)
    first, second, *_ = source.iter_people(PeopleQuery())
    registry.people.remove("P1")
    for page in (first, second):
        with pytest.raises(SourceUnavailable, match="FP-0469"):
            read(source, after=page.cursor)
    registry.people[:] = ["P0"]
    with pytest.raises(SourceUnavailable, match="FP-0469"):
        read(source, after=second.cursor)
    with pytest.raises(ConfigurationError, match="FP-0406"):
        read(source, after="i:17")


# --- what it says of itself ---


def test_inspecting_asks_for_one_page(connect, server) -> None:
    Registry(server)
    report = connect(server.url, pages=NUMBERED, person="/people/{ref}").inspect()
    assert report.capabilities == {Capability.PEOPLE_READ, Capability.PEOPLE_RESUME, Capability.PEOPLE_GET}
    assert "nhs_number" in report.fields
    assert (report.problems, report.as_of, len(server.asked)) == ((), None, 1)


def test_a_slow_page_holds_nobody_else_up(connect, server) -> None:
    """Answers come in any order; people come in the list's."""
    registry = Registry(server, 12)

    async def slow(wire: Any) -> None:
        await asyncio.sleep(0.2 if wire.asked.parameters["page"] == "2" else 0)
        await registry.answer(wire)

    server.scripts["/people"] = slow
    assert read(connect(server.url, pages=NUMBERED))[0] == registry.people


@pytest.mark.parametrize(("library", "mapping"), [("httpx", "./json.toml"), ("lxml", "./xml.toml")])
def test_a_library_that_is_not_installed(connect, monkeypatch, tmp_path, library: str, mapping: str) -> None:
    connect("http://127.0.0.1:9")  # writes the mappings
    for name in [each for each in sys.modules if each.split(".")[0] == library]:
        monkeypatch.setitem(sys.modules, name, None)
    for name in [each for each in sys.modules if each.startswith(("adapter_core.readers.xml", OPENING))]:
        monkeypatch.delitem(sys.modules, name)
    for name in ("transport", "runner"):
        monkeypatch.delitem(sys.modules, f"adapter_core.readers.http.{name}")
    settings = HttpSettings(url="http://127.0.0.1:9", mapping=mapping, people="/people")
    with (
        pytest.raises(ConfigurationError, match=f"FP-0471.*'{library}'"),
        open_http(settings, OpenContext("registry", date(2026, 11, 23), tmp_path, {}, {})),
    ):
        pass
