"""What is told of rows that could not be used: each up to a bound, the rest as a number."""

from __future__ import annotations

from collections import Counter

from adapter_core.hooks.ports import Reject

MOST_LISTED = 100
"""How many rows of a file are listed for each code."""

LONGEST_REFERENCE = 40
"""Characters; what is longer, or has no digit, may be a name."""


class Notes:
    """The rows of one file, beside the main one, that could not be used."""

    def __init__(self, name: str) -> None:
        """Start empty.

        Args:
            name: the file's name for people.
        """
        self._name = name
        self._listed: list[Reject] = []
        self._times: Counter[str] = Counter()
        self._unlisted: Counter[str] = Counter()

    def row(self, line: int, code: str) -> None:
        """Note a row of which nobody can tell whose it is; who is there, the main file says."""
        self._note(Reject(f"{self._name} row {line}", code))

    def person(self, ref: str, code: str) -> None:
        """Note a row by the person whose it is; a text that may be no reference is not repeated."""
        if len(ref) <= LONGEST_REFERENCE and ref.isprintable() and any(map(str.isdigit, ref)):
            self._note(Reject(ref, code))
        else:
            self.unlisted(code)

    def unlisted(self, code: str) -> None:
        """Count a row that is not listed."""
        self._unlisted[code] += 1

    def _note(self, reject: Reject) -> None:
        if reject in self._listed:
            return  # one line a person, however many rows
        self._times[reject.code] += 1
        if self._times[reject.code] <= MOST_LISTED:
            self._listed.append(reject)
        else:
            self.unlisted(reject.code)

    def rejects(self) -> list[Reject]:
        """What was noted; for each code a line that says how many rows are not listed."""
        more = [
            Reject(
                f"{self._name}: {times:,} {'row' if times == 1 else 'rows'} not listed", code, anonymous=True
            )
            for code, times in self._unlisted.items()
        ]
        return [*self._listed, *more]
