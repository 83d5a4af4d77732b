"""What a Patient and a RelatedPerson of PDS say, as a person of the core.

FHIR R4, UK Core, mapped by hand from the examples of NHS England's Personal Demographics Service API.
Extensions are known by the end of their URL: older answers have another beginning. PDS has no field for
a lasting power of attorney or an appointee: nothing here makes a representative.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from adapter_core.domain.codes import CODE_LISTS
from adapter_core.domain.people import GpRegistration, Person, Relationship, in_force
from adapter_core.domain.states import State
from adapter_core.domain.values import nhs_number_problem, normalise_nhs_number, normalise_ods_code

ABSENT, INVALID, NOT_VISIBLE = State.ABSENT, State.INVALID, State.NOT_VISIBLE
SYSTEM = "pds"
"""Under which a person's `extra` holds what only PDS has."""

FIELDS = frozenset(
    {
        "ref", "master_ref", "restricted", "nhs_number", "nhs_number_status", "title", "given_name",
        "family_name", "date_of_birth", "date_of_death", "gender", "address", "postcode", "gp.code",
        "gp.start", "gp.end", "relationships.other_role", "relationships.start", "relationships.end",
    }
)  # fmt: skip
"""Canonical fields that an answer can fill."""

DEATH = {"1": "informal", "2": "formal", "U": "removed"}
"""UK Core, DeathNotificationStatus."""

_UNRESTRICTED = "U"
_LAST_RANK = 1_000_000


class Unusable(Exception):
    """A patient that cannot be read: an `FP-` code and the field at fault."""

    def __init__(self, code: str, path: str) -> None:
        self.code, self.path = code, path
        super().__init__(code)


@dataclass(slots=True)
class Reading:
    """What reading patients needs and notes.

    Attributes:
        on: the day whose name, address and practice are wanted.
        unmapped: (field, raw code) to how many people carry a code that no list knows.
    """

    on: date
    unmapped: Counter[tuple[str, str]] = field(default_factory=Counter)

    def patient(self, resource: dict[str, Any], ref: str, label: str = "") -> Person:
        """Read a Patient.

        Args:
            resource: as PDS gave it; anything in it may be missing or of the wrong kind.
            ref: what the person is to be called; never the NHS number, which no report may show.
            label: what the asker called the question.

        Raises:
            Unusable: there is no NHS number (FP-0816), or no whole date of birth (FP-0818).
        """
        number, status = self._number(resource)
        born = _day(resource.get("birthDate"))
        if not isinstance(born, date):
            raise Unusable("FP-0818", "date_of_birth")
        restricted = _restricted(resource)
        name = _chosen(_dicts(resource.get("name")), "usual", self.on, other=True) or {}
        person = Person(
            ref,
            master_ref=label or ABSENT,
            restricted=restricted,
            nhs_number=number,
            nhs_number_status=status,
            title=_joined(name.get("prefix"), " "),
            given_name=_joined(name.get("given"), " "),
            family_name=_text(name.get("family")),
            date_of_birth=born,
            gender=self._coded("gender", resource.get("gender")),
        )
        person.date_of_death, notice = _death(resource)
        person.extra = {SYSTEM: {"death_notification": notice}}
        if restricted is True:
            # PDS leaves these out of a restricted patient's answer; where one has them, they go no further.
            person.address = person.postcode = person.gp = NOT_VISIBLE
            return person
        home = _chosen(_dicts(resource.get("address")), "home", self.on) or {}
        person.address = _joined(home.get("line"), ", ")
        person.postcode = _text(home.get("postalCode"))
        person.gp = tuple(_practices(resource))
        return person

    def _number(self, resource: dict[str, Any]) -> tuple[str, str | State]:
        """The patient's own number, and how sure PDS is of it."""
        numbers: dict[str, dict[str, Any]] = {}
        for each in _dicts(resource.get("identifier")):
            value = each.get("value")
            if _ends(each.get("system"), "/nhs-number") and isinstance(value, str):
                numbers.setdefault(normalise_nhs_number(value), each)
        own = resource.get("id")
        if isinstance(own, str) and own.isdigit():
            numbers.setdefault(own, {})
        if len(numbers) != 1:
            raise Unusable("FP-0816", "nhs_number")
        ((number, identifier),) = numbers.items()
        if nhs_number_problem(number, allow_synthetic=True) is not None:
            raise Unusable("FP-0816", "nhs_number")
        said = _code(_extension(identifier, "NHSNumberVerificationStatus"))
        return number, self._coded("nhs_number_status", said)

    def _coded(self, path: str, raw: object) -> str | State:
        text = _text(raw)
        if isinstance(text, State):
            return text
        value = CODE_LISTS[path].resolve(text)
        if value is None:
            self.unmapped[path, text[:40]] += 1
            return State.NOT_SUPPORTED
        return value


