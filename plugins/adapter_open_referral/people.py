"""Organisations, and the contacts that a feed names."""

from __future__ import annotations

from adapter_core.domain.directory import Audience, Contact, Organisation, Phone
from adapter_open_referral.tally import Parts, unique
from adapter_open_referral.values import Node, as_text, children, text

_OF_AN_ORGANISATION = frozenset(
    {
        "id", "name", "alternate_name", "description", "email", "website", "url", "uri", "logo",
        "phones", "phone", "contacts", "organization_identifiers", "parent_organization_id",
        "attributes", "legal_status", "year_incorporated", "tax_status", "tax_id", "funding",
        "programs", "locations", "metadata", "additional_websites",
    }
)  # fmt: skip


def read_organisation(node: Node, parts: Parts) -> Organisation | None:
    """The organisation of a service; None where there is none, or where nothing but an id stands for it."""
    found, name = text(node, "id"), text(node, "name")
    if not (found and name):
        if node:
            parts.tally.unnamed_organisations += 1
        return None
    parts.tally.count_extensions(node, _OF_AN_ORGANISATION, "organization.")
    uri = text(node, "uri")
    identifiers: dict[str, str] = {}
    for each in children(node, "organization_identifiers"):
        scheme, value = text(each, "identifier_scheme", "identifier_type"), text(each, "identifier")
        if scheme and value:
            identifiers.setdefault(scheme, value)
    return Organisation(
        id=found,
        name=name,
        description=text(node, "description"),
        url=text(node, "website", "url") or (uri if uri.lower().startswith(("http:", "https:")) else ""),
        email=text(node, "email"),
        phones=unique(phone.original for phone in _phones(node)),
        identifiers=identifiers,
        alternate_names=unique(filter(None, [text(node, "alternate_name")])),
    )


def read_contacts(
    nodes: list[Node], parts: Parts, *, organisation: str = "", service: str = "", location: str = ""
) -> tuple[Contact, ...]:
    """Contacts that say more than an id.

    What a feed publishes is public, unless it says that it is not to be seen; whether it looks like
    somebody's own number is for the importer to judge.
    """
    made = (_contact(node, parts, organisation, service, location) for node in nodes)
    return tuple(each for each in made if each)


def read_desk(node: Node, parts: Parts, *, service: str = "", location: str = "") -> tuple[Contact, ...]:
    """The numbers of a service or of a place, which are nobody's by name."""
    phones = _phones(node)
    if not phones:
        return ()
    content: Node = {"name": "", "phones": [each.original for each in phones]}
    own = parts.own_id({}, "desk", service, location, content)
    return (Contact(own, phones=phones, audience=Audience.PUBLIC, service_id=service, location_id=location),)


def _contact(node: Node, parts: Parts, organisation: str, service: str, location: str) -> Contact | None:
    name, role = text(node, "name"), text(node, "title", "role", "department")
    phones, emails = _phones(node), _emails(node)
    if not (name or phones or emails):
        return None
    visible = node.get("visible")
    return Contact(
        id=parts.own_id(node, "contact", name, role, phones, emails),
        name=name,
        role=role,
        phones=phones,
        emails=emails,
        audience=Audience.INTERNAL
        if visible is False or as_text(visible).lower() == "false"
        else Audience.PUBLIC,
        organisation_id=organisation,
        service_id=service,
        location_id=location,
        original={"emails": "; ".join(emails), "phones": "; ".join(each.original for each in phones)},
    )


def _emails(node: Node) -> tuple[str, ...]:
    given = node.get("emails", node.get("email"))
    listed = given if isinstance(given, list) else [given]
    return unique(
        found
        for each in listed
        if (found := text(each, "email", "address") if isinstance(each, dict) else as_text(each))
    )


def _phones(node: Node) -> tuple[Phone, ...]:
    """Numbers as they were given: reading them is the importer's."""
    given = node.get("phones", node.get("phone", node.get("telephone")))
    listed = given if isinstance(given, list) else [given]
    found: list[Phone] = []
    for each in listed:
        if isinstance(each, dict):
            original = text(each, "number", "phone")
            phone = Phone("", original, text(each, "extension"), text(each, "description"))
        else:
            phone = Phone("", as_text(each))
        if phone.original:
            found.append(phone)
    return unique(found)
