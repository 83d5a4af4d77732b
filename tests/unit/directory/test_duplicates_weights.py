"""What two entries have in common is weighed the same whichever comes first, and the weights add up."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapter_core.domain.directory import EntityKind
from community_directory.duplicates.blocking import blocks
from community_directory.duplicates.comparing import compare
from community_directory.duplicates.entries import KINDS, Entry, resemblance, sketch
from community_directory.duplicates.finding import find
from community_directory.duplicates.names import Among, Rarity, compare_names, name_words
from community_directory.duplicates.shared import shared
from community_directory.duplicates.weights import LIKELY, POSSIBLE, Band, Score, discounted, weight

FEW = settings(max_examples=30, deadline=None)
WORDS = ("age", "uk", "bolton", "burry", "bury", "lunch", "club", "monday", "tuesday", "cab", "citizens")
some = st.sampled_from
names = st.lists(some(WORDS), min_size=1, max_size=4, unique=True).map(tuple)
few = st.frozensets(some(("a", "b", "c")), max_size=2)
postcodes = st.frozensets(some(("FY1 1AA", "FY1 1AB", "ME4 4TZ")), max_size=2)
entries = st.lists(
    st.builds(
        Entry,
        number=st.just(0),
        names=st.lists(names, max_size=2).map(tuple),
        phones=few,
        emails=few,
        hosts=few,
        urls=few,
        postcodes=postcodes,
        identifiers=st.frozensets(some(("charity:1", "charity:2", "company:1")), max_size=2),
        address=st.lists(some(("1", "2", "unit", "high", "st")), max_size=4, unique=True).map(tuple),
        point=st.none() | st.tuples(some((53.8, 53.81)), some((-3.0, -3.01))),
        owner=st.none() | some((1, 2)),
        owner_names=st.lists(names, max_size=1).map(tuple),
        ages=st.tuples(st.none() | some((5, 11)), st.none() | some((10, 16))),
        days=st.frozensets(some(("MO", "TU")), max_size=2),
    ),
    min_size=2,
    max_size=8,
).map(lambda every: [replace(one, number=at) for at, one in enumerate(every)])


def rarity(*every):
    return Rarity([[name_words(one)] for one in every])


def bits(one, other, among):
    return compare_names("name", name_words(one), name_words(other), among).bits


# --- properties ---


@FEW
@given(entries, some(KINDS))
def test_a_score_is_the_same_whichever_comes_first_and_its_weights_add_up(every, kind):
    counts = shared(every)
    one, other, *_ = every
    score = compare(kind, one, other, counts)
    assert score == compare(kind, other, one, counts)
    assert score.bits == pytest.approx(math.fsum(each.bits for each in score.weights), abs=0.051)
    assert all(each.bits and each.says for each in score.weights)
    assert len({each.of for each in score.weights}) == len(score.weights)


@FEW
@given(entries, some(KINDS), st.randoms(use_true_random=False))
def test_the_order_of_the_entries_does_not_matter(every, kind, random):
    shuffled = list(every)
    random.shuffle(shuffled)
    assert find(kind, shuffled) == find(kind, every)


@FEW
@given(entries, some(KINDS))
def test_each_two_are_compared_at_most_once_and_nobody_with_themselves(every, kind):
    made = list(blocks(every, shared(every)).pairs())
    assert len(made) == len(set(made))
    assert all(one < other for one, other in made)
    assert find(kind, every).compared == len(made)


@FEW
@given(names, names)
def test_names_are_weighed_the_same_whichever_comes_first(one, other):
    among = Among(Rarity([[one], [other], [("lunch", "club")]]))
    assert compare_names("name", one, other, among) == compare_names("name", other, one, among)


@given(st.lists(st.floats(-12, 12).map(lambda one: weight("name", one, "it is")), max_size=6))
def test_bands_follow_the_sum(every):
    score = Score(tuple(every))
    expected = Band.LIKELY if score.bits >= LIKELY else Band.POSSIBLE if score.bits >= POSSIBLE else Band.NONE
    assert score.band is expected


@given(st.integers(2, 10_000), st.integers(2, 10_000))
def test_what_more_share_never_says_more(some_, others):
    fewer, more = sorted((some_, others))
    assert 0 <= discounted(5.0, more) <= discounted(5.0, fewer) <= 5.0


# --- names ---


@pytest.mark.requirement("G-05")
def test_a_name_that_many_have_is_weak_evidence():
    many = rarity(
        *(f"Age UK {town}" for town in ("Bolton", "Bury", "Leeds", "York", "Ely")), "Age UK", "Age UK"
    )
    lone = rarity("Age UK", "Age UK", *(f"Helpers of {town}" for town in ("Bolton", "Bury", "Leeds", "Ely")))
    assert bits("Age UK", "Age UK", Among(many)) < 6 < bits("Age UK", "Age UK", Among(lone))
    assert bits("Age UK Bolton", "Age UK Bury", Among(many)) < 0


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Riverside Stroke Club", "riverside stroke club"),
        ("Riverside Stroke Club", "The Riverside Stroke Club Ltd"),
        ("Riverside Stroke Club", "Stroke Club, Riverside"),
        ("Saint Anne's Hall", "St Annes Hall"),
    ],
)
def test_spelling_that_says_nothing_is_none(one, other):
    found = compare_names("name", name_words(one), name_words(other), Among(rarity(one, other, "Lunch club")))
    assert found.says == "the same words"


@pytest.mark.parametrize(
    ("one", "other", "says"),
    [
        ("Chelwood Food Bank", "Chelwood Foodbank", '"food bank" is nearly "foodbank"'),
        ("Bolton Citizens Advice Bureau", "Bolton CAB", '"cab" is nearly "citizens advice bureau"'),
        ("Riverside Stroke Club", "Rivreside Stroke Club", '"riverside" is nearly "rivreside"'),
        ("Wednesday Club", "Friday Club", 'one has "friday", the other "wednesday"'),
        ("Mind", "Mind in Salford", 'only one has "salford"'),
    ],
)
def test_what_differs_is_said(one, other, says):
    found = compare_names("name", name_words(one), name_words(other), Among(rarity(one, other)))
    assert says in found.says.replace(
        '"rivreside" is nearly "riverside"', '"riverside" is nearly "rivreside"'
    )


def test_two_words_that_several_names_have_are_no_slip():
    several = rarity(*["Marton Hall"] * 3, *["Merton Hall"] * 3)
    assert "nearly" not in compare_names("name", ("marton",), ("merton",), Among(several)).says


@pytest.mark.parametrize(
    ("one", "other"), [("Walking Group (Monday)", "Walking Group (Friday)"), ("1st Scouts", "2nd Scouts")]
)
def test_a_number_or_a_day_of_its_own_tells_apart(one, other):
    assert bits(one, other, Among(rarity(one, other))) <= -3


# --- kinds ---


def service(number, **given):
    one = Entry(
        number,
        (("stroke", "club"),),
        phones=frozenset({"+441632960001"}),
        postcodes=frozenset({"FY1 1AA"}),
        owner=1,
        owner_names=(("riverside", "trust"),),
    )
    return replace(one, **given)


def scored(kind, one, other, *more):
    return compare(kind, one, other, shared([one, other, *more]))


@pytest.mark.requirement("G-05")
def test_the_same_helpline_at_two_sites_is_two_services_and_two_locations():
    here, there = service(1), service(2, postcodes=frozenset({"ME4 4TZ"}))
    assert scored(EntityKind.SERVICE, here, service(2)).band is Band.LIKELY
    assert scored(EntityKind.SERVICE, here, there).band is Band.NONE
    assert scored(EntityKind.LOCATION, here, there).band is Band.NONE


def test_what_many_services_share_says_little_about_two():
    one, other = (
        service(number, names=((name,),), owner=number, owner_names=(), postcodes=frozenset())
        for number, name in ((1, "yoga"), (2, "chess"))
    )
    crowd = [service(number) for number in range(3, 40)]
    told = {each.of: each.bits for each in scored(EntityKind.SERVICE, one, other).weights}
    of_many = {each.of: each.bits for each in scored(EntityKind.SERVICE, one, other, *crowd).weights}
    assert told["telephone"] > 4
    assert of_many.get("telephone", 0) == 0


def test_two_services_of_one_organisation_are_not_one_for_sharing_all_but_the_name():
    assert (
        scored(EntityKind.SERVICE, service(1), service(2, names=(("benefits", "advice"),))).band is Band.NONE
    )


@pytest.mark.parametrize(
    ("of", "given", "changed"),
    [
        ("ages", {"ages": (5, 10)}, {"ages": (10, 16)}),
        ("days", {"days": frozenset({"MO"})}, {"days": frozenset({"TU"})}),
        ("postcode", {}, {"postcodes": frozenset({"FY1 1AB"})}),
        ("postcode", {}, {"postcodes": frozenset()}),
        ("telephone", {}, {"phones": frozenset({"+441632960002"})}),
    ],
)
def test_what_differs_speaks_against(of, given, changed):
    score = scored(EntityKind.SERVICE, service(1, **given), service(2, **(given | changed)))
    assert [each.bits < 0 for each in score.weights if each.of == of] == [True]


def test_a_charity_number_in_common_speaks_louder_than_a_name_and_two_numbers_against():
    def of(number, name, charity):
        return Entry(number, (name_words(name),), identifiers=frozenset({f"charity:{charity}"}))

    assert scored(EntityKind.ORGANISATION, of(1, "Riverside", 7), of(2, "Hawthorn", 7)).bits > 3
    assert scored(EntityKind.ORGANISATION, of(1, "Riverside", 7), of(2, "Riverside", 8)).band is Band.NONE


def test_services_of_two_organisations_that_are_likely_one_are_compared_as_of_one():
    owners = [
        Entry(at, (("riverside", "trust"),), phones=frozenset({"p"}), emails=frozenset({"e"}))
        for at in (1, 2)
    ]
    both = [service(1), service(2, owner=2)]
    (pair,) = find(EntityKind.SERVICE, both, owners).pairs
    assert pair.score.band is Band.LIKELY
    assert "of two organisations, a likely duplicate" in [one.says for one in pair.score.weights]


def place(number, address, postcode="FY1 1AA", name="", point=None):
    return Entry(
        number,
        (name_words(name),) if name else (),
        postcodes=frozenset(filter(None, (postcode,))),
        address=name_words(address),
        point=point,
    )


@pytest.mark.parametrize(
    ("one", "other", "band"),
    [
        (place(1, "12 High Street, Ely"), place(2, "12 High St, Ely"), Band.LIKELY),
        (place(1, "12 High Street, Ely"), place(2, "12 High St, Ely", ""), Band.POSSIBLE),
        (place(1, "12 High Street, Ely"), place(2, "14 High Street, Ely"), Band.NONE),
        (place(1, "Unit 4, 9 Mill Lane"), place(2, "Unit 5, 9 Mill Lane"), Band.NONE),
        (place(1, "12 High Street, Ely"), place(2, "12 High Street, Ely", "ME4 4TZ"), Band.NONE),
        (place(1, "", "", "Old Hall", (53.8, -3.0)), place(2, "", "", "Old Hall", (53.9, -3.0)), Band.NONE),
        (
            place(1, "", "", "Old Hall", (53.8, -3.0)),
            place(2, "", "", "Old Hall", (53.8, -3.0)),
            Band.POSSIBLE,
        ),
    ],
)
def test_places_are_told_apart_by_number_postcode_and_point(one, other, band):
    assert scored(EntityKind.LOCATION, one, other).band is band


# --- blocks, texts, digests ---


def test_a_block_that_too_many_share_is_divided_and_what_is_left_out_is_counted():
    crowd = [service(at, names=((f"group{at % 40}",),)) for at in range(80)]
    found = find(EntityKind.SERVICE, crowd, most=10)
    assert found.compared < 80 * 79 / 2
    assert found.capped["telephone"]
    assert {(pair.first.number, pair.second.number) for pair in found.pairs} == {
        (at, at + 40) for at in range(40)
    }


def test_descriptions_resemble_each_other_as_far_as_their_words_do():
    text = "Trained volunteers make weekly visits to older people who live alone in the town and nearby"
    assert resemblance(sketch(text), sketch(text)) == 1
    assert 0.3 < resemblance(sketch(text), sketch(text + " and on the farms around")) < 1
    assert (
        resemblance(sketch(text), sketch("Boxing for beginners of every age on Tuesday evening at six")) == 0
    )
    assert sketch("too short") == ()


def test_a_digest_tells_of_any_change_and_needs_the_key():
    one = service(1)
    assert one.digest(b"k") == replace(one).digest(b"k")
    changed = {
        "names": (("other",),),
        "phones": frozenset(),
        "owner": 2,
        "ages": (1, 2),
        "days": frozenset({"MO"}),
        "text": (1,),
        "point": (1.0, 2.0),
    }
    digests = {replace(one, **{name: value}).digest(b"k") for name, value in changed.items()}
    assert len({*digests, one.digest(b"k"), one.digest(b"other")}) == len(changed) + 2


def told(score):
    return {each.of: each.bits for each in score.weights}


def test_the_second_way_to_reach_somebody_says_half_and_the_third_a_quarter():
    one, other = (
        Entry(number, ((name,),), frozenset({"p"}), frozenset({"e"}), frozenset({"h"}))
        for number, name in ((1, "yoga"), (2, "chess"))
    )
    found = told(scored(EntityKind.ORGANISATION, one, other))
    assert (found["e-mail"], found["telephone"], found["website"]) == (5.0, 2.5, 0.8)


@pytest.mark.parametrize(("latitude", "bits"), [(53.8001, 2.0), (53.801, None), (53.804, -3.0), (53.9, -6.0)])
def test_the_farther_two_places_are_apart_the_more_it_says(latitude, bits):
    one, other = (place(at, "", "", "Hall", (there, -3.0)) for at, there in ((1, 53.8), (2, latitude)))
    assert told(scored(EntityKind.LOCATION, one, other)).get("map") == bits


def test_another_number_of_the_house_speaks_against_whatever_the_street():
    found = told(scored(EntityKind.LOCATION, place(1, "12 High Street"), place(2, "14 High Street")))
    assert found["address"] == -6.0
