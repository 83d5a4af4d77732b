"""FP-0430 to FP-0444: the codes of XML and JSON that cannot be read at all."""

from __future__ import annotations

from adapter_core.errors.explanation import Explanation

EXPLAINED: dict[str, Explanation] = {
    "FP-0430": Explanation(
        "XML support is not installed",
        "A source is XML, and the library that reads it (lxml) is not installed beside Fingerpost.",
        'Install it: pip install "fingerpost[xml]".',
    ),
    "FP-0431": Explanation(
        "XML that is not well formed",
        "The XML cannot be read from some place on. What came before in an extract was read; of a page of an "
        "interface nothing was.",
        "Make the extract again; if it comes from an interface, show the message to whoever looks after it.",
    ),
    "FP-0432": Explanation(
        "An XML file that is cut short",
        "The file ends before its first element is closed. The records before that were read.",
        "Make or copy the extract again; it helps to write it under another name until it is complete.",
    ),
    "FP-0433": Explanation(
        "XML with a document type",
        "The XML has a DOCTYPE. With one it could name files, addresses and texts that stand elsewhere, so "
        "that none is ever read.",
        "Make the extract without a document type.",
    ),
    "FP-0434": Explanation(
        "XML in another encoding",
        "The file is in an encoding that Fingerpost does not read, or not in the one that it says. Reading "
        "it all the same would spoil every name with an accent.",
        "Save the extract as UTF-8, and let its first line say so.",
    ),
    "FP-0435": Explanation(
        "A file without records",
        "No element of the file has the name that the mapping gives to a record, or its list is empty. Read "
        "as it is, it would say that the source knows nobody any more.",
        "Compare record (XML) or records (JSON) in the mapping with the file, or make the extract again.",
    ),
    "FP-0436": Explanation(
        "XML or JSON that is too large",
        "The file or page goes beyond a limit that keeps broken or hostile documents from filling the "
        "memory. Extracts of any size can be read: what is limited is one page, a JSON file, what lies "
        "between two records, and how far a compressed file unpacks.",
        "Ask for smaller pages, or make the extract as XML; if the file is compressed, unpack it first.",
    ),
    "FP-0437": Explanation(
        "A compressed file that is damaged",
        "The gzip file ends too early, or something in it was changed. The records before that were read.",
        "Copy or make the file again.",
    ),
    "FP-0438": Explanation(
        "JSON that cannot be read",
        "The JSON is not valid or cut short, has one key twice in an object, holds NaN, or is too deep.",
        "Make it again; if it comes from an interface, show the message to whoever looks after it.",
    ),
    "FP-0439": Explanation(
        "JSON without a list of people",
        "Nothing stands where the mapping looks for people, or something that is no list.",
        "Correct records in the mapping: the keys that lead to the list, one after the other.",
    ),
    "FP-0440": Explanation(
        "A path that no record has",
        "The mapping names a place in a record that none of the first records has. It may be a mistake, or "
        "nobody among them has such a thing.",
        "Compare the path with a record; upper and lower case count.",
    ),
    "FP-0441": Explanation(
        "A mapping of another format",
        "The source is an XML or a JSON file, and its mapping is for something else.",
        'Name a mapping with format = "xml" or format = "json", whichever the file is.',
    ),
}
