"""Where something is to be put right, in the words of the file that people write and not in the record's."""

from __future__ import annotations

import pytest

from adapter_core.casework.conversations.telling import Problem
from adapter_core.casework.conversations.written.parts import ABOUT, ELIGIBILITY, LISTS, TEXTS
from adapter_core.casework.conversations.written.places import in_words
from adapter_core.service.casework.refusing import Incomplete


@pytest.mark.parametrize(
    ("where", "words"),
    [
        ("actions.2.due", 'Actions, entry 2, "by"'),
        ("actions.1.what", "Actions, entry 1"),
        ("signposts.1.due", 'Signposts, entry 1, "look again"'),
        ("signposts.3.resource", "Signposts, entry 3"),
        ("signposts.3.resource.contact", 'Signposts, entry 3, "contact"'),
        ("signposts.1.permission.how", 'Signposts, entry 1, "how given"'),
        ("signposts.1.permission", 'Signposts, entry 1, "may be passed on"'),
        ("decisions.1.rationale", 'Decisions, entry 1, "why"'),
        ("outcomes.2.solutions.1", 'Outcomes, entry 2, "solution"'),
        ("outcomes.2.solutions.1.cost", 'Outcomes, entry 2, "its cost"'),
        ("considerations.4.text", "Things to consider, entry 4"),
        ("updates.1.value", 'To update on the record, entry 1, "value"'),
        ("happened", "What happened"),
        ("ended_on", 'About this conversation, "ended on"'),
        ("eligibility.discussion", 'Eligibility, "discussion"'),
        ("", "the record"),
        ("what.nobody.knows", "what.nobody.knows"),
    ],
)
def test_each_place_is_called_as_the_file_calls_it(where, words):
    assert in_words(where) == words


def test_every_key_of_every_part_has_its_words():
    for field, part in LISTS.items():
        for key in part.keys:
            assert in_words(f"{field}.7.{key.name}") == f'{part.title}, entry 7, "{key.words}"'
    for pair, start in ((ABOUT, ""), (ELIGIBILITY, "eligibility.")):
        for key in pair.keys:
            assert in_words(f"{start}{key.name}") == f'{pair.title}, "{key.words}"'
    for field, titles in TEXTS.items():
        assert in_words(field) == titles[0]


def test_a_refusal_says_the_words_and_programs_get_the_names():
    refused = Incomplete.of([Problem("FP-1003", "actions.2.due", "It has passed.", "Give another.")], "C1")
    assert '\n  Actions, entry 2, "by": It has passed. (FP-1003)' in refused.message
    assert refused.as_json()["error"]["problems"][0]["where"] == "actions.2.due"
