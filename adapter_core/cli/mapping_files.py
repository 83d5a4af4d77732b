"""What the commands of `fingerpost mapping` share: settings, transforms, and files that they write."""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import TYPE_CHECKING, Any

from adapter_core.errors import FingerpostError, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from adapter_core.cli.common import Options


def settings_of(given: tuple[str, ...]) -> dict[str, list[str]]:
    """The council settings of `--setting NAME=VALUE`; one that is repeated has several values."""
    settings: dict[str, list[str]] = {}
    for each in given:
        name, sign, value = each.partition("=")
        if not sign:
            raise UsageError(
                "FP-0920", f'"{name}" needs a value, as in --setting NAME=VALUE.', where="--setting"
            )
        settings.setdefault(name.strip(), []).append(value.strip())
    return settings


def transforms_of(options: Options) -> dict[str, Callable[[Any], Any]]:
    """The transforms of the config's plugins, where there is a config."""
    from adapter_core.config import find_config, load_config  # noqa: PLC0415 - heavy, only when run
    from adapter_core.hooks.manager import Plugins  # noqa: PLC0415
    from adapter_core.readers.mapping import TRANSFORMS  # noqa: PLC0415

    try:
        place = find_config(options.config_path)
    except FingerpostError:
        if options.config_path is not None:
            raise
        return dict(TRANSFORMS)
    # A sample is read here and no source: their secrets need not be there.
    loaded = load_config(place, without_sources=True)
    return {**TRANSFORMS, **Plugins(loaded.plugins, base=loaded.base).transforms}


def refuse_to_replace(place: Path, *, overwrite: bool) -> None:
    """Refuse to write where something is already (FP-0334)."""
    if place.exists() and not overwrite:
        raise UsageError("FP-0334", "There is something of this name already.", where=str(place))


def write_text(place: Path, text: str) -> None:
    """Write a file, or say why not (FP-0334)."""
    with _told(place):
        place.write_text(text, encoding="utf-8")


@contextlib.contextmanager
def _told(place: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise UsageError("FP-0334", f"The file cannot be written: {reason}.", where=str(place)) from None
