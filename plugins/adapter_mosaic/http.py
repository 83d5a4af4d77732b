"""The backend `mosaic_http`: Mosaic behind an interface of a council's own, which gives people in pages.

No interface of Mosaic for reading people is public. What councils have is a gateway or an integration
engine of their own in front of it, in XML or JSON: its addresses are config, its shape is a mapping.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from adapter_core.readers.http import HttpSettings, open_http

if TYPE_CHECKING:
    from collections.abc import Iterator

    from adapter_core.hooks.ports import OpenContext
    from adapter_core.readers.http.source import HttpSource


class MosaicHttpConfig(HttpSettings):
    """A source of backend `mosaic_http` in the config: what `HttpSettings` has, and a mapping of your own."""


@contextmanager
def open_mosaic_http(config: MosaicHttpConfig, context: OpenContext) -> Iterator[HttpSource]:
    """Open the interface for reading; leaving closes every connection.

    Raises:
        MappingError: if the mapping or a council setting is wrong in itself.
        ConfigurationError: if a certificate or the proxy cannot be used, or httpx is not installed.
    """
    with open_http(config, context) as source:
        yield source
