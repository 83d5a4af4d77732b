"""Northgate AIS: what its writer writes comes back the same; its packaged mapping reads its sample."""

from __future__ import annotations

import csv
import json
import tempfile
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

import council_mappings
from adapter_core.domain.codes import CODE_LISTS
from adapter_core.domain.fields import SENTINELS, Kind
from adapter_core.domain.people import FIELDS, GpRegistration, Person
from adapter_core.domain.states import State
from adapter_core.errors import MappingError, SourceUnavailable
from adapter_core.hooks.capabilities import Port
from adapter_core.hooks.ports import OpenContext, Page, PeopleQuery, Reject
from adapter_northgate_ais.backend import NorthgateAisConfig
from adapter_northgate_ais.plugin import adapter_demographics, adapter_sample_writers
from adapter_northgate_ais.writing import COLUMNS, SAMPLE_FIELDS, UNMAPPED

if TYPE_CHECKING:
    from collections.abc import Iterable

AS_OF = date(2026, 11, 23)
MAPPINGS = Path(council_mappings.__file__).parent
(BACKEND,) = (each for each in adapter_demographics() if each.name == "northgate_ais")
(WRITER,) = (each for each in adapter_sample_writers() if each.name == "northgate_ais")
ABSENT = State.ABSENT


def context(folder: Path) -> OpenContext:
    return OpenContext("ais", AS_OF, folder, {}, {"council_mappings": MAPPINGS})


def pages(folder: Path, **config: Any) -> list[Page]:
    settings_ = BACKEND.config_model.model_validate({"path": "ais.csv", **config})
    with BACKEND.open(settings_, context(folder)) as source:
        return list(source.iter_people(PeopleQuery()))


def written(people: Iterable[Person], **options: Any) -> Page:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        keys = WRITER.write(folder, people, {"as_of": AS_OF, **options})
        assert sorted(each.name for each in folder.iterdir()) == [keys["path"]]
        (page,) = pages(folder, **keys)
        return page


def somebody(ref: str = "A0000001", **fields: Any) -> Person:
    values: dict[str, Any] = dict.fromkeys(
        (path for path in COLUMNS if "." not in path and path != "ref"), ABSENT
    )
    return Person(ref, **{**values, "gp": (), **fields})


# --- the round trip ---------------------------------------------------------------------------------

TEXT = (
    st.text(
        st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufeff"), min_size=1, max_size=20
    )
    .map(str.strip)
    .filter(bool)
    .filter(lambda text: text.upper() not in SENTINELS[Kind.TEXT] | {"NOT FOUND", "ADDRESS NOT KNOWN"})
)
OWN_TEXT = {
    "nhs_number": st.integers(1, 10**10 - 1).map(lambda number: f"{number:010d}"),
    "postcode": st.sampled_from(["ZZ99 3VZ", "ZZ99 3WZ", "EC1A 1BB", "M1 1AE"]),
    "gp.code": st.from_regex("[A-Y][0-9]{5}", fullmatch=True).filter(lambda code: code != "V81999"),
}
DAY = st.dates(date(1850, 1, 1), date(2099, 12, 31)).filter(lambda day: day != date(1900, 1, 1))


def held(path: str) -> st.SearchStrategy[Any]:
    """What the field can hold, and the states that the extract can say."""
    spec = FIELDS[path]
    match spec.kind:
        case Kind.DATE:
            return DAY | st.sampled_from([ABSENT, State.PLACEHOLDER, State.INVALID])
        case Kind.CODE:
            values = sorted({code.value for code in CODE_LISTS[spec.codes or ""].codes})
            return st.sampled_from([*values, ABSENT, State.PLACEHOLDER, State.NOT_SUPPORTED])
        case _:
            states = [ABSENT, State.PLACEHOLDER, *([State.INVALID] if path == "nhs_number" else [])]
            return OWN_TEXT.get(path, TEXT) | st.sampled_from(states)


