"""What a report of measures says, before anybody says how it looks."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from adapter_core.casework.measures.conversations import Conversations, NewWork
    from adapter_core.casework.measures.figures import Bar, Share
    from adapter_core.casework.measures.rows import Period, Refused, Saying, Story
    from adapter_core.casework.measures.signposting import Helped
    from adapter_core.casework.measures.site_facts import Placements, Ratings, WaitingList


@dataclass(frozen=True, slots=True)
class MeasuresReport:
    """The measures of a site, or of the whole council, over a period.

    Attributes:
        council: the council's name.
        site: the site's name on reports; empty for the whole council.
        on: the day that is spoken of: what was said later is not known yet.
        week: in which week of the site that is; None without a site that has begun.
        weeks: how many weeks it lasts.
        helped: what became of the signposts that came due: the headline.
        chain: given, tried, reached, helped.
        conversion: under the definition in `conversion_means`, which is the council's own.
        comparison: what placements are compared with.
        placements: of the site, then of the comparison; empty where nobody counted any.
        waiting: how the waiting list moved; None where it was not counted twice.
        gaps_closed: gaps in records that the nights of the period saw mended.
        small: counts below this are small.
        refused: rows of the site's files that were not taken.
    """

    council: str
    site: str
    period: Period
    on: date
    week: int | None
    weeks: int
    helped: Helped
    chain: tuple[Bar, ...]
    conversations: Conversations
    new_work: NewWork
    conversion: Share
    conversion_means: str
    gaps_closed: int
    small: int
    comparison: str = ""
    placements: tuple[Placements, ...] = ()
    ratings: Ratings | None = None
    waiting: WaitingList | None = None
    staff: tuple[Saying, ...] = ()
    stories: tuple[Story, ...] = ()
    refused: tuple[Refused, ...] = field(default=())
