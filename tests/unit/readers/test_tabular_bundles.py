"""Several CSV files joined by person: whatever their order, the same people as joined in memory."""

from __future__ import annotations

import csv
import errno
import io
import json
import os
import random
import tempfile
import tracemalloc
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapter_core.domain.states import State
from adapter_core.errors import CATALOGUE, ConfigurationError, MappingError, PersonNotFound, SourceUnavailable
from adapter_core.hooks.ports import Page, PeopleQuery, Reject
from adapter_core.readers.mapping import compile_mapping, load_mapping
from adapter_core.readers.tabular import (
    FileOptions,
    Options,
    TabularSource,
    children,
    lookups,
    noting,
    places,
)
from adapter_core.testing.shapes import held

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from adapter_core.domain.people import Person

AS_OF = date(2026, 11, 23)
MAPPING = """
schema = 1
format = "csv"
[files.person]
name = "people.csv"
[files.address]
name = "addresses.csv"
person = "WHO"
current = { end = "UNTIL" }
pick = [{ latest = "SINCE" }]
where = { KIND = { not = "WORK" } }
[files.relationship]
name = "relationships.csv"
person = "WHO"
[files.kind]
name = "kinds.csv"
join = { "relationship.KIND" = "ID" }
where = { LIVE = "Y" }
current = { start = "FROM" }
[files.unread]
name = "never.csv"
person = "WHO"
[person]
ref = { column = "person.REF" }
family_name = { column = "person.SURNAME" }
postcode = { column = "address.POSTCODE", transform = "postcode" }
[each.relationships]
table = "relationship"
other_ref = { column = "relationship.OTHER" }
role = { column = "kind.ROLE" }
"""
ONE_FILE = 'schema = 1\nformat = "csv"\n[person]\nref = { column = "REF" }\n'
PEOPLE = "REF,SURNAME\n1,Fern\n2,Moss\n3,Reed\n"
ADDRESSES = (
    "POSTCODE,WHO,KIND,SINCE,UNTIL\nZZ99 3VZ,1,HOME,01/12/2020,\nZZ99 3WZ,1,HOME,02/01/2020,\n"
    "ZZ99 3CZ,2,WORK,,\nZZ99 3GZ,3,HOME,,01/01/2026\n"
)
RELATIONSHIPS = "WHO,OTHER,KIND\n1,2,a\n1,3,b\n2,1,c\n3,1,zz\n3,2,\n"
KINDS = "ID,ROLE,LIVE,FROM\na,Mother,Y,\nb,Uncle,N,\nc,Son,Y,01/01/2000\nzz,Friend,Y,01/01/2030\n"
FILES = {
    "people.csv": PEOPLE,
    "addresses.csv": ADDRESSES,
    "relationships.csv": RELATIONSHIPS,
    "kinds.csv": KINDS,
}


@contextmanager
def opened(
    folder: Path,
    content: Mapping[str, str | bytes | None] | None = None,
    /,
    mapping: str = MAPPING,
    **options: Any,
) -> Iterator[TabularSource]:
    (folder / "ours.toml").write_text(mapping, encoding="utf-8")
    bundle = folder / "extract"
    bundle.mkdir(exist_ok=True)
    for name, written in {**FILES, **(content or {})}.items():
        (bundle / name).unlink(missing_ok=True)
        if written is not None:
            (bundle / name).write_bytes(written.encode() if isinstance(written, str) else written)
    loaded = load_mapping("./ours.toml", base=folder, folders={})
    reader = compile_mapping(loaded, as_of=AS_OF)
    with TabularSource(bundle, loaded, reader, source="supplier", options=Options(**options)) as source:
        yield source


def pages(
    folder: Path, content: Mapping[str, str | bytes | None] | None = None, /, **given: Any
) -> list[Page]:
    with opened(folder, content, **given) as source:
        return list(source.iter_people(PeopleQuery()))


def shown(people: Sequence[Person]) -> list[tuple[Any, ...]]:
    return [
        (
            person.ref,
            person.family_name,
            person.postcode,
            [(item.other_ref, item.role) for item in person.relationships],  # type: ignore[union-attr]
        )
        for person in people
    ]


ALL = [
    ("1", "Fern", "ZZ99 3VZ", [("2", "Mother"), ("3", State.ABSENT)]),
    ("2", "Moss", State.ABSENT, [("1", "Son")]),
    ("3", "Reed", State.EXPIRED, [("1", State.ABSENT), ("2", State.ABSENT)]),
]


