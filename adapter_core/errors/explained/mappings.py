"""FP-03xx: the codes of mappings, and of mappings against their source."""

from __future__ import annotations

from adapter_core.errors.explanation import Explanation

EXPLAINED: dict[str, Explanation] = {
    "FP-0300": Explanation(
        "No such mapping",
        "A mapping file that the config or another mapping names was not found.",
        "Correct the name: a packaged one such as mosaic/reporting, or a path that ends in .toml.",
    ),
    "FP-0301": Explanation(
        "The source lacks a table or column",
        "The mapping reads a table or column that the source does not have, or has no longer.",
        "Correct the name in the mapping, or ask whoever looks after the source what became of it.",
    ),
    "FP-0302": Explanation(
        "A column of the wrong type",
        "A column cannot hold what the mapping reads from it.",
        "Map another column, or a transform that reads this one.",
    ),
    "FP-0303": Explanation(
        "A code that nobody mapped",
        "The source holds a code that the mapping does not translate. For people who carry it, the field is "
        "not assessable; it never reads as missing.",
        "Add the code to the [codes.…] table of your mapping. Where these are no codes, correct the column.",
    ),
    "FP-0304": Explanation(
        "A council setting that the source does not know",
        "A value in [sources.….settings] is not in the source's own reference table.",
        "Correct the value: reference tables are matched letter by letter.",
    ),
    "FP-0305": Explanation(
        "Not a TOML file",
        "A mapping file is not valid TOML, or holds the same key or code twice.",
        "Correct the line that the message names.",
    ),
    "FP-0306": Explanation(
        "Unknown name in a mapping",
        "A mapping file holds a key or a field that does not exist.",
        "Correct the name; the message suggests the nearest one.",
    ),
    "FP-0307": Explanation(
        "Wrong value in a mapping",
        "A key of a mapping file holds what it cannot hold.",
        "Correct the value at the place named.",
    ),
    "FP-0308": Explanation(
        "A mapping extends itself",
        "Following extends from file to file leads back to where it began.",
        "Take one extends out of the circle that the message shows.",
    ),
    "FP-0309": Explanation(
        "Unknown transform",
        "A mapping names a transform that neither Fingerpost nor a listed plugin has.",
        "Correct the name, or list the plugin that brings the transform.",
    ),
    "FP-0310": Explanation(
        "Wrong codes in a mapping",
        "A [codes.…] table holds a code twice or an id that is not in the canonical list, or is not there.",
        "Correct the code at the place named; docs/reference/code_lists.md lists all ids.",
    ),
    "FP-0311": Explanation(
        "Tables of a mapping do not fit together",
        (
            "A column, join or condition names a table that the mapping does not declare or cannot reach "
            "from there."
        ),
        "Declare the table under [tables.…], or join it.",
    ),
    "FP-0312": Explanation(
        "A council setting is missing or unknown",
        (
            "A source leaves something to the council that is not set, or a setting has a name that it does "
            "not know."
        ),
        "Set it under [sources.….settings]; `fingerpost config check` describes each.",
    ),
    "FP-0313": Explanation(
        "An incomplete mapping",
        "A mapping does not say what reading cannot do without.",
        "Add the key that the message names.",
    ),
    "FP-0314": Explanation(
        "A yes or no that cannot be read",
        "A column that is read as yes or no holds another value. In the field `restricted` it hides whoever "
        "carries it: they count as restricted, and are in no list. Any other field is invalid for them.",
        "Say in the mapping which values mean yes and which mean no (`yes`, `no`), or correct the column.",
    ),
    "FP-0315": Explanation(
        "A path of a mapping that cannot be read",
        "In XML a path is child elements and perhaps an attribute at its end; in JSON it is a list of steps.",
        "Write it as in Names/Name/@family, or as in [\"gp\", \"code\"].",
    ),
    "FP-0316": Explanation(
        "A key that belongs to another format",
        "Databases and CSV files have columns, XML and JSON have paths; only CSV has files.",
        "Take the key out, or correct the format at the top of the mapping.",
    ),
}
