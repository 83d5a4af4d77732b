"""What raw values become: a value, or the state that says why there is none."""

# ruff: noqa: RUF001, DTZ001 - other digits and times without a zone are what sources hold

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapter_core.domain.people import FIELDS, Service
from adapter_core.domain.states import State
from adapter_core.readers.mapping import TRANSFORMS, compile_mapping, load_mapping
from adapter_core.readers.mapping.convert import MEMORY, Memory, text_of
from adapter_core.readers.mapping.picking import rank

AS_OF = date(2026, 11, 23)
NOTHING, SENTINEL, BROKEN, UNMAPPED = State.ABSENT, State.PLACEHOLDER, State.INVALID, State.NOT_SUPPORTED


@pytest.fixture
def reader_of(tmp_path):
    def make(field, extra=""):
        name, _, rest = field.partition(" ")
        text = 'schema = 1\nformat = "csv"\n[person]\nref = { column = "REF" }\n'
        text += f'{name} = {{ column = "X"{rest} }}\n{extra}'
        (tmp_path / "m.toml").write_text(text)
        return compile_mapping(load_mapping("./m.toml", base=tmp_path, folders={}), as_of=AS_OF)

    return make


def one(reader, raw):
    (person,) = reader.read([("1", raw)]).people
    (name,) = reader.fields - {"ref"}
    return getattr(person, name)


@pytest.mark.requirement("P-04")
@pytest.mark.parametrize(
    ("field", "raw", "expected"),
    [
        ("family_name", " Ash ", "Ash"),
        ("family_name", None, NOTHING),
        ("family_name", " \t", NOTHING),
        ("family_name", "-", SENTINEL),
        ("family_name", "not known", SENTINEL),
        ("family_name", 12, "12"),
        ("family_name", b"\xff", BROKEN),
        ("family_name", ["a"], BROKEN),
        ("family_name", {"a": 1}, BROKEN),
        ("family_name , missing = ['zz']", "ZZ", SENTINEL),
        ("family_name", Decimal("NaN"), BROKEN),
        ("postcode", "nopostcode", SENTINEL),
        ("postcode", "", NOTHING),
        ("postcode", 5, "5"),
        ("date_of_birth", "1950-03-05", date(1950, 3, 5)),
        ("date_of_birth", "1950-03-05 10:11:12.5", date(1950, 3, 5)),
        ("date_of_birth", "1950-03-05T00:00:00Z", date(1950, 3, 5)),
        ("date_of_birth", date(1950, 3, 5), date(1950, 3, 5)),
        ("date_of_birth", datetime(1950, 3, 5, 23, 59, tzinfo=UTC), date(1950, 3, 5)),
        ("date_of_birth", "31/02/1950", BROKEN),
        ("date_of_birth", "1950-02-31", BROKEN),
        ("date_of_birth", "05/03/1950", BROKEN),
        ("date_of_birth", 18000, BROKEN),
        ("date_of_birth", "19500305", BROKEN),
        ("date_of_birth", "1950-03-05x", BROKEN),
        ("date_of_birth", 0.5, BROKEN),
        ("date_of_birth", "1900-01-01", SENTINEL),
        ("date_of_birth", "1900-01-01 00:00:00", SENTINEL),
        ("date_of_birth", datetime(1900, 1, 1), SENTINEL),
        ("date_of_birth", date(1900, 1, 1), SENTINEL),
        ("date_of_birth , missing = ['2099-12-31']", datetime(2099, 12, 31, tzinfo=UTC), SENTINEL),
        ("date_of_birth , transform = 'date_uk'", "5/3/1950", date(1950, 3, 5)),
        ("date_of_birth , transform = 'date_uk'", "31/02/1950", BROKEN),
        ("date_of_birth , transform = 'date_uk'", "01.01.1900 00:00", SENTINEL),
        ("restricted", "Y", True),
        ("restricted", "n", False),
        ("restricted", 1, True),
        ("restricted", 0, False),
        ("restricted", True, True),
        ("restricted", Decimal(0), False),
        ("restricted", "maybe", BROKEN),
        ("restricted", "", NOTHING),
        ("restricted", "?", SENTINEL),
        ("restricted , yes = ['7', 'High']", 7, True),
        ("restricted , yes = ['7', 'High']", "HIGH", True),
        ("restricted , yes = ['7']", "8", False),
        ("restricted , yes = ['7'], no = ['6']", "8", BROKEN),
        ("restricted , yes = ['7'], no = ['6']", 6, False),
        ("nhs_number , transform = 'zero_pad_10', missing = ['0']", 0, SENTINEL),
        ("nhs_number , transform = 'zero_pad_10', missing = ['0']", Decimal("0.0"), SENTINEL),
        ("nhs_number , transform = 'zero_pad_10', missing = ['0']", "0", SENTINEL),
        ("nhs_number , transform = 'zero_pad_10'", "0000000000", SENTINEL),
        ("nhs_number , transform = 'zero_pad_10'", "000", SENTINEL),
        ("nhs_number , transform = 'zero_pad_10'", 99, "0000000099"),
        ("nhs_number , transform = 'zero_pad_10'", Decimal(9990001), "0009990001"),
        ("nhs_number , transform = 'zero_pad_10', missing = ['0000000099']", 99, SENTINEL),
        ("nhs_number , transform = 'zero_pad_10'", -5, BROKEN),
        ("nhs_number , transform = 'zero_pad_10'", 1.5, BROKEN),
        ("nhs_number , transform = 'nhs_number'", "999 000-0018", "9990000018"),
        ("gender", "F", "female"),
        ("gender", 1, "male"),
        ("gender", "not known", State.UNKNOWN_RECORDED),
        ("gender", "Q", UNMAPPED),
        ("gender", " ", NOTHING),
        ("gender", b"\xff", BROKEN),
        ("ethnicity", "Refuses", UNMAPPED),
        ("ethnicity", "Prefer not to say", State.DECLINED),
    ],
    ids=lambda value: f"{type(value).__name__} {value!r}",
)
def test_raw_values(reader_of, field, raw, expected):
    found = one(reader_of(field), raw)
    assert found == expected
    assert type(found) is type(expected)


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("1", "male"),
        (1, "male"),
        (" w", "female"),
        ("W", "female"),
        ("01", UNMAPPED),
        ("x", UNMAPPED),
        ("Z", State.UNKNOWN_RECORDED),
    ],
    ids=repr,
)
def test_codes_translate(reader_of, raw, expected):
    reader = reader_of(
        "gender , codes = 'gender'", '[codes.gender]\n1 = "male"\nW = "female"\nZ = "not_known"\n'
    )
    assert one(reader, raw) == expected


