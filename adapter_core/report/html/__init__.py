"""One HTML file that says everything: it opens offline, prints, and needs no script.

Jinja2 and the standard library alone: one day this runs inside a browser.
"""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from adapter_core.hooks.ports import TOO_MANY_UNMAPPED
from adapter_core.report import view, words
from adapter_core.report.html import sections
from adapter_core.report.html.trend import chart
from adapter_core.report.html.worklist import MAX_GAPS, MAX_PEOPLE, WorkList

if TYPE_CHECKING:
    from collections.abc import Iterator

    from adapter_core.report.model import RunReport

PIECES = 200
"""Template pieces in one chunk."""


def chunks(report: RunReport, *, max_people: int = MAX_PEOPLE, max_gaps: int = MAX_GAPS) -> Iterator[str]:
    """The page in pieces; the work list is read twice and never held.

    Args:
        report: what to say.
        max_people: people in one owner's list; more are counted, and the page says so.
        max_gaps: gaps in all lists; the lists get shorter, each alike, until they fit.
    """
    environment = _environment()
    style, script = _asset("report.css"), _asset("report.js")
    work = WorkList(report, max_people=max_people, max_gaps=max_gaps)
    stream = environment.get_template("page.html.j2").stream(
        report=report,
        page=sections.page(report, work),
        work=work,
        chart=chart(report.trend),
        style=Markup(style),  # noqa: S704 - our own file
        script=Markup(script),  # noqa: S704 - our own file
        policy=_policy(style, script),
    )
    stream.enable_buffering(PIECES)
    yield from stream


def render(report: RunReport, *, max_people: int = MAX_PEOPLE, max_gaps: int = MAX_GAPS) -> str:
    """The whole page at once."""
    return "".join(chunks(report, max_people=max_people, max_gaps=max_gaps))


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("adapter_core.report.html"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    environment.filters |= {
        "number": words.number,
        "plural": words.plural,
        "people": words.people,
        "percent": words.percent,
        "target": words.target,
        "day": words.day,
        "moment": words.moment,
        "line": words.one_line,
        "listing": words.listing,
        "upfirst": words.upfirst,
    }
    environment.globals |= {"view": view, "words": words, "too_many_unmapped": TOO_MANY_UNMAPPED}
    return environment


@cache
def _asset(name: str) -> str:
    environment = _environment()
    loader: Any = environment.loader
    source, _, _ = loader.get_source(environment, name)
    return f"\n{source}"


def _policy(style: str, script: str) -> str:
    """The page's own security policy: its style, its script, and nothing from anywhere."""
    return (
        f"default-src 'none'; style-src '{_digest(style)}'; script-src '{_digest(script)}'; "
        "base-uri 'none'; form-action 'none'"
    )


def _digest(text: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"
