"""JSON as the contract says."""

from __future__ import annotations

import json
from typing import Any

import jsonschema
import pytest

from adapter_core.domain.findings import Decision
from adapter_core.report import json as report_json


def closed(**properties: Any) -> dict[str, Any]:
    """An object with exactly these keys."""
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


TEXT = {"type": "string", "minLength": 1}
COUNT = {"type": "integer", "minimum": 0}
DAY = {"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}$"}
MOMENT = {"type": ["string", "null"], "pattern": r"^\d{4}-\d{2}-\d{2}T"}
MAYBE = {"type": ["string", "null"]}

SCHEMA = closed(
    schema={"const": 1},
    run=closed(
        id=TEXT,
        as_of=DAY,
        started=MOMENT,
        finished=MOMENT,
        status={"enum": ["complete", "partial", "failed"]},
        profile=TEXT,
        cohort=TEXT,
    ),
    sources={
        "type": "array",
        "items": closed(
            name=TEXT,
            status={"enum": ["ok", "partial", "down"]},
            as_of=MOMENT,
            people=COUNT,
            rejects={
                "type": "array",
                "items": closed(
                    ref=TEXT, code={"type": "string", "pattern": r"^FP-\d{4}$"}, field={"type": "string"}
                ),
            },
            problem={
                "anyOf": [
                    {"type": "null"},
                    closed(code={"type": "string", "pattern": r"^FP-\d{4}$"}, message=TEXT),
                ]
            },
        ),
    },
    excluded=closed(deceased=COUNT, duplicate=COUNT, closed=COUNT, under_18=COUNT, restricted=COUNT),
    rules={
        "type": "array",
        "items": closed(
            id=TEXT,
            version=COUNT,
            applicable=COUNT,
            passed=COUNT,
            gaps=COUNT,
            not_assessable=COUNT,
            not_applicable=COUNT,
            level={"enum": ["ok", "warning", "critical", "unknown"]},
            kept=COUNT,
        ),
    },
    death_notices={
        "type": "array",
        "items": closed(person=closed(source=TEXT, ref=TEXT), about=TEXT),
    },
    findings={
        "type": "array",
        "items": closed(
            person=closed(source=TEXT, ref=TEXT),
            rule=TEXT,
            state={
                "enum": [
                    "absent",
                    "unknown_recorded",
                    "placeholder",
                    "expired",
                    "invalid",
                    "held_elsewhere",
                    "conflict",
                ]
            },
            severity={"enum": ["critical", "error", "warning"]},
            owner=closed(worker=MAYBE, team=MAYBE),
            evidence={"type": "array", "minItems": 1, "items": closed(source=TEXT, field=TEXT, as_of=MOMENT)},
            fix=closed(who={"enum": ["worker", "help desk", "data-quality desk"]}, where=TEXT),
            first_seen={"anyOf": [DAY, {"type": "null"}]},
            review={
                "anyOf": [
                    {"type": "null"},
                    closed(
                        decision={"enum": ["asked_none", "declined", "done", "snoozed"]},
                        state=TEXT,
                        who=TEXT,
                        at=MOMENT,
                        until={"anyOf": [DAY, {"type": "null"}]},
                    ),
                ]
            },
            checked={"type": "boolean"},
        ),
    },
)


def check(text: str) -> Any:
    document = json.loads(text)
    jsonschema.Draft202012Validator(SCHEMA).validate(document)
    return document


def test_a_large_report_is_the_contract_s_json(samples) -> None:
    made = samples.big(people=1500)
    document = check(report_json.render(made))
    assert len(document["findings"]) == len(list(made.every_finding()))
    assert list(document) == [
        "schema", "run", "sources", "excluded", "rules", "death_notices", "findings",
    ]  # fmt: skip
    assert list(document["excluded"]) == ["deceased", "duplicate", "closed", "under_18", "restricted"]


@pytest.mark.parametrize("count", [0, 1, 499, 500, 501, 1000, 1001])
def test_chunks_join_into_one_document(samples, count) -> None:
    made = samples.report([samples.finding(str(i)) for i in range(count)])
    document = check(report_json.render(made))
    assert [each["person"]["ref"] for each in document["findings"]] == [str(i) for i in range(count)]


def test_findings_are_streamed(samples) -> None:
    made = samples.report([samples.finding(str(i)) for i in range(5000)])
    assert max(len(chunk) for chunk in report_json.chunks(made)) < len(report_json.render(made)) / 5


def test_one_finding_in_full(samples) -> None:
    made = samples.report([samples.finding()])
    assert check(report_json.render(made))["findings"] == [
        {
            "person": {"source": "mosaic", "ref": "2204451"},
            "rule": "gp_practice",
            "state": "absent",
            "severity": "warning",
            "owner": {"worker": "A. Okafor", "team": "Locality team east"},
            "evidence": [{"source": "mosaic", "field": "gp.code", "as_of": "2026-11-23T04:12:00+00:00"}],
            "fix": {"who": "worker", "where": "Main record: Professional relationships"},
            "first_seen": "2026-11-20",
            "review": None,
            "checked": True,
        }
    ]


def test_hidden_findings_are_there_with_their_review_but_not_its_free_text(samples) -> None:
    hidden = samples.finding(review=samples.review(Decision.SNOOZED, until=samples.AS_OF))
    text = report_json.render(samples.report([], every=[hidden], hidden=1))
    review = check(text)["findings"][0]["review"]
    assert review["decision"] == "snoozed"
    assert review["until"] == "2026-11-23"
    assert "Free text" not in text


def test_no_name_even_where_names_were_asked_for(samples) -> None:
    assert "Example Person" not in report_json.render(samples.big(names=True))


@pytest.mark.requirement("D-02", "D-05")
@pytest.mark.parametrize("kind", ["confidential", "experimental"])
def test_rules_that_are_counted_only_name_nobody(samples, kind) -> None:
    made = samples.report([samples.finding()], rules=(samples.rule_line(**{kind: True}),))
    document = check(report_json.render(made))
    assert document["findings"] == []
    assert document["rules"][0]["gaps"] == 2


def test_counts_add_up(samples) -> None:
    for rule in check(report_json.render(samples.big()))["rules"]:
        assert rule["applicable"] == rule["passed"] + rule["gaps"] + rule["not_assessable"]


def test_plain_ascii_so_that_no_code_page_can_spoil_it(samples) -> None:
    made = samples.report([samples.finding("Ω≈ç\x1b[31m\u2028")])
    text = report_json.render(made)
    assert text.isascii()
    assert check(text)["findings"][0]["person"]["ref"] == "Ω≈ç\x1b[31m\u2028"


def test_a_source_that_is_down_says_why(samples) -> None:
    problems = {each["name"]: each["problem"] for each in check(report_json.render(samples.big()))["sources"]}
    assert problems == {
        "mosaic": None,
        "ais": None,
        "practices": {"code": "FP-0402", "message": "the file practices.csv is not there."},
    }
