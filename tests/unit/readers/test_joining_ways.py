"""The other ways to join: by asking, from memory, over merged references; and what no matcher can do."""

from __future__ import annotations

import pickle
from collections import Counter
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapter_core.domain.people import Person
from adapter_core.domain.states import State
from adapter_core.domain.values import nhs_check_digit
from adapter_core.hooks.ports import Identity, LooksUp, Matcher, Page, PeopleQuery, Reject
from adapter_core.readers.joining import (
    ExactMatcher,
    Joiner,
    LookUpJoiner,
    MergedReferences,
    Remembered,
    read_merged,
)
from adapter_core.readers.joining.index import IdentityIndex
from adapter_core.readers.joining.merged import MOST_STEPS
from adapter_core.testing import example_person

BORN, OTHER_DAY = date(1950, 3, 5), date(1950, 5, 3)
MATCHER = ExactMatcher(allow_synthetic=True)
NUMBERS = [
    f"{first}{check}"
    for first in range(999_000_000, 999_000_040)
    if (check := nhs_check_digit(str(first))) is not None
]


def master(ref: str, number: object, born: object = BORN, **fields: object) -> Person:
    return Person(ref, nhs_number=number, date_of_birth=born, **fields)  # type: ignore[arg-type]


class Streams:
    """A source that can be streamed once and not be read again."""

    def __init__(self, people, page_size=3):
        self.people, self.page_size, self.read = list(people), page_size, 0

    def iter_people(self, query: PeopleQuery):
        assert query.after is None
        self.read += 1
        for at in range(0, len(self.people), self.page_size):
            yield Page(list(self.people[at : at + self.page_size]))


class Answers:
    """A source that is asked: with whom it knows of the identity, if that is exactly one."""

    def __init__(self, people, matcher=MATCHER):
        self.people, self.matcher = list(people), matcher
        self.asked: list[list[Identity]] = []

    def look_up(self, identities):
        self.asked.append(list(identities))
        found = [[each for each in self.people if self.matcher.of_other(each) == one] for one in identities]
        return [some[0] if len(some) == 1 else None for some in found]


def by_index(others, *pages, matcher=MATCHER, merged=None):
    with IdentityIndex() as index:
        joiner = Joiner(Remembered(Streams(others)), matcher, index, merged)
        joiner.load()
        return told(joiner, pages)


def by_asking(others, *pages, matcher=MATCHER, merged=None):
    joiner = LookUpJoiner(Answers(others, matcher), matcher, merged)
    joiner.load()
    return told(joiner, pages)


def told(joiner, pages):
    pairs: dict[str, str] = {}
    rejects: list[Reject] = []
    for page in pages:
        found = joiner.match(page)
        pairs |= {page[place].ref: other.ref for place, other in found.people.items()}
        rejects += found.rejects
    return pairs, rejects


def test_the_default_is_a_matcher() -> None:
    assert isinstance(MATCHER, Matcher)
    assert isinstance(Answers([]), LooksUp)


# --- what the default can never do (properties) --------------------------------------------------------

VALUES = st.tuples(
    st.sampled_from([*NUMBERS[:4], State.ABSENT, State.PLACEHOLDER, "0000000000", "see notes"]),
    st.sampled_from([BORN, OTHER_DAY, State.ABSENT, State.INVALID]),
)
PEOPLE = st.lists(VALUES, max_size=8)


@given(others=PEOPLE, masters=PEOPLE)
@settings(max_examples=100, deadline=None)
def test_an_identifier_alone_never_joins_and_more_than_one_match_is_an_error(others, masters) -> None:
    there = [master(f"A{place}", *values) for place, values in enumerate(others)]
    here = [master(str(place), *values) for place, values in enumerate(masters)]
    of_there = {each.ref: each for each in there}
    of_here = {each.ref: each for each in here}
    for way in (by_index, by_asking):
        pairs, rejects = way(there, here)
        for ours, theirs in pairs.items():
            one, other = of_here[ours], of_there[theirs]
            assert isinstance(one.date_of_birth, date)
            assert (one.nhs_number, one.date_of_birth) == (other.nhs_number, other.date_of_birth)
            same = [
                each.ref
                for each in there
                if (each.nhs_number, each.date_of_birth) == (one.nhs_number, one.date_of_birth)
            ]
            assert same == [theirs]
        # Nobody is joined twice.
        assert len(set(pairs.values())) == len(pairs)
        for reject in rejects:
            assert reject.code in {"FP-0502", "FP-0503"}
            assert reject.refs[0] in of_here
            assert set(reject.refs[1:]) <= set(of_there)


