"""FP-04xx: the codes of sources that cannot be reached."""

from __future__ import annotations

from adapter_core.errors.explanation import Explanation

EXPLAINED: dict[str, Explanation] = {
    "FP-0400": Explanation(
        "A database cannot be reached",
        "The database did not answer, refused the account, or is no database.",
        "Check the address, the account and the network; then run the command again.",
    ),
    "FP-0401": Explanation(
        "A database is locked",
        "Somebody else holds the database, and it was not free in time.",
        "Run the command again when the other work on it is done.",
    ),
    "FP-0402": Explanation(
        "A database file is not there",
        "The file that the source's url names does not exist. Fingerpost never makes one.",
        "Correct the path, which starts from the folder of the config, or put the file there.",
    ),
    "FP-0403": Explanation(
        "A database stopped answering",
        "The connection broke, or the database failed, while people were being read.",
        "Run the command again; if it happens again, ask whoever looks after the database.",
    ),
    "FP-0404": Explanation(
        "A database URL that cannot be used",
        "The url of a source is not one that SQLAlchemy understands, or its driver is not installed.",
        "Correct the url, or install the driver beside Fingerpost.",
    ),
    "FP-0405": Explanation(
        "No such person",
        "The source holds nobody with this reference, or nobody that it lets Fingerpost see.",
        "Check the reference.",
    ),
    "FP-0406": Explanation(
        "A place to resume from that cannot be read",
        "The cursor of an earlier page was not written by this kind of source.",
        "Start from the beginning.",
    ),
    "FP-0410": Explanation(
        "A file cannot be opened",
        "The file of a source is not there, is locked by another program, or may not be read.",
        "Check the path (it starts at the config's folder), and close the file where it is open.",
    ),
    "FP-0412": Explanation(
        "A file in another encoding",
        "The file holds bytes that are no text in the encoding it is read in. Reading it all the same would "
        "spoil every name with an accent, so it stops at the byte named.",
        'Set encoding for the source: "utf-8", "windows-1252" or "utf-16", whichever the file was saved in.',
    ),
    "FP-0413": Explanation(
        "An empty file",
        "The file of a source is empty, or has a header and no rows. Read as it is, it would say that the "
        "source knows nobody any more.",
        "Make the extract again.",
    ),
    "FP-0414": Explanation(
        "Another delimiter",
        "The columns of a CSV file are divided by something other than what its mapping says.",
        "Set delimiter for the source to the one that the message names.",
    ),
    "FP-0415": Explanation(
        "A column that comes twice",
        "Two columns of a CSV file have the name that a mapping reads.",
        "Rename one of them in the extract, or map another column.",
    ),
    "FP-0416": Explanation(
        "A file that changed",
        "The file was written to while it was read, or since the run that is to go on.",
        "Run the command again when the extract is complete. It helps to write it under another name first.",
    ),
    "FP-0417": Explanation(
        "Unknown encoding",
        "The encoding that a config or mapping names does not exist, or CSV files do not come in it.",
        'Write "utf-8", "windows-1252" or "utf-16".',
    ),
    "FP-0418": Explanation(
        "A mapping for something else",
        "The mapping is not for one CSV file with a row a person, and the source is one.",
        'Name a mapping with format = "csv" that has neither tables nor files.',
    ),
    "FP-0419": Explanation(
        "Reading a file stopped",
        "The disk or network drive failed while the file was being read.",
        "Run the command again; if it happens again, copy the file to this machine first.",
    ),
}
