"""A bundle of CSV files, each with something of every person, and what is read from it."""

from __future__ import annotations

import random
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from adapter_core.domain.states import State
from adapter_core.hooks.ports import Page, PeopleQuery
from adapter_core.readers.mapping import compile_mapping, load_mapping
from adapter_core.readers.tabular import (
    Options,
    TabularSource,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from adapter_core.domain.people import Person


AS_OF = date(2026, 11, 23)
MAPPING = """
schema = 1
format = "csv"
[files.person]
name = "people.csv"
[files.address]
name = "addresses.csv"
person = "WHO"
current = { end = "UNTIL" }
pick = [{ latest = "SINCE" }]
where = { KIND = { not = "WORK" } }
[files.relationship]
name = "relationships.csv"
person = "WHO"
[files.kind]
name = "kinds.csv"
join = { "relationship.KIND" = "ID" }
where = { LIVE = "Y" }
current = { start = "FROM" }
[files.unread]
name = "never.csv"
person = "WHO"
[person]
ref = { column = "person.REF" }
family_name = { column = "person.SURNAME" }
postcode = { column = "address.POSTCODE", transform = "postcode" }
[each.relationships]
table = "relationship"
other_ref = { column = "relationship.OTHER" }
role = { column = "kind.ROLE" }
"""
ONE_FILE = 'schema = 1\nformat = "csv"\n[person]\nref = { column = "REF" }\n'
PEOPLE = "REF,SURNAME\n1,Fern\n2,Moss\n3,Reed\n"
ADDRESSES = (
    "POSTCODE,WHO,KIND,SINCE,UNTIL\nZZ99 3VZ,1,HOME,01/12/2020,\nZZ99 3WZ,1,HOME,02/01/2020,\n"
    "ZZ99 3CZ,2,WORK,,\nZZ99 3GZ,3,HOME,,01/01/2026\n"
)
RELATIONSHIPS = "WHO,OTHER,KIND\n1,2,a\n1,3,b\n2,1,c\n3,1,zz\n3,2,\n"
KINDS = "ID,ROLE,LIVE,FROM\na,Mother,Y,\nb,Uncle,N,\nc,Son,Y,01/01/2000\nzz,Friend,Y,01/01/2030\n"
FILES = {
    "people.csv": PEOPLE,
    "addresses.csv": ADDRESSES,
    "relationships.csv": RELATIONSHIPS,
    "kinds.csv": KINDS,
}


@contextmanager
def opened(
    folder: Path,
    content: Mapping[str, str | bytes | None] | None = None,
    /,
    mapping: str = MAPPING,
    **options: Any,
) -> Iterator[TabularSource]:
    (folder / "ours.toml").write_text(mapping, encoding="utf-8")
    bundle = folder / "extract"
    bundle.mkdir(exist_ok=True)
    for name, written in {**FILES, **(content or {})}.items():
        (bundle / name).unlink(missing_ok=True)
        if written is not None:
            (bundle / name).write_bytes(written.encode() if isinstance(written, str) else written)
    loaded = load_mapping("./ours.toml", base=folder, folders={})
    reader = compile_mapping(loaded, as_of=AS_OF)
    with TabularSource(bundle, loaded, reader, source="supplier", options=Options(**options)) as source:
        yield source


def pages(
    folder: Path, content: Mapping[str, str | bytes | None] | None = None, /, **given: Any
) -> list[Page]:
    with opened(folder, content, **given) as source:
        return list(source.iter_people(PeopleQuery()))


def shown(people: Sequence[Person]) -> list[tuple[Any, ...]]:
    return [
        (
            person.ref,
            person.family_name,
            person.postcode,
            [(item.other_ref, item.role) for item in person.relationships],  # type: ignore[union-attr]
        )
        for person in people
    ]


ALL = [
    ("1", "Fern", "ZZ99 3VZ", [("2", "Mother"), ("3", State.ABSENT)]),
    ("2", "Moss", State.ABSENT, [("1", "Son")]),
    ("3", "Reed", State.EXPIRED, [("1", State.ABSENT), ("2", State.ABSENT)]),
]


def shuffled(text: str, seed: int) -> str:
    header, *rows = text.splitlines(keepends=True)
    random.Random(seed).shuffle(rows)
    return header + "".join(rows)


def big(people: int, *, spread: int = 1) -> dict[str, str]:
    refs = range(1, people + 1)
    return {
        "people.csv": "REF,SURNAME\n" + "".join(f"{ref},Fern\n" for ref in refs),
        "relationships.csv": "WHO,OTHER,KIND\n"
        + "".join(f"{ref},{ref + step},a\n" for ref in refs for step in range(1, spread + 1)),
        "addresses.csv": "POSTCODE,WHO,KIND,SINCE,UNTIL\n" + "".join(f"ZZ99 3VZ,{ref},,,\n" for ref in refs),
    }


def saved(folder: Path, mapping: str) -> str:
    (folder / "ours.toml").write_text(mapping, encoding="utf-8")
    return "./ours.toml"