def test_people_are_joined_from_their_files(tmp_path) -> None:
    """Conditions, periods with days written the British way, look-ups with conditions of their own."""
    (page,) = pages(tmp_path)
    assert shown(page.people) == ALL
    assert page.rejects == []


def shuffled(text: str, seed: int) -> str:
    header, *rows = text.splitlines(keepends=True)
    random.Random(seed).shuffle(rows)
    return header + "".join(rows)


def test_one_person_and_people_by_position(tmp_path) -> None:
    for relationships in (RELATIONSHIPS, shuffled(RELATIONSHIPS, 4)):
        with opened(tmp_path, {"relationships.csv": relationships}) as source:
            (page,) = source.iter_people(PeopleQuery())
            assert [source.get_person(person.ref) for person in page.people] == page.people
            assert source.people_at(page.positions[::-1]) == page.people[::-1]
            with pytest.raises(PersonNotFound, match="FP-0405"):
                source.get_person("9")


# --- against joining in memory ----------------------------------------------------------------------

TEXT = st.text("ab ,;\"'\nÄé€", max_size=8)
KEYS = st.one_of(
    st.lists(st.integers(1, 60).map(str), unique=True, max_size=25),
    st.lists(st.from_regex(r"A[0-9]{3}", fullmatch=True), unique=True, max_size=25),
    st.lists(st.sampled_from(["1", "01", "2", "10", "A1", "x2"]), unique=True),
)
ORDERS = st.sampled_from(["number", "text", "shuffled"])


def in_order(rows: list[Any], order: str, dice: random.Random) -> list[Any]:
    if order == "shuffled":
        return dice.sample(rows, len(rows))
    if order == "number":
        return sorted(rows, key=lambda row: (int(row[0]) if row[0].isdigit() else 0, row[0]))
    return sorted(rows, key=lambda row: row[0])


def written(rows: list[list[str]], codec: str, delimiter: str, quoting: Any) -> bytes:
    file = io.StringIO()
    csv.writer(file, delimiter=delimiter, quoting=quoting, lineterminator="\r\n").writerows(rows)
    return file.getvalue().encode(codec)


@given(
    KEYS, ORDERS, ORDERS, st.data(), st.randoms(use_true_random=False),
    st.sampled_from(["utf-8", "utf-8-sig", "cp1252", "utf-16"]), st.sampled_from(",;\t|"),
    st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]), st.sampled_from([1, 3, 1000]),
)  # fmt: skip
@settings(max_examples=150, deadline=None)
def test_the_same_as_joined_in_memory(  # noqa: PLR0917 - what a bundle is made of
    keys, main_order, child_order, data, dice, codec, delimiter, quoting, size
) -> None:
    names = data.draw(st.lists(TEXT, min_size=len(keys), max_size=len(keys)))
    strangers = data.draw(st.lists(st.sampled_from(["7000", "A9", "-5"]), max_size=2, unique=True))
    owners = [*keys, *strangers]
    rows = data.draw(st.lists(st.tuples(st.sampled_from(owners), TEXT), max_size=40)) if owners else []
    people = in_order([[key, name] for key, name in zip(keys, names, strict=True)], main_order, dice)
    children_ = in_order([list(row) for row in rows], child_order, dice)
    mapping = """
        schema = 1
        format = "csv"
        [files.person]
        name = "people.csv"
        [files.relationship]
        name = "relationships.csv"
        person = "WHO"
        [person]
        ref = { column = "person.REF" }
        family_name = { column = "person.SURNAME" }
        [each.relationships]
        table = "relationship"
        other_ref = { column = "relationship.WHO" }
        role = { column = "relationship.ROLE" }
    """
    files = {
        "people.csv": written([["REF", "SURNAME"], *people], codec, delimiter, quoting),
        "relationships.csv": written([["WHO", "ROLE"], *children_], codec, delimiter, quoting),
    }
    said = FileOptions(encoding="windows-1252" if codec == "cp1252" else None, delimiter=delimiter)
    may = {"relationship": FileOptions(may_be_empty=True)}
    with (
        tempfile.TemporaryDirectory() as name,
        opened(Path(name), files, mapping=mapping, every=said, files=may) as source,
    ):
        if not people:
            with pytest.raises(SourceUnavailable, match="FP-0413"):
                list(source.iter_people(PeopleQuery()))
            return
        whole = list(source.iter_people(PeopleQuery(page_size=size)))
        found = [person for page in whole for person in page.people]
        assert [person.ref for person in found] == [key for key, _ in people]
        for person in found:
            roles = [cleaned(text) for key, text in children_ if key == person.ref]
            assert [item.role for item in person.relationships] == roles  # type: ignore[union-attr]
        rejects = [reject for page in whole for reject in page.rejects]
        lost = {key for key, _ in children_ if key in strangers and key not in keys}
        assert {reject.ref for reject in rejects} == lost
        assert {reject.code for reject in rejects} <= {"FP-0513"}
        positions = [position for page in whole for position in page.positions]
        assert source.people_at(positions) == found
        for number, page in enumerate(whole[:-1], 1):
            rest = list(source.iter_people(PeopleQuery(after=page.cursor, page_size=size)))
            assert [list(each.people) for each in rest] == [list(each.people) for each in whole[number:]]
            assert rest[-1].rejects == whole[-1].rejects


