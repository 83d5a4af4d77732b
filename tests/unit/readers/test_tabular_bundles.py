"""Several CSV files joined by person: whatever their order, the same people as joined in memory."""

from __future__ import annotations

import csv
import io
import random
import tempfile
import tracemalloc
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapter_core.domain.states import State
from adapter_core.errors import MappingError, PersonNotFound, SourceUnavailable
from adapter_core.hooks.ports import PeopleQuery, Reject
from adapter_core.readers.tabular import (
    FileOptions,
    places,
)
from tests.unit.readers.bundles import (
    ALL,
    MAPPING,
    PEOPLE,
    RELATIONSHIPS,
    big,
    opened,
    pages,
    shown,
    shuffled,
)


def test_people_are_joined_from_their_files(tmp_path) -> None:
    """Conditions, periods with days written the British way, look-ups with conditions of their own."""
    (page,) = pages(tmp_path)
    assert shown(page.people) == ALL
    assert page.rejects == []


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
