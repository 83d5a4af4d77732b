"""Conversations from their beginning to their end, over SQLite and PostgreSQL."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from adapter_core.domain.casework import (
    Action,
    ActionState,
    ConversationKind,
    DeliveryKind,
    RecordKind,
    RecordUpdate,
    SignpostState,
)
from adapter_core.errors import PersonNotFound, SourceUnavailable, StoreError, UsageError
from adapter_core.oversight.audit import entries
from adapter_core.service.casework import actions, conversations
from adapter_core.store.casework import deliveries
from adapter_core.store.casework.conversations import ConversationState
from tests.integration.casework.desks import MINE, TODAY, a_record, a_signpost

ONE, TWO = ConversationKind.ONE, ConversationKind.TWO


def begun(desk, **given):
    """A draft with a whole record in it."""
    return conversations.start(desk, "1001", kind=ONE, record=a_record(**given))


@pytest.mark.requirement("R-95", "C-43", "C-45")
def test_a_conversation_is_begun_saved_closed_and_read(council) -> None:
    with council.desk() as desk:
        started = conversations.start(desk, "1001", kind=ONE)
        assert (started.record.worker, started.record.started, started.revision) == ("Ada Kit", TODAY, 1)
        saved = conversations.save(desk, started.id, a_record(), revision=1)
        assert (saved.revision, saved.words) == (2, ())
        closed = conversations.close(desk, started.id, revision=2)
        assert (closed.version, len(closed.actions), len(closed.signposts), closed.again) == (1, 2, 1, False)
        shown = conversations.show(desk, started.id)
        assert shown.record is not None
        assert shown.record.happened == "Fell on the stairs."
        assert shown.record.signposts[0].due == date(2026, 12, 7)
        assert [each.action.what for each in shown.actions] == ["Ring the lunch club", "Fit a rail"]
        assert shown.signposts[0].conversation == started.id
        assert (shown.draft, shown.conversation.state) == (None, ConversationState.CLOSED)
        with desk.store.reading() as unit:
            (text,) = deliveries.listed(unit.connection, conversation=started.id)
        assert text.kind is DeliveryKind.TEXT
        assert "Her garden." in text.text
        said = [each.action for each in reversed(entries(desk.store))]
        assert {"conversation.started", "conversation.saved", "conversation.closed"} <= set(said)
        assert said[-1] == "conversation.shown"


def test_closing_twice_gives_the_first_answer(council) -> None:
    with council.desk() as desk:
        started = begun(desk)
        first = conversations.close(desk, started.id, revision=1)
        again = conversations.close(desk, started.id, revision=1)
        assert (again.version, again.actions, again.signposts, again.deliveries) == (
            first.version, first.actions, first.signposts, first.deliveries,
        )  # fmt: skip
        assert again.again
        assert len(conversations.show(desk, started.id).versions) == 1


@pytest.mark.requirement("R-91")
def test_a_new_version_supersedes_and_changes_nothing_of_the_old(council) -> None:
    with council.desk() as desk:
        first = conversations.close(desk, begun(desk).id)
        actions.done(desk, first.actions[0])
        opened = conversations.edit(desk, first.id)
        assert opened.new_version
        assert opened.record.actions[0].state is ActionState.DONE
        later = replace(
            opened.record,
            happened="Fell again.",
            actions=(opened.record.actions[0], Action("Ask about a pendant", "Ada Kit")),
            signposts=(a_signpost(name="Bell lunch club"),),
        )
        conversations.save(desk, first.id, later, revision=opened.revision)
        second = conversations.close(desk, first.id)
        assert (second.version, second.actions[0]) == (2, first.actions[0])
        old = conversations.show(desk, first.id, version=1)
        assert old.record is not None
        assert old.record.happened == "Fell on the stairs."
        shown = conversations.show(desk, first.id)
        assert [(each.action.what, each.action.state.value) for each in shown.actions] == [
            ("Ring the lunch club", "done"),
            ("Fit a rail", "cancelled"),
            ("Ask about a pendant", "open"),
        ]
        states = {each.resource.name: each.state for each in shown.signposts}
        assert states == {
            "Ark lunch club": SignpostState.ENTERED_IN_ERROR,
            "Bell lunch club": SignpostState.REQUESTED,
        }
        with desk.store.reading() as unit:
            waiting = deliveries.listed(unit.connection, conversation=first.id)
        assert [each.about for each in waiting] == [f"C{first.id}.2"]


def test_the_database_itself_keeps_a_version(council) -> None:
    with council.desk() as desk:
        closed = conversations.close(desk, begun(desk).id)
        for statement in ("UPDATE conversation_version SET body = 'x'", "DELETE FROM conversation_version"):
            with pytest.raises(StoreError), desk.store.work() as unit:
                unit.connection.exec_driver_sql(statement)
        assert conversations.show(desk, closed.id).record is not None


@pytest.mark.requirement("R-91")
def test_a_new_record_follows_another(council) -> None:
    with council.desk() as desk:
        closed = conversations.close(desk, begun(desk).id)
        after = conversations.start(desk, "1001", kind=TWO, follows=closed.id)
        assert conversations.show(desk, after.id, draft=True).conversation.follows == closed.id
        with pytest.raises(UsageError) as raised:
            conversations.start(desk, "1002", kind=TWO, follows=closed.id)
        assert raised.value.code == "FP-1018"


@pytest.mark.requirement("R-90")
def test_a_case_note_is_its_own_kind(small_council) -> None:
    with small_council.desk() as desk:
        note = conversations.start(
            desk, "1001", kind=ONE, record=a_record(record=RecordKind.CASE_NOTE, actions=(), signposts=())
        )
        closed = conversations.close(desk, note.id)
        assert conversations.show(desk, closed.id).conversation.record is RecordKind.CASE_NOTE
        with desk.store.reading() as unit:
            (text,) = deliveries.listed(unit.connection, conversation=closed.id)
        assert text.title.startswith("Case note")


def test_a_second_draft_only_where_it_is_wanted(council) -> None:
    with council.desk() as desk:
        first = begun(desk)
        with pytest.raises(conversations.OpenDraft) as raised:
            begun(desk)
        assert (raised.value.code, list(raised.value.ids)) == ("FP-1019", [first.id])
        assert f"C{first.id}" in raised.value.message
        second = conversations.start(desk, "1001", kind=ONE, another=True)
        assert second.others == (first.id,)
        conversations.start(desk, "1002", kind=ONE)


def test_what_a_record_lacks_is_named_all_at_once_and_the_draft_stays(small_council, ids) -> None:
    with small_council.desk() as desk:
        gone = replace(a_signpost().resource, service_id="00000000-0000-4000-8000-000000000000")
        draft = begun(
            desk,
            actions=(Action("Ring", ""), Action("Ring again", "Son", due=date(2026, 1, 1))),
            updates=(RecordUpdate("gp_practise", "Y1"),),
            signposts=(a_signpost(resource=gone),),
        )
        with pytest.raises(conversations.Incomplete) as raised:
            conversations.close(desk, draft.id)
        found = {(each.code, each.where) for each in raised.value.problems}
        assert found == {
            ("FP-1002", "actions.1.owner"),
            ("FP-1003", "actions.2.due"),
            ("FP-1025", "updates.1.rule"),
            ("FP-1027", "signposts.1.resource"),
        }
        assert "gp_practice" in next(each.what for each in raised.value.problems if each.code == "FP-1025")
        assert conversations.edit(desk, draft.id).revision == 1


def test_a_withdrawn_one_counts_no_more_and_its_text_can_be_taken_up(council) -> None:
    with council.desk() as desk:
        draft = begun(desk)
        taken = conversations.withdraw(desk, draft.id)
        assert conversations.show(desk, draft.id).record is None
        with pytest.raises(UsageError) as raised:
            conversations.close(desk, draft.id)
        assert raised.value.code == "FP-1022"
        again = conversations.take(desk, taken.kept_text)
        assert again.record == a_record()
        closed = conversations.close(desk, draft.id)
        assert conversations.withdraw(desk, draft.id).deliveries == ()
        shown = conversations.show(desk, closed.id)
        assert shown.conversation.state is ConversationState.ENTERED_IN_ERROR
        assert shown.record is not None
        assert {each.action.state for each in shown.actions} == {ActionState.CANCELLED}
        with desk.store.reading() as unit:
            assert deliveries.listed(unit.connection, conversation=closed.id) == []


# --- before and after -----------------------------------------------------------------------------------


@pytest.mark.requirement("P-02", "R-10")
def test_before_it_starts_gaps_and_what_is_near_are_told(small_council, ids) -> None:
    with small_council.desk() as desk:
        started = conversations.start(desk, "1001", kind=ONE)
        assert started.gaps.answer is not None
        assert started.gaps.answer.live
        assert started.gaps.answer.profile == "pre_meeting"
        assert started.local.near == "ME4"
        names = {hit.service.service.name for hit in started.local.hits}
        assert names == {"Ark lunch club", "Bell lunch club"}


def test_without_a_directory_it_says_so(small_council) -> None:
    small_council.configure(without=', "community_directory"')
    with small_council.desk() as desk:
        started = conversations.start(desk, "1001", kind=ONE)
        assert started.local.hits == ()
        assert "There is no directory" in started.local.words


@pytest.mark.requirement("P-03")
def test_afterwards_what_to_update_is_work_and_an_answer_closes_its_gap(council) -> None:
    council.change("1001", relationships=())
    with council.desk() as desk:
        before = conversations.start(desk, "1001", kind=ONE)
        gap = conversations.record_to_update(desk, before.id).open[0].rule
        answered = a_record(updates=(RecordUpdate(gap, answer="declined"),))
        conversations.save(desk, before.id, answered, revision=1)
        closed = conversations.close(desk, before.id)
        assert len(closed.deliveries) == 2
        after = conversations.record_to_update(desk, closed.id)
        assert gap not in {each.rule for each in after.open}
        assert (MINE.ref, gap) in desk.store.current_reviews("mosaic", [MINE.ref])


# --- the person -----------------------------------------------------------------------------------------


def test_nobody_and_somebody_restricted_are_answered_alike(small_council) -> None:
    small_council.change("1002", restricted=True)
    with small_council.desk() as desk:
        for ref in ("9999", "1002"):
            with pytest.raises(PersonNotFound) as raised:
                conversations.start(desk, ref, kind=ONE)
            assert raised.value.code == "FP-0903"


def test_what_was_typed_in_place_of_a_reference_is_kept_nowhere(small_council) -> None:
    with small_council.desk() as desk:
        for asking in (conversations.listed, lambda *given: conversations.start(*given, kind=ONE)):
            with pytest.raises(PersonNotFound):
                asking(desk, "Quillfeather")
    (small_council.folder / "mosaic.db").unlink()
    with small_council.desk() as desk:
        for typed in ("Quillfeather", "999 000 0018", "9990000018"):
            with pytest.raises(SourceUnavailable):
                conversations.start(desk, typed, kind=ONE, unchecked=True)
    held = (small_council.folder / "fingerpost.db").read_bytes()
    assert b"Quillfeather" not in held
    assert b"999000" not in held


def test_a_record_restricted_since_is_neither_shown_nor_closed_and_stays(small_council) -> None:
    with small_council.desk() as desk:
        draft = begun(desk)
    small_council.change("1001", restricted=True)
    with small_council.desk() as desk:
        saved = conversations.save(desk, draft.id, a_record(matters="Her cat."), revision=1)
        assert saved.words == ("The case system shows no record with this reference any more.",)
        for attempt in (conversations.show, conversations.close, conversations.edit):
            with pytest.raises(PersonNotFound):
                attempt(desk, draft.id)
    small_council.change("1001", restricted=False)
    with small_council.desk() as desk:
        assert conversations.edit(desk, draft.id).record.matters == "Her cat."


def test_somebody_who_has_died_is_told(small_council) -> None:
    small_council.change("1001", date_of_death=date(2026, 11, 20))
    with small_council.desk() as desk:
        started = conversations.start(desk, "1001", kind=ONE)
        assert "has died" in " ".join(started.words)


def test_a_record_merged_since_is_told_and_followed_only_on_word(council) -> None:
    with council.desk() as desk:
        draft = begun(desk)
        kept = conversations.close(desk, draft.id)
        opened = conversations.edit(desk, kept.id)
    council.change("1001", duplicate_of="1003")
    with council.desk() as desk:
        saved = conversations.save(desk, kept.id, opened.record, revision=opened.revision)
        assert saved.words == ("The record 1001 was merged into 1003.",)
        with pytest.raises(conversations.MergedSince) as raised:
            conversations.close(desk, kept.id)
        assert (raised.value.code, raised.value.ref) == ("FP-1023", "1003")
        closed = conversations.close(desk, kept.id, follow=True)
        shown = conversations.show(desk, kept.id)
        assert shown.conversation.person.ref == "1003"
        assert shown.record is not None
        assert {shown.record.person.ref, *(each.person.ref for each in shown.actions)} == {"1003"}
        with desk.store.reading() as unit:
            sent = deliveries.listed(unit.connection, conversation=closed.id)
        assert {each.person.ref for each in sent if each.person} == {"1003"}
        assert [each.id for each in conversations.listed(desk, "1003")] == [kept.id]


def test_a_case_system_that_is_down_while_saving_loses_nothing(small_council) -> None:
    with small_council.desk() as desk:
        draft = begun(desk)
    (small_council.folder / "mosaic.db").unlink()
    with small_council.desk() as desk:
        saved = conversations.save(desk, draft.id, a_record(matters="Her cat."), revision=1)
        assert "could not be checked" in saved.words[0]
        closed = conversations.close(desk, draft.id)
        assert "could not be checked" in closed.words[0]
        with pytest.raises(SourceUnavailable):
            conversations.start(desk, "1002", kind=ONE)
        started = conversations.start(desk, "1002", kind=ONE, unchecked=True)
        assert started.gaps.problem is not None
