"""A record as a file that people write, in Markdown or TOML, and back."""

from __future__ import annotations

from typing import Literal

from adapter_core.casework.conversations.sizes import check_size
from adapter_core.casework.conversations.written import markdown, reading_markdown, templates, toml
from adapter_core.casework.conversations.written.building import built
from adapter_core.casework.conversations.written.taking_apart import taken_apart
from adapter_core.domain.casework import ConversationRecord
from adapter_core.errors import UsageError

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
    try:
        document = toml.parsed(text) if kind == "toml" else reading_markdown.parsed(text)
        return built(document, start)
    except UsageError as error:
        if not where:
            raise
        place = f"{where}, {error.where}"
        raise UsageError(error.code, error.message, where=place, remedy=error.remedy) from None


def write(record: ConversationRecord, kind: Kind) -> str:
    """Write a record as a file, from which `read` makes the same record again.

    It is the worker's own: everything stands in it. What is empty around a text goes, and so does an entry
    of a list of names that is empty.
    """
    document = taken_apart(record)
    return toml.formatted(document) if kind == "toml" else markdown.formatted(document)


def template(record: ConversationRecord, kind: Kind) -> str:
    """A file to fill in: what the record holds already, the narrative first, the prompts as comments.

    What the conversation was (who, when, how) stands there as a hint alone: the record keeps it.
    """
    document = taken_apart(record)
    del document.pairs["about"]
    if kind == "toml":
        head = templates.toml_head(record)
        if "happened" not in document.texts:
            head += templates.TOML_NARRATIVE
        return f"{head}{toml.formatted(document).lstrip()}\n{templates.toml_hints()}"
    held = markdown.formatted(document).strip("\n")
    blocks = [
        templates.markdown_head(record),
        "" if "happened" in document.texts else "\n",
        held,
        templates.markdown_plans(record, held),
        templates.markdown_hints(),
    ]
    return "\n".join(each for each in blocks if each) + "\n"