@given(people=st.lists(VALUES, max_size=8, unique=True), order=st.randoms())
@settings(max_examples=60, deadline=None)
def test_the_order_of_a_source_does_not_matter(people, order) -> None:
    there = [master(f"A{place}", *values) for place, values in enumerate(people)]
    here = [master(str(place), *values) for place, values in enumerate(people)]
    shuffled = list(there)
    order.shuffle(shuffled)
    for way in (by_index, by_asking):
        assert way(there, here)[0] == way(shuffled, here)[0]


@given(others=st.lists(VALUES, max_size=8, unique=True), masters=st.lists(VALUES, max_size=8, unique=True))
@settings(max_examples=60, deadline=None)
def test_asking_joins_whom_an_index_joins(others, masters) -> None:
    there = [master(f"A{place}", *values) for place, values in enumerate(others)]
    here = [master(str(place), *values) for place, values in enumerate(masters)]
    assert by_asking(there, here[:4], here[4:])[0] == by_index(there, here[:4], here[4:])[0]


# --- asking -----------------------------------------------------------------------------------------


def test_only_who_has_an_identifier_and_a_birth_date_is_asked_about_and_once() -> None:
    source = Answers([master("A1", NUMBERS[1])])
    joiner = LookUpJoiner(source, MATCHER)
    page = [
        master("1", NUMBERS[1]),
        master("2", NUMBERS[2], State.ABSENT),
        master("3", State.ABSENT),
        master("4", NUMBERS[1]),
    ]
    found = joiner.match(page)
    assert source.asked == [[Identity(NUMBERS[1], BORN)]]
    assert {place: each.ref for place, each in found.people.items()} == {0: "A1"}
    assert found.rejects == [Reject("4 / A1", "FP-0503", "nhs_number")]
    assert (joiner.people, joiner.unmatched, joiner.rejects) == (1, 0, [])
    joiner.match([])
    joiner.match([master("5", State.ABSENT)])
    assert len(source.asked) == 1


def test_a_record_that_was_claimed_on_an_earlier_page_is_not_joined_again() -> None:
    claims = [master("1", NUMBERS[1])], [master("2", NUMBERS[1])]
    pairs, rejects = by_asking([master("A1", NUMBERS[1])], *claims)
    assert pairs == {"1": "A1"}
    assert rejects == [Reject("2 / A1", "FP-0503", "nhs_number")]


@pytest.mark.parametrize(
    ("answer", "reject"),
    [
        (master("A1", NUMBERS[1], OTHER_DAY), Reject("1 / A1", "FP-0502", "date_of_birth")),
        (master("A1", NUMBERS[2]), Reject("1 / A1", "FP-0541", "nhs_number")),
        (master("A1", State.ABSENT), Reject("1 / A1", "FP-0541", "nhs_number")),
        (master("A1", NUMBERS[1], State.ABSENT), None),
        (master("A1", NUMBERS[2], restricted=True), None),
    ],
)
def test_what_comes_back_is_not_believed(answer, reject) -> None:
    class Careless(Answers):
        def look_up(self, identities):
            return [answer for _ in identities]

    found = LookUpJoiner(Careless([]), MATCHER).match([master("1", NUMBERS[1])])
    assert found.people == {}
    assert found.rejects == ([reject] if reject else [])


def test_somebody_restricted_there_is_told_of_and_not_named() -> None:
    hidden = master("A1", NUMBERS[1], restricted=True)
    joiner = LookUpJoiner(Answers([hidden]), MATCHER)
    found = joiner.match([master("1", NUMBERS[1]), master("2", NUMBERS[1])])
    assert found.restricted == {0, 1}
    assert found.rejects == []
    assert [each.ref for each in joiner.records_of([master("1", NUMBERS[1])])] == ["A1"]
    assert joiner.records_of([master("1", NUMBERS[1], OTHER_DAY)]) == []


def test_what_the_source_notes_is_taken_once() -> None:
    class Notes(Answers):
        rejects: list[Reject] = []  # noqa: RUF012 - one instance
        unmapped: dict[tuple[str, str], int] = {}  # noqa: RUF012 - likewise

        def look_up(self, identities):
            self.rejects.append(Reject(f"answer {len(self.rejects)}", "FP-0530"))
            self.unmapped["gender", "ZZ9"] = len(self.rejects)
            return super().look_up(identities)

    joiner = LookUpJoiner(Notes([]), MATCHER)
    taken, codes = [], 0
    for place in range(3):
        joiner.match([master("1", NUMBERS[place])])
        taken += [each.ref for each in joiner.rejects]
        codes += joiner.unmapped["gender", "ZZ9"]
        joiner.rejects, joiner.unmapped = [], Counter()
    assert taken == ["answer 0", "answer 1", "answer 2"]
    assert codes == 3


