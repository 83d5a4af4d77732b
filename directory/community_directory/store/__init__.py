"""The directory's store: organisations, services, places, contacts and where each came from.

- `store.DirectoryStore` opens it; `unit_of_work.Work` is a transaction.
- `feed_writer.FeedWriter` takes in what a feed tells; `editing`, `contacts`, `merging` are for what
  people do here.
- `reading`, `contact_reading` and `listing` give it out, to an audience.
"""

from __future__ import annotations

from community_directory.store.feed_writer import FeedWriter
from community_directory.store.feeds import Feed, save_feed
from community_directory.store.ids import new_id, stable_id
from community_directory.store.outcomes import Dangling, Outcome, Told, What
from community_directory.store.store import DirectoryStore
from community_directory.store.unit_of_work import Work

__all__ = [
    "Dangling",
    "DirectoryStore",
    "Feed",
    "FeedWriter",
    "Outcome",
    "Told",
    "What",
    "Work",
    "new_id",
    "save_feed",
    "stable_id",
]
