"""Errors, ordered by what the caller does next; and what each code means.

    FingerpostError
     ├─ UsageError            exit 2   change the command
     ├─ ConfigurationError    exit 5   change the config, a mapping or a profile
     │   └─ MappingError
     ├─ PluginError           exit 5   change or remove a plugin
     ├─ SourceUnavailable     exit 4   try again later
     ├─ StoreError            exit 70  make room, mend the store; nothing was half-written
     ├─ RunLocked             exit 75  another run holds the lock
     └─ PersonNotFound        exit 2   no such reference

Each has a stable code, and says what, where and what to do. No message holds a value of a
record: a name, an NHS number or a date of birth never reaches a log or a terminal this way. Secrets
of the config are masked in every one.
"""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from adapter_core.masking import mask

if TYPE_CHECKING:
    from collections.abc import Iterable


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """` Did you mean "…"?` with the nearest known word, or nothing where none is near."""
    close = difflib.get_close_matches(word, sorted(known), 1, 0.6)
    return f' Did you mean "{close[0]}"?' if close else ""


class FingerpostError(Exception):
    """Base of every error that a user may see.

    Args:
        code: stable code, explained by `fingerpost explain CODE`.
        message: one plain sentence: what is wrong.
        where: file and key path, source, or command; empty if it is everywhere.
        remedy: one plain sentence: what to do; the catalogue's if empty.
    """

    exit_code = 70

    def __init__(self, code: str, message: str, *, where: str = "", remedy: str = "") -> None:
        """Keep what, where and what to do apart, for JSON."""
        self.code = code
        self.message = mask(message)
        self.where = mask(where)
        self.remedy = remedy or CATALOGUE[code].remedy
        super().__init__(f"{code}: {self.message}")

    def as_json(self) -> dict[str, dict[str, Any]]:
        """The error as the contract's JSON object."""
        return {
            "error": {"code": self.code, "message": self.message, "where": self.where, "remedy": self.remedy}
        }


class UsageError(FingerpostError):
    """The command's words are off."""

    exit_code = 2


class ConfigurationError(FingerpostError):
    """The config, a mapping or a profile has to change."""

    exit_code = 5


class MappingError(ConfigurationError):
    """A mapping file is wrong, or does not fit its source."""


class PluginError(FingerpostError):
    """A plugin breaks the contract."""

    exit_code = 5


class SourceUnavailable(FingerpostError):
    """A source cannot be reached, or stopped answering; another time it may."""

    exit_code = 4


class StoreError(FingerpostError):
    """Fingerpost's own store cannot be written or read; what was not committed was rolled back."""

    exit_code = 70


class RunLocked(FingerpostError):
    """Another run holds the lock."""

    exit_code = 75


class PersonNotFound(FingerpostError):
    """A source has no such reference."""

    exit_code = 2


@dataclass(frozen=True, slots=True)
class Explanation:
    """What a code means.

    Attributes:
        title: the fault in a few words.
        meaning: what happened and what Fingerpost did about it.
        remedy: what to do, as a plain imperative sentence.
    """

    title: str
    meaning: str
    remedy: str


