"""A fictional council to try everything on: deterministic, streamed, and with its truth written beside it.

The truth comes from the planter, who knows what it spoilt; nothing here imports `adapter_core.checks`.
"""

from __future__ import annotations
