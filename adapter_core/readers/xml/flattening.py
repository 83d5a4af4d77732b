"""From elements to the rows that a compiled mapping reads: straight code for one mapping.

Every child of an element is touched once, and its name looked up once: a path by path search would
cost three times as much. Names are local ones, namespaces are ignored.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from adapter_core.readers.mapping.paths import xml_steps
from adapter_core.readers.trees.flattening import UNREADABLE, layouts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lxml.etree import _Element as Element

    from adapter_core.readers.mapping.plan import Plan
    from adapter_core.readers.trees.flattening import Layout, Row, Rows

MEMORY = 10_000
"""How many names of elements are remembered; a hostile file may have a new one in every record."""


class XmlFlattener:
    """Makes rows of elements.

    Attributes:
        source: the generated Python source, kept to be read.
    """

    def __init__(self, plan: Plan) -> None:
        """Generate and run the source."""
        laid = layouts(plan, xml_steps)
        self._tables = [each for alias, each in laid.items() if alias != plan.main]
        writer = _Writer(laid[plan.main], self._tables)
        self.source = writer.write()
        exec(compile(self.source, f"<paths of {plan.loaded.name}>", "exec"), writer.names)  # noqa: S102 - our own text; no string of the mapping is code
        self._read = writer.names["read"]

    def rows(self, records: Sequence[Element]) -> Rows:
        """See `trees.Flattener`."""
        people: list[Row] = []
        found: list[list[Row]] = [[] for _ in self._tables]
        self._read(records, people, *found)
        return people, {
            table.alias: table.wanted(rows) for table, rows in zip(self._tables, found, strict=True)
        }


@dataclass
class _Node:
    """What is wanted of the elements that a path leads to.

    Attributes:
        texts: `(row, place)`s that the element's text fills.
        own: `(row, place)`s that the text of the element itself fills, whatever elements it has.
        attributes: attribute to `(row, place)`s.
        children: local name to what is wanted there.
        tables: tables with a row for each such element.
    """

    texts: list[tuple[str, int]] = field(default_factory=list)
    own: list[tuple[str, int]] = field(default_factory=list)
    attributes: dict[str, list[tuple[str, int]]] = field(default_factory=dict)
    children: dict[str, _Node] = field(default_factory=dict)
    tables: list[int] = field(default_factory=list)

    def at(self, steps: Sequence[str]) -> _Node:
        node = self
        for step in steps:
            node = node.children.setdefault(step, _Node())
        return node

    def want(self, row: str, steps: Sequence[str], place: int) -> None:
        if not steps:
            self.own.append((row, place))
        elif steps[-1].startswith("@"):
            self.at(steps[:-1]).attributes.setdefault(steps[-1][1:], []).append((row, place))
        else:
            self.at(steps).texts.append((row, place))

    @property
    def leaf(self) -> tuple[str, int] | None:
        """The one place that the text fills, where nothing else is wanted of the element."""
        alone = len(self.texts) == 1 and not (self.own or self.attributes or self.children or self.tables)
        return self.texts[0] if alone else None


class Names(dict[Any, int]):
    """The name of an element as lxml gives it to a number; its local name is looked up once."""

    def __init__(self, numbers: dict[str, int]) -> None:
        """Start with the local names that are wanted."""
        super().__init__(numbers)
        self._numbers = numbers

    def __missing__(self, tag: Any) -> int:  # noqa: ANN401 - lxml has functions for tags of what is no element
        number = self._numbers.get(tag.rpartition("}")[2], 0) if isinstance(tag, str) else 0
        if len(self) >= MEMORY:
            self.clear()
            self.update(self._numbers)
        self[tag] = number
        return number


def attribute(element: Element, name: str) -> str | None:
    """An attribute by its local name, whatever its namespace."""
    for key, value in element.items():
        if key.endswith(name) and key.rpartition("}")[2] == name:
            return str(value)
    return None


def own_text(element: Element) -> str:
    """The text that stands in an element itself, what stands in its elements left out."""
    return "".join(filter(None, (element.text, *(child.tail for child in element))))


class _Writer:
    """Writes the source. Only names made here become code; a mapping's own words are quoted texts."""

    def __init__(self, main: Layout, tables: Sequence[Layout]) -> None:
        self.main = main
        self.tables = tables
        self.names: dict[str, Any] = {
            "UNREADABLE": UNREADABLE,
            "attribute": attribute,
            "own_text": own_text,
        }
        self.lines: list[str] = []
        self.count = 0

    def write(self) -> str:
        top = _Node()
        for place, steps in enumerate(self.main.paths, 1):
            top.want("row", steps, place)
        for number, table in enumerate(self.tables):
            top.at(table.path).tables.append(number)
        tables = "".join(f", rows{number}" for number in range(len(self.tables)))
        self._line(0, f"def read(records, people{tables}):")
        for number in range(len(self.tables)):
            self._line(1, f"add{number} = rows{number}.append")
        self._line(1, "for key, e0 in enumerate(records):")
        self._line(2, f"row = [key{', None' * len(self.main.paths)}]")
        self._line(2, "people.append(row)")
        self._element(2, top, "e0")
        return "\n".join(self.lines) + "\n"

    def _line(self, depth: int, text: str) -> None:
        self.lines.append("    " * depth + text)

    def _element(self, depth: int, node: _Node, name: str) -> None:
        """Write what happens at an element that is called `name`."""
        for number in node.tables:
            row = f"r{self._number()}"
            table = self.tables[number]
            self._line(depth, f"{row} = [key{', None' * len(table.paths)}]")
            self._line(depth, f"add{number}({row})")
            for place, steps in enumerate(table.paths, 1):
                node.want(row, steps, place)
        for wanted, places in node.attributes.items():
            for row, place in places:
                slot = f"{row}[{place}]"
                self._line(depth, f"if {slot} is None:")
                self._line(depth + 1, f"{slot} = {name}.get({wanted!r})")
                self._line(depth + 1, f"if {slot} is None:")
                self._line(depth + 2, f"{slot} = attribute({name}, {wanted!r})")
        for row, place in node.texts:
            self._text(depth, f"{row}[{place}]", name)
        for row, place in node.own:
            self._line(depth, f"if {row}[{place}] is None:")
            self._line(depth + 1, f"{row}[{place}] = own_text({name})")
        self._children(depth, node, name)

    def _text(self, depth: int, slot: str, name: str) -> None:
        self._line(depth, f"if {slot} is None:")
        self._line(depth + 1, f"{slot} = UNREADABLE if len({name}) else {name}.text or ''")

    def _children(self, depth: int, node: _Node, name: str) -> None:
        if not node.children:
            return
        # Elements of which the text alone is wanted come first: their number is their place in the row.
        leaves: dict[str, int] = {}
        others: list[tuple[str, _Node]] = []
        rows = Counter(leaf[0] for child in node.children.values() if (leaf := child.leaf))
        row = rows.most_common(1)[0][0] if rows else ""
        for step, child in node.children.items():
            if (leaf := child.leaf) and leaf[0] == row:
                leaves[step] = leaf[1]
            else:
                others.append((step, child))
        first = max(leaves.values(), default=0) + 1
        numbers = {**leaves, **{step: first + at for at, (step, _) in enumerate(others)}}
        tag = self._number()
        self.names[f"names{tag}"] = Names(numbers)
        child_name = f"e{tag}"
        self._line(depth, f"for {child_name} in {name}:")
        self._line(depth + 1, f"n = names{tag}[{child_name}.tag]")
        word = "if"
        if leaves:
            self._line(depth + 1, "if not n:")
            self._line(depth + 2, "continue")
            self._line(depth + 1, f"if n < {first}:")
            self._text(depth + 2, f"{row}[n]", child_name)
            word = "elif"
        for at, (_, child) in enumerate(others):
            self._line(depth + 1, f"{word} n == {first + at}:")
            self._element(depth + 2, child, child_name)
            word = "elif"

    def _number(self) -> int:
        self.count += 1
        return self.count
