"""Documents that attack, or are broken: each has one defined end, and none invents a value."""

from __future__ import annotations

import ast
import gzip
import io
import subprocess
import sys
import textwrap
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from adapter_core.errors import CATALOGUE, SourceUnavailable
from adapter_core.readers.trees import LIMITS, Limits
from adapter_core.readers.xml import XmlExtract, document_records

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).resolve().parents[3]
SECRET = "what-a-file-outside-holds"
FERN = b'<Person id="1"><Name>Fern</Name></Person>'
MOSS = b'<Person id="2"><Name>Moss</Name></Person>'
SOUND = b"<People>" + FERN + MOSS + b"</People>"


def people(middle: bytes, *, head: bytes = b"") -> bytes:
    """Two sound people with something between them."""
    return head + b"<People>" + FERN + middle + MOSS + b"</People>"


def person(inside: bytes, *, head: bytes = b"") -> bytes:
    """Somebody between two sound people."""
    return people(b'<Person id="9">' + inside + b"</Person>", head=head)


@dataclass(frozen=True)
class Attack:
    """A document and its end.

    Attributes:
        build: the document; it is given the name of a file that nobody may read.
        end: the code of the error that an extract ends in, or nothing.
        kept: the references of the people that an extract gives.
        rejects: codes of the records that it rejects.
        page: the code of the error as a page of an interface; as `end` if None, nothing if sound.
    """

    build: Callable[[str], bytes]
    end: str = ""
    kept: str = "12"
    rejects: tuple[str, ...] = ()
    page: str = "FP-0431"


def doctype(subset: str, inside: str = "") -> Callable[[str], bytes]:
    return lambda path: (
        f"<!DOCTYPE People [{subset.format(path=path)}]><People>".encode()
        + FERN
        + f'<Person id="9"><Name>{inside}</Name></Person></People>'.encode()
    )


LAUGHS = '<!ENTITY a "ha">' + "".join(
    f'<!ENTITY {name} "{f"&{under};" * 10}">' for under, name in zip("abcdefgh", "bcdefghi", strict=True)
)
REFUSED: dict[str, Any] = {"end": "FP-0433", "kept": "", "page": "FP-0433"}
BROKEN: dict[str, Any] = {"rejects": ("FP-0520",)}
TOO_LARGE: dict[str, Any] = {"rejects": ("FP-0522",), "page": "FP-0436"}

