"""FP-085x and FP-086x: taking services in from a feed or a file."""

from __future__ import annotations

from adapter_core.errors.explanation import Explanation

EXPLAINED: dict[str, Explanation] = {
    "FP-0850": Explanation(
        "A service without a name",
        "The entry has no name, so that nobody could find it. It was left out; the others were taken in.",
        "Give it a name at its source.",
    ),
    "FP-0851": Explanation(
        "Two services with one id",
        "An earlier entry of the same feed has the same id, or is told apart from this one by nothing that "
        "the mapping names. The first was taken in.",
        "Give each its own id at the source, or name more columns as `id` in the mapping.",
    ),
    "FP-0852": Explanation(
        "A reference to nothing",
        "The entry names an organisation, a location or a term that the feed does not have. The entry was "
        "taken in without it; nothing was invented.",
        "Correct the name at the source, or add what is missing there.",
    ),
    "FP-0853": Explanation(
        "Far fewer services than last time",
        "The feed has lost more services than may go at once, so that it looks broken rather than changed. "
        "Nothing was taken in.",
        "See what would go with --dry-run; if it is right, import again with --accept-fewer.",
    ),
    "FP-0855": Explanation(
        "Opening hours that end before they start",
        "The hours cannot be right. Their words are kept and shown; nothing is concluded from them.",
        "Correct the hours at the source.",
    ),
    "FP-0856": Explanation(
        "A link that cannot be followed",
        "It is neither http nor https, such as `javascript:`, or no address of a web site. It was left out.",
        "Correct the link at the source.",
    ),
    "FP-0857": Explanation(
        "A telephone number or e-mail address that cannot be read",
        "It is of no numbering plan, or no address. It is kept as it was given, for the council alone.",
        "Correct it at the source, or write the contact here.",
    ),
    "FP-0858": Explanation(
        "Not a workbook",
        "The file is no XLSX workbook, or it is damaged or protected by a password.",
        "Save it again as Excel workbook (.xlsx) without a password, or as CSV.",
    ),
    "FP-0859": Explanation(
        "A workbook that is too big",
        "Unpacked, it is larger, or has more rows, than a directory would. It was not read.",
        "Save the sheet with the services as CSV.",
    ),
    "FP-0860": Explanation(
        "A postcode that cannot be one",
        "No place has a postcode of this shape. It is kept as it was given.",
        "Correct the postcode at the source.",
    ),
    "FP-0861": Explanation(
        "A feed without services",
        "The feed was read to its end and holds no service that could be taken in. Nothing was changed.",
        "Check the address or the file, and that the mapping is for it.",
    ),
    "FP-0862": Explanation(
        "Ages that cannot be",
        "The lowest age is above the highest, or is none that people reach. No age was taken.",
        "Correct the ages at the source.",
    ),
    "FP-0863": Explanation(
        "A day that cannot be read",
        "The day is not written as 2026-03-05 or 05/03/2026, or is none. It was left out.",
        "Write days in one of the two ways.",
    ),
    "FP-0864": Explanation(
        "No such sheet",
        "The workbook has no sheet of the name that the mapping says.",
        "Name the sheet in the mapping as it is called in the workbook; without a name the first is read.",
    ),
}
