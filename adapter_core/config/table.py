"""What all tables of the config share."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

NAME = r"^[a-z][a-z0-9_]*$"
"""What a name that the council chooses may look like: it has to fit into an environment variable."""

Name = Annotated[str, Field(pattern=NAME)]


class Table(BaseModel):
    """What all tables share: unknown keys are errors, and nothing changes once it is read."""

    model_config = ConfigDict(
        extra="forbid", frozen=True, arbitrary_types_allowed=True, hide_input_in_errors=True
    )
