"""Near a postcode: by metres where the council has loaded a list, else by district."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import pytest

from adapter_core.domain.directory import Address, Audience, Location, Organisation, ServiceAtLocation
from community_directory.places import stored
from community_directory.places.loading import load_postcodes
from community_directory.searching import index, service
from community_directory.searching.filters import Filters
from community_directory.searching.service import search
from community_directory.searching.words_of_places import place_of

TODAY = date(2026, 11, 23)
SHARED = Path(os.environ.get("FINGERPOST_SHARED") or Path(__file__).resolve().parents[4] / "shared")
REAL = SHARED / "data" / "postcodes" / "fy.csv"

MADE_UP = """\
pcds,lat,long
FY1 4AA,53.8170,-3.0500
FY1 4AB,53.8180,-3.0500
FY1 9ZZ,53.8400,-3.0500
FY2 9AA,53.8200,-3.0500
FY3 1AA,,
"""
"""Metres north of FY1 4AA: 111, 2,557, 334; of FY3 1AA nobody says where it is."""


def at(ref, postcode, **given):
    return Location(ref, f"Hall {ref}", address=Address("1 Road", "", "Blackpool", "", postcode), **given)


def group(a_service, n, name, place):
    return a_service(
        str(n),
        service={"name": name},
        owner=Organisation(f"o{n}", f"Club {n}"),
        organisation=f"o{n}",
        locations=(place,) if place else (),
        at_locations=(ServiceAtLocation(f"at{n}", str(n), place.id),) if place else (),
    )


@pytest.fixture
def walks(town, a_service):
    """Five walks; of all but one the postcode alone is known."""
    town.store.on_commit_work.append(index.update)
    places = {
        "Walk far": at("l1", "FY1 9ZZ"),
        "Walk next door": at("l2", "FY1 4AB"),
        "Walk over the border": at("l3", "FY2 9AA"),
        "Walk nowhere": None,
        "Walk located": at("l5", "FY2 9ZZ", latitude=53.8190, longitude=-3.05),
    }
    town.read(*(group(a_service, n, name, place) for n, (name, place) in enumerate(places.items(), 1)))
    town.do(lambda unit: stored.rebuild(unit.connection))
    return town


def loaded(town, folder, text=MADE_UP):
    path = folder / "list.csv"
    path.write_text(text, encoding="utf-8")
    town.do(lambda unit: load_postcodes(unit.connection, [path]))


def near(town, query="walk near FY1 4AA", filters=None):
    given = [filters] if filters else []
    return search(town.store, query, *given, audience=Audience.PUBLIC, on=TODAY)


def named(answer):
    return [hit.service.service.name for hit in answer.hits]


@pytest.mark.requirement("G-10")
def test_with_a_list_a_postcode_alone_has_metres_and_the_nearest_comes_first(walks, tmp_path):
    loaded(walks, tmp_path)
    answer = near(walks)
    assert named(answer) == [
        "Walk next door", "Walk located", "Walk over the border", "Walk far", "Walk nowhere",
    ]  # fmt: skip
    metres = [hit.metres for hit in answer.hits]
    assert metres[:4] == pytest.approx([111, 222, 334, 2557], abs=2)
    assert metres[4] is None
    assert "110 metres from FY1 4AA" in answer.hits[0].why


@pytest.mark.requirement("G-10")
def test_without_a_list_the_same_district_comes_first_and_no_metres_are_made_up(walks):
    answer = near(walks)
    assert set(named(answer)[:2]) == {"Walk next door", "Walk far"}
    assert named(answer)[-1] == "Walk nowhere"
    assert [hit.metres for hit in answer.hits] == [None] * 5
    assert "in FY1" in answer.hits[0].why
    assert any("no postcode list is loaded" in each for each in answer.understood)


def test_without_a_list_what_is_located_in_a_district_is_its_middle(walks, a_service):
    there = at("l7", "FY1 1AA", latitude=53.817, longitude=-3.05)
    further = at("l8", "FY4 1AA", latitude=53.780, longitude=-3.05)
    walks.read(
        group(a_service, 7, "Walk middle", there), group(a_service, 8, "Walk south", further), complete=False
    )
    names = named(near(walks))
    assert set(names[:3]) == {"Walk next door", "Walk far", "Walk middle"}
    assert names[3:5] == ["Walk located", "Walk south"]


def test_a_distance_leaves_out_what_is_farther_and_keeps_what_is_not_known(walks, tmp_path):
    loaded(walks, tmp_path)
    answer = near(walks, "walk within 1 mile of FY1 4AA")
    assert named(answer) == ["Walk next door", "Walk located", "Walk over the border", "Walk nowhere"]
    with walks.store.reading() as unit:
        place = place_of("FY1 4AA", stored.StoredGazetteer(unit.connection))
    given = near(walks, "walk", Filters(near=place, within=200))
    assert named(given) == ["Walk next door", "Walk nowhere"]


def test_a_postcode_that_the_list_does_not_place_is_near_its_district(walks, tmp_path):
    loaded(walks, tmp_path)
    for query in ("walk near FY1 7XX", "walk near FY3 1AA", "walk near ZZ99 9ZZ"):
        answer = near(walks, query)
        assert len(answer.hits) == 5 or "ZZ99" in query
        assert all(hit.metres is None for hit in answer.hits)
    assert any("not in the postcode list" in each for each in near(walks, "walk near FY1 7XX").understood)


def test_a_service_that_comes_there_stands_behind_next_door_and_before_across_the_county(
    walks, tmp_path, a_service
):
    loaded(walks, tmp_path, MADE_UP + "PR1 1AA,53.7600,-2.7000\nFY9 1AA,53.8900,-3.0500\n")
    from adapter_core.domain.directory import ServiceArea  # noqa: PLC0415 - here alone

    visits = a_service(
        "9",
        service={"name": "Walk visits", "areas": (ServiceArea("a9", "Blackpool", ("FY1",)),)},
        locations=(at("l9", "PR1 1AA"),),
        at_locations=(ServiceAtLocation("at9", "9", "l9"),),
    )
    walks.read(visits, group(a_service, 10, "Walk north", at("l10", "FY9 1AA")), complete=False)
    names = named(near(walks))
    assert names.index("Walk next door") < names.index("Walk far") < names.index("Walk visits")
    assert names.index("Walk visits") < names.index("Walk north")


@pytest.mark.skipif(
    not REAL.exists(),
    reason="no postcode list: set FINGERPOST_SHARED to the folder that holds data/postcodes",
)
@pytest.mark.requirement("G-10")
def test_the_real_list_tells_metres(walks, a_service):
    rows = [line.split(",") for line in REAL.read_text(encoding="utf-8").splitlines()]
    placed = [
        (row[0].strip('"'), int(row[2]), int(row[3]))
        for row in rows
        if row[0].startswith('"FY1 ') and row[1] == "10"
    ]
    home, *others = placed[:: len(placed) // 6][:6]
    walks.do(lambda unit: load_postcodes(unit.connection, [REAL]))
    walks.read(
        *(group(a_service, n, f"Stroll {code}", at(f"l{n}", code)) for n, (code, *_) in enumerate(others, 20))
    )
    answer = near(walks, f"stroll near {home[0]}")
    # Eastings and northings are metres already: on so small a scale they tell the same without any formula.
    far = {
        f"Stroll {code}": ((east - home[1]) ** 2 + (north - home[2]) ** 2) ** 0.5
        for code, east, north in others
    }
    assert named(answer) == sorted(far, key=far.__getitem__)
    assert [hit.metres for hit in answer.hits] == pytest.approx(sorted(far.values()), rel=0.01, abs=5)


@pytest.mark.requirement("G-10")
@pytest.mark.parametrize(
    "query",
    [
        "gentle walk within 2 miles of FY1 4AA",
        "gentle walk near FY1 4AA",
        "gentle walk within 2 miles of FY1",
    ],
)
def test_what_is_known_to_be_near_comes_before_what_nobody_knows_the_place_of(
    walks, tmp_path, a_service, query
):
    loaded(walks, tmp_path)
    best = group(a_service, 20, "Gentle walk", None)
    near_by = a_service(
        "21",
        service={"name": "Friends of the old road", "description": "A walk, gentle and slow, and much else."},
        locations=(at("l21", "FY1 4AB"),),
        at_locations=(ServiceAtLocation("at21", "21", "l21"),),
    )
    walks.read(best, near_by, complete=False)
    answer = near(walks, query)
    names = named(answer)
    assert names[:2] == ["Friends of the old road", "Gentle walk"]
    nowhere = answer.hits[names.index("Gentle walk")]
    assert nowhere.metres is None
    assert "distance not known" in nowhere.why
    assert names.index("Gentle walk") < names.index("Walk next door")  # of which half the words are true


def test_in_the_same_district_but_nobody_knows_where_is_behind_what_is_within_the_distance(
    walks, tmp_path, a_service
):
    loaded(walks, tmp_path)
    walks.read(group(a_service, 30, "Walk unplaced", at("l30", "FY1 7XX")), complete=False)
    answer = near(walks, "walk within 3 miles of FY1 4AA")
    assert named(answer)[:4] == ["Walk next door", "Walk located", "Walk over the border", "Walk far"]
    unplaced = answer.hits[named(answer).index("Walk unplaced")]
    assert "distance not known" in unplaced.why
    assert named(near(walks, "walk within 3 miles of FY1"))[0] in {
        "Walk next door",
        "Walk far",
        "Walk unplaced",
    }


@pytest.mark.requirement("G-10")
@pytest.mark.parametrize("query", ["gentle walk near FY1", "gentle walk near FY1 4AA"])
def test_what_is_near_is_not_missed_behind_many_that_match_better(
    walks, tmp_path, a_service, monkeypatch, query
):
    loaded(walks, tmp_path)
    monkeypatch.setattr(service, "_JUDGED_AT_ONCE", 1)
    about = {"description": "A walk, gentle and slow, and much else."}
    near_by = a_service(
        "40",
        service={"name": "Friends of the old road", **about},
        locations=(at("l40", "FY1 4AB"),),
        at_locations=(ServiceAtLocation("at40", "40", "l40"),),
    )
    nowhere = [group(a_service, n, "Gentle walk", None) for n in range(41, 43)]
    fresh = {"name": "Friends of the new road", "assured_on": TODAY, **about}
    nowhere.append(a_service("43", service=fresh, locations=(), at_locations=()))
    walks.read(*nowhere, near_by, complete=False)
    answer = search(walks.store, query, audience=Audience.PUBLIC, on=TODAY, limit=1)
    assert named(answer) == ["Friends of the old road"]
    assert answer.more
