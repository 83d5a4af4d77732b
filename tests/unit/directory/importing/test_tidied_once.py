"""What many services share is tidied once, and what is wrong with it is told each time."""

from __future__ import annotations

from adapter_core.domain.directory import Address, Incoming, Location, Organisation, Service
from community_directory.importing import tidying
from community_directory.importing.replacing import replaced
from community_directory.importing.tidying import Tidier


def told(number, owner=None, place=None):
    service = Service(f"s{number}", f"Service {number}", owner.id if owner else "")
    return Incoming(
        f"s{number}", organisation=owner, service=service, locations=(place,) if place is not None else ()
    )


def test_an_organisation_told_again_is_the_same_entity():
    tidier = Tidier("council")
    owner = Organisation("o1", "Larkfield  Trust", url="www.larkfield.example.org")
    first, _ = tidier.tidy(told(1, owner))
    again, _ = tidier.tidy(told(2, Organisation("o1", "Larkfield  Trust", url="www.larkfield.example.org")))
    assert again.organisation is not None
    assert again.organisation is first.organisation
    assert again.organisation.name == "Larkfield Trust"


def test_an_organisation_told_otherwise_is_tidied_anew():
    tidier = Tidier("council")
    tidier.tidy(told(1, Organisation("o1", "Larkfield  Trust")))
    again, _ = tidier.tidy(told(2, Organisation("o1", "Harbour  Trust")))
    assert again.organisation is not None
    assert again.organisation.name == "Harbour Trust"


def test_what_is_wrong_with_it_is_told_with_each_service():
    tidier = Tidier("council")
    owner = Organisation("o1", "Larkfield Trust", url="javascript:alert(1)")
    place = Location("l1", "Hall", address=Address(original_postcode="nowhere at all"))
    for number in (1, 2):
        tidy, rejects = tidier.tidy(told(number, owner, place))
        assert [(each.ref, each.field) for each in rejects] == [
            (f"s{number}", "organisation.url"),
            (f"s{number}", "location.postcode"),
        ]
        assert tidy.organisation is not None
        assert tidy.organisation.url == ""


def test_what_is_remembered_is_bounded(monkeypatch):
    monkeypatch.setattr(tidying, "_MOST_KEPT", 2)
    tidier = Tidier("council")
    for number in range(7):
        tidier.tidy(told(number, Organisation(f"o{number}", "A  trust"), Location(f"l{number}", "A  hall")))
        assert max(len(tidier._organisations), len(tidier._locations)) <= 2


def test_nothing_is_copied_where_nothing_changes():
    one = Service("1", "Meals")
    assert replaced(one, name="Meals", description="") is one
    assert replaced(one, name="Lunch", description="") == Service("1", "Lunch")
