"""How a mapping file names things: columns and tables of a source, names of its own, paths in a tree."""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import AfterValidator, Field, WithJsonSchema

Name = Annotated[str, Field(min_length=1, max_length=128)]

PLAIN_NAME = "[a-z][a-z0-9_]{0,63}"


def _plain(name: str) -> str:
    if not re.fullmatch(PLAIN_NAME, name):
        raise ValueError("needs a name of small letters, digits and underscores, with a letter first")
    return name


PlainName = Annotated[
    str, AfterValidator(_plain), WithJsonSchema({"type": "string", "pattern": f"^{PLAIN_NAME}$"})
]
"""A name that the mapping makes up: written as the canonical fields are, and without dots."""

Path = str | list[str]
"""In XML child elements and perhaps an attribute, as in `Names/Name/@family`; in JSON a list of steps."""

Paths = (
    Annotated[str, Field(min_length=1)]
    | Annotated[list[str], Field(min_length=1)]
    | Annotated[list[list[str]], Field(min_length=1)]
)
"""One path, or several that are joined."""
