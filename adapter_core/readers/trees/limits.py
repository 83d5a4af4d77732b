"""How much one record, one page and what lies between records may hold before reading stops."""

from __future__ import annotations

from dataclasses import dataclass

RECORD_BYTES = 5_000_000
"""Bytes of one record. A person's record is some kilobytes; parsed, it takes thirty times its size."""

LARGEST_RECORD_BYTES = 50_000_000
"""What a config may raise it to."""

BETWEEN_BYTES = 32_000_000
"""Bytes between one record and the next: a head with lists of organisations, white space, comments."""

PAGE_BYTES = 5_000_000
"""Bytes of one page over HTTP."""

JSON_FILE_BYTES = 64_000_000
"""Bytes of a JSON file, which is read whole; larger extracts come as XML or CSV."""

TAGS = 200_000
"""Tags, end tags included, of one record or page: three million empty elements fit into 12 MB."""

ATTRIBUTES = 50_000
"""Attributes of one record or page, counted by their equals signs."""

DEPTH = 100
"""How deep the elements of a record, or the lists and objects of a JSON document, may stand."""

RATIO = 200
"""How many times its size a compressed file may unpack to; extracts compress to a tenth or a thirtieth."""

RATIO_FROM = 4_000_000
"""Unpacked bytes from which on the ratio counts: white space and short files compress well."""


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits of one source; see the constants of the same names."""

    record_bytes: int = RECORD_BYTES
    between_bytes: int = BETWEEN_BYTES
    page_bytes: int = PAGE_BYTES
    json_file_bytes: int = JSON_FILE_BYTES
    tags: int = TAGS
    attributes: int = ATTRIBUTES
    depth: int = DEPTH
    ratio: int = RATIO
    ratio_from: int = RATIO_FROM


LIMITS = Limits()
"""What holds where nothing else is said."""
