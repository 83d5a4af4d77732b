"""Names of people among the words of a query: each may be a slip of another, and is none of a plain word."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from adapter_core.readers.profiling.telling import COMMON_NAMES
from community_directory.searching.postings import Field
from community_directory.searching.retrieving import Retrieved, read
from community_directory.searching.terms import Group, How

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection

    from community_directory.searching.terms import Alternative, Term


def without_words_for_names(
    connection: Connection, groups: Sequence[Group], known: Collection[str], before: Retrieved | None = None
) -> tuple[list[Group], Retrieved]:
    """Take from the groups of names what they were corrected into and is no name.

    A name is one that is common here, stands among other spellings of names, or is a contact's whom the
    audience may know.

    Args:
        connection: to the directory.
        groups: of a query.
        known: names with other spellings.
        before: the postings that were read before.

    Returns:
        The groups, and the postings with those that were read for this.
    """
    retrieved = before or Retrieved()

    def a_contacts(term: Term) -> bool:
        return any(fields & Field.CONTACT for fields in retrieved.first(term).values())

    def common(word: str) -> bool:
        return word in COMMON_NAMES or word in known

    def is_name(group: Group) -> bool:
        return common(group.typed) or any(
            a_contacts(term) for each in group.alternatives if each.how is How.TYPED for term in each.terms
        )

    def stays(each: Alternative) -> bool:
        return each.how is not How.CORRECTED or all(
            common(term.text) or a_contacts(term) for term in each.terms
        )

    corrected = [group for group in groups if any(each.how is How.CORRECTED for each in group.alternatives)]
    doubted = [group for group in corrected if common(group.typed) or not group.corrected]
    if not doubted:
        return list(groups), retrieved
    retrieved = read(connection, doubted, rarest=None, before=retrieved)
    kept = [
        replace(group, alternatives=tuple(filter(stays, group.alternatives)))
        if group in doubted and is_name(group)
        else group
        for group in groups
    ]
    return kept, retrieved
