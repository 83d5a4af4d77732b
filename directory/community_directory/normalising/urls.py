"""Links: http and https alone. Anything else that a browser would follow is refused, not mended."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from community_directory.normalising.nothing import is_nothing

_LONGEST = 2000
_HOST = re.compile(
    r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+(?:[a-z]{2,63}|xn--[a-z0-9-]{1,59})",
    re.IGNORECASE | re.ASCII,
).fullmatch
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE).match
_PORT = re.compile(r"[^/?#]*\.[^/?#]*:\d{1,5}(?:[/?#]|\Z)").match
_UNSAFE = re.compile(r"[\x00-\x20\x7f-\xa0<>\"\\^`{|}\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]")


def url_of(text: str) -> str:
    """The first link of a text, with its scheme; empty where there is none that may be followed.

    A link without a scheme gets `https://`. One with a user name in it is none: it is how one host is made
    to look like another.
    """
    if is_nothing(text):
        return ""
    return next(filter(None, map(_link, text.split())), "")


def refused_url(text: str) -> bool:
    """Whether a text was meant as a link and is none that may be followed, such as `javascript:…`."""
    return not is_nothing(text) and not url_of(text)


def _link(word: str) -> str:
    word = word.strip("<>()[],;'\"")
    if not word or len(word) > _LONGEST or _UNSAFE.search(word):
        return ""
    if not _SCHEME(word) or _PORT(word):
        word = f"https:{word}" if word.startswith("//") else f"https://{word}"
    try:
        parts = urlsplit(word)
        host, _ = parts.hostname, parts.port
    except ValueError:
        return ""
    if parts.scheme not in {"http", "https"} or "@" in parts.netloc or host is None or not _HOST(host):
        return ""
    return parts.geturl()
