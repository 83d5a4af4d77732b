"""FP-107x and FP-108x: the codes of measures and of exports."""

from __future__ import annotations

from adapter_core.errors.explanation import Explanation

EXPLAINED: dict[str, Explanation] = {
    "FP-1070": Explanation(
        "A site's file cannot be read",
        "A CSV file that the config names under [sites] is not there, not in UTF-8, or no CSV.",
        "Check the path in the config (it starts at the config's folder), and save the file as CSV UTF-8.",
    ),
    "FP-1071": Explanation(
        "A site's file lacks a column",
        "Each of these files has columns of its own, and their names stand in its first line.",
        "Name the columns as the message says. docs/how_to/measure_a_site.md shows each file.",
    ),
    "FP-1072": Explanation(
        "A row of a site's file was not taken",
        "A value in it cannot be what its column is for. All other rows were taken.",
        "Correct the value in the row and column that are named, and run it again.",
    ),
    "FP-1073": Explanation(
        "Somebody could be known again",
        (
            "A story or a saying holds something by which a person can be recognised: a telephone number, "
            "a reference, a full date, a postcode or an e-mail address. It was not taken."
        ),
        "Take it out of the text. Names go into the column names: they are replaced by letters.",
    ),
    "FP-1074": Explanation(
        "No such site",
        "The config has no [sites.<name>] of that name.",
        "Use a name that the config has, or leave --site out to speak of the whole council.",
    ),
    "FP-1075": Explanation(
        "No such period",
        "The first day comes after the last one.",
        "Give --from and --to with the earlier day first.",
    ),
}
