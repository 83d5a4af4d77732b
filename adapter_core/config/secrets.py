"""Secrets: never in the config itself, and never in anything that Fingerpost says.

A secret is `{ env = "NAME" }` or `{ file = "path" }`. What it resolves to is noted in `masking`, so that
it is taken out of every message, whoever worded it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING
from urllib.parse import unquote

from adapter_core.errors import ConfigurationError
from adapter_core.masking import remember

if TYPE_CHECKING:
    from pathlib import Path

SECRET_KEY = re.compile(
    r"(?:^|_)(?:password|passwd|pwd|passphrase|secret|token|api_?key|access_?key)$", re.IGNORECASE
)
"""Names of keys that hold a secret, and nothing else."""

_IN_URL = re.compile(r"://[^/\s:@]*:(?P<secret>[^/\s]+)@")
_IN_WORDS = re.compile(r"(?:password|passwd|pwd|token|api_?key)\s*=\s*(?P<secret>[^;&\s]+)", re.IGNORECASE)


class Secret:
    """A text that is never shown: only `reveal` gives it.

    Attributes:
        origin: where it comes from, as the config says it: `{ env = "MOSAIC_URL" }`.
        problem: why it is not there, where nobody has wanted it so far.
    """

    __slots__ = ("_text", "origin", "problem")

    def __init__(self, text: str, origin: str) -> None:
        """Note the secret, and a password that stands inside it, so that `mask` knows both."""
        self._text = text
        self.origin = origin
        self.problem: ConfigurationError | None = None
        for part in (text, *literal_secrets(text)):
            remember(part)
            remember(unquote(part))

    @classmethod
    def not_there(cls, origin: str, problem: ConfigurationError) -> Secret:
        """A secret that is an error only to whoever wants it."""
        secret = cls("", origin)
        secret.problem = problem
        return secret

    def reveal(self) -> str:
        """The text itself, for whoever opens the connection.

        Raises:
            ConfigurationError: it is not there (FP-0106, FP-0107).
        """
        if self.problem is not None:
            raise self.problem
        return self._text

    def __repr__(self) -> str:
        return f"Secret({self.origin})"

    __str__ = __repr__

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and other._text == self._text

    def __hash__(self) -> int:
        return hash(self.origin)

    def __reduce__(self) -> str:
        raise TypeError("a secret is not pickled")


def literal_secrets(text: str) -> list[str]:
    """Passwords that stand inside a URL or a connection string."""
    return [
        found["secret"]
        for spelling in {text, unquote(text)}
        for pattern in (_IN_URL, _IN_WORDS)
        for found in pattern.finditer(spelling)
    ]


def is_reference(value: object) -> bool:
    """Whether a value of the config is `{ env = … }` or `{ file = … }`."""
    return isinstance(value, Mapping) and len(value) == 1 and set(value) <= {"env", "file"}


def origin_of(value: Mapping[str, object]) -> str:
    """A reference as the config says it."""
    kind, name = next(iter(value.items()))
    return f'{{ {kind} = "{name}" }}'


def resolve(value: Mapping[str, object], *, base: Path, environment: Mapping[str, str], where: str) -> Secret:
    """What a reference to a secret stands for.

    Raises:
        ConfigurationError: the variable is not set (FP-0106), or the file cannot be read (FP-0107).
    """
    kind, name = next(iter(value.items()))
    if not isinstance(name, str) or not name:
        raise ConfigurationError("FP-0104", f"{kind} wants the name of one as text.", where=where)
    origin = origin_of(value)
    if kind == "env":
        text = environment.get(name, "")
        if not text:
            raise ConfigurationError("FP-0106", f"The environment variable {name} is not set.", where=where)
        return Secret(text, origin)
    try:
        text = (base / name).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else "it is not UTF-8 text"
        raise ConfigurationError(
            "FP-0107", f"The file {name} with the secret cannot be read: {reason}.", where=where
        ) from error
    if not text:
        raise ConfigurationError("FP-0107", f"The file {name} with the secret is empty.", where=where)
    return Secret(text, origin)


def not_there(tree: object) -> Iterator[ConfigurationError]:
    """Why each secret of a part of the config that is not there is not."""
    if isinstance(tree, Secret) and tree.problem is not None:
        yield tree.problem
    elif isinstance(tree, Mapping):
        for value in tree.values():
            yield from not_there(value)
    elif isinstance(tree, (list, tuple)):
        for value in tree:
            yield from not_there(value)


def literals_in(tree: object, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Key paths of every secret that is written out in a config."""
    if is_reference(tree) or isinstance(tree, Secret):
        return
    if isinstance(tree, Mapping):
        for key, value in tree.items():
            yield from literals_in(value, (*path, str(key)))
    elif isinstance(tree, list):
        for number, value in enumerate(tree):
            yield from literals_in(value, (*path, str(number)))
    elif isinstance(tree, (str, int, float)) and not isinstance(tree, bool):
        named = path and SECRET_KEY.search(path[-1])
        if named or literal_secrets(str(tree)):
            yield path