def test_otherwise_stands_for_what_is_not_listed(reader_of):
    reader = reader_of("gender , codes = 'gender', otherwise = 'not_known'", '[codes.gender]\n1 = "male"\n')
    batch = reader.read([("1", "1"), ("2", "9")])
    assert [each.gender for each in batch.people] == ["male", State.UNKNOWN_RECORDED]
    assert batch.unmapped == {}


def test_unmapped_codes_are_counted_each_time_and_cut_short(reader_of):
    reader = reader_of("gender")
    rows = [("1", "Q"), ("2", "Q"), ("3", "x" * 100), ("", "Q")]
    for _ in range(2):
        batch = reader.read(rows)
        assert batch.unmapped == {("gender", "Q"): 2, ("gender", "x" * 40 + "…"): 1}
        assert batch.rejects == [(3, "FP-0500", "ref")]


def test_a_fixed_value_is_everybodys(tmp_path):
    text = 'schema = 1\nformat = "csv"\n[person]\nref = { column = "R" }\n'
    text += 'client_type = { value = "carer" }\n'
    text += '[each.services]\nkind = { value = "Home care" }\nstart = { column = "S" }\n'
    (tmp_path / "m.toml").write_text(text)
    reader = compile_mapping(load_mapping("m.toml", base=tmp_path, folders={}), as_of=AS_OF)
    one_, two = reader.read([("1", "2020-01-01"), ("2", "")]).people
    assert one_.client_type == "carer"
    (service,) = cast("tuple[Service, ...]", one_.services)
    assert service.kind == "Home care"
    assert two.services == ()


