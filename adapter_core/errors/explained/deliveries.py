"""FP-105x and FP-106x: what is on its way to the case system or the directory."""

from __future__ import annotations

from adapter_core.errors.explanation import Explanation

EXPLAINED: dict[str, Explanation] = {
    "FP-1050": Explanation(
        "An unknown delivery",
        "No delivery of this Fingerpost has the number.",
        "See what there is with: fingerpost deliveries list --all.",
    ),
    "FP-1051": Explanation(
        "Nobody knows whether it was written",
        "The backend was asked to write, and did not say whether it did: the line broke, or it failed while "
        "it was writing. It is not sent again, so that nothing is written twice.",
        "Run fingerpost deliveries send: it asks the backend. Where that cannot tell, look at the person's "
        "record, then say what you saw with: fingerpost deliveries resolve.",
    ),
    "FP-1052": Explanation(
        "The sender fell silent",
        "A process was sending this when it ended, so that nobody knows whether it was written. It is not "
        "sent again by itself.",
        "Run fingerpost deliveries send: it asks the backend. Where that cannot tell, look at the person's "
        "record, then say what you saw with: fingerpost deliveries resolve.",
    ),
    "FP-1053": Explanation(
        "The backend refuses it",
        "The backend will not write this: the record is closed, the field is not there, or the text is too "
        "long. Nothing was written, and nothing was lost: the text is still here.",
        "Mend the cause, then run fingerpost deliveries retry; or enter it by hand and run fingerpost "
        "deliveries resolve --entered.",
    ),
    "FP-1054": Explanation(
        "Not where that can be done",
        "A delivery that is done cannot be ticked, sent or resolved again, and one that is being sent has "
        "to come to its end first.",
        "See where it stands with: fingerpost deliveries list --all.",
    ),
    "FP-1055": Explanation(
        "The text stands in somebody else's record",
        "The marker of this text was found in the notes of another person than the one that it is about.",
        "Have it removed there as your council's rules on mistakes in records say, enter it in the right "
        "record, and tick it again.",
    ),
    "FP-1056": Explanation(
        "Ticked, and not seen",
        "Somebody ticked this as entered, the source has been refreshed twice since, and does not show it.",
        "Look at the person's record. If it is not there, enter it and tick it again; if it is, run: "
        "fingerpost deliveries resolve --entered.",
    ),
    "FP-1057": Explanation(
        "The text is not here any more",
        "It was seen where the record is held, so ours was deleted: only codes are kept.",
        "Read it in the case system.",
    ),
    "FP-1058": Explanation(
        "This backend cannot be written to",
        "The source is entered by hand: no interface for writing to it is public. What waits for it is a "
        "work list.",
        "See the list with: fingerpost deliveries list. Enter each line, then run: fingerpost deliveries "
        "done.",
    ),
    "FP-1059": Explanation(
        "No directory to teach",
        "A signpost taught something about a service or a contact, and no directory can be reached. It "
        "stays here until one answers.",
        "Check [directory] in the config, then run: fingerpost deliveries send.",
    ),
    "FP-1060": Explanation(
        "A delivery that cannot be read",
        "What is stored of it is not what Fingerpost wrote: the store was changed by something else.",
        "Restore the store from a backup, or enter what it is about by hand and run: fingerpost deliveries "
        "resolve --entered.",
    ),
    "FP-1061": Explanation(
        "Not the number of a delivery",
        "A delivery is written as D and its number, such as D9.",
        "See the numbers with: fingerpost deliveries list.",
    ),
    "FP-1062": Explanation(
        "The mapping's notes do not fit the source",
        "[notes] names a table that the source does not have, or a column that the table does not have. "
        "People are read all the same; what was entered is not seen again.",
        "Put the right names into [notes], or take it out.",
    ),
}
