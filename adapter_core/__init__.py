"""Fingerpost's core: people, conversations and actions, and the contract with plugins.

Plugin authors import `hookimpl` from `adapter_core.hooks`; everything else that is public
stands in the module that defines it.
"""

from __future__ import annotations

__version__ = "0.1.0"
