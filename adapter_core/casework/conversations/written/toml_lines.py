"""In which line of a TOML file a key stands; `tomllib` does not say."""

from __future__ import annotations

import re

_HEADER = re.compile(r"\s*(\[\[?)\s*([^\]]*?)\s*\]\]?")
_KEY = re.compile(r"""\s*["']?([A-Za-z0-9_-]+)["']?\s*[.=]""")
_LONG = re.compile(r'"""|\'\'\'')

Path = tuple[str | int, ...]


class Lines:
    """Where the keys of a file stand.

    It looks for headers and keys at the beginning of lines outside texts of several lines; what stands on a
    line with something else is found at that line.
    """

    def __init__(self, text: str) -> None:
        """Look through a file that `tomllib` has read."""
        self._found: dict[Path, int] = {}
        table: Path = ()
        counts: dict[str, int] = {}
        closing = ""
        for number, line in enumerate(text.split("\n"), 1):
            if closing:
                closing = "" if closing in line else closing
                continue
            if header := _HEADER.match(line):
                name = header[2].strip("\"' ")
                table = (name,)
                if header[1] == "[[":
                    self._found.setdefault(table, number)
                    counts[name] = counts.get(name, -1) + 1
                    table = (name, counts[name])
                self._found.setdefault(table, number)
            elif key := _KEY.match(line):
                self._found.setdefault((*table, key[1]), number)
            closing = self._opens(line)

    def of(self, path: Path) -> int:
        """The line of a key; of what it stands in, where it is not found itself; 1 where nothing is."""
        for length in range(len(path), 0, -1):
            if path[:length] in self._found:
                return self._found[path[:length]]
        return 1

    @staticmethod
    def _opens(line: str) -> str:
        marks = _LONG.findall(line)
        return marks[0] if len(marks) == 1 else ""
