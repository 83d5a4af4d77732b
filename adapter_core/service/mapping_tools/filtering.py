"""Which conditions of a mapping leave a person's rows out, and how many there are without them."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from adapter_core.errors import FingerpostError
from adapter_core.hooks.ports import OpenContext
from adapter_core.readers.mapping.model import Not, Same
from adapter_core.readers.mapping.reader import watching
from adapter_core.service.backends import mapping_folders
from adapter_core.service.mapping_tools.writing import key_of, toml

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from adapter_core.readers.mapping import Reader
    from adapter_core.readers.mapping.plan import Plan
    from adapter_core.service.bootstrap import Application, Source

    Row = Sequence[Any]


def conditions_in_words(plan: Plan, alias: str) -> Iterator[str]:
    """The conditions (`where`) on the rows of a table, as the mapping has them."""
    for column, condition in plan.table(alias).where.items():
        if isinstance(condition, Same):
            yield f"{column} is the same as {condition.same}"
            continue
        texts = plan.texts(condition.not_ if isinstance(condition, Not) else condition)
        verb = "is none of" if isinstance(condition, Not) else "is"
        yield f"{column} {verb} {' or '.join(texts) or '(an empty list)'}"


def rows_without_conditions(app: Application, source: Source, reader: Reader, ref: str, alias: str) -> int:
    """How many rows of a table a person has in the source, whether or not they meet its `where`.

    The source is opened a second time, with a mapping that extends its own and takes every row.

    Args:
        app: the application.
        source: the source, open.
        reader: its compiled mapping.
        ref: the person's reference, who may be looked at.
        alias: the table.

    Returns:
        How many; 0 too where the source cannot be asked that way.
    """
    _, settings = app.configs[source.name]
    mapping = getattr(settings, "mapping", None)
    if not isinstance(mapping, str) or not hasattr(settings, "model_copy"):
        return 0
    extended = str((app.config.base / mapping).resolve()) if mapping.endswith(".toml") else mapping
    found = 0

    def count(_: Reader, rows: Sequence[Row], children: Mapping[str, Sequence[Row]]) -> None:
        nonlocal found
        keys = {row[0] for row in rows}
        found = sum(row[0] in keys for row in children.get(alias, ()))

    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "every_row.toml"
        place.write_text(_every_row(reader.plan, extended, alias), encoding="utf-8")
        context = OpenContext(
            source.name, app.as_of, app.config.base, app.plugins.transforms, mapping_folders()
        )
        own: Any = settings
        try:
            every = own.model_copy(update={"mapping": str(place)})
            with source.backend.open(every, context) as adapter, watching(count):
                adapter.get_person(ref)
        except FingerpostError:
            return 0
    return found


def _every_row(plan: Plan, extended: str, alias: str) -> str:
    """A mapping that takes every row of a table: "everything but nothing" is no condition."""
    kind = "files" if alias in plan.loaded.file.files else "tables"
    lines = [f"extends = {toml(extended)}", "schema = 1", f"[{kind}.{key_of(alias)}.where]"]
    for column, condition in plan.table(alias).where.items():
        if not isinstance(condition, Same):
            lines.append(f"{key_of(column)} = {{ not = [] }}")
    return "\n".join(lines) + "\n"
