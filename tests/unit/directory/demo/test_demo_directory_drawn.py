"""The demo's directory as it is drawn: of the council's own town, of nobody, and the same again."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date

import pytest

from adapter_core.demo import places
from adapter_core.demo.writing import town_of
from adapter_core.domain.directory import Audience
from adapter_core.domain.values import postcode_district
from community_directory.demo.catalogue import catalogue
from community_directory.demo.drawing import GOING, Drawing
from community_directory.demo.people import Numbers
from community_directory.importing.tidying import Tidier

AS_OF = date(2026, 11, 23)
DRAMA = re.compile(r"\+441632960\d{3}|\+447700900\d{3}")
DISTRICT_OF = {ward: district for ward, district, _ in places.WARDS}
DISTRICTS = set(DISTRICT_OF.values())


def drawn(*, seed=1, as_of=AS_OF, night=0):
    return list(Drawing(town_of(seed=seed, as_of=as_of, night=night)).incoming())


@pytest.fixture(scope="module")
def told():
    return drawn()


def contacts(told):
    return [each for one in told for each in one.contacts]


def test_there_is_as_much_as_a_town_has(told):
    assert 250 <= len({one.service.id for one in told}) == len(told) <= 400
    assert len({one.organisation.id for one in told}) >= 120


def test_the_same_seed_and_day_give_the_same(told):
    assert drawn() == told


@pytest.mark.parametrize("other", [{"seed": 2}, {"as_of": date(2026, 11, 24)}])
def test_another_seed_or_day_gives_another(told, other):
    assert drawn(**other) != told


def test_places_are_those_of_the_people(told):
    assert {one for told_of in told for one in told_of.locations} != set()
    for one in told:
        for place in one.locations:
            assert postcode_district(place.address.postcode) == DISTRICT_OF[place.address.region]
        for area in one.service.areas:
            assert set(area.districts) <= DISTRICTS


def test_every_kind_names_an_organisation_a_category_and_wards_that_there_are():
    books, wards = catalogue(), {ward for ward, _, _ in places.WARDS}
    for kind in books.kinds:
        assert kind.of in books.bodies
        assert kind.category in books.categories
        assert set(kind.wards) <= wards | {"*"}


def test_every_number_and_address_is_of_nobody(told):
    phones = [each.number for one in contacts(told) for each in one.phones]
    phones += [each for one in told for each in one.organisation.phones]
    assert [each for each in phones if not DRAMA.fullmatch(each)] == []
    mails = [each for one in contacts(told) for each in one.emails] + [one.service.email for one in told]
    assert {each.rpartition(".")[2] for each in mails} == {"example"}
    assert {one.service.url.split("/")[2].rpartition(".")[2] for one in told} == {"example"}


def test_no_two_people_share_a_number():
    numbers = Numbers()
    given = [numbers.landline().number for _ in range(900)]
    assert len(set(given)) == len(given)


def test_no_name_is_given_twice(told):
    names = Counter(each.name for each in contacts(told) if each.name)
    assert [name for name, count in names.items() if count > 1] == []


def test_contacts_are_of_every_kind(told):
    found = contacts(told)
    assert {each.audience for each in found} == set(Audience)
    ages = [(AS_OF - each.verified_on).days for each in found if each.verified_on]
    assert min(ages) < 30
    assert max(ages) > 366
    assert any(each.verified_on is None for each in found)
    ids = {each.id for each in found}
    backups = {each.backup_id for each in found if each.backup_id}
    assert backups
    assert backups <= ids


def test_importing_it_rejects_nothing_and_guards_no_contact_that_is_meant_to_be_open(told):
    tidier, rejects = Tidier("millbrook"), []
    for one in told:
        rejects += tidier.tidy(one)[1]
    assert rejects == []
    assert (tidier.found.made_internal, tidier.found.moved) == (0, 0)


def test_hours_are_understood_but_for_those_that_nobody_could(told):
    kept: Counter[bool] = Counter()
    for one in told:
        tidy = Tidier("millbrook").tidy(one)[0]
        assert tidy.service is not None
        kept[any(each.freq for each in tidy.service.schedules)] += 1
    assert kept[True] > 0.8 * len(told)
    assert kept[False] > 0


def test_the_mess_of_any_directory_is_there(told):
    by_ref = {one.ref: one for one in told}
    twice, once = by_ref["lunch_again/Weavers"], by_ref["lunch_club/Weavers"]
    assert twice.locations == once.locations
    assert twice.organisation.phones == once.organisation.phones
    assert twice.organisation.name != once.organisation.name
    assert "01632 960999" in by_ref["ring_and_ride/"].service.description
    assert (AS_OF - by_ref["stroke_club/Old Quarry"].service.assured_on).days > 1000


@pytest.mark.requirement("G-07")
def test_events_lie_on_both_sides_of_the_day(told):
    days = [(each.starts.date() - AS_OF).days for one in told for each in one.events]
    assert len(days) > 10
    assert min(days) < 0 < max(days)


def test_a_night_changes_little(told):
    second = drawn(night=1)
    gone = {one.ref for one in told} - {one.ref for one in second}
    assert gone == {GOING[0]}
    assert second == [one for one in told if one.ref not in gone]


def test_what_goes_one_day_is_there_before(told):
    assert set(GOING) <= {one.ref for one in told}
