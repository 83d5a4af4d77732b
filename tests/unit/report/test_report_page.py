"""The HTML page without a browser: what it says, what it escapes, what it leaves out."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapter_core.domain.findings import Owner, Severity
from adapter_core.domain.states import State
from adapter_core.report import html
from adapter_core.report.html import trend
from adapter_core.report.model import TrendPoint

VOID = {"meta", "input", "line", "rect", "path", "circle", "polyline", "br", "img", "link"}


class Page(HTMLParser):
    """Reads a page: its tags, ids, links and text; complains of tags that do not match."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self._open: list[str] = []
        self.feed(text)
        assert self._open == []

    def handle_starttag(self, tag, attrs) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self._open.append(tag)

    def handle_startendtag(self, tag, attrs) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag) -> None:
        if tag not in VOID:
            assert self._open.pop() == tag

    def handle_data(self, data) -> None:
        if self._open and self._open[-1] not in {"script", "style"}:
            self.words.append(data)

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.words).split())


def read(report, **options) -> Page:
    return Page(html.render(report, **options))


def test_hostile_text_is_only_text(samples) -> None:
    text = html.render(samples.big())
    page = Page(text)
    assert sum(tag == "script" for tag, _ in page.tags) == 1
    assert not [
        tag for tag, _ in page.tags if tag in {"img", "iframe", "object", "embed", "link", "form", "base"}
    ]
    assert not [name for _, attributes in page.tags for name in attributes if name.startswith("on")]
    assert samples.HOSTILE in page.text
    assert samples.HOSTILE not in text


@settings(deadline=None)
@given(st.text(min_size=1, max_size=40))
def test_any_text_is_only_text(samples, text) -> None:
    made = samples.report(
        [samples.finding(text, owner=Owner(text, text))], council=text, names={("mosaic", text): text}
    )
    page = read(made)
    plain = {tag for tag, _ in read(samples.report([samples.finding()])).tags}
    assert {tag for tag, _ in page.tags} == plain


def test_nothing_is_fetched(samples) -> None:
    page = read(samples.big())
    for tag, attributes in page.tags:
        for name in ("src", "href", "xlink:href", "action", "srcset", "data"):
            assert (attributes.get(name) or "#").startswith("#"), (tag, attributes)
        assert "style" not in attributes, tag
    text = html.render(samples.big(hostile=False))
    assert "url(" not in text
    assert "@import" not in text
    assert "http://" not in text
    assert "https://" not in text


def test_the_policy_forbids_the_network_and_allows_only_its_own_style_and_script(samples) -> None:
    page = read(samples.report())
    policy = next(a["content"] for _, a in page.tags if a.get("http-equiv") == "Content-Security-Policy")
    assert policy is not None
    assert policy.startswith("default-src 'none';")
    assert "unsafe" not in policy
    assert re.findall(r"(\w+-src) 'sha256-[A-Za-z0-9+/]{43}='", policy) == ["style-src", "script-src"]


def test_sections_come_in_the_order_of_the_morning(samples) -> None:
    page = read(samples.big())
    order = ["changed", "first", "rules", "teams", "trend", "work", "not-checked", "excluded", "reading"]
    ids = [a["id"] for tag, a in page.tags if tag == "h2" and a.get("id") != "contents"]
    assert ids == order


def test_every_link_and_label_leads_somewhere_and_no_id_comes_twice(samples) -> None:
    page = read(samples.big())
    ids = [a["id"] for _, a in page.tags if "id" in a]
    assert len(ids) == len(set(ids))
    for _, attributes in page.tags:
        for name in ("href", "aria-labelledby", "aria-describedby", "for"):
            for each in (attributes.get(name) or "").split():
                assert each.removeprefix("#") in ids, each


@pytest.mark.requirement("P-04")
def test_states_are_said_in_plain_words(samples) -> None:
    text = read(samples.big()).text
    for said in (
        "nothing is recorded",
        '"not known" was recorded',
        "a placeholder was entered",
        "ended, closed or due for review",
        "what is recorded cannot be right",
        "missing here, held in Northgate AIS, as of 3 November 2026",
        "Mosaic differs from Northgate AIS, as of 3 November 2026",
    ):
        assert said in text, said


def test_every_gap_is_listed_under_its_owner(samples) -> None:
    made = samples.big(hostile=False)
    text = read(made).text
    for finding in made.findings():
        assert finding.ref in text
    assert text.count("Main record:") == len(list(made.findings()))


def test_references_only_unless_names_were_asked_for(samples) -> None:
    assert "Example Person" not in html.render(samples.big())
    text = read(samples.big(names=True)).text
    assert "Example Person" in text
    assert "This page holds names." in text


@pytest.mark.requirement("D-02", "D-05")
@pytest.mark.parametrize("kind", ["confidential", "experimental"])
def test_rules_that_are_counted_only_name_nobody(samples, kind) -> None:
    made = samples.report([samples.finding()], rules=(samples.rule_line(**{kind: True}),))
    text = read(made).text
    assert "2204451" not in text
    assert "8 of 10" in text
    assert "There is nothing to mend." in text


def test_a_list_is_cut_short_and_the_page_says_so(samples) -> None:
    owner = Owner("A. Okafor", "East")
    findings = [samples.finding(f"R{i:04}", owner=owner) for i in range(310)]
    text = read(samples.report(findings)).text
    assert len(set(re.findall(r"R\d{4}", text))) == 300
    assert "10 people are counted here but not listed." in text
    assert "10 people more in the XLSX and the CSV." in text
    assert "310 gaps for 310 people" in text


