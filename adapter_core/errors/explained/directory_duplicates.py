"""FP-0930 to FP-0939: the codes of duplicates in the directory."""

from __future__ import annotations

from adapter_core.errors.explanation import Explanation

EXPLAINED: dict[str, Explanation] = {
    "FP-0930": Explanation(
        "These two do not wait for a decision",
        (
            "The queue of possible duplicates does not hold these two: they were decided already, one was "
            "merged, or they never looked alike. Nothing was changed."
        ),
        "List what waits with: fingerpost directory duplicates. Give two ids of one entry of that list.",
    ),
    "FP-0931": Explanation(
        "A decision without a name or a reason",
        (
            "Whoever decides about duplicates gives their name, and a reason where something is merged or "
            "said not to be one: whoever comes next should not decide it again. Nothing was changed."
        ),
        "Add --by with your name, and --why with a few words.",
    ),
    "FP-0932": Explanation(
        "Not clear what the two ids are of",
        (
            "Both ids must be of organisations, or of services, or of locations. These are not; or a feed "
            "has used one id for entries of several kinds. Nothing was changed."
        ),
        "Check the ids; where one is of several kinds, add --kind.",
    ),
    "FP-0933": Explanation(
        "Not clear what to merge",
        "The command merges two entries, undoes one merge, or lists the merges: one of them at a time.",
        "Give the id to keep and the id to merge into it, or --undo with a merge's number, or --list.",
    ),
}
