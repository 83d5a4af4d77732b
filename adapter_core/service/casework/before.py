"""What somebody knows before a conversation, and what is to be entered after it: gaps, and what is near."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from adapter_core.domain.casework import PersonRef, RecordUpdate
from adapter_core.domain.directory import Hit
from adapter_core.errors import FingerpostError, UsageError
from adapter_core.service.missing import BEFORE_A_MEETING, PersonAnswer, missing
from adapter_core.service.no_directory import NO_DIRECTORY

if TYPE_CHECKING:
    from adapter_core.service.casework.desk import Desk
    from adapter_core.service.casework.people import Looked
    from adapter_core.service.missing import MissingLine

AFTER_A_CONVERSATION = "post_conversation"


@dataclass(frozen=True, slots=True)
class Gaps:
    """What a person's record lacks.

    Attributes:
        answer: as `fingerpost missing` gives it; None where it could not be asked.
        problem: why not.
    """

    answer: PersonAnswer | None = None
    problem: FingerpostError | None = None


@dataclass(frozen=True, slots=True)
class Local:
    """What there is near where the person lives, each with whom to ask.

    Attributes:
        near: the outward code that was looked near; empty where it is not known.
        words: why there is nothing, in one sentence; empty where there is.
    """

    hits: tuple[Hit, ...] = ()
    near: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class ToUpdate:
    """What should stand on the main record after a conversation (P-03, R-95).

    Attributes:
        learnt: what the record of the conversation says is to be entered.
        open: gaps that it says nothing of.
        problem: why the gaps could not be asked for; None where they could.
    """

    learnt: tuple[RecordUpdate, ...] = ()
    open: tuple[MissingLine, ...] = ()
    problem: FingerpostError | None = None


def gaps(desk: Desk, person: PersonRef, profile: str = BEFORE_A_MEETING) -> Gaps:
    """What the record lacks, before somebody meets the person; audited as `missing` is.

    Raises:
        PersonNotFound: never; whatever stands in the way is in the answer.
    """
    try:
        answer = missing(desk.application, person.ref, profile=profile, source=person.source)
    except FingerpostError as error:
        return Gaps(problem=error)
    return Gaps(answer)


def local(desk: Desk, looked: Looked, about: str = "") -> Local:
    """What there is near where the person lives (R-10: do your groundwork).

    Nothing of the person reaches the directory but the outward code of their postcode.

    Args:
        desk: the desk.
        looked: the person's record.
        about: words to search for; with none, whatever is near.
    """
    limit = desk.settings.local_hits
    near = looked.district if limit else ""
    words = " ".join(filter(None, (about.strip(), f"near {near}" if near else "")))
    if not limit or not words:
        return Local(words="Where the person lives is not known: search with words of your own.")
    try:
        found = desk.ask_directory().search(words, audience=desk.audience, on=desk.on, limit=limit)
    except UsageError as error:
        why = f"{error.message} {error.remedy}" if error.code == NO_DIRECTORY else error.message
        return Local(near=near, words=why)
    except FingerpostError as error:
        return Local(near=near, words=f"The directory cannot be asked now: {error.message}")
    return Local(found.hits, near, "" if found.hits else "The directory knows of nothing there.")


def to_update(desk: Desk, person: PersonRef, learnt: tuple[RecordUpdate, ...]) -> ToUpdate:
    """What should be entered on the main record after a conversation, and what is still missing there."""
    found = gaps(desk, person, AFTER_A_CONVERSATION)
    if found.answer is None:
        return ToUpdate(learnt, problem=found.problem)
    told = {each.rule for each in learnt}
    return ToUpdate(learnt, tuple(line for line in found.answer.gaps if line.rule not in told))