def related(resource: dict[str, Any]) -> tuple[int, Relationship]:
    """Read a RelatedPerson: its contact rank, the first being 1, and the relationship.

    The role is PDS's own words, such as `Guardian of patient, next of kin`. Who the other person is, and
    where they live, is not kept.
    """
    words = []
    for concept in _dicts(resource.get("relationship")):
        for coding in _dicts(concept.get("coding")):
            code = coding.get("code")
            words.append("next of kin" if code == "N" else _text(coding.get("display") or code))
    said = [each for each in dict.fromkeys(words) if not isinstance(each, State)]
    said.sort(key="next of kin".__eq__)
    start, end = _period(resource)
    if resource.get("active") is False and not isinstance(end, date):
        end = INVALID  # over, on a day that is not said
    rank = _extension(resource, "ContactRank").get("valuePositiveInt")
    whole = rank if isinstance(rank, int) and not isinstance(rank, bool) else _LAST_RANK
    return whole, Relationship(other_role=", ".join(said) or ABSENT, start=start, end=end)


def belongs_to(resource: dict[str, Any], asked: str) -> str:
    """The NHS number of the patient that a RelatedPerson is related to, or an empty text."""
    patient = resource.get("patient")
    if isinstance(patient, dict):
        identifier = patient.get("identifier")
        value = identifier.get("value") if isinstance(identifier, dict) else None
        if isinstance(value, str) and value:
            return normalise_nhs_number(value)
        reference = patient.get("reference")
        if isinstance(reference, str) and reference:
            return reference.rpartition("/")[2]
    return asked


def superseded(resource: dict[str, Any], asked: str, number: str) -> list[str]:
    """NHS numbers that PDS itself says this patient had: the one asked for, and those that it replaces."""
    found = [asked] if asked else []
    for link in _dicts(resource.get("link")):
        other = link.get("other")
        identifier = other.get("identifier") if isinstance(other, dict) else None
        value = identifier.get("value") if isinstance(identifier, dict) else None
        if link.get("type") == "replaces" and isinstance(value, str):
            found.append(normalise_nhs_number(value))
    return [each for each in dict.fromkeys(found) if each != number]


def version_of(resource: dict[str, Any]) -> int:
    """The version of a record; 0 where the answer does not say."""
    meta = resource.get("meta")
    said = meta.get("versionId") if isinstance(meta, dict) else None
    return int(said) if isinstance(said, str) and said.isascii() and said.isdigit() and len(said) < 10 else 0  # noqa: PLR2004 - more is no version


# --- pieces -----------------------------------------------------------------------------------------


def _restricted(resource: dict[str, Any]) -> bool | State:
    """Anything but `unrestricted` restricts; no label at all says nothing."""
    meta = resource.get("meta")
    labels = _dicts(meta.get("security")) if isinstance(meta, dict) else []
    if not labels:
        return ABSENT
    return any(label.get("code") != _UNRESTRICTED for label in labels)


