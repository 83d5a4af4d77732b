"""Finds services by words for the public feed, through the directory's own search."""

from __future__ import annotations

from typing import TYPE_CHECKING

from adapter_core.domain.directory import Audience
from community_directory.searching.service import MOST_HITS, search

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from community_directory.searching.concepts import Concepts
    from community_directory.store import DirectoryStore


def numbers_found(
    store: DirectoryStore, text: str, on: date, *, concepts: Concepts | None = None
) -> Sequence[int]:
    """The numbers of the services that the public finds by some words, the best first.

    A search is for the best: it ends after so many (`MOST_HITS`), however many pages are asked for.
    """
    answer = search(store, text, audience=Audience.PUBLIC, on=on, limit=MOST_HITS, concepts=concepts)
    return [hit.service.number for hit in answer.hits]
