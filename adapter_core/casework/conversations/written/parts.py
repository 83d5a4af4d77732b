"""What a conversation's file consists of: texts, lists of entries, and pairs of a word and a value."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from adapter_core.domain.codes.conversations import ADULT_OUTCOME, PROMPT


@dataclass(frozen=True, slots=True)
class Value:
    """A value as it stands in a file.

    Attributes:
        given: what stands there.
        line: in which line, counted from 1; 0 where it comes from a record.
        name: what it is the value of, in the words of the file.
    """

    given: str | bool | int | Decimal | date
    line: int = 0
    name: str = ""


@dataclass(slots=True)
class Entry:
    """One entry of a list: its values by key, in their order."""

    line: int = 0
    values: list[tuple[str, Value]] = field(default_factory=list)

    def first(self, key: str) -> Value | None:
        """The value of a key, or None."""
        return next((value for name, value in self.values if name == key), None)

    def every(self, key: str) -> list[Value]:
        """All values of a key."""
        return [value for name, value in self.values if name == key]


@dataclass(slots=True)
class Document:
    """A file, taken apart; what is not in it is not in the file.

    Attributes:
        texts: by the record's attribute; a prompt as `prompts.background`.
        lists: by the record's attribute.
        pairs: by the name of the part: `about`, `eligibility`.
    """

    texts: dict[str, Value] = field(default_factory=dict)
    lists: dict[str, list[Entry]] = field(default_factory=dict)
    pairs: dict[str, Entry] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Key:
    """A key of an entry or a pair.

    Attributes:
        name: in TOML, and in a `Document`.
        words: in Markdown.
        many: whether it may stand there several times.
        mark: whether it marks its entry by standing there, whatever follows it but a no.
    """

    name: str
    words: str
    many: bool = False
    mark: bool = False


@dataclass(frozen=True, slots=True)
class ListPart:
    """A part that is a list of entries.

    Attributes:
        field: the record's attribute.
        title: its heading in Markdown.
        main: the key of what stands behind the dash.
        keys: the keys of the lines below it.
        inline: the key of what follows a colon behind the main one, with the rest of the entry as `body`.
        named: whether what stands behind the dash is a name: no line below it begins with an unknown word and
            a colon, as one of a text may.
    """

    field: str
    title: str
    main: str
    keys: tuple[Key, ...] = ()
    inline: str = ""
    body: str = ""
    named: bool = False

    @property
    def all_keys(self) -> dict[str, Key]:
        """Every key by name, as TOML writes it."""
        own = [Key(name, name) for name in (self.main, self.inline, self.body) if name]
        return {key.name: key for key in (*own, *self.keys)}


@dataclass(frozen=True, slots=True)
class PairPart:
    """A part of words and values."""

    name: str
    title: str
    keys: tuple[Key, ...]


TEXTS = {
    "happened": ("What happened", "What led to the review"),
    "matters": ("What matters", "What matters to the person"),
    "urgent_change": ("What needs to change urgently",),
    "emergency_plan": ("Emergency plan",),
    "good_life": ("What a good life looks like",),
    "support_safe": ("Why this is safe",),
    "never_shared": ("Never shared",),
}
"""The record's texts, and their headings: the first is written, all are read."""

PROMPTS = {
    f"prompts.{code.id}": (code.label, code.id, code.label.partition(":")[0].partition("?")[0])
    for code in PROMPT.codes
}

_WHY = (Key("why", "why"),)
NEVER_SHARED = Key("never_shared", "never shared", mark=True)

