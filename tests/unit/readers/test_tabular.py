"""CSV extracts: what comes in as people, and what each kind of broken file ends in."""

from __future__ import annotations

import csv
import os
import tracemalloc
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from adapter_core.domain.states import State
from adapter_core.errors import CATALOGUE, ConfigurationError, MappingError, PersonNotFound, SourceUnavailable
from adapter_core.hooks.ports import Page, PeopleQuery, Reject
from adapter_core.readers.mapping import compile_mapping, load_mapping
from adapter_core.readers.tabular import TabularSource, TextEncoding, encoding, firsts, records

if TYPE_CHECKING:
    from collections.abc import Iterator

AS_OF = date(2026, 11, 23)
MAPPING = """
schema = 1
format = "csv"
[person]
ref = { column = "REF" }
family_name = { column = "SURNAME" }
date_of_birth = { column = "BORN", transform = "date_uk" }
postcode = { column = "POSTCODE" }
"""
HEADER = "REF,SURNAME,BORN,POSTCODE\n"
ROW_1 = "A1,Fern,01/02/1950,ZZ99 3VZ\n"
ROW_2 = "A2,Moss,02/03/1960,ZZ99 3WZ\n"
ROW_3 = "A3,Reed,03/04/1970,ZZ99 3CZ\n"


@contextmanager
def opened(
    folder: Path, content: bytes | str | None = None, mapping: str = MAPPING, **settings
) -> Iterator[TabularSource]:
    (folder / "ours.toml").write_text(mapping, encoding="utf-8")
    path = folder / "extract.csv"
    if content is not None:
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    loaded = load_mapping("./ours.toml", base=folder, folders={})
    with TabularSource(
        path, loaded, compile_mapping(loaded, as_of=AS_OF), source="ais", **settings
    ) as source:
        yield source


def pages(folder: Path, content: bytes | str, **settings) -> list[Page]:
    with opened(folder, content, **settings) as source:
        return list(source.iter_people(PeopleQuery()))


def read(folder: Path, content: bytes | str, **settings) -> Page:
    (page,) = pages(folder, content, **settings)
    return page


def refs(page: Page) -> list[str]:
    return [person.ref for person in page.people]


def names(page: Page) -> list[object]:
    return [person.family_name for person in page.people]


def test_a_plain_extract(tmp_path) -> None:
    page = read(tmp_path, HEADER + ROW_1 + ROW_2)
    assert refs(page) == ["A1", "A2"]
    assert page.people[0].date_of_birth == date(1950, 2, 1)
    assert page.people[0].gp is State.NOT_SUPPORTED
    assert page.cursor is None
    assert page.rejects == []


def test_columns_may_stand_in_any_order_among_others(tmp_path) -> None:
    page = read(tmp_path, 'NOTE,POSTCODE, REF ,BORN,SURNAME\n"x,y",ZZ99 3VZ,A1,,Fern\n')
    assert refs(page) == ["A1"]
    assert page.people[0].date_of_birth is State.ABSENT
    assert page.people[0].postcode == "ZZ99 3VZ"


def test_one_column_is_enough(tmp_path) -> None:
    mapping = 'schema = 1\nformat = "csv"\n[person]\nref = { column = "REF" }\n'
    assert refs(read(tmp_path, "REF\nA1\n\nA2", mapping=mapping)) == ["A1", "A2"]


