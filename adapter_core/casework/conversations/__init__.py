"""The rules about conversations: what a record needs, what practice advises, and what may leave in a copy.

Everything here is pure: a record in, words or another record out. Nothing reads a clock, a file or a store.
"""

from __future__ import annotations
