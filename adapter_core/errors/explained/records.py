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
    "FP-0513": Explanation(
        "A row of nobody",
        "A row of a file names a person who is not in the file with a row a person, or whose row there is "
        "broken. It was left out, and the person does not count as gone.",
        "Make sure that all files come from one extract, and that they hold the same people.",
    ),
    "FP-0514": Explanation(
        "A person with a broken row in another file",
        "A row of this person, in one of the files of a source, cannot be read. The person was not checked: "
        "what the row holds would have seemed to be missing.",
        "Mend the row in the extract: another line of this list names the file and the row.",
    ),
    "FP-0515": Explanation(
        "A look-up row that comes twice",
        "Two rows of a look-up file have the same key and say different things. The first was used.",
        "Find out which row is right, or say with where or current in the mapping which rows count.",
    ),
    "FP-0520": Explanation(
        "A broken record",
        "A record of an XML file is not well formed: a tag is not closed, an entity or a namespace is not "
        "known. It was left out; the records around it were read.",
        "Mend the record in the extract: most often a & or a < in a value is not written as &amp; or &lt;.",
    ),
    "FP-0521": Explanation(
        "A record that is not text",
        "A record of an XML file holds NUL or other characters that XML does not have, or bytes that are no "
        "text in the file's encoding. It was left out; the records around it were read.",
        "Mend the record. If many are like that, the file is in another encoding than its first line says.",
    ),
    "FP-0522": Explanation(
        "A record that is too large",
        "A record of an XML file has more bytes, elements or attributes, or deeper ones, than a person's "
        "record can need. It was left out; the records around it were read.",
        "Look at the record in the extract. Where such records are right, raise largest_record_mb.",
    ),
    "FP-0540": Explanation(
        "References merged in a circle",
        "The record says that it was merged into another one, and following that leads back to itself, or "
        "through more than 50 records. Nobody can be told whose it is.",
        "Find out which record is the right one, and correct the merge in the case system.",
    ),
    "FP-0541": Explanation(
        "A look-up answered with somebody else",
        "A source was asked for one person, and gave a record of another identifier. It was not joined.",
        "Tell whoever looks after that source: every answer of it is in doubt.",
    ),
}