CATALOGUE: dict[str, Explanation] = {
    # FP-00: ours
    "FP-0001": Explanation(
        "Internal error",
        "Fingerpost failed in a way that it does not know. Nothing was half-written.",
        "Run the command again with --debug-file FILE and send that file to whoever looks after Fingerpost.",
    ),
    # FP-01: config
    "FP-0100": Explanation(
        "Several problems in the config",
        "The config has more than one problem; every one of them is listed.",
        "Mend each of the problems listed, then run: fingerpost config check.",
    ),
    "FP-0101": Explanation(
        "No config found",
        (
            "No file was given with --config or FINGERPOST_CONFIG, and this folder has no "
            "fingerpost.toml; or the file given does not exist."
        ),
        "Run fingerpost init to write a starter file, or say where the file is with --config.",
    ),
    "FP-0102": Explanation(
        "The config is not TOML",
        "The file could not be parsed; the message gives the line.",
        "Mend the line that the message names. Texts need quotes, and each key may stand once.",
    ),
    "FP-0103": Explanation(
        "Unknown key",
        (
            "The config holds a key that Fingerpost does not know. It is an error so that a misspelt "
            "key is never ignored."
        ),
        "Correct the spelling or remove the key; docs/reference/config.md lists them all.",
    ),
    "FP-0104": Explanation(
        "Wrong value",
        "A key has a value of the wrong kind, or outside its range.",
        "Give a value of the kind that the message asks for.",
    ),
    "FP-0105": Explanation(
        "A secret is written into the config",
        (
            "Passwords, tokens and keys may not stand in the config, nor inside a URL in it, because "
            "the file is copied, mailed and backed up."
        ),
        (
            'Put it into an environment variable or a file of its own, and write { env = "NAME" } or { '
            'file = "path" } in its place. Change the secret: it has been seen.'
        ),
    ),
    "FP-0106": Explanation(
        "An environment variable is not set",
        "The config takes a secret from an environment variable that is not set, or is empty.",
        "Set the variable for the account that runs Fingerpost.",
    ),
    "FP-0107": Explanation(
        "A secret's file cannot be read",
        "The config takes a secret from a file that is missing, empty, not text or not readable.",
        (
            "Check the path (it starts at the config's folder) and that the account which runs "
            "Fingerpost may read the file."
        ),
    ),
    "FP-0108": Explanation(
        "Unknown source",
        "A setting names a source that has no [sources.<name>] of its own.",
        "Use the name of a source in the config, or add the source.",
    ),
    "FP-0109": Explanation(
        "A key is missing",
        "The config lacks a key that it needs.",
        "Add the key; docs/reference/config.md has an example of each.",
    ),
    "FP-0112": Explanation(
        "Unknown schema version",
        "The file says that it is written for a version of the config that this Fingerpost does not know.",
        "Write schema = 1, or install the version of Fingerpost that the file was written for.",
    ),
    "FP-0113": Explanation(
        "Thresholds contradict each other",
        "A rule's warning threshold is above its critical threshold.",
        "Set warning_percent to at most critical_percent.",
    ),
    "FP-0115": Explanation(
        "The config cannot be read",
        "The file exists, but may not be read or is not UTF-8 text.",
        "Check who may read the file, and save it as UTF-8.",
    ),
    "FP-0116": Explanation(
        "The backend serves another port",
        "A source says which port it is for, and its backend serves a different one.",
        "Use the port that the message names, or another backend.",
    ),
    "FP-0117": Explanation(
        "Two environment variables contradict each other",
        (
            "One FINGERPOST_ variable sets a value inside a key that another variable, or the config, "
            "sets to something that has no inside."
        ),
        "Remove one of the two.",
    ),
    "FP-0118": Explanation(
        "The practice list is missing or old",
        "GP practice codes cannot be held against a current national list, so wrong ones may go unseen.",
        "Name a current list (epraccur, which NHS England publishes) under [reference.practices].",
    ),
    "FP-0119": Explanation(
        "A setting that is seldom meant",
        "The config is allowed as it is, and probably does not do what was wanted.",
        "Read the message; change the setting if it is not what you meant.",
    ),
    # FP-02: plugins
    "FP-0200": Explanation(
        "Plugin not installed",
        "The config lists a plugin that is not installed under this name.",
        (
            "Correct the name, or install the package that brings the plugin; fingerpost plugins lists "
            "what there is."
        ),
    ),
    "FP-0201": Explanation(
        "A plugin cannot be imported",
        "Python raised an error while importing the plugin, so nothing was started.",
        "Update or mend the plugin, or take it out of the config's plugins.",
    ),
    "FP-0202": Explanation(
        "Unknown hook",
        "A plugin marks a function as a hook that does not exist, so it would never be called.",
        "Rename the function; docs/reference/hooks.md lists the hooks.",
    ),
    "FP-0203": Explanation(
        "A hook takes other arguments",
        "A plugin's hook asks for an argument that the hook does not have.",
        "Use the argument names of docs/reference/hooks.md.",
    ),
    "FP-0204": Explanation(
        "Two plugins claim the same name",
        (
            "Two plugins register a backend, rule, transform or sample writer of the same name; "
            "neither is chosen by order."
        ),
        "Take one of the two plugins out of the config's plugins, or rename what it registers.",
    ),
    "FP-0205": Explanation(
        "The plugin is written for other ports",
        "A backend was written for a version of the ports that this Fingerpost does not have.",
        "Install a version of the plugin that fits this version of Fingerpost.",
    ),
    "FP-0206": Explanation(
        "A capability lacks its fields",
        "A backend claims a capability, and cannot fill the fields that the claim needs.",
        "Map the fields that the message names, or take the claim back.",
    ),
    "FP-0207": Explanation(
        "A hook gave the wrong thing",
        "A plugin's hook returned something other than what the hook is for.",
        "Return what docs/reference/hooks.md says.",
    ),
    "FP-0208": Explanation(
        "A hook failed",
        "A plugin's hook raised an error while Fingerpost was starting.",
        "Update or mend the plugin, or take it out of the config's plugins.",
    ),
    "FP-0209": Explanation(
        "Unknown backend",
        "A source names a backend that none of the listed plugins brings.",
        "Correct the name, or add the plugin that brings it to the config's plugins.",
    ),
    "FP-0210": Explanation(
        "A one-file plugin cannot be read",
        "The config lists a plugin by path, and no file can be read there.",
        "Check the path: it starts at the config's folder.",
    ),
    "FP-0211": Explanation(
        "A backend failed",
        "A plugin's backend raised an error of a kind that backends may not raise.",
        "Update or mend the plugin; its author will want the output of --debug-file.",
    ),
    # FP-03: mappings, and mappings against their source
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
        "Add the code to the [codes.…] table of your mapping.",
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
        "Correct the code at the place named; the docs list the ids of every code list.",
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
    # FP-04: sources that cannot be reached
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
    # FP-05: records that cannot be read (reject codes)
    "FP-0500": Explanation(
        "A record without a reference",
        "A row has no reference of the person, so that nobody could be told whose it is.",
        "Give the row its reference in the source, or leave it out of the extract.",
    ),
    "FP-0501": Explanation(
        "A reference that comes twice",
        "Two rows have the same reference. The first was read, the others were not.",
        "Find out which row is right; if the mapping reads a view, see whether it multiplies rows.",
    ),
    "FP-0502": Explanation(
        "Identity conflict",
        "Two records have the same identifier and different dates of birth, so they were not joined. "
        "Nothing was compared between them.",
        "Look at both records, find out whether they are one person, and correct the one that is wrong.",
    ),
    "FP-0503": Explanation(
        "More than one match",
        "Several records of a source have the same identifier and date of birth, so none of them was joined.",
        "Find out which record is right, and merge or close the others in that source.",
    ),
    "FP-0504": Explanation(
        "A reference of a strange kind",
        "The reference of a row is neither a whole number nor a text.",
        "Correct the row in the source, or map the column that holds the reference.",
    ),
    "FP-0510": Explanation(
        "A broken row",
        "A row of a CSV file has more or fewer columns than the header, or a quotation mark that nothing "
        "closes. It was left out; the rows around it were read.",
        "Mend the row in the extract: most often a comma or a quotation mark inside a value is not quoted.",
    ),
    "FP-0511": Explanation(
        "A person who comes twice in a file",
        "Two rows of a file have the same reference. The first was read, the other was not.",
        "Find out why the extract names the person twice; often an address table multiplies rows.",
    ),
    "FP-0512": Explanation(
        "A row that is not text",
        "A row of a CSV file holds NUL bytes, or bytes that are no text in the file's encoding.",
        "Mend the row in the extract.",
    ),
    # FP-06: the store and runs
    "FP-0601": Explanation(
        "Another run holds the lock",
        "Two runs at once would write over each other, so only one may run. Nothing was changed.",
        (
            "Wait until the other run has ended. If it was killed on another machine, its lock runs out "
            "within five minutes."
        ),
    ),
    "FP-0602": Explanation(
        "This run lost its lock",
        (
            "The run went silent for so long that another one took over. Its last page was rolled back; all "
            "before it is kept."
        ),
        (
            "Nothing to mend: the other run carries on. If this happens often, look for a source that stops "
            "for minutes."
        ),
    ),
    "FP-0603": Explanation(
        "The store is from a newer Fingerpost",
        (
            "A newer version has changed the store's tables. This version does not know them and changed "
            "nothing."
        ),
        "Update Fingerpost on this machine, or name another store in the config.",
    ),
    "FP-0604": Explanation(
        "The store cannot be opened",
        "The file, its folder or the database server cannot be reached. Nothing was changed.",
        (
            "Check store.url in the config: that the folder exists and can be written, or that the server is "
            "running."
        ),
    ),
    "FP-0605": Explanation(
        "The store's disk is full",
        "The page that was being stored was rolled back; all pages before it are kept.",
        "Make room on that disk and run the same command again: it carries on where it stopped.",
    ),
    "FP-0606": Explanation(
        "The store is locked",
        (
            "Another program kept the store's file or rows locked for too long. What was being written was "
            "rolled back."
        ),
        "Close what has the store open (a database browser, a backup) and run the command again.",
    ),
    "FP-0607": Explanation(
        "Not a Fingerpost store, or a damaged one",
        (
            "The file or database that the config names holds something else, or cannot be read. Nothing was "
            "changed."
        ),
        "Check store.url in the config. If the file is damaged, put the last backup in its place.",
    ),
    "FP-0608": Explanation(
        "The store refused a statement",
        (
            "The database answered with an error that Fingerpost does not know. What was being written was "
            "rolled back."
        ),
        (
            "Run the command again; if it fails again, use --debug-file FILE and send that file to whoever "
            "looks after Fingerpost."
        ),
    ),
    "FP-0609": Explanation(
        "The PostgreSQL driver is not installed",
        "The config names a PostgreSQL store, which needs a driver that is not part of the base install.",
        "Install it with: pip install 'fingerpost[postgres]'.",
    ),
    "FP-0610": Explanation(
        "No such run",
        "The store holds no run of that number.",
        "List the runs with: fingerpost runs.",
    ),
    "FP-0611": Explanation(
        "No finished run yet",
        "What was asked for comes from a finished run, and there is none of that profile and cohort.",
        "Run: fingerpost check.",
    ),
    "FP-0612": Explanation(
        "The run is over",
        "A page or an end came for a run that has ended already. Nothing was changed.",
        "Start the check again.",
    ),
    "FP-0613": Explanation(
        "The store may not be written",
        "The file or the database is read-only for this user. Nothing was changed.",
        "Give this user the right to write to the store and to its folder.",
    ),
    "FP-0614": Explanation(
        "The store's url is wrong",
        "Fingerpost keeps its store in SQLite (one file) or in PostgreSQL.",
        "Write store.url as sqlite:///fingerpost.db, or as postgresql://user@host/database.",
    ),
    "FP-0615": Explanation(
        "The run was cut short",
        "The run neither ended nor failed in a way that it could tell: it was stopped, or its machine was.",
        "Nothing to mend: every page that it stored is kept, and the next run goes on from there.",
    ),
    # FP-07: reviews and imports
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
    # FP-08: reference data
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
    # FP-09: profiles, rules, usage
    "FP-0900": Explanation(
        "No such profile",
        "The config or the command names a profile that is neither built in nor in [profiles].",
        "Use a profile that there is, or add it under [profiles].",
    ),
    "FP-0901": Explanation(
        "No such rule",
        "The config names a rule that is not there, or that the profile it extends does not hold.",
        "Correct the rule's id; `fingerpost check --list` shows all of them.",
    ),
    "FP-0902": Explanation(
        "Profiles in a circle",
        "Two or more profiles of the config extend each other, so that none of them has a beginning.",
        "Let one of them extend a built-in profile.",
    ),
    "FP-0903": Explanation(
        "No record to show",
        (
            "The source has no record under this reference, or none that may be shown. Fingerpost does not "
            "say which."
        ),
        "Check the reference. If it is right, look the person up in the case system itself.",
    ),
    "FP-0904": Explanation(
        "No such cohort",
        "The command names a cohort that is not there.",
        "Use one of: open_adults, open, adults, everyone.",
    ),
    "FP-0906": Explanation(
        "Nothing known about one person",
        "The source cannot be asked for one person, and the last run found nothing missing under this "
        "reference. "
        "The person may have no gaps, or may not have been in the run's cohort.",
        "Check the reference, and see `fingerpost runs` for what the last run covered.",
    ),
    "FP-0920": Explanation(
        "The command was not understood",
        "The command line has an unknown command or option, lacks one, or gives a wrong value.",
        "Run the command with --help.",
    ),
    "FP-0921": Explanation(
        "A file is in the way",
        "The file that would be written exists already, and nothing was overwritten.",
        "Choose another place, or move the file away.",
    ),
    "FP-0922": Explanation(
        "Unknown error code",
        "No error has this code.",
        "Look at docs/reference/errors.md for the list.",
    ),
    "FP-0923": Explanation(
        "The file of examples is wrong",
        "The file of example people is not TOML, lacks a key, or has a key or a field that does not exist.",
        "Mend what the message names; docs/how_to/change_a_profile.md has an example.",
    ),
    "FP-0924": Explanation(
        "No demo there yet",
        "The option --next-night goes on with a first night, and the folder holds none.",
        "Run fingerpost demo first, with the same --dir.",
    ),
    "FP-0925": Explanation(
        "The output cannot be written",
        "The report or file could not be written where it was asked for.",
        "Check that the folder exists, that you may write there, and that there is room.",
    ),
    "FP-0926": Explanation(
        "This needs a case system",
        "The command needs [people] master in the config, and it has none.",
        'Name the source whose reference names the person: master = "…" under [people].',
    ),
}
"""Every code there is; `docs/reference/errors.md` is made from it."""
