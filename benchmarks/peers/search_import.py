"""Imports a made-up directory into SQLite in a process of its own, and says what that took, as JSON.

python -m peers.search_import SERVICES SEED FOLDER      in the folder benchmarks
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from community_directory.importing.run import import_feed
from community_directory.searching import index
from community_directory.store import DirectoryStore
from peers.search_council import TODAY, Council
from peers.search_feed import CouncilFeed

if TYPE_CHECKING:
    from collections.abc import Callable

_KILO = 1024


@dataclass(frozen=True, slots=True)
class Imported:
    """What imports took.

    Attributes:
        first: seconds of CPU, without making the directory up, index included.
        again: likewise, of the same feed a second time.
        changed: entities that the second import took for changed; there are none.
        peak: MiB, at most.
    """

    services: int
    first: float
    again: float
    changed: int
    peak: float


def imported(services: int, seed: int, folder: Path) -> Imported:
    """Import in a process of its own, so that memory is that of an import."""
    arguments = [sys.executable, "-m", "peers.search_import", str(services), str(seed), str(folder)]
    here = Path(__file__).parent.parent
    ran = subprocess.run(arguments, cwd=here, check=True, stdout=subprocess.PIPE, text=True)
    return Imported(**json.loads(ran.stdout))


def _main(services: int, seed: int, folder: Path) -> dict[str, float]:
    feed = CouncilFeed(Council(services, seed))
    making = _seconds(lambda: sum(1 for _ in feed.incoming()))
    store = DirectoryStore.open(f"sqlite:///{folder / 'imported.db'}")
    store.on_commit_work.append(index.update)
    first = _seconds(lambda: import_feed(store, "measured", feed, on=TODAY))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / _KILO
    reports = []
    again = _seconds(lambda: reports.append(import_feed(store, "measured", feed, on=TODAY)))
    store.close()
    return {
        "services": services,
        "first": first - making,
        "again": again - making,
        "changed": sum(reports[0].outcome.changed.values()),
        "peak": peak,
    }


def _seconds(work: Callable[[], object]) -> float:
    began = time.process_time()
    work()
    return time.process_time() - began


if __name__ == "__main__":
    print(json.dumps(_main(int(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3]))))
