"""Two people write the same record: the second is told, and loses nothing."""

from __future__ import annotations

import threading
from dataclasses import replace

import pytest

from adapter_core.domain.casework import ConversationKind
from adapter_core.errors import UsageError
from adapter_core.service.casework import conversations
from tests.integration.casework.desks import a_record

ONE = ConversationKind.ONE
HERS, HIS = a_record(matters="Her cat."), a_record(happened="Slipped in the garden.")


def test_the_second_is_told_who_when_and_what_and_the_text_is_kept(council) -> None:
    with council.desk("Ada Kit") as ada, council.desk("Ben Low") as ben:
        draft = conversations.start(ada, "1001", kind=ONE, record=a_record())
        opened = conversations.edit(ben, draft.id)
        conversations.save(ada, draft.id, HERS, revision=1)
        with pytest.raises(conversations.Stale) as raised:
            conversations.save(ben, draft.id, HIS, revision=opened.revision, base=opened.record)
        stale = raised.value
        assert (stale.code, stale.by, stale.revision) == ("FP-1020", "Ada Kit", 2)
        assert {(each.field, each.change.value) for each in stale.differences} == {
            ("matters", "saved"), ("happened", "mine"),
        }  # fmt: skip
        for word in ("Her cat", "Slipped", "garden"):
            assert word not in str(stale.as_json())
        assert f"R{stale.rival}" in stale.message
        (kept,) = conversations.rivals(ada, draft.id)
        assert (kept.id, kept.by, kept.record) == (stale.rival, "Ben Low", HIS)
        assert conversations.edit(ada, draft.id).record == HERS


def test_taking_one_keeps_the_other_and_dismissing_deletes_it(council) -> None:
    with council.desk("Ada Kit") as ada, council.desk("Ben Low") as ben:
        draft = conversations.start(ada, "1001", kind=ONE, record=a_record())
        conversations.save(ada, draft.id, HERS, revision=1)
        with pytest.raises(conversations.Stale) as raised:
            conversations.save(ben, draft.id, HIS, revision=1)
        taken = conversations.take(ben, raised.value.rival)
        assert (taken.record, taken.revision) == (HIS, 3)
        (kept,) = conversations.rivals(ben, draft.id)
        assert (kept.by, kept.record) == ("Ada Kit", HERS)
        assert conversations.close(ben, draft.id).rivals == (kept.id,)
        assert conversations.dismiss(ada, kept.id) == draft.id
        assert conversations.rivals(ada, draft.id) == []
        with pytest.raises(UsageError) as gone:
            conversations.take(ada, kept.id)
        assert gone.value.code == "FP-1018"


def test_dismissed_text_is_gone_from_the_file_too(small_council) -> None:
    with small_council.desk() as desk:
        draft = conversations.start(desk, "1001", kind=ONE, record=a_record())
        conversations.save(desk, draft.id, HERS, revision=1)
        with pytest.raises(conversations.Stale) as raised:
            conversations.save(desk, draft.id, HIS, revision=1)
        conversations.dismiss(desk, raised.value.rival)
    assert b"Slipped" not in (small_council.folder / "fingerpost.db").read_bytes()


def test_who_saves_after_it_was_closed_is_told_and_can_bring_it_into_a_new_version(council) -> None:
    with council.desk("Ada Kit") as ada, council.desk("Ben Low") as ben:
        draft = conversations.start(ada, "1001", kind=ONE, record=a_record())
        conversations.close(ada, draft.id)
        with pytest.raises(conversations.Stale) as raised:
            conversations.save(ben, draft.id, HIS, revision=1)
        assert "closed it as version 1" in raised.value.message
        taken = conversations.take(ben, raised.value.rival)
        assert (taken.record, taken.new_version) == (HIS, True)
        assert conversations.close(ben, draft.id).version == 2


def test_who_closes_another_draft_than_they_read_is_told(small_council) -> None:
    with small_council.desk() as desk:
        draft = conversations.start(desk, "1001", kind=ONE, record=a_record())
        conversations.save(desk, draft.id, HERS, revision=1)
        with pytest.raises(conversations.Stale):
            conversations.close(desk, draft.id, revision=1)
        assert conversations.show(desk, draft.id).versions == ()


def test_of_many_who_save_at_once_one_wins_and_every_text_is_there(council) -> None:
    texts = [a_record(matters=f"Number {number}.") for number in range(4)]
    with council.desk() as desk:
        draft = conversations.start(desk, "1001", kind=ONE, record=a_record())
        held = []

        def save(record):
            try:
                conversations.save(desk, draft.id, record, revision=1, look=False)
            except conversations.Stale:
                held.append("stale")

        at_once = [threading.Thread(target=save, args=(each,)) for each in texts]
        for each in at_once:
            each.start()
        for each in at_once:
            each.join()
        assert held == ["stale"] * 3
        there = [conversations.edit(desk, draft.id).record]
        there += [each.record for each in conversations.rivals(desk, draft.id)]
        assert sorted(each.matters for each in there) == [each.matters for each in texts]


def test_of_two_who_close_at_once_both_get_the_same_answer(council) -> None:
    with council.desk() as desk:
        draft = conversations.start(desk, "1001", kind=ONE, record=a_record())
    answers = []

    def close():
        with council.desk() as own:
            answers.append(replace(conversations.close(own, draft.id), again=False, advice=(), words=()))

    at_once = [threading.Thread(target=close) for _ in range(2)]
    for each in at_once:
        each.start()
    for each in at_once:
        each.join()
    assert len(answers) == 2
    assert answers[0] == answers[1]
