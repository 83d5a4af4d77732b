"""A run as JSON: the contract's shape, streamed, so that a large council's report needs no memory."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from adapter_core.checks.results import EXCLUSIONS
from adapter_core.report import view

if TYPE_CHECKING:
    from collections.abc import Iterator

    from adapter_core.checks.results import Notice
    from adapter_core.domain.findings import Evidence, Finding, Review
    from adapter_core.report.model import RuleLine, RunReport, SourceLine

SCHEMA = 1
BUFFER = 500
"""Findings in one chunk."""


def chunks(report: RunReport) -> Iterator[str]:
    """The report as one JSON document in pieces; `findings` holds gaps only, hidden ones included."""
    run = report.run
    head = {
        "schema": SCHEMA,
        "run": {
            "id": run.id,
            "as_of": run.as_of.isoformat(),
            "started": run.started.isoformat(),
            "finished": run.finished.isoformat() if run.finished else None,
            "status": run.status,
            "profile": run.profile,
            "cohort": run.cohort,
        },
        "sources": [_source(line) for line in report.sources],
        "excluded": {reason: report.excluded.get(reason, 0) for reason in EXCLUSIONS},
        "rules": [_rule(line) for line in report.rules],
        "death_notices": [notice_as_json(each) for each in report.death_notices],
    }
    yield _dump(head)[:-1] + ', "findings": ['
    held: list[str] = []
    first = True
    for finding in view.listed(report, report.every_finding()):
        held.append(_dump(finding_as_json(finding)))
        if len(held) == BUFFER:
            yield ("" if first else ",") + "\n" + ",\n".join(held)
            held, first = [], False
    if held:
        yield ("" if first else ",") + "\n" + ",\n".join(held)
    yield "]}\n"


def render(report: RunReport) -> str:
    """The whole document at once."""
    return "".join(chunks(report))


def _dump(value: dict[str, Any]) -> str:
    # Escaped to ASCII: whatever code page a Windows console has, the document stays what it is.
    return json.dumps(value, ensure_ascii=True, allow_nan=False)


def _source(line: SourceLine) -> dict[str, Any]:
    return {
        "name": line.name,
        "status": line.status,
        "as_of": line.as_of.isoformat() if line.as_of else None,
        "people": line.people,
        "rejects": [{"ref": each.ref, "code": each.code, "field": each.field} for each in line.rejects],
        "problem": _problem(line),
    }


def _problem(line: SourceLine) -> dict[str, str] | None:
    """Why a source is down; it is kept as one text, its code first."""
    if line.status != "down" or not line.problem:
        return None
    code, _, message = line.problem.partition(": ")
    return {"code": code, "message": message}


def _rule(line: RuleLine) -> dict[str, Any]:
    counts = line.counts
    return {
        "id": line.id,
        "version": line.version,
        "applicable": counts.applicable,
        "passed": counts.passed,
        "gaps": counts.gaps,
        "not_assessable": counts.not_assessable,
        "not_applicable": counts.not_applicable,
        "level": line.level,
        "kept": line.kept,
    }


def finding_as_json(finding: Finding) -> dict[str, Any]:
    """One finding as the contract's JSON object."""
    return {
        "person": {"source": finding.source, "ref": finding.ref},
        "rule": finding.rule,
        "state": finding.state.value,
        "severity": finding.severity.value,
        "owner": {"worker": finding.owner.worker, "team": finding.owner.team},
        "evidence": [_evidence(each) for each in finding.evidence],
        "fix": {"who": finding.fix.who.value, "where": finding.fix.where},
        "first_seen": finding.first_seen.isoformat() if finding.first_seen else None,
        "review": _review(finding.review) if finding.review else None,
        "checked": finding.checked,
    }


def notice_as_json(notice: Notice) -> dict[str, Any]:
    """A death notice as a JSON object: who it is about, who says so, and whose it is."""
    return {"person": {"source": notice.source, "ref": notice.ref}, "about": notice.key}


def _evidence(evidence: Evidence) -> dict[str, Any]:
    as_of = evidence.as_of.isoformat() if evidence.as_of else None
    return {"source": evidence.source, "field": evidence.field, "as_of": as_of}


def _review(review: Review) -> dict[str, Any]:
    # The reviewer's own words stay in the store: free text may hold anything about anybody.
    return {
        "decision": review.decision.value,
        "state": review.state.value,
        "who": review.who,
        "at": review.at.isoformat(),
        "until": review.until.isoformat() if review.until else None,
    }
