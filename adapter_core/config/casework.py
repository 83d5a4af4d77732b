"""The table `[casework]` of the config."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from adapter_core.config.table import Table


class CaseworkTable(Table):
    """`[casework]`: conversations, and signposts that are followed up."""

    follow_up_days: int = Field(
        14,
        ge=1,
        le=366,
        description="After how many days a signpost comes due, where nobody says a day (G-08).",
    )
    audience: Literal["internal", "partner"] = Field(
        "internal", description="Whose eyes the directory is shown to when somebody is pointed to a service."
    )
    local_hits: int = Field(
        5, ge=0, le=50, description="How many local services are shown before a conversation."
    )
