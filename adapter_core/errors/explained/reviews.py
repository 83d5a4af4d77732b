"""FP-07xx: the codes of reviews and imports."""

from __future__ import annotations

from adapter_core.errors.explanation import Explanation

EXPLAINED: dict[str, Explanation] = {
    "FP-0701": Explanation(
        "No such gap",
        "There is no open gap of that person under that rule; it may have been mended since.",
        "List what is open with: fingerpost findings list.",
    ),
    "FP-0702": Explanation(
        "Not a decision",
        "A decision is one of: asked_none, declined, done, snoozed.",
        "Choose one from the list in the decision column.",
    ),
    "FP-0703": Explanation(
        "Snoozed until when?",
        "A snoozed gap needs the day on which it comes back, after today; other decisions have none.",
        "Give the day as 2026-12-31 or 31/12/2026.",
    ),
    "FP-0704": Explanation(
        "The gap has changed",
        "Since the file was made, the record was changed, so that the decision may not fit any more.",
        "Look at the gap again in a fresh export.",
    ),
    "FP-0705": Explanation(
        "The file cannot be read",
        (
            "It is neither an Excel workbook (.xlsx) nor a CSV file in UTF-8, or it is damaged or has a "
            "password."
        ),
        "Save it again from Excel as .xlsx without a password, or as CSV UTF-8.",
    ),
    "FP-0706": Explanation(
        "A column is missing",
        "The file has to keep the headings that the export gave it.",
        "Export again, and change only the columns Decision, Until and Note.",
    ),
    "FP-0707": Explanation(
        "The same gap twice",
        "Two rows of the file decide differently about the same gap; neither was taken.",
        "Keep one of them.",
    ),
    "FP-0708": Explanation(
        "No such import",
        "The store holds no import of that number.",
        "List the imports with: fingerpost findings import --list.",
    ),
    "FP-0709": Explanation(
        "The import is undone already",
        "An import can be undone once. Nothing was changed.",
        "Import the file again if its decisions are wanted after all.",
    ),
    "FP-0710": Explanation(
        "The note cannot be kept",
        "A note has at most 500 characters, and holds no NHS number: reports go by references.",
        "Shorten the note, and take the number out.",
    ),
    "FP-0711": Explanation(
        "The file is too big",
        "A file may have 200,000 rows and 50 MB. Nothing was read.",
        "Export by team, and import one team's file at a time.",
    ),
    "FP-0712": Explanation(
        "A formula in the file",
        "The row's decision, day or note is a formula, whose result Fingerpost does not trust.",
        "Type the value itself.",
    ),
    "FP-0713": Explanation(
        "The file has changed since the preview",
        (
            "What was previewed no longer fits the store: other decisions were made in between. Nothing was "
            "applied."
        ),
        "Preview the file again.",
    ),
    "FP-0714": Explanation(
        "No such team or worker",
        "No list is of a team or a worker of this name, so that an empty list would say nothing.",
        "Write the name as the config or the records have it; capitals do not matter.",
    ),
    "FP-0715": Explanation(
        "No decision to withdraw",
        "Nobody has decided about that gap, or the decision does not hold any more.",
        "List what was decided with: fingerpost findings list --all.",
    ),
}
