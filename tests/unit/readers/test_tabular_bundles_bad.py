"""Several CSV files of which one is missing, broken, empty, changed or not the mapping's."""

from __future__ import annotations

import errno
import json
import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from adapter_core.domain.states import State
from adapter_core.errors import CATALOGUE, ConfigurationError, MappingError, SourceUnavailable
from adapter_core.hooks.ports import PeopleQuery, Reject
from adapter_core.readers.mapping import compile_mapping, load_mapping
from adapter_core.readers.tabular import (
    FileOptions,
    TabularSource,
    children,
    lookups,
    noting,
)
from adapter_core.testing.shapes import held
from tests.unit.readers.bundles import (
    ADDRESSES,
    ALL,
    AS_OF,
    FILES,
    KINDS,
    MAPPING,
    ONE_FILE,
    PEOPLE,
    RELATIONSHIPS,
    big,
    opened,
    pages,
    saved,
    shown,
)


def test_a_file_that_is_missing_makes_the_source_down_and_names_the_nearest(tmp_path) -> None:
    gone = {"addresses.csv": None, "kinds.csv": None, "adresses.csv": ADDRESSES}
    with pytest.raises(SourceUnavailable, match=r"FP-0420: .*no addresses.csv and no kinds.csv") as caught:
        pages(tmp_path, gone)
    assert 'Did you mean "adresses.csv"?' in caught.value.message
    (page,) = pages(tmp_path, {**gone, "kinds.csv": KINDS}, files={"address": FileOptions("adresses.csv")})
    assert shown(page.people) == ALL


def test_a_folder_and_a_file_are_told_apart(tmp_path) -> None:
    loaded = load_mapping(saved(tmp_path, MAPPING), base=tmp_path, folders={})
    reader = compile_mapping(loaded, as_of=AS_OF)
    (tmp_path / "people.csv").write_text(PEOPLE, encoding="utf-8")
    with pytest.raises(ConfigurationError, match="FP-0422"):
        TabularSource(tmp_path / "people.csv", loaded, reader, source="supplier")
    with pytest.raises(SourceUnavailable, match="FP-0410"):
        TabularSource(tmp_path / "nowhere", loaded, reader, source="supplier")


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


@pytest.mark.parametrize(
    "code",
    [
        *(f"FP-042{number}" for number in "012346789"),
        *(f"FP-051{number}" for number in "345"),
    ],
)
def test_every_code_of_a_bundle_is_explained(code) -> None:
    assert CATALOGUE[code].remedy
