"""The shape of `fingerpost.toml`: one model a table. Unknown keys are errors."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    ConfigDict,
    Field,
    PlainValidator,
    PrivateAttr,
)

from adapter_core.config.casework import CaseworkTable
from adapter_core.config.secrets import Secret
from adapter_core.config.sites import CldTable, MeasuresTable, SiteTable
from adapter_core.config.table import Name, Table
from adapter_core.domain.people import FIELDS
from adapter_core.hooks.capabilities import Port

IDENTIFIERS = ("nhs_number", "master_ref")
SQLITE = "sqlite:///"


def _text_or_secret(value: object) -> object:
    if isinstance(value, (str, Secret)) and value:
        return value
    raise ValueError('It wants a text in quotes, or { env = "NAME" } or { file = "path" }')


TextOrSecret = Annotated[str | Secret, PlainValidator(_text_or_secret)]
Percent = Annotated[float, Field(ge=0, le=100)]


def _match_on(value: tuple[str, ...]) -> tuple[str, ...]:
    if "date_of_birth" not in value or not any(each in value for each in IDENTIFIERS):
        raise ValueError(
            'It wants an identifier and the date of birth, such as ["nhs_number", "date_of_birth"]'
        )
    unknown = [each for each in value if each not in FIELDS or "." in each]
    if unknown:
        raise ValueError(f"No such field of a person: {', '.join(unknown)}")
    return value


def _once_each(value: tuple[str, ...]) -> tuple[str, ...]:
    twice = sorted({each for each in value if value.count(each) > 1})
    if twice:
        raise ValueError(f"A source may stand here once: {', '.join(twice)}")
    return value


class CouncilTable(Table):
    """`[council]`: whose installation this is."""

    name: str = Field("Our council", min_length=1, description="The council's name, as reports show it.")


class StoreTable(Table):
    """`[store]`: where Fingerpost keeps runs, findings and reviews."""

    url: TextOrSecret = Field(
        "sqlite:///fingerpost.db",
        description="SQLAlchemy URL of Fingerpost's own store: SQLite or PostgreSQL.",
    )


class SourceTable(Table):
    """`[sources.<name>]`: a system to read. Every other key belongs to the backend."""

    model_config = ConfigDict(extra="allow")

    backend: str = Field(description="Name of the backend that reads it; a plugin brings it.")
    port: Literal["case_records", "demographics"] | None = Field(
        None, description="What it is read for. Without it: what the backend serves."
    )
    title: str = Field("", description="The system's name on reports; the backend's if empty.")
    system_of_record: bool = Field(
        default=False, description="Whether this source is assessed by itself too, and not only compared."
    )
    as_of: date | None = Field(
        None, description="The day on which its data was true, where it cannot say so itself."
    )

    @property
    def own(self) -> dict[str, Any]:
        """The keys that belong to the backend."""
        return dict(self.__pydantic_extra__ or {})


class ReferenceTable(Table):
    """`[reference.practices]`: a list that belongs to nobody's record. Other keys are the backend's."""

    model_config = ConfigDict(extra="allow")

    backend: str = Field(description="Name of the backend that reads it; a plugin brings it.")
    as_of: date | None = Field(
        None, description="The day up to which the list is true, where it cannot say so itself."
    )

    @property
    def own(self) -> dict[str, Any]:
        """The keys that belong to the backend."""
        return dict(self.__pydantic_extra__ or {})


class ReferenceTables(Table):
    """`[reference]`: the lists there are."""

    practices: ReferenceTable | None = Field(None, description="The national list of GP practices.")


class PeopleTable(Table):
    """`[people]`: whose reference names a person, and how records are joined."""

    master: str | None = Field(None, description="The source whose reference names the person.")
    match_on: Annotated[tuple[str, ...], AfterValidator(_match_on)] = Field(
        ("nhs_number", "date_of_birth"),
        description="Fields that must agree before two records join: an identifier and the date of birth.",
    )
    matcher: Literal["exact"] = Field(
        "exact", description="How they must agree: `exact` is to the last digit, and the only one there is."
    )
    precedence: dict[str, Annotated[tuple[str, ...], AfterValidator(_once_each)]] = Field(
        default_factory=dict,
        description=(
            "A compared field to the sources that are believed about it, the most trusted first; `default` "
            "is for all other fields. Without it: every source, in the order of the config."
        ),
    )

    @property
    def identifier(self) -> str:
        """The field of `match_on` that names a person."""
        return next(each for each in self.match_on if each in IDENTIFIERS)


class FeedTable(Table):
    """`[directory.feeds.<name>]`: where services come from. Every other key belongs to the backend."""

    model_config = ConfigDict(extra="allow")

    backend: str = Field(description="Name of the backend that reads it; a plugin brings it.")
    title: str = Field("", description="The feed's name in reports; its own name if empty.")
    most_lost: float = Field(
        0.2,
        ge=0,
        le=1,
        description="The share of its services that may be gone at once, from 0 to 1, before an import is "
        "refused as cut short.",
    )

    @property
    def own(self) -> dict[str, Any]:
        """The keys that belong to the backend."""
        return dict(self.__pydantic_extra__ or {})


class DirectoryTable(Table):
    """`[directory]`: the community directory."""

    url: TextOrSecret = Field(
        "sqlite:///directory.db",
        description="SQLAlchemy URL of the directory's own store: SQLite or PostgreSQL.",
    )
    home: str = Field("", description='Where "near me" is: a postcode or a district such as ME4.')
    capacity_days: int = Field(
        28, ge=1, description="For how many days what was said of a service's capacity holds."
    )
    concepts: str = Field(
        "", description="A file of the council's own search words, laid over those that come with Fingerpost."
    )
    feeds: dict[Name, FeedTable] = Field(default_factory=dict)


class CohortTable(Table):
    """`[cohort]`: whom a check speaks of."""

    default: Literal["open_adults", "open", "adults", "everyone"] = Field(
        "open_adults", description="The cohort of a check that names none."
    )


class CheckTable(Table):
    """`[check]`: how a check runs."""

    profile: str = Field("post_conversation", description="The profile of a check that names none.")
    allow_synthetic: bool = Field(
        default=False,
        description="Whether NHS numbers of the test range (999…) count as numbers: for the demo and tests.",
    )


class OwnersTable(Table):
    """`[owners]`: whose a gap is."""

    fallback: tuple[str, ...] = Field(
        ("allocated_worker", "open_step_team", "locality_team", "data-quality desk"),
        min_length=1,
        description="Who owns a gap: the first of these that the person has. Any other text is a desk.",
    )
    localities: dict[str, str] = Field(
        default_factory=dict, description="Postcode district or locality to the team that covers it."
    )


class RuleTable(Table):
    """`[rules.<id>]`: a rule's thresholds. Other keys are the rule's own settings."""

    model_config = ConfigDict(extra="allow")

    warning_percent: Percent | None = Field(
        None, description="Per cent of gaps from which the rule is at warning."
    )
    critical_percent: Percent | None = Field(
        None, description="Per cent of gaps from which the rule is critical."
    )
    target: Percent | None = Field(None, description="The least per cent complete that the council accepts.")

    @property
    def settings(self) -> dict[str, Any]:
        """The rule's own settings."""
        return dict(self.__pydantic_extra__ or {})


