"""The hints of an empty file: what to write first, what may help, and how an entry looks."""

from __future__ import annotations

from collections.abc import Iterator

from adapter_core.casework.conversations.words import CONVERSATIONS
from adapter_core.domain.casework import Context, ConversationKind, ConversationRecord
from adapter_core.domain.codes.conversations import CONSIDERATION, PROMPT
from adapter_core.domain.values import day_in_words as day

_PLANS = {
    ConversationKind.ONE: (),
    ConversationKind.TWO: ("What needs to change urgently", "Emergency plan"),
    ConversationKind.THREE: ("What a good life looks like",),
}

_MARKDOWN_ENTRIES = """\
## What was said
- I miss the bowls.
  said by: person

## Actions
- Ring the bowls club together
  owner: Asha
  by: 31/12/2026
  to achieve: getting out again

## Signposts
- Walderslade bowls club
  contact: Sam Example
  for: company on Thursdays
  handed over: rang together
  may be passed on: her first name
  to: the club
  how given: spoken
  by whom: herself

## Never shared
What only the council's own record may hold, such as domestic abuse.
For one entry alone: "never shared: yes" below it.

## Decisions
- No support for now
  kind: support
  why: what was looked at, and what spoke for it

## Things to consider
- Capacity, and what was found: considered
  what was found

## About this conversation
- how it took place: phone
- visit to follow: yes
- led to: signposted
- ended: connected
- ended on: 31/12/2026
"""

TOML_NARRATIVE = 'happened = """\n"""\n'

_TOML_ABOUT = """\
matters = "What matters to the person"
method = "phone"
face_to_face_follow_up = true
led_to = ["signposted"]
ended_how = "connected"
ended_on = 2026-12-31
"""

_TOML_ENTRIES = """\
[prompts]
background = "What has happened?"

[[statements]]
text = "I miss the bowls."
speaker = "person"

[[actions]]
what = "Ring the bowls club together"
owner = "Asha"
due = 2026-12-31

[[signposts]]
resource = "Walderslade bowls club"
contact = "Sam Example"
what_for = "company on Thursdays"
handed_over = "rang together"
permission = "her first name"
permission_to = "the club"
permission_how = "spoken"
permission_by = "herself"

[[statements]]
text = "Only the council's own record may hold this."
never_shared = true

[[decisions]]
decision = "No support for now"
kind = "support"
why = "what was looked at, and what spoke for it"

[[considerations]]
item = "capacity"
status = "considered"
text = "what was found"
"""


def markdown_head(record: ConversationRecord) -> str:
    """The hint that stands first."""
    return (
        f"<!-- {CONVERSATIONS[record.kind]}, {day(record.started)}\n{_first(record)}\n"
        "Hints like this one are not kept. Nothing has to be filled in. -->\n"
    )


def markdown_hints() -> str:
    """The hints below what is written."""
    return "\n".join(
        [
            "<!-- If it helps. To keep an answer apart, write the words before the colon or question mark",
            'behind "## ", on a line of its own, and the answer below it.',
            "",
            *(f"  {code.label}" for code in PROMPT.codes),
            "",
            "Things to consider, where they matter:",
            "",
            *(f"  {code.label}" for code in CONSIDERATION.codes),
            "",
            "What came of it: copy what you need to below this hint. To take a part out later, leave its",
            "heading with nothing below it.",
            "",
            _MARKDOWN_ENTRIES.rstrip("\n"),
            "-->",
        ]
    )


def markdown_plans(record: ConversationRecord, held: str) -> str:
    """Names of the headings that this kind of conversation is for, in a hint, where they are not there."""
    missing = [title for title in _PLANS[record.kind] if f"## {title}" not in held]
    if not missing:
        return ""
    lines = "\n".join(f"## {title}" for title in missing)
    return f"<!-- What this conversation is for; copy it to below this hint.\n\n{lines}\n-->"


def toml_head(record: ConversationRecord) -> str:
    """The comment that stands first."""
    return (
        f"# {CONVERSATIONS[record.kind]}, {day(record.started)}\n"
        f"# {_first(record)} Nothing has to be filled in.\n"
    )


def toml_hints() -> str:
    """The comments below what is written."""
    return "\n".join(_toml_hints()) + "\n"


def _toml_hints() -> Iterator[str]:
    yield "# What it was; take the # away, and keep these above everything in brackets."
    for line in _TOML_ABOUT.splitlines():
        yield f"# {line}"
    yield "# If it helps; the words before = are those of [prompts]:"
    for code in PROMPT.codes:
        yield f"#   {code.id} = {code.label}"
    yield "# Things to consider, where they matter; the first words are those of [[considerations]]:"
    for code in CONSIDERATION.codes:
        yield f"#   {code.id}: {code.label}"
    yield "# What came of it: take the # away."
    for line in _TOML_ENTRIES.splitlines():
        yield f"# {line}".rstrip()


def _first(record: ConversationRecord) -> str:
    question = "What led to the review?" if record.context is Context.REVIEW else "What happened?"
    return f"Write below as it was. {question} What matters to the person?"
