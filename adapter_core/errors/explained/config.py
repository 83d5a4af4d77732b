"""FP-01xx: the codes of the config."""

from __future__ import annotations

from adapter_core.errors.explanation import Explanation

EXPLAINED: dict[str, Explanation] = {
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
        "There is no practice list",
        "GP practice codes cannot be held against the national list, so wrong ones go unseen.",
        "Name the list (epraccur, which NHS England publishes) under [reference.practices].",
    ),
    "FP-0119": Explanation(
        "A setting that is seldom meant",
        "The config is allowed as it is, and probably does not do what was wanted.",
        "Read the message; change the setting if it is not what you meant.",
    ),
    "FP-0120": Explanation(
        "Unknown source in an order of precedence",
        "[people.precedence] names a source that has no [sources.<name>] of its own.",
        "Use the names of sources in the config.",
    ),
    "FP-0121": Explanation(
        "A precedence for nothing",
        "[people.precedence] names a field that no rule compares between sources, so that it would change "
        "nothing.",
        "Use one of the fields that docs/explanation/joining.md lists, or `default` for all of them.",
    ),
}
