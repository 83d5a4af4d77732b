"""Asks a server for some people, by POST: whom it is about stands in the body, and in no address or log."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from adapter_core.domain.people import Person, is_restricted
from adapter_core.domain.values import normalise_nhs_number
from adapter_core.hooks.ports import Identity, Reject
from adapter_core.readers.http.exchange import Request

if TYPE_CHECKING:
    from collections.abc import Iterable

    from adapter_core.readers.http.asking import Asking
    from adapter_core.readers.http.bodies import Bodies
    from adapter_core.readers.http.exchange import Answer
    from adapter_core.readers.http.settings import HttpSettings, LookUp
    from adapter_core.readers.mapping import Batch, Reader
    from adapter_core.readers.trees import Flattener

SEVERAL_ANSWERS, NOT_ASKED_FOR = "FP-0533", "FP-0534"
A_LOOK_UP = "a look-up"
"""What a reject names where nobody may be named."""


class LookUps:
    """Look-ups of one server.

    Attributes:
        rejects: answers that could not be used, each once.
        unmapped: `(field path, raw code)` to how often a code was met that the mapping does not know.
    """

    def __init__(  # noqa: PLR0913 - what it is made of
        self,
        settings: HttpSettings,
        look_up: LookUp,
        reader: Reader,
        flatten: Flattener,
        *,
        bodies: Bodies,
        asking: Asking,
        where: str,
    ) -> None:
        """Ask nothing yet.

        Args:
            settings: where the server is.
            look_up: how it is asked.
            reader: the compiled mapping.
            flatten: makes rows of records.
            bodies: reads answers.
            asking: asks the server.
            where: the source, for errors.
        """
        self._look_up, self._reader, self._flatten = look_up, reader, flatten
        self._bodies, self._asking = bodies, asking
        self._address = f"{settings.url.rstrip('/')}{look_up.path}"
        self._where = f"{where} {look_up.path}"
        self._run_seconds = settings.limits.run_seconds
        self._ends: float | None = None
        self.rejects: list[Reject] = []
        self._told: set[Reject] = set()
        self.unmapped: Counter[tuple[str, str]] = Counter()

    def by_reference(self, ref: str) -> Request:
        """The request for one person, by the server's own reference."""
        return self._request([{self._look_up.reference: ref}])

    def people(self, answer: Answer) -> Batch:
        """The people of an answer."""
        rows, children = self._flatten.rows(self._bodies.people(answer, self._where))
        return self._reader.read(rows, children)

    def look_up(self, identities: Sequence[Identity]) -> list[Person | None]:
        """Find people; see `ports.LooksUp`.

        Raises:
            SourceUnavailable: FP-0448, all look-ups since the first took longer than a run may; and whatever
                asking and reading raise.
        """
        if self._ends is None:
            self._ends = self._asking.clock.monotonic() + self._run_seconds
        size = self._look_up.batch
        batches = [identities[at : at + size] for at in range(0, len(identities), size)]
        requests = (self._request([self._asked(each) for each in batch]) for batch in batches)
        # Of one person alone, 404 says that nobody is known; of a list it says that the path is wrong.
        answers = self._asking.each(requests, may_end=not self._look_up.items, ends=self._ends)
        found: list[Person | None] = []
        for batch, answer in zip(batches, answers, strict=True):
            found += self._sorted_out(batch, answer)
        return found

    # --- asking ---

    def _asked(self, identity: Identity) -> dict[str, str]:
        asked = {self._look_up.identifier: identity.identifier}
        if self._look_up.born and identity.born is not None:
            asked[self._look_up.born] = identity.born.isoformat()
        return asked

    def _request(self, asked: list[dict[str, str]]) -> Request:
        body: Mapping[str, Any] = {self._look_up.items: asked} if self._look_up.items else asked[0]
        return Request(
            self._address,
            self._look_up.path,
            method="POST",
            headers={"Accept": self._bodies.accept, "Content-Type": "application/json"},
            body=json.dumps(body).encode("ascii"),
        )

    # --- sorting out ---

    def _sorted_out(self, batch: Sequence[Identity], answer: Answer | None) -> Iterator[Person | None]:
        """The answers, one an identity; what cannot be given to anybody becomes a reject."""
        by_identifier: dict[str, list[Person]] = {}
        if answer is not None:
            read = self.people(answer)
            self.unmapped.update(read.unmapped)
            for _, code, field in read.rejects:
                self._reject(Reject(A_LOOK_UP, code, field, anonymous=True))
            for person in read.people:
                by_identifier.setdefault(self._identifier(person), []).append(person)
        for identifier in by_identifier.keys() - {each.identifier for each in batch}:
            for person in by_identifier[identifier]:
                self._reject(_about([person], NOT_ASKED_FOR, self._look_up.field))
        for identity in batch:
            people = by_identifier.get(identity.identifier, ())
            if len(people) > 1:
                self._reject(_about(people, SEVERAL_ANSWERS, self._look_up.field))
            yield people[0] if len(people) == 1 else None

    def _identifier(self, person: Person) -> str:
        held = person.nhs_number if self._look_up.field == "nhs_number" else person.master_ref
        if type(held) is not str:  # a State is a str as well, of another class
            return ""
        return normalise_nhs_number(held) if self._look_up.field == "nhs_number" else held

    def _reject(self, reject: Reject) -> None:
        if reject not in self._told:
            self._told.add(reject)
            self.rejects.append(reject)


def _about(people: Iterable[Person], code: str, field: str) -> Reject:
    """A reject that names whoever is not restricted."""
    refs = tuple(dict.fromkeys(person.ref for person in people if not is_restricted(person)))
    return Reject(" / ".join(refs) or A_LOOK_UP, code, field, refs)