# --- broken rows ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "broken",
    [
        "B1,Short\n",
        "B1,Too,01/01/1950,ZZ99 3VZ,long\n",
        'B1,"Oak"s,01/01/1950,ZZ99 3VZ\n',
        'B1,"Oak,01/01/1950,ZZ99 3VZ\n',
        'B1,"Oak,01/01/1950,ZZ99 3VZ\r\n',
        "B1,Old\rMac,01/01/1950,ZZ99 3VZ\n",
        f"B1,{'x' * encoding.LONGEST_LINE},01/01/1950,ZZ99 3VZ\n",
        f"B1,{'x' * 200_000},01/01/1950,ZZ99 3VZ\n",
    ],
    ids=[
        "short",
        "long",
        "quote",
        "open quote",
        "open quote, CRLF",
        "carriage return",
        "endless",
        "field too long",
    ],
)
@pytest.mark.parametrize("place", ["first", "middle", "last"])
def test_a_broken_row_costs_itself_alone(tmp_path, broken, place) -> None:
    rows = {
        "first": [broken, ROW_1, ROW_2],
        "middle": [ROW_1, broken, ROW_2],
        "last": [ROW_1, ROW_2, broken],
    }[place]
    page = read(tmp_path, HEADER + "".join(rows))
    assert refs(page) == ["A1", "A2"]
    assert page.rejects == [Reject(f"row {rows.index(broken) + 2}", "FP-0510")]


def test_two_open_quotes_never_make_one_person_of_two(tmp_path) -> None:
    # Read leniently, this is one record of four columns: A1 with the birth date and postcode of A2.
    page = read(tmp_path, HEADER + 'A1,"Fern,01/02/1950,ZZ99 3VZ\nA2,"Moss,02/03/1960,ZZ99 3WZ\n' + ROW_3)
    assert refs(page) == ["A3"]
    assert page.rejects == [Reject("row 2", "FP-0510"), Reject("row 3", "FP-0510")]


@pytest.mark.parametrize(("even", "odd"), [("\0", "Fern\0"), ("Fern\0\0", "\0Fern")])
def test_nul_bytes_cost_their_row_alone(tmp_path, even, odd) -> None:
    page = read(tmp_path, HEADER + ROW_1 + f"A8,{even},,\nA9,{odd},,\n" + ROW_2)
    assert refs(page) == ["A1", "A2"]
    assert page.rejects == [Reject("row 3", "FP-0512"), Reject("row 4", "FP-0512")]


def test_a_stray_byte_costs_its_row_alone_once_the_file_is_known_to_be_utf_8(tmp_path) -> None:
    stray = HEADER.encode() + "A1,Zoë,,\n".encode() + b"A2,Zo\xeb,,\n" + ROW_3.encode()
    page = read(tmp_path, stray)
    assert (refs(page), page.rejects) == (["A1", "A3"], [Reject("row 3", "FP-0512")])
    marked = b"\xef\xbb\xbf" + HEADER.encode() + b"A2,Zo\xeb,,\n" + ROW_3.encode()
    page = read(tmp_path, marked)
    assert (refs(page), page.rejects) == (["A3"], [Reject("row 2", "FP-0512")])


def test_a_row_without_a_reference_is_a_reject_and_an_empty_one_is_nothing(tmp_path) -> None:
    page = read(tmp_path, HEADER + ROW_1 + ",Nobody,,\n,,,\n\n-,Dash,,\n" + ROW_2)
    assert refs(page) == ["A1", "A2"]
    assert page.rejects == [Reject("row 3", "FP-0500", "ref"), Reject("row 6", "FP-0500", "ref")]


def test_quoted_line_breaks_and_commas_belong_to_their_field(tmp_path) -> None:
    content = HEADER + '"A1","Fern\r\nand, ""Moss""",,\r\n' + ROW_2 + 'A3,Re"ed,,\n'
    with opened(tmp_path, content) as source:
        (page,) = source.iter_people(PeopleQuery())
        assert names(page) == ['Fern and, "Moss"', "Moss", 'Re"ed']
        assert page.positions == [26, 26 + len('"A1","Fern\r\nand, ""Moss""",,\r\n'), len(content) - 11]
        assert names(Page(source.people_at(page.positions[::-1]))) == ['Re"ed', "Moss", 'Fern and, "Moss"']


# --- repeated references ----------------------------------------------------------------------------


