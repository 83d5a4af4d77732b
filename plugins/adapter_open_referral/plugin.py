"""What the plugin registers: the backend `open_referral`, a feed of services."""

from __future__ import annotations

from typing import TYPE_CHECKING

from adapter_core.hooks import hookimpl
from adapter_core.hooks.capabilities import Capability, Port
from adapter_core.hooks.ports import BackendSpec
from adapter_open_referral.backend import OpenReferralConfig, open_open_referral

if TYPE_CHECKING:
    from collections.abc import Iterable


@hookimpl
def adapter_directory_feeds() -> Iterable[BackendSpec]:
    """Open Referral UK 3.0 and 1.0, and Outpost."""
    return [
        BackendSpec(
            name="open_referral",
            port=Port.DIRECTORY_FEED,
            capabilities=frozenset({Capability.DIRECTORY_FEED}),
            config_model=OpenReferralConfig,
            open=open_open_referral,
            title="Open Referral UK",
        )
    ]
