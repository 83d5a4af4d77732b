"""`reference/hooks.md`: every hook as `hooks/spec.py` documents it, and those that are still to come."""

from __future__ import annotations

import inspect
import re
from typing import TYPE_CHECKING

from adapter_core.hooks import spec

if TYPE_CHECKING:
    from pathlib import Path

TO_COME = """\
## Still to come

These are settled, and nothing calls them yet. To mark a function as one of them is an error (FP-0202), so
that nobody waits for a call that never comes.

| hook | for |
|---|---|
| `adapter_forms` | forms to fill in with a person |
| `adapter_prefill_form` | what a form can be filled in with before anybody types |
| `adapter_rank_resources` | in which order resources are offered |
| `adapter_authorise_write` | who may write what: an error refuses |
| `adapter_redact` | what an audit entry leaves out: an error leaves out all |
"""


def pages(root: Path) -> dict[str, str]:  # noqa: ARG001 - every generator is given it
    """The one page."""
    opening = inspect.getdoc(spec) or ""
    parts = ["# Hooks\n", opening + "\n", EXAMPLE]
    for name in sorted(spec.__all__):
        function = getattr(spec, name)
        parts.append(f"## `{heading(name)}`\n")
        parts.append(f"Gives `{inspect.signature(function).return_annotation}`.\n")
        parts.append(markdown(inspect.getdoc(function) or "") + "\n")
    return {"reference/hooks.md": "\n".join([*parts, TO_COME])}


def heading(name: str) -> str:
    """A hook with its arguments: `adapter_commands(cli)`."""
    return f"{name}({', '.join(inspect.signature(getattr(spec, name)).parameters)})"


def markdown(docstring: str) -> str:
    """A docstring of ours as Markdown: sections in bold, arguments as a list."""
    lines: list[str] = []
    inside = ""
    for line in docstring.splitlines():
        if line in ("Args:", "Returns:"):
            inside = line
            lines += ["**Arguments**" if line == "Args:" else "**Returns**", ""]
        elif inside and line.startswith("    "):
            argument = re.match(r"    (\w+): (.*)", line) if inside == "Args:" else None
            if argument:
                lines.append(f"- `{argument[1]}`: {argument[2]}")
            else:
                lines.append(f"  {line.strip()}" if inside == "Args:" else line.strip())
        else:
            if line:
                inside = ""
            lines.append(re.sub(r"^(Called|If it raises):", r"**\1:**", line))
    return "\n".join(lines)


EXAMPLE = """\
A plugin is installed under a name in the entry-point group `adapter_core`, or it is one file that the config
lists by its path:

```toml
plugins = ["mosaic", "./ours.py"]
```

```python
from adapter_core.hooks import hookimpl


@hookimpl
def adapter_after_batch(source, number, people, gaps):
    print(f"{source}, batch {number}: {gaps} gaps among {people} people")
```
"""
