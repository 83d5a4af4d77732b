"""The backend: config, opening, and where on Mosaic's screens a worker finds a field."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from adapter_core.readers.sql import DatabaseConfig, open_database

if TYPE_CHECKING:
    from collections.abc import Iterator

    from adapter_core.hooks.ports import OpenContext
    from adapter_core.readers.sql import SqlSource


class MosaicConfig(DatabaseConfig):
    """A source of backend `mosaic` in the config; `DatabaseConfig` says what else it has.

    Attributes:
        mapping: the dialect: `mosaic/reporting` for the reporting database, `mosaic/live` for the live
            one, `mosaic/lake` for a copy of it in a data lake; your own extends one of them.
    """

    mapping: str = "mosaic/reporting"


@contextmanager
def open_mosaic(config: MosaicConfig, context: OpenContext) -> Iterator[SqlSource]:
    """Open Mosaic's database for reading; leaving closes every connection.

    Raises:
        MappingError: if the mapping or a council setting is wrong in itself.
        ConfigurationError: if the URL is, or `isolation` is not for this database.
    """
    with open_database(config, context) as source:
        yield source


PLACES = {
    "relationships": "Person details, Personal relationships",
    "gp": "Person details, Professional relationships: add or change the GP surgery",
    "representatives": "Person details, Personal relationships: power of attorney, deputy or appointee",
    "groups": "Person details, Service user groups",
    "communication_needs": "Person details, Communication and accessible information needs",
    "health_conditions": "Person details, Health",
    "allocations": "Person details, Worker relationships: Allocated Worker",
    "nhs_number": "Person details, Reference numbers: NHS number",
    "given_name": "Person details, Names",
    "family_name": "Person details, Names",
    "date_of_birth": "Person details, Demographics: date of birth",
    "gender": "Person details, Demographics: gender",
    "ethnicity": "Person details, Demographics: ethnicity",
    "address": "Person details, Addresses",
    "postcode": "Person details, Addresses",
    "accommodation": "Person details, Accommodation",
    "employment": "Person details, Employment",
    "has_unpaid_carer": "Person details, Personal relationships: informal carer",
    "advance_decision": "Person details, Health",
}
"""Canonical field or list to where a worker finds it on Mosaic's screens."""