PRACTICE = st.builds(
    GpRegistration, *(held(f"gp.{name}") for name in ("code", "name", "practitioner", "start", "end"))
).filter(lambda item: item != GpRegistration(*[ABSENT] * 5))
PERSON = st.fixed_dictionaries(
    {
        **{path: held(path) for path in COLUMNS if "." not in path and path != "ref"},
        "gp": st.just(()) | PRACTICE.map(lambda item: (item,)),
    }
)


@given(st.lists(PERSON, min_size=1, max_size=4))
@settings(max_examples=120, deadline=None)
def test_people_come_back_as_they_were_written(values) -> None:
    people = [Person(f"A{place:07d}", **fields) for place, fields in enumerate(values)]
    page = written(people)
    assert page.people == people
    assert page.rejects == []
    unmapped: dict[tuple[str, str], int] = {}
    for fields in values:
        for path, value in fields.items():
            if value is State.NOT_SUPPORTED:
                unmapped[path, UNMAPPED] = unmapped.get((path, UNMAPPED), 0) + 1
    assert page.unmapped == unmapped


def test_the_strategy_covers_every_field_of_the_writer() -> None:
    assert SAMPLE_FIELDS == WRITER.fields == set(COLUMNS)
    with tempfile.TemporaryDirectory() as name:
        WRITER.write(Path(name), [somebody()], {})
        with BACKEND.open(NorthgateAisConfig(path="ais.csv"), context(Path(name))) as source:
            assert source.inspect().fields == WRITER.fields
            assert source.inspect().capabilities == BACKEND.capabilities


def test_a_second_registration_has_no_place() -> None:
    one = GpRegistration("P99001", ABSENT, ABSENT, ABSENT, ABSENT)
    with tempfile.TemporaryDirectory() as name, pytest.raises(ValueError, match="one registration"):
        WRITER.write(Path(name), [somebody(gp=(one, one))], {})


def test_a_repeated_person_is_read_once() -> None:
    first = somebody(postcode="ZZ99 3VZ")
    page = written([first, somebody(postcode="ZZ99 3WZ"), somebody("A0000002")])
    assert page.people == [first, somebody("A0000002")]
    assert page.rejects == [Reject("A0000001", "FP-0511", "ref")]


@pytest.mark.parametrize(
    ("asked", "lines"),
    [((2,), (2,)), ((3, 4), (3, 4)), ((2, 3, 5), (2, 3, 5)), ((5,), (5,)), ((9,), ()), ((), ())],
)
def test_broken_rows_are_written_where_they_were_asked_for_and_rejected(asked, lines) -> None:
    people = [somebody(f"A000000{place}") for place in range(3)]
    page = written(people, broken_rows=asked)
    assert page.people == people
    assert page.rejects == [Reject(f"row {line}", "FP-0510") for line in lines]


def test_an_older_extract_is_replaced_whole_or_not_at_all(tmp_path) -> None:
    def failing() -> Iterable[Person]:
        yield somebody("A0000002")
        raise RuntimeError

    WRITER.write(tmp_path, [somebody()], {})
    before = (tmp_path / "ais.csv").read_bytes()
    with pytest.raises(RuntimeError):
        WRITER.write(tmp_path, failing(), {})
    assert [each.name for each in tmp_path.iterdir()] == ["ais.csv"]
    assert (tmp_path / "ais.csv").read_bytes() == before


# --- the packaged mapping ---------------------------------------------------------------------------


def plain(value: object) -> object:
    if isinstance(value, State):
        return {"state": value.value}
    return value.isoformat() if isinstance(value, date) else value


def test_the_packaged_sample_gives_its_expected_result() -> None:
    expected = json.loads((MAPPINGS / "northgate_ais/extract.expected.json").read_text(encoding="utf-8"))
    (page,) = pages(MAPPINGS / "northgate_ais", path="extract.sample.csv")
    people = []
    for person in page.people:
        one = {
            path: plain(getattr(person, path)) for path in FIELDS if path in SAMPLE_FIELDS and "." not in path
        }
        assert isinstance(person.gp, tuple)
        names = ("code", "name", "practitioner", "start", "end")
        people.append(
            {**one, "gp": [{name: plain(getattr(item, name)) for name in names} for item in person.gp]}
        )
    assert people == expected["people"]
    assert [{"ref": each.ref, "code": each.code, "field": each.field} for each in page.rejects] == expected[
        "rejects"
    ]
    assert [
        {"field": path, "code": code, "people": count} for (path, code), count in page.unmapped.items()
    ] == expected["unmapped"]


