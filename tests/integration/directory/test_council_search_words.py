"""`[directory] concepts` and `most_lost` of a feed: from the config to what a command does."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from adapter_core.cli.main import cli
from adapter_core.errors import ConfigurationError, SourceUnavailable

HEAD = "Name,Organisation,About,Checked on"
ROWS = [
    "The Blether,Age Friendly,Tea on Tuesdays,2026-11-01",
    "Calligraphy,Ink Society,With Hamish,2026-11-01",
    "Gardening,Green Fingers,Hedges and lawns,2026-11-01",
    "Chess,Castle Club,For everybody,2026-11-01",
]
MAPPING = """\
schema = 1
format = "csv"
[service]
name = "Name"
description = "About"
assured_on = "Checked on"
[organisation]
name = "Organisation"
"""


class Council:
    """A config folder with a directory that is imported from a file."""

    def __init__(self, folder):
        self.folder = folder
        (folder / "list.toml").write_text(MAPPING, encoding="utf-8")
        self.config()

    def config(self, *, directory="", feed=""):
        text = (
            'schema = 1\nplugins = ["community_directory"]\n'
            f'[store]\nurl = "sqlite:///runs.db"\n[directory]\nurl = "sqlite:///directory.db"\n{directory}\n'
            '[directory.feeds.list]\nbackend = "tables"\npath = "list.csv"\nmapping = "./list.toml"\n'
            f"{feed}\n"
        )
        (self.folder / "fingerpost.toml").write_text(text, encoding="utf-8")

    def words(self, text):
        (self.folder / "ours.toml").write_text(f"schema = 1\n{text}", encoding="utf-8")

    def run(self, *words):
        config = str(self.folder / "fingerpost.toml")
        return CliRunner().invoke(cli, ["--config", config, *words, "--as-of", "2026-11-23", "--json"])

    def take_in(self, rows):
        (self.folder / "list.csv").write_text("\n".join([HEAD, *rows]), encoding="utf-8")
        return self.run("directory", "import")

    def finds(self, *words):
        done = self.run("search", *words)
        assert done.exit_code == 0, done.output
        return [hit["name"] for hit in json.loads(done.stdout)["hits"]]


@pytest.fixture
def council(tmp_path):
    made = Council(tmp_path)
    done = made.take_in(ROWS)
    assert done.exit_code == 0, done.output
    return made


def test_the_councils_words_and_names_are_understood_and_a_change_is_noticed_at_once(council):
    assert council.finds("nae", "pals") == []
    assert council.finds("seumas") == []
    council.config(directory='concepts = "./ours.toml"')
    council.words(
        'names = [["Hamish", "Seumas"]]\n'
        '[concept.loneliness]\nmore_says = ["nae pals"]\nmore_finds = ["The Blether"]\n'
    )
    assert council.finds("nae", "pals") == ["The Blether"]
    assert council.finds("seumas") == ["Calligraphy"]
    council.words('[concept.loneliness]\nmore_says = ["aa alane"]\nmore_finds = ["The Blether"]\n')
    assert council.finds("nae", "pals") == []
    assert council.finds("aa", "alane") == ["The Blether"]


@pytest.mark.parametrize(
    ("words", "code", "where"),
    [("[concept.lonelyness]\nmore_says = ['x']", "FP-0882", "ours.toml:2"), (None, "FP-0881", "ours.toml")],
)
def test_a_file_of_words_that_is_wrong_or_missing_is_named(council, words, code, where):
    council.config(directory='concepts = "./ours.toml"')
    if words is not None:
        council.words(words)
    done = council.run("search", "chess")
    assert isinstance(done.exception, ConfigurationError)
    assert done.exception.code == code
    assert done.exception.where.startswith(where)


def test_how_much_of_a_feed_may_be_gone_is_the_feeds_own_word(council):
    refused = council.take_in(ROWS[:2])
    assert isinstance(refused.exception, SourceUnavailable)
    assert refused.exception.code == "FP-0853"
    council.config(feed="most_lost = 0.5")
    taken = council.take_in(ROWS[:2])
    assert taken.exit_code == 0, taken.output
    assert json.loads(taken.stdout)["imports"][0]["withdrawn"]["service"] == 2
    council.config(feed="most_lost = 1.5")
    wrong = council.take_in(ROWS[:1])
    assert wrong.exit_code == 2
    assert "FP-0104" in wrong.output
    assert "less than or equal to 1" in wrong.output
