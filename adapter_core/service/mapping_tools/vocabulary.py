"""What columns and tables are commonly called, in the words of case systems."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from typing import TYPE_CHECKING

from adapter_core.domain.people import FIELDS

if TYPE_CHECKING:
    from collections.abc import Iterable

_FIRST = re.compile(r"[A-Za-z]+(?=_)")
_CAMEL = re.compile(r"[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z]+|[A-Z]+|\d+")

_MEANS: dict[str, str] = {
    word: meant
    for meant, words in {
        "person": "person pers prsn psn client clnt cl cli customer cust citizen citz su individual indiv "
        "subject sbj persons people clients patient pat resident",
        "number": "number no num nbr nmbr nr id identifier ref reference refno key uid idno",
        "date": "date dt dte day on",
        "birth": "birth born bth brth birthdate",
        "birth date": "dob bdt dobirth dateofbirth birthdt bdate",
        "death": "death died deceased dth deathdate",
        "death date": "dod dateofdeath",
        "name": "name nm nme names",
        "surname": "surname surnm srnm sname lname lastname familyname surnme snm surn",
        "forename": "forename forenames fname firstname givenname forenm fornm forenme frnm fnm first "
        "given christian forn",
        "address": "address addr adr addresses add dwelling dwellings residence residences",
        "postcode": "postcode pcode pcd postcd pstcd zip pc postalcode pstcode",
        "ethnicity": "ethnicity eth ethn ethnic ethncty ethnicorigin ethgrp ethnc race",
        "gender": "gender sex gend gndr gen sx",
        "practice": "practice prac prc surgery surg surgeries practices ods prct",
        "gp": "gp gps doctor dr doc physician",
        "relationship": "relationship relationships relation rel reln rltn relship rels relative "
        "related relatives kin reltn contact contacts rlt",
        "allocation": "allocation alloc allocations allocated alctn involvement involvements caseload "
        "assigned assignment",
        "worker": "worker wkr wkrs wrkr wrkrs workers staff keyworker caseworker practitioner officer "
        "holder holders stf wrk",
        "team": "team tm teams organisation org unit",
        "code": "code cd cde",
        "description": "description desc dsc descr text txt label",
        "start": "start strt from frm fr begin began eff effective commenced since strtd commence opened",
        "end": "end to until ended fin finish ceased cease closed close till expiry enddate",
        "type": "type typ kind category cat tp",
        "status": "status stat sts state",
        "line": "line ln lne",
        "street": "street road rd house hse",
        "nhs": "nhs nhsno nhsnum nhsnumber nhsnbr",
        "emergency": "emergency emerg emrg nok",
        "carer": "carer crr caregiver",
        "group": "group grp groups grouping",
        "service": "service svc srv services package provision pkg",
        "primary": "primary prim main prm principal",
        "review": "review rvw rev reviewed",
        "accommodation": "accommodation accom accomm housing accmdn",
        "employment": "employment employ emp occupation",
        "restricted": "restricted restrict confidential sensitive secure rstr shielded",
        "other": "other oth second linked target counterpart",
        "locality": "locality ward district area patch neighbourhood",
        "step": "step steps task tasks workflow event activity",
        "need": "need needs requirement requirements",
        "condition": "condition conditions diagnosis disability disabilities impairment",
        "capacity": "capacity mca",
        "representative": "representative attorney deputy lpa appointee poa representatives",
        "title": "title ttl salutation honorific",
        "duplicate": "duplicate dup merged replaced superseded",
        "flag": "flag flg ind indicator yn is has",
        "master": "mstr mst",
    }.items()
    for word in words.split()
}

_ALONE = {"last": "surname"}
"""What a name means where it stands alone: "last" of a longer one is not the family name."""

_NOISE = frozenset(
    {"person", "code", "value", "current", "the", "of", "at", "master", "main", "record", "dm", "flag"}
)
"""Words that add nothing to a column's meaning."""

FIELD_WORDS: dict[str, tuple[str, ...]] = {
    "nhs_number": ("nhs", "nhs number"),
    "title": ("title",),
    "given_name": ("forename", "forename name"),
    "family_name": ("surname", "last name", "family name", "family"),
    "full_name": ("full name", "display name", "name"),
    "date_of_birth": ("birth", "birth date"),
    "date_of_death": ("death", "death date"),
    "gender": ("gender",),
    "ethnicity": ("ethnicity", "ethnicity group", "ethnicity origin", "ethnicity full", "origin"),
    "accommodation": ("accommodation", "accommodation status", "living arrangement"),
    "employment": ("employment", "employment status"),
    "address": ("address", "address line", "address full", "street"),
    "postcode": ("postcode", "post code", "postal code"),
    "locality": ("locality",),
    "client_type": ("person type",),
    "primary_support_reason": ("primary support reason", "support reason", "psr"),
    "has_unpaid_carer": ("has carer", "has unpaid carer", "unpaid carer"),
    "restricted": ("restricted", "restricted flag", "restricted access"),
    "duplicate_of": ("duplicate", "duplicate number"),
    "last_review_on": ("last review", "last review date", "review date"),
    "gp.code": ("practice code", "gp code", "gp practice code", "practice", "practice number"),
    "gp.name": ("practice name", "gp practice name", "gp practice"),
    "gp.practitioner": ("gp name", "gp", "worker name"),
    "relationships.other_ref": (
        "other person number", "relationship person number", "other number", "relationship number",
        "to number", "relationship to person number", "relationship to number", "person number",
    ),
    "relationships.role": ("relationship", "relationship type", "role", "type", "relationship description"),
    "relationships.other_role": ("other role", "reverse role"),
    "relationships.is_emergency_contact": ("emergency relationship", "emergency", "emergency flag"),
    "relationships.is_informal_carer": ("informal carer", "carer", "carer flag"),
    "allocations.worker": ("worker", "worker name", "allocation worker", "name", "worker surname"),
    "allocations.team": ("team", "team name", "worker team"),
    "groups.code": ("group", "group type", "group code", "type"),
    "groups.primary": ("primary", "primary flag", "primary group"),
    "services.kind": ("service", "service type", "type", "service name"),
    "steps.status": ("status", "step status"),
    "steps.team": ("team", "team name"),
    "health_conditions.condition": ("condition", "condition name", "condition type"),
    "communication_needs.need": ("need", "communication need", "need type"),
    "capacity.area": ("area", "decision", "decision type"),
    "capacity.outcome": ("outcome", "result"),
    "capacity.assessed_on": ("assessed date", "date", "assessment date"),
    "representatives.authority": ("authority", "type", "representative type"),
    "representatives.name": ("name", "representative name"),
    "representatives.reference": ("opg number", "opg", "registration number"),
}  # fmt: skip
"""What a column is called that holds a field, in the words that `words_of` gives."""

