"""FP-06xx: the codes of the store and of runs."""

from __future__ import annotations

from adapter_core.errors.explanation import Explanation

EXPLAINED: dict[str, Explanation] = {
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
    "FP-0616": Explanation(
        "No such entry of the audit",
        "The audit has no entry of that number.",
        "List the entries with: fingerpost audit list.",
    ),
}
