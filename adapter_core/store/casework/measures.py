"""Reads what measures are computed from: codes, days and numbers, and never a text."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import TYPE_CHECKING

from sqlalchemy import and_, func, or_, select

from adapter_core.casework.client_level_data.events import Conversation
from adapter_core.casework.measures.rows import ClaimRow, ConversationRow, SignpostRow
from adapter_core.casework.signposting import claims as applied
from adapter_core.domain.casework import Claim, ClaimBy, Context, Reason, RecordKind, SignpostState
from adapter_core.store.casework.conversations import ConversationState
from adapter_core.store.casework.tables import conversation, conversation_result, signpost, signpost_claim
from adapter_core.store.tables import caseload, finding, run, series

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from typing import Any

    from sqlalchemy.engine import Connection
    from sqlalchemy.sql import ColumnElement

    from adapter_core.casework.measures.rows import Period

RESOLVED = "resolved"
"""How a finding closes whose rule was assessed again and passed."""

CLOSED, ENTERED_IN_ERROR = ConversationState.CLOSED.value, ConversationState.ENTERED_IN_ERROR.value
STATES = {state.value: state for state in SignpostState}
REASONS = {reason.value: reason for reason in Reason}
SPEAKERS = {by.value: by for by in ClaimBy}


def conversations(
    connection: Connection, period: Period, *, site: str, teams: Collection[str] = ()
) -> list[ConversationRow]:
    """Conversations that were started or completed in a period, by their numbers.

    A draft may say already when the conversation ended; it is completed once it is closed.

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
            table.started.between(period.start, period.end),
            and_(table.state == CLOSED, table.ended_on.between(period.start, period.end)),
        ),
        *_of_site(table.site, site, table.team.in_(sorted(teams))),
    ]
    statement = (
        select(
            table.id, table.source, table.ref, table.kind, table.context, table.started, table.ended_on,
            table.ended_how, table.contact_on, table.work_began, table.state,
        )
        .where(*wanted)
        .order_by(table.id)
    )  # fmt: skip
    new = Context.NEW.value
    return [
        ConversationRow(
            number, (source, ref), kind, context == new, started, ended if state == CLOSED else None, how,
            contact, work,
        )
        for (
            number, source, ref, kind, context, started, ended, how, contact, work, state,
        ) in connection.execute(statement)
    ]  # fmt: skip


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
            table.state == CLOSED,
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


def signposts(  # noqa: PLR0913 - whose, and when
    connection: Connection,
    period: Period,
    *,
    site: str,
    teams: Collection[str],
    on: date,
    districts: Collection[str] = (),
) -> tuple[list[SignpostRow], list[ClaimRow]]:
    """Signposts that first came due in a period, and every claim about them, as both stood on a day.

    Where a signpost stood is worked out from what had been said by then, as pages work it out today: nobody
    answering takes no end back, and where two people say different things, nothing is confirmed.

    Args:
        connection: inside a transaction.
        period: the days to speak of; a signpost that comes due after `on` is not due yet.
        site: the site's name; empty for the whole council.
        teams: whose signposts are the site's, where a record names none.
        districts: outward codes; of people who live there they are the site's too (G-10, A-17).
        on: what was said later is not known yet.
    """
    table, said = signpost.c, signpost_claim.c
    wanted = and_(
        table.first_due.between(period.start, min(period.end, on)),
        *_of_site(
            table.site, site, or_(table.team.in_(sorted(teams)), table.locality.in_(sorted(districts)))
        ),
    )
    claims = connection.execute(
        select(
            said.signpost, said.state, said.reason, said.spoke_to, said.by, said.on, said.recorded_by
        )
        .join(signpost, table.id == said.signpost)
        .where(wanted, said.on <= on)
        .order_by(said.signpost, said.id)
    ).all()  # fmt: skip
    told: dict[int, list[tuple[Any, ...]]] = {}
    for row in claims:
        told.setdefault(row[0], []).append(row)
    rows = []
    for number, due in connection.execute(select(table.id, table.first_due).where(wanted).order_by(table.id)):
        now = _standing(told.get(number, ()))
        rows.append(SignpostRow(number, due, now.state, now.reason, now.confirmed))
    return rows, [
        ClaimRow(number, STATES[state], REASONS[reason], spoke_to)
        for number, state, reason, spoke_to, *_ in claims
    ]


def _standing(said: Sequence[tuple[Any, ...]]) -> applied.Standing:
    """Where a signpost stands by the rows of its claims, the oldest first."""
    if not said:
        return _UNTOLD
    if len(said) == 1:
        _, state, reason, _, by, *_ = said[0]
        return _by_one(state, reason, by)
    return applied.standing(
        [
            Claim(
                STATES[state], SPEAKERS[by], on, REASONS[reason], spoke_to=spoke_to, recorded_by=recorded_by
            )
            for _, state, reason, spoke_to, by, on, recorded_by in said
        ]
    )


@cache
def _by_one(state: str, reason: str, by: str) -> applied.Standing:
    """The same of one claim, as most signposts have: neither its day nor its writer makes a difference."""
    return applied.standing([Claim(STATES[state], SPEAKERS[by], date.min, REASONS[reason])])


_UNTOLD = applied.standing(())


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
    named: ColumnElement[str], site: str, otherwise: ColumnElement[bool]
) -> list[ColumnElement[bool]]:
    """What is a site's: what names it, and what names none and is of its teams or districts."""
    return [or_(named == site, and_(named == "", otherwise))] if site else []
