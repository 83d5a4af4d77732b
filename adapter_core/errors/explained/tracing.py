"""FP-0809 to FP-0829: the codes of what a national demographics service answers, and of tracing."""

from __future__ import annotations

from adapter_core.errors.explanation import Explanation

EXPLAINED: dict[str, Explanation] = {
    "FP-0809": Explanation(
        "A trace that is answered more than once",
        "The reply has several rows for one trace. None of them was taken; the trace still waits.",
        "Keep the one row that is right.",
    ),
    "FP-0810": Explanation(
        "The answers cannot be opened",
        "The file or folder with the answers of PDS is not there, is locked, or may not be read.",
        "Check the path: it starts at the config's folder.",
    ),
    "FP-0811": Explanation(
        "No answers",
        "The file or folder holds no answer of PDS: no .json, .ndjson or .jsonl, or nobody in them.",
        "Save the answers again; one file may hold one patient, a Bundle, or one resource a line.",
    ),
    "FP-0812": Explanation(
        "Not an answer in JSON",
        "The file is not JSON: it is cut short, a web page, or something else.",
        "Save the answer again, as PDS gave it.",
    ),
    "FP-0813": Explanation(
        "Answers that are too big",
        "A file is bigger than 64 MB, a line or a nesting deeper than any answer, or there are more than "
        "200,000 people. What is too big was not read.",
        "Divide it: one resource a line (.ndjson) has no limit to the file, and several files may lie in a "
        "folder.",
    ),
    "FP-0814": Explanation(
        "An answer about something else",
        "It is neither a Patient nor a RelatedPerson. It was left out.",
        "Leave it out of the file, or ask again for the patient.",
    ),
    "FP-0815": Explanation(
        "An answer that is an error",
        "PDS answered with an OperationOutcome in place of a patient: nobody was found, there were too many "
        "matches, or the question was wrong.",
        "Ask again with more details of the person, or leave the answer out.",
    ),
    "FP-0816": Explanation(
        "A patient without a usable NHS number",
        "The answer has no NHS number, one that cannot have been issued, or two that differ.",
        "Ask PDS again for this patient.",
    ),
    "FP-0817": Explanation(
        "A patient who comes twice",
        "Two answers are about the same patient, and neither is a later version than the other. The first "
        "was read.",
        "Keep one of them.",
    ),
    "FP-0818": Explanation(
        "A date of birth that cannot be read",
        "A patient has no whole date of birth, so that the answer could be joined with nobody. It was left "
        "out.",
        "Ask PDS again for this patient.",
    ),
    "FP-0819": Explanation(
        "A line that is not JSON",
        "A line of the file holds no JSON object; the last one is often cut short. The others were read.",
        "Save the file again.",
    ),
    "FP-0820": Explanation(
        "A related person of nobody",
        "A RelatedPerson does not say whose it is, or that patient is not among the answers.",
        "Save the patient's own answer as well.",
    ),
    "FP-0821": Explanation(
        "Nobody to trace",
        "Nobody in the list of the latest run is ready to trace, or all of them are being traced already.",
        "See who waits with: fingerpost trace list. Run a check first if the last one is old.",
    ),
    "FP-0822": Explanation(
        "Not the reply of a trace",
        "The file cannot be read as a reply: it is neither CSV with the columns reference, nhs_number and "
        "date_of_birth, nor answers of PDS in JSON.",
        "Send it back with the headings that the how-to names, in UTF-8.",
    ),
    "FP-0823": Explanation(
        "An unknown reference of a trace",
        "No trace of this Fingerpost has the reference, or a part of it is missing.",
        "Take the references from the file that was sent out, or from: fingerpost trace list.",
    ),
    "FP-0824": Explanation(
        "A trace that is not waiting for this",
        "The trace was answered, decided, replaced by a later one or closed before.",
        "See where it stands with: fingerpost trace list --all.",
    ),
    "FP-0825": Explanation(
        "Not an NHS number",
        "The number in the reply cannot have been issued. The row was not taken; its trace still waits.",
        "Ask whoever traced it.",
    ),
    "FP-0826": Explanation(
        "Another date of birth",
        "The reply has no date of birth, or another one than the record. A number alone proves nothing, so "
        "the row was not taken.",
        "Find out which date is right, and trace the person again.",
    ),
    "FP-0827": Explanation(
        "One number for two people",
        "The reply gives the number to two people, or another record has it already. None of the rows was "
        "taken.",
        "Find out whether the records are of one person, and merge or correct them.",
    ),
    "FP-0828": Explanation(
        "The record has changed",
        "Since it was sent out for tracing, the record was changed, has a number now, is restricted, or is "
        "not in the list any more.",
        "Trace the person again if the number is still missing.",
    ),
    "FP-0829": Explanation(
        "A row that cannot be understood",
        "Its outcome, confidence or status is none of the words that the how-to names, or it gives a number "
        "and says that there was no match. The row was not taken; its trace still waits.",
        "Ask whoever traced it, and write the row with the words that the how-to names.",
    ),
}
