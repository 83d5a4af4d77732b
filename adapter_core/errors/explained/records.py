"""FP-05xx: the codes of records that cannot be read: reject codes."""

from __future__ import annotations

from adapter_core.errors.explanation import Explanation

EXPLAINED: dict[str, Explanation] = {
    "FP-0500": Explanation(
        "A record without a reference",
        "A row has no reference of the person, so that nobody could be told whose it is.",
        "Give the row its reference in the source, or leave it out of the extract.",
    ),
    "FP-0501": Explanation(
        "A reference that comes twice",
        "Two rows have the same reference. The first was read, the others were not.",
        "Find out which row is right; if the mapping reads a view, see whether it multiplies rows.",
    ),
    "FP-0502": Explanation(
        "Identity conflict",
        "Two records have the same identifier and different dates of birth, so they were not joined. "
        "Nothing was compared between them.",
        "Look at both records, find out whether they are one person, and correct the one that is wrong.",
    ),
    "FP-0503": Explanation(
        "More than one match",
        "Several records of a source have the same identifier and date of birth, so none of them was joined.",
        "Find out which record is right, and merge or close the others in that source.",
    ),
    "FP-0504": Explanation(
        "A reference of a strange kind",
        "The reference of a row is neither a whole number nor a text.",
        "Correct the row in the source, or map the column that holds the reference.",
    ),
    "FP-0510": Explanation(
        "A broken row",
        "A row of a CSV file has more or fewer columns than the header, or a quotation mark that nothing "
        "closes. It was left out; the rows around it were read.",
        "Mend the row in the extract: most often a comma or a quotation mark inside a value is not quoted.",
    ),
    "FP-0511": Explanation(
        "A person who comes twice in a file",
        "Two rows of a file have the same reference. The first was read, the other was not.",
        "Find out why the extract names the person twice; often an address table multiplies rows.",
    ),
    "FP-0512": Explanation(
        "A row that is not text",
        "A row of a CSV file holds NUL bytes, or bytes that are no text in the file's encoding.",
        "Mend the row in the extract.",
    ),
}
