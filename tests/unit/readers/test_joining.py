"""Joining: an identifier and the date of birth, or nobody; and nothing of anybody in the index."""

from __future__ import annotations

import tracemalloc
from collections import defaultdict
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapter_core.domain.people import Person
from adapter_core.domain.states import State
from adapter_core.domain.values import nhs_check_digit
from adapter_core.hooks.ports import Page, PeopleQuery, Reject
from adapter_core.readers.joining import ExactMatcher, Joiner
from adapter_core.readers.joining.index import IdentityIndex

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

BORN, OTHER_DAY = date(1950, 3, 5), date(1950, 5, 3)
TEST_NUMBERS = ExactMatcher(allow_synthetic=True)


NUMBERS = [
    f"{first}{check}"
    for first in range(999_000_000, 999_024_000)
    if (check := nhs_check_digit(str(first))) is not None
]


def number(place: int) -> str:
    """The nth valid number of the test range."""
    return NUMBERS[place]


class Elsewhere:
    """A source in memory; a position is ten times a place, plus one."""

    def __init__(self, people: Sequence[Person], page_size: int = 3) -> None:
        self.people, self.page_size = people, page_size
        self.asked: list[int] = []

    def iter_people(self, query: PeopleQuery) -> Iterator[Page]:
        assert query.after is None
        for at in range(0, len(self.people), self.page_size):
            page = list(self.people[at : at + self.page_size])
            positions = [10 * (at + place) + 1 for place in range(len(page))]
            yield Page(page, None, [Reject(f"row {at}", "FP-0510")], {("gender", "ZZ9"): 1}, positions)

    def people_at(self, positions: Sequence[int]) -> list[Person]:
        self.asked += positions
        return [self.people[position // 10] for position in positions]


def joined(others: Sequence[Person], *pages: Sequence[Person], matcher: ExactMatcher = TEST_NUMBERS):
    with IdentityIndex() as index:
        joiner = Joiner(Elsewhere(others), matcher, index)
        joiner.load()
        found = [joiner.match(page) for page in pages]
        pairs = {
            page[place].ref: other.ref
            for page, matches in zip(pages, found, strict=True)
            for place, other in matches.people.items()
        }
        return pairs, [reject for matches in found for reject in matches.rejects], joiner


def master(ref: str, nhs_number: object, born: object = BORN) -> Person:
    return Person(ref, nhs_number=nhs_number, date_of_birth=born)  # type: ignore[arg-type]


def test_identifier_and_date_agree() -> None:
    others = [master("A1", number(1)), master("A2", number(2), OTHER_DAY)]
    pairs, rejects, joiner = joined(
        others, [master("2", number(2), OTHER_DAY), master("1", number(1)), master("3", number(3))]
    )
    assert pairs == {"1": "A1", "2": "A2"}
    assert rejects == []
    assert (joiner.people, joiner.entries, joiner.unmatched) == (2, 2, 0)


def test_spaces_in_a_number_do_not_matter() -> None:
    spaced = f"{number(1)[:3]} {number(1)[3:6]}-{number(1)[6:]}"
    assert joined([master("A1", spaced)], [master("1", number(1))])[0] == {"1": "A1"}


@pytest.mark.requirement("P-10")
def test_another_date_of_birth_is_an_identity_conflict_and_no_join() -> None:
    pairs, rejects, joiner = joined([master("A1", number(1), OTHER_DAY)], [master("1", number(1))])
    assert pairs == {}
    assert rejects == [Reject("1 / A1", "FP-0502", "date_of_birth")]
    assert joiner.unmatched == 1


def test_a_conflicting_record_is_named_even_where_another_agrees() -> None:
    others = [
        master("A1", number(1), OTHER_DAY),
        master("A2", number(1)),
        master("A3", number(1), State.ABSENT),
    ]
    pairs, rejects, _ = joined(others, [master("1", number(1))])
    assert pairs == {"1": "A2"}
    assert rejects == [Reject("1 / A1", "FP-0502", "date_of_birth")]


def test_two_agreeing_records_are_ambiguous_and_named_in_file_order() -> None:
    others = [master("A9", number(1)), master("A5", number(2)), master("A1", number(1))]
    pairs, rejects, joiner = joined(others, [master("1", number(1))])
    assert pairs == {}
    assert rejects == [Reject("1 / A9 / A1", "FP-0503", "nhs_number")]
    assert joiner.unmatched == 1


def test_whoever_the_other_source_restricts_is_told_of_and_named_in_no_reject() -> None:
    def hidden(ref: str, place: int, born: date = BORN) -> Person:
        return Person(ref, nhs_number=number(place), date_of_birth=born, restricted=State.INVALID)

    others = [
        hidden("A1", 1),
        hidden("A2", 2),
        master("A3", number(2)),
        hidden("A4", 3, OTHER_DAY),
        master("A5", number(4), OTHER_DAY),
        hidden("A6", 4, OTHER_DAY),
    ]
    with IdentityIndex() as index:
        joiner = Joiner(Elsewhere(others), TEST_NUMBERS, index)
        joiner.load()
        found = joiner.match([master(str(place), number(place)) for place in range(1, 5)])
    assert found.restricted == {0, 1}
    assert [each.ref for each in found.rejects] == ["2 / A3", "4 / A5"]
    assert found.places == [1, 3]


@pytest.mark.parametrize("pages", [1, 2])
def test_a_record_is_claimed_once(pages) -> None:
    claims = [master("1", number(1)), master("2", number(1))]
    pairs, rejects, _ = joined(
        [master("A1", number(1))], *([claims] if pages == 1 else [claims[:1], claims[1:]])
    )
    assert pairs == {"1": "A1"}
    assert rejects == [Reject("2 / A1", "FP-0503", "nhs_number")]


@pytest.mark.parametrize("state", [State.ABSENT, State.INVALID, State.PLACEHOLDER, State.NOT_SUPPORTED])
def test_an_identifier_without_a_date_joins_nobody_and_accuses_nobody(state) -> None:
    assert joined([master("A1", number(1), state)], [master("1", number(1))])[:2] == ({}, [])
    assert joined([master("A1", number(1))], [master("1", number(1), state)])[:2] == ({}, [])
    assert joined([master("A1", number(1), state)], [master("1", number(1), state)])[:2] == ({}, [])


@pytest.mark.parametrize(
    "identifier",
    [
        State.ABSENT,
        State.PLACEHOLDER,
        State.INVALID,
        "0000000000",
        "9999999999",
        "see notes",
        "9990000002",
        "12",
    ],
)
def test_what_is_no_identifier_joins_nobody(identifier) -> None:
    assert joined([master("A1", identifier)], [master("1", identifier)])[:2] == ({}, [])


def test_numbers_of_the_test_range_join_only_where_they_are_allowed() -> None:
    people = [master("A1", number(1))], [master("1", number(1))]
    assert joined(*people, matcher=ExactMatcher())[:2] == ({}, [])
    assert joined(*people, matcher=ExactMatcher(allow_synthetic=True))[0] == {"1": "A1"}


def test_by_the_masters_reference() -> None:
    rule = ExactMatcher("master_ref")
    others = [Person("A1", master_ref="1", date_of_birth=BORN), Person("A2", date_of_birth=BORN)]
    assert joined(others, [master("1", State.ABSENT)], matcher=rule)[0] == {"1": "A1"}
    _, rejects, _ = joined(others, [master("1", State.ABSENT, OTHER_DAY)], matcher=rule)
    assert rejects == [Reject("1 / A1", "FP-0502", "date_of_birth")]
    two = [Person("A1", master_ref="1", date_of_birth=BORN), Person("A2", master_ref="1", date_of_birth=BORN)]
    assert joined(two, [master("1", State.ABSENT)], matcher=rule)[1] == [
        Reject("1 / A1 / A2", "FP-0503", "master_ref")
    ]


def test_what_the_source_could_not_read_is_kept() -> None:
    _, _, joiner = joined([master(f"A{place}", number(place)) for place in range(7)])
    assert joiner.rejects == [Reject(f"row {at}", "FP-0510") for at in (0, 3, 6)]
    assert joiner.unmapped == {("gender", "ZZ9"): 3}
    assert (joiner.people, joiner.unmatched) == (7, 7)


def test_only_matched_records_are_read_again() -> None:
    source = Elsewhere([master(f"A{place}", number(place)) for place in range(9)])
    with IdentityIndex() as index:
        joiner = Joiner(source, TEST_NUMBERS, index)
        joiner.load()
        assert joiner.match([master("x", number(100)), master("y", State.ABSENT)]).people == {}
        assert joiner.match([]).people == {}
        assert source.asked == []
        joiner.match([master("x", number(4))])
        assert source.asked == [41]


def test_an_empty_source_joins_nobody() -> None:
    assert joined([], [master("1", number(1))])[:2] == ({}, [])


def test_a_page_of_more_identifiers_than_the_database_takes_at_once() -> None:
    others = [master(f"A{place}", number(place)) for place in range(1700)]
    pairs, rejects, _ = joined(others, [master(str(place), number(place)) for place in reversed(range(1700))])
    assert pairs == {str(place): f"A{place}" for place in range(1700)}
    assert rejects == []


PEOPLE = st.lists(
    st.tuples(
        st.sampled_from([number(1), number(2), number(3), State.ABSENT, "0000000000"]),
        st.sampled_from([BORN, OTHER_DAY, State.ABSENT]),
    ),
    max_size=8,
)


@given(others=PEOPLE, masters=PEOPLE, page_size=st.integers(1, 4))
@settings(max_examples=400, deadline=None)
def test_the_same_as_with_a_dictionary(others, masters, page_size) -> None:
    there = [master(f"A{place}", *values) for place, values in enumerate(others)]
    here = [master(str(place), *values) for place, values in enumerate(masters)]
    known: dict[object, list[Person]] = defaultdict(list)
    for person in there:
        if str(person.nhs_number).startswith("999"):
            known[person.nhs_number].append(person)
    pairs: dict[str, str] = {}
    rejects: list[tuple[str, str]] = []
    claimed: set[str] = set()
    for person in here:
        if not isinstance(person.date_of_birth, date):
            continue
        dated = [each for each in known.get(person.nhs_number, ()) if isinstance(each.date_of_birth, date)]
        same = [each.ref for each in dated if each.date_of_birth == person.date_of_birth]
        other = [each.ref for each in dated if each.date_of_birth != person.date_of_birth]
        if len(same) == 1 and same[0] not in claimed:
            pairs[person.ref] = same[0]
        elif same:
            rejects.append((" / ".join([person.ref, *same]), "FP-0503"))
        claimed.update(same)
        if other:
            rejects.append((" / ".join([person.ref, *other]), "FP-0502"))
    pages = [here[at : at + page_size] for at in range(0, len(here), page_size)]
    found, refused, joiner = joined(there, *pages)
    assert found == pairs
    assert [(reject.ref, reject.code) for reject in refused] == rejects
    assert joiner.unmatched == len(there) - len(claimed)


# --- privacy and size -------------------------------------------------------------------------------


def test_nothing_of_anybody_is_in_the_index() -> None:
    with IdentityIndex() as index:
        people = [(number(place), BORN + timedelta(days=place), 10 * place) for place in range(50)]
        index.add(people)
        index.seal()
        dump = index._db.serialize()
        rows = index._db.execute("SELECT * FROM entry").fetchall()
        assert index._db.execute("PRAGMA database_list").fetchall()[0][2] == ""
    assert len(dump) > 0
    assert len(rows) == 50
    for identifier, born, _ in people:
        for canary in (identifier, identifier[:9], born.isoformat(), f"{born:%d/%m/%Y}", f"{born:%Y%m%d}"):
            assert canary.encode() not in dump
            assert all(canary not in str(value) for row in rows for value in row[1:3])
        for size in (5, 6, 8):
            assert int(identifier).to_bytes(size, "big") not in dump


def test_the_hashes_of_two_runs_have_nothing_in_common() -> None:
    with IdentityIndex() as one, IdentityIndex() as other:
        assert one.hash_of(number(1)) != other.hash_of(number(1))
        assert one.hash_of(number(1)) == one.hash_of(number(1))
        assert one.hash_of(number(1), BORN) not in (one.hash_of(number(1)), one.hash_of(number(1), OTHER_DAY))


def test_memory_does_not_grow_with_the_source() -> None:
    class Many:
        def __init__(self, people: int) -> None:
            self.count = people

        def iter_people(self, query: PeopleQuery) -> Iterator[Page]:
            assert query.after is None
            for at in range(0, self.count, 500):
                page = [master(f"A{place}", number(place)) for place in range(at, at + 500)]
                yield Page(page, None, (), {}, range(at, at + 500))

        def people_at(self, positions: Sequence[int]) -> list[Person]:
            return [master(f"A{position}", number(position)) for position in positions]

    def peak(people: int) -> int:
        tracemalloc.start()
        with IdentityIndex() as index:
            joiner = Joiner(Many(people), TEST_NUMBERS, index)
            joiner.load()
            assert joiner.match([master("1", number(77))]).people[0].ref == "A77"
            _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return most

    few, many = peak(2_000), peak(20_000)
    assert many - few < 18_000 * 2 + 100_000


def test_a_reject_names_its_references_one_by_one() -> None:
    _, rejects, _ = joined([master("A1", number(1), OTHER_DAY)], [master("1", number(1))])
    assert [reject.refs for reject in rejects] == [("1", "A1")]
