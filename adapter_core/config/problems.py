"""Saying what is wrong with a config: every problem at once, each with its key and the nearest right name."""

from __future__ import annotations

from types import UnionType
from typing import TYPE_CHECKING, Any, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError

from adapter_core.errors import ConfigurationError, FingerpostError, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pydantic_core import ErrorDetails

WORDS = {
    "bool_parsing": "It wants true or false.",
    "bool_type": "It wants true or false.",
    "date_from_datetime_parsing": "It wants a date such as 2026-11-23.",
    "date_type": "It wants a date such as 2026-11-23.",
    "dict_type": "It wants a table: [name] with keys below it.",
    "float_parsing": "It wants a number.",
    "float_type": "It wants a number.",
    "int_from_float": "It wants a whole number.",
    "int_parsing": "It wants a whole number.",
    "int_type": "It wants a whole number.",
    "mapping_type": "It wants a table: [name] with keys below it.",
    "model_type": "It wants a table: [name] with keys below it.",
    "string_pattern_mismatch": "A name has small letters, digits and _, and starts with a letter.",
    "string_type": "It wants a text in quotes.",
    "tuple_type": 'It wants a list, such as ["one", "two"].',
}
"""Pydantic's kinds of error, in plain English."""


class ConfigProblems(ConfigurationError):
    """Several problems, each an error of its own.

    Attributes:
        problems: the errors, in the order in which the config has them.
    """

    def __init__(self, problems: Sequence[FingerpostError], *, where: str = "") -> None:
        """Word the problems as one message of several lines."""
        self.problems = tuple(problems)
        lines = [f"There are {len(problems)} problems in the config:"]
        lines += [f"  {each.code} {each.where}: {each.message}" for each in problems]
        super().__init__("FP-0100", "\n".join(lines), where=where)

    def as_json(self) -> dict[str, dict[str, Any]]:
        """The contract's JSON object, with every problem as one of its own."""
        whole = super().as_json()
        whole["error"]["problems"] = [each.as_json()["error"] for each in self.problems]
        return whole


def raise_problems(problems: Sequence[FingerpostError], *, where: str = "") -> None:
    """Raise what is wrong, if anything is: one error as itself, several as one.

    Raises:
        FingerpostError: the one problem, or `ConfigProblems`.
    """
    if len(problems) == 1:
        raise problems[0]
    if problems:
        raise ConfigProblems(problems, where=where)


def translate(
    error: ValidationError,
    model: type[BaseModel],
    *,
    file: str,
    prefix: Sequence[str] = (),
    known: Iterable[str] = (),
) -> list[ConfigurationError]:
    """Pydantic's errors as ours. No message holds the value that was refused.

    Args:
        error: what pydantic raised.
        model: the model that was filled.
        file: name of the config, for `where`.
        prefix: key path of the table that the model describes.
        known: further keys that this table may have.
    """
    found = []
    for each in error.errors(include_url=False, include_input=False):
        path = [str(part) for part in each["loc"]]
        where = f"{file}: {'.'.join([*prefix, *path])}"
        if each["type"] == "extra_forbidden":
            names = {*keys_at(model, each["loc"][:-1]), *(known if len(path) == 1 else ())}
            message = f'There is no key "{path[-1]}" here.{did_you_mean(path[-1], names)}'
            found.append(ConfigurationError("FP-0103", message, where=where))
        elif each["type"] == "missing":
            found.append(ConfigurationError("FP-0109", f'The key "{path[-1]}" is missing.', where=where))
        else:
            found.append(ConfigurationError("FP-0104", _plain(each), where=where))
    return found


def _plain(each: ErrorDetails) -> str:
    """One error of pydantic in our words where we have any, else in its own."""
    if each["type"] in WORDS:
        return WORDS[each["type"]]
    own = each["msg"].removeprefix("Value error, ").removeprefix("Input should be ").rstrip(".")
    if each["type"] == "value_error":
        return f"{own}."
    return f"It should be {own[0].lower()}{own[1:]}."


def keys_at(model: type[BaseModel], loc: Sequence[int | str]) -> set[str]:
    """Keys that the table at a place may have."""
    here: Any = model
    for part in loc:
        here = _inside(here, part)
        if here is None:
            return set()
    return _keys(here) if isinstance(here, type) and issubclass(here, BaseModel) else set()


def _keys(model: type[BaseModel]) -> set[str]:
    return {field.alias or name for name, field in model.model_fields.items()}


def _inside(here: Any, part: int | str) -> Any:  # noqa: ANN401 - types are data here
    """The type of what stands under a key."""
    if isinstance(here, type) and issubclass(here, BaseModel):
        for name, field in here.model_fields.items():
            if part in (name, field.alias):
                return _without_none(field.annotation)
        return None
    arguments = get_args(here)
    return _without_none(arguments[-1]) if get_origin(here) is dict else None


def _without_none(annotation: Any) -> Any:  # noqa: ANN401 - likewise
    if get_origin(annotation) in (Union, UnionType):
        return next((each for each in get_args(annotation) if each is not type(None)), None)
    return annotation
