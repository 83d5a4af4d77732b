"""Terms, costs, areas, languages, and whom a service is for."""

from __future__ import annotations

import re

from adapter_core.domain.directory import (
    CostOption,
    Eligibility,
    ServiceArea,
    ServiceStatus,
    Taxonomy,
    TaxonomyTerm,
)
from adapter_open_referral.tally import Parts, unique
from adapter_open_referral.values import Node, child, children, number, text, years

_OUTWARD = re.compile(r"[A-Z]{1,2}[0-9][0-9A-Z]?")
_STATES = {state.value: state for state in ServiceStatus}


def read_status(node: Node, parts: Parts) -> ServiceStatus:
    """What the provider says; a word that is not among the standard's four is no reason to offer it."""
    given = text(node, "status").lower().replace("_", " ")
    if given and given not in _STATES:
        parts.left_out("status")
        return ServiceStatus.INACTIVE
    return _STATES.get(given, ServiceStatus.ACTIVE)


def read_eligibility(node: Node, parts: Parts) -> Eligibility:
    """Whom it is for: ages of the service itself, else those of its rules taken together."""
    lowest = parts.read(years, node, "minimum_age", "min_age")
    highest = parts.read(years, node, "maximum_age", "max_age")
    words = [text(node, "eligibility_description")]
    rules = children(node, "eligibilitys", "eligibilities", "eligibility")
    ages = [
        (
            parts.read(years, rule, "minimum_age", at="eligibilitys."),
            parts.read(years, rule, "maximum_age", at="eligibilitys."),
        )
        for rule in rules
    ]
    words += [text(rule, "eligibility") for rule in rules]
    if ages and lowest is None and all(low is not None for low, _ in ages):
        lowest = min(low for low, _ in ages if low is not None)
    if ages and highest is None and all(high is not None for _, high in ages):
        highest = max(high for _, high in ages if high is not None)
    return Eligibility(lowest, highest, "; ".join(unique(filter(None, words))))


def read_costs(node: Node, parts: Parts) -> tuple[CostOption, ...]:
    """What it costs."""
    found: list[CostOption] = []
    for each in children(node, "cost_options"):
        amount = parts.read(number, each, "amount", at="cost_options.")
        if amount is not None and amount < 0:
            amount = None
        words = "; ".join(
            unique(filter(None, (text(each, name) for name in ("option", "amount_description", "cost_type"))))
        )
        if amount is not None or words:
            found.append(CostOption(parts.own_id(each, "cost", amount, words), amount, words))
    fees = text(node, "fees", "fees_description")
    if fees:
        found.append(CostOption(parts.own_id({}, "cost", fees), None, fees))
    if node.get("free") is True and not found:
        found.append(CostOption(parts.own_id({}, "cost", "free"), 0.0, "free"))
    return tuple(found)


def read_areas(node: Node, parts: Parts) -> tuple[ServiceArea, ...]:
    """Where it takes people from, in the feed's words."""
    named = (
        (each, text(each, "name", "service_area", "description")) for each in children(node, "service_areas")
    )
    return tuple(
        ServiceArea(parts.own_id(each, "area", name), name, _districts(each)) for each, name in named if name
    )


def _districts(node: Node) -> tuple[str, ...]:
    """Outward codes, where the extent is a list of nothing else."""
    extent = text(node, "extent")
    found = tuple(each.strip().upper() for each in extent.split(",")) if extent else ()
    return found if all(map(_OUTWARD.fullmatch, found)) else ()


def read_languages(node: Node) -> tuple[str, ...]:
    """Codes where the feed has them, names where it has none: the importer makes codes of names."""
    return unique(
        filter(None, (text(each, "code", "language", "name") for each in children(node, "languages")))
    )


def read_terms(node: Node) -> tuple[tuple[str, ...], tuple[TaxonomyTerm, ...], tuple[Taxonomy, ...]]:
    """Ids of the terms that a service has, those of them that are told in full, and their lists."""
    ids: list[str] = []
    terms: dict[str, TaxonomyTerm] = {}
    lists: dict[str, Taxonomy] = {}
    for each in children(node, "attributes"):
        term = child(each, "taxonomy_term")
        ids.append(text(term, "id") or text(each, "taxonomy_term_id"))
        _keep(term, terms, lists)
    for each in children(node, "service_taxonomys", "service_taxonomies"):
        term = child(each, "taxonomy")
        ids.append(text(term, "id") or text(each, "taxonomy_id"))
        _keep(term, terms, lists)
    for term in children(node, "taxonomies"):
        ids.append(text(term, "id"))
        _keep(term, terms, lists)
    return unique(filter(None, ids)), tuple(terms.values()), tuple(lists.values())


def read_term(node: Node) -> tuple[TaxonomyTerm | None, Taxonomy | None]:
    """One term, and the list that it belongs to where that is told with it."""
    found, name = text(node, "id"), text(node, "name", "term")
    if not (found and name):
        return None, None
    detail = child(node, "taxonomy_detail")
    spoken = text(node, "taxonomy", "vocabulary")
    of = text(node, "taxonomy_id") or text(detail, "id") or spoken
    term = TaxonomyTerm(
        found,
        name,
        text(node, "description"),
        text(node, "code"),
        text(node, "parent_id", "parent_term_id"),
        of,
    )
    called = text(detail, "name") or spoken
    return term, read_taxonomy({"name": called, **detail, "id": of}) if of and called else None


def read_taxonomy(node: Node) -> Taxonomy | None:
    """A list of terms."""
    found, name = text(node, "id"), text(node, "name")
    if not (found and name):
        return None
    return Taxonomy(found, name, text(node, "description"), text(node, "uri"), text(node, "version"))


def _keep(node: Node, terms: dict[str, TaxonomyTerm], lists: dict[str, Taxonomy]) -> None:
    term, taxonomy = read_term(node)
    if term:
        terms.setdefault(term.id, term)
    if taxonomy:
        lists.setdefault(taxonomy.id, taxonomy)
