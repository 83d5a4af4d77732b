"""The engines that are compared: ours over SQLite or PostgreSQL, raw FTS5, tantivy, MiniSearch."""

from __future__ import annotations

import json
import re
import sqlite3
import subprocess
import sys
import time
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from shutil import which
from typing import TYPE_CHECKING, Any, Protocol

from sqlalchemy import text

from adapter_core.store.engine import make_engine
from community_directory.searching import index
from community_directory.searching.concepts import packaged_concepts
from community_directory.searching.finding import Asked, find
from peers.search_council import TODAY, Council, Offer
from peers.search_store import KINDS, write

if TYPE_CHECKING:
    from collections.abc import Iterator

TEN = 10
INTERNAL = 2
_WORDS = re.compile(r"\w+")
_FIELDS = ("name", "organisation", "contacts", "place", "category", "description")


class Engine(Protocol):
    """Something that finds services by words."""

    name: str

    def search(self, words: str) -> list[int]:
        """The numbers of the first ten."""
        ...


def fields_of(council: Council, offer: Offer) -> dict[str, str]:
    """What every engine indexes of a service: the same words."""
    town, code = council.towns[offer.town]
    kind = KINDS[offer.number % len(KINDS)]
    return {
        "name": offer.name,
        "organisation": council.organisations[offer.organisation],
        "contacts": " ".join(f"{name} {role}" for name, role, _ in offer.contacts),
        "place": f"{town} {kind} {town} {code}",
        "category": council.topics[offer.topic].term,
        "description": offer.description,
    }


class Ours:
    """Our search, without reading what is shown of the ten services."""

    def __init__(self, name: str, url: str) -> None:
        self.name = name
        self._engine = make_engine(url)
        self._connection = self._engine.connect()
        self._concepts = packaged_concepts()

    def search(self, words: str) -> list[int]:
        """As `Engine`."""
        asked = Asked.of(words, self._concepts)
        found = find(self._connection, asked, level=INTERNAL, on=TODAY)
        return [one.number for one in found.ranked[:TEN]]


def build_ours(url: str, council: Council) -> tuple[int, int, float]:
    """Write and index a directory; the size of the content and of the index in bytes, and the index's CPU."""
    engine = make_engine(url)
    with engine.begin() as connection:
        write(connection, council)
    before = _size(url)
    began = time.process_time()
    with engine.begin() as connection:
        index.rebuild(connection)
    seconds = time.process_time() - began
    if url.startswith("postgresql"):
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("VACUUM ANALYZE"))
    after = _size(url)
    engine.dispose()
    return before, after - before, seconds


def _size(url: str) -> int:
    engine = make_engine(url)
    with engine.connect() as connection:
        if url.startswith("sqlite"):
            pages = connection.execute(text("PRAGMA page_count")).scalar_one()
            return int(pages * connection.execute(text("PRAGMA page_size")).scalar_one())
        return int(connection.execute(text("SELECT pg_database_size(current_database())")).scalar_one())


class Fts5:
    """SQLite's own full text search, ranked by its bm25: all words, or any of them."""

    def __init__(self, path: Path, *, every: bool) -> None:
        self.name = "FTS5, all words" if every else "FTS5, any word"
        self._joint = " " if every else " OR "
        self._connection = sqlite3.connect(path)

    def search(self, words: str) -> list[int]:
        """As `Engine`."""
        query = self._joint.join(f'"{word}"' for word in _WORDS.findall(words.replace("'", "")))
        rows = self._connection.execute(
            "SELECT rowid FROM service WHERE service MATCH ? ORDER BY rank LIMIT 10", (query,)
        )
        return [row[0] for row in rows]


def build_fts5(path: Path, council: Council) -> None:
    """Index with FTS5, the apostrophes taken out, as in its queries."""
    with sqlite3.connect(path) as connection:
        connection.execute(
            f"CREATE VIRTUAL TABLE service USING fts5({', '.join(_FIELDS)}, tokenize='unicode61')"
        )
        connection.executemany(
            f"INSERT INTO service (rowid, {', '.join(_FIELDS)}) VALUES (?, ?, ?, ?, ?, ?, ?)",  # noqa: S608
            (
                (offer.number, *(each.replace("'", "") for each in fields_of(council, offer).values()))
                for offer in council.offers()
            ),
        )
        connection.execute("INSERT INTO service (service) VALUES ('optimize')")


class Tantivy:
    """tantivy, each word with up to one mistake, any of them."""

    name = "tantivy, one mistake a word"

    def __init__(self, council: Council) -> None:
        tantivy: Any = import_module("tantivy")
        schema = tantivy.SchemaBuilder()
        schema.add_integer_field("number", stored=True)
        for each in _FIELDS:
            schema.add_text_field(each)
        self._index = tantivy.Index(schema.build())
        writer = self._index.writer()
        for offer in council.offers():
            writer.add_document(tantivy.Document(number=offer.number, **fields_of(council, offer)))
        writer.commit()
        self._index.reload()
        self._searcher = self._index.searcher()

    def search(self, words: str) -> list[int]:
        """As `Engine`."""
        fuzzy = dict.fromkeys(_FIELDS, (False, 1, True))
        query = self._index.parse_query(" ".join(_WORDS.findall(words)), list(_FIELDS), fuzzy_fields=fuzzy)
        hits = self._searcher.search(query, TEN).hits
        return [self._searcher.doc(address)["number"][0] for _, address in hits]


def has_tantivy() -> bool:
    """Whether the Python package is installed here."""
    return find_spec("tantivy") is not None


def has_minisearch() -> bool:
    """Whether node is here, and `npm install` was run where MiniSearch is wanted."""
    return which("node") is not None and (MiniSearch.folder / "node_modules" / "minisearch").is_dir()


class MiniSearch:
    """MiniSearch with Meilisearch's rule: one mistake from five letters on, two from nine."""

    name = "MiniSearch, one or two mistakes"

    folder = Path(__file__).parent / "search_minisearch"

    def __init__(self, council: Council) -> None:
        """Start node; `npm install` was run in the folder."""
        self.seconds = 0.0
        self._node = subprocess.Popen(
            ["node", "search.js", *_FIELDS],  # noqa: S607 - whichever node is installed
            cwd=self.folder,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for line in self._lines(council):
            self._send(line)
        self._send("")
        self._receive()

    @staticmethod
    def _lines(council: Council) -> Iterator[str]:
        for offer in council.offers():
            yield json.dumps({"number": offer.number, **fields_of(council, offer)})

    def _send(self, line: str) -> None:
        if self._node.stdin is None:
            raise RuntimeError("node has no input")
        self._node.stdin.write(line + "\n")
        self._node.stdin.flush()

    def _receive(self) -> str:
        line = self._node.stdout.readline() if self._node.stdout is not None else ""
        if not line:
            raise RuntimeError("node ended; was npm install run in benchmarks/peers/search_minisearch?")
        return line

    def search(self, words: str) -> list[int]:
        """As `Engine`."""
        self._send(json.dumps(words))
        answer = json.loads(self._receive())
        self.seconds = answer["seconds"]
        return [int(each) for each in answer["found"]]


if __name__ == "__main__":
    sys.exit("This is a part of benchmarks/search.py.")
