"""What a council would write by itself: every mapped field of a file, read into dicts and dropped."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from adapter_core.readers.mapping.paths import path_of
from adapter_core.service.bootstrap import open_application
from peers.council import AS_OF, CONFIG
from peers.measuring import Stopwatch, peak_mib

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from adapter_core.readers.mapping.plan import Plan


@dataclass(frozen=True, slots=True)
class Bare:
    """What reading alone used.

    Attributes:
        records: how many rows or elements became dicts.
    """

    cpu: float
    wall: float
    peak: float
    records: int


def into_dicts(folder: Path, road: str) -> Bare:
    """Read what `roads.write` wrote.

    Args:
        folder: where it is.
        road: `xml` or `csv`.
    """
    with open_application(folder / CONFIG, as_of=AS_OF, environment={}) as application:
        from adapter_core.testing.writing.samples import mapped_reader  # noqa: PLC0415 - it compiles a mapping

        own = application.config.sources[application.master].own
        plan = mapped_reader(own["mapping"], as_of=AS_OF, settings=own.get("settings")).plan
        path = application.config.base / own["path"]
    watch = Stopwatch()
    with watch:
        records = _elements(path, plan) if road == "xml" else _rows(path, plan)
    return Bare(watch.cpu, watch.wall, peak_mib(), records)


def _rows(folder: Path, plan: Plan) -> int:
    number = 0
    for each in plan.loaded.file.files.values():
        with (folder / each.name).open(encoding="utf-8-sig", newline="") as file:
            for _ in csv.DictReader(file):
                number += 1
    return number


def _elements(path: Path, plan: Plan) -> int:
    from lxml import etree  # noqa: PLC0415 - for one road alone

    _, root = next(etree.iterparse(path, events=("start",)))
    space = etree.QName(root).namespace
    prefix = f"{{{space}}}" if space else ""
    main = _getters(plan, plan.main, prefix)
    children = [
        (alias, _within(plan.table(alias).name, prefix), _getters(plan, alias, prefix))
        for alias in plan.columns
        if alias != plan.main
    ]
    number = 0
    for _, element in etree.iterparse(path, tag=f"{prefix}{plan.loaded.file.record}"):
        record: dict[str, Any] = {name: get(element) for name, get in main}
        for alias, steps, getters in children:
            nodes = element.findall(steps)
            record[alias] = [{name: get(node) for name, get in getters} for node in nodes]
        number += 1
        element.clear()
        while element.getprevious() is not None:
            del element.getparent()[0]
    return number


def _getters(plan: Plan, alias: str, prefix: str) -> list[tuple[str, Callable[[Any], str | None]]]:
    return [(column, _getter(path_of(column), prefix)) for column in plan.columns[alias][1:]]


def _getter(path: str, prefix: str) -> Callable[[Any], str | None]:
    """What a path of the mapping is to lxml."""
    steps, _, last = path.rpartition("/")
    if path == ".":
        return lambda node: node.text
    if not last.startswith("@"):
        wanted = _within(path, prefix)
        return lambda node: node.findtext(wanted)
    name = last[1:]
    if not steps:
        return lambda node: node.get(name)
    within = _within(steps, prefix)

    def attribute(node: Any) -> str | None:  # noqa: ANN401 - an element
        found = node.find(within)
        return None if found is None else found.get(name)

    return attribute


def _within(path: str, prefix: str) -> str:
    """The same steps, in the file's own namespace."""
    return "/".join(f"{prefix}{step}" for step in path.split("/"))
