"""A run that is taken up again notices a second claim to a record that an earlier page was joined with."""

from __future__ import annotations

from dataclasses import replace

import pytest

from adapter_core.domain.states import State
from adapter_core.store.run_handle import RunHandle


def breaking_after_the_first_page(monkeypatch):
    write = RunHandle.write_page
    written: list[object] = []

    def breaks(handle, result, *, cursor):
        if written:
            raise KeyboardInterrupt
        write(handle, result, cursor=cursor)
        written.append(cursor)

    monkeypatch.setattr(RunHandle, "write_page", breaks)


@pytest.mark.parametrize("way", ["placed", "streamed", "asked"])
@pytest.mark.parametrize("broken", [False, True], ids=["whole", "resumed"])
def test_a_second_claim_is_noticed(council, somebody, monkeypatch, way, broken):
    twin = replace(somebody(0, ethnicity=State.ABSENT), ref="900")
    master = [*(somebody(place) for place in range(7)), twin, somebody(8, ethnicity=State.ABSENT)]
    others = [somebody(place, "A") for place in range(9)]
    council.write({"mosaic": ("listed", master), "ais": (way, others)})
    if broken:
        with monkeypatch.context() as patched:
            breaking_after_the_first_page(patched)
            with pytest.raises(KeyboardInterrupt):
                council.night()
    before = len(council.asked("ais"))
    night = council.night()
    assert night.outcome.resumed is broken
    # Whose record it is has to be found out by somebody: what it holds is nobody's meanwhile.
    assert [(each.ref, each.code) for each in night.source("ais").rejects] == [("900 / A100", "FP-0503")]
    assert night.states("ethnicity") == {"900": "absent mosaic", "108": "held_elsewhere ais"}
    if broken and way == "asked":
        assert len(council.asked("ais")) - before == 5  # those of the first page are not asked about again


def test_a_cursor_that_comes_no_more_claims_nobodys_record(council, somebody, monkeypatch):
    people = [somebody(place, **({"ethnicity": State.ABSENT} if place > 3 else {})) for place in range(9)]
    council.write(
        {"mosaic": ("listed", people), "ais": ("placed", [somebody(place, "A") for place in range(9)])}
    )
    with monkeypatch.context() as patched:
        breaking_after_the_first_page(patched)
        with pytest.raises(KeyboardInterrupt):
            council.night()
    toys = council.folder / "toys.py"
    toys.write_text(toys.read_text(encoding="utf-8").replace("PAGE = 4", "PAGE = 3"), encoding="utf-8")
    night = council.night()
    assert night.outcome.resumed
    assert night.source("ais").rejects == ()
    assert set(night.states("ethnicity").values()) == {"held_elsewhere ais"}
