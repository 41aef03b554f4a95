"""Flag, else environment, else digest.toml, else default."""

from pathlib import Path

import pytest

from agent.settings import load_settings
from schemas.errors import UsageError

SETTINGS = """\
home = ".digest"
sources = ["pages/a.txt"]
search = "https://search.example/?q="

[follow]
topics = ["retrieval"]
authors = ["Ada Quillfeather"]
"""


def write(folder: Path, text: str) -> None:
    (folder / "digest.toml").write_text(text, encoding="utf-8")


def test_flag_wins_over_environment_over_file(tmp_path: Path) -> None:
    write(tmp_path, SETTINGS)
    environment = {"DIGEST_HOME": str(tmp_path / "environment")}
    assert load_settings(tmp_path / "flag", environment, tmp_path).home == tmp_path / "flag"
    assert load_settings(None, environment, tmp_path).home == tmp_path / "environment"
    assert load_settings(None, {"DIGEST_HOME": ""}, tmp_path).home == tmp_path / ".digest"


def test_home_defaults_to_the_users_data_folder(tmp_path: Path) -> None:
    assert load_settings(None, {}, tmp_path).home.name == "research-digest"


def test_paths_in_the_file_start_at_its_folder(tmp_path: Path) -> None:
    write(tmp_path, SETTINGS)
    known = load_settings(None, {}, tmp_path)
    assert known.sources == (tmp_path / "pages" / "a.txt",)
    assert known.follow.topics == ("retrieval",)
    assert known.search == "https://search.example/?q="


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ('colour = "red"', "colour"),
        ("home = 3", "home"),
        ("sources = [3]", "sources"),
        ("[follow]\nmoods = []", "follow.moods"),
        ('[follow]\ntopics = "x"', "follow.topics"),
        ('search = "http://x"', "search"),
        ("= =", "digest.toml"),
    ],
)
def test_what_is_wrong_in_the_file_is_named(tmp_path: Path, text: str, named: str) -> None:
    write(tmp_path, text)
    with pytest.raises(UsageError, match=named):
        load_settings(None, {}, tmp_path)
