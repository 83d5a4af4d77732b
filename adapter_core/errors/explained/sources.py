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
    "FP-0407": Explanation(
        "A slow table or view",
        "A table or view took longer to answer than query_seconds allows, and was broken off. Most often a "
        "view joins much to little, or the column by which people are found has no index.",
        "Ask whoever looks after the database for an index on the column that the mapping gives as key or "
        "person, or for a table in place of the view; or raise query_seconds for the source.",
    ),
    "FP-0408": Explanation(
        "Somebody is no longer there",
        "A person whose record was read earlier in the run was gone when it was to be compared. People were "
        "deleted or given other keys meanwhile.",
        "Run the command again when nobody is changing keys in that database.",
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
        "The mapping is not for CSV files, and the source is made of them.",
        'Name a mapping with format = "csv"; one for several files has files, and none has tables.',
    ),
    "FP-0419": Explanation(
        "Reading a file stopped",
        "The disk or network drive failed while the file was being read.",
        "Run the command again; if it happens again, copy the file to this machine first.",
    ),
    "FP-0420": Explanation(
        "A file of a bundle is missing",
        "The folder of a source lacks a file that the mapping reads. The source counts as down: read without "
        "the file, everybody would seem to lack what it holds.",
        "Put the file there, or say what it is called: files.<name>.name in the source's config. If the "
        "extract does not have it, take its fields away in your mapping (field = false).",
    ),
    "FP-0421": Explanation(
        "Files of different ages",
        "The files of a source were written more than a day apart, so that they may not belong together. "
        "They are read, and count as old as the oldest.",
        "Make sure that all files come from one extract; copy the whole folder anew if they do not.",
    ),
    "FP-0422": Explanation(
        "A folder for a file, or a file for a folder",
        "A mapping with files reads several files in a folder; one without reads a single file.",
        "Let path name a folder where the mapping has files, and the file itself where it has none.",
    ),
    "FP-0423": Explanation(
        "A file of a bundle without rows",
        "A file has a header and nothing else. Read as it is, it would say that nobody has what it holds.",
        "Make the extract again. If the file is rightly empty, write may_be_empty = true in "
        "files.<name> of the source's config.",
    ),
    "FP-0424": Explanation(
        "A look-up file that is too big",
        "A file that others are joined to is held in memory, and has more rows than that allows.",
        "If the file has rows of people, say which column names the person (person = …) in place of join.",
    ),
    "FP-0425": Explanation(
        "A delimiter that cannot divide",
        "The delimiter of a CSV file is an end of a line, a blank, or the very sign that stands around "
        "values. The mapping may say one, and the config the other.",
        "Set delimiter to the character between columns, and quote to another one (or to nothing).",
    ),
    "FP-0426": Explanation(
        "A person with a broken row",
        "A row of this person, in one of the files of a source, cannot be read. Whatever it holds would seem "
        "to be missing, so that the person is not shown.",
        "Mend the row in the extract: `fingerpost check` names its line.",
    ),
    "FP-0427": Explanation(
        "A condition about another file",
        "The conditions (where) on the rows of a file ask about a file that is not joined to it.",
        "Ask about the file's own columns, or those of look-up files that are joined to it.",
    ),
    "FP-0428": Explanation(
        "A file that is broken throughout",
        "So many rows of a file cannot be read that it is no use to read the others.",
        "Look at the file's delimiter and quotation marks, and make the extract again.",
    ),
    "FP-0429": Explanation(
        "Unknown file of a bundle",
        "The config says something of a file that the mapping of the source does not have.",
        "Correct the name: it is the one under [files.…] in the mapping.",
    ),
}
