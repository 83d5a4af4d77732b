"""What one kind of file or database can hold, and reading it back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from adapter_core.checks.rules._examples import AS_OF
from adapter_core.domain.codes import CODE_LISTS
from adapter_core.domain.fields import Kind
from adapter_core.domain.people import FIELDS, Person
from adapter_core.domain.states import State
from adapter_core.hooks.ports import BackendSpec, OpenContext, PeopleQuery, SampleWriter
from adapter_core.service.backends import mapping_folders
from adapter_core.testing.shapes.probing import held, probe

PAGE = 100
"""Small, so that the examples of one run lie on several pages."""


@dataclass(frozen=True, slots=True)
class Shape:
    """What one kind of file or database can hold.

    Attributes:
        name: in words, for tables and test names.
        writer: writes people in it.
        backend: reads them back.
        states: kind of field to the states that it can hold in place of a value, beside `absent`, which
            every field can, and the answers of its code list.
        but: path of a field to the states that this field can hold, answers of its code list included.
        most: list to the most items that it can hold, where there is a most.
        texts: path to whether the shape can hold a text, where it cannot hold every one.
        carried: what of a person comes back, where the shape was made from its mapping (`testing.writing`);
            it says all that the four attributes before it would.
    """

    name: str
    writer: SampleWriter
    backend: BackendSpec
    states: Mapping[Kind, frozenset[State]] = field(default_factory=dict)
    but: Mapping[str, frozenset[State]] = field(default_factory=dict)
    most: Mapping[str, int] = field(default_factory=dict)
    texts: Mapping[str, Callable[[str], bool]] = field(default_factory=dict)
    carried: Callable[[Person], Person] | None = None

    def holds(self, path: str, state: State) -> bool:
        """Whether a field can hold a state in place of a value."""
        if path not in self.writer.fields:
            return False
        if self.carried is not None:
            return held(self.carried(probe(path, state)), path) is state
        if state is State.ABSENT:
            return True
        if path in self.but:
            return state in self.but[path]
        spec = FIELDS[path]
        codes = CODE_LISTS[spec.codes].codes if spec.codes else ()
        return state in self.states.get(spec.kind, frozenset()) or any(code.value is state for code in codes)

    def has_list(self, name: str) -> bool:
        """Whether it has a list at all."""
        return any(path.startswith(f"{name}.") for path in self.writer.fields)

    def open(self, folder: Path, keys: Mapping[str, Any]) -> AbstractContextManager[Any]:
        """Open what was written.

        Args:
            folder: where it was written.
            keys: what the writer returned.
        """
        config = self.backend.config_model.model_validate({"mapping": self.writer.mapping, **keys})
        return self.backend.open(config, OpenContext(self.name, AS_OF, folder, {}, mapping_folders()))

    def read(self, folder: Path, keys: Mapping[str, Any]) -> dict[str, Person]:
        """Read what was written, by reference, as a run would.

        Args:
            folder: where it was written.
            keys: what the writer returned.

        Raises:
            ValueError: a record was rejected.
        """
        people: dict[str, Person] = {}
        with self.open(folder, keys) as source:
            for page in source.iter_people(PeopleQuery(page_size=PAGE)):
                if page.rejects:
                    raise ValueError(f"{self.name}: {page.rejects[0].code}, {page.rejects[0].ref}")
                people |= {person.ref: person for person in page.people}
        return people
