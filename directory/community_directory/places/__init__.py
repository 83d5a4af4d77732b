"""Where things are, offline: postcodes, districts, names of places, and distances between them."""

from __future__ import annotations
