"""Where something stands in a conversation's file, in the words of the file; the record has other names."""

from __future__ import annotations

from adapter_core.casework.conversations.written.parts import ABOUT, ELIGIBILITY, LISTS, PROMPTS, TEXTS, Key

_KEYS = {
    "rationale": "why",
    "solutions": "solution",
    "solutions.cost": "solution_cost",
    "resource.contact": "contact",
    **{f"permission.{name}": f"permission_{name}" for name in ("to", "basis", "how", "by", "on")},
    "permission.withdrawn_on": "permission_withdrawn",
    "permission.what": "permission",
}
"""The record's name of a value, and the name of its key in a file, where the two differ."""


def in_words(where: str) -> str:
    """A place of a record as the file in Markdown calls it: `actions.2.due` is `Actions, entry 2, "by"`.

    Args:
        where: as `telling.Problem.where`; what is no such place comes back as it is.
    """
    if not where:
        return "the record"
    steps = where.split(".")
    part = LISTS.get(steps[0])
    if part is not None and len(steps) > 1 and steps[1].isdigit():
        return ", ".join((part.title, f"entry {steps[1]}", *_key(part.keys, steps[2:])))
    for pair, inside in ((ELIGIBILITY, steps[1:] if steps[0] == ELIGIBILITY.name else []), (ABOUT, steps)):
        if found := _key(pair.keys, inside):
            return f"{pair.title}, {found[0]}"
    titles: tuple[str, ...] = TEXTS.get(where) or PROMPTS.get(where) or (where,)
    return titles[0]


def _key(keys: tuple[Key, ...], steps: list[str]) -> list[str]:
    """The words of a key; none for what stands behind the dash itself."""
    name = ".".join(step for step in steps if not step.isdigit())
    wanted = _KEYS.get(name, name)
    return [f'"{key.words}"' for key in keys if key.name == wanted][:1]
