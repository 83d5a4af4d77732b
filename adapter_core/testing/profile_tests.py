"""`fingerpost check test FILE`: does a council's own profile say what the council thinks it says?

The file is TOML. `[[example]]` has `says` (one sentence), `person` (the fields that matter; everything else
is a complete, ordinary record), `expect` (rule to state) and, if wanted, `elsewhere` (the same person's
record in another source) and `profile`. Where a record has no value, the reason stands in its place:
`postcode = { state = "absent" }`. The day is always 23 November 2026, and the practices are made up, so that
a file says the same every night.
"""

from __future__ import annotations

import tomllib
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from adapter_core.checks.profiles import resolve_profile
from adapter_core.config.problems import translate
from adapter_core.domain.codes import CODE_LISTS
from adapter_core.domain.fields import FieldSpec, Kind
from adapter_core.domain.people import FIELDS, LISTS
from adapter_core.domain.states import State
from adapter_core.errors import ConfigurationError, FingerpostError, UsageError, did_you_mean
from adapter_core.service.bootstrap import open_application
from adapter_core.service.rulebook import built_in
from adapter_core.testing.examples import ELSEWHERE, example_given, example_person, outcome_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from adapter_core.checks.profiles import Profile
    from adapter_core.checks.rule import Given
    from adapter_core.domain.people import Person
    from adapter_core.service.bootstrap import Application

KINDS: dict[Kind, tuple[type, str]] = {
    Kind.TEXT: (str, "a text in quotes"),
    Kind.CODE: (str, "a text in quotes"),
    Kind.DATE: (date, "a date such as 2026-11-23, without quotes"),
    Kind.FLAG: (bool, "true or false"),
}


class ExampleTable(BaseModel):
    """One `[[example]]`."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    says: str = Field(min_length=1, description="What the example shows, as one sentence.")
    expect: dict[str, State] = Field(min_length=1, description="Rule to the state that it must give.")
    person: dict[str, Any] = Field(default_factory=dict, description="The fields that matter.")
    elsewhere: dict[str, Any] | None = Field(None, description="The same person's record in another source.")
    profile: str | None = Field(None, description="The profile; the file's, else the config's, if not given.")


class ExamplesFile(BaseModel):
    """A file of examples."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    profile: str | None = Field(None, description="The profile of examples that name none.")
    example: tuple[ExampleTable, ...] = Field(min_length=1, description="The examples.")


@dataclass(frozen=True, slots=True)
class Difference:
    """A rule that said something else than expected."""

    rule: str
    expected: str
    actual: str


@dataclass(frozen=True, slots=True)
class ExampleResult:
    """What became of one example; it is as expected where there are no differences."""

    says: str
    profile: str
    differences: tuple[Difference, ...]

    def as_json(self) -> dict[str, Any]:
        """The result as plain JSON types."""
        return {
            "says": self.says,
            "profile": self.profile,
            "ok": not self.differences,
            "differences": [
                {"rule": each.rule, "expected": each.expected, "actual": each.actual}
                for each in self.differences
            ],
        }


def run_examples(file: Path, config_path: Path | None) -> list[ExampleResult]:
    """Run every example of a file.

    Args:
        file: the file of examples.
        config_path: the config with the profiles; built-in profiles alone where there is no config.

    Raises:
        UsageError: the file cannot be read, or something in it does not exist (FP-0923).
        ConfigurationError: the config is wrong, or has no such profile.
    """
    examples = _read(file)
    with ExitStack() as stack:
        application = _opened(config_path, stack)
        return [
            _run(
                example,
                _profile(example, examples, application),
                application,
                f"{file.name}: example {number}",
            )
            for number, example in enumerate(examples.example, 1)
        ]


def _opened(config_path: Path | None, stack: ExitStack) -> Application | None:
    """The application of the config; None where there is no config and none was asked for."""
    try:
        return stack.enter_context(open_application(config_path))
    except ConfigurationError as error:
        if error.code != "FP-0101" or config_path is not None:
            raise
        return None