def cleaned(text: str) -> Any:
    plain = text.replace("\n", " ").strip()
    return plain or State.ABSENT


# --- orders -----------------------------------------------------------------------------------------


def big(people: int, *, spread: int = 1) -> dict[str, str]:
    refs = range(1, people + 1)
    return {
        "people.csv": "REF,SURNAME\n" + "".join(f"{ref},Fern\n" for ref in refs),
        "relationships.csv": "WHO,OTHER,KIND\n"
        + "".join(f"{ref},{ref + step},a\n" for ref in refs for step in range(1, spread + 1)),
        "addresses.csv": "POSTCODE,WHO,KIND,SINCE,UNTIL\n" + "".join(f"ZZ99 3VZ,{ref},,,\n" for ref in refs),
    }


def test_files_that_ascend_alike_are_read_side_by_side(tmp_path, monkeypatch) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError

    monkeypatch.setattr(places.RowPlaces, "add", refuse)
    found = pages(tmp_path, big(2500))
    assert [len(page.people) for page in found] == [1000, 1000, 500]
    assert all(len(person.relationships) == 1 for page in found for person in page.people)


@pytest.mark.parametrize(("late", "has"), [("0", 1), ("A2", 0), ("999999", 1)])
def test_a_main_file_that_stops_ascending_late_changes_nothing(tmp_path, late, has) -> None:
    files = big(2500)
    files["people.csv"] += f"{late},Late\n1300,Again\n3000,Last\n"
    if late == "0":
        files["relationships.csv"] = files["relationships.csv"].replace("KIND\n", "KIND\n0,1,a\n")
    elif has:
        files["relationships.csv"] += f"{late},1,a\n"
    found = pages(tmp_path, files)
    everybody = [person for page in found for person in page.people]
    assert [len(page.people) for page in found] == [1000, 1000, 502]
    assert len({person.ref for person in everybody}) == 2502
    number = {person.ref: len(person.relationships) for person in everybody}
    assert number.pop("3000") == 0
    assert number.pop(late) == has
    assert set(number.values()) == {1}
    assert [reject for page in found for reject in page.rejects] == [Reject("1300", "FP-0511", "ref")]


def test_memory_does_not_grow_with_the_files(tmp_path) -> None:
    def peak(people: int, seed: int | None) -> int:
        files = big(people)
        if seed is not None:
            files["relationships.csv"] = shuffled(files["relationships.csv"], seed)
        with opened(tmp_path, files) as source:
            tracemalloc.start()
            for _ in source.iter_people(PeopleQuery()):
                pass
            _, most = tracemalloc.get_traced_memory()
            tracemalloc.stop()
        return most

    # Thirteen thousand people with their rows take some 13 MB. What grows is the table of the main file's
    # references, in steps; and of a file in another order, some twenty bytes a row.
    assert peak(25_000, None) - peak(12_000, None) < 1_000_000
    assert peak(25_000, 1) - peak(12_000, 1) < 1_500_000


# --- bad input --------------------------------------------------------------------------------------


