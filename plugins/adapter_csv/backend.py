"""The backend: its part of the config, and opening."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING, Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from adapter_core.errors import ConfigurationError, did_you_mean
from adapter_core.readers.mapping import compile_mapping, load_mapping
from adapter_core.readers.tabular import FileOptions, Options, TabularSource

if TYPE_CHECKING:
    from collections.abc import Iterator

    from adapter_core.hooks.ports import OpenContext


def _divides(delimiter: str) -> str:
    if delimiter in '"\r\n\0 ':
        raise ValueError("It wants one character that stands between columns, such as a comma or a semicolon")
    return delimiter


def _encloses(quote: str) -> str:
    if quote in {"\r", "\n", "\0", " "}:
        raise ValueError("It wants one character that stands around values, or nothing where none does")
    return quote


Delimiter = Annotated[str, Field(min_length=1, max_length=1), AfterValidator(_divides)]
Quote = Annotated[str, Field(max_length=1), AfterValidator(_encloses)]


class Written(BaseModel):
    """How a file is written.

    Attributes:
        encoding: what it was saved in; UTF-8 if nothing says so. A byte-order mark has the last word.
        delimiter: what divides the columns; a comma if nothing says so.
        quote: what stands around a value that holds a delimiter or the end of a line; `""` where nothing
            does, and quotation marks are letters like others.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    encoding: str | None = None
    delimiter: Delimiter | None = None
    quote: Quote | None = None

    @model_validator(mode="after")
    def _apart(self) -> Written:
        if self.quote and self.quote == (self.delimiter or ","):
            raise ValueError("quote and delimiter cannot be the same")
        return self


class CsvFile(Written):
    """One of the files of a bundle: `[sources.<name>.files.<its name in the mapping>]`.

    Attributes:
        name: file name, in place of the mapping's.
        may_be_empty: whether the file may hold a header and no rows. Else that makes the source down:
            read as it is, it would say that nobody has what the file holds.
    """

    name: Annotated[str, Field(min_length=1)] | None = None
    may_be_empty: bool = False


class CsvConfig(Written):
    """A source of backend `csv` in the config.

    Attributes:
        path: the CSV file, or the folder of the files, from the config's folder.
        mapping: the mapping; it says by `files` whether there are several.
        settings: what the mapping leaves to the council.
        files: what is different for one of the files, by its name in the mapping.
        as_of: the day on which the extract was true; when its oldest file was last written, if not given.
    """

    path: Annotated[str, Field(min_length=1)]
    mapping: Annotated[str, Field(min_length=1)]
    settings: dict[str, str | list[str]] = {}
    files: dict[str, CsvFile] = {}
    as_of: date | None = None


@contextmanager
def open_csv(config: CsvConfig, context: OpenContext) -> Iterator[TabularSource]:
    """Open a CSV file, or a folder of them, for reading; leaving closes every file.

    Raises:
        MappingError: the mapping is wrong in itself, or for something else than CSV files.
        ConfigurationError: the config names a file that the mapping does not have (FP-0429), or a folder
            for a file or the other way round.
        SourceUnavailable: a file is gone, locked or empty, or not in its encoding.
    """
    loaded = load_mapping(config.mapping, base=context.base, folders=context.mapping_folders)
    for alias in config.files:
        if alias not in loaded.file.files:
            known = ", ".join(loaded.file.files) or "none"
            hint = did_you_mean(alias, loaded.file.files)
            message = f'The mapping has no file "{alias}".{hint} It has: {known}.'
            raise ConfigurationError("FP-0429", message, where=f"sources.{context.source}.files.{alias}")
    reader = compile_mapping(
        loaded, as_of=context.as_of, settings=config.settings, transforms=context.transforms
    )
    with TabularSource(
        context.base / config.path,
        loaded,
        reader,
        source=context.source,
        as_of=datetime.combine(config.as_of, time(), tzinfo=UTC) if config.as_of else None,
        options=Options(_options(config), {alias: _options(each) for alias, each in config.files.items()}),
    ) as source:
        yield source


def _options(written: Written) -> FileOptions:
    one = written if isinstance(written, CsvFile) else CsvFile()
    return FileOptions(one.name, written.encoding, written.delimiter, written.quote, one.may_be_empty)
