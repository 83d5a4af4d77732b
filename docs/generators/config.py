"""`reference/config.md` from the config's models, and `reference/fields.md` from the canonical fields."""

from __future__ import annotations

import re
from types import UnionType
from typing import TYPE_CHECKING, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel

from adapter_core.checks.rules import ALL
from adapter_core.config.models import Config
from adapter_core.domain.people import FIELDS, LISTS

if TYPE_CHECKING:
    from pathlib import Path

    from pydantic.fields import FieldInfo

OPENING = """\
# The config: `fingerpost.toml`

It is found by `--config`, else by the environment variable `FINGERPOST_CONFIG`, else in the working
directory.
`fingerpost init` writes a starter file, `fingerpost config check` holds it against what is there,
and `fingerpost config show` shows it as Fingerpost sees it.

- Paths start at the file's folder.
- Any value can be set by the environment, with `__` between levels: `FINGERPOST_STORE__URL`,
  `FINGERPOST_SOURCES__MOSAIC__PATH`. Lists and tables are written as TOML: `FINGERPOST_PLUGINS='["nhs"]'`.
- A secret is `{ env = "NAME" }` or `{ file = "path" }`. A password that is written out, by itself or inside a
  URL, is an error (FP-0105), and no secret is ever shown.
- An unknown key is an error (FP-0103) that names the nearest right one. All problems are named at once.
"""


def pages(root: Path) -> dict[str, str]:  # noqa: ARG001 - every generator is given it
    """Both pages."""
    return {"reference/config.md": _config(), "reference/fields.md": _fields()}


def _config() -> str:
    top = [
        "## At the top\n",
        _table([(_key(n, f), f) for n, f in Config.model_fields.items() if not _model(f)]),
    ]
    parts = [OPENING, *top]
    for heading, model in _tables(Config, ""):
        words = (model.__doc__ or "").strip().partition(": ")[2]
        parts.append(f"## `{heading}`\n\n{words[0].upper()}{words[1:]}\n")
        rows = [(_key(name, field), field) for name, field in model.model_fields.items() if not _model(field)]
        if rows:
            parts.append(_table(rows))
        if heading == "[rules.<id>]":
            parts.append(_settings())
    return "\n".join(parts)


def _settings() -> str:
    rows = [
        "Settings of the rules themselves:\n",
        "| rule | key | default | what it is |",
        "|---|---|---|---|",
    ]
    rows += [
        f"| `{rule.id}` | `{each.name}` | `{each.default}` | {each.says} |"
        for rule in ALL
        for each in rule.settings
    ]
    return "\n".join(rows) + "\n"


def _tables(model: type[BaseModel], path: str) -> list[tuple[str, type[BaseModel]]]:
    found: list[tuple[str, type[BaseModel]]] = []
    for name, field in model.model_fields.items():
        inner = _model(field)
        if inner is None:
            continue
        here = f"{path}.{name}" if path else name
        if get_origin(field.annotation) is dict:
            here += ".<id>" if name == "rules" else ".<name>"
        found += [(f"[{here}]", inner), *_tables(inner, here)]
    return found


def _model(field: FieldInfo) -> type[BaseModel] | None:
    """The model of a key that holds a table, or tables by name."""
    annotation: Any = field.annotation
    if get_origin(annotation) is dict:
        annotation = get_args(annotation)[-1]
    for each in get_args(annotation) if get_origin(annotation) in (Union, UnionType) else (annotation,):
        if isinstance(each, type) and issubclass(each, BaseModel):
            return each
    return None


def _key(name: str, field: FieldInfo) -> str:
    return field.alias or name


def _table(rows: list[tuple[str, FieldInfo]]) -> str:
    lines = ["| key | what it is | default |", "|---|---|---|"]
    for key, field in rows:
        words = field.description or ""
        choices = _choices(field.annotation)
        if choices:
            words += f" One of: {', '.join(f'`{each}`' for each in choices)}."
        lines.append(f"| `{key}` | {words} | {_default(field)} |")
    return "\n".join(lines) + "\n"


def _choices(annotation: Any) -> list[str]:  # noqa: ANN401 - types are data here
    if get_origin(annotation) is Literal:
        return [str(each) for each in get_args(annotation)]
    return [one for each in get_args(annotation) for one in _choices(each)]


def _default(field: FieldInfo) -> str:
    if field.is_required():
        return "needed"
    default = field.get_default(call_default_factory=True)
    if default is None or default in ("", (), {}):
        return "none"
    if isinstance(default, tuple):
        return ", ".join(f"`{each}`" for each in default)
    return f"`{str(default).lower() if isinstance(default, bool) else default}`"


def _fields() -> str:
    parts = [
        "# Fields of a person\n",
        "What a mapping can fill, and what rules read. `gp.code` is the field `code` of each item of `gp`.\n",
        "The ids of each list of codes are on [their own page](code_lists.md).\n",
        "## The person\n",
        _rows([path for path in FIELDS if "." not in path]),
    ]
    for name in LISTS:
        kind = re.sub(r"(?<!^)(?=[A-Z])", " ", LISTS[name].__name__).lower()
        parts.append(f"## `{name}`: {kind}\n\n{(LISTS[name].__doc__ or '').strip().splitlines()[0]}\n")
        parts.append(_rows([path for path in FIELDS if path.startswith(f"{name}.")]))
    return "\n".join(parts)


def _rows(paths: list[str]) -> str:
    lines = [
        "| field | kind | what it is | codes | how far it may travel | answers to |",
        "|---|---|---|---|---|---|",
    ]
    for path in paths:
        spec = FIELDS[path]
        lines.append(
            f"| `{path}` | {spec.kind.value} | {spec.description} | {spec.codes or ''} "
            f"| {spec.sensitivity.value} | {', '.join(spec.requirements)} |"
        )
    return "\n".join(lines) + "\n"
