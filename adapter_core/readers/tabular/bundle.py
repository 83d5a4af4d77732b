"""Opens the file, or all the files, that a mapping reads."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

from adapter_core.errors import ConfigurationError, FingerpostError, SourceUnavailable, did_you_mean
from adapter_core.hooks.ports import ColumnProblem
from adapter_core.readers.tabular.children import ChildFile
from adapter_core.readers.tabular.file import FileFormat, TableFile
from adapter_core.readers.tabular.layout import RowMaker, layout_of, wanted_columns
from adapter_core.readers.tabular.lookups import LookUp, columns_read
from adapter_core.readers.tabular.noting import Notes

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from adapter_core.readers.mapping import LoadedMapping, Reader
    from adapter_core.readers.tabular.header import Wanted
    from adapter_core.readers.tabular.layout import Layout

APART = timedelta(days=1)
"""Files of a bundle that were written further apart than this may be of different extracts."""


@dataclass(frozen=True, slots=True)
class FileOptions:
    """What the config says of a file, or of all; None leaves it to the mapping.

    Attributes:
        name: file name, in place of the mapping's.
        encoding: what it was saved in.
        delimiter: what divides its columns.
        quote: what stands around a field; nothing does if empty.
        may_be_empty: whether a file with a header and no rows is to be believed.
    """

    name: str | None = None
    encoding: str | None = None
    delimiter: str | None = None
    quote: str | None = None
    may_be_empty: bool = False


@dataclass(frozen=True, slots=True)
class Options:
    """What the config says of a source's files: of `every` one, and of each by its name in the mapping."""

    every: FileOptions = FileOptions()
    files: Mapping[str, FileOptions] = field(default_factory=dict)


