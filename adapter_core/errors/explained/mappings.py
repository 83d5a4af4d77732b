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
        'Write it as in Names/Name/@family, or as in ["gp", "code"].',
    ),
    "FP-0316": Explanation(
        "A key that belongs to another format",
        "Databases and CSV files have columns, XML and JSON have paths; only CSV has files.",
        "Take the key out, or correct the format at the top of the mapping.",
    ),
    "FP-0317": Explanation(
        "A condition that nothing can meet",
        "A condition in `where` is an empty list, so that no row of the table would ever be read, and every "
        "field of it would be missing for everybody.",
        "List the values that are wanted, or take the condition out. To take away one of a mapping that you "
        "extend, write `{ not = [] }`.",
    ),
    "FP-0319": Explanation(
        "A mapping that nothing of the source fits",
        "The mapping named with --like reads tables and columns of which the source has none, nor any of a "
        "like name. It is the mapping of another system.",
        "Leave --like out, and have a mapping proposed from the scan alone.",
    ),
    "FP-0320": Explanation(
        "No scan",
        "A file that was given as a scan cannot be read, or is none that this version wrote.",
        "Make it with `fingerpost mapping scan SOURCE --out FILE`, and leave it as it is.",
    ),
    "FP-0321": Explanation(
        "Nothing to look at",
        "What was named is no file, folder or source that a mapping could be for.",
        "Name a CSV file or a folder of them, an XML or JSON file, an SQL script, a SQLite database, or a "
        "source of the config. For another database give --url-env.",
    ),
    "FP-0322": Explanation(
        "No such table to scan",
        "The database has no table or view of the name that was given.",
        "Correct the name, or leave --table out to scan all of them; --schema chooses another schema.",
    ),
    "FP-0323": Explanation(
        "A script that cannot be run",
        "An SQL script is run in an empty SQLite database in memory, which did not understand it.",
        "Write it in plain SQL: CREATE TABLE and INSERT. It may not open other files.",
    ),
    "FP-0324": Explanation(
        "No header",
        "The first row of a CSV file looks like somebody's values. Taken for names of columns, they would be "
        "told.",
        "Put a row with the names of the columns on top. If there is one, set --delimiter or --encoding.",
    ),
    "FP-0325": Explanation(
        "XML that is not read",
        "The file is not well formed, or it declares a document type or entities, which could fetch or blow "
        "up what nobody asked for.",
        "Mend the file where the message says, or have it written without a DOCTYPE.",
    ),
    "FP-0326": Explanation(
        "No records found",
        "Nothing in the file repeats as people's records do, or not where it was looked for.",
        "Say where they are: --record ELEMENT for XML, --records KEY for JSON, once for each step.",
    ),
    "FP-0327": Explanation(
        "JSON that is not read",
        "The file is not valid JSON, or is too large to be read whole.",
        "Give a whole JSON document; a few hundred people are enough for a scan.",
    ),
    "FP-0328": Explanation(
        "No URL in the environment",
        "The environment variable that is to hold the database's URL is empty. A URL on the command line "
        "could be read by others on this machine.",
        "Set the variable to an SQLAlchemy URL, and name it with --url-env.",
    ),
    "FP-0329": Explanation(
        "Expected results that cannot be used",
        "The file of expected results beside a sample is not there, cannot be read or cannot be written.",
        "Write it anew with `fingerpost mapping check FILE --sample FILE --update`, and read what it says.",
    ),
    "FP-0330": Explanation(
        "No such field",
        "There is no canonical field of this name.",
        "Correct the name; docs/reference/fields.md lists all of them.",
    ),
    "FP-0331": Explanation(
        "A source that cannot be explained",
        "The source cannot be asked for one person, or is read without a mapping.",
        "Try the mapping on a sample with `fingerpost mapping check`.",
    ),
    "FP-0332": Explanation(
        "A source that looks different",
        "Since its shape was kept, tables or columns of a source went, came or changed their type. What the "
        "mapping reads of them may be read wrongly, or not at all.",
        "Correct the mapping where it must be, then keep the new shape: "
        "`fingerpost config check --save-shape`.",
    ),
    "FP-0333": Explanation(
        "Shapes that cannot be kept or read",
        "The file with the shapes of the sources, beside the config, cannot be written or read.",
        "Make room or correct its permissions; or take the file away and keep the shapes anew.",
    ),
    "FP-0334": Explanation(
        "A file that cannot be written",
        "What a command made could not be written where it was to go, or something is there already.",
        "Name another place, or add --overwrite.",
    ),
    "FP-0335": Explanation(
        "An isolation for another database",
        "The key isolation says how SQL Server reads beside others who write. In PostgreSQL and Oracle those "
        "who read never wait for those who write, and SQLite has one way only.",
        "Take isolation out of the source's table in the config.",
    ),
    "FP-0336": Explanation(
        "Rows that belong to nothing",
        "Rows of a table refer to rows of another that are not there, such as form answers whose question "
        "was deleted. What they mean cannot be told, so nothing is read from them. Everything else is read.",
        "Ask whoever looks after the database what became of the other rows. A check can run meanwhile.",
    ),
    "FP-0337": Explanation(
        "Several problems in a mapping",
        "Every problem that could be found is listed, each with its own code, line and key. Some show only "
        "once others are mended.",
        "Mend them from the top; fingerpost explain has a page for each code.",
    ),
}
