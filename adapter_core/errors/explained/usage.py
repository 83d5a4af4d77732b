"""FP-09xx: the codes of profiles, rules and commands."""

from __future__ import annotations

from adapter_core.errors.explanation import Explanation

EXPLAINED: dict[str, Explanation] = {
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
