"""`init`: a starter config, with what every council has to decide, and comments that say so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from adapter_core.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path

FILE = "fingerpost.toml"
STARTER = """\
# Fingerpost reads this file; docs/reference/config.md has every key. Paths start at this file's folder.
# Any value can be set by the environment instead: FINGERPOST_STORE__URL sets url under [store].
# A password never stands here: write { env = "NAME" } or { file = "path" } in its place.
schema = 1

# Plugins to import; "fingerpost plugins" shows what is installed. A file of your own: "./ours.py".
plugins = []
# plugins = ["mosaic", "northgate_ais", "nhs"]

[council]
name = "Our council"

[store]
# Where runs, findings and reviews are kept. PostgreSQL: { env = "FINGERPOST_DATABASE" }
url = "sqlite:///fingerpost.db"

# --- the systems to read: each under a name of your choice ---------------------------------------------
# [sources.mosaic]
# backend = "mosaic"
# port    = "case_records"
# mapping = "mosaic/reporting"           # packaged; "./ours.toml" for your own
# url     = { env = "MOSAIC_URL" }       # a SQLAlchemy URL
# [sources.mosaic.settings]              # what Mosaic leaves to the council
# gp_relationship = ["GP"]
# carer_group     = "CARER"

# [sources.ais]
# backend = "northgate_ais"
# port    = "demographics"
# mapping = "northgate_ais/extract"
# path    = "ais.csv"

# [reference.practices]                  # the national list of GP practices
# backend = "nhs"
# path    = "practices.csv"

# --- what to check --------------------------------------------------------------------------------------
# [people]
# master   = "mosaic"                    # whose reference names the person
# match_on = ["nhs_number", "date_of_birth"]

[cohort]
default = "open_adults"                  # open work; 18 or over; alive; no duplicate

[check]
profile = "post_conversation"

[owners]
fallback = ["allocated_worker", "open_step_team", "locality_team", "data-quality desk"]
# [owners.localities]                    # postcode district or locality to team
# "ZZ1" = "North team"

# [rules.gp_practice]                    # per cent of gaps; "fingerpost check --list" shows every rule
# warning_percent  = 5
# critical_percent = 15

# [profiles.ours]                        # a profile of your own
# extends = "post_conversation"
# remove  = ["employment"]
"""


def write_starter(folder: Path) -> Path:
    """Write the starter config.

    Raises:
        UsageError: there is one already (FP-0921), or it cannot be written (FP-0925).
    """
    path = folder / FILE
    try:
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(STARTER)
    except FileExistsError as error:
        raise UsageError("FP-0921", f"There is a {FILE} already.", where=str(path)) from error
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise UsageError("FP-0925", f"The file cannot be written: {reason}.", where=str(path)) from error
    return path
