"""FP-0895 to FP-0899: giving the directory out, and checking feeds."""

from __future__ import annotations

from adapter_core.errors.explanation import Explanation

EXPLAINED: dict[str, Explanation] = {
    "FP-0895": Explanation(
        "Schemas that cannot be used",
        "The folder that ORUK_SCHEMA_DIR names lacks one of the standard's JSON schemas, or the library that "
        "reads them is not installed. Nothing was checked.",
        "Name the folder with service.json in it, and install fingerpost[conformance]; without "
        "ORUK_SCHEMA_DIR everything but the schemas is checked.",
    ),
    "FP-0896": Explanation(
        "No address of a feed",
        "An address starts with https:// or http://, and has no user, no ? and no #. Nothing was asked.",
        "Give the address that /services stands below, such as https://directory.example/api.",
    ),
    "FP-0897": Explanation(
        "The directory cannot be served here",
        "The libraries that answer requests are not installed, or the port is taken or not allowed.",
        "Install fingerpost[serve], or choose another --host or --port.",
    ),
    "FP-0898": Explanation(
        "A request that could not be answered",
        "Something broke inside while the directory answered. The asker was told no more than that, and what "
        "they asked for is not written down.",
        "Run fingerpost directory check; if it finds nothing, report this code with the kind of error.",
    ),
}
