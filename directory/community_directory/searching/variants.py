"""Spellings and short forms of names: Kathryn, Katherine, Kate. An editable file, `variants.toml`."""

from __future__ import annotations

import tomllib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from itertools import permutations
from typing import TYPE_CHECKING

from community_directory.searching.words import folded

if TYPE_CHECKING:
    from community_directory.searching.concept_files import Layer

PACKAGED = "variants.toml"
_FEWEST = 2


class Variants:
    """The packaged names, with those of files of a council's own laid over them."""

    def __init__(self) -> None:
        """Begin with the packaged ones."""
        self._found: defaultdict[str, dict[str, None]] = defaultdict(dict)
        for group in _packaged():
            self._add(group)

    def lay(self, layer: Layer) -> None:
        """Put what a file says of names over what is there.

        Raises:
            ConfigurationError: FP-0882, a group has fewer than two names.
        """
        for key, groups in (("names", layer.file.names), ("not_names", layer.file.not_names)):
            for group in groups:
                plain = [name for name in map(folded, group) if any(map(str.isalnum, name))]
                if len(set(plain)) < _FEWEST or len(plain) < len(group):
                    message = f"A group of {key} wants two names or more, each with a letter."
                    raise layer.error("FP-0882", message, key)
                if key == "names":
                    self._add(plain)
                    continue
                for name, other in permutations(plain, 2):
                    self._found[name].pop(other, None)

    def found(self) -> Mapping[str, tuple[str, ...]]:
        """Each name to the others, folded."""
        return {name: tuple(others) for name, others in self._found.items() if others}

    def _add(self, group: Sequence[str]) -> None:
        for name in group:
            self._found[name].update((other, None) for other in group if other != name)


def _packaged() -> list[list[str]]:
    text = files("community_directory.searching").joinpath(PACKAGED).read_text(encoding="utf-8")
    return [[folded(name) for name in line] for line in tomllib.loads(text)["names"]]


@cache
def packaged_variants() -> Mapping[str, tuple[str, ...]]:
    """Each name of `variants.toml` to the other spellings and short forms of it."""
    return Variants().found()
