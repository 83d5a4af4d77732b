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
record: a name, an NHS number or a date of birth never reaches a log or a terminal this way.
"""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

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
        self.message = message
        self.where = where
        self.remedy = remedy or CATALOGUE[code].remedy
        super().__init__(f"{code}: {message}")

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
        "Name a current list under [reference.practices]; docs/how_to has where to fetch it.",
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
    # FP-04: sources that cannot be reached
    # FP-05: records that cannot be read (reject codes)
    # FP-06: the store and runs
    "FP-0601": Explanation(
        "Another run holds the lock",
        "Two runs at once would write over each other, so only one may run. Nothing was changed.",
        "Wait until the other run has ended. If it was killed on another machine, its lock runs out within five minutes.",
    ),
    "FP-0602": Explanation(
        "This run lost its lock",
        "The run went silent for so long that another one took over. Its last page was rolled back; all before it is kept.",
        "Nothing to mend: the other run carries on. If this happens often, look for a source that stops for minutes.",
    ),
    "FP-0603": Explanation(
        "The store is from a newer Fingerpost",
        "A newer version has changed the store's tables. This version does not know them and changed nothing.",
        "Update Fingerpost on this machine, or name another store in the config.",
    ),
    "FP-0604": Explanation(
        "The store cannot be opened",
        "The file, its folder or the database server cannot be reached. Nothing was changed.",
        "Check store.url in the config: that the folder exists and can be written, or that the server is running.",
    ),
    "FP-0605": Explanation(
        "The store's disk is full",
        "The page that was being stored was rolled back; all pages before it are kept.",
        "Make room on that disk and run the same command again: it carries on where it stopped.",
    ),
    "FP-0606": Explanation(
        "The store is locked",
        "Another program kept the store's file or rows locked for too long. What was being written was rolled back.",
        "Close what has the store open (a database browser, a backup) and run the command again.",
    ),
    "FP-0607": Explanation(
        "Not a Fingerpost store, or a damaged one",
        "The file or database that the config names holds something else, or cannot be read. Nothing was changed.",
        "Check store.url in the config. If the file is damaged, put the last backup in its place.",
    ),
    "FP-0608": Explanation(
        "The store refused a statement",
        "The database answered with an error that Fingerpost does not know. What was being written was rolled back.",
        "Run the command again; if it fails again, use --debug-file FILE and send that file to whoever looks after Fingerpost.",
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
        "It is neither an Excel workbook (.xlsx) nor a CSV file in UTF-8, or it is damaged or has a password.",
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
        "What was previewed no longer fits the store: other decisions were made in between. Nothing was applied.",
        "Preview the file again.",
    ),
    # FP-08: reference data
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
        "The source has no record under this reference, or none that may be shown. Fingerpost does not say which.",
        "Check the reference. If it is right, look the person up in the case system itself.",
    ),
    "FP-0904": Explanation(
        "No such cohort",
        "The command names a cohort that is not there.",
        "Use one of: open_adults, open, adults, everyone.",
    ),
    "FP-0905": Explanation(
        "No run yet",
        "There is no finished run of this profile and cohort to report on.",
        "Run `fingerpost check` first.",
    ),
    "FP-0906": Explanation(
        "Nothing known about one person",
        "The source cannot be asked for one person, and the last run found nothing missing under this reference. "
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
        "demo --next-night needs the folder of a first night.",
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
