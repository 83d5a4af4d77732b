"""`[sites]`, `[measures]` and `[cld]`: where a new way of working is tried, and how it is counted."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import Field, field_validator

from adapter_core.config.table import Table
from adapter_core.domain.codes import CODE_LISTS

EVENT_TYPES = frozenset({"Request", "Assessment", "Service", "Review"})
"""Event types of Client Level Data."""


class SiteTable(Table):
    """`[sites.<name>]`: an innovation site, and the files of what it counts beside its conversations."""

    title: str = Field("", description="The site's name on reports; its own name if empty.")
    teams: tuple[str, ...] = Field(
        (), description="Teams whose conversations are the site's, where a record names no site."
    )
    districts: tuple[str, ...] = Field(
        (),
        description="Postcode districts that it covers: signposts of people who live there are the site's.",
    )
    start: date | None = Field(None, description="The day on which it began.")
    weeks: int = Field(13, ge=1, description="How many weeks it lasts.")
    comparison: str = Field("", description="What its placements are compared with, in words.")
    placements: str | None = Field(None, description="CSV: arm, began, bednights, gross_cost.")
    ratings: str | None = Field(None, description="CSV: respondent, question, score (1 to 5).")
    waiting_list: str | None = Field(None, description="CSV: on, people.")
    other_work: str | None = Field(None, description="CSV: on, kind, completed: assessments and reviews.")
    staff: str | None = Field(None, description="CSV: on, text: what staff say.")
    stories: str | None = Field(None, description="CSV: on, reason, action, difference, names.")

    @field_validator("districts")
    @classmethod
    def _districts(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(each.strip().upper() for each in value)

    @property
    def files(self) -> tuple[str, ...]:
        """The files that it names."""
        named = (
            self.placements,
            self.ratings,
            self.waiting_list,
            self.other_work,
            self.staff,
            self.stories,
        )
        return tuple(each for each in named if each is not None)


class MeasuresTable(Table):
    """`[measures]`: what the council means by its figures."""

    converted_by: tuple[str, ...] = Field(
        ("funded_support",),
        min_length=1,
        description="Results that count as converted: `conversation_result`.",
    )
    conversion_new_only: bool = Field(
        default=True, description="Whether the conversion rate is of new people alone."
    )
    small_numbers: int = Field(
        5, ge=2, description="Counts below this are small: told with a warning, left out with --publish."
    )

    @field_validator("converted_by")
    @classmethod
    def _known(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        known = [code.id for code in CODE_LISTS["conversation_result"].codes]
        for each in value:
            if each not in known:
                raise ValueError(f"There is no such result: {each}. There are: {', '.join(known)}")
        return value


class CldTable(Table):
    """`[cld]`: what the national return, Client Level Data, leaves to the council."""

    la_code: str = Field("", description="The council's code in the return.")
    review_type: str = Field(
        "Review", description="The type of an event of somebody whose support is reviewed."
    )
    release: Literal[1, 2] = Field(2, description="The release whose spellings are wanted.")
    event_types: dict[str, str] = Field(
        default_factory=lambda: {"1": "Request", "2": "Assessment", "3": "Assessment"},
        description="Kind of conversation to the type of its event, of somebody new; a review is a Review.",
    )
    route_of_access: str = Field("Community / Other route", description="Route of access of a request.")
    outcomes: dict[str, str] = Field(
        default_factory=dict, description="How a conversation ended (`conversation_end`) to an Event Outcome."
    )
    codes: dict[str, dict[str, str]] = Field(
        default_factory=dict, description="Code list to (code to how the return spells it)."
    )

    @field_validator("event_types")
    @classmethod
    def _types(cls, value: dict[str, str]) -> dict[str, str]:
        if set(value) != {"1", "2", "3"} or not set(value.values()) <= EVENT_TYPES:
            raise ValueError(f"It wants 1, 2 and 3, each with one of: {', '.join(sorted(EVENT_TYPES))}")
        return value

    @field_validator("review_type")
    @classmethod
    def _type(cls, value: str) -> str:
        if value not in EVENT_TYPES:
            raise ValueError(f"It wants one of: {', '.join(sorted(EVENT_TYPES))}")
        return value

    @field_validator("outcomes")
    @classmethod
    def _ends(cls, value: dict[str, str]) -> dict[str, str]:
        return _of_list("conversation_end", value)

    @field_validator("codes")
    @classmethod
    def _lists(cls, value: dict[str, dict[str, str]]) -> dict[str, dict[str, str]]:
        for name, codes in value.items():
            if name not in CODE_LISTS:
                raise ValueError(f"There is no code list {name}.")
            _of_list(name, codes)
        return value


def _of_list(name: str, value: dict[str, str]) -> dict[str, str]:
    known = [code.id for code in CODE_LISTS[name].codes]
    for each in value:
        if each not in known:
            raise ValueError(f"The code list {name} has no code {each}. It has: {', '.join(known)}")
    return value
