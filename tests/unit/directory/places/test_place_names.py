"""Names of places from the directory itself, and how near a service is to one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapter_core.domain.directory import Address, Location, LocationKind, ServiceArea
from community_directory.places.naming import PlaceNames
from community_directory.places.nearness import Ring, in_miles, nearness
from community_directory.places.points import Place, PlaceKind, Point, metres_between

FY1 = Place(PlaceKind.DISTRICT, "FY1", ("FY1",), Point(53.815, -3.047))
HERE = Place(PlaceKind.POSTCODE, "FY1 1AD", ("FY1",), Point(53.815, -3.047), exact=True)


def _at(postcode: str = "", point: Point | None = None, **address: str) -> Location:
    latitude, longitude = (point.latitude, point.longitude) if point else (None, None)
    return Location(
        "1", address=Address(postcode=postcode, **address), latitude=latitude, longitude=longitude
    )


@pytest.mark.requirement("G-10")
def test_towns_and_neighbourhoods_come_from_addresses_and_areas():
    names = PlaceNames()
    names.add_location(city="Blackpool", line_2="Bispham", district="FY2", point=Point(53.85, -3.04))
    names.add_location(city="BLACKPOOL", line_2="Unit 4", district="FY1", point=Point(53.81, -3.05))
    names.add_location(city="Online", line_2="12 Orchard Road")
    names.add_area("Hoo Peninsula, Grain and Medway district", ("ME3",))
    names.also_in(["Blackpool Carers Centre", "Friends of Grain"])
    found = names.places()

    assert set(found) == {"blackpool", "bispham", "hoo peninsula", "grain", "medway"}
    blackpool, both = found["blackpool"]
    assert (blackpool.name, blackpool.districts, both) == ("Blackpool", ("FY1", "FY2"), True)
    assert blackpool.point
    assert blackpool.point.latitude == pytest.approx(53.83)
    assert found["hoo peninsula"] == (Place(PlaceKind.NAME, "Hoo Peninsula", ("ME3",)), False)
    assert found["grain"][1]


def test_the_same_district_comes_before_a_nearer_one_and_the_unknown_comes_last():
    here = nearness(FY1, [_at("FY1 5AA", Point(53.79, -3.05))])
    comes = nearness(FY1, [_at("PR1 1AA", Point(53.76, -2.7))], [ServiceArea("1", districts=("FY1",))])
    near = nearness(FY1, [_at("FY2 9AA", Point(53.816, -3.047))])
    far = nearness(FY1, [_at("PR1 1AA", Point(53.76, -2.7))])
    unknown = nearness(FY1, [Location("1", kind=LocationKind.VIRTUAL)])
    ranked = sorted([unknown, far, near, comes, here], key=lambda each: each.rank)

    assert ranked == [here, comes, near, far, unknown]
    assert [each.ring for each in ranked] == [
        Ring.HERE,
        Ring.COMES_HERE,
        Ring.ELSEWHERE,
        Ring.ELSEWHERE,
        Ring.UNKNOWN,
    ]


def test_a_location_without_coordinates_uses_its_postcodes_and_else_nothing_is_invented():
    there = _at("FY2 9AA")

    assert nearness(HERE, [there]).metres is None
    assert nearness(HERE, [there], points={"FY2 9AA": Point(53.82, -3.047)}).metres == pytest.approx(
        556, abs=1
    )


def test_metres_mean_something_from_a_postcode_and_are_about_from_a_district():
    far = [_at("PR1 1AA", Point(53.76, -2.7))]

    assert nearness(HERE, far).says == "15 miles from FY1 1AD"
    assert nearness(FY1, far).says == "about 15 miles from the middle of FY1"


@pytest.mark.parametrize(
    ("metres", "says"),
    [
        (0, "0 metres"),
        (347, "350 metres"),
        (810, "½ mile"),
        (1609, "1 mile"),
        (2012, "1¼ miles"),
        (3219, "2 miles"),
        (30_000, "19 miles"),
    ],
)
def test_distances_are_said_as_people_say_them(metres, says):
    assert in_miles(metres) == says


@given(st.text(max_size=60), st.text(max_size=60), st.text(max_size=60))
def test_no_address_breaks_the_names(city, line_2, name):
    names = PlaceNames()
    names.add_location(city=city, line_2=line_2, region=name)
    names.add_area(name)
    names.also_in([city, line_2])

    assert all(key and place.name for key, (place, _) in names.places().items())


@given(*(st.floats(-90, 90), st.floats(-180, 180)) * 2)
def test_a_distance_is_the_same_both_ways_and_never_negative(north, east, other_north, other_east):
    one, other = Point(north, east), Point(other_north, other_east)

    assert 0 <= metres_between(one, other) == pytest.approx(metres_between(other, one))