def test_the_first_of_a_repeated_reference_is_kept(tmp_path) -> None:
    page = read(tmp_path, HEADER + ROW_1 + ROW_2 + "A1,Other,,\n A1 ,Third,,\n")
    assert names(page) == ["Fern", "Moss"]
    assert page.rejects == [Reject("A1", "FP-0511", "ref")] * 2
    assert len(page.positions) == 2


def test_repeats_are_seen_across_pages_and_growth(tmp_path) -> None:
    many = [f"A{number:05d},Fern,,\n" for number in range(12_000)]
    found = pages(tmp_path, HEADER + "".join(many + many[::1000]))
    assert sum(len(page.people) for page in found) == 12_000
    rejects = [reject for page in found for reject in page.rejects]
    assert rejects == [Reject(f"A{number:05d}", "FP-0511", "ref") for number in range(0, 12_000, 1000)]


def test_two_references_of_one_hash_are_two_people(monkeypatch) -> None:
    monkeypatch.setattr(firsts, "hash", lambda _: 7, raising=False)
    stored = {place: f"A{place}" for place in range(1, 60)}
    seen = firsts.FirstPlaces(stored.__getitem__, 10_000)
    assert not any(seen.is_repeated(reference, place) for place, reference in stored.items())
    assert all(seen.is_repeated(reference, 999) for reference in stored.values())


# --- encodings --------------------------------------------------------------------------------------

ACCENTED = HEADER + "A1,Zoë Ångström,,\nA2,O\u2019Brien,,\n"


@pytest.mark.parametrize(
    ("encoding", "declared"),
    [
        ("utf-8", None),
        ("utf-8", "UTF-8"),
        ("utf-8-sig", None),
        ("utf-8-sig", "windows-1252"),
        ("utf-16", None),
        ("utf-16", "utf-16"),
        ("utf-16-le", "utf-16"),
        ("utf-16-be", "utf-16"),
        ("utf-16-le", "utf-16-le"),
        ("cp1252", "windows-1252"),
        ("cp1252", "cp1252"),
    ],
)
def test_encodings(tmp_path, encoding, declared) -> None:
    with opened(tmp_path, ACCENTED.encode(encoding), encoding=declared) as source:
        (page,) = source.iter_people(PeopleQuery())
        assert names(page) == ["Zoë Ångström", "O\u2019Brien"]
        assert [source.people_at([position])[0].ref for position in page.positions] == ["A1", "A2"]


def test_the_mapping_may_say_the_encoding_and_the_config_overrides_it(tmp_path) -> None:
    mapping = MAPPING.replace("[person]", 'encoding = "windows-1252"\n[person]')
    assert names(read(tmp_path, ACCENTED.encode("cp1252"), mapping=mapping))[0] == "Zoë Ångström"
    assert names(read(tmp_path, ACCENTED.encode(), mapping=mapping, encoding="utf-8"))[0] == "Zoë Ångström"


@pytest.mark.parametrize(
    ("content", "declared", "says", "remedy"),
    [
        (ACCENTED.encode("cp1252"), None, "Byte 32 (line 2) is no utf-8", 'encoding = "windows-1252"'),
        (ACCENTED.encode("cp1252"), "utf-8", "Byte 32 (line 2) is no utf-8", 'encoding = "windows-1252"'),
        (ACCENTED.encode(), "windows-1252", "Byte 32 begins a letter in UTF-8", 'encoding = "utf-8"'),
        (ACCENTED.encode(), "ascii", "Byte 32 (line 2) is no ascii", 'encoding = "windows-1252"'),
        (ACCENTED.encode("utf-16-le"), None, "Byte 2 is a NUL", 'encoding = "utf-16-le"'),
        (ACCENTED.encode("utf-16-be"), "windows-1252", "Byte 1 is a NUL", 'encoding = "utf-16-be"'),
        (ACCENTED.encode(), "utf-16", "no UTF-16 text", 'encoding = "utf-8"'),
    ],
    ids=["no word", "utf-8 declared", "utf-8 as windows", "ascii", "utf-16 le", "utf-16 be", "no utf-16"],
)
def test_a_wrong_encoding_names_the_byte_and_what_to_set(tmp_path, content, declared, says, remedy) -> None:
    with pytest.raises(SourceUnavailable) as caught:
        pages(tmp_path, content, encoding=declared)
    error = caught.value
    assert error.code == "FP-0412"
    assert says in error.message
    assert remedy in error.remedy
    assert "extract.csv" in error.where
    assert "Zo" not in str(error.as_json())


