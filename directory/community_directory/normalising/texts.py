"""Plain text out of what feeds call text: HTML, entities, odd spaces, control characters."""

from __future__ import annotations

import re
import unicodedata
from html.parser import HTMLParser

_SILENT = frozenset(
    {
        "applet",
        "embed",
        "head",
        "iframe",
        "math",
        "noscript",
        "object",
        "script",
        "style",
        "svg",
        "template",
        "title",
    }
)
"""Elements whose content is nothing to read."""

_VOID = frozenset({"embed"})
_BLOCKS = frozenset(
    {
        "address",
        "article",
        "blockquote",
        "br",
        "dd",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figure",
        "footer",
        "form",
    }
    | {"h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "nav", "ol", "p", "pre", "section"}
    | {"table", "td", "th", "tr", "ul"}
)
_PASSES = 6
"""How often markup may be wrapped in entities; what is still markup then loses its angle brackets."""

_SPACES = re.compile(r"[^\S\n]+")
_LINES = re.compile(r" ?\n ?")
_BLANK_LINES = re.compile(r"\n{3,}")
_MARKUP = re.compile(r"<[A-Za-z/!?]|&#?\w")
"""What a browser would take for markup or an entity: \"a < b\" and \"Knit & Natter\" are neither."""

_BEGUN = re.compile(r"<(?=[A-Za-z/!?])")
_ODD = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u2028\u2029\u202a-\u202e\u2060-\u206f\ufeff"
    "\ud800-\udfff]"  # half of a pair: JSON can write it, and no database can keep it
)
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
_PLAIN = re.compile(r"[!-%'-;=-~£]+(?: [!-%'-;=-~£]+)*").fullmatch
"""Text as it should be, without angle brackets and ampersands: most of it."""


class _Reader(HTMLParser):
    """Collects what a reader of the page would see."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._silent: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002 - as overridden
        if tag in _SILENT and tag not in _VOID:
            self._silent.append(tag)
        elif tag in _BLOCKS:
            self.parts.append("\n- " if tag == "li" else "\n")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002 - likewise
        if tag in _BLOCKS:
            self.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in self._silent:
            del self._silent[self._silent.index(tag) :]
        elif tag in _BLOCKS and tag not in {"li", "td", "th"}:
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.parts.append(data)


def plain_text(text: str) -> str:
    """A text without markup, entities, control characters and odd spaces; paragraphs stay apart.

    What stood in `<script>` and its like is gone, and so is markup that was wrapped in entities: the answer
    given again gives the same answer.
    """
    if not text or _PLAIN(text):
        return text
    if not _MARKUP.search(text):
        return _tidy(text)
    for _ in range(_PASSES):
        read = _tidy(_without_markup(text))
        if read == text:
            # What was begun and never ended is text to the parser, and would be markup to the next reader.
            read = _tidy(_BEGUN.sub(" ", text))
        if read == text or not _MARKUP.search(read):
            return read
        text = read
    return _tidy(text.translate({ord("<"): " ", ord(">"): " ", ord("&"): " "}))


def one_line(text: str) -> str:
    """A text on one line, without markup: for names and titles."""
    return text if not text or _PLAIN(text) else " ".join(plain_text(text).split())


def storable(text: str) -> str:
    """A text as it was given, but for what no database can keep: NUL, and half of a surrogate pair."""
    return text if text.isascii() and "\x00" not in text else _UNSTORABLE.sub("\ufffd", text)


def _without_markup(text: str) -> str:
    # In text, "<3" and "< 18" are no markup; the parser says so too, but not at the very end of a text.
    reader = _Reader()
    reader.feed(text)
    reader.close()
    return "".join(reader.parts)


def _tidy(text: str) -> str:
    text = unicodedata.normalize(
        "NFC", text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n")
    )
    text = _SPACES.sub(" ", _ODD.sub("", text))
    return _BLANK_LINES.sub("\n\n", _LINES.sub("\n", text)).strip()
