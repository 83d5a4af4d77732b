"""`reference/errors.md`: every code of `adapter_core.errors`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from adapter_core.errors import CATALOGUE

if TYPE_CHECKING:
    from pathlib import Path

GROUPS = {
    "FP-00": "Fingerpost itself",
    "FP-01": "The config",
    "FP-02": "Plugins",
    "FP-03": "Mappings",
    "FP-04": "Sources that cannot be reached",
    "FP-05": "Records that cannot be read",
    "FP-06": "The store and runs",
    "FP-07": "Reviews and imports",
    "FP-08": "Reference data, traces and the community directory",
    "FP-09": "Profiles, rules and commands",
    "FP-10": "Conversations, signposts, deliveries and measures",
}


def pages(root: Path) -> dict[str, str]:  # noqa: ARG001 - every generator is given it
    """The one page."""
    parts = [
        "# Errors\n",
        "What each code means, and what to do. On the command line: `fingerpost explain FP-0105`.\n",
    ]
    for prefix, title in GROUPS.items():
        codes = [code for code in sorted(CATALOGUE) if code.startswith(prefix)]
        if not codes:
            continue
        parts.append(f"## {title}\n")
        for code in codes:
            found = CATALOGUE[code]
            parts.append(f"### {code}: {found.title}\n\n{found.meaning}\n\n**What to do:** {found.remedy}\n")
    return {"reference/errors.md": "\n".join(parts)}
