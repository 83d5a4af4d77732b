"""Duplicates: which organisations, services and locations may stand in the directory twice, and why.

- `gathering` reads what is compared, `blocking` says which two are worth comparing, `comparing` weighs
  each thing that they have or have not in common, `finding` adds up.
- `queue` keeps what was found for somebody to decide, and what was decided.
- `previewing` says what a merge would do; `store.merging` does it. Nothing is ever merged by itself.
"""

from __future__ import annotations
