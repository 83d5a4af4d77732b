"""What of a column's values may be told: codes, and nothing that could be anybody's.

Everything is held back that is not known to be harmless: a value is told if it is a short code, or if
each of its words is a word of code lists; and only in a column that holds few different values, none of
them rare, and whose name does not say that it holds names, references or free text.
"""

from __future__ import annotations

import re
from functools import cache

from adapter_core.domain.codes import CODE_LISTS

MOST_CODES = 60
"""A column with more different values than this holds no codes."""

COVERED = 0.9
"""The part of the filled values that frequent ones must make up: names have a long tail, codes have not."""

MANY_NAMES = 0.2
"""A column with this part of its different values among common names holds names."""

_LONGEST_CODE = 60
_SHORT = 4
_MIXED = 8
_MOST_DIGITS = 3

_PRIVATE = re.compile(
    r"name|surn|fore|given|famil|initial|addr|street|road|house|town|line\d|email|mail|phone|tel|mobile|fax|"
    r"note|comment|text|desc|narrative|reason_for|free|detail|memo|remark|condition|diagnos|worker|staff|"
    r"user_?(?:name|id)|author|created_by|updated_by|login|practitioner|birth|dob|nhs|post_?code|pcode|"
    r"(?:^|_)(?:nm|nme|id|ref|no|nbr|num|number|key|wkr)(?:_|$)|Id$|Ref$|No$|ID$",
    re.IGNORECASE,
)
_LISTED = re.compile(r"(?:type|code|status|kind|category|group|flag|ind|class)(?:_|$)", re.IGNORECASE)
_WORD = re.compile(r"[^\W_]+")

_MORE_WORDS = """
a active adult adults advocate agreed allocated allocation and approved archived at aunt awaiting
brother cancelled care carer carers case child children civil client closed cohabiting complete
completed contact council cousin current daughter deceased default dependant deputy district
divorced draft duplicate emergency ended ex ex-partner father female foster friend gp grandchild
granddaughter grandfather grandmother grandparent grandson guardian half home husband in inactive
incoming independent informal is key kin learning left live lives living locality main male married
mental mother neighbour nephew next niece no not of on open other outgoing own parent partner
partnership pending person permanent personal placement planned primary private professional
progress proposed provider record referral registered rejected relation relationship relative
reopened residential restricted review role secondary self separated service services sibling single
sister social son spouse started step stepdaughter stepfather stepmother stepson support team
temporary the to twin uncle under unknown unpaid unrelated user voluntary wait waiting ward warden
widow widowed wife with work worker yes young by day north south east west central mr mrs miss ms mx
dr rev sir
"""

