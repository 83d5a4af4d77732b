"""The backend `open_referral`: its part of the config, and opening."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field, model_validator

from adapter_core.errors import SourceUnavailable
from adapter_core.readers.http import Server, open_server_for
from adapter_open_referral.kept import Kept
from adapter_open_referral.saved import SavedFeed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from adapter_core.hooks.ports import OpenContext
    from adapter_open_referral.feed import OpenReferralFeed


class OpenReferralConfig(Server):
    """A feed of backend `open_referral` in the config: a server, or a folder of its saved pages.

    Attributes:
        url: address that /services stands below; https, or a loopback address.
        path: folder of saved pages, from the config's folder; in place of url.
        version: the dialect. `auto` tells it from what comes, and the report says by what.
        per_page: services a page.
        first_page: number of the first page.
        parameters: further parameters of every list.
        details: whether each service is asked for by its id as well. If nothing says so, it is in 3.0 and
            1.0, whose lists are short forms, and not in Outpost, whose list is whole.
        terms: whether /taxonomies and /taxonomy_terms are read where a 3.0 feed has them.
        keep: folder for what was read last, from the config's folder: pages that have not changed are then
            not sent again, and `good` in it is the last complete reading. Nothing is kept if empty.
        headers: further headers of every request.
        auth: how Fingerpost signs in, where the feed is not open.
        tls: certificates.
        proxy: address of the council's proxy.
        limits: how long, how often, how much.
        allow_plain_http: whether it may be asked unencrypted although it is another machine.
    """

    url: str = ""
    path: str = ""
    version: Literal["auto", "3.0", "1.0", "outpost"] = "auto"
    per_page: Annotated[int, Field(ge=1, le=1000)] = 100
    first_page: Annotated[int, Field(ge=0, le=1)] = 1
    parameters: dict[str, str] = Field(default_factory=dict)
    details: bool | None = None
    terms: bool = True
    keep: str = ""

    @model_validator(mode="after")
    def _is_one_of_both(self) -> OpenReferralConfig:
        if bool(self.url) == bool(self.path):
            raise ValueError("a feed needs url or path, and not both")
        if self.path and self.keep:
            raise ValueError("keep is for a feed with a url: a folder is kept as it is")
        return self


@contextmanager
def open_open_referral(config: OpenReferralConfig, context: OpenContext) -> Iterator[OpenReferralFeed]:
    """Open a feed; leaving closes every connection. It is asked when `incoming` is.

    Raises:
        ConfigurationError: FP-0471, httpx is not installed; FP-0890, nothing can be written into `keep`;
            a certificate or the proxy cannot be used.
        SourceUnavailable: FP-0410, the folder is gone.
    """
    where = f"directory.feeds.{context.source}"
    if config.path:
        folder = context.base / config.path
        if not folder.is_dir():
            raise SourceUnavailable("FP-0410", "There is no such folder.", where=f"{where}.path")
        yield SavedFeed(config, folder, where=where)
        return
    with open_server_for(config, context.base, where=where) as asking:
        from adapter_open_referral.asked import Asker  # noqa: PLC0415 - a folder needs nothing of this
        from adapter_open_referral.served import ServedFeed  # noqa: PLC0415 - likewise

        kept = Kept(context.base / config.keep, config.url, where=where) if config.keep else None
        asker = Asker(asking, config.url, kept, largest=config.limits.page_bytes, where=where)
        yield ServedFeed(config, asker, kept)
