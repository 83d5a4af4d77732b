"""What was read last, kept: pages that have not changed since need not be sent again.

`good` holds the last complete reading, in a form that can itself be imported as a folder; what is being
read lies in `next` until it is complete. A reading that failed leaves `good` as it was.
"""

from __future__ import annotations

import json
import os
import re
import shutil
from hashlib import blake2b
from typing import TYPE_CHECKING, Any

from adapter_core.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

INDEX = "index.kept"
"""What `good` has beside pages; no page is called so."""

_NOT_IN_NAMES = re.compile(r"[^a-z0-9]+")
CANNOT_KEEP = "FP-0890"


class Kept:
    """Pages of one server. One process at a time."""

    def __init__(self, folder: Path, server: str, *, where: str) -> None:
        """Make room for what is to be read.

        Args:
            folder: where pages are kept.
            server: the address; pages of another one are not looked at.
            where: the config's key, for errors.

        Raises:
            ConfigurationError: FP-0890, nothing can be written there.
        """
        self._folder, self._server, self._where = folder, server, where
        self._good, self._next, self._old = (folder / name for name in ("good", "next", "old"))
        try:
            folder.mkdir(parents=True, exist_ok=True)
            if not self._good.exists() and self._old.exists():
                self._old.rename(self._good)  # the last change was broken off half-way
            for each in (self._next, self._old):
                shutil.rmtree(each, ignore_errors=True)
            self._next.mkdir()
        except OSError:
            raise self._cannot() from None
        self._before = self._index()
        self._now: dict[str, dict[str, str]] = {}
        self.changed = False

    def _index(self) -> dict[str, dict[str, str]]:
        try:
            found: Any = json.loads((self._good / INDEX).read_text(encoding="utf-8"))
            pages = found["pages"]
            if found["server"] == self._server and isinstance(pages, dict):
                return {key: entry for key, entry in pages.items() if isinstance(entry, dict)}
        except (OSError, ValueError, KeyError, TypeError):
            pass
        return {}

    def conditions(self, key: str) -> Mapping[str, str]:
        """Headers that ask for a page only if it has changed; none where it is not kept."""
        asked = {"etag": "If-None-Match", "last-modified": "If-Modified-Since"}
        tokens = self.tokens(key)
        return {asked[name]: token for name, token in tokens.items()} if tokens and self.body(key) else {}

    def tokens(self, key: str) -> Mapping[str, str]:
        """By what the server is asked whether a page has changed: it need not repeat them when it has not."""
        entry = self._before.get(key, {})
        return {name: entry[name] for name in ("etag", "last-modified") if entry.get(name)}

    def body(self, key: str) -> bytes | None:
        """A page as it was; None where it is gone or was changed on the disk."""
        entry = self._before.get(key, {})
        try:
            name = os.path.basename(entry.get("file", ""))  # noqa: PTH119 - never out of the folder
            body = (self._good / name).read_bytes()
        except OSError:
            return None
        return body if _digest(body) == entry.get("digest") else None

    def keep(self, key: str, body: bytes, headers: Mapping[str, str]) -> None:
        """Keep a page for the next time.

        Raises:
            ConfigurationError: FP-0890, it cannot be written.
        """
        shown = _NOT_IN_NAMES.sub("-", key.lower()).strip("-")[:60] or "root"
        name = f"{shown}-{_digest(key.encode())[:12]}.json"
        digest = _digest(body)
        if self._before.get(key, {}).get("digest") != digest:
            self.changed = True
        try:
            (self._next / name).write_bytes(body)
        except OSError:
            raise self._cannot() from None
        given = {each: str(headers[each]) for each in ("etag", "last-modified") if headers.get(each)}
        self._now[key] = {"file": name, "digest": digest, **given}

    @property
    def unchanged(self) -> bool:
        """Whether what was read is what was kept, page for page."""
        return bool(self._now) and not self.changed and self._now.keys() == self._before.keys()

    def promote(self) -> None:
        """Make what was just read the good one: it was complete.

        Raises:
            ConfigurationError: FP-0890, it cannot be written.
        """
        index = json.dumps({"server": self._server, "pages": self._now}, indent=1)
        try:
            (self._next / INDEX).write_text(index, encoding="utf-8")
            if self._good.exists():
                self._good.rename(self._old)
            self._next.rename(self._good)
        except OSError:
            raise self._cannot() from None
        shutil.rmtree(self._old, ignore_errors=True)

    def _cannot(self) -> ConfigurationError:
        return ConfigurationError(
            CANNOT_KEEP, "Pages cannot be kept in this folder.", where=f"{self._where}.keep"
        )


def _digest(body: bytes) -> str:
    return blake2b(body, digest_size=16).hexdigest()