def test_names_spoilt_before_they_came_do_not_stop_a_windows_file(tmp_path) -> None:
    spoilt = HEADER + "A1,Zoë,,\nA2,ZoÃ«,,\nA3,JosÃ©,,\nA4,ÃŸ,,\n"
    assert names(read(tmp_path, spoilt.encode("cp1252"), encoding="windows-1252"))[1:3] == ["ZoÃ«", "JosÃ©"]


@pytest.mark.parametrize("encoding", ["klingon", "base64", "utf-7-bogus", "utf-32", "utf-8\0"])
def test_an_unknown_encoding_is_an_error_of_the_config(tmp_path, encoding) -> None:
    with pytest.raises(MappingError, match="FP-0417"):
        pages(tmp_path, HEADER + ROW_1, encoding=encoding)


def test_a_header_with_a_byte_order_mark_and_quotes(tmp_path) -> None:
    quoted = "\ufeff" + '"REF","SURNAME","BORN","POSTCODE"\r\n' + ROW_1
    assert refs(read(tmp_path, quoted)) == ["A1"]


# --- header and delimiter ---------------------------------------------------------------------------


def test_a_missing_column_names_the_nearest(tmp_path) -> None:
    with pytest.raises(MappingError) as caught:
        pages(tmp_path, "REF,SURENAME,BORN,POSTCODE\n" + ROW_1)
    assert caught.value.code == "FP-0301"
    assert 'no column "SURNAME". Did you mean "SURENAME"?' in caught.value.message
    assert "ours.toml:6 person.family_name" in caught.value.where


def test_a_column_in_another_case_is_suggested(tmp_path) -> None:
    with pytest.raises(MappingError, match='Did you mean "Ref"'):
        pages(tmp_path, "Ref,Surname,Born,Post code\n" + ROW_1)


def test_an_extract_without_a_header_gives_nobody_away(tmp_path) -> None:
    with opened(tmp_path, "A1,SURNAMES,01/02/1950,POSTCODES\n") as source:
        problems = source.inspect().problems
    assert [each.code for each in problems] == ["FP-0301"] * 4
    assert not any("SURNAMES" in each.what or "POSTCODES" in each.what for each in problems)


def test_inspect_names_every_problem_and_reads_nobody(tmp_path) -> None:
    with opened(tmp_path, b"REF,BORN,BORN\n\xff\xff\xff\n") as source:
        report = source.inspect()
    assert [(each.code, each.fatal) for each in report.problems] == [
        ("FP-0301", True),
        ("FP-0415", True),
        ("FP-0301", True),
    ]
    assert report.fields == {"ref", "family_name", "date_of_birth", "postcode"}


@pytest.mark.parametrize(("delimiter", "word"), [(";", "semicolon"), ("\t", "tab"), ("|", "bar")])
@pytest.mark.parametrize("quote", ["", '"'])
def test_a_wrong_delimiter_names_the_right_one(tmp_path, delimiter, word, quote) -> None:
    header = delimiter.join(f"{quote}{name}{quote}" for name in HEADER.strip().split(",")) + "\n"
    content = header + ROW_1.replace(",", delimiter)
    with pytest.raises(MappingError, match=rf"FP-0414: .*{word}") as caught:
        pages(tmp_path, content)
    assert "Set delimiter" in caught.value.remedy
    assert refs(read(tmp_path, content, delimiter=delimiter)) == ["A1"]