TABLE_WORDS: dict[str, tuple[str, ...]] = {
    "gp": ("gp", "practice", "registration"),
    "relationships": ("relationship", "family", "next kin"),
    "allocations": ("allocation", "worker"),
    "groups": ("group",),
    "services": ("service",),
    "steps": ("step",),
    "representatives": ("representative", "attorney"),
    "health_conditions": ("condition", "health"),
    "communication_needs": ("need", "communication need"),
    "capacity": ("capacity",),
}
"""What a table is called that holds a list."""

KEY_FIELDS = {
    "gp": ("code", "name"),
    "relationships": ("other_ref", "role"),
    "allocations": ("worker", "team"),
    "groups": ("code",),
    "services": ("kind",),
    "steps": ("status",),
    "representatives": ("authority",),
    "health_conditions": ("condition",),
    "communication_needs": ("need",),
    "capacity": ("area", "outcome"),
}
"""The fields of a list without which it is not worth having; one of them must be found."""

PERIODS = {"start": ("start", "start date", "st date"), "end": ("end", "end date")}


@cache
def words_of(name: str) -> tuple[str, ...]:
    """A name's words: `CL_SURNM` gives `person surname`, `dateOfBirth` gives `date of birth`."""
    plain = name.replace("@", " ")
    whole = _MEANS.get(re.sub(r"[^a-z]", "", plain.casefold()))
    if whole:
        return tuple(whole.split())
    above, _, last = plain.rpartition("/")
    if alone := _ALONE.get(last.strip().casefold()):
        return (*(words_of(above) if above else ()), *alone.split())
    found: list[str] = []
    for part in re.split(r"[^A-Za-z0-9]+", plain):
        for word in _CAMEL.findall(part):
            meant = _MEANS.get(word.casefold(), word.casefold())
            found += meant.split()
    return tuple(each for each in found if not each.isdigit())


@cache
def likeness(wanted: str, name: str, context: str = "") -> float:
    """How well a column's name says what is wanted, 0 to 1.

    Args:
        wanted: words of a field, as in `FIELD_WORDS`.
        name: the column's name.
        context: the table's name: its words add nothing to a column's meaning, and may be left out of it.
    """
    words = list(dict.fromkeys(words_of(name)))
    around = set(words_of(context))
    need = wanted.split()
    missing = [each for each in need if not any(_same(each, word) for word in words)]
    if len(missing) == len(need) or any(each not in around for each in missing):
        return 0.0
    exact = all(each in words for each in need if each not in missing)
    extra = [
        word
        for word in words
        if not any(_same(each, word) for each in need) and word not in _NOISE and word not in around
    ]
    score = (1.0 if exact else 0.85) - 0.15 * len(extra) - 0.1 * len(missing)
    return max(0.0, score)


def _same(wanted: str, word: str) -> bool:
    """Whether a word is the one wanted, or an abbreviation of it: its first letter, then letters in order."""
    if wanted == word:
        return True
    if len(word) < 3 or len(wanted) < 5 or word[0] != wanted[0] or len(word) * 2 < len(wanted):  # noqa: PLR2004
        return False
    letters = iter(wanted)
    return len(word) < len(wanted) and all(letter in letters for letter in word)


def prefix_of(names: Iterable[str]) -> str:
    """What nearly all columns of a table begin with, as in `PERS_SURNAME`: it says nothing of any of them."""
    firsts = [_FIRST.match(name) for name in names]
    found = Counter(first[0].casefold() for first in firsts if first)
    word, times = max(found.items(), key=lambda each: each[1], default=("", 0))
    return word if times >= max(3, 0.7 * len(firsts)) else ""


def name_score(field: str, column: str, table: str) -> float:
    """How well a column's name fits a canonical field, 0 to 1."""
    group, _, name = field.rpartition(".")
    if name in PERIODS and group:
        wanted: tuple[str, ...] = PERIODS[name]
    else:
        wanted = FIELD_WORDS.get(field) or (_own_words(name),)
    best = max(likeness(each, column, table) for each in wanted)
    # "code" alone says nothing of a practice: a field of a list is called by the list's name as well.
    own = _own_words(name) if not group else f"{_own_words(group)} {_own_words(name)}"
    return max(best, likeness(own, column, table)) if field in FIELDS else best


def _own_words(name: str) -> str:
    return " ".join(words_of(name)) or name
