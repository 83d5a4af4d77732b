"""A record as a file that people write, in Markdown or TOML, and back."""

from __future__ import annotations

from typing import Literal

from adapter_core.casework.conversations.sizes import check_size
from adapter_core.domain.casework import ConversationRecord

Kind = Literal["markdown", "toml"]
"""How a file is written."""


def read(text: str, kind: Kind, start: ConversationRecord, *, where: str = "") -> ConversationRecord:
    """Read a file into a record.

    A part that stands in the file takes the place of the record's; one that is not there stays as it was. To
    empty one, leave its heading with nothing under it. Whose record it is never comes from a file.

    Args:
        text: the file's text.
        kind: how it is written.
        start: the record before; a signpost that stands in both keeps what is not in files: its number, its
            claims, where it stands.
        where: the file's name, for errors.

    Raises:
        UsageError: it is too long (FP-1008), has a part that nobody knows (FP-1012) or a value that cannot be
            read (FP-1013), or is no TOML (FP-1014); each with the line. Nothing was changed.
    """
    check_size(len(text), where)
    raise NotImplementedError


def write(record: ConversationRecord, kind: Kind) -> str:
    """Write a record as a file, from which `read` makes the same record again."""
    raise NotImplementedError


def template(record: ConversationRecord, kind: Kind) -> str:
    """A file to fill in: what the record holds already, the narrative first, the prompts as comments."""
    raise NotImplementedError
