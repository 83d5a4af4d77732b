"""Reads what measures are computed from: codes, days and numbers, and never a text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import and_, func, or_, select

from adapter_core.casework.client_level_data.events import Conversation
from adapter_core.casework.measures.rows import ClaimRow, ConversationRow, SignpostRow
from adapter_core.domain.casework import ClaimBy, Context, Reason, RecordKind, SignpostState
from adapter_core.store.casework.tables import conversation, conversation_result, signpost, signpost_claim
from adapter_core.store.tables import caseload, finding, run, series

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date

    from sqlalchemy.engine import Connection
    from sqlalchemy.sql import ColumnElement

    from adapter_core.casework.measures.rows import Period

RESOLVED = "resolved"
"""How a finding closes whose rule was assessed again and passed."""

ENTERED_IN_ERROR = "entered_in_error"
"""A conversation that was none."""

STATES = {state.value: state for state in SignpostState}
REASONS = {reason.value: reason for reason in Reason}


def conversations(
    connection: Connection, period: Period, *, site: str, teams: Collection[str] = ()
) -> list[ConversationRow]:
    """Conversations that were started or completed in a period, by their numbers.

    Args:
        connection: inside a transaction.
        period: the days to speak of.
        site: the site's name; empty for the whole council.
        teams: whose conversations are the site's, where a record names none.
    """
    table = conversation.c
    wanted = [
        table.record == RecordKind.CONVERSATION.value,
        table.state != ENTERED_IN_ERROR,
        or_(
            table.started.between(period.start, period.end), table.ended_on.between(period.start, period.end)
        ),
        *_of_site(table.site, table.team, site, teams),
    ]
    statement = (
        select(
            table.id, table.source, table.ref, table.kind, table.context, table.started, table.ended_on,
            table.ended_how, table.contact_on, table.work_began,
        )
        .where(*wanted)
        .order_by(table.id)
    )  # fmt: skip
    new = Context.NEW.value
    return [
        ConversationRow(number, (source, ref), kind, context == new, started, ended, how, contact, work)
        for number, source, ref, kind, context, started, ended, how, contact, work in connection.execute(
            statement
        )
    ]


def completed(connection: Connection, period: Period, source: str) -> list[tuple[str, Conversation]]:
    """(reference, conversation) of everything that was completed in a period with people of one source."""
    table = conversation.c
    statement = (
        select(
            table.ref, table.id, table.kind, table.context, table.started, table.ended_on, table.ended_how,
            table.eligible,
        )
        .where(
            table.source == source,
            table.record == RecordKind.CONVERSATION.value,
            table.state != ENTERED_IN_ERROR,
            table.ended_on.between(period.start, period.end),
        )
        .order_by(table.id)
    )  # fmt: skip
    new = Context.NEW.value
    return [
        (ref, Conversation(number, kind, context == new, started, ended, how, eligible))
        for ref, number, kind, context, started, ended, how, eligible in connection.execute(statement)
    ]


def results(connection: Connection, period: Period) -> list[tuple[int, str]]:
    """(conversation, what it led to) of everything that was completed in a period."""
    statement = (
        select(conversation_result.c.conversation, conversation_result.c.code)
        .join(conversation, conversation.c.id == conversation_result.c.conversation)
        .where(conversation.c.ended_on.between(period.start, period.end))
        .order_by(conversation_result.c.conversation, conversation_result.c.code)
    )
    return [(number, code) for number, code in connection.execute(statement)]


def signposts(
    connection: Connection, period: Period, *, site: str, teams: Collection[str], on: date
) -> tuple[list[SignpostRow], list[ClaimRow]]:
    """Signposts that first came due in a period, and every claim about them, as both stood on a day.

    Args:
        connection: inside a transaction.
        period: the days to speak of; a signpost that comes due after `on` is not due yet.
        site: the site's name; empty for the whole council.
        teams: whose signposts are the site's, where a record names none.
        on: what was said later is not known yet.
    """
    table, said = signpost.c, signpost_claim.c
    wanted = and_(
        table.first_due.between(period.start, min(period.end, on)),
        *_of_site(table.site, table.team, site, teams),
    )
    claims = connection.execute(
        select(said.signpost, said.state, said.reason, said.spoke_to, said.by)
        .join(signpost, table.id == said.signpost)
        .where(wanted, said.on <= on)
        .order_by(said.signpost, said.id)
    ).all()
    last: dict[int, tuple[str, str]] = {}
    confirmed: dict[int, set[str]] = {}
    confirming = {by.value for by in ClaimBy if by.confirms}
    for number, state, reason, _, by in claims:
        last[number] = (state, reason)
        if by in confirming:
            confirmed.setdefault(number, set()).add(state)
    now = (SignpostState.REQUESTED.value, "")
    rows = []
    for number, due, disputed in connection.execute(
        select(table.id, table.first_due, table.disputed).where(wanted).order_by(table.id)
    ):
        state, reason = last.get(number, now)
        sure = not disputed and state in confirmed.get(number, ())
        rows.append(SignpostRow(number, due, STATES[state], REASONS[reason], sure))
    return rows, [
        ClaimRow(number, STATES[state], REASONS[reason], spoke_to)
        for number, state, reason, spoke_to, _ in claims
    ]


def gaps_closed(connection: Connection, period: Period, *, profile: str, cohort: str) -> int:
    """How many gaps the nights of a period saw mended: people and rules of one profile and cohort."""
    statement = (
        select(func.count())
        .select_from(finding)
        .join(run, run.c.id == finding.c.closed_run)
        .join(caseload, caseload.c.id == finding.c.caseload)
        .join(series, series.c.id == caseload.c.series)
        .where(
            run.c.as_of.between(period.start, period.end),
            finding.c.reason == RESOLVED,
            series.c.profile == profile,
            series.c.cohort == cohort,
        )
    )
    return int(connection.execute(statement).scalar_one())


def _of_site(
    site_column: ColumnElement[str], team_column: ColumnElement[str], site: str, teams: Collection[str]
) -> list[ColumnElement[bool]]:
    if not site:
        return []
    return [or_(site_column == site, and_(site_column == "", team_column.in_(sorted(teams))))]