STATEMENTS = ListPart("statements", "What was said", "text", (Key("speaker", "said by"), NEVER_SHARED))
PRESENT = ListPart("present", "Who was there", "speaker")
OUTCOMES = ListPart(
    "outcomes",
    "Outcomes",
    "text",
    (
        Key("would_give", "would give"),
        Key("would_do", "would do"),
        Key("would_make_possible", "would make possible"),
        Key("obstacles", "in the way"),
        Key("solution", "solution", many=True),
        Key("solution_cost", "its cost", many=True),
        NEVER_SHARED,
    ),
)
ACTIONS = ListPart(
    "actions",
    "Actions",
    "what",
    (
        Key("owner", "owner"),
        Key("due", "by"),
        Key("aim", "to achieve"),
        Key("involved", "with", many=True),
        Key("cost", "cost"),
        Key("improved_when", "improved when"),
        Key("state", "state"),
        Key("done_on", "done on"),
        NEVER_SHARED,
    ),
)
SIGNPOSTS = ListPart(
    "signposts",
    "Signposts",
    "resource",
    (
        Key("kind", "kind"),
        Key("contact", "contact"),
        Key("what_for", "for"),
        Key("handed_over", "handed over"),
        Key("given_on", "given on"),
        Key("due", "look again"),
        Key("worker", "worker"),
        Key("team", "team"),
        Key("permission", "may be passed on"),
        Key("permission_to", "to"),
        Key("permission_basis", "basis"),
        Key("permission_how", "how given"),
        Key("permission_by", "by whom"),
        Key("permission_on", "when given"),
        Key("permission_withdrawn", "withdrawn on"),
        Key("service_id", "service id"),
        Key("event_id", "event id"),
        Key("contact_id", "contact id"),
        NEVER_SHARED,
    ),
    named=True,
)
DECISIONS = ListPart(
    "decisions",
    "Decisions",
    "decision",
    (Key("kind", "kind"), *_WHY, Key("by", "by"), Key("on", "on"), NEVER_SHARED),
)
CONSIDERATIONS = ListPart("considerations", "Things to consider", "item", inline="status", body="text")
DISCUSSIONS = ListPart(
    "discussions",
    "Talked through with colleagues",
    "kind",
    (Key("on", "on"), Key("by", "with", many=True), Key("said", "said"), NEVER_SHARED),
)
DUTIES = ListPart("duties", "Core duties", "duty", inline="met", body="text")
UPDATES = ListPart(
    "updates", "To update on the record", "rule", (Key("value", "value"), Key("answer", "answer"))
)
PASSED_OVER = ListPart("passed_over", "Rules passed over", "rule", _WHY)
CARE_OF = ListPart("care_of", "Who had it before", "worker", _WHY)

LISTS = {
    part.field: part
    for part in (
        STATEMENTS,
        PRESENT,
        OUTCOMES,
        ACTIONS,
        SIGNPOSTS,
        DECISIONS,
        CONSIDERATIONS,
        DISCUSSIONS,
        DUTIES,
        UPDATES,
        PASSED_OVER,
        CARE_OF,
    )
}

ABOUT = PairPart(
    "about",
    "About this conversation",
    (
        Key("conversation", "conversation"),
        Key("record", "kind of record"),
        Key("context", "context"),
        Key("started", "started"),
        Key("worker", "worker"),
        Key("team", "team"),
        Key("site", "site"),
        Key("contact_on", "first contact"),
        Key("work_began", "work began"),
        Key("method", "how it took place"),
        Key("face_to_face_follow_up", "visit to follow"),
        Key("long_term_plan", "long-term plan"),
        Key("assessment_requested", "assessment asked for"),
        Key("led_to", "led to", many=True),
        Key("ended_how", "ended"),
        Key("ended_on", "ended on"),
    ),
)
ELIGIBILITY = PairPart(
    "eligibility",
    "Eligibility",
    (
        Key("impairment", "impairment or illness"),
        *(Key(code.id, code.label) for code in ADULT_OUTCOME.codes),
        Key("wellbeing_impact", "significant impact on well-being"),
        Key("wellbeing_areas", "well-being", many=True),
        Key("confirmed", "decision"),
        Key("discussion", "discussion"),
    ),
)
PAIRS = {part.name: part for part in (ABOUT, ELIGIBILITY)}
