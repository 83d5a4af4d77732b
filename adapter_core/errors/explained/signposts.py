"""FP-103x and FP-104x: the codes of signposts, what they teach the directory, and their export."""

from __future__ import annotations

from adapter_core.errors.explanation import Explanation

EXPLAINED: dict[str, Explanation] = {
    "FP-1030": Explanation(
        "Passed on without permission",
        (
            "Introducing somebody, or ringing together, tells the service of the person. That needs a "
            "permission that held on that day: consent, or a best-interests decision. Nothing was kept."
        ),
        "Record the permission, or say that the person was given the details: the service then gets nothing.",
    ),
    "FP-1031": Explanation(
        "The permission is not whole",
        (
            "A permission says what may be passed on, with whom, how it was given, by whom and when. One of "
            "them is missing, or its days cannot be."
        ),
        "Fill in what the message names.",
    ),
    "FP-1032": Explanation(
        "That cannot be said of this signpost",
        (
            "The outcome, or its reason, does not follow from where the signpost stands: one that was "
            "recorded by mistake takes nothing more, and none goes back to where details were given. Nothing "
            "was changed."
        ),
        "See where it stands with: fingerpost signpost show ID. If it was closed by mistake, give a new one.",
    ),
    "FP-1033": Explanation(
        "A day that cannot be",
        "A claim is of a day from when the signpost was given until today. Nothing was changed.",
        "Correct the day; with --as-of, that is the day to speak of.",
    ),
    "FP-1034": Explanation(
        "An outcome that excludes itself",
        "It says that the contact was spoken to, and why nobody can have been. Nothing was changed.",
        "Say which of the two it was.",
    ),
    "FP-1035": Explanation(
        "Somebody else has to say this",
        "A person does not tell of their own death, and says nothing after it; only a worker says that a "
        "record was a mistake.",
        "Say who said it, with --said-by.",
    ),
    "FP-1036": Explanation(
        "No such correction",
        "The directory has no correction of that number. Nothing was changed.",
        "List those that wait with: fingerpost directory corrections list.",
    ),
    "FP-1037": Explanation(
        "Somebody else has to check this",
        (
            "What a signpost said of a contact or a service changes the directory once somebody other than "
            "whoever said it has looked. Nothing was changed."
        ),
        "Ask a colleague to check it, and to confirm or reject it with their own name.",
    ),
    "FP-1038": Explanation(
        "Checked already",
        "Somebody confirmed or rejected this correction before. Nothing was changed.",
        "See who did with: fingerpost directory corrections list --all.",
    ),
    "FP-1039": Explanation(
        "Which number?",
        (
            "The contact has several telephone numbers and nobody said which is dead, or what was typed is "
            "no telephone number. Nothing was changed."
        ),
        "Give the dead number with --dead, and a new one with --number.",
    ),
    "FP-1040": Explanation(
        "Days the wrong way round",
        "The first day of an export comes after its last. Nothing was written.",
        "Give the earlier day with --from, and the later one with --to.",
    ),
}