def test_an_answer_too_few_is_an_error() -> None:
    class Short(Answers):
        def look_up(self, identities):
            return super().look_up(identities)[:-1]

    with pytest.raises(ValueError, match="shorter"):
        LookUpJoiner(Short([]), MATCHER).match([master("1", NUMBERS[1])])


def test_whom_it_asks_about_is_not_shown_by_accident() -> None:
    assert NUMBERS[1] not in repr(Identity(NUMBERS[1], BORN))
    assert "1950" not in repr(Identity(NUMBERS[1], BORN))


# --- from memory --------------------------------------------------------------------------------------


def test_what_is_remembered_is_what_was_read() -> None:
    people = [
        example_person(nhs_number=number, extra={"mosaic": {"x": State.ABSENT}}) for number in NUMBERS[:20]
    ]
    source = Streams(people)
    remembered = Remembered(source)
    pages = list(remembered.iter_people(PeopleQuery()))
    positions = [position for page in pages for position in page.positions]
    assert positions == list(range(20))
    assert remembered.people_at([7, 0, 19, 7]) == [people[7], people[0], people[19], people[7]]
    assert remembered.people_at([]) == []
    assert source.read == 1


def test_what_is_remembered_is_packed() -> None:
    people = [example_person(nhs_number=number) for number in NUMBERS[:20]]
    remembered = Remembered(Streams(people))
    list(remembered.iter_people(PeopleQuery()))
    assert sum(map(len, remembered._packed)) < sum(len(pickle.dumps(each)) for each in people) / 4


# --- merged references -----------------------------------------------------------------------------------

PAIRS = st.dictionaries(st.sampled_from("abcdefgh"), st.sampled_from("abcdefgh"), max_size=8)


@given(pairs=PAIRS)
@settings(max_examples=100, deadline=None)
def test_every_chain_ends_at_a_record_that_was_not_merged_or_is_circular(pairs) -> None:
    merged = MergedReferences(pairs)
    for ref in "abcdefgh":
        last = merged.survivor(ref)
        if ref in merged.circular:
            assert last == ref
        else:
            assert last not in pairs
            assert (last == ref) == (ref not in pairs)
        assert all(merged.survivor(old) == ref for old in merged.earlier(ref))
    assert {old for ref in "abcdefgh" for old in merged.earlier(ref)} == set(pairs) - merged.circular
    assert bool(merged) == bool(set(pairs) - merged.circular)


@pytest.mark.parametrize("steps", [MOST_STEPS, MOST_STEPS + 1])
def test_a_chain_is_followed_so_far_and_no_further(steps) -> None:
    merged = MergedReferences({str(step): str(step + 1) for step in range(steps)})
    assert merged.survivor("0") == (str(steps) if steps == MOST_STEPS else "0")
    assert merged.circular == (set() if steps == MOST_STEPS else {"0"})


def test_what_a_source_has_merged_and_whom_it_restricts() -> None:
    people = [
        Person("1", duplicate_of="2"),
        Person("2", duplicate_of=State.ABSENT),
        Person("3", duplicate_of="4"),
        Person("4", duplicate_of="3", restricted=True),
        Person("5", duplicate_of=State.PLACEHOLDER),
    ]
    merged, rejects = read_merged(Streams(people, 2))
    assert merged.survivor("1") == "2"
    assert merged.circular == {"3", "4"}
    assert rejects == [Reject("3", "FP-0540", "duplicate_of")]


def test_merges_are_for_the_master_s_references_alone() -> None:
    merged = MergedReferences({NUMBERS[1]: NUMBERS[2]})
    others = [master("A1", NUMBERS[1])]
    for way in (by_index, by_asking):
        assert way(others, [master("2", NUMBERS[2])], merged=merged)[0] == {}
    by_ref = ExactMatcher("master_ref")
    others = [replace(master("A1", State.ABSENT), master_ref="17")]
    merged = MergedReferences({"17": "42"})
    for way in (by_index, by_asking):
        assert way(others, [master("42", State.ABSENT)], matcher=by_ref, merged=merged)[0] == {"42": "A1"}
        assert way(others, [master("42", State.ABSENT, OTHER_DAY)], matcher=by_ref, merged=merged)[0] == {}
