"""The standard's own JSON schemas, from a folder that `ORUK_SCHEMA_DIR` names; they are not ours to ship."""

from __future__ import annotations

import json
import os
import re
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from adapter_core.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jsonschema.protocols import Validator

VARIABLE = "ORUK_SCHEMA_DIR"
FILES = (
    "api_details.json",
    "service_list.json",
    "service.json",
    "service_at_location_list.json",
    "service_at_location.json",
    "taxonomy_list.json",
    "taxonomy.json",
    "taxonomy_term_list.json",
    "taxonomy_term.json",
)


class Schemas:
    """The schemas of a folder."""

    def __init__(self, folder: Path) -> None:
        """Read them.

        Raises:
            ConfigurationError: FP-0895, one of them is missing or no schema, or the library is.
        """
        try:
            from jsonschema import Draft202012Validator, FormatChecker, SchemaError  # noqa: PLC0415 - an extra
        except ImportError:
            raise ConfigurationError(
                "FP-0895", "The library jsonschema is not installed.", where=VARIABLE
            ) from None
        formats = FormatChecker(())
        for name, check in _FORMATS.items():
            formats.checks(name)(check)
        self._by_file: dict[str, Validator] = {}
        for name in FILES:
            try:
                schema = json.loads((folder / name).read_text("utf-8-sig"))
                Draft202012Validator.check_schema(schema)
            except (OSError, ValueError, SchemaError):
                raise ConfigurationError(
                    "FP-0895", f"{name} is not there, or is no JSON schema.", where=VARIABLE
                ) from None
            self._by_file[name] = Draft202012Validator(schema, format_checker=formats)

    def wrong(self, file: str, value: Any) -> Iterator[str]:  # noqa: ANN401 - JSON's own types
        """Where a value breaks a schema: path and rule, never the value."""
        for error in self._by_file[file].iter_errors(value):
            path = "/".join(str(step) for step in error.absolute_path if not isinstance(step, int))
            rule = error.validator
            if rule == "required":
                wanted: Any = error.validator_value
                held: Any = error.instance
                lacking = [name for name in wanted if name not in held]
                path = "/".join(filter(None, (path, lacking[0])))
            elif rule == "format":
                rule = f"format {error.validator_value}"
            yield f"{path or '.'}: {rule}"


def from_environment() -> Schemas | None:
    """The schemas that the environment names; None where it names none."""
    folder = os.environ.get(VARIABLE, "")
    return Schemas(Path(folder)) if folder else None


# --- formats: as the official validator has them, without what jsonschema asks further libraries for ---


_UUID = re.compile(r"[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}").fullmatch
_MOMENT = re.compile(r"\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d(?:\.\d+)?(?:[Zz]|[+-]\d\d:\d\d)").fullmatch
_URI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`]+").fullmatch
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+").fullmatch


def is_uuid(value: object) -> bool:
    """Whether a value is a UUID; what is no text is judged elsewhere."""
    return not isinstance(value, str) or _UUID(value) is not None


def is_moment(value: object) -> bool:
    """Whether a value is a moment as RFC 3339 writes it, with its zone."""
    if not isinstance(value, str):
        return True
    if _MOMENT(value) is None:
        return False
    try:
        datetime.fromisoformat(value.upper())
    except ValueError:
        return False
    return True


_FORMATS = {
    "uuid": is_uuid,
    "date-time": is_moment,
    "uri": lambda value: not isinstance(value, str) or _URI(value) is not None,
    "email": lambda value: not isinstance(value, str) or _EMAIL(value) is not None,
}
