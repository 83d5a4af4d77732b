"""A shape made from a mapping: what it can hold follows from the mapping, and is nowhere said twice."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from adapter_core.checks.rules._examples import AS_OF
from adapter_core.hooks.ports import SampleWriter
from adapter_core.testing.shapes import Shape
from adapter_core.testing.writing.people import PeopleBackwards
from adapter_core.testing.writing.samples import mapped_reader

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path

    from adapter_core.domain.people import Person
    from adapter_core.hooks.ports import BackendSpec
    from adapter_core.testing.writing.media import Medium

    Write = Callable[..., Mapping[str, Any]]


def mapped_shape(  # noqa: PLR0913 - what a road consists of
    name: str,
    backend: BackendSpec,
    mapping: str,
    medium: Medium,
    write: Write,
    *,
    settings: Mapping[str, Any] | None = None,
    options: Mapping[str, Any] | None = None,
    base: Path | None = None,
) -> Shape:
    """Make a shape of a mapping.

    Args:
        name: in words.
        backend: reads what is written.
        mapping: packaged, or a file.
        medium: where it is written.
        write: writes it: one of `samples`.
        settings: the council's.
        options: what else the writer is told; a test's own options have the last word.
        base: the folder of a mapping in a file.

    Raises:
        MappingError: if the mapping is wrong in itself.
    """
    reader = mapped_reader(mapping, settings=settings, base=base)
    fixed = {"settings": settings or {}, **(options or {})}

    def write_sample(folder: Path, people: Iterable[Person], given: Mapping[str, Any]) -> Mapping[str, Any]:
        return write(folder, people, {**fixed, **given}, mapping=mapping)

    writer = SampleWriter(backend.name, mapping, write_sample, reader.fields, name)
    return Shape(name, writer, backend, carried=PeopleBackwards(reader, medium, AS_OF).carried)
