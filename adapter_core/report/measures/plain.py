"""Measures for programs and spreadsheets: JSON, and CSV that no spreadsheet runs."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any

from adapter_core.report.csv import BOM, safe
from adapter_core.report.measures.sections import headline, sections

if TYPE_CHECKING:
    from adapter_core.report.measures.model import MeasuresReport


def as_json(report: MeasuresReport, *, publish: bool = False) -> dict[str, Any]:
    """The whole report as plain JSON types; a number that is not published is null, and `small`."""
    return {
        "schema": 1,
        "council": report.council,
        "site": report.site,
        "from": report.period.start.isoformat(),
        "to": report.period.end.isoformat(),
        "as_of": report.on.isoformat(),
        "week": report.week,
        "published": publish,
        "headline": headline(report, publish=publish),
        "sections": [
            {
                "id": section.id,
                "title": section.title,
                "notes": list(section.notes),
                "rows": [
                    {
                        "id": row.id,
                        "what": row.words,
                        "value": row.value,
                        "count": row.count,
                        "of": row.of,
                        "percent": row.percent,
                        "small": row.small,
                    }
                    for row in section.rows
                ],
                "texts": [{"heading": heading, "paragraphs": list(text)} for heading, text in section.texts],
            }
            for section in sections(report, publish=publish)
        ],
        "rejects": rejects_as_json(report),
    }


def rejects_as_json(report: MeasuresReport) -> list[dict[str, Any]]:
    """Rows of the site's files that were not taken, each by its place and why; never what stood there."""
    return [
        {"file": each.file, "row": each.row, "column": each.column, "code": each.code}
        for each in report.refused
    ]


def as_csv(report: MeasuresReport, *, publish: bool = False) -> str:
    """One row a figure, byte-order mark first; texts are left to the other formats.

    Write it as UTF-8 and without newline translation (`newline=""`).
    """
    held = io.StringIO(newline="")
    writer = csv.writer(held, lineterminator="\r\n")
    writer.writerow(["section", "id", "what", "count", "of", "percent", "value", "small"])
    for section in sections(report, publish=publish):
        for row in section.rows:
            figures = ["" if each is None else f"{each:g}" for each in (row.count, row.of, row.percent)]
            small = "yes" if row.small else ""
            writer.writerow([safe(section.title), row.id, safe(row.words), *figures, safe(row.value), small])
    return BOM + held.getvalue()
