"""FP-0865 to FP-0874: the codes of searching the directory."""

from __future__ import annotations

from adapter_core.errors.explanation import Explanation

EXPLAINED: dict[str, Explanation] = {
    "FP-0865": Explanation(
        "A search cannot give so many results",
        "The number of results asked for is less than one or more than a hundred.",
        "Ask for 1 to 100 results; more words find more exactly.",
    ),
}
