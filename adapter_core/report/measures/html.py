"""Measures as one HTML page that opens offline, prints, and needs no script."""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from typing import TYPE_CHECKING, Any

from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from adapter_core.report import words
from adapter_core.report.measures.sections import headline, sections

if TYPE_CHECKING:
    from adapter_core.report.measures.model import MeasuresReport


def render(report: MeasuresReport, *, publish: bool = False) -> str:
    """The whole page.

    Args:
        report: what to say.
        publish: whether small numbers and texts are left out.
    """
    environment = _environment()
    style = "".join(_asset(name) for name in ("report.css", "measures.css"))
    found = sections(report, publish=publish)
    return environment.get_template("measures.html.j2").render(
        report=report,
        headline=headline(report, publish=publish),
        sections=found,
        small=any(row.small and row.count is not None for section in found for row in section.rows),
        publish=publish,
        style=Markup(style),  # noqa: S704 - our own files
        policy=f"default-src 'none'; style-src '{_digest(style)}'; base-uri 'none'; form-action 'none'",
    )


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=ChoiceLoader(
            [PackageLoader("adapter_core.report.measures"), PackageLoader("adapter_core.report.html")]
        ),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    environment.filters |= {"day": words.day, "line": words.one_line}
    return environment


@cache
def _asset(name: str) -> str:
    environment = _environment()
    loader: Any = environment.loader
    source, _, _ = loader.get_source(environment, name)
    return f"\n{source}"


def _digest(text: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"
