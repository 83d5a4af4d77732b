"""What somebody else wrote and a save takes the place of: kept beside, since nobody knows who has read it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from adapter_core.casework.conversations.comparing import Difference, compare
from adapter_core.store.casework import drafts

if TYPE_CHECKING:
    from adapter_core.domain.casework import ConversationRecord
    from adapter_core.store.casework.drafts import Draft
    from adapter_core.store.unit_of_work import UnitOfWork


def keep_replaced(
    unit: UnitOfWork, draft: Draft, stands: ConversationRecord, mine: ConversationRecord
) -> int:
    """Keep a draft beside the record that takes its place, where anything of it would be gone.

    Args:
        unit: that the save is a part of.
        draft: as it was saved last.
        stands: what it says.
        mine: what takes its place.

    Returns:
        Under which number it is kept; 0 where all of it stands in the new one as well.
    """
    if not any(map(_is_gone, compare(stands, stands, mine))):
        return 0
    return drafts.keep_rival(
        unit.connection, draft.conversation, draft.body, revision=draft.revision, by=draft.by, at=draft.saved
    )


def _is_gone(changed: Difference) -> bool:
    """Whether something stands there no more: what was added, entries or words, takes nothing away."""
    match changed.saved, changed.mine:
        case tuple() as saved, tuple() as mine:
            return any(each not in mine for each in saved)
        case str() as text, str() as written_on:
            return text not in written_on
        case _:
            return bool(changed.saved)
