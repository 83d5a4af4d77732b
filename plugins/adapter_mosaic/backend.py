"""The backend: config, opening, and where on Mosaic's screens a worker finds a field."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

from pydantic import BaseModel, ConfigDict, Field, SecretStr

from adapter_core.readers.sql import open_sql

if TYPE_CHECKING:
    from collections.abc import Iterator

    from adapter_core.hooks.ports import OpenContext
    from adapter_core.readers.sql import SqlSource


class MosaicConfig(BaseModel):
    """A source of backend `mosaic` in the config.

    Attributes:
        url: SQLAlchemy URL of the reporting database; it is only ever read.
        mapping: the mapping; `mosaic/reporting` knows what was published, your own extends it.
        settings: what Mosaic leaves to the council, checked against its own reference tables.
        timeout_seconds: how long to wait for a database that somebody else has locked.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    url: SecretStr
    mapping: str = "mosaic/reporting"
    settings: dict[str, str | list[str]] = {}
    timeout_seconds: Annotated[float, Field(ge=0, le=3600)] = 30.0


@contextmanager
def open_mosaic(config: MosaicConfig, context: OpenContext) -> Iterator[SqlSource]:
    """Open the reporting database for reading; leaving closes every connection.

    Raises:
        MappingError: if the mapping or a council setting is wrong in itself.
        ConfigurationError: if the URL is.
    """
    with open_sql(
        url=config.url.get_secret_value(),
        mapping=config.mapping,
        settings=config.settings,
        context=context,
        wait=config.timeout_seconds,
    ) as source:
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