ATTACKS: dict[str, Attack] = {
    # --- document types -----------------------------------------------------------------------------
    "file entity": Attack(doctype('<!ENTITY x SYSTEM "file://{path}">', "&x;"), **REFUSED),
    "file entity as a path": Attack(doctype('<!ENTITY x SYSTEM "{path}">', "&x;"), **REFUSED),
    "parameter entity": Attack(doctype('<!ENTITY % x SYSTEM "file://{path}"> %x;'), **REFUSED),
    "http entity": Attack(
        doctype('<!ENTITY x SYSTEM "http://127.0.0.1:9/x">', "&x;"), **REFUSED | {"page": "FP-0433"}
    ),
    "external document type": Attack(
        lambda path: f'<!DOCTYPE People SYSTEM "file://{path}">'.encode() + SOUND, **REFUSED
    ),
    "public document type": Attack(
        lambda _: b'<!DOCTYPE People PUBLIC "-//x//x" "http://127.0.0.1:9/x.dtd">' + SOUND, **REFUSED
    ),
    "bare document type": Attack(lambda _: b"<!DOCTYPE People>" + SOUND, **REFUSED),
    "billion laughs": Attack(doctype(LAUGHS, "&i;"), **REFUSED | {"page": "FP-0433 FP-0431 FP-0436"}),
    "quadratic blow-up": Attack(
        lambda _: (
            b'<!DOCTYPE P [<!ENTITY a "'
            + b"x" * 50_000
            + b'">]><People><Person id="1">'
            + b"&a;" * 10_000
            + b"</Person></People>"
        ),
        **REFUSED | {"page": "FP-0433 FP-0431 FP-0436"},
    ),
    "internal entity": Attack(doctype('<!ENTITY x "Fern">', "&x;"), **REFUSED),
    "attribute defaults": Attack(doctype('<!ATTLIST Person id CDATA "7">'), **REFUSED),
    "late document type": Attack(lambda _: people(b"<!DOCTYPE x>"), end="FP-0433", kept="1", page="FP-0433"),
    "document type in small letters": Attack(lambda _: b"<!doctype html>" + SOUND, end="FP-0431", kept=""),
    # --- what is defined nowhere ----------------------------------------------------------------------
    "undefined entity": Attack(lambda _: person(b"<Name>&nobody;</Name>"), **BROKEN),
    "undefined namespace": Attack(lambda _: person(b"<x:Name>Reed</x:Name>"), **BROKEN),
    "forbidden character reference": Attack(lambda _: person(b"<Name>&#0;&#1;</Name>"), rejects=("FP-0521",)),
    "xinclude": Attack(
        lambda path: person(
            f'<x:include xmlns:x="http://www.w3.org/2001/XInclude" href="{path}" parse="text"/>'.encode()
        ),
        kept="192",
        page="",
    ),
    "stylesheet": Attack(
        lambda path: f'<?xml-stylesheet type="text/xsl" href="{path}"?>'.encode() + SOUND, page=""
    ),
    # --- sizes ------------------------------------------------------------------------------------------
    "11 MB of text": Attack(lambda _: person(b"<Name>" + b"x" * 11_000_000 + b"</Name>"), **TOO_LARGE),
    "11 MB in an attribute": Attack(lambda _: person(b'<Name x="' + b"x" * 11_000_000 + b'"/>'), **TOO_LARGE),
    "12 MB of empty elements": Attack(lambda _: person(b"<a/>" * 3_000_000), **TOO_LARGE),
    "empty elements below the cap": Attack(lambda _: person(b"<a/>" * 1_000_000), **TOO_LARGE),
    "12 MB of empty elements between records": Attack(lambda _: people(b"<a/>" * 3_000_000), page="FP-0436"),
    "12 MB of empty records": Attack(
        lambda _: people(b"<Person/>" * 1000), rejects=(), kept="1" + "?" * 1000 + "2", page=""
    ),
    "100,000 attributes": Attack(
        lambda _: person(b"<Name " + b" ".join(b'a%d=""' % n for n in range(100_000)) + b"/>"), **TOO_LARGE
    ),
    "300 deep": Attack(lambda _: person(b"<a>" * 300 + b"</a>" * 300), **TOO_LARGE),
    "deeper than a record needs": Attack(
        lambda _: person(b"<a>" * 150 + b"x" * 40_000 + b"</a>" * 150), **TOO_LARGE
    ),
    "a name of 60,000 letters": Attack(lambda _: person(b"<" + b"a" * 60_000 + b"/>"), **TOO_LARGE),
    "40 MB of nothing": Attack(lambda _: people(b" " * 40_000_000), end="FP-0436", kept="1", page="FP-0436"),
    "40 MB of comment": Attack(
        lambda _: people(b"<!--" + b" x" * 20_000_000 + b"-->"),
        end="FP-0436 FP-0431",
        kept="1",
        page="FP-0436",
    ),
    "a gzip bomb of white space": Attack(
        lambda _: gzip.compress(people(b" " * 300_000_000), 1), end="FP-0436", kept="1"
    ),
    "a gzip bomb of people": Attack(
        lambda _: gzip.compress(people(b'<Person id="3" />' * 1_000_000), 9), end="FP-0436", kept="1*"
    ),
    # --- broken files -----------------------------------------------------------------------------------
    "cut short in a record": Attack(lambda _: SOUND[: len(SOUND) - 20], end="FP-0432", kept="1"),
    "cut short between records": Attack(lambda _: b"<People>" + FERN, end="FP-0432", kept="1"),
    "cut short in a comment": Attack(
        lambda _: b"<People>" + FERN + b"<!-- so", end="FP-0432 FP-0431", kept="1"
    ),
    "cut short gzip": Attack(lambda _: gzip.compress(SOUND)[:-12], end="FP-0437", kept="?"),
    "damaged gzip": Attack(lambda _: _damaged(), end="FP-0437", kept="?"),
    "junk after gzip": Attack(lambda _: gzip.compress(SOUND) + b"junk", end="FP-0437", kept="12"),
    "trailing junk": Attack(lambda _: SOUND + b"junk", end="FP-0431 FP-0432"),
    "a second root": Attack(lambda _: FERN + MOSS, end="FP-0431", kept=""),
    "an empty file": Attack(lambda _: b"", end="FP-0413", kept=""),
    "white space alone": Attack(lambda _: b" \n", end="FP-0432", kept=""),
    "no XML": Attack(lambda _: b"REF,NAME\n1,Fern\n", end="FP-0431", kept=""),
    "a log-in page": Attack(lambda _: b"<html><body><br>Log in</body></html>", end="FP-0431", kept=""),
    "nobody": Attack(lambda _: b"<People/>", end="FP-0435", kept="", page=""),
    "records of another name": Attack(
        lambda _: b"<People><Client/></People>", end="FP-0435", kept="", page=""
    ),
    "an attribute twice": Attack(lambda _: person(b'<Name a="1" a="2"/>'), **BROKEN),
    "tags that cross": Attack(lambda _: person(b"<a><b></a></b>"), **BROKEN),
    "a tag that nothing closes": Attack(lambda _: person(b"<Name>Reed"), **BROKEN),
    "an end tag too many": Attack(lambda _: people(b"</Person>"), end="FP-0431", kept="1"),
    "a bare ampersand": Attack(lambda _: person(b"<Name>Reed & Fern</Name>"), **BROKEN),
    "an unquoted attribute": Attack(lambda _: people(b"<Person id=9></Person>"), **BROKEN),
    "a quote that nothing closes": Attack(lambda _: people(b'<Person id="9><Name/></Person>'), **BROKEN),
    "a record in an attribute": Attack(
        lambda _: b'<People x="' + FERN + b'">' + MOSS + b"</People>", end="FP-0431", kept=""
    ),
    "a record in a comment": Attack(lambda _: people(b"<!-- " + FERN + b" -->"), page=""),
    "a record in CDATA": Attack(lambda _: people(b"<![CDATA[" + FERN + b"]]>"), page=""),
    "a record in an instruction": Attack(lambda _: people(b"<?x " + FERN + b" ?>"), page=""),
    "an end tag in CDATA": Attack(
        lambda _: person(b"<Name><![CDATA[</Person>]]></Name>"), kept="192", page=""
    ),
    "an end tag in a comment": Attack(lambda _: person(b"<!-- </Person> --><Name/>"), kept="192", page=""),
    "a record in a record": Attack(lambda _: person(b"<Other>" + FERN + b"</Other>"), kept="192", page=""),
    "text that ends the wrapper": Attack(
        lambda _: person(b"</Person></r><r><Person>"), end="FP-0431", kept="1?"
    ),
    # --- encodings --------------------------------------------------------------------------------------
    "bad UTF-8": Attack(lambda _: person(b"<Name>Zo\xeb</Name>"), rejects=("FP-0521",)),
    "overlong UTF-8": Attack(lambda _: person(b"<Name>\xc0\xaf</Name>"), rejects=("FP-0521",)),
    "half of a surrogate pair": Attack(lambda _: person(b"<Name>\xed\xa0\x80</Name>"), rejects=("FP-0521",)),
    "a NUL": Attack(lambda _: person(b"<Name>Re\x00ed</Name>"), rejects=("FP-0521",)),
    "a NUL between records": Attack(lambda _: people(b"\x00"), end="FP-0431", kept="1"),
    "a control character": Attack(lambda _: person(b"<Name>\x01</Name>"), rejects=("FP-0521",)),
    "UTF-16": Attack(lambda _: SOUND.decode().encode("utf-16"), page=""),
    "UTF-16 without a mark": Attack(
        lambda _: ('<?xml version="1.0" encoding="UTF-16"?>' + SOUND.decode()).encode("utf-16-le"), page=""
    ),
    "UTF-16 in name alone": Attack(
        lambda _: b'<?xml version="1.0" encoding="UTF-16"?>' + SOUND, end="FP-0434", kept="", page="FP-0434"
    ),
    "UTF-16 cut in a letter": Attack(lambda _: SOUND.decode().encode("utf-16")[:-1], end="FP-0431 FP-0432"),
    "an unknown encoding": Attack(
        lambda _: b'<?xml version="1.0" encoding="klingon"?>' + SOUND, end="FP-0434", kept="", page="FP-0434"
    ),
    "UTF-7": Attack(
        lambda _: b'<?xml version="1.0" encoding="UTF-7"?>' + SOUND, end="FP-0434", kept="", page="FP-0434"
    ),
    "UTF-8 said to be windows-1252": Attack(
        lambda _: person(
            "<Name>Zoë, Zoë, Zoë</Name>".encode(), head=b'<?xml version="1.0" encoding="windows-1252"?>'
        ),
        end="FP-0434",
        kept="1",
        page="FP-0434",
    ),
    "windows-1252 said to be ASCII": Attack(
        lambda _: person(b"<Name>Zo\xeb</Name>", head=b'<?xml version="1.0" encoding="us-ascii"?>'),
        rejects=("FP-0521",),
    ),
}


