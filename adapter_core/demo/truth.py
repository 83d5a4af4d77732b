"""`truth.json`: what every check of the demo must find, written while the people are drawn.

`findings` holds what lists must hold; of rules that name nobody, `counted` holds how many people are in
which state.
"""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple, TextIO

from adapter_core.demo.subject import Exclusion

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from adapter_core.demo.council import Council
    from adapter_core.demo.planter import Planted
    from adapter_core.domain.people import Person

MASTER = "mosaic"
"""Name of the source whose references name people."""

OTHER = "ais"
"""Name of the source that is compared with it."""

BROKEN_ROW = "FP-0510"
REPEATED_REFERENCE = "FP-0511"
AMBIGUOUS_MATCH = "FP-0503"

UNLISTED = frozenset(
    {"advance_decision", "stated_gender", "trans", "gender_same_as_birth", "sexual_orientation"}
)
"""Rules that are counted and name nobody: experimental and confidential ones."""

_REJECTED_FIELD = {"FP-0502": "date_of_birth", AMBIGUOUS_MATCH: "nhs_number", REPEATED_REFERENCE: "ref"}


class Rejected(NamedTuple):
    """A record that must be rejected."""

    source: str
    ref: str
    code: str
    field: str


def rejects_of(planted: Planted) -> Iterator[Rejected]:
    """What must be rejected because of one person's plants."""
    subject = planted.subject
    for plant in planted.plants:
        code = plant.reject
        if code == REPEATED_REFERENCE:
            yield Rejected(OTHER, subject.ais_ref, code, _REJECTED_FIELD[code])
        elif code and not subject.gone and subject.exclusion is None:  # others are not joined
            both = [subject.person.ref, subject.ais_ref]
            if code == AMBIGUOUS_MATCH:
                both.append(f"A0{subject.ais_ref[1:]}")
            yield Rejected(OTHER, " / ".join(both), code, _REJECTED_FIELD[code])


class TruthWriter:
    """Writes the truth of a council as its people pass by; only the rejects wait for the end.

    Args:
        file: text, open for writing.
        council: whose truth.
    """

    def __init__(self, file: TextIO, council: Council) -> None:
        self._file = file
        self._council = council
        self._excluded: Counter[Exclusion] = Counter()
        self._rejects: list[Rejected] = []
        self._counted: Counter[tuple[str, str, str]] = Counter()
        self.findings = 0
        self.people = 0

    def pass_by(self, everybody: Iterable[Planted]) -> Iterator[Person]:
        """Yield everybody as Mosaic holds them; the truth is whole once the last was taken."""
        council = self._council
        self._file.write(
            f'{{"schema": 1, "seed": {council.seed}, "as_of": "{council.as_of.isoformat()}", "findings": ['
        )
        for planted in everybody:
            subject = planted.subject
            self._rejects.extend(rejects_of(planted))
            if subject.gone:
                continue
            self.people += 1
            if subject.exclusion is not None:
                self._excluded[subject.exclusion] += 1
            ref = subject.person.ref
            for profile, rule, state in planted.gaps:
                if rule in UNLISTED:
                    self._counted[profile, rule, state.value] += 1
                    continue
                comma = ",\n" if self.findings else "\n"
                # By hand, as it is written a million times: references are digits, the rest our own words.
                self._file.write(
                    f'{comma}{{"profile": "{profile}", "person": {{"source": "{MASTER}", "ref": "{ref}"}}, '
                    f'"rule": "{rule}", "state": "{state.value}"}}'
                )
                self.findings += 1
            yield subject.person
        self._close()

    def _close(self) -> None:
        broken = [Rejected(OTHER, f"row {line}", BROKEN_ROW, "") for line in self._council.broken_rows]
        excluded = {reason.value: self._excluded[reason] for reason in Exclusion}
        counted = [
            {"profile": profile, "rule": rule, "state": state, "people": people}
            for (profile, rule, state), people in sorted(self._counted.items())
        ]
        self._file.write(
            f'\n],\n"counted": {json.dumps(counted)},\n"excluded": {json.dumps(excluded)},\n"rejects": ['
        )
        rows = [json.dumps(reject._asdict()) for reject in (*self._rejects, *broken)]
        self._file.write(("\n" + ",\n".join(rows) + "\n" if rows else "") + "]}\n")
