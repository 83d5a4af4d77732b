"""What somebody wrote is kept when it is replaced, though whoever replaces it had only added to it before."""

from __future__ import annotations

from dataclasses import replace

import pytest

from adapter_core.domain.casework import ConversationKind
from adapter_core.service.casework import conversations
from tests.integration.casework.desks import a_record


@pytest.fixture
def written(council):
    """A draft of one worker, in which a second one has added something; and how that one goes on."""
    with council.desk("Ada Kit") as ada, council.desk("Ben Low") as ben:
        record = a_record(matters="Zebedee", ended_how="")
        number = conversations.start(ada, "1001", kind=ConversationKind.ONE, record=record).id

        def save(**changes):
            opened = conversations.edit(ben, number)
            record = replace(opened.record, **changes)
            return conversations.save(
                ben, number, record, revision=opened.revision, keep_theirs=True
            ).kept_theirs

        assert save(ended_how="connected") == 0
        yield save, lambda: conversations.rivals(ben, number)


def test_what_is_replaced_at_the_second_save_is_kept(written):
    save, kept = written
    number = save(matters="Her garden.")
    assert [(each.id, each.record.matters) for each in kept()] == [(number, "Zebedee")]


def test_what_is_kept_once_is_not_kept_again(written):
    save, kept = written
    save(matters="Her garden.")
    assert save(matters="Her cat.") == 0
    assert len(kept()) == 1


def test_what_somebody_else_typed_and_was_taken_is_kept_when_it_is_replaced(small_council):
    with small_council.desk("Ada Kit") as ada, small_council.desk("Ben Low") as ben:
        number = conversations.start(ada, "1001", kind=ConversationKind.ONE, record=a_record()).id
        with pytest.raises(conversations.Stale) as raised:
            conversations.save(ada, number, a_record(matters="Zebedee"), revision=99)
        opened = conversations.take(ben, raised.value.rival)
        (before,) = conversations.rivals(ben, number)
        record = replace(opened.record, matters="Her garden.")
        saved = conversations.save(ben, number, record, revision=opened.revision, keep_theirs=True)
        kept = {each.id: each.record.matters for each in conversations.rivals(ben, number)}
        assert kept == {before.id: a_record().matters, saved.kept_theirs: "Zebedee"}
