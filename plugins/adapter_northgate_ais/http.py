"""The backend `northgate_ais_http`: Northgate AIS, asked about one person or a batch by POST.

No interface of Northgate AIS is public, so that no key is taken for granted: the packaged mapping reads
keys of our own naming, and a council's own mapping says what its interface calls them.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from adapter_core.readers.http import HttpSettings, open_http

if TYPE_CHECKING:
    from collections.abc import Iterator

    from adapter_core.hooks.ports import OpenContext
    from adapter_core.readers.http.source import HttpSource


class NorthgateAisHttpConfig(HttpSettings):
    """A source of backend `northgate_ais_http` in the config.

    Attributes:
        mapping: the mapping. The packaged one reads keys of our own naming; your own says what your
            interface calls them.
    """

    mapping: str = "northgate_ais/lookup"


@contextmanager
def open_look_up(config: NorthgateAisHttpConfig, context: OpenContext) -> Iterator[HttpSource]:
    """Open the interface for reading; leaving closes every connection.

    Raises:
        MappingError: if the mapping is wrong in itself.
        ConfigurationError: if a certificate or the proxy cannot be used, or httpx is not installed.
    """
    with open_http(config, context) as source:
        yield source