def test_a_comma_where_the_mapping_says_semicolon(tmp_path) -> None:
    with pytest.raises(MappingError, match=r"FP-0414: .*comma"):
        pages(tmp_path, HEADER + ROW_1, delimiter=";")


WITH_TABLES = """
schema = 1
format = "csv"
[tables.person]
name = "PEOPLE"
key = "REF"
[person]
ref = { column = "person.REF" }
"""


def test_a_mapping_for_something_else(tmp_path) -> None:
    with pytest.raises(MappingError, match="FP-0418"):
        pages(tmp_path, HEADER + ROW_1, mapping=MAPPING.replace('"csv"', '"sql"'))
    with pytest.raises(MappingError, match="FP-0418"):
        pages(tmp_path, HEADER, mapping=WITH_TABLES)


# --- values that cannot be right --------------------------------------------------------------------


def test_strange_dates_are_states_of_their_field(tmp_path) -> None:
    rows = ["A1,F,31/02/1950,", "A2,F,23/11/2099,", "A3,F,see notes,", "A4,F,1950-13-01,", "A5,F,01/01/1900,"]
    page = read(tmp_path, HEADER + "\n".join(rows))
    assert [person.date_of_birth for person in page.people] == [
        State.INVALID,
        date(2099, 11, 23),
        State.INVALID,
        State.INVALID,
        State.PLACEHOLDER,
    ]
    assert page.rejects == []


# --- files ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "code"),
    [(None, "FP-0410"), ("", "FP-0413"), ("\ufeff", "FP-0413"), ("\n\n", "FP-0413"), (HEADER, "FP-0413")],
    ids=["gone", "empty", "mark alone", "blank", "header alone"],
)
def test_no_file_and_nothing_in_it(tmp_path, content, code) -> None:
    with pytest.raises(SourceUnavailable, match=code), opened(tmp_path, content) as source:
        list(source.iter_people(PeopleQuery()))


def test_a_folder_is_no_file(tmp_path) -> None:
    (tmp_path / "extract.csv").mkdir()
    with pytest.raises(ConfigurationError, match="FP-0422"), opened(tmp_path):
        pass


def test_a_locked_file(tmp_path, monkeypatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "The process cannot access the file")

    (tmp_path / "ours.toml").write_text(MAPPING)
    loaded = load_mapping("./ours.toml", base=tmp_path, folders={})
    reader = compile_mapping(loaded, as_of=AS_OF)
    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(SourceUnavailable, match=r"FP-0410: .*cannot access"):
        TabularSource(tmp_path / "extract.csv", loaded, reader, source="ais")


def big(people: int = 3000) -> str:
    return HEADER + "".join(f"A{number:06d},Fern,01/02/1950,ZZ99 3VZ\n" for number in range(people))


def test_a_file_that_is_written_to_while_it_is_read(tmp_path) -> None:
    with opened(tmp_path, big()) as source:
        reading = source.iter_people(PeopleQuery())
        first = next(reading)
        with (tmp_path / "extract.csv").open("a") as file:
            file.write(ROW_1)
        with pytest.raises(SourceUnavailable, match="FP-0416"):
            list(reading)
        with pytest.raises(SourceUnavailable, match="FP-0416"):
            source.people_at(first.positions[:1])


def test_a_drive_that_fails_while_it_is_read() -> None:
    class Failing:
        def seek(self, position: int) -> int:
            return position

        def readline(self, _size: int) -> bytes:
            raise OSError(5, "Input/output error")

        def read(self, _size: int) -> bytes:
            raise OSError(5, "Input/output error")

    made = records.Records(Failing(), TextEncoding("utf-8"), ",", where="source ais")  # type: ignore[arg-type]
    for reading in (iter(made), made.runs()):
        with pytest.raises(SourceUnavailable, match=r"FP-0419: .*Input/output"):
            list(reading)


