"""Opens a sample with a mapping, and writes what is read from it as `expected.json` has it."""

from __future__ import annotations

from collections import Counter
from contextlib import contextmanager
from datetime import date
from typing import TYPE_CHECKING, Any

from adapter_core.domain.people import FIELDS, LISTS
from adapter_core.domain.states import State
from adapter_core.errors import UsageError
from adapter_core.hooks.ports import PeopleQuery
from adapter_core.readers.mapping import compile_mapping
from adapter_core.readers.sql.scanning import is_sqlite_file, script_engine
from adapter_core.readers.sql.sessions import Limits
from adapter_core.readers.sql.source import SqlSource, open_sql
from adapter_core.readers.tabular import TabularSource
from adapter_core.readers.trees.json_files import open_json_file

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from adapter_core.domain.people import Person
    from adapter_core.hooks.ports import OpenContext, Page
    from adapter_core.readers.mapping import LoadedMapping


@contextmanager
def open_sample(
    path: Path, loaded: LoadedMapping, context: OpenContext, settings: Mapping[str, str | Sequence[str]]
) -> Iterator[Any]:
    """Open a sample: a CSV file or a folder of them, XML, JSON, an SQL script or a SQLite database.

    Args:
        path: the sample.
        loaded: the mapping.
        context: the day, the transforms and the folders of mappings.
        settings: what the mapping leaves to the council.

    Raises:
        UsageError: there is no such sample (FP-0321).
        MappingError: the mapping is wrong in itself, or does not fit.
        SourceUnavailable: the sample cannot be read.
    """
    if not path.exists():
        raise UsageError("FP-0321", f'There is no file or folder "{path.name}".', where=path.name)
    given: dict[str, Any] = {"mapping": loaded.name, "context": context, "settings": settings}
    place = str(path.resolve())
    match loaded.file.format:
        case "csv":
            reader = compile_mapping(
                loaded, as_of=context.as_of, settings=settings, transforms=context.transforms
            )
            with TabularSource(path, loaded, reader, source=context.source) as source:
                yield source
        case "json":
            with open_json_file(path=place, **given) as source:
                yield source
        case "xml":
            from adapter_core.readers.xml import open_xml_extract  # noqa: PLC0415 - lxml is an extra

            with open_xml_extract(path=place, **given) as source:
                yield source
        case _ if not path.is_dir() and is_sqlite_file(path):
            with open_sql(url=f"sqlite:///{path.resolve().as_posix()}", **given) as source:
                yield source
        case _:
            with _script(path, loaded, context, settings) as source:
                yield source


@contextmanager
def _script(
    path: Path, loaded: LoadedMapping, context: OpenContext, settings: Mapping[str, str | Sequence[str]]
) -> Iterator[SqlSource]:
    reader = compile_mapping(loaded, as_of=context.as_of, settings=settings, transforms=context.transforms)
    engine = script_engine(path)
    source = SqlSource(context.source, engine, reader, context.as_of, limits=Limits())
    try:
        yield source
    finally:
        source.close()
        engine.dispose()


def fields_of(
    loaded: LoadedMapping, context: OpenContext, settings: Mapping[str, str | Sequence[str]]
) -> frozenset[str]:
    """Paths of the canonical fields that a mapping fills."""
    return compile_mapping(
        loaded, as_of=context.as_of, settings=settings, transforms=context.transforms
    ).fields


def all_pages(source: Any) -> list[Page]:  # noqa: ANN401 - either port
    """Everything that a sample holds: samples are small."""
    return list(source.iter_people(PeopleQuery()))


def outcome(pages: Iterable[Page], fields: frozenset[str]) -> dict[str, Any]:
    """What was read, as `expected.json` has it: people, rejects, and codes that nobody mapped."""
    pages = list(pages)
    unmapped: Counter[tuple[str, str]] = Counter()
    for page in pages:
        unmapped.update(page.unmapped)
    return {
        "people": [as_expected(person, fields) for page in pages for person in page.people],
        "rejects": [
            {"ref": each.ref, "code": each.code, "field": each.field}
            for page in pages
            for each in page.rejects
        ],
        "unmapped": [
            {"field": path, "code": code, "people": count} for (path, code), count in unmapped.items()
        ],
    }


def as_expected(person: Person, fields: frozenset[str]) -> dict[str, Any]:
    """A person as `expected.json` has it: the fields that the mapping fills, in the canonical order."""
    found: dict[str, Any] = {
        path: _plain(getattr(person, path)) for path in FIELDS if path in fields and "." not in path
    }
    for name in LISTS:
        inside = [path.partition(".")[2] for path in FIELDS if path.startswith(f"{name}.") and path in fields]
        held = getattr(person, name)
        if inside:
            found[name] = (
                _plain(held)
                if isinstance(held, State)
                else [{each: _plain(getattr(item, each)) for each in inside} for item in held]
            )
    if person.extra:
        found["extra"] = {
            system: {name: _plain(value) for name, value in each.items()}
            for system, each in person.extra.items()
        }
    return found


def _plain(value: object) -> Any:  # noqa: ANN401 - a text, a flag, or an object with a state
    if isinstance(value, State):
        return {"state": value.value}
    return value.isoformat() if isinstance(value, date) else value