ANY = (
    st.none()
    | st.text()
    | st.binary()
    | st.integers()
    | st.floats()
    | st.decimals()
    | st.booleans()
    | st.dates()
    | st.datetimes()
    | st.times()
    | st.lists(st.integers())
    | st.dictionaries(st.text(), st.text())
)
CLASSES = {"text": str, "date": date, "flag": bool, "code": str}


@given(st.lists(st.tuples(*[ANY] * 7), max_size=5))
def test_no_value_ever_raises_and_each_has_its_kind(rows):
    import tempfile  # noqa: PLC0415 - once an example
    from pathlib import Path  # noqa: PLC0415

    names = ["ref", "family_name", "postcode", "date_of_birth", "restricted", "gender", "nhs_number"]
    with tempfile.TemporaryDirectory() as folder:
        fields = "\n".join(f'{name} = {{ column = "{name}" }}' for name in names)
        (Path(folder) / "m.toml").write_text(f'schema = 1\nformat = "csv"\n[person]\n{fields}\n')
        reader = compile_mapping(load_mapping("m.toml", base=Path(folder), folders={}), as_of=AS_OF)
    batch = reader.read(rows)
    assert len(batch.people) + len(batch.rejects) == len(rows)
    for person in batch.people:
        for name in names:
            value = getattr(person, name)
            assert type(value) in {State, CLASSES[FIELDS[name].kind]}
            assert value != ""


@given(ANY)
def test_text_of_a_value_reads_back_or_refuses(raw):
    try:
        text = text_of(raw)
    except ValueError:
        return
    assert text == text.strip() or isinstance(raw, str) is False
    assert text_of(text) == text


@given(st.dates())
def test_dates_survive_every_way_of_writing_them(day):
    for text in (day.isoformat(), f"{day.isoformat()} 00:00:00", f"{day.isoformat()}T12:30"):
        assert TRANSFORMS["date"](text) == day
    assert TRANSFORMS["date_uk"](f"{day.day:02}/{day.month:02}/{day.year:04}") == day


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("role_before_colon", "Mother : Daughter", "Mother"),
        ("role_after_colon", "Mother : Daughter", "Daughter"),
        ("role_before_colon", "Friend", "Friend"),
        ("role_after_colon", "Friend", ""),
        ("role_before_colon", ": Son", ""),
        ("digits", "NHS 999 1", "9991"),
        ("postcode", "me4 4aa", "ME4 4AA"),
        ("upper", "a", "A"),
        ("opg_reference", "700000000054", "7000-0000-0054"),
        ("opg_reference", "M-0000-0000-0013", "M-0000-0000-0013"),
        ("opg_reference", "2123456", "2123456"),
    ],
)
def test_transforms(name, text, expected):
    assert TRANSFORMS[name](text) == expected


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("opg_reference", "V-AB12-CD34-EF56"),
        ("opg_reference", "vab12cd34ef56"),
        ("digits", "x"),
        ("flag_yn", "2"),
        ("zero_pad_10", "٣"),
        ("date", "٢٠٢٠-٠١-٠١"),
    ],
)
def test_transforms_refuse_without_quoting_the_record(name, text):
    with pytest.raises(ValueError) as caught:  # noqa: PT011 - the message is what is looked at
        TRANSFORMS[name](text)
    assert text not in str(caught.value)


def test_memory_is_bounded_and_asks_once():
    asked = []

    def read(raw):
        asked.append(raw)
        return f"<{raw}>"

    memory = Memory(read)
    assert [memory["a"], memory["a"], memory[None], memory[""]] == ["<a>", "<a>", NOTHING, NOTHING]
    assert asked == ["a"]
    for number in range(MEMORY + 10):
        memory[number]
    assert len(memory) <= MEMORY
    assert memory[None] is not None


def test_rank_puts_later_above_earlier_and_blank_last():
    values = [None, "", "junk", "2001-01-01", datetime(2002, 1, 1), date(2003, 1, 1)]
    assert sorted(values, key=rank)[-3:] == values[-3:]
    assert rank(10) > rank(9)
    assert rank(None) < rank("junk")
