"""FP-109x: the codes of the commands of casework."""

from __future__ import annotations

from adapter_core.errors.explanation import Explanation

EXPLAINED: dict[str, Explanation] = {
    "FP-1090": Explanation(
        "The file of a record cannot be read",
        (
            "The file that --file names is not there, may not be read, or is not in UTF-8. Nothing was "
            "changed. What came by standard input is kept in a file that only you may read; the message "
            "says which."
        ),
        "Check its name, and save it as UTF-8.",
    ),
    "FP-1091": Explanation(
        "Nothing says what to write down",
        "The command was given neither a file nor options to write down, and there is nobody to ask.",
        "Add --file FILE, or the options that `--help` lists; on a terminal it asks.",
    ),
    "FP-1092": Explanation(
        "There is no directory to look it up in",
        (
            "The config lists no plugin that brings a community directory, or the directory's database is "
            "not there. Nothing was given."
        ),
        (
            "List community_directory among the config's plugins and import a feed, or put the database "
            "back; or say with --to what it is."
        ),
    ),
    "FP-1093": Explanation(
        "A draft is not copied",
        "A copy is of a version, which stays as it is. This conversation is a draft still.",
        "Close it first: fingerpost conversation close C12.",
    ),
}
