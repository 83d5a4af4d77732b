"""FP-094x: the codes of a community directory that is written out."""

from __future__ import annotations

from adapter_core.errors.explanation import Explanation

EXPLAINED: dict[str, Explanation] = {
    "FP-0940": Explanation(
        "The export would replace the directory",
        "The file that was named is the database that the directory itself is in. Nothing was written.",
        "Choose another name; --overwrite does not help here.",
    ),
    "FP-0941": Explanation(
        "A folder is in the way of the export",
        (
            "Pages are written into a folder of their own. What is there already is something else, or an "
            "earlier export that nobody said to replace. Nothing was written."
        ),
        "Choose another folder. To replace an earlier export, add --overwrite.",
    ),
}
