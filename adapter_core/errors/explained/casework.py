"""FP-1000 to FP-1029: conversations that are closed, and the files that they are written in."""

from __future__ import annotations

from adapter_core.errors.explanation import Explanation

EXPLAINED: dict[str, Explanation] = {
    "FP-1000": Explanation(
        "Nothing is written",
        "A record needs some words on the conversation itself. It stays open, as it was.",
        "Write what happened, or what matters to the person, in a sentence or two.",
    ),
    "FP-1001": Explanation(
        "A decision without its reasons",
        (
            "A decision needs how and why it was reached, or nobody can justify it when it is challenged. "
            "The record stays open, as it was."
        ),
        "Write how and why.",
    ),
    "FP-1002": Explanation(
        "An action without an owner",
        "An action that is nobody's is not done. The record stays open, as it was.",
        "Say who does it: a worker, the person, or somebody they know.",
    ),
    "FP-1003": Explanation(
        "New, and overdue already",
        "The day by which something new is due has passed. The record stays open, as it was.",
        "Give a day that is still to come, or say that it is done.",
    ),
    "FP-1004": Explanation(
        "Considered, and what was found?",
        (
            "Capacity, financial matters, and risks or safeguarding need what was found, once they are "
            "considered. The record stays open, as it was."
        ),
        "Write what was found, or set it to not applicable or to do.",
    ),
    "FP-1005": Explanation(
        "Not eligible, without its discussion",
        (
            "Where somebody is found not eligible, the discussion of it is recorded, so that the decision "
            "can be justified. The record stays open, as it was."
        ),
        "Write what was discussed and why.",
    ),
    "FP-1006": Explanation(
        "Not one of the choices",
        "The field is chosen from a list, and the list has no such entry. The record stays open, as it was.",
        "Choose one that the message names.",
    ),
    "FP-1007": Explanation(
        "The days do not fit",
        "A day is still to come, or lies before one that it follows. The record stays open, as it was.",
        "Put the day right.",
    ),
    "FP-1008": Explanation(
        "The text is too long",
        (
            "A record holds at most 4,000,000 characters, all its texts together. Nothing was changed: what "
            "was typed is where it was."
        ),
        "Shorten it, or begin a new record for the rest.",
    ),
    "FP-1009": Explanation(
        "An entry is empty",
        "An entry stands there without its words. The record stays open, as it was.",
        "Fill it in, or take the whole entry out.",
    ),
    "FP-1010": Explanation(
        "Achieved, and unable to achieve",
        (
            "An outcome is said to be achieved, and to be one that the person is unable to achieve. The "
            "record stays open, as it was."
        ),
        "Say one of the two.",
    ),
    "FP-1011": Explanation(
        "A cost that cannot be",
        "A cost is nothing or more, and at most ten million pounds. The record stays open, as it was.",
        "Write what it costs; 0 where it is free.",
    ),
    "FP-1012": Explanation(
        "Not a part of a conversation's file",
        (
            "A heading, a word before a colon or a key is none that a conversation's file has, or text "
            "stands where it belongs to nothing. Nothing was changed, and the file is as it was."
        ),
        "Put the line right; see docs/how_to/record_a_conversation.md.",
    ),
    "FP-1013": Explanation(
        "Not a value for this",
        (
            "A day, an amount, a yes or no, or a choice cannot be read. Nothing was changed, and the file is "
            "as it was."
        ),
        "Write it as the message says.",
    ),
    "FP-1014": Explanation(
        "The file is not TOML",
        "The file breaks the rules of TOML at the line named. Nothing was changed; the file is as it was.",
        "Put the line right, or write the file in Markdown.",
    ),
    "FP-1015": Explanation(
        "Nobody is named",
        (
            "What is recorded is recorded by somebody, and the name that was given is empty. Nothing was "
            "changed."
        ),
        "Say who does it, or leave the option out: then it is FINGERPOST_BY, or this machine's user.",
    ),
    "FP-1016": Explanation(
        "Half a character",
        (
            "What was typed holds half of a character that takes two, as happens where a text is cut in the "
            "middle. It cannot be kept as it is; nothing was changed."
        ),
        "Type that place of the text again.",
    ),
    "FP-1017": Explanation(
        "A text that cannot be read back",
        (
            "What the store holds was written by a newer Fingerpost, or was damaged. It was left as it is, "
            "and no part of it was taken for the whole."
        ),
        "Use the newest Fingerpost; where it cannot read it either, restore the store from its backup.",
    ),
    "FP-1018": Explanation(
        "Nothing of this number",
        "There is no conversation, version, draft or kept text of this number. Nothing was changed.",
        "List them with: fingerpost conversation list REF, or fingerpost signpost list REF.",
    ),
    "FP-1019": Explanation(
        "A draft is open for this person",
        (
            "A conversation with this person is being written already: a second one by mistake would be "
            "recording twice. None was begun."
        ),
        "Go on with the one that the message names, or begin another with --another.",
    ),
    "FP-1020": Explanation(
        "Somebody else saved meanwhile",
        (
            "The text was saved by somebody else since it was opened here. Theirs stands; yours was kept "
            "beside it, whole, under the number that the message names. Nothing was lost."
        ),
        (
            "Compare the two with: fingerpost conversation show, and fingerpost conversation kept. Then take "
            "yours with conversation take, or let it go with conversation dismiss."
        ),
    ),
    "FP-1021": Explanation(
        "It cannot be closed yet",
        (
            "Something that the record needs is missing. The draft stays open as it was; nothing was handed "
            "over to the case system."
        ),
        "Put right what is listed, and close it again.",
    ),
    "FP-1022": Explanation(
        "There is nothing open to write into",
        "The conversation is closed or was withdrawn, and no draft of it is open. Nothing was changed.",
        "Open it with: fingerpost conversation edit. A closed one gets a new version.",
    ),
    "FP-1023": Explanation(
        "The person's record was merged into another",
        (
            "Since the draft was begun, the case system has merged the record into another. The draft stays "
            "as it was: whether it is the same person is for you to say."
        ),
        "Where it is the same person, close it with --follow: everything here then follows the record.",
    ),
    "FP-1024": Explanation(
        "The text is not held here any more",
        (
            "It was deleted here once it was seen in the case system, as it should be. Its number, days and "
            "codes are still here."
        ),
        "Read it in the case system. To go on from it, begin a new record that follows it.",
    ),
    "FP-1025": Explanation(
        "A detail that no rule knows",
        "What should be updated on the main record is named by a rule, and there is none of this name.",
        "Name it as fingerpost missing does, such as gp_practice.",
    ),
    "FP-1026": Explanation(
        "No such action, or it is not open",
        "There is no action of this number, or it was done or cancelled already. Nothing was changed.",
        "List them with: fingerpost action list.",
    ),
    "FP-1027": Explanation(
        "The service is not there for anybody any more",
        (
            "The directory has the service or event as withdrawn, closed or over, or does not have it at "
            "all. Nobody was pointed to it."
        ),
        "Find another with: fingerpost search.",
    ),
    "FP-1028": Explanation(
        "A contact that may not be seen",
        (
            "The directory shows no such contact to whoever works here: it is not this service's, or is not "
            "for these eyes. The answer does not say which."
        ),
        "Choose one of the contacts that fingerpost search shows.",
    ),
}
