"""The HTML report as a browser shows it: offline, on a phone and a desk, on paper, to everyone."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect
from pypdf import PdfReader

from adapter_core.report import html

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SIZES = {"phone": (390, 844), "desk": (1280, 900), "zoomed": (320, 640)}
PEOPLE = 130
"""Enough for every owner and state; axe needs seconds for each hundred more."""

OPEN_ALL = "document.querySelectorAll('details').forEach(each => { each.open = true; })"

OPEN_SOME = "document.querySelectorAll('.table, .kind:nth-child(-n+3) .refs, .owner:nth-of-type(-n+2)')"
OPEN_SOME += ".forEach(each => { each.open = true; })"


@pytest.fixture(scope="module")
def place(samples: Any, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("report") / "report.html"
    path.write_text(html.render(samples.big(PEOPLE)), encoding="utf-8")
    return path


@pytest.fixture(params=SIZES)
def page(request: pytest.FixtureRequest, browser: Any, place: Path) -> Iterator[Any]:
    width, height = SIZES[request.param]
    opened = browser.new_page(viewport={"width": width, "height": height})
    opened.goto(place.as_uri())
    yield opened
    opened.close()


@pytest.fixture
def desk(browser: Any, place: Path) -> Iterator[Any]:
    opened = browser.new_page(viewport={"width": 1280, "height": 900})
    opened.goto(place.as_uri())
    yield opened
    opened.close()


def test_nothing_leaves_and_nothing_complains(browser: Any, place: Path) -> None:
    page = browser.new_page()
    asked: list[str] = []
    said: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("dialog", lambda dialog: said.append(dialog.message))
    page.goto(place.as_uri())
    page.evaluate(OPEN_ALL)
    page.wait_for_timeout(200)
    assert asked == [place.as_uri()]
    assert said == []
    page.close()


def test_the_policy_stops_what_tries_to_leave(desk: Any) -> None:
    blocked = desk.evaluate(
        """() => new Promise(done => {
            document.addEventListener("securitypolicyviolation", event => done(event.effectiveDirective));
            const image = document.createElement("img");
            image.src = "http://127.0.0.1:9/x.png";
            document.body.append(image);
            setTimeout(() => done("nothing was stopped"), 2000);
        })"""
    )
    assert blocked == "img-src"


def test_no_sideways_scrolling(page: Any) -> None:
    page.evaluate(OPEN_ALL)
    width, room = page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
    assert width <= room


@pytest.mark.parametrize("lists", ["closed", "open"])
def test_axe_finds_nothing(page: Any, lists: str) -> None:
    if lists == "open":
        page.evaluate(OPEN_SOME)
    tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": tags}})
    assert found.violations_count == 0, found.generate_report()


def test_touch_targets_are_large_enough(page: Any) -> None:
    small = page.evaluate(
        """() => [...document.querySelectorAll("summary, .contents a, input")]
            .map(each => [each.textContent, each.getBoundingClientRect().height])
            .filter(([, height]) => height < 24)"""
    )
    assert small == []


def test_the_keyboard_gets_to_the_content_and_sees_where_it_is(desk: Any) -> None:
    desk.keyboard.press("Tab")
    assert desk.evaluate("document.activeElement.textContent") == "Skip to main content"
    assert desk.locator(".skip").bounding_box()["x"] >= 0
    desk.keyboard.press("Enter")
    desk.keyboard.press("Tab")
    assert desk.evaluate("document.querySelector('main').contains(document.activeElement)")
    assert desk.evaluate("parseFloat(getComputedStyle(document.activeElement).outlineWidth)") >= 2


def test_landmarks_and_headings(desk: Any) -> None:
    assert desk.locator("main").count() == desk.locator("h1").count() == 1
    levels = desk.evaluate("[...document.querySelectorAll('h1,h2,h3,h4')].map(each => +each.tagName[1])")
    assert all(after - before <= 1 for before, after in pairwise(levels))
    assert desk.locator("table").count() == desk.locator("table > caption").count()
    assert desk.locator("th:not([scope])").count() == 0


def test_finding_somebody_in_the_lists(desk: Any) -> None:
    desk.get_by_label("Find in the work lists").fill("0012345")
    desk.get_by_text("1 person found").wait_for()
    assert desk.locator(".person:visible").count() == 1
    assert "0012345" in desk.locator(".person:visible").inner_text()
    desk.get_by_label("Find in the work lists").fill("")
    expect(desk.locator("#filter-said")).to_have_text("")
    assert desk.locator(".person[hidden]").count() == 0
    assert desk.locator(".owner:visible").count() > 10


def _texts(path: Path, chromium: Any, place: Path, *, javascript: bool) -> str:
    """What is on paper: the page's text as it is laid out for print."""
    context = chromium.new_context(java_script_enabled=javascript)
    page = context.new_page()
    page.goto(place.as_uri())
    page.emulate_media(media="print")
    pdf = page.pdf(prefer_css_page_size=True)
    assert pdf.startswith(b"%PDF")
    path.write_bytes(pdf)
    context.close()
    return str(path)


@pytest.mark.parametrize("javascript", [True, False])
def test_print_has_every_gap(
    browser: Any, place: Path, samples: Any, tmp_path: Path, javascript: bool
) -> None:
    reader = PdfReader(_texts(tmp_path / "report.pdf", browser, place, javascript=javascript))
    pages = [each.extract_text() for each in reader.pages]
    paper = "\n".join(pages)
    gaps = list(samples.big(PEOPLE).findings())
    for gap in gaps:
        assert gap.ref in paper, gap.ref
    wholly = " ".join(paper.split())
    assert wholly.count("\N{EN DASH} Main record:") >= sum(
        gap.fix.where.startswith("Main record:") for gap in gaps
    )


def test_each_owner_begins_a_page(browser: Any, place: Path, samples: Any, tmp_path: Path) -> None:
    reader = PdfReader(_texts(tmp_path / "report.pdf", browser, place, javascript=True))
    pages = [" ".join(each.extract_text().split()) for each in reader.pages]
    owners = dict.fromkeys((gap.owner.team, gap.owner.worker) for gap in samples.big(PEOPLE).findings())
    for team, worker in list(owners)[1:]:
        heading = f"{team[:1].upper()}{team[1:]}: {worker or 'No worker allocated'}"
        assert [text for text in pages if text.startswith(heading)], heading


def test_it_says_the_same_without_script(browser: Any, place: Path) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(place.as_uri())
    assert page.locator(".filter").is_hidden()
    page.locator(".owner summary").first.click()
    assert page.locator(".person").first.is_visible()
    context.close()
