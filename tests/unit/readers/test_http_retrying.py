"""Waiting and asking again, on a clock that the test moves; and the headers that say how long."""

from __future__ import annotations

import asyncio
import math
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Any

import httpx
import pytest
import respx
from hypothesis import given
from hypothesis import strategies as st

from adapter_core.errors import FingerpostError, SourceUnavailable
from adapter_core.readers.http.client import FREE_RETRIES, LONGEST_WAIT, Client
from adapter_core.readers.http.exchange import Answer, Fault, Request, TransportFault
from adapter_core.readers.http.retry_after import parse_retry_after
from adapter_core.readers.http.settings import HttpSettings
from adapter_core.readers.http.transport import HttpxTransport

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
LIST = Request("https://registry.example/people", "/people")


class Clock:
    """Stands still until somebody sleeps."""

    def __init__(self) -> None:
        self.passed = 0.0
        self.slept: list[float] = []

    def monotonic(self) -> float:
        return self.passed

    def now(self) -> datetime:
        return NOW + timedelta(seconds=self.passed)

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.passed += seconds
        await asyncio.sleep(0)


class Told:
    """A transport that answers as it was told, and notes when it was asked."""

    def __init__(self, clock: Clock, *answers: Any) -> None:
        self.clock, self.answers = clock, list(answers)
        self.asked: list[float] = []

    async def send(self, request: Request, headers: Mapping[str, str], most: int) -> Answer:  # noqa: ARG002 - the port's
        self.asked.append(self.clock.passed)
        told = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if isinstance(told, Fault):
            raise TransportFault(told)
        status, more = told if isinstance(told, tuple) else (told, {})
        return Answer(status, more, b"{}")

    async def close(self) -> None:
        """Nothing to close."""


def settings(**limits: Any) -> HttpSettings:
    given = {"attempts": 4, "operation_seconds": 1000, **limits}
    return HttpSettings(
        url="https://registry.example",
        mapping="./m.toml",
        people="/people",
        limits=given,
    )


def ask(*answers: Any, request: Request = LIST, times: int = 1, **limits: Any) -> tuple[Clock, Told, Any]:
    clock = Clock()
    told = Told(clock, *answers)
    client = Client(told, settings(**limits), clock, where="sources.registry")

    async def work() -> Any:
        outcome: Any = None
        for _ in range(times):
            try:
                outcome = await client.ask(request)
            except FingerpostError as error:
                outcome = error
        return outcome

    return clock, told, asyncio.run(work())


@pytest.mark.parametrize("fault", [408, 429, 500, 502, 503, 504, *(f for f in Fault if f in {
    Fault.UNREACHABLE, Fault.UNKNOWN_NAME, Fault.BROKEN, Fault.TOO_LATE})])  # fmt: skip
def test_what_may_pass_is_tried_again(fault: Any) -> None:
    clock, told, outcome = ask(fault, fault, 200)
    assert (outcome.status, len(told.asked)) == (200, 3)
    assert all(0 <= wait <= LONGEST_WAIT for wait in clock.slept)


@pytest.mark.parametrize("fault", [400, 403, 404, 409, 301, Fault.CERTIFICATE, Fault.TOO_LARGE, Fault.PACKED])
def test_what_will_not_pass_is_not(fault: Any) -> None:
    clock, told, outcome = ask(fault, 200)
    assert isinstance(outcome, SourceUnavailable)
    assert (len(told.asked), clock.slept) == (1, [])


def test_attempts_are_counted() -> None:
    _, told, outcome = ask(503, attempts=3)
    assert (outcome.code, len(told.asked)) == ("FP-0459", 3)


def test_what_is_not_safe_is_asked_once() -> None:
    _, told, outcome = ask(503, request=Request(LIST.address, "/people", method="POST", safe=False))
    assert (outcome.code, len(told.asked)) == ("FP-0459", 1)


def test_waits_grow_and_differ() -> None:
    every = [ask(503, attempts=5)[0].slept for _ in range(30)]
    assert len({tuple(waits) for waits in every}) == len(every)
    for place, most in enumerate((0.5, 1.0, 2.0, 4.0)):
        assert max(waits[place] for waits in every) <= most
    assert sum(waits[3] for waits in every) > sum(waits[0] for waits in every)


@given(st.lists(st.integers(0, 200), min_size=1, max_size=3), st.booleans())
def test_nobody_is_asked_before_the_time_that_was_asked_for(waits: list[int], as_date: bool) -> None:
    def header(wait: int) -> Mapping[str, str]:
        if not as_date:
            return {"retry-after": str(wait)}
        date = format_datetime(NOW, usegmt=True)
        return {"retry-after": format_datetime(NOW + timedelta(seconds=wait), usegmt=True), "date": date}

    _, told, outcome = ask(*[(429, header(wait)) for wait in waits], 200)
    honoured = [wait for wait in waits if wait <= 120]
    if honoured == waits:
        assert outcome.status == 200
    else:
        assert outcome.code == "FP-0458"
    for wait, earlier, later in zip(waits, told.asked, told.asked[1:], strict=False):
        assert later - earlier >= wait