class Bundle:
    """The files of one source, open.

    Attributes:
        main: the file with a row a person.
        children: the files with many rows a person.
        look_ups: the look-up files, by name.
    """

    def __init__(
        self, path: Path, loaded: LoadedMapping, reader: Reader, options: Options, *, source: str
    ) -> None:
        """Open every file that a field is read from; nothing but their first bytes is read.

        Args:
            path: the file; with several, their folder.
            loaded: a mapping with `format = "csv"`.
            reader: the same mapping, compiled.
            options: what the config says.
            source: name of the source in the config, for errors.

        Raises:
            SourceUnavailable: a file is missing (FP-0420), cannot be opened (FP-0410), is empty (FP-0413) or
                not in its encoding (FP-0412).
            ConfigurationError: `path` is no folder where one is wanted, or the other way round (FP-0422); a
                delimiter cannot divide columns (FP-0425).
            MappingError: the mapping is for something else.
        """
        self._path, self._loaded, self._reader = path, loaded, reader
        self._options, self._source = options, source
        self._layouts = {alias: layout_of(reader.plan, alias) for alias in reader.columns}
        self.look_ups: dict[str, LookUp] = {}
        self.children: list[ChildFile] = []
        self._files: dict[str, TableFile] = {}
        self._notes: dict[str, Notes] = {}
        try:
            self._refuse_another_kind()
        except OSError as error:
            raise SourceUnavailable(
                "FP-0410",
                f"The path cannot be looked at: {error.strerror}.",
                where=f"source {source}: {path.name}",
            ) from None
        with ExitStack() as stack:
            for alias, layout in self._layouts.items():
                self._open(alias, layout, stack)
            self._stack = stack.pop_all()
        self.main = self._files[reader.main]
        self._main_maker: RowMaker | None = None

    def close(self) -> None:
        """Close every file."""
        self._stack.close()

    # --- opening ------------------------------------------------------------------------------------

    def _aliases(self) -> Iterable[str]:
        for alias, layout in self._layouts.items():
            yield from (alias, *(each.alias for each in layout.joined))

    def _refuse_another_kind(self) -> None:
        if self._loaded.file.files:
            self._refuse_missing()
        elif self._path.is_dir():
            message = "The path is a folder, and the mapping reads a single file."
            raise ConfigurationError("FP-0422", message, where=f"source {self._source}: {self._path.name}")

    def _refuse_missing(self) -> None:
        where = f"source {self._source}: {self._path.name}"
        if self._path.is_file():
            message = "The path is a file, and the mapping reads several in a folder."
            raise ConfigurationError("FP-0422", message, where=where)
        if not self._path.is_dir():
            raise SourceUnavailable("FP-0410", "The folder is not there.", where=where)
        names = {self._name(alias): alias for alias in self._aliases()}
        gone = [name for name in names if not (self._path / name).exists()]
        if gone:
            there = sorted(each.name for each in self._path.iterdir() if each.is_file())
            hint = did_you_mean(gone[0], there)
            raise SourceUnavailable(
                "FP-0420", f"The folder has no {' and no '.join(gone)}.{hint}", where=where
            )

    def _name(self, alias: str) -> str:
        chosen = self._options.files.get(alias, FileOptions()).name
        return chosen or self._loaded.file.files[alias].name

    def _form(self, alias: str) -> FileFormat:
        """How a file is written: the nearer word counts, and of two the config's."""
        one, every, file = (
            self._options.files.get(alias, FileOptions()),
            self._options.every,
            self._loaded.file,
        )
        own = file.files.get(alias)
        encodings = [one.encoding, own.encoding if own else None, every.encoding, file.encoding]
        delimiters = [one.delimiter, own.delimiter if own else None, every.delimiter, file.delimiter]
        quotes = [each.quote for each in (one, every) if each.quote is not None]
        encoding = next(filter(None, encodings), None)
        form = FileFormat(encoding, next(filter(None, delimiters), ","), quotes[0] if quotes else '"')
        # Each may be right alone: one comes from the mapping, the other from the config.
        if form.delimiter in {form.quote, "\r", "\n", "\0", " "}:
            message = f"Columns cannot be divided by {form.delimiter!r}."
            where = f"source {self._source}: {self._name(alias) if alias else self._path.name}"
            raise ConfigurationError("FP-0425", message, where=where)
        return form

    def _open(self, alias: str, layout: Layout, stack: ExitStack) -> None:
        file = self._opened(alias, wanted_columns(self._reader, alias, layout.own), stack)
        for joined in layout.joined:
            wanted = wanted_columns(self._reader, joined.alias, columns_read(self._reader.plan, joined))
            read = self._opened(joined.alias, wanted, stack)
            self.look_ups[joined.alias] = LookUp(
                self._reader.plan,
                joined,
                read,
                self._reader.as_of,
                may_be_empty=self._may_be_empty(joined.alias),
            )
        if alias != self._reader.main:
            self.children.append(ChildFile(alias, file, partial(self._maker, layout, file)))

    def _opened(self, alias: str, wanted: Sequence[Wanted], stack: ExitStack) -> TableFile:
        path = self._path / self._name(alias) if alias else self._path
        where = f"source {self._source}: {path.name}"
        file = TableFile(path, self._form(alias), wanted, where=where)
        stack.callback(file.close)
        self._files[alias] = file
        return file

    # --- rows ---------------------------------------------------------------------------------------

    def _maker(self, layout: Layout, file: TableFile) -> RowMaker:
        places = file.places
        for joined in layout.joined:
            if joined.alias not in self._notes:
                notes = Notes(self._files[joined.alias].name)
                self.look_ups[joined.alias].load(notes)
                self._notes[joined.alias] = notes
        return RowMaker(layout, places, self.look_ups)

    @property
    def maker(self) -> RowMaker:
        """What makes the main file's rows for the reader.

        Raises:
            MappingError: a header does not fit the mapping.
            SourceUnavailable: a look-up file cannot be read.
        """
        if self._main_maker is None:
            self._main_maker = self._maker(self._layouts[self._reader.main], self.main)
        return self._main_maker

    @property
    def own(self) -> tuple[str, ...]:
        """The main file's columns that are read, as the mapping names them, in the order of its places."""
        return self._layouts[self._reader.main].own

    def notes(self) -> list[Notes]:
        """What is noted of the look-up files that were read."""
        return list(self._notes.values())

    def refuse_empty(self) -> None:
        """Make sure that each file with many rows a person has one, or may be without.

        Raises:
            SourceUnavailable: it has none (FP-0423).
        """
        for child in self.children:
            if not (self._may_be_empty(child.alias) or child.surveyed.rows):
                message = "The file has a header and no rows."
                raise SourceUnavailable("FP-0423", message, where=child.file.where)

    def _may_be_empty(self, alias: str) -> bool:
        return self._options.files.get(alias, FileOptions()).may_be_empty

    # --- about the files ----------------------------------------------------------------------------

    def refuse_changes(self) -> None:
        """Make sure that every file is what it was when it was opened.

        Raises:
            SourceUnavailable: FP-0416.
        """
        for file in self._files.values():
            file.refuse_changes()

    @property
    def stamps(self) -> list[str]:
        """What changes with a file, of each."""
        return [file.stamp for file in self._files.values()]

    @property
    def dated(self) -> list[TableFile]:
        """The files with people's data, the oldest first."""
        return sorted((self.main, *(child.file for child in self.children)), key=lambda file: file.written)

    def problems(self) -> list[ColumnProblem]:
        """Differences between the mapping and the headers, and between the ages of the files.

        Raises:
            SourceUnavailable: a header cannot be read.
        """
        found = []
        for file in self._files.values():
            found += [_problem(each) for each in file.header.problems]
        oldest, newest = self.dated[0], self.dated[-1]
        if newest.written - oldest.written > APART:
            days = (newest.written - oldest.written) // timedelta(days=1)
            apart = "a day" if days == 1 else f"{days:,} days"
            what = f"{oldest.name} was written {apart} before {newest.name}: are they of one extract?"
            found.append(ColumnProblem(oldest.where, what, fatal=False, code="FP-0421"))
        return found


def _problem(error: FingerpostError) -> ColumnProblem:
    hint = f" {error.remedy}" if error.code == "FP-0414" else ""
    return ColumnProblem(error.where, f"{error.message}{hint}", code=error.code)
