"""A backend's own part of the config, and the folders of packaged mappings."""

from __future__ import annotations

from functools import cache
from importlib import import_module, metadata, resources
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import ValidationError

from adapter_core.config.models import absolute_url, reveal
from adapter_core.config.problems import raise_problems, translate
from adapter_core.errors import PluginError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pydantic import BaseModel

    from adapter_core.config import Config, ReferenceTable, SourceTable
    from adapter_core.config.models import FeedTable
    from adapter_core.hooks.ports import BackendSpec

MAPPINGS = "fingerpost.mappings"
"""Entry-point group of packages whose folder holds mapping files."""


def backend_config(
    table: SourceTable | ReferenceTable | FeedTable,
    backend: BackendSpec,
    config: Config,
    path: tuple[str, ...],
) -> BaseModel:
    """Fill a backend's own model from its table in the config.

    Keys of the table that belong to core are handed on only where the model asks for them. Secrets are
    revealed here and nowhere else; a model that holds one declares it as `pydantic.SecretStr`.

    Raises:
        ConfigurationError: a key is unknown, missing or wrong.
    """
    core = {name: getattr(table, name) for name in type(table).model_fields}
    wanted = {each.alias or name for name, each in backend.config_model.model_fields.items()}
    data = {key: value for key, value in core.items() if key in wanted and value is not None}
    data |= reveal(table.own)
    if isinstance(data.get("url"), str):
        data["url"] = absolute_url(data["url"], config.base)
    try:
        return backend.config_model.model_validate(data)
    except ValidationError as error:
        problems = translate(
            error, backend.config_model, file=config.file.name, prefix=path, known=type(table).model_fields
        )
        raise_problems(problems, where=config.file.name)
        raise


@cache
def mapping_folders() -> Mapping[str, Path]:
    """Folders of packaged mappings: package name to folder, in the order of the packages' names.

    Raises:
        PluginError: a package of mappings cannot be imported (FP-0201).
    """
    folders = {}
    for entry in sorted(metadata.entry_points(group=MAPPINGS), key=lambda each: each.value):
        try:
            import_module(entry.value)
        except ImportError as error:
            raise PluginError(
                "FP-0201", f'The mapping package "{entry.value}" cannot be imported.', where=MAPPINGS
            ) from error
        folders[entry.value] = Path(str(resources.files(entry.value)))
    return folders
