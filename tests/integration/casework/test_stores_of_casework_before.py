"""A store with conversations of before signposts could be never shared: upgraded, and nothing is lost."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from alembic import command
from sqlalchemy import text

from adapter_core.domain.casework import ConversationKind
from adapter_core.service.casework import conversations, seen
from adapter_core.store import migrate
from adapter_core.store.casework import drafts, signposts
from adapter_core.store.casework.purging_kept import KEPT_FOR
from tests.integration.casework.desks import a_record

LONG_AGO = "2020-01-01 00:00:00"


def test_what_was_withdrawn_before_has_its_month_and_open_drafts_are_of_nobody_knows_whom(council):
    with council.desk() as desk:
        closed = conversations.start(desk, "1001", kind=ConversationKind.ONE, record=a_record()).id
        conversations.close(desk, closed)
        gone = conversations.start(
            desk, "1001", kind=ConversationKind.ONE, record=a_record(), another=True
        ).id
        conversations.withdraw(desk, gone)
        open_one = conversations.start(
            desk, "1001", kind=ConversationKind.ONE, record=a_record(), another=True
        ).id
        with desk.store.work() as unit:
            command.downgrade(migrate.configured(unit.connection), "0005")
            unit.connection.execute(text(f"UPDATE conversation SET opened = '{LONG_AGO}'"))
            unit.commit()
    with council.desk() as desk:

        def texts():
            seen.look_for(desk.application, who="night")
            with desk.store.reading() as unit:
                return len(drafts.rivals(unit.connection, gone))

        with desk.store.reading() as unit:
            assert [each.never_shared for each in signposts.of_conversation(unit.connection, closed)] == [
                False
            ]
            draft = drafts.get(unit.connection, open_one)
            assert draft is not None
            assert draft.others
        assert texts() == 1
        desk.store.clock = lambda: datetime.now(UTC) + KEPT_FOR + timedelta(minutes=1)
        assert texts() == 0
