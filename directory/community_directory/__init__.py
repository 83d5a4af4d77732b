"""The community directory: services, events and named contacts, found as fast as one can type."""

from __future__ import annotations