def test_a_pause_beyond_the_operation_is_not_begun() -> None:
    clock, _, outcome = ask((503, {"retry-after": "60"}), operation_seconds=30)
    assert (outcome.code, clock.slept) == ("FP-0459", [])


def test_an_outage_is_not_made_worse() -> None:
    _, told, outcome = ask(503, times=200, attempts=10)
    assert outcome.code == "FP-0459"
    assert len(told.asked) <= 1.12 * 200 + FREE_RETRIES


# --- Retry-After ---


@given(st.integers(0, 10**9 - 1), st.text("0", max_size=3), st.sampled_from(["", " ", "\t"]))
def test_seconds(seconds: int, noughts: str, space: str) -> None:
    assert parse_retry_after(f"{space}{noughts}{seconds}{space}", None, NOW) == seconds


@given(st.integers(-(10**6), 10**8), st.integers(-(10**6), 10**6))
def test_a_date_is_compared_with_the_servers_own(wait: int, skew: int) -> None:
    server = NOW + timedelta(seconds=skew)
    until = format_datetime(server + timedelta(seconds=wait), usegmt=True)
    assert parse_retry_after(until, format_datetime(server, usegmt=True), NOW) == max(0, wait)
    assert parse_retry_after(until, None, NOW) == max(0, wait + skew)


@pytest.mark.parametrize(
    "form", ["Mon, 23 Nov 2026 02:01:00 GMT", "Monday, 23-Nov-26 02:01:00 GMT", "Mon Nov 23 02:01:00 2026"]
)
def test_the_three_forms_of_a_date(form: str) -> None:
    assert parse_retry_after(form, None, NOW) == 60


def test_absurd_and_empty() -> None:
    assert parse_retry_after("9" * 5000, None, NOW) == math.inf
    for value in (None, "", "soon", "-5", "1.5", "0x10", "\u0661\u0662"):
        assert parse_retry_after(value, None, NOW) is None


@given(st.text(max_size=60), st.text(max_size=60))
def test_no_header_makes_it_fail(value: str, date: str) -> None:
    found = parse_retry_after(value, date, NOW)
    assert found is None or found >= 0


# --- the transport's exchange ---


def send(request: Request, most: int = 1000, **given: Any) -> Answer:
    async def work() -> Answer:
        whole = {"url": "https://registry.example", "mapping": "./m.toml", "people": "/people", **given}
        carrier = HttpxTransport(HttpSettings.model_validate(whole), base=Path(), where="sources.registry")
        try:
            return await carrier.send(request, {}, most)
        finally:
            await carrier.close()

    return asyncio.run(work())


@respx.mock
def test_an_exchange() -> None:
    route = respx.get("https://registry.example/people", params={"page": "2", "a": "b"}).mock(
        httpx.Response(
            200, content=b"[]", headers={"Link": '<https://x.example/a?b=c>; rel="next"', "X-Y": "z"}
        )
    )
    answer = send(Request("https://registry.example/people", "/people", {"page": "2", "a": "b"}))
    assert (answer.status, answer.body, answer.headers["x-y"]) == (200, b"[]", "z")
    assert answer.links == {"next": "https://x.example/a?b=c"}
    sent = route.calls.last.request
    assert sent.headers["accept-encoding"] == "identity"
    assert sent.headers["user-agent"].startswith("fingerpost/")
    assert "registry" not in repr(Request("https://registry.example", "")) + repr(answer)


@pytest.mark.parametrize(
    ("error", "fault"),
    [
        (httpx.ConnectError, Fault.UNREACHABLE),
        (httpx.ProxyError, Fault.UNREACHABLE),
        (httpx.ReadError, Fault.BROKEN),
        (httpx.RemoteProtocolError, Fault.BROKEN),
        (httpx.ReadTimeout, Fault.TOO_LATE),
        (httpx.LocalProtocolError, Fault.UNSENDABLE),
        (OSError, Fault.BROKEN),
    ],
)
@respx.mock
def test_errors_of_the_library(error: Callable[[str], Exception], fault: Fault) -> None:
    respx.get("https://registry.example/people").mock(side_effect=error("somebody's reference"))
    with pytest.raises(TransportFault) as raised:
        send(LIST)
    assert (raised.value.fault, str(raised.value)) == (fault, fault.value)


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["next", "prev", "NEXT", "last next", "first"]),
            st.from_regex(r"\A/[a-z]{1,8}(\?[a-z]=[0-9]{1,3})?\Z"),
        ),
        max_size=4,
    )
)
def test_links_of_a_header(links: list[tuple[str, str]]) -> None:
    header = ", ".join(f'<{address}>; rel="{relation}"' for relation, address in links)
    with respx.mock:
        respx.get(LIST.address).mock(httpx.Response(200, headers={"Link": header}))
        found = send(LIST).links
    expected = [address for relation, address in links if "next" in relation.lower().split()]
    # The library keeps the last of several links that say the same: one of them it has to be.
    assert found.get("next") in expected if expected else "next" not in found


@given(st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=60))
def test_no_link_header_makes_it_fail(header: str) -> None:
    with respx.mock:
        respx.get(LIST.address).mock(httpx.Response(200, headers={"Link": header}))
        assert all(isinstance(each, str) for each in send(LIST).links.values())
