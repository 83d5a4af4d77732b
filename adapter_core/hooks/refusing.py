"""What a plugin may not bring: a backend that breaks the contract, or what another plugin brings already."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from adapter_core.errors import PluginError
from adapter_core.hooks.capabilities import NEEDS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from adapter_core.hooks.capabilities import Port
    from adapter_core.hooks.ports import BackendSpec

API_VERSIONS = frozenset({1})
"""Versions of the ports that this Fingerpost can work with."""

K = TypeVar("K")


def check_backend(backend: BackendSpec, port: Port, *, hook: str, plugin: str) -> None:
    """Hold a backend to the contract.

    Raises:
        PluginError: another port than its hook's (FP-0207), a version of the ports that is not there
            (FP-0205), or a capability without its fields (FP-0206).
    """
    where = f"plugin {plugin}, backend {backend.name}"
    if backend.port is not port:
        raise PluginError(
            "FP-0207",
            f"The hook {hook} gave a backend for {backend.port}, not for {port.value}.",
            where=where,
        )
    if backend.api_version not in API_VERSIONS:
        known = ", ".join(str(each) for each in sorted(API_VERSIONS))
        raise PluginError(
            "FP-0205",
            f"It is written for version {backend.api_version} of the ports; this Fingerpost has {known}.",
            where=where,
        )
    if backend.fields:  # where there are none, only the mapping knows: they are checked once it is opened
        lies = missing_fields(backend.capabilities, backend.fields)
        if lies:
            claims = "; ".join(f"{claim} needs {', '.join(fields)}" for claim, fields in lies.items())
            raise PluginError("FP-0206", f"It claims what it has no fields for: {claims}.", where=where)


def missing_fields(claimed: frozenset[Any], fields: frozenset[str]) -> Mapping[str, tuple[str, ...]]:
    """Claimed capabilities to the canonical fields that each needs and that are not there."""
    return {
        str(claim): tuple(sorted(NEEDS[claim] - fields))
        for claim in sorted(claimed)
        if claim in NEEDS and NEEDS[claim] - fields
    }


def refuse_second(what: str, key: K, plugin: str, owner: dict[K, str]) -> None:
    """Note who brings something; raise PluginError (FP-0204) where somebody else does already."""
    if key in owner:
        both = f"{owner[key]} and {plugin}" if owner[key] != plugin else f"{plugin}, twice,"
        raise PluginError("FP-0204", f"{both} bring {what}.", where="plugins")
    owner[key] = plugin
