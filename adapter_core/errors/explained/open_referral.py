"""FP-0885 to FP-0894, and rejects FP-0550 to FP-0559: the codes of Open Referral feeds."""

from __future__ import annotations

from adapter_core.errors.explanation import Explanation

_INCOMPLETE = "The import is partial: nothing of this feed is taken to be withdrawn."

EXPLAINED: dict[str, Explanation] = {
    "FP-0550": Explanation(
        "Two published services with one id",
        "Two records of a feed have the same id and different names or organisations. The first was read and "
        f"the second was not: nobody can tell which of them the id is of. {_INCOMPLETE}",
        "Ask whoever publishes the feed to give each service an id of its own.",
    ),
    "FP-0551": Explanation(
        "A row of a template",
        "The record is an example that a form or a tool left behind, such as one called *required*. It is no "
        "service and was not read.",
        "Ask whoever publishes the feed to delete it.",
    ),
    "FP-0552": Explanation(
        "A service without an id",
        f"The record has no id, so that nobody could find it again at the next import. {_INCOMPLETE}",
        "Ask whoever publishes the feed to give it one.",
    ),
    "FP-0553": Explanation(
        "A part of a service that cannot be read",
        "The value at this field is no date, time, number or word that can stand there. The service was read "
        "without it; hours that were not understood are kept as words.",
        "Ask whoever publishes the feed to correct it.",
    ),
    "FP-0554": Explanation(
        "Hours that end before they begin",
        "The schedule is valid to a day before the one that it is valid from. The service was read, and its "
        "hours were kept as words.",
        "Ask whoever publishes the feed to correct the dates.",
    ),
    "FP-0555": Explanation(
        "A published service without a name",
        f"The record has an id and no name, so that nobody could be told of it. {_INCOMPLETE}",
        "Ask whoever publishes the feed to name it.",
    ),
    "FP-0556": Explanation(
        "A service whose details did not come",
        "The list names the service, and the server has nothing under its id, answers with something else, "
        "or failed. What the directory has of it stays as it is: the list's short form would take hours, "
        f"places and contacts away. {_INCOMPLETE}",
        "Import again. If the server has no services by id at all, set details = false for the feed.",
    ),
    "FP-0557": Explanation(
        "A file that is no page of a feed",
        "A file of the folder is cut short, no JSON, too large, or neither a list of services nor a service. "
        f"It was not read. {_INCOMPLETE}",
        "Save the page again, or move the file elsewhere.",
    ),
    "FP-0558": Explanation(
        "A list that is not whole",
        "There are fewer services than the list says, pages are missing, or its total changed while it was "
        f"read. {_INCOMPLETE}",
        "Import again, at a time when nobody works on the feed; save the pages that are missing.",
    ),
    "FP-0885": Explanation(
        "A feed of an unknown dialect",
        "Neither the shape of the pages nor what the feed says of its version tells whether it is Open "
        "Referral UK 3.0, 1.0 or Outpost. Nothing was read: guessing would lose what it cannot place.",
        'Set version to "3.0", "1.0" or "outpost" for the feed.',
    ),
    "FP-0886": Explanation(
        "A published list without services",
        "The first page, or the folder, has no service at all. That is how an outage often looks, so nothing "
        "was taken to be withdrawn.",
        "Check url or path; if the feed is closed, take it out of the config.",
    ),
    "FP-0887": Explanation(
        "No list of services",
        "The server has no /services, neither at the address nor below /openreferral, or what is there is no "
        "page of a list.",
        "Check url: it is the address that /services stands below.",
    ),
    "FP-0888": Explanation(
        "A feed whose pages come again",
        "Page after page holds only services of the pages before it: most often the server ignores the "
        "page's number. What came is read, and the import is partial.",
        "Raise per_page so that all services stand on one page, or ask whoever publishes the feed.",
    ),
    "FP-0889": Explanation(
        "A feed without details",
        "One service after the other is in the list, and not under its id. Reading stopped there.",
        "Set details = false for the feed: its list is then read as all there is.",
    ),
    "FP-0890": Explanation(
        "Pages that cannot be kept",
        "The folder that keep names cannot be written, or not changed.",
        "Check the folder's permissions and the room on the disk, or take keep out of the config.",
    ),
}