def _read(file: Path) -> ExamplesFile:
    try:
        data = tomllib.loads(file.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is not UTF-8 text"
        raise UsageError("FP-0923", f"The file cannot be read: {reason}.", where=str(file)) from error
    except tomllib.TOMLDecodeError as error:
        raise UsageError("FP-0923", f"The file is not TOML: {error}.", where=str(file)) from None
    try:
        return ExamplesFile.model_validate(data)
    except ValidationError as error:
        found = translate(error, ExamplesFile, file=file.name)
        message = "; ".join(f"{each.where.partition(': ')[2]}: {each.message}" for each in found)
        raise UsageError("FP-0923", message, where=str(file)) from None


def _profile(example: ExampleTable, file: ExamplesFile, application: Application | None) -> Profile:
    name = example.profile or file.profile
    if application is not None:
        return application.profile(name)
    return resolve_profile(name or "post_conversation", built_in(), {})


def _given(profile: Profile, application: Application | None) -> Given:
    given = replace(example_given(), profile=profile.base)
    if application is None:
        return given
    settings = {rule: table.settings for rule, table in application.config.rules.items()}
    return replace(given, settings=settings, council=application.council_settings)


def _run(
    example: ExampleTable, profile: Profile, application: Application | None, where: str
) -> ExampleResult:
    rules = {rule.id: rule for rule in profile.rules}
    given = _given(profile, application)
    person = example_person(**_fields(example.person, where))
    elsewhere: dict[str, Person] = {}
    if example.elsewhere is not None:
        blank = dict.fromkeys((name for name in (*FIELDS, *LISTS) if "." not in name), State.NOT_SUPPORTED)
        other = blank | {"ref": "A100"} | _fields(example.elsewhere, where)
        elsewhere[ELSEWHERE] = example_person(**other)
    differences = []
    for name, expected in example.expect.items():
        if name not in rules:
            message = f'The profile {profile.id} has no rule "{name}".{did_you_mean(name, rules)}'
            raise UsageError("FP-0923", message, where=where)
        actual = outcome_of(rules[name], person, elsewhere, given).state
        if actual is not expected:
            differences.append(Difference(name, expected.value, actual.value))
    return ExampleResult(example.says, profile.id, tuple(differences))


def _fields(values: Mapping[str, Any], where: str) -> dict[str, Any]:
    """Fields of a person, as an example writes them, ready for `example_person`."""
    known = {name for name in (*FIELDS, *LISTS) if "." not in name}
    return {name: _value(name, value, known, where) for name, value in values.items()}


def _value(path: str, value: Any, known: set[str], where: str) -> Any:  # noqa: ANN401 - fields are of many types
    if path not in known:
        raise _wrong(f'There is no field "{path}".{did_you_mean(path, known)}', where)
    if isinstance(value, dict) and set(value) == {"state"}:
        try:
            return State(value["state"])
        except ValueError:
            near = did_you_mean(str(value["state"]), [each.value for each in State])
            raise _wrong(f"{path}: there is no state of this name.{near}", where) from None
    if path in LISTS:
        if not isinstance(value, list) or not all(isinstance(each, dict) for each in value):
            raise _wrong(f"{path}: it wants a list of tables.", where)
        inside = {name for name in FIELDS if name.startswith(f"{path}.")}
        return tuple(
            {name: _value(f"{path}.{name}", one, inside, where) for name, one in each.items()}
            for each in value
        )
    return _checked(FIELDS[path], value, where)


def _checked(spec: FieldSpec, value: Any, where: str) -> Any:  # noqa: ANN401 - likewise
    kind, words = KINDS[spec.kind]
    if type(value) is not kind:
        raise _wrong(f"{spec.path}: it wants {words}.", where)
    if spec.codes is None:
        return value
    codes = CODE_LISTS[spec.codes]
    resolved = codes.resolve(str(value))
    if resolved is None:
        raise _wrong(
            f"{spec.path}: no such code.{did_you_mean(str(value), [each.id for each in codes.codes])}", where
        )
    return resolved


def _wrong(message: str, where: str) -> FingerpostError:
    return UsageError("FP-0923", message, where=where)
