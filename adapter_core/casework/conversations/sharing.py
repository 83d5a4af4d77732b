"""What leaves: the text for the case system, a copy for the person, and one for a court or a solicitor.

The text for the case system is the worker's own record, and whole. The other two are for others: what stands
under domestic abuse among the things to consider is in neither, nor is what a worker marked as never shared,
nor any sign that there is something (R-25, R-31). The person's own copy may be read at home by whoever abuses
them. Plain text, all of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from adapter_core.casework.conversations import considering, marking
from adapter_core.casework.conversations.copied import (
    Part,
    actions,
    considerations,
    decisions,
    duties,
    eligibility,
    narrative,
    outcomes,
    passed_over,
    peer_discussions,
    result,
    signposts,
    statements,
)
from adapter_core.casework.conversations.words import (
    CONVERSATIONS,
    RECORDS,
    label,
    sentence,
    speaker,
)
from adapter_core.domain.casework import ConversationRecord, RecordKind
from adapter_core.domain.codes.conversations import CONTACT_METHOD
from adapter_core.domain.values import day_in_words as day

KEPT_BACK = "Not for others: leave this out of any copy"
"""Heading, in the text for the case system, over what no copy for others holds."""

NOT_WHOLE = (
    "This copy leaves out what the council's record never gives to others, whether or not there is any. The "
    "whole record is held by the council."
)
"""Stands in every copy for others, so that it tells nothing about this one."""


def paste(record: ConversationRecord, conversation: int, version: int, marker: str) -> str:
    """The text for the case system: one paste a conversation, whole, and the worker's own (C-19).

    What should be updated on the main record is not in it: that is entered in its own place, once.

    Args:
        record: what was written.
        conversation: its number.
        version: the number of the version.
        marker: the word by which the text is found again; it stands in the last line.
    """
    kept_back = tuple(_kept_back(record))
    record = marking.unmarked(record)
    open_items = [each for each in record.considerations if each.item not in considering.KEPT_BACK]
    parts = [
        *narrative(record),
        *outcomes(record),
        *actions(record),
        *signposts(record, with_permission=True),
        *decisions(record),
        *eligibility(record),
        *considerations(open_items),
        *peer_discussions(record),
        *duties(record),
        *passed_over(record),
        *result(record),
        *([Part(KEPT_BACK, kept_back)] if kept_back else []),
    ]
    return _text(_head(record), parts, f"Fingerpost C{conversation}.{version} {marker}")


def shared(record: ConversationRecord, conversation: int, version: int) -> str:
    """A copy for the person, or for a carer whom they want to have it.

    It holds what was talked about and agreed. The worker's own list of things to consider stays out of it, as
    do discussions among colleagues.
    """
    record = marking.unmarked(record)
    parts = [
        *narrative(record),
        *outcomes(record),
        *actions(record),
        *signposts(record, with_permission=True),
        *decisions(record),
        *eligibility(record),
        *result(record),
    ]
    return _text(_head(record), parts, f"{NOT_WHOLE}\nC{conversation}, version {version}")


def court(  # noqa: PLR0913 - what makes a copy attributable
    record: ConversationRecord,
    conversation: int,
    version: int,
    *,
    closed_on: date,
    closed_by: str,
    printed_on: date,
    printed_by: str,
    digest: str = "",
) -> str:
    """A copy for the Court of Protection or a solicitor: whose it is, which version, and of which day.

    Args:
        record: the version's body.
        conversation: its number.
        version: the number of the version.
        closed_on: when this version was closed.
        closed_by: who closed it.
        printed_on: the day of the copy.
        printed_by: who made the copy.
        digest: the version's digest in the store, by which a copy is compared with it.
    """
    record = marking.unmarked(record)
    team = f", {record.team}" if record.team else ""
    takes_place = f" It takes the place of version {version - 1}." if version > 1 else ""
    stamp = [
        f"Copy of conversation record C{conversation}, version {version}",
        f"Person: {record.person.source} {record.person.ref}",
        f"Worker: {record.worker}{team}",
        f"This version was closed by {closed_by} on {day(closed_on)}.{takes_place}",
        f"Copied by {printed_by} on {day(printed_on)}.",
        *([f"Digest of this version: {digest}"] if digest else []),
    ]
    parts = [
        *narrative(record),
        *outcomes(record),
        *actions(record),
        *signposts(record, with_permission=True),
        *decisions(record),
        *eligibility(record),
        *considerations(considering.for_others(record.considerations)),
        *peer_discussions(record),
        *duties(record),
        *passed_over(record),
        *result(record),
    ]
    end = f"{NOT_WHOLE}\nEnd of the copy of C{conversation}, version {version}"
    return _text("\n".join([*stamp, "", _head(record)]), parts, end)


def _kept_back(record: ConversationRecord) -> Iterator[str]:
    """What no copy for others holds, each kind under its own word; what was considered comes last."""
    if record.never_shared.strip():
        yield record.never_shared
    kept = marking.marked(record)
    lists = (
        statements(kept),
        outcomes(kept),
        actions(kept),
        signposts(kept, with_permission=True),
        decisions(kept),
        peer_discussions(kept),
    )
    for each in (part for parts in lists for part in parts):
        yield str(each)
    apart = [each for each in record.considerations if each.item in considering.KEPT_BACK]
    for each in considerations(apart):
        yield from each.lines


def _head(record: ConversationRecord) -> str:
    kind = CONVERSATIONS[record.kind]
    title = kind if record.record is RecordKind.CONVERSATION else f"{RECORDS[record.record]} ({kind})"
    method = label(CONTACT_METHOD, record.method).lower() if record.method else ""
    line = ", ".join(each for each in (day(record.started), method, record.worker, record.team) if each)
    lines = [sentence(title), line]
    if record.present:
        lines.append("There: " + "; ".join(speaker(each) for each in record.present))
    return "\n".join(lines)


def _text(head: str, parts: Iterable[Part], last: str) -> str:
    return "\n\n".join([head, *(str(each) for each in parts), last]) + "\n"
