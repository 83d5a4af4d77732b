"""JSON documents, read as what they say and nothing else: no key twice, no NaN, nothing cut short."""

from __future__ import annotations

import json
from math import isinf
from typing import TYPE_CHECKING, Any, NoReturn

from adapter_core.errors import SourceUnavailable
from adapter_core.readers.trees.limits import LIMITS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from adapter_core.readers.trees.limits import Limits


_CONTAINERS = (dict, list)


class _Refused(ValueError):
    """What JSON's grammar has no word for; the text says what."""


def json_document(body: bytes, *, largest: int, limits: Limits = LIMITS, where: str = "") -> Any:  # noqa: ANN401 - JSON's own types
    """Read a document in UTF-8, or in UTF-16 or UTF-32 with or without a byte-order mark.

    Args:
        body: the whole document.
        largest: how many bytes it may have.
        limits: how deep it may be.
        where: names the document in errors.

    Raises:
        SourceUnavailable: FP-0436, it is too large; FP-0438, it is no JSON, is cut short, has a key
            twice in one object or a number that is none, or is too deep.
    """
    if len(body) > largest:
        message = f"The JSON has more than {largest:,} bytes."
        raise SourceUnavailable("FP-0436", message, where=where)
    try:
        text = body.decode(json.detect_encoding(body))
        document = json.loads(
            text.removeprefix("\ufeff"),
            object_pairs_hook=_object,
            parse_constant=_no_number,
            parse_float=_finite,
        )
    except json.JSONDecodeError as error:
        message = f"The JSON cannot be read from line {error.lineno}, column {error.colno}."
        raise SourceUnavailable("FP-0438", message, where=where) from None
    except UnicodeDecodeError as error:
        message = f"Byte {error.start + 1} is no {error.encoding} text."
        raise SourceUnavailable("FP-0438", message, where=where) from None
    except _Refused as error:
        raise SourceUnavailable("FP-0438", f"{error}", where=where) from None
    except ValueError:
        message = "The JSON has a number with too many digits."
        raise SourceUnavailable("FP-0438", message, where=where) from None
    except RecursionError:
        raise _too_deep(limits, where) from None
    if not _is_shallow(document, limits.depth):
        raise _too_deep(limits, where)
    return document


def json_records(
    body: bytes, path: Sequence[str], limits: Limits = LIMITS, *, largest: int | None = None, where: str = ""
) -> list[Any]:
    """The people of a JSON document.

    Args:
        body: the whole document.
        path: keys that lead to the list of people; none if the document is the list. One object in
            place of the list is one person.
        limits: how large and how deep it may be.
        largest: in place of `limits.page_bytes`.
        where: names the document in errors.

    Raises:
        SourceUnavailable: as `json_document`; FP-0439, nothing stands at the path, or no list of objects.
    """
    document = json_document(
        body, largest=limits.page_bytes if largest is None else largest, limits=limits, where=where
    )
    return records_at(document, path, where=where)


def records_at(document: Any, path: Sequence[str], *, where: str = "") -> list[Any]:  # noqa: ANN401 - JSON's own types
    """The people in a document that was read; see `json_records`.

    Raises:
        SourceUnavailable: FP-0439.
    """
    found = document
    for number, step in enumerate(path, 1):
        if found.__class__ is not dict or step not in found:
            shown = ".".join(path[:number])
            raise SourceUnavailable("FP-0439", f"The JSON has nothing at {shown}.", where=where)
        found = found[step]
    if found.__class__ is dict:
        return [found]
    if found.__class__ is not list:
        at = ".".join(path) or "the top"
        raise SourceUnavailable("FP-0439", f"The JSON has no list of people at {at}.", where=where)
    return list(found)


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) != len(pairs):
        raise _Refused("An object of the JSON has one key twice: nobody can tell which value is meant.")
    return made


def _no_number(_: str) -> NoReturn:
    raise _Refused("The JSON has NaN or Infinity, which are no numbers.")


def _finite(text: str) -> float:
    number = float(text)
    if isinf(number):
        raise _Refused("The JSON has a number that is too large.")
    return number


def _too_deep(limits: Limits, where: str) -> SourceUnavailable:
    message = f"The JSON has lists and objects more than {limits.depth} deep."
    return SourceUnavailable("FP-0438", message, where=where)


def _is_shallow(document: Any, depth: int) -> bool:  # noqa: ANN401 - JSON's own types
    level: list[Any] = [document] if isinstance(document, _CONTAINERS) else []
    for _ in range(depth):
        level = [
            child
            for node in level
            for child in (node.values() if node.__class__ is dict else node)
            if isinstance(child, _CONTAINERS)
        ]
        if not level:
            return True
    return not level
