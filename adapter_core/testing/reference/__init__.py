"""A backend that can be written to, over a real SQLite database: it shows how a delivery goes out directly.

No public interface for writing to a case system is known, so this stands in for one: people are read from
it, notes and details are written into it, each key once. Faults can be put into its database, where a test
in another process finds them.
"""

from __future__ import annotations

from adapter_core.testing.reference.backend import Fault, ReferenceRecords, make_database

__all__ = ["Fault", "ReferenceRecords", "make_database"]
