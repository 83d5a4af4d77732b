"""Ethnicity, in the categories of the census of 2021."""

from __future__ import annotations

from adapter_core.domain.codes.model import Code, CodeList
from adapter_core.domain.states import State

_UNKNOWN = State.UNKNOWN_RECORDED
_DECLINED = State.DECLINED

_ETHNIC_GROUPS = {
    "white": ("White",),
    "mixed": ("Mixed", "Mixed or Multiple ethnic groups"),
    "asian": ("Asian or Asian British", "Asian, Asian British or Asian Welsh"),
    "black": (
        "Black, Black British, Caribbean or African",
        "Black, Black British, Black Welsh, Caribbean or African",
    ),
    "other": ("Other", "Other ethnic group"),
}


_REST = "Any other background"


def _ethnicity(group: str, slug: str, label: str, *others: str, alone: tuple[str, ...] = ()) -> Code:
    """Build a category, so that each of its names is found under each heading that its group goes by.

    The label is found without a heading as well, and so are the spellings in `alone`.
    """
    first, *rest = [f"{heading}: {name}" for heading in _ETHNIC_GROUPS[group] for name in (label, *others)]
    return Code(f"{group}_{slug}", first, aliases=(*rest, label, *alone), group=group)


_WHITE_BRITISH = "English, Welsh, Scottish, Northern Irish or British"
_MIXED_OTHER = "Any other Mixed or Multiple ethnic background"
_MIXED_OTHERS = ("Any other Mixed background", "Other Mixed or Multiple ethnic groups")
_BLACK_OTHER = "Any other Black, Black British or Caribbean background"
_BLACK_OTHERS = ("Any other Black background", "Other Black")

# The letters of the 2001 list (16+1) are no aliases, on purpose: C ("any other White") may be Roma, and
# S ("any other") may be Arab. Which is meant is for a council's own mapping to say.
ETHNICITY = CodeList(
    "ethnicity",
    "Ethnicity",
    "P-03, P-17, K-14, K-15; census 2021 of England and Wales, 19 categories, as in Client Level Data",
    (
        _ethnicity("white", "british", _WHITE_BRITISH, "British", alone=("White British",)),
        _ethnicity("white", "irish", "Irish", alone=("White Irish",)),
        _ethnicity("white", "gypsy_or_irish_traveller", "Gypsy or Irish Traveller"),
        _ethnicity("white", "roma", "Roma"),
        _ethnicity(
            "white", "other", "Any other White background", "Other White", _REST, alone=("Other White",)
        ),
        _ethnicity("mixed", "white_and_black_caribbean", "White and Black Caribbean"),
        _ethnicity("mixed", "white_and_black_african", "White and Black African"),
        _ethnicity("mixed", "white_and_asian", "White and Asian"),
        _ethnicity("mixed", "other", _MIXED_OTHER, *_MIXED_OTHERS, _REST, alone=_MIXED_OTHERS),
        _ethnicity("asian", "indian", "Indian"),
        _ethnicity("asian", "pakistani", "Pakistani"),
        _ethnicity("asian", "bangladeshi", "Bangladeshi"),
        _ethnicity("asian", "chinese", "Chinese"),
        _ethnicity(
            "asian", "other", "Any other Asian background", "Other Asian", _REST, alone=("Other Asian",)
        ),
        _ethnicity("black", "caribbean", "Caribbean", alone=("Black Caribbean",)),
        _ethnicity("black", "african", "African", alone=("Black African",)),
        _ethnicity("black", "other", _BLACK_OTHER, *_BLACK_OTHERS, _REST, alone=_BLACK_OTHERS),
        _ethnicity("other", "arab", "Arab"),
        _ethnicity("other", "any", "Any other ethnic group", _REST),
        Code("refused", "No data - Refused", _DECLINED, ("Prefer not to say", "Declined", "Not stated")),
        Code(
            "not_known",
            "No data - Undeclared or Not known",
            _UNKNOWN,
            ("Undeclared or Not known", "Not known", "Unknown", "Question not asked", "Not recorded"),
        ),
    ),
)
