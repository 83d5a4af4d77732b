"""Who means to mark something as never shared marks it, or is told that they did not."""

from __future__ import annotations

from dataclasses import replace

import pytest

from adapter_core.casework.conversations import sharing, writing
from adapter_core.domain.casework import (
    Action,
    Consideration,
    Considered,
    Decision,
    Outcome,
    Speaker,
    SpeakerKind,
    Statement,
)
from adapter_core.errors import UsageError
from tests.unit.casework.written_records import blank

SAID = [
    "never shared.", "Never shared!", "- never shared", "(never shared)", "**never shared**: yes",
    "never shared yes", "never shared = yes", "never shared:yes", "Never-shared: yes",
    "never\N{NO-BREAK SPACE}shared", "never shared: yes.", "> NEVER SHARED", "nevershared",
    "never to be shared",
]  # fmt: skip


@pytest.mark.requirement("R-25")
@pytest.mark.parametrize("said", SAID)
def test_a_mark_is_one_however_it_is_typed(said):
    record = writing.read(f"## Actions\n- Ring Secret\n  owner: Kim\n  {said}\n", "markdown", blank())
    assert record.actions == (Action("Ring Secret", "Kim", never_shared=True),)
    assert "Secret" not in sharing.shared(record, 1, 1)


@pytest.mark.requirement("R-25")
@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("## Actions\n- Ring Secret\n- never shared\n", 3),
        ("## Actions\n- Ring Secret\n- never shared: yes\n", 3),
        ("## Actions\n- Ring Secret\n  never share\n", 3),
        ("## Actions\n- Ring Secret\n  never shared:no\n", 3),
        ("Secret\nnever shared: yes\n", 2),
        ("Fell.\nNever shared: Secret\n", 2),
        ("## What matters\nSecret\nnever shared\n", 3),
        ("Fell.\n### Never shared\nSecret\n", 2),
        ("Fell.\n# Never shared\nSecret\n", 2),
        ("Fell.\n **Never shared**\nSecret\n", 2),
        ("## Who was there\n- family, Secret\n  never shared\n", 3),
        ("## Who was there\n- family\n  never shared: Secret\n", 3),
        ("## Rules passed over\n- routing\n  why: Secret\n  never shared: yes\n", 4),
        ("## Things to consider\n- Any carer's needs: considered\n  Secret\n  never shared: yes\n", 4),
        ("## Things to consider\n- Any carer's needs: considered. never shared\n  Secret\n", 2),
        ("## Eligibility\n- decision: Secret\n  never shared: yes\n", 3),
    ],
)
def test_where_nothing_can_be_marked_it_is_refused(text, line):
    with pytest.raises(UsageError) as raised:
        writing.read(text, "markdown", blank())
    assert (raised.value.code, raised.value.where) == ("FP-1012", f"line {line}")
    assert "Secret" not in f"{raised.value.message} {raised.value.remedy}"


@pytest.mark.parametrize(
    "line", ["never shared", "\\never shared", "**Never shared:** by us", "never share."]
)
def test_a_text_that_says_so_itself_is_written_and_read_again(line):
    text = f"It was\n{line}\nso he said"
    record = replace(
        blank(),
        happened=text,
        never_shared=text,
        statements=(Statement(line), Statement(text, never_shared=True)),
        present=(Speaker(SpeakerKind.FAMILY, "Kim"),),
        outcomes=(Outcome(line, would_give=text),),
        decisions=(Decision("support", line, text),),
        considerations=(Consideration("carers_needs", Considered.CONSIDERED, text),),
    )
    for kind in ("markdown", "toml"):
        assert writing.read(writing.write(record, kind), kind, blank()) == record
