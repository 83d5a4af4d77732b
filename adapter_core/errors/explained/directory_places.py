"""FP-0875 to FP-0884: the codes of postcode lists, and of the words that a search understands."""

from __future__ import annotations

from adapter_core.errors.explanation import Explanation

EXPLAINED: dict[str, Explanation] = {
    "FP-0875": Explanation(
        "A postcode list that cannot be opened",
        "The file is not there, is locked by another program, or may not be read. The list that was loaded "
        "before stays as it was.",
        "Check the path, and that the file may be read.",
    ),
    "FP-0876": Explanation(
        "Not a postcode list",
        "The file holds no postcodes, or no columns that say where they are. The list that was loaded before "
        "stays as it was.",
        "Give the CSV files of Code-Point Open, or a CSV with headings for the postcode and for its easting "
        "and northing or its latitude and longitude, such as the ONS Postcode Directory.",
    ),
    "FP-0877": Explanation(
        "A row without a postcode",
        "What stands in the column of the postcode is not one. The row was left out.",
        "Download the list again; if it is your own, correct the row.",
    ),
    "FP-0878": Explanation(
        "A postcode off the grid",
        "The easting and northing of a postcode are not on the grid that it should be on: the British grid, "
        "or "
        "the Irish one for Northern Ireland. The postcode was kept, without a place: it is known by its "
        "district.",
        "Download the list again; if it is your own, correct the row.",
    ),
    "FP-0879": Explanation(
        "A place that the directory does not know",
        "What was given as `--near` is no postcode, no district, and no town or neighbourhood that stands in "
        "an address or a service area of the directory. Nothing was searched for.",
        "Give a postcode, a district such as FY1, or a town in which the directory has services.",
    ),
    "FP-0881": Explanation(
        "A file of search words that cannot be read",
        "The file of concepts or of name variants is not there, or is not TOML.",
        "Check the path and the line that the message names.",
    ),
    "FP-0882": Explanation(
        "A file of search words that is wrong",
        "A key or a value in the file of concepts or of name variants cannot stand there.",
        "Correct the line that the message names; the how-to on search words lists the keys.",
    ),
    "FP-0883": Explanation(
        "A phrase of a concept that cannot be used",
        "A phrase says nothing by itself, or has brackets or bars that do not fit. Every search would match "
        "it, "
        "or none.",
        "Write words, with bars between words that mean the same: wife|husband died.",
    ),
}
