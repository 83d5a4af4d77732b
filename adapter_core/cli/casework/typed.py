"""What somebody typed: read from a file or standard input, asked for on a terminal, and never lost."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import click

from adapter_core.errors import ConfigurationError, FingerpostError, StoreError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from adapter_core.domain.casework import ConversationKind, ConversationRecord
    from adapter_core.service.casework.desk import Desk

STANDARD_INPUT = "-"
AS_TEXT = (
    "Save it as plain text in UTF-8, and not as a Word document: in Notepad, Save As, Encoding, UTF-8; in "
    "Word, Save As, Plain Text, Other encoding, Unicode (UTF-8)."
)
QUESTIONS = {
    "happened": "What happened, or what has changed?",
    "matters": "What matters to the person, in their words?",
}


@dataclass
class Typed:
    """A record as it was handed over.

    Attributes:
        file: its name; `-` is standard input, which nobody can read again.
        data: its bytes.
        safe: whether it is in the store, or in a file, by now.
    """

    file: str
    data: bytes
    safe: bool = False

    @property
    def kind(self) -> Literal["markdown", "toml"]:
        """How it is written."""
        return "toml" if Path(self.file).suffix.lower() == ".toml" else "markdown"

    def read(self, desk: Desk, start: ConversationRecord) -> ConversationRecord:
        """The record that it is, and whom to ask for in each service that it names.

        Raises:
            UsageError: FP-1008, FP-1012 to FP-1014: it cannot be read; FP-1090: it is not in UTF-8.
        """
        from adapter_core.casework.conversations import writing  # noqa: PLC0415 - heavy, only when run
        from adapter_core.service.casework.naming import named  # noqa: PLC0415

        where = "standard input" if self.file == STANDARD_INPUT else self.file
        text, place = "", self.data.find(b"\0")  # in UTF-16 without its mark, or in what is no text at all
        try:
            text = self.data.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            place = error.start
        if place >= 0:
            line = self.data.count(b"\n", 0, place) + 1
            message = f"Line {line} is not in UTF-8."
            raise UsageError("FP-1090", message, where=f"{where}, line {line}", remedy=AS_TEXT)
        return named(desk, writing.read(text, self.kind, start, where=where), start)


def empty_record(kind: ConversationKind, on: date) -> ConversationRecord:
    """A record of nobody yet, to hold a file against."""
    from adapter_core.domain.casework import ConversationRecord, PersonRef  # noqa: PLC0415 - only when run

    return ConversationRecord(PersonRef("", ""), kind, "", on)


@contextmanager
def typed_in(file: str | None, config: Path | None, about: str) -> Iterator[Typed | None]:
    """What stands in a file; where the command then fails, what came by standard input is kept.

    Args:
        file: its name, or `-`; None where no file was given.
        config: where the config is said to be, beside which it is kept.
        about: what it is of: `C12`, or `new`.

    Raises:
        UsageError: FP-1090 where it cannot be read.
    """
    if file is None:
        yield None
        return
    try:
        data = sys.stdin.buffer.read() if file == STANDARD_INPUT else Path(file).read_bytes()
    except OSError as error:
        reason = error.strerror or "it is not there"
        raise UsageError("FP-1090", f"The file cannot be read: {reason}.", where=file) from None
    typed = Typed(file, data)
    try:
        yield typed
    except BaseException:
        if file == STANDARD_INPUT and not typed.safe and data.strip():
            _keep(data, config, about)
        raise


def _keep(data: bytes, config: Path | None, about: str) -> None:
    from adapter_core.config import find_config  # noqa: PLC0415 - heavy, only when something failed
    from adapter_core.service.casework.desk import keep_in  # noqa: PLC0415

    try:
        beside = find_config(config).parent
    except ConfigurationError:
        beside = Path.cwd()
    for folder in (beside, Path.home()):
        try:
            path = keep_in(folder, data, about)
        except FingerpostError:
            continue
        click.echo(f"What you typed is kept in {path}.", err=True)
        return
    click.echo("What you typed could not be kept anywhere: no file can be written.", err=True)


def save(  # noqa: PLR0913 - what a save says
    desk: Desk,
    number: int,
    record: ConversationRecord,
    revision: int,
    base: ConversationRecord | None = None,
    *,
    typed: Typed | None = None,
    keep_theirs: bool = False,
) -> int:
    """Save a draft; where the store cannot, what was typed goes into a private file beside the config.

    Returns:
        The revision that stands now.

    Raises:
        Stale: FP-1020 somebody else saved meanwhile; the text is kept beside theirs.
        StoreError: it cannot be kept there; the file is named.
    """
    from adapter_core.service.casework import conversations  # noqa: PLC0415 - heavy, only when run

    typed = typed or Typed("", b"")
    try:
        saved = conversations.save(
            desk, number, record, revision=revision, base=base, look=False, keep_theirs=keep_theirs
        )
    except conversations.Stale:
        typed.safe = True  # the store has it, beside theirs
        raise
    except StoreError:
        path = conversations.keep(desk.config, record, f"C{number}")
        typed.safe = True
        click.echo(f"The store could not keep it. What you typed is in {path}.", err=True)
        raise
    typed.safe = True
    if saved.kept_theirs:
        see = f"fingerpost conversation kept C{number}"
        click.echo(f"What somebody else wrote there is kept as R{saved.kept_theirs}: {see}", err=True)
    return saved.revision


def ask_for(desk: Desk, number: int, record: ConversationRecord, revision: int) -> int:
    """Ask for the narrative, and save after each answer; whoever stops in the middle loses none of it.

    Returns:
        The revision that stands now.

    Raises:
        Abort: it was stopped; what was typed until then is saved.
        Stale, StoreError: as `save`.
    """
    for field, question in QUESTIONS.items():
        before = getattr(record, field)
        text, stopped = ask_lines(f"{question} What is there already stays." if before else question)
        if text:
            if before:
                text = f"{before}\n\n{text}"
            answer: dict[str, Any] = {field: text}
            base, record = record, replace(record, **answer)
            revision = save(desk, number, record, revision, base)
        if stopped:
            click.echo(f"\nSaved as far as you came: C{number}.", err=True)
            raise click.Abort
    return revision


def ask_lines(question: str) -> tuple[str, bool]:
    """Ask for a text of several lines; an empty line ends it.

    Returns:
        The text, and whether somebody stopped in the middle.
    """
    click.echo(f"{question} (An empty line ends it.)")
    lines: list[str] = []
    try:
        while line := click.prompt("", default="", show_default=False, prompt_suffix="> "):
            lines.append(line)
    except click.Abort:
        return "\n".join(lines), True
    return "\n".join(lines), False
