"""What goes into a bundle, and the small parts that every resource is made of."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from adapter_core.domain.casework.signposts import Signpost
    from adapter_core.domain.directory import ServiceView

Resource = dict[str, Any]
"""A FHIR resource, or a part of one, as plain JSON types."""

SIGNPOST, PERSON = "urn:fingerpost:signpost", "urn:fingerpost:person"
WORKER, DIRECTORY = "urn:fingerpost:worker", "urn:fingerpost:directory"
REASON, STANDING = "urn:fingerpost:signpost-reason", "urn:fingerpost:signpost-standing"
HANDED_OVER = "urn:fingerpost:handed-over"
NHS_NUMBER = "https://fhir.nhs.uk/Id/nhs-number"

_SPACE = uuid.UUID("3c0c5c0e-5d0b-5f6a-9b57-1b6b7a0f2c11")


@dataclass(frozen=True, slots=True)
class Identity:
    """Who a person is, for those whose permission to say so holds.

    Attributes:
        nhs_number: ten digits; empty where it is not known.
        family: the family name.
        given: given names.
        text: the whole name, where it comes as one text.
    """

    nhs_number: str = ""
    family: str = ""
    given: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class Exported:
    """A signpost with what may be told beside it.

    Attributes:
        service: its service as the public may see it; None where the directory does not have it.
        identity: who the person is; None unless it was asked for and a permission holds.
    """

    signpost: Signpost
    service: ServiceView | None = None
    identity: Identity | None = None


def address(owner: str, kind: str, key: str) -> str:
    """The `fullUrl` of a resource: the same thing has the same one in every export of one council.

    Args:
        owner: what tells this installation from others, such as the council's name.
        kind: of resource.
        key: what it is of.
    """
    parts = f"{owner}\n{kind}\n{key}"
    return f"urn:uuid:{uuid.uuid5(_SPACE, parts)}"


def concept(text: str, system: str = "", code: str = "", display: str = "") -> Resource:
    """A CodeableConcept; with a coding where there is a code."""
    coding = {"system": system, "code": code} | ({"display": display} if display else {})
    return ({"coding": [coding]} if code else {}) | {"text": text}


def logical(kind: str, system: str, value: str) -> Resource:
    """A reference to something that is named, and not in the bundle."""
    return {"type": kind, "identifier": {"system": system, "value": value}}


def day(on: date) -> str:
    """A `date`, which is a `dateTime` too."""
    return on.isoformat()