def test_the_sample_is_of_nobody() -> None:
    with (MAPPINGS / "northgate_ais/extract.sample.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            digits = row["NHS_NUMBER"].replace(" ", "")
            assert not digits.isdigit() or digits.startswith("999") or digits == "0" * 10


def test_a_council_gives_its_columns_their_own_names(tmp_path) -> None:
    (tmp_path / "ours.toml").write_text(
        'schema = 1\nformat = "csv"\nextends = "northgate_ais/extract"\nencoding = "windows-1252"\n'
        'delimiter = ";"\neach.gp = false\n'
        '[person]\nref = { column = "SWIFT_ID" }\nemployment = false\naccommodation = false\n'
    )
    left = (
        "title",
        "given_name",
        "family_name",
        "date_of_birth",
        "gender",
        "ethnicity",
        "address",
        "postcode",
    )
    header = ["SWIFT_ID", "NHS_NUMBER", *(COLUMNS[path] for path in left)]
    row = ["17", "", "", "Zoë", "Fern", "", "", "", "", ""]
    content = "\r\n".join([";".join(header), ";".join(row)])
    (tmp_path / "ais.csv").write_bytes(content.encode("cp1252"))
    (page,) = pages(tmp_path, mapping="./ours.toml")
    (person,) = page.people
    assert (person.ref, person.given_name, person.title) == ("17", "Zoë", ABSENT)
    assert {person.employment, person.accommodation, person.gp} == {State.NOT_SUPPORTED}


def test_a_mapping_that_names_a_column_the_extract_lost(tmp_path) -> None:
    WRITER.write(tmp_path, [somebody()], {})
    path = tmp_path / "ais.csv"
    path.write_text(path.read_text().replace("SURNAME", "SURNAMES"))
    with pytest.raises(MappingError, match=r'no column "SURNAME". Did you mean "SURNAMES"'):
        pages(tmp_path)


# --- config -----------------------------------------------------------------------------------------


def test_the_config_overrides_encoding_and_delimiter_and_says_the_day(tmp_path) -> None:
    WRITER.write(tmp_path, [somebody(given_name="Zoë")], {})
    path = tmp_path / "ais.csv"
    path.write_bytes(path.read_bytes().decode().replace(",", ";").encode("cp1252"))
    with pytest.raises(SourceUnavailable, match="FP-0412"):
        pages(tmp_path, delimiter=";")
    (page,) = pages(tmp_path, delimiter=";", encoding="windows-1252")
    assert page.people[0].given_name == "Zoë"
    config = NorthgateAisConfig(path="ais.csv", delimiter=";", encoding="cp1252", as_of=date(2026, 11, 1))
    with BACKEND.open(config, context(tmp_path)) as source:
        assert source.inspect().as_of.date() == date(2026, 11, 1)


def test_an_unknown_key_is_an_error() -> None:
    with pytest.raises(ValidationError, match="delimitter"):
        NorthgateAisConfig.model_validate({"path": "ais.csv", "delimitter": ";"})


def test_no_file(tmp_path) -> None:
    with pytest.raises(SourceUnavailable, match="FP-0410") as caught:
        pages(tmp_path)
    assert caught.value.where == "source ais: ais.csv"


def test_what_is_registered() -> None:
    assert (BACKEND.name, BACKEND.port, BACKEND.title) == (
        "northgate_ais",
        Port.DEMOGRAPHICS,
        "Northgate AIS",
    )
    assert (WRITER.name, WRITER.mapping) == ("northgate_ais", "northgate_ais/extract")
