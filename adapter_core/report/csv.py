"""Gaps as CSV that a spreadsheet opens without running, guessing or reshaping anything in it."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from typing import TYPE_CHECKING

from adapter_core.report import view, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from adapter_core.domain.findings import Finding
    from adapter_core.report.model import RunReport

BOM = "\N{ZERO WIDTH NO-BREAK SPACE}"
"""Tells Excel that the file is UTF-8."""

BUFFER = 500
"""Rows in one chunk."""

IDENTIFIERS = frozenset({"person", "batch_key", "review_by"})
"""Columns whose text a spreadsheet must not take for a number or a date."""

_FORMULA = frozenset("=+-@\N{MINUS SIGN}|%")
# What a spreadsheet shows as it stands: up to 11 digits without a leading zero, or letters first.
_AS_IT_STANDS = re.compile(r"[1-9][0-9]{0,10}|[A-Za-z][A-Za-z0-9_./: -]*")
_DATE_OR_WORD = re.compile(
    r"(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*[ ./-]?[0-9].*|true|false", re.IGNORECASE
)


def chunks(report: RunReport) -> Iterator[str]:
    """The file in pieces, byte-order mark first: one row a gap, hidden ones included.

    Write it as UTF-8 and without newline translation (`newline=""`). A cell that a spreadsheet
    would take for a formula, or an identifier that it would reshape, begins with an apostrophe;
    `plain` takes it off again.
    """
    columns = ["source", "person"]
    if report.names is not None:
        columns.append("name")
    columns += ["rule", "what", "state", "found", "severity", "worker", "team", "who_mends_it", "where"]
    columns += ["first_seen", "evidence_source", "evidence_field", "evidence_as_of", "batch", "batch_key"]
    columns += ["review", "review_by", "review_on", "review_until"]
    titles = {line.id: line.title for line in report.rules}
    held = io.StringIO(newline="")
    writer = csv.writer(held, lineterminator="\r\n")
    writer.writerow(columns)
    yield BOM + _taken(held)
    for position, finding in enumerate(view.listed(report, report.every_finding()), start=1):
        row = _row(report, finding, titles.get(finding.rule, finding.rule))
        writer.writerow([identifier(row[c]) if c in IDENTIFIERS else safe(row[c]) for c in columns])
        if position % BUFFER == 0:
            yield _taken(held)
    yield _taken(held)


def render(report: RunReport) -> str:
    """The whole file at once."""
    return "".join(chunks(report))


def safe(text: str) -> str:
    """A text that no spreadsheet runs: formulas in any width, after any blank, get an apostrophe."""
    text = words.one_line(text)
    first = unicodedata.normalize("NFKC", text.lstrip()[:1])[:1]
    return f"'{text}" if first in _FORMULA or first == "'" else text


def identifier(text: str) -> str:
    """A text that no spreadsheet turns into a number, a date or a time: `0012345` keeps its noughts."""
    guarded = safe(text)
    if guarded != text or not text:
        return guarded
    if _AS_IT_STANDS.fullmatch(text) and not _DATE_OR_WORD.fullmatch(text):
        return text
    return f"'{text}"


def plain(cell: str) -> str:
    """A cell's text without the apostrophe that `safe` or `identifier` put before it."""
    return cell.removeprefix("'")


def _taken(held: io.StringIO) -> str:
    text = held.getvalue()
    held.seek(0)
    held.truncate()
    return text


def _row(report: RunReport, finding: Finding, title: str) -> dict[str, str]:
    review = finding.review
    return {
        "source": finding.source,
        "person": finding.ref,
        "name": (report.names or {}).get((finding.source, finding.ref), ""),
        "rule": finding.rule,
        "what": title,
        "state": finding.state.value,
        "found": view.found(report, finding),
        "severity": finding.severity.value,
        "worker": finding.owner.worker or "",
        "team": finding.owner.team or "",
        "who_mends_it": finding.fix.who.value,
        "where": finding.fix.where,
        "first_seen": _iso(finding.first_seen),
        "evidence_source": _joined(each.source for each in finding.evidence),
        "evidence_field": _joined(each.field for each in finding.evidence),
        "evidence_as_of": _joined(_iso(each.as_of) for each in finding.evidence),
        "batch": finding.batch.value if finding.batch else "",
        "batch_key": finding.batch_key,
        "review": review.decision.value if review else "",
        "review_by": review.who if review else "",
        "review_on": _iso(review.at) if review else "",
        "review_until": _iso(review.until) if review else "",
    }


def _iso(value: date | None) -> str:
    return value.isoformat()[:10] if value else ""


def _joined(values: Iterable[str]) -> str:
    return "; ".join(values)
