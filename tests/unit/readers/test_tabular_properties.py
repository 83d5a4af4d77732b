"""CSV extracts against the csv module: whatever the text, the same records, each where it begins."""

from __future__ import annotations

import contextlib
import csv
import io
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapter_core.errors import SourceUnavailable
from adapter_core.readers.tabular import Records, TextEncoding, records
from adapter_core.readers.tabular.encoding import detect_encoding
from adapter_core.readers.tabular.firsts import FirstPlaces

WINDOWS = "abc ,;\"\n\r\tÄé£\u2019€ß-'"
ANY_TEXT = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=12)
ENCODINGS = {
    "utf-8": ANY_TEXT,
    "utf-16-le": ANY_TEXT,
    "utf-16-be": ANY_TEXT,
    "cp1252": st.text(WINDOWS, max_size=12),
}
WIDTH = 3


def written(rows: list[list[str]], delimiter: str, ending: str) -> list[str]:
    lines = []
    for row in rows:
        file = io.StringIO()
        # With "\n" as its ending, the csv module of older Pythons leaves a lone "\r" unquoted.
        quoting: Any = csv.QUOTE_ALL if ending == "\n" else csv.QUOTE_MINIMAL
        csv.writer(file, delimiter=delimiter, lineterminator=ending, quoting=quoting).writerow(row)
        lines.append(file.getvalue())
    return lines


@pytest.mark.parametrize("codec", ENCODINGS)
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@given(data=st.data())
@settings(max_examples=60, deadline=None)
def test_what_was_written_is_read_each_from_its_own_byte(codec, delimiter, data) -> None:
    rows = data.draw(st.lists(st.lists(ENCODINGS[codec], min_size=WIDTH, max_size=WIDTH), max_size=8))
    lines = written(rows, delimiter, data.draw(st.sampled_from(["\n", "\r\n"])))
    starts, at = [], 0
    for line in lines:
        starts.append(at)
        at += len(line.encode(codec))
    file = io.BytesIO("".join(lines).encode(codec))

    def records(position: int | None = None) -> Records:
        return Records(
            file, TextEncoding(codec), delimiter, where="", width=WIDTH, position=position, seen_before=True
        )

    found = list(records())
    assert [(record.position, record.fields, record.fault) for record in found] == [
        (start, row, "") for start, row in zip(starts, rows, strict=True)
    ]
    for record in reversed(found):
        again = next(iter(records(record.position)))
        assert again.fields == record.fields


@given(
    good=st.lists(st.integers(0, 10**6), max_size=8, unique=True),
    bad=st.lists(st.text('abA",\n\r\0ÿ', min_size=1, max_size=30), max_size=4),
    seed=st.randoms(use_true_random=False),
)
@settings(max_examples=300, deadline=None)
def test_rubbish_between_rows_is_never_silent_and_rows_after_it_are_read(good, bad, seed) -> None:
    """Rubbish could cost a neighbour by a quote that the neighbour's own text closes: here, none has one."""
    rows = [f"{number},good,row\n" for number in good]
    # Rubbish of the right number of columns is a row, so it has one column too many.
    mixed = rows + [f"{text},,,,\n" for text in bad]
    seed.shuffle(mixed)
    file = io.BytesIO("".join(mixed).encode())
    made = Records(file, TextEncoding("utf-8", certain=True), ",", where="", width=WIDTH)
    found = list(made)
    read = [record.fields for record in found if not record.fault]
    for row in rows:
        assert row.strip().split(",") in read
    assert sum(1 for record in found if record.fault) >= (1 if bad else 0)
    assert [record.position for record in found] == sorted({record.position for record in found})


PIECES = st.sampled_from(
    ["a", "é", ",", '"', "\n", "\r", "\0", "a,b,c\n", '"x\ny",b,c\n', '"a""b",d,e\r\n', "a,b\n", "\n\n"]
)


@given(
    st.lists(PIECES, max_size=40).map("".join),
    st.sampled_from(["utf-8", "cp1252", "utf-16-le"]),
    st.sampled_from([None, 3]),
    st.sampled_from([1, 20, 1 << 16]),
)
@settings(max_examples=600, deadline=None)
def test_many_at_once_are_the_same_as_one_by_one(text, codec, width, block) -> None:
    """In blocks of any size: cut in mid-record, broken in mid-block, or with ends of lines inside values."""

    def made() -> Records:
        content = io.BytesIO(text.encode(codec))
        return Records(content, TextEncoding(codec, certain=True), ",", where="", width=width)

    def at_once() -> list[tuple[Any, ...]]:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(records, "BLOCK", block)
            return [
                (position, line, fields, run.fault)
                for run in made().runs()
                for position, line, fields in zip(run.positions, run.lines, run.rows, strict=True)
            ]

    try:
        one_by_one = [tuple(record) for record in made()]
    except SourceUnavailable as error:
        with pytest.raises(SourceUnavailable, match=error.code):
            at_once()
    else:
        assert at_once() == one_by_one


@given(st.binary(max_size=300), st.sampled_from([None, "windows-1252", "utf-8", "utf-16"]))
@settings(max_examples=300, deadline=None)
def test_no_bytes_whatever_raise_anything_but_an_error_with_a_code(content, declared) -> None:
    file = io.BytesIO(content)
    with contextlib.suppress(SourceUnavailable):  # making one checks that its code is explained
        list(Records(file, detect_encoding(content[:4], declared, where="x"), ",", where="x", width=2))


@given(st.lists(st.text(max_size=3), max_size=200))
def test_repeats_are_exactly_those_of_a_set(references) -> None:
    stored: dict[int, str] = {}
    seen = FirstPlaces(stored.__getitem__, 10_000)
    known: set[str] = set()
    for place, reference in enumerate(references, 1):
        assert seen.is_repeated(reference, place) == (reference in known)
        if reference not in known:
            stored[place] = reference
        known.add(reference)


def test_a_long_file_of_long_records_is_read_in_lines() -> None:
    """UTF-16 line feeds are found at even bytes alone: U+0A0A and U+0A00 hold the same byte."""
    text = "a,\u0a0a\u0a00\u000a\u010a,c\n"
    with tempfile.TemporaryDirectory() as folder:
        for codec in ("utf-16-le", "utf-16-be"):
            path = Path(folder) / codec
            path.write_bytes(text.encode(codec))
            with path.open("rb") as file:
                found = list(Records(file, TextEncoding(codec), ",", where=""))
            assert [record.fields for record in found] == [["a", "\u0a0a\u0a00"], ["\u010a", "c"]]