def test_a_list_of_exactly_the_limit_is_not_cut(samples) -> None:
    findings = [samples.finding(f"R{i:04}") for i in range(300)]
    assert "cut short" not in read(samples.report(findings)).text


def test_lists_are_cut_alike_so_that_all_fit_and_critical_people_come_first(samples) -> None:
    findings = []
    for worker in "ABC":
        owner = Owner(worker, "East")
        for i in range(20):
            severity = Severity.CRITICAL if i >= 18 else Severity.WARNING
            findings.append(samples.finding(f"{worker}{i:02}", owner=owner, severity=severity))
    text = read(samples.report(findings), max_gaps=15).text
    for worker in "ABC":
        found = set(re.findall(rf"\b{worker}\d\d\b", text))
        assert found == {f"{worker}{i:02}" for i in (0, 1, 2, 18, 19)}
    assert "45 people are counted here but not listed." in text


@settings(deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 4), st.integers(1, 4)), max_size=60),
    st.integers(0, 40),
    st.integers(1, 12),
)
def test_never_more_gaps_than_the_limit_and_every_person_is_counted(
    samples, people, max_gaps, max_people
) -> None:
    findings = []
    for number, (owner, gaps) in enumerate(sorted(people)):
        who = Owner(f"W{owner}", "East")
        findings += [samples.finding(f"R{number:04}", rule=f"rule_{i}", owner=who) for i in range(gaps)]
    made = samples.report(findings)
    text = read(made, max_gaps=max_gaps, max_people=max_people).text
    shown = set(re.findall(r"R\d{4}", text))
    assert text.count("Main record:") <= max_gaps
    cut = len(people) - len(shown)
    assert ("counted here but not listed" in text) == (cut > 0)
    if cut:
        assert f"{cut} {'person is' if cut == 1 else 'people are'} counted here but not listed." in text


def test_findings_are_streamed_over_the_page(samples) -> None:
    made = samples.big(people=900)
    chunks = list(html.chunks(made))
    assert len(chunks) > 20
    assert "".join(chunks) == html.render(made)


def test_what_could_not_be_checked_says_why_and_what_to_do(samples) -> None:
    text = read(samples.big()).text
    for said in (
        "FP-0402: the file practices.csv is not there.",
        "its mapping does not say where, or it holds a code that nobody mapped 450",
        "We may not see it 200",
        "OLD-WBRI",
        "FP-9999",
        "fingerpost explain FP-9999",
        "214 people in Northgate AIS were not matched with anybody in the cohort",
    ):
        assert said in text, said


def test_all_is_well(samples) -> None:
    text = read(samples.report(rules=(samples.rule_line(passed=10, gaps=0),))).text
    assert "100% of what should be on 10 people's records is there." in text
    assert "There is nothing to mend." in text
    assert "Everything could be checked." in text
    assert "This is the first run of this check" in text
    assert "The trend begins with the second run" in text


def test_an_empty_report_renders(samples) -> None:
    made = samples.report(people=0, rules=(), sources=(), excluded={}, titles={})
    assert "There is nobody to check." in read(made).text


def test_a_rule_nobody_could_be_checked_for_shows_no_per_cent(samples) -> None:
    made = samples.report(rules=(samples.rule_line(passed=0, gaps=0, states={State.NOT_SUPPORTED: 10}),))
    assert "0%" not in read(made).text.replace("10%", "")


def points(samples, values) -> list[TrendPoint]:
    first = samples.AS_OF - timedelta(days=len(values))
    return [TrendPoint(f"r{i}", first + timedelta(days=i), 10, v, 1) for i, v in enumerate(values)]


@pytest.mark.parametrize("values", [[], [90.0], [None, 90.0], [None]])
def test_no_line_without_two_nights(samples, values) -> None:
    assert trend.chart(points(samples, values)) is None


def test_two_nights_make_a_line(samples) -> None:
    chart = trend.chart(points(samples, [90.0, 91.0]))
    assert chart is not None
    assert len(chart.points.split()) == 2
    assert chart.last == "91.0%"
    assert not chart.below


def test_a_flat_line_at_the_top_stays_inside(samples) -> None:
    chart = trend.chart(points(samples, [100.0, 100.0]))
    assert chart is not None
    assert chart.grid[0].label == "100%"


@given(st.lists(st.floats(0, 100), min_size=2, max_size=60))
def test_every_point_lies_inside_and_the_grid_is_even(samples, values) -> None:
    chart = trend.chart(points(samples, values))
    assert chart is not None
    pairs = [tuple(map(float, each.split(","))) for each in chart.points.split()]
    assert len(pairs) == len(values)
    assert all(-0.01 <= x <= 100.01 and -0.01 <= y <= 100.01 for x, y in pairs)
    assert [x for x, _ in pairs] == sorted(x for x, _ in pairs)
    assert 2 <= len(chart.grid) <= 5
    labels = [float(line.label[:-1]) for line in chart.grid]
    assert labels == sorted(labels, reverse=True)
    assert len(set(labels)) == len(labels)
    assert labels[-1] >= 0
    assert labels[0] <= 100


def test_runs_of_one_day_stand_side_by_side(samples) -> None:
    same = [replace(each, as_of=samples.AS_OF) for each in points(samples, [90.0, 91.0, 92.0])]
    chart = trend.chart(same)
    assert chart is not None
    assert [each.split(",")[0] for each in chart.points.split()] == ["0.00", "50.00", "100.00"]
