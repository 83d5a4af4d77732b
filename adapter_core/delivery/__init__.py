"""How writes go out: the outbox, what stands in it, and what became of it (design: "Writing back")."""

from __future__ import annotations
