"""How the documentation is built: Sphinx, Markdown through MyST, and the Furo theme."""

from __future__ import annotations

import re
from pathlib import Path

_init = Path(__file__).resolve().parent.parent / "adapter_core" / "__init__.py"
_version = re.search(r'^__version__ = "(.+)"', _init.read_text(encoding="utf-8"), re.MULTILINE)

project = "Fingerpost"
author = "Fingerpost contributors"
copyright = "Fingerpost contributors"
release = _version[1] if _version else ""

extensions = ["myst_parser"]
myst_enable_extensions = ["colon_fence", "deflist"]
myst_heading_anchors = 3
exclude_patterns = ["_build"]
html_theme = "furo"
html_title = f"Fingerpost {release}"
html_copy_source = False
html_show_sphinx = False
