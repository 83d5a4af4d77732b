"""`mapping infer`: a proposed mapping, from a scan, a sample or a source of the config."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from adapter_core.domain.people import FIELDS
from adapter_core.errors import FingerpostError
from adapter_core.readers.mapping import load_mapping
from adapter_core.readers.mapping.paths import xml_steps
from adapter_core.service.mapping_tools.liking import propose_like
from adapter_core.service.mapping_tools.proposing import propose
from adapter_core.service.mapping_tools.writing import write_mapping

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from adapter_core.readers.mapping import LoadedMapping
    from adapter_core.readers.profiling import Scan
    from adapter_core.service.mapping_tools.proposal import Proposal

_BOUNDS = frozenset({"start", "end"})


@dataclass(frozen=True, slots=True)
class Inferred:
    """A proposed mapping.

    Attributes:
        proposal: what was proposed.
        text: the same as TOML.
    """

    proposal: Proposal
    text: str

    def as_json(self) -> dict[str, object]:
        """The proposal as plain JSON types."""
        return {
            "schema": 1,
            "format": self.proposal.format,
            "fields": [
                {
                    "field": line.field,
                    "columns": [".".join(filter(None, column)) for column in line.columns],
                    "confidence": round(line.confidence, 2),
                    "doubtful": not line.is_sure,
                    "reasons": list(line.reasons),
                }
                for line in self.proposal.lines()
            ],
            "notes": [
                *self.proposal.notes,
                *(f"{name} is doubtful: {why}." for name, why in self.proposal.doubts.items()),
            ],
            "mapping": self.text,
        }


def infer(scan: Scan, *, like: str | None = None, base: Path, folders: Mapping[str, Path]) -> Inferred:
    """Propose a mapping for a scanned source.

    Args:
        scan: the source's profile.
        like: a mapping that nearly fits: what is proposed extends it, and holds only what differs.
        base: where the path of a mapping starts.
        folders: folders of packaged mappings, by package.

    Raises:
        MappingError: there is no such mapping as `like`.
    """
    scan = _with_paths(scan)
    packaged = list(_packaged(folders))
    known, codes = _known(packaged), _known_codes(packaged)
    if like is None:
        proposal = propose(scan, known, codes)
    else:
        proposal = propose_like(load_mapping(like, base=base, folders=folders), scan)
    return Inferred(proposal, write_mapping(proposal))


def _with_paths(scan: Scan) -> Scan:
    """An XML scan without what no mapping can name."""
    if scan.format != "xml":
        return scan

    def is_path(name: str) -> bool:
        try:
            xml_steps(name)
        except ValueError:
            return False
        return True

    first, *others = scan.tables or (None,)
    tables = [each for each in (first, *[t for t in others if is_path(t.name)]) if each is not None]
    return scan.model_copy(
        update={
            "tables": tuple(
                table.model_copy(update={"columns": tuple(c for c in table.columns if is_path(c.name))})
                for table in tables
            )
        }
    )


def _packaged(folders: Mapping[str, Path]) -> Iterator[LoadedMapping]:
    """Every packaged mapping that can be read."""
    for folder in folders.values():
        for path in sorted(folder.glob("*/*.toml")):
            try:
                name = path.relative_to(folder).with_suffix("").as_posix()
                yield load_mapping(name, base=folder, folders=folders)
            except FingerpostError:
                continue


def _known(packaged: list[LoadedMapping]) -> dict[str, frozenset[str]]:
    """Column name, folded, to the one field that packaged mappings read from columns of that name."""
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for loaded in packaged:
        fields = [(name, field) for name, field in loaded.file.fields_of_person().items() if name != "ref"]
        for group, each in loaded.file.lists().items():
            fields += [
                (f"{group}.{name}", field) for name, field in each.fields.items() if name not in _BOUNDS
            ]
        for name, field in fields:
            for column in field.columns:
                found[column.rpartition(".")[2].casefold()][name] += 1
    return {column: frozenset(names) for column, names in found.items() if len(names) == 1}


def _known_codes(packaged: list[LoadedMapping]) -> dict[str, dict[str, str]]:
    """Code list to raw code, folded, and canonical id; a raw code that means two things is left out."""
    found: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for loaded in packaged:
        fields = list(loaded.file.fields_of_person().items())
        for group, each in loaded.file.lists().items():
            fields += [(f"{group}.{name}", field) for name, field in each.fields.items()]
        for name, field in fields:
            if field.codes and name in FIELDS and FIELDS[name].codes:
                for raw, code in loaded.file.codes.get(field.codes, {}).items():
                    found[FIELDS[name].codes or ""][raw.casefold()].add(code)
    return {
        codes: {raw: next(iter(ids)) for raw, ids in table.items() if len(ids) == 1}
        for codes, table in found.items()
    }
