"""FP-083x and FP-084x: the codes of the community directory's store."""

from __future__ import annotations

from adapter_core.errors.explanation import Explanation

EXPLAINED: dict[str, Explanation] = {
    "FP-0830": Explanation(
        "The directory is from a newer Fingerpost",
        (
            "A newer version has changed the directory's tables. This version does not know them and changed "
            "nothing."
        ),
        "Update Fingerpost on this machine, or name another directory in directory.url.",
    ),
    "FP-0831": Explanation(
        "Not a directory of Fingerpost",
        "The database that directory.url names holds tables of another program. Nothing was changed.",
        "Check directory.url in the config: it names an empty database, or one that is Fingerpost's.",
    ),
    "FP-0832": Explanation(
        "No such entry in the directory",
        "The directory has no service, organisation, location, event or term of that id.",
        "Look for it with: fingerpost search WORDS.",
    ),
    "FP-0833": Explanation(
        "No such contact",
        "The directory has no contact of that id, or none that this audience may know of.",
        "List the contacts of a service with: fingerpost directory contacts SERVICE.",
    ),
    "FP-0834": Explanation(
        "This contact asked to be taken out",
        (
            "Somebody with this name, number or address once asked not to be listed. Imports leave them out, "
            "and nobody writes them in again by accident. Nothing was changed."
        ),
        "Ask them. Where they want to be listed now, say so: what they asked before is then forgotten.",
    ),
    "FP-0835": Explanation(
        "These cannot be merged",
        (
            "Two different entries of one kind can be merged: organisations, services or locations, of which "
            "neither was merged into another already. Nothing was changed."
        ),
        "Give the ids of two such entries.",
    ),
    "FP-0836": Explanation(
        "This merge cannot be undone",
        (
            "There is no merge of that number, it was undone already, or what was kept was merged into "
            "another entry since. Nothing was changed."
        ),
        "List the merges, and undo the latest first.",
    ),
    "FP-0837": Explanation(
        "This cannot be edited",
        "The entry has no such field, or it is one that is not edited by hand. Nothing was changed.",
        "Use one of the fields that the message names.",
    ),
    "FP-0838": Explanation(
        "A contact of nobody",
        "A contact belongs to an organisation or to a service. Nothing was changed.",
        "Say whose contact it is.",
    ),
    "FP-0839": Explanation(
        "No such filter",
        "A search was to be narrowed by something that the directory does not know.",
        "Leave the filter out, or correct its name.",
    ),
}
