"""A signpost that takes up from one that is never shared is never shared either: it has its words."""

from __future__ import annotations

import pytest

from adapter_core.store.casework import deliveries
from tests.integration.casework.played import Played

MARK = "Plantedmark"


@pytest.mark.requirement("R-25", "G-09")
def test_what_follows_a_marked_signpost_is_marked(small_council, ids, capsys, monkeypatch):
    play = Played(small_council, capsys, monkeypatch)
    play("signpost add 1001 --to Refuge --resource service --for", f"away from {MARK}", "--never-shared")
    play(f"signpost add 1001 --to Helpline{MARK} --resource service --follows S1")
    assert play.json("signpost show S2")["signpost"]["never_shared"]
    assert MARK not in play("export signposts")
    with small_council.desk() as desk, desk.store.reading() as unit:
        note = deliveries.get(unit.connection, 2)
    assert note is not None
    assert MARK in note.text
    assert note.text.startswith("Not for others")
