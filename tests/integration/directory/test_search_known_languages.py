"""A language that an entry gives is worth more than a common word, and less than a rare one."""

from __future__ import annotations

from datetime import date

import pytest

from adapter_core.domain.directory import Audience
from community_directory.searching import index
from community_directory.searching.service import search

TODAY = date(2026, 11, 23)


@pytest.fixture
def listed(town, a_service):
    """A function that lists services by name, each with the codes of its languages."""
    town.store.on_commit_work.append(index.update)

    def put(services):
        town.read(
            *(
                a_service(str(n), service={"name": name, "language_codes": codes})
                for n, (name, codes) in enumerate(services, 1)
            )
        )

        def names(query):
            answer = search(town.store, query, audience=Audience.PUBLIC, on=TODAY)
            return [hit.service.service.name for hit in answer.hits]

        return names

    return put


@pytest.mark.requirement("G-10")
def test_a_known_language_comes_before_a_common_word_in_a_language_that_nobody_knows(listed):
    support = [(f"Support {n}", ()) for n in range(9)]
    other = [(f"Garden {n}", ()) for n in range(30)]
    names = listed([*support, *other, ("Advice in Polish", ("pl",)), ("Dentist", ())])
    found = names("Polish speaking support")
    assert found[0] == "Advice in Polish"
    assert set(found[1:]) == {name for name, _ in support}
    assert names("Polish speaking dentist")[:2] == ["Dentist", "Advice in Polish"]  # a rare word tells more


@pytest.mark.requirement("G-10")
def test_a_known_language_is_found_below_very_many_that_match_as_well(listed):
    many = [(f"Advice {n}", ()) for n in range(120)]
    names = listed([*many, ("Advice on letters, forms and all that comes by post", ("pl",))])
    assert names("Polish speaking advice")[0].startswith("Advice on letters")