class ProfileTable(Table):
    """`[profiles.<name>]`: the council's own profile, as a difference from another."""

    extends: str = Field(description="The profile it starts from.")
    add: tuple[str, ...] = Field((), description="Rules to add.")
    remove: tuple[str, ...] = Field((), description="Rules to leave out.")
    replace: dict[str, str] = Field(
        default_factory=dict, description="A rule to the rule that takes its place."
    )


class Config(Table):
    """`fingerpost.toml`, read, checked, and with the environment over it."""

    schema_version: Literal[1] = Field(alias="schema", description="Version of this format: 1.")
    plugins: tuple[str, ...] = Field(
        (), description="Plugins to import: their names, or paths of one-file plugins."
    )
    council: CouncilTable = Field(default_factory=CouncilTable)
    store: StoreTable = Field(default_factory=StoreTable)
    sources: dict[Name, SourceTable] = Field(default_factory=dict)
    reference: ReferenceTables = Field(default_factory=ReferenceTables)
    people: PeopleTable = Field(default_factory=PeopleTable)
    directory: DirectoryTable = Field(default_factory=DirectoryTable)
    casework: CaseworkTable = Field(default_factory=CaseworkTable)
    cohort: CohortTable = Field(default_factory=CohortTable)
    check: CheckTable = Field(default_factory=CheckTable)
    owners: OwnersTable = Field(default_factory=OwnersTable)
    sites: dict[Name, SiteTable] = Field(default_factory=dict)
    measures: MeasuresTable = Field(default_factory=MeasuresTable)
    cld: CldTable = Field(default_factory=CldTable)
    rules: dict[Name, RuleTable] = Field(default_factory=dict)
    profiles: dict[Name, ProfileTable] = Field(default_factory=dict)

    _file: Path = PrivateAttr(default=Path("fingerpost.toml"))

    @property
    def file(self) -> Path:
        """The file it was read from."""
        return self._file

    @property
    def base(self) -> Path:
        """The folder that relative paths start from."""
        return self._file.parent

    @property
    def store_url(self) -> str:
        """The store's URL, a relative SQLite path made absolute. It may hold a password: never show it."""
        return absolute_url(reveal(self.store.url), self.base)

    @property
    def directory_url(self) -> str:
        """The URL of the directory's store, as `store_url`."""
        return absolute_url(reveal(self.directory.url), self.base)

    def shown(self) -> dict[str, Any]:
        """The whole config as plain JSON types; a secret shows where it comes from and never itself."""
        shown: dict[str, Any] = _plain(self.model_dump(by_alias=True))
        return shown


def reveal(value: Any) -> Any:  # noqa: ANN401 - a config's values
    """A value with the secrets in it revealed, for the backend that it belongs to."""
    if isinstance(value, Secret):
        return value.reveal()
    if isinstance(value, Mapping):
        return {key: reveal(each) for key, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [reveal(each) for each in value]
    return value


def absolute_url(url: str, base: Path) -> str:
    """A SQLite URL whose file starts at the config's folder; any other URL as it is."""
    if not url.startswith(SQLITE) or url.startswith(f"{SQLITE}:memory:"):
        return url
    path, question, query = url.removeprefix(SQLITE).partition("?")
    if not path or path.startswith("file:"):
        return url
    return f"{SQLITE}{(base / path).resolve().as_posix()}{question}{query}"


def _plain(value: Any) -> Any:  # noqa: ANN401 - likewise
    if isinstance(value, Secret):
        return value.origin
    if isinstance(value, Mapping):
        return {str(key): _plain(each) for key, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(each) for each in value]
    return value.isoformat() if isinstance(value, date) else value


PORTS: tuple[Port, ...] = (Port.CASE_RECORDS, Port.DEMOGRAPHICS)
"""Ports that a source may serve, in the order in which a backend is looked for."""