_NAMES = """
adam ahmed aisha alan albert alfred ali alice amelia amy andrea andrew angela ann anna anne annie
anthony arthur barbara ben benjamin bernard betty brenda brian carol caroline catherine charles
charlotte chloe chris christine christopher claire clive colin daisy daniel david dawn deborah debra
denise dennis derek diana diane donald donna doreen dorothy doris edith edna edward eileen elaine
elizabeth ella ellen elsie emily emma eric ernest ethel eva evelyn fatima florence frances frank
fred frederick gareth gary gavin geoffrey george gerald gillian gladys gloria gordon grace graham
hannah harold harry hazel heather helen henry hilda howard ian irene isabella ivy jack jacqueline
james jane janet janice jason jean jennifer jessica jill joan joanne joe john jonathan joseph
josephine joshua joyce judith julia julie june karen kathleen keith kelly kenneth kevin kim laura
lauren leonard lesley leslie lewis lily linda lisa lorraine louise lucy luke lynn malcolm marcus
margaret maria marie marion marjorie mark martin mary matthew maureen maurice megan michael michelle
mohammed muhammad nancy natalie neil nicholas nicola nigel nora norma norman oliver olive oscar
pamela patricia patrick paul pauline percy peter philip phyllis rachel ralph raymond rebecca
reginald richard robert robin roger ronald rosemary roy russell ruth ryan sally samantha samuel
sandra sarah scott sean sharon sheila shirley simon sophie stanley stella stephanie stephen steven
stuart susan suzanne sydney sylvia teresa terence thomas timothy tina tom tony tracey trevor valerie
vera veronica victor victoria vincent violet walter wayne wendy wilfred william winifred yvonne zoe
adams ahmad akhtar allen anderson andrews armstrong atkinson bailey baker ball barker barnes bell
bennett begum booth bradley brooks brown burton butler campbell carr carter chapman chowdhury clark
clarke collins cook cooper cox cunningham davies davis dawson dixon edwards elliott ellis evans
fisher fletcher ford foster fox gibson gill graham grant gray green griffiths hall hamilton harper
harris harrison hart harvey hill holmes hudson hughes hunt hunter hussain jackson jenkins johnson
johnston jones kaur kelly kennedy khan king knight lawrence lawson lee lloyd macdonald marshall
mason matthews mcdonald miah miller mills mitchell moore morgan morris morrison murphy murray nowak
o'brien owen palmer parker patel payne pearce pearson phillips poole powell price reid reynolds
richards richardson roberts robertson robinson rogers rose ross russell saunders scott shah shaw
simpson singh smith spencer stevens stewart stone sutton taylor thomas thompson thomson turner
walker walsh ward watson watts webb wells west white wilkinson williams williamson wilson wood woods
wright young
"""

COMMON_NAMES = frozenset(_NAMES.split())
"""Given and family names that are common here."""


@cache
def _words() -> frozenset[str]:
    """The words of the canonical code lists, and of the lists that case systems usually have."""
    known = set(_MORE_WORDS.split())
    for codes in CODE_LISTS.values():
        for code in codes.codes:
            for text in (code.id, code.label, *code.aliases):
                known |= {word.casefold() for word in _WORD.findall(text.replace("_", " "))}
    return frozenset(known)


def column_is_private(name: str) -> bool:
    """Whether a column's name says that its values are somebody's, or prose."""
    last = name.rpartition("/")[2].lstrip("@")
    words = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", last)
    if not _PRIVATE.search(words):
        return False
    # ETHNIC_TYPE_DESC, RELATIONSHIP_NAME_CODE: what ends in a word for lists is a list
    return not _LISTED.search(words.rpartition("_")[2])


def is_code(value: str) -> bool:
    """Whether a value may be told: a short code, or made of words that code lists are made of."""
    words = _WORD.findall(value.replace("_", " "))
    if not words or len(value) > _LONGEST_CODE:
        return False
    if len(words) == 1 and _is_short_code(value):
        return True
    return all(_is_plain(word) for word in words)


def _is_short_code(value: str) -> bool:
    if value.isdecimal():
        return len(value) <= _MOST_DIGITS
    if len(value) <= _SHORT and value.isalnum() and value == value.upper():
        return True
    has_both = any(map(str.isdigit, value)) and any(map(str.isalpha, value))
    digits = max(map(len, re.findall(r"\d+", value)), default=0)
    return has_both and len(value) <= _MIXED and digits <= _MOST_DIGITS and value == value.upper()


def _is_plain(word: str) -> bool:
    if word.isdecimal():
        return len(word) <= _MOST_DIGITS
    return word.casefold() in _words()


def is_listed(value: str) -> bool:
    """Whether a value is made of words that code lists are made of, however rare it is."""
    words = _WORD.findall(value.replace("_", " "))
    return bool(words) and not value.isdecimal() and all(map(_is_plain, words))


def are_alike(values: list[str]) -> bool:
    """Whether different values are short codes of one length: a list of codes, rare ones among them."""
    return len({len(value) for value in values}) == 1 and all(map(_is_short_code, values))


def are_names(values: list[str]) -> bool:
    """Whether different values, taken together, look like people's names."""
    if not values:
        return False
    hits = sum(any(word.casefold() in COMMON_NAMES for word in _WORD.findall(value)) for value in values)
    return hits >= max(2, MANY_NAMES * len(values))
