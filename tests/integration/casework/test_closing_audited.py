"""What closing looks at: the person's record, which is audited, and what there was before."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import update

from adapter_core.domain.casework import ConversationKind, PeerDiscussion, PeerKind
from adapter_core.oversight.audit import entries
from adapter_core.service.casework import closing, conversations, merging
from adapter_core.service.missing import LOOKED_AT
from adapter_core.store.casework.tables import conversation_draft
from tests.integration.casework.desks import TODAY, a_record

ONE = ConversationKind.ONE
WITH_COLLEAGUES = "test_with_colleagues"


def newest(desk, many):
    """The newest actions of the audit about the person, the oldest first."""
    found = entries(desk.store, limit=many)
    assert {each.subjects for each in found} == {(("mosaic", "1001"),)}
    return [each.action for each in reversed(found)]


def test_the_look_is_noted_with_what_is_written(small_council) -> None:
    with small_council.desk() as desk:
        draft = conversations.start(desk, "1001", kind=ONE, record=a_record())
        conversations.close(desk, draft.id)
        assert newest(desk, 2) == [LOOKED_AT, "conversation.closed"]


def test_the_look_is_noted_where_closing_is_refused(small_council) -> None:
    with small_council.desk() as desk:
        nothing = replace(a_record(), happened="", matters="")
        draft = conversations.start(desk, "1001", kind=ONE, record=nothing)
        before = entries(desk.store, limit=1)[0].id
        with pytest.raises(conversations.Incomplete):
            conversations.close(desk, draft.id)
        assert newest(desk, 1) == [LOOKED_AT]
        assert entries(desk.store, limit=1)[0].id == before + 1


def test_a_draft_of_the_same_revision_that_says_something_else_is_not_closed(
    small_council, monkeypatch
) -> None:
    with small_council.desk() as desk:
        draft = conversations.start(desk, "1001", kind=ONE, record=a_record())
        settle = merging.settle

        def meanwhile(*given, **named):
            with desk.store.work() as unit:
                unit.connection.execute(update(conversation_draft).values(by="Ben Low", body="{}"))
                unit.commit()
            return settle(*given, **named)

        monkeypatch.setattr(closing, "settle", meanwhile)
        with pytest.raises(conversations.Stale) as refused:
            conversations.close(desk, draft.id, revision=1)
        assert refused.value.by == "Ben Low"
        assert newest(desk, 1) == [LOOKED_AT]


@pytest.mark.requirement("C-12")
def test_what_colleagues_talked_through_before_counts_and_words_alone_do_not(small_council) -> None:
    with small_council.desk() as desk:

        def rules_of(**given) -> set[str]:
            draft = conversations.start(desk, "1001", kind=ONE, record=a_record(**given))
            return {each.rule for each in conversations.close(desk, draft.id).advice}

        rules_of(happened='We spoke of "discussions":[1] at length.')
        assert WITH_COLLEAGUES in rules_of(kind=ConversationKind.THREE)
        rules_of(discussions=(PeerDiscussion(PeerKind.HUDDLE, TODAY, ("Ben Low",), "Ask her son."),))
        assert WITH_COLLEAGUES not in rules_of(kind=ConversationKind.THREE)
