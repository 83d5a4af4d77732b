"""What was written about a person, as JSON in the few columns that hold it: read back exactly, or refused.

A body says of which schema it is. One of a later schema is refused and not half understood, so that nothing
that a newer Fingerpost wrote is lost by an older one. No error quotes what it could not read.
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from typing import Generic, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError
from pydantic_core import PydanticSerializationError

from adapter_core.domain.casework import Action, ConversationRecord, Permission
from adapter_core.errors import StoreError, UsageError

SCHEMA = 1
"""The schema that this Fingerpost writes; it reads every one up to it."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class SignpostText:
    """What of a signpost may say something about a person.

    Attributes:
        what_for: what the person hopes for.
        name: what the resource is called, where it is somebody of the person's own network.
        contact_name: whom to ask for.
    """

    what_for: str = ""
    name: str = ""
    contact_name: str = ""
    permission: Permission | None = None


class _Body(BaseModel, Generic[T]):
    """A thing with the schema that it was written in; a field that nobody knows is refused."""

    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)

    schema_version: int
    body: T


_CONVERSATION = _Body[ConversationRecord]
_ACTION = _Body[Action]
_SIGNPOST = _Body[SignpostText]


def of_record(record: ConversationRecord) -> str:
    """The JSON of a conversation's record.

    Raises:
        UsageError: FP-1016 for what is no text: half of a character that takes two.
    """
    return _written(_CONVERSATION(schema_version=SCHEMA, body=record))


def of_action(action: Action) -> str:
    """The JSON of an action; raises as `of_record`."""
    return _written(_ACTION(schema_version=SCHEMA, body=action))


def of_signpost(text: SignpostText) -> str:
    """The JSON of what a signpost says of a person; raises as `of_record`."""
    return _written(_SIGNPOST(schema_version=SCHEMA, body=text))


def record_of(body: str, *, where: str) -> ConversationRecord:
    """The record that a body holds.

    Args:
        body: the JSON.
        where: what it is of, such as `C12.2`.

    Raises:
        StoreError: FP-1017 when it cannot be read, or is of a later schema.
    """
    return _read(_CONVERSATION, body, where)


def action_of(body: str, *, where: str) -> Action:
    """The action that a body holds; raises as `record_of`."""
    return _read(_ACTION, body, where)


def signpost_text_of(body: str, *, where: str) -> SignpostText:
    """What a body says of a signpost; raises as `record_of`."""
    return _read(_SIGNPOST, body, where)


def digest(body: str) -> str:
    """What a version is known by once its text is gone: SHA-256 of its body, in hexadecimal."""
    return sha256(body.encode()).hexdigest()


def _written(body: _Body[T]) -> str:
    try:
        return body.model_dump_json(exclude_defaults=True)
    except (PydanticSerializationError, UnicodeEncodeError):
        raise UsageError("FP-1016", "What was written holds half a character.", where="casework") from None


def _read(kind: type[_Body[T]], body: str, where: str) -> T:
    try:
        found = kind.model_validate_json(body)
    except ValidationError:
        # Also where the schema is a later one: its fields are not known here.
        raise StoreError("FP-1017", "What was written cannot be read back.", where=where) from None
    if found.schema_version > SCHEMA:
        raise StoreError("FP-1017", "It was written by a newer Fingerpost.", where=where)
    return found.body
