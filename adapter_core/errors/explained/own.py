"""FP-00xx: the codes of Fingerpost itself."""

from __future__ import annotations

from adapter_core.errors.explanation import Explanation

EXPLAINED: dict[str, Explanation] = {
    "FP-0001": Explanation(
        "Internal error",
        "Fingerpost failed in a way that it does not know. Nothing was half-written.",
        "Run the command again with --debug-file FILE and send that file to whoever looks after Fingerpost.",
    ),
    "FP-0002": Explanation(
        "No room for what was to be shown",
        "What the command had to say could not be written to where its output goes; what it did is done.",
        "Make room there, or send the output elsewhere, and ask again.",
    ),
}