def test_a_file_that_is_missing_makes_the_source_down_and_names_the_nearest(tmp_path) -> None:
    gone = {"addresses.csv": None, "kinds.csv": None, "adresses.csv": ADDRESSES}
    with pytest.raises(SourceUnavailable, match=r"FP-0420: .*no addresses.csv and no kinds.csv") as caught:
        pages(tmp_path, gone)
    assert 'Did you mean "adresses.csv"?' in caught.value.message
    (page,) = pages(tmp_path, {**gone, "kinds.csv": KINDS}, files={"address": FileOptions("adresses.csv")})
    assert shown(page.people) == ALL


def test_a_folder_and_a_file_are_told_apart(tmp_path) -> None:
    loaded = load_mapping(_saved(tmp_path, MAPPING), base=tmp_path, folders={})
    reader = compile_mapping(loaded, as_of=AS_OF)
    (tmp_path / "people.csv").write_text(PEOPLE, encoding="utf-8")
    with pytest.raises(ConfigurationError, match="FP-0422"):
        TabularSource(tmp_path / "people.csv", loaded, reader, source="supplier")
    with pytest.raises(SourceUnavailable, match="FP-0410"):
        TabularSource(tmp_path / "nowhere", loaded, reader, source="supplier")


def _saved(folder: Path, mapping: str) -> str:
    (folder / "ours.toml").write_text(mapping, encoding="utf-8")
    return "./ours.toml"


def test_files_of_different_ages_are_said_and_the_oldest_counts(tmp_path) -> None:
    with opened(tmp_path):
        pass
    for number, name in enumerate(FILES):
        os.utime(tmp_path / "extract" / name, (1_790_000_000 - 86_400 * 3 * (name == "addresses.csv"),) * 2)
        assert number < len(FILES)
    loaded = load_mapping("./ours.toml", base=tmp_path, folders={})
    reader = compile_mapping(loaded, as_of=AS_OF)
    with TabularSource(tmp_path / "extract", loaded, reader, source="supplier") as source:
        report = source.inspect()
    assert [(each.code, each.fatal) for each in report.problems] == [("FP-0421", False)]
    assert report.problems[0].what.startswith("addresses.csv was written 3 days before")
    assert report.as_of == datetime.fromtimestamp(1_790_000_000 - 86_400 * 3, tz=UTC)


@pytest.mark.parametrize("content", ["WHO,OTHER,KIND\n", "WHO,OTHER,KIND", "WHO,OTHER,KIND\n,,\n\n"])
def test_a_file_without_rows_is_believed_only_if_the_config_says_so(tmp_path, content) -> None:
    with pytest.raises(SourceUnavailable, match="FP-0423") as caught:
        pages(tmp_path, {"relationships.csv": content})
    assert "relationships.csv" in caught.value.where
    with opened(tmp_path, {"relationships.csv": content}) as source, pytest.raises(SourceUnavailable):
        source.get_person("1")
    may = {"relationship": FileOptions(may_be_empty=True)}
    (page,) = pages(tmp_path, {"relationships.csv": content}, files=may)
    assert [person.relationships for person in page.people] == [(), (), ()]


@pytest.mark.parametrize("content", ["ID,ROLE,LIVE,FROM\n", "ID,ROLE,LIVE,FROM\n,,,\n"])
def test_a_look_up_file_without_rows_is_believed_only_if_the_config_says_so(tmp_path, content) -> None:
    files = {"kinds.csv": content}
    with pytest.raises(SourceUnavailable, match="FP-0423") as caught:
        pages(tmp_path, files)
    assert "kinds.csv" in caught.value.where
    with opened(tmp_path, files) as source, pytest.raises(SourceUnavailable, match="FP-0423"):
        source.get_person("1")
    (page,) = pages(tmp_path, files, files={"kind": FileOptions(may_be_empty=True)})
    assert [getattr(item, "role", None) for item in page.people[0].relationships] == [State.ABSENT] * 2
    # Nothing is lost where nothing refers to it.
    (page,) = pages(tmp_path, {**files, "relationships.csv": "WHO,OTHER,KIND\n1,2,\n"})
    assert held(page.people[0], "relationships.other_ref") == "2"


@pytest.mark.parametrize("name", ["people.csv", "addresses.csv", "kinds.csv"])
def test_an_empty_file_is_an_error_whichever_it_is(tmp_path, name) -> None:
    with pytest.raises(SourceUnavailable, match="FP-0413") as caught:
        pages(tmp_path, {name: ""})
    assert name in caught.value.where