def _death(resource: dict[str, Any]) -> tuple[date | State, str | State]:
    """The day of death, and what kind of notice there is.

    Somebody who died on a day that is not said, or cannot be read, has `unknown_recorded` for a day.
    """
    extension = _extension(resource, "DeathNotificationStatus")
    code = _code(_extension(extension, "deathNotificationStatus"))
    notice = ABSENT if code is ABSENT else DEATH.get(str(code), State.NOT_SUPPORTED)
    if notice == DEATH["U"]:
        return ABSENT, notice
    day = _day(resource.get("deceasedDateTime"))
    if isinstance(day, date):
        return day, notice
    dead = day is INVALID or resource.get("deceasedBoolean") is True or notice in DEATH.values()
    return State.UNKNOWN_RECORDED if dead else ABSENT, notice


def _practices(resource: dict[str, Any]) -> list[GpRegistration]:
    """Practices, not practitioners, in spite of FHIR's name for them."""
    found = []
    for each in _dicts(resource.get("generalPractitioner")):
        identifier = each.get("identifier")
        if not isinstance(identifier, dict):
            continue
        code = _text(identifier.get("value"))
        start, end = _period(identifier)
        found.append(
            GpRegistration(
                code if isinstance(code, State) else normalise_ods_code(code), start=start, end=end
            )
        )
    return found


def _chosen(items: list[dict[str, Any]], use: str, on: date, *, other: bool = False) -> dict[str, Any] | None:
    """The item of a use that is in force, the latest first; with `other`, one that is over will do."""
    fitting = [each for each in items if each.get("use") == use]
    now = [each for each in fitting if in_force(*_period(each), on)]
    found = now or (fitting if other else [])
    return max(found, key=_began) if found else None


def _began(item: dict[str, Any]) -> date:
    start, _ = _period(item)
    return start if isinstance(start, date) else date.min


def _period(item: dict[str, Any]) -> tuple[date | State, date | State]:
    period = item.get("period")
    if not isinstance(period, dict):
        return ABSENT, ABSENT
    return _day(period.get("start")), _day(period.get("end"))


def _day(value: object) -> date | State:
    """A whole day of a FHIR date or dateTime; the day is the one that is written, whatever the zone."""
    if value is None or value == "":
        return ABSENT
    try:
        if isinstance(value, str) and value.isascii():
            return date.fromisoformat(value) if len(value) == len("2026-11-23") else _moment(value)
    except ValueError:
        pass
    return INVALID


def _moment(value: str) -> date:
    if "T" not in value:
        raise ValueError(len(value))
    return datetime.fromisoformat(value).date()


def _text(value: object) -> str | State:
    if value is None:
        return ABSENT
    if not isinstance(value, str):
        return INVALID
    text = " ".join(value.split())
    if not text.isprintable():
        return INVALID
    return text or ABSENT


def _joined(values: object, between: str) -> str | State:
    """Several texts as one; PDS leaves lines of an address empty."""
    if values is None:
        return ABSENT
    if not isinstance(values, list):
        return INVALID
    found = [_text(each) for each in values]
    if INVALID in found:
        return INVALID
    return between.join(each for each in found if not isinstance(each, State)) or ABSENT


def _dicts(value: object) -> list[dict[str, Any]]:
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []


def _ends(value: object, ending: str) -> bool:
    return isinstance(value, str) and value.endswith(ending)


def _extension(item: dict[str, Any], name: str) -> dict[str, Any]:
    """The extension of a name, by the end of its URL; empty where there is none."""
    for each in _dicts(item.get("extension")):
        url = each.get("url")
        if isinstance(url, str) and (url == name or url.endswith((f"-{name}", f"-{name}-1", f"/{name}"))):
            return each
    return {}


def _code(extension: dict[str, Any]) -> str | State:
    """The code of an extension that holds a concept or a coding."""
    concept = extension.get("valueCodeableConcept")
    codings = _dicts(concept.get("coding")) if isinstance(concept, dict) else []
    if isinstance(extension.get("valueCoding"), dict):
        codings.append(extension["valueCoding"])
    return _text(codings[0].get("code")) if codings else ABSENT
