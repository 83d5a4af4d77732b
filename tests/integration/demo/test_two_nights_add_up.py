"""What changed between two nights adds up, and says when the config changed too."""

from __future__ import annotations

from datetime import date

import pytest

from adapter_core.service.bootstrap import open_application
from adapter_core.service.checking import run_check
from adapter_core.service.demo import run_demo
from adapter_core.service.reports import build_report


@pytest.fixture(scope="module")
def council(tmp_path_factory):
    """A demo council after two nights."""
    folder = tmp_path_factory.mktemp("nights") / "council"
    run_demo(folder, people=1200, as_of=date(2026, 11, 23))
    run_demo(folder, on_next_night=True)
    return folder


def test_two_nights_add_up(council):
    with open_application(council / "fingerpost.toml", as_of=date(2026, 11, 24)) as app:
        then, now = (sum(1 for _ in build_report(app, run).every_finding()) for run in ("1", "2"))
        report = build_report(app, "2")
    moved = report.movement
    assert moved is not None
    assert moved.resolved > 0
    assert not report.config_changed
    closed = moved.resolved + moved.left + moved.not_applicable + moved.answered
    assert then + moved.new + moved.reopened - closed == now


def test_a_config_that_changed_since_is_noticed(council):
    path = council / "fingerpost.toml"
    kept = path.read_text(encoding="utf-8")
    path.write_text(f"{kept}\n[rules.postcode]\ntarget = 91\n", encoding="utf-8")
    try:
        with open_application(path, as_of=date(2026, 11, 25)) as app:
            run_check(app)
            assert build_report(app).config_changed
            assert not build_report(app, "1").config_changed
    finally:
        path.write_text(kept, encoding="utf-8")