@pytest.mark.parametrize("order", ["1", "0"])
def test_rows_of_nobody_are_listed_once_a_person_and_counted_beyond(tmp_path, order, monkeypatch) -> None:
    monkeypatch.setattr(noting, "MOST_LISTED", 2)
    monkeypatch.setattr(children, "MOST_LISTED", 2)
    rows = [*(f"{ref},1,a\n" for ref in (*range(1, 4), 70, 70, 80, 90, 91)), "Fern Moss,1,a\n"]
    text = "WHO,OTHER,KIND\n" + "".join(rows if order == "1" else rows[::-1])
    (page,) = pages(tmp_path, {"relationships.csv": text})
    assert len(page.people) == 3
    listed = [reject for reject in page.rejects if "row" not in reject.ref]
    (more,) = [reject for reject in page.rejects if "rows not listed" in reject.ref]
    assert {reject.code for reject in page.rejects} == {"FP-0513"}
    assert 1 <= len(listed) <= 2
    assert more.anonymous  # so many that the main file may be cut short: nobody is known to be gone
    assert not any("Fern" in reject.ref for reject in page.rejects)


def test_a_person_with_a_broken_row_is_rejected_and_not_short_of_what_it_holds(tmp_path) -> None:
    broken = RELATIONSHIPS.replace("2,1,c\n", "2,1\n")
    with opened(tmp_path, {"relationships.csv": broken}) as source:
        (page,) = source.iter_people(PeopleQuery())
        assert shown(page.people) == [ALL[0], ALL[2]]
        assert page.rejects == [Reject("2", "FP-0514"), Reject("relationships.csv row 4", "FP-0510")]
        with pytest.raises(SourceUnavailable, match="FP-0426"):
            source.get_person("2")


def test_a_restricted_person_is_named_in_no_reject(tmp_path) -> None:
    mapping = MAPPING.replace("[person]\n", '[person]\nrestricted = { column = "person.SECRET" }\n')
    people = "REF,SURNAME,SECRET\n1,Fern,N\n2,Moss,Y\n3,Reed,?\n3,Reed,?\n"
    files = {"people.csv": people, "relationships.csv": RELATIONSHIPS.replace("2,1,c\n", "2,1\n")}
    (page,) = pages(tmp_path, files, mapping=mapping)
    assert [each.ref for each in page.people] == ["1", "3"]
    assert page.rejects == [
        Reject("row 5", "FP-0511", "ref"),
        Reject("row 3", "FP-0514"),
        Reject("relationships.csv row 4", "FP-0510"),
    ]


@pytest.mark.parametrize("row", ['3,"open,c', '3,"shut"again,c', '3,"open', '"3,1,c'])
@pytest.mark.parametrize("last", [True, False])
def test_whose_row_it_is_shows_even_where_a_quote_is_never_closed(tmp_path, row, last) -> None:
    before, after = (RELATIONSHIPS, "") if last else RELATIONSHIPS.split("3,1,zz\n")
    with opened(tmp_path, {"relationships.csv": f"{before}{row}\n{after}"}) as source:
        (page,) = source.iter_people(PeopleQuery())
        assert shown(page.people) == ALL[:2]
        assert Reject("3", "FP-0514") in page.rejects
        with pytest.raises(SourceUnavailable, match="FP-0426"):
            source.get_person("3")


@pytest.mark.parametrize(
    ("delimiter", "quote"), [(";", ";"), ('"', None), ("\n", None), ("\r", None), ("\0", None), (" ", None)]
)
def test_a_delimiter_that_cannot_divide(tmp_path, delimiter, quote) -> None:
    mapping = f"delimiter = {json.dumps(delimiter)}\n{MAPPING}"
    with (
        pytest.raises(ConfigurationError, match="FP-0425"),
        opened(tmp_path, mapping=mapping, every=FileOptions(quote=quote)),
    ):
        pass


def test_a_folder_that_may_not_be_read(tmp_path, monkeypatch) -> None:
    """What a network drive says to an account that may not look into it."""

    def refused(*_: object, **__: object) -> None:
        raise PermissionError(errno.EACCES, "Permission denied", str(tmp_path))

    for number, mapping in enumerate((MAPPING, ONE_FILE)):
        (tmp_path / f"{number}.toml").write_text(mapping, encoding="utf-8")
    loaded = [load_mapping(f"./{number}.toml", base=tmp_path, folders={}) for number in range(2)]
    readers = [compile_mapping(each, as_of=AS_OF) for each in loaded]
    monkeypatch.setattr(os, "stat", refused)
    monkeypatch.setattr(Path, "stat", refused)
    for each, reader in zip(loaded, readers, strict=True):
        with pytest.raises(SourceUnavailable, match="FP-0410") as caught:
            TabularSource(tmp_path / "extract", each, reader, source="supplier")
        assert str(tmp_path) not in f"{caught.value} {caught.value.where}"