def _damaged() -> bytes:
    packed = bytearray(gzip.compress(SOUND))
    packed[len(packed) // 2] ^= 0xFF
    return bytes(packed)


@pytest.fixture(params=ATTACKS)
def attack(request) -> Attack:
    return ATTACKS[request.param]


@pytest.fixture
def secret(tmp_path) -> str:
    path = tmp_path / "outside.txt"
    path.write_text(SECRET, encoding="utf-8")
    return path.as_posix()


def test_there_are_enough() -> None:
    assert len(ATTACKS) >= 28


def test_an_extract_has_a_defined_end(attack, secret) -> None:
    refs: list[str] = []
    texts: list[str] = []
    rejects: list[str] = []
    end, said, where = "", "", "here"
    file = io.BytesIO(attack.build(secret))
    try:
        for chunk in XmlExtract(file, "Person", where="here").chunks(io.BytesIO(file.getvalue()), 1000, None):
            refs += [each.get("id") or "?" for each in chunk.records]
            texts += ["".join(each.itertext()) for each in chunk.records]
            rejects += [each.code for each in chunk.rejects]
    except SourceUnavailable as error:
        end, said, where = error.code, str(error), error.where
    assert (where, SECRET in said, "Fern" in said) == ("here", False, False)
    assert end in (attack.end.split() or [""])
    if attack.kept.endswith("*"):
        assert "".join(refs).startswith(attack.kept[:-1])
    elif attack.kept == "?":
        assert "".join(refs) in ("", "1", "12")
    elif attack.kept == "1?":
        assert "9" not in refs or texts[refs.index("9")] == ""
    else:
        assert "".join(refs) == attack.kept
    assert tuple(rejects) == attack.rejects
    assert {end, *rejects} <= {"", *CATALOGUE}
    assert SECRET not in "".join(texts)
    assert set(texts) <= {"Fern", "Moss", "", "</Person>"}


def test_a_page_has_a_defined_end(attack, secret) -> None:
    body = attack.build(secret)
    if body.startswith(b"\x1f\x8b"):
        pytest.skip("what unpacks a page looks after its size")
    end = ""
    try:
        found = document_records(body, "Person", where="here")
        said, where = "".join("".join(each.itertext()) for each in found), "here"
    except SourceUnavailable as error:
        end, said, where = error.code, str(error), error.where
    assert (where, SECRET in said) == ("here", False)
    assert end in (attack.page.split() or [""])


# --- memory -----------------------------------------------------------------------------------------

MOST_GROWN = 60
"""Megabytes; a tree of the same documents takes 500."""

PROBE = textwrap.dedent(
    """
    import io, resource, sys
    from adapter_core.errors import SourceUnavailable
    from adapter_core.readers.xml import document_records, iter_records

    class Endless(io.RawIOBase):
        # a file of so many bytes that is nowhere whole
        def __init__(self, head, part, times, tail):
            self.parts = [head, part, tail]; self.times = times; self.at = 0
        def read(self, size=-1):
            if self.at == 0:
                self.at = 1
                return self.parts[0]
            if self.at <= self.times:
                self.at += 1
                return self.parts[1]
            if self.at == self.times + 1:
                self.at += 1
                return self.parts[2]
            return b""
        def seek(self, place, whence=0):
            self.at = 0
            return 0

    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    try:
        exec(sys.argv[1])
    except SourceUnavailable as error:
        print(error.code)
    print((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024)
    """
)


READ = "n = sum(1 for _ in iter_records(Endless({head!r}, {part!r} * {times}, {parts}, {tail!r}), 'Person'))"
SIBLINGS = b'<Person id="1"><Name>x</Name></Person>\n<Between>xxxx</Between>'


@pytest.mark.parametrize(
    ("code", "end"),
    [
        (READ.format(head=b"<P><Person>", part=b"<a/>", times=65536, parts=48, tail=b"</Person></P>"), ""),
        (READ.format(head=b"<P><Person/>", part=b"<a/>", times=65536, parts=48, tail=b"</P>"), ""),
        (
            READ.format(head=b"<P>", part=SIBLINGS, times=4000, parts=60, tail=b"</P>")
            + "; assert n == 240000",
            "",
        ),
        ("document_records(b'<P>' + b'<a/>' * 3000000 + b'</P>', 'Person')", "FP-0436"),
    ],
    ids=["in a record", "between records", "beside records", "in a page"],
)
def test_memory_stays_flat(code, end) -> None:
    done = subprocess.run([sys.executable, "-c", PROBE, code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    *said, grown = done.stdout.split()
    assert said == ([end] if end else [])
    assert int(grown) < MOST_GROWN


def test_limits_can_be_raised() -> None:
    large = person(b"<Name>" + b"x" * 6_000_000 + b"</Name>")
    for limits, expected in ((LIMITS, 2), (Limits(record_bytes=8_000_000), 3)):
        (chunk,) = XmlExtract(io.BytesIO(large), "Person", limits=limits).chunks(
            io.BytesIO(large), 1000, None
        )
        assert len(chunk.records) == expected


# --- nobody goes round the hardened parser -----------------------------------------------------------

NEVER_CALLED = {"xinclude", "XSLT", "XMLPullParser", "iterparse", "parse_from_file", "DTD", "HTMLParser"}
NEVER_ON = {"resolve_entities", "huge_tree", "recover", "load_dtd", "dtd_validation", "attribute_defaults"}
FILES = sorted(
    path for part in ("adapter_core", "plugins", "mappings") for path in (ROOT / part).rglob("*.py")
)


def dangers(source: str) -> list[str]:
    """Calls and settings that would let a document reach further than itself."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            of = node.func.value.id if isinstance(node.func.value, ast.Name) else ""
            if node.func.attr in NEVER_CALLED or (
                of in ("etree", "objectify", "ElementTree") and node.func.attr == "parse"
            ):
                found.append(node.func.attr)
        if isinstance(node, ast.keyword) and node.arg in NEVER_ON and not _is_false(node.value):
            found.append(str(node.arg))
        if isinstance(node, ast.Dict):
            found += [
                key.value
                for key, value in zip(node.keys, node.values, strict=True)
                if isinstance(key, ast.Constant) and key.value in NEVER_ON and not _is_false(value)
            ]
    return found


def _is_false(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value is False


@pytest.mark.parametrize(
    "source",
    [
        "tree.xinclude()",
        "etree.XSLT(x)",
        "etree.parse(url)",
        "etree.iterparse(file)",
        "etree.XMLParser(resolve_entities=True)",
        "etree.XMLParser(resolve_entities='internal')",
        "XMLParser(huge_tree=wish)",
        "XMLParser(**{'recover': True})",
    ],
)
def test_the_scan_finds_what_it_is_for(source) -> None:
    assert dangers(source)


def test_no_document_reaches_further_than_itself() -> None:
    assert len(FILES) > 100
    found = {path.relative_to(ROOT).as_posix(): dangers(path.read_text(encoding="utf-8")) for path in FILES}
    assert {path: what for path, what in found.items() if what} == {}