@pytest.mark.parametrize("ending", [b"", b"\n", b"\r\n", b"\n\n\n"])
def test_the_last_line_may_end_or_not(tmp_path, ending) -> None:
    assert refs(read(tmp_path, (HEADER + ROW_1 + ROW_2).strip().encode() + ending)) == ["A1", "A2"]


def test_the_day_of_the_extract(tmp_path) -> None:
    given = datetime(2026, 11, 1, tzinfo=UTC)
    with opened(tmp_path, HEADER + ROW_1, as_of=given) as source:
        assert source.inspect().as_of == given
    os.utime(tmp_path / "extract.csv", (1_790_000_000, 1_790_000_000))
    with opened(tmp_path) as source:
        assert source.inspect().as_of == datetime.fromtimestamp(1_790_000_000, tz=UTC)


# --- pages, resuming, one person --------------------------------------------------------------------


def test_pages_are_fetched_when_asked_for_and_resume_after_any(tmp_path) -> None:
    content = big(2500) + "A000003,Again,,\nB1,short\n"
    with opened(tmp_path, content) as source:
        whole = list(source.iter_people(PeopleQuery(page_size=400)))
        assert [len(page.people) for page in whole] == [400] * 6 + [100]
        for number, page in enumerate(whole[:-1], 1):
            rest = list(source.iter_people(PeopleQuery(after=page.cursor, page_size=400)))
            assert [refs(each) for each in rest] == [refs(each) for each in whole[number:]]
            assert rest[-1].rejects == whole[-1].rejects
            assert len(rest[-1].rejects) == 2


def test_a_cursor_of_another_extract_is_refused(tmp_path) -> None:
    with opened(tmp_path, big()) as source:
        cursor = next(iter(source.iter_people(PeopleQuery()))).cursor
    with opened(tmp_path, big() + ROW_1) as source, pytest.raises(SourceUnavailable, match="FP-0416"):
        next(iter(source.iter_people(PeopleQuery(after=cursor))))
    with opened(tmp_path) as source, pytest.raises(SourceUnavailable, match="FP-0416"):
        next(iter(source.iter_people(PeopleQuery(after="17"))))


def test_a_file_of_rejects_alone_comes_in_pages_too(tmp_path) -> None:
    found = pages(tmp_path, HEADER + "broken\n" * 2500)
    assert [len(page.rejects) for page in found] == [1000, 1000, 500]
    assert not any(page.people for page in found)


def test_one_person_by_reference(tmp_path) -> None:
    with opened(tmp_path, HEADER + ROW_1 + ROW_2) as source:
        assert source.get_person("A2").family_name == "Moss"
        with pytest.raises(PersonNotFound):
            source.get_person("A9")


def test_memory_does_not_grow_with_the_file(tmp_path) -> None:
    def peak(people: int) -> int:
        with opened(tmp_path, big(people)) as source:
            tracemalloc.start()
            for _ in source.iter_people(PeopleQuery()):
                pass
            _, most = tracemalloc.get_traced_memory()
            tracemalloc.stop()
        return most

    few, many = peak(4_000), peak(40_000)
    # Beside a page, what grows is at most 24 bytes a person: the table of references while it is made anew.
    assert many - few < 36_000 * 24 + 200_000


def test_positions_are_those_of_the_bytes(tmp_path) -> None:
    with opened(tmp_path, ACCENTED) as source:
        (page,) = source.iter_people(PeopleQuery())
    raw = (tmp_path / "extract.csv").read_bytes()
    assert [next(csv.reader(raw[at:].decode().splitlines()))[0] for at in page.positions] == ["A1", "A2"]


@pytest.mark.parametrize(
    "code",
    ["FP-0410", *(f"FP-{number:04d}" for number in range(412, 420)), "FP-0510", "FP-0511", "FP-0512"],
)
def test_every_code_is_explained(code) -> None:
    assert CATALOGUE[code].remedy