@pytest.mark.parametrize("name", ["a\0b", "a" * 5000])
def test_a_name_that_no_file_can_have(tmp_path, name) -> None:
    with opened(tmp_path):
        pass
    for mapping in (MAPPING, ONE_FILE):
        (tmp_path / "ours.toml").write_text(mapping, encoding="utf-8")
        loaded = load_mapping("./ours.toml", base=tmp_path, folders={})
        reader = compile_mapping(loaded, as_of=AS_OF)
        with pytest.raises(SourceUnavailable, match="FP-0410"):
            TabularSource(tmp_path / name, loaded, reader, source="supplier")
    with (
        pytest.raises(SourceUnavailable, match=r"FP-0410|FP-0420"),
        opened(tmp_path, files={"address": FileOptions(name=name)}),
    ):
        pass


def test_a_file_that_is_broken_throughout_is_no_file(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(children, "MOST_SPOILT", 3)
    broken = RELATIONSHIPS + "".join(f"{ref},short\n" for ref in range(5))
    with pytest.raises(SourceUnavailable, match="FP-0428"):
        pages(tmp_path, {"relationships.csv": broken})


def test_rows_of_other_files_that_cannot_be_used_are_told(tmp_path) -> None:
    files = {
        "relationships.csv": RELATIONSHIPS + ",1,a\n3,\0,a\n",
        "kinds.csv": KINDS + "a,Other,Y,\nq,short\na,Mother,Y,\n",
    }
    (page,) = pages(tmp_path, files)
    assert sorted((each.ref, each.code) for each in page.rejects) == [
        ("3", "FP-0514"),
        ("kinds.csv row 6", "FP-0515"),
        ("kinds.csv row 7", "FP-0510"),
        ("relationships.csv row 7", "FP-0500"),
        ("relationships.csv row 8", "FP-0512"),
    ]
    assert not any(each.anonymous for each in page.rejects)  # who is there, the main file says


def test_a_look_up_file_that_is_too_big_names_itself(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(lookups, "MOST_ROWS", 3)
    with pytest.raises(MappingError, match=r"FP-0424: .*more than 3 rows") as caught:
        pages(tmp_path)
    assert "kinds.csv" in caught.value.where


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("addresses.csv", ADDRESSES.replace(",", ";"), "FP-0414"),
        ("addresses.csv", ADDRESSES.replace("UNTIL", "ENDS"), "FP-0301"),
        ("addresses.csv", ADDRESSES.replace("SINCE", "KIND"), "FP-0301"),
        ("kinds.csv", KINDS.replace("LIVE", "ALIVE"), "FP-0301"),
        ("people.csv", PEOPLE.replace("SURNAME", "REF"), "FP-0415"),
    ],
)
def test_a_header_that_does_not_fit_is_found_before_anybody_is_read(tmp_path, name, content, code) -> None:
    with opened(tmp_path, {name: content}) as source:
        problems = source.inspect().problems
        assert code in {each.code for each in problems}
        assert all(name in each.where for each in problems)
        with pytest.raises(MappingError):
            next(iter(source.iter_people(PeopleQuery())))
    if code == "FP-0414":
        assert 'Set delimiter = ";"' in problems[0].what


def test_a_wrong_encoding_of_any_file_is_found_before_anybody_is_read(tmp_path) -> None:
    spoilt = RELATIONSHIPS.encode() + "3,Zoë,a\n".encode("cp1252")
    with (
        opened(tmp_path, {"relationships.csv": spoilt}) as source,
        pytest.raises(SourceUnavailable, match="FP-0412") as caught,
    ):
        next(iter(source.iter_people(PeopleQuery())))
    assert "relationships.csv" in caught.value.where


