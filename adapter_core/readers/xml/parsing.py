"""The one place where XML is parsed: no entities, no network, no document type, no recovery."""

from __future__ import annotations

from typing import TYPE_CHECKING, NoReturn, TypedDict

from lxml import etree

from adapter_core.readers.trees.limits import LIMITS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lxml.etree import _Element as Element

    from adapter_core.readers.trees.limits import Limits

BROKEN = "FP-0520"
NOT_TEXT = "FP-0521"
TOO_LARGE = "FP-0522"
HAS_DOCTYPE = "FP-0433"

_TEXT_ERRORS = frozenset(
    {
        etree.ErrorTypes.ERR_INVALID_CHAR,
        etree.ErrorTypes.ERR_INVALID_ENCODING,
        etree.ErrorTypes.ERR_UNKNOWN_ENCODING,
        etree.ErrorTypes.ERR_UNSUPPORTED_ENCODING,
        etree.ErrorTypes.I18N_CONV_FAILED,
    }
)
_SIZE_ERRORS = frozenset({etree.ErrorTypes.ERR_NAME_TOO_LONG, etree.ErrorTypes.ERR_RESOURCE_LIMIT})


class _Settings(TypedDict):
    resolve_entities: bool
    no_network: bool
    load_dtd: bool
    dtd_validation: bool
    attribute_defaults: bool
    huge_tree: bool
    recover: bool
    remove_comments: bool
    remove_pis: bool
    collect_ids: bool


HARDENED: _Settings = {
    "resolve_entities": False,
    "no_network": True,
    "load_dtd": False,
    "dtd_validation": False,
    "attribute_defaults": False,
    "huge_tree": False,
    "recover": False,
    "remove_comments": True,
    "remove_pis": True,
    "collect_ids": False,
}
"""The settings of every parser; huge_tree stays off, so that libxml2's own limits hold as well."""


class Unparsable(Exception):
    """A text is no XML that we read; `code` is a reject code. What libxml2 says of it may quote it."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def parse(body: bytes, encoding: str | None) -> Element:
    """Parse a whole document.

    Args:
        body: the document.
        encoding: Python's name of its encoding; what the document says if None.

    Raises:
        Unparsable: FP-0520, it is not well formed; FP-0521, it holds what is no text; FP-0522, it is beyond
            a limit of libxml2's; FP-0433, it has a document type.
    """
    parser = etree.XMLParser(encoding=encoding, **HARDENED)
    try:
        root: Element = etree.fromstring(body, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        _raise(error)
    if root.getroottree().docinfo.doctype:
        raise Unparsable(HAS_DOCTYPE)
    return root


def _raise(error: Exception) -> NoReturn:
    """libxml2's own words are dropped: they may quote the record."""
    kind = getattr(error, "code", None)
    if kind in _TEXT_ERRORS:
        raise Unparsable(NOT_TEXT) from None
    raise Unparsable(TOO_LARGE if kind in _SIZE_ERRORS else BROKEN) from None


def is_too_busy(body: bytes, limits: Limits = LIMITS) -> bool:
    """Whether a text may hold more tags or attributes than a limit allows; costs next to nothing."""
    if len(body) > limits.attributes and body.count(b"=") > limits.attributes:
        return True
    return len(body) > limits.tags and body.count(b"<") > limits.tags


def is_deep(element: Element, depth: int) -> bool:
    """Whether elements stand deeper than a limit below an element."""
    level: Sequence[Element] = [element]
    for _ in range(depth + 1):
        level = [child for each in level for child in each]
        if not level:
            return False
    return True
