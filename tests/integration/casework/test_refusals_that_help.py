"""What is refused says what it is about in people's words, and where."""

from __future__ import annotations

import pytest

from adapter_core.config.sites import SiteTable
from adapter_core.errors import ConfigurationError
from adapter_core.service.casework.site_files import read_facts
from tests.integration.casework.played import Played

NOBODY = "00000000-0000-0000-0000-000000000000"


@pytest.fixture
def play(small_council, capsys, monkeypatch):
    return Played(small_council, capsys, monkeypatch)


@pytest.mark.parametrize(
    ("line", "what"),
    [
        ("conversation edit X12", "the conversation: It wants the number of a conversation, such as C12."),
        ("conversation show X12", "the conversation: It wants the number of a conversation"),
        ("conversation show C1.x", "the version: It wants the number of a version, such as 12."),
        ("action done X", "the action: It wants the number of an action, such as A12."),
        ("signpost show X", "the signpost: It wants the number of a signpost"),
        ("conversation take X", "the kept text: It wants the number of a kept text"),
        ("conversation start 1001 --follows X", "'--follows': It wants the number of a conversation"),
    ],
)
def test_a_number_that_is_none_is_called_by_what_it_is_the_number_of(play, line, what):
    play(line, code=2)
    assert f"Invalid value for {what}" in play.err


@pytest.mark.parametrize(
    ("line", "where"),
    [
        ("signpost add 1001 --service", "signpost add --service"),
        ("signpost add 1001 --event", "signpost add --event"),
        ("directory show", "the id of the service"),
    ],
)
def test_an_id_that_the_directory_does_not_have_says_where(play, ids, line, where):
    assert ids
    play(line, NOBODY, code=2)
    assert play.err.startswith("FP-0832")
    assert f"  Where: {where}\n" in play.err


@pytest.mark.parametrize(("separator", "name"), [(";", "semicolons"), ("\t", "tabs"), ("|", "vertical bars")])
def test_a_file_with_another_separator_is_told_so(tmp_path, separator, name):
    (tmp_path / "w.csv").write_text(f"on{separator}people\n2026-11-23{separator}4\n", encoding="utf-8")
    with pytest.raises(ConfigurationError) as told:
        read_facts(SiteTable(waiting_list="w.csv"), "north", tmp_path)
    said = f"It is separated by {name}: save it as CSV with commas."
    assert (told.value.code, said in told.value.message) == ("FP-1071", True)
    assert "It wants: on, people." in told.value.message


def test_a_file_with_commas_is_not(tmp_path):
    (tmp_path / "w.csv").write_text("on,persons; all\n2026-11-23,4\n", encoding="utf-8")
    with pytest.raises(ConfigurationError) as told:
        read_facts(SiteTable(waiting_list="w.csv"), "north", tmp_path)
    assert "separated" not in told.value.message
