"""The page of measures as a browser shows it: offline, on a phone and a desk, to everyone."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from adapter_core.casework.measures.conversations import figures, new_work
from adapter_core.casework.measures.figures import Share
from adapter_core.casework.measures.rows import (
    ClaimRow,
    ConversationRow,
    Period,
    Refused,
    Saying,
    SignpostRow,
    Story,
)
from adapter_core.casework.measures.signposting import chain, helped
from adapter_core.domain.casework import Reason, SignpostState
from adapter_core.report.measures import html
from adapter_core.report.measures.model import MeasuresReport

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PERIOD = Period(date(2026, 9, 1), date(2026, 11, 30))
DAY = date(2026, 9, 14)
SCRIPT = "<script>document.title = 'gone'</script>"
SIZES = {"phone": (390, 844), "desk": (1280, 900), "zoomed": (320, 640)}


def report() -> MeasuresReport:
    """A site with a little of everything, and what an attacker would write into it."""
    posts = [
        SignpostRow(number, DAY, state, Reason.NONE, confirmed=number % 2 == 0)
        for number, state in enumerate(SignpostState)
    ]
    claims = [ClaimRow(1, SignpostState.ACCEPTED, Reason.NONE, spoke_to=True)]
    talks = [
        ConversationRow(number, number, "1", True, DAY, DAY, "connected", DAY, DAY) for number in range(9)
    ]
    return MeasuresReport(
        council=f"Millbrook {SCRIPT}",
        site="The Innovators",
        period=PERIOD,
        on=PERIOD.end,
        week=13,
        weeks=13,
        helped=helped(posts),
        chain=chain(posts, claims),
        conversations=figures(talks, [(1, "signposted")], PERIOD),
        new_work=new_work(talks, [], PERIOD),
        conversion=Share(1, 9),
        conversion_means="new people",
        gaps_closed=3,
        small=5,
        staff=(Saying(DAY, f"I have time {SCRIPT}"),),
        stories=(Story(DAY, "Alone.", "We went together.", "She laughs again."),),
        refused=(Refused("ratings.csv", 4, "score", "FP-1072", "It wants a whole number from 1 to 5."),),
    )


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("measures") / "measures.html"
    path.write_text(html.render(report()), encoding="utf-8")
    return path


@pytest.fixture(params=SIZES)
def page(request: pytest.FixtureRequest, browser: Any, place: Path) -> Iterator[Any]:
    width, height = SIZES[request.param]
    opened = browser.new_page(viewport={"width": width, "height": height})
    asked: list[str] = []
    said: list[str] = []
    opened.on("request", lambda one: asked.append(one.url))
    opened.on("console", lambda one: said.append(one.text))
    opened.goto(place.as_uri())
    yield opened
    assert asked == [place.as_uri()], "nothing is fetched"
    assert said == []
    opened.close()


def test_it_fits_and_axe_finds_nothing(page: Any) -> None:
    width, seen = page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
    assert width <= seen, "nobody has to scroll sideways"
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


def test_what_somebody_wrote_is_text(page: Any) -> None:
    assert "gone" not in page.title()
    assert "<script>" in page.locator("main").inner_text()
    assert page.locator("script").count() == 0


def test_every_link_leads_somewhere(page: Any) -> None:
    targets = page.eval_on_selector_all("a[href^='#']", "all => all.map(each => each.getAttribute('href'))")
    assert len(targets) > 5
    for target in targets:
        assert page.locator(target).count() == 1, target
