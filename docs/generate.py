"""Write the reference pages that are made from code; `--check` says which are stale, and exits 1.

Each module in `docs/generators/` makes one kind of page: a function `pages(root)` that returns a page's path
inside `docs/` and its Markdown. To add a kind, add a module; nothing else needs to know of it.
"""

from __future__ import annotations

import argparse
import importlib
import pkgutil
import sys
from pathlib import Path

DOCS = Path(__file__).resolve().parent
MARK = "<!-- Made by docs/generate.py: change what it is made from, then run it again. -->\n\n"


def wanted(root: Path) -> dict[Path, str]:
    """Every generated page, by path, as it should be now."""
    import generators  # noqa: PLC0415 - beside this script: only importable when run as one

    made: dict[Path, str] = {}
    for found in sorted(pkgutil.iter_modules(generators.__path__), key=lambda each: each.name):
        module = importlib.import_module(f"generators.{found.name}")
        for name, text in module.pages(root).items():
            made[root / "docs" / name] = MARK + text.rstrip("\n") + "\n"
    return made


def existing(root: Path) -> dict[Path, str]:
    """Every page in `docs/` that says of itself that it is generated."""
    texts = {path: path.read_text(encoding="utf-8") for path in sorted((root / "docs").rglob("*.md"))}
    return {path: text for path, text in texts.items() if text.startswith(MARK)}


def main(arguments: list[str] | None = None) -> int:
    """Write what changed, or with `--check` only name it."""
    parser = argparse.ArgumentParser(description="Write the reference pages that are made from code.")
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 if a page is stale")
    parser.add_argument("--root", type=Path, default=DOCS.parent, help="the folder above docs/ and tests/")
    options = parser.parse_args(arguments)
    root = options.root.resolve()
    new, old = wanted(root), existing(root)
    stale = [path for path in sorted(new.keys() | old.keys()) if new.get(path) != old.get(path)]
    for path in stale:
        name = path.relative_to(root).as_posix()
        if options.check:
            print(f"stale: {name}; run: python docs/generate.py", file=sys.stderr)
        elif path in new:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(new[path], encoding="utf-8", newline="\n")
            print(f"wrote {name}")
        else:
            path.unlink()
            print(f"removed {name}")
    return 1 if options.check and stale else 0


if __name__ == "__main__":
    sys.exit(main())
