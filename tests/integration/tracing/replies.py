"""What comes back about people who were sent to be traced: rows of a reply, and answers of PDS."""

from __future__ import annotations

from typing import Any

FREE = "9990001006"  # nobody's
OTHER = "9990001014"


def tracer(rows: Any, given: Any) -> list[dict[str, str]]:
    return [
        {
            "reference": row["reference"],
            "nhs_number": number,
            "date_of_birth": row["date_of_birth"],
            "outcome": "match",
            "confidence": "0.98",
            "status": "01",
        }
        for row, number in zip(rows, given, strict=False)
    ]


def patient(number: str, born: str = "1966-06-01", **changes: Any) -> dict[str, Any]:
    identifier = {"system": "https://fhir.nhs.uk/Id/nhs-number", "value": number}
    made: dict[str, Any] = {
        "resourceType": "Patient", "id": number, "identifier": [identifier], "birthDate": born,
        "meta": {"security": [{"code": "U"}]}, "gender": "female",
    }  # fmt: skip
    return made | changes
