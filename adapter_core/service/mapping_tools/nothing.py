"""Which word for nothing a value is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from adapter_core.readers.mapping.convert import nothing_words, text_of
from adapter_core.readers.mapping.transforms import TRANSFORMS, uk_date

if TYPE_CHECKING:
    from adapter_core.readers.mapping.plan import PlannedField


def which_nothing(planned: PlannedField, text: str) -> str:
    """Say which word for nothing a text is: one of the mapping's line, or one that is so everywhere."""
    for word in planned.source.missing:
        if word.strip().upper() == text.upper():
            return f'It stands for nothing: "{word}" is in this line\'s `missing`.'
    if text.upper() in nothing_words(planned):
        return f'It stands for nothing: "{text}" is a word for nothing in any source.'
    return "It stands for nothing."


def as_read(transform: str | None, text: str) -> str:
    """What a transform makes of a text, as text; the text itself where it cannot be run here."""
    try:
        return text_of(TRANSFORMS.get(transform or "", uk_date)(text))
    except ValueError:
        return text
