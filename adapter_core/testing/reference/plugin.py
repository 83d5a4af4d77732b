"""The reference backend as a plugin: a config may list this file by its path."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from pydantic import BaseModel, ConfigDict

from adapter_core.hooks import hookimpl
from adapter_core.hooks.capabilities import Port
from adapter_core.hooks.ports import BackendSpec
from adapter_core.testing.reference.backend import CAPABILITIES, FIELDS, ReferenceRecords

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from adapter_core.hooks.ports import OpenContext


class ReferenceConfig(BaseModel):
    """A source of backend `reference` in the config.

    Attributes:
        path: the SQLite file, from the config's folder.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    path: str


@contextmanager
def open_reference(config: ReferenceConfig, context: OpenContext) -> Iterator[ReferenceRecords]:
    """Open the database; each call has a connection of its own, so that there is nothing to close."""
    yield ReferenceRecords(context.base / config.path, context.source, on=context.as_of)


@hookimpl
def adapter_case_records() -> Iterable[BackendSpec]:
    """People who can be read and written about."""
    return [
        BackendSpec(
            name="reference",
            port=Port.CASE_RECORDS,
            capabilities=CAPABILITIES,
            config_model=ReferenceConfig,
            open=open_reference,
            fields=frozenset({"ref", *FIELDS}),
            places={"accommodation": "Home", "employment": "Work"},
            title="Reference records",
        )
    ]
