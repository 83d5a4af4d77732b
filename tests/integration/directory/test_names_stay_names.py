"""A person's name is no slip of an ordinary word; it may be a slip of another name."""

from __future__ import annotations

from datetime import date

import pytest

from adapter_core.domain.directory import Audience
from community_directory.searching import index
from community_directory.searching.service import search

TODAY = date(2026, 11, 23)


@pytest.fixture
def found(town, a_service):
    """A function that lists services with contacts, and gives the names that a query finds."""
    town.store.on_commit_work.append(index.update)

    def names(query, *services, audience=Audience.INTERNAL, hidden=()):
        incoming = [
            a_service(
                str(n),
                service={"name": name},
                contact={"name": who, "audience": Audience.INTERNAL if who in hidden else Audience.PUBLIC},
            )
            for n, (name, who) in enumerate(services, 1)
        ]
        town.read(*incoming)
        answer = search(town.store, query, audience=audience, on=TODAY)
        return [hit.service.service.name for hit in answer.hits], answer.understood

    return names


@pytest.mark.parametrize("name", ["James", "Aisha", "Ruth", "Mohammed"])
def test_a_given_name_that_nobody_here_has_is_not_corrected_into_a_word(found, name):
    services = (("Board games", "Zed Ashe"), ("Asha yoga", "Zed Ashe"), ("Truth and rush", "Zed Ashe"))
    names, understood = found(name, *services)
    assert names == []
    assert not [each for each in understood if "read as" in each]


def test_a_name_of_a_contact_is_not_doubted_into_a_word_either(found):
    services = (("Board games", "Zed Ashe"), ("Walking", "James Groves"), ("Tree walking", "Ann Ashe"))
    names, understood = found("james board", *services)
    assert names[0] == "Board games"
    assert "Walking" in names
    names, understood = found("groves tree", ("Grover tree", "Zed Ashe"), *services[1:])
    assert not [each for each in understood if "grover" in each]


def test_a_given_name_may_be_a_slip_of_the_name_of_somebody_here(found):
    services = (("Board games", "Zed Ashe"), ("Walking", "Jamee Groves"), ("Singing", "Martin Moss"))
    assert found("James", *services)[0] == ["Walking"]
    assert found("Marten Moss", *services)[0][0] == "Singing"
    assert found("gamse", *services)[0] == ["Board games"]


def test_a_hidden_contact_changes_no_correction(found):
    answers = [
        found(
            "gamex board",
            ("Board games", "Zed Ashe"),
            ("Walking", who),
            audience=Audience.PUBLIC,
            hidden=(who,),
        )
        for who in ("Gamex Groves", "Ann Moss")
    ]
    assert answers[0] == answers[1] == (["Board games"], ("“gamex” read as “games”",))
