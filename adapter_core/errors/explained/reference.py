"""FP-08xx: the codes of reference data."""

from __future__ import annotations

from adapter_core.errors.explanation import Explanation

EXPLAINED: dict[str, Explanation] = {
    "FP-0801": Explanation(
        "An empty practice list",
        "The list of GP practices holds no practice. With it, every practice code would look wrong, so it is "
        "not used.",
        "Download the list again.",
    ),
    "FP-0802": Explanation(
        "Not a practice list",
        "The file is not a list of GP practices: a web page, a zip file, or a table of other columns.",
        "Give the file epraccur.csv of NHS England, or a CSV with the headings that the docs name.",
    ),
    "FP-0803": Explanation(
        "The practice list cannot be opened",
        "The file is not there, is locked by another program, or may not be read.",
        "Check the path: it starts at the config's folder.",
    ),
    "FP-0804": Explanation(
        "A row of the practice list is broken",
        "A row has another number of columns than the list, or is not text. It was left out.",
        "Download the list again.",
    ),
    "FP-0805": Explanation(
        "A practice that comes twice",
        "Two rows of the practice list have the same code. The first was used.",
        "Download the list again; if it is your own, keep one of the rows.",
    ),
    "FP-0806": Explanation(
        "A practice without a code or status",
        "A row has no organisation code, or a status other than A, C, D or P. It was left out.",
        "Download the list again; if it is your own, correct the row.",
    ),
    "FP-0807": Explanation(
        "A date of a practice cannot be read",
        "The practice was used, without the date.",
        "Write dates as 20231204 or 2023-12-04.",
    ),
    "FP-0808": Explanation(
        "The practice list is old",
        "The list is more than a year older than the day of the check. Practices that opened or closed since "
        "cannot be told; a practice that it does not know counts as not assessable.",
        "Download the list again.",
    ),
}