def test_ten_thousand_columns_are_read_by_those_that_count(tmp_path) -> None:
    more = ",".join(f"C{number}" for number in range(10_000))
    blank = "," * 9_999
    wide = "".join(
        f"{line},{more if number == 0 else blank}\n" for number, line in enumerate(PEOPLE.splitlines())
    )
    (page,) = pages(tmp_path, {"people.csv": wide})
    assert shown(page.people) == ALL
    with pytest.raises(MappingError, match="FP-0301"):
        pages(tmp_path, {"people.csv": wide.replace("SURNAME", "FAMILY")})


@pytest.mark.parametrize("name", ["people.csv", "relationships.csv", "kinds.csv"])
def test_a_file_that_changes_while_others_are_read(tmp_path, name) -> None:
    with opened(tmp_path, big(3000)) as source:
        reading = source.iter_people(PeopleQuery())
        cursor = next(reading).cursor
        with (tmp_path / "extract" / name).open("a") as file:
            file.write("x")
        with pytest.raises(SourceUnavailable, match="FP-0416"):
            list(reading)
    loaded = load_mapping("./ours.toml", base=tmp_path, folders={})
    reader = compile_mapping(loaded, as_of=AS_OF)
    with (
        TabularSource(tmp_path / "extract", loaded, reader, source="supplier") as source,
        pytest.raises(SourceUnavailable, match="FP-0416"),
    ):
        next(iter(source.iter_people(PeopleQuery(after=cursor))))


def test_a_mapping_that_extends_another_says_of_a_file_what_differs(tmp_path) -> None:
    (tmp_path / "theirs.toml").write_text(MAPPING, encoding="utf-8")
    ours = 'schema = 1\nformat = "csv"\nextends = "./theirs.toml"\n[files.relationship]\ndelimiter = ";"\n'
    (page,) = pages(tmp_path, {"relationships.csv": RELATIONSHIPS.replace(",", ";")}, mapping=ours)
    assert shown(page.people) == ALL
    with pytest.raises(MappingError, match=r"FP-0313: A file needs a name"):
        pages(tmp_path, mapping=MAPPING.replace('name = "kinds.csv"\n', ""))


def test_a_condition_about_a_file_that_is_not_joined(tmp_path) -> None:
    wrong = MAPPING.replace('where = { LIVE = "Y" }', 'where = { "address.KIND" = "Y" }')
    with pytest.raises(MappingError, match="FP-0427"):
        pages(tmp_path, mapping=wrong)
    wrong = MAPPING.replace('where = { KIND = { not = "WORK" } }', 'where = { "person.SURNAME" = "Y" }')
    with pytest.raises(MappingError, match="FP-0427"):
        pages(tmp_path, mapping=wrong)


def test_conditions_of_the_main_file_and_of_what_is_joined(tmp_path) -> None:
    main = 'name = "people.csv"'
    mapping = MAPPING.replace(main, main + '\nwhere = { SURNAME = ["Fern", "Reed"] }')
    mapping = mapping.replace(
        'name = "relationships.csv"\n', 'name = "relationships.csv"\nwhere = { "kind.ROLE" = "Mother" }\n'
    )
    for relationships in (RELATIONSHIPS, shuffled(RELATIONSHIPS, 4)):
        (page,) = pages(tmp_path, {"relationships.csv": relationships}, mapping=mapping)
        assert [(person.ref, len(person.relationships)) for person in page.people] == [("1", 1), ("3", 0)]
        assert page.rejects == []  # the rows of whoever a condition leaves out are somebody's


def test_blanks_beside_a_reference_part_nobody_from_their_rows(tmp_path) -> None:
    files = {
        "people.csv": PEOPLE.replace("1,", " 1 ,"),
        "relationships.csv": RELATIONSHIPS.replace("2,1,", " 2,1,"),
    }
    (page,) = pages(tmp_path, files)
    assert shown(page.people) == ALL


def test_a_person_with_very_many_rows_is_found_by_places_too(tmp_path) -> None:
    rows = [f"{1 + number % 2},3,a\n" for number in range(12_000)]
    (page,) = pages(tmp_path, {"relationships.csv": "WHO,OTHER,KIND\n" + "".join(rows)})
    assert [len(person.relationships) for person in page.people] == [6_000, 6_000, 0]


@pytest.mark.parametrize(
    "code",
    [
        *(f"FP-042{number}" for number in "012346789"),
        *(f"FP-051{number}" for number in "345"),
    ],
)
def test_every_code_of_a_bundle_is_explained(code) -> None:
    assert CATALOGUE[code].remedy
