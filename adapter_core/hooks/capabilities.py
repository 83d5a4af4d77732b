"""What a backend says that it can do, and the fields that each claim needs."""

from __future__ import annotations

from enum import StrEnum


class Port(StrEnum):
    """The kinds of work that a backend can do; a source names one in the config."""

    CASE_RECORDS = "case_records"
    DEMOGRAPHICS = "demographics"
    DIRECTORY = "directory"
    DIRECTORY_FEED = "directory_feed"
    REFERENCE_DATA = "reference_data"


class Capability(StrEnum):
    """A claim of a backend, checked against its fields at registration."""

    PEOPLE_READ = "people.read"
    """Streams everybody, in pages, in a stable order."""
    PEOPLE_GET = "people.get"
    """Fetches one person by reference, live."""
    PEOPLE_RESUME = "people.resume"
    """Starts again after a page's cursor."""
    PEOPLE_AT = "people.at"
    """Reads people again by the positions that its pages gave."""
    PEOPLE_LOOKUP = "people.lookup"
    """Finds people by identifier and date of birth, a batch at a time (`ports.LooksUp`)."""
    TRACE_REPLIES = "trace.replies"
    """Reads what a trace answered from a `path`: each person has the trace's reference as `master_ref`."""
    COHORT = "cohort"
    """Knows who has open work, so that a cohort can be told."""
    OWNERS = "owners"
    """Knows workers and teams, so that a gap has an owner."""
    PRACTICES = "reference.practices"
    """Knows the national list of GP practices."""
    DIRECTORY_SEARCH = "directory.search"
    """Finds services, each with whom to ask."""
    DIRECTORY_FEED = "directory.feed"
    """Streams services, for a directory to take in."""
    NOTES_SEEN = "notes.seen"
    """Finds markers in people's case notes (`ports.SeesWritten`)."""
    RECORDS_WRITE = "records.write"
    """Writes into people's records (`ports.Writes`)."""


NEEDS: dict[Capability, frozenset[str]] = {
    Capability.PEOPLE_READ: frozenset({"ref"}),
    Capability.PEOPLE_GET: frozenset({"ref"}),
    Capability.PEOPLE_RESUME: frozenset({"ref"}),
    Capability.PEOPLE_AT: frozenset({"ref"}),
    Capability.PEOPLE_LOOKUP: frozenset({"ref", "date_of_birth"}),
    Capability.TRACE_REPLIES: frozenset({"ref", "master_ref", "nhs_number", "date_of_birth"}),
    Capability.COHORT: frozenset({"date_of_birth", "allocations.start"}),
    Capability.OWNERS: frozenset({"allocations.worker"}),
    Capability.PRACTICES: frozenset(),
    Capability.DIRECTORY_SEARCH: frozenset(),
    Capability.DIRECTORY_FEED: frozenset(),
    Capability.NOTES_SEEN: frozenset({"ref"}),
    Capability.RECORDS_WRITE: frozenset({"ref"}),
}
"""Canonical fields without which a claim is a lie."""
