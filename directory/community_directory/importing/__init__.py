"""Taking services in: a feed is tidied, compared with the store and put in; the rest is reported."""

from __future__ import annotations
