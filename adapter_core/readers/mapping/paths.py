"""Paths into a tree, and how a mapping's plan writes them: as the columns of a table.

A tree's record is a row of the table `record`, a node that repeats inside it a row of a table of its own.
The key of both is `#`, the number of the record among those that are read together.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

MAIN = "record"
"""Alias of the table that a tree's records are."""

PLACE = "#"
"""The column with the number of the record."""

OWN_TEXT = "."
"""The path of a node's own text, or of a JSON value itself."""

_XML_PATH = re.compile(r"(?:[\w.-]+/)*(?:@[\w.-]+|[\w.-]+)")


def xml_steps(path: str) -> tuple[str, ...]:
    """The steps of a path in XML: local names, the last perhaps an attribute; none for `.`.

    Raises:
        ValueError: for what is no such path.
    """
    if path == OWN_TEXT:
        return ()
    if not _XML_PATH.fullmatch(path) or {".", ".."}.intersection(path.split("/")):
        raise ValueError(
            "a path is child elements and perhaps an attribute at the end, such as Names/Name/@family"
        )
    return tuple(path.split("/"))


def json_column(steps: Sequence[str]) -> str:
    """JSON steps as one text, as a JSON pointer has them (RFC 6901), without the slash in front."""
    return "/".join(step.replace("~", "~0").replace("/", "~1") for step in steps) or OWN_TEXT


def json_steps(text: str) -> tuple[str, ...]:
    """The way back of `json_column`."""
    if text == OWN_TEXT:
        return ()
    return tuple(step.replace("~1", "/").replace("~0", "~") for step in text.split("/"))


def path_of(column: str) -> str:
    """The path in a column of a tree's plan: `record.Names/Name` gives `Names/Name`."""
    return column.partition(".")[2]
