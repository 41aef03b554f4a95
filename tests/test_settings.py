"""Flag, else environment, else digest.toml, else default."""

import subprocess
import sys
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
MODEL = """\
model = " qwen3:4b "
base_url = "http://localhost:11434/v1"
structured = "auto"
context_tokens = 4096
concurrency = 2
timeout_s = 12.5
max_tokens = 900
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


def test_model_of_the_environment_wins_over_that_of_the_file(tmp_path: Path) -> None:
    assert load_settings(None, {}, tmp_path).model is None
    write(tmp_path, MODEL)
    assert load_settings(None, {}, tmp_path).model == "qwen3:4b"
    assert load_settings(None, {"DIGEST_MODEL": ""}, tmp_path).model == "qwen3:4b"
    assert load_settings(None, {"DIGEST_MODEL": "other"}, tmp_path).model == "other"


def test_model_in_the_environment_is_a_name_on_one_line(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="DIGEST_MODEL"):
        load_settings(None, {"DIGEST_MODEL": "a\nb"}, tmp_path)


def test_lookups_read_their_settings_without_pydantic() -> None:
    script = "import sys, agent.settings; print([name for name in sys.modules if name.startswith('pydantic')])"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ('colour = "red"', "colour"),
        ("home = 3", "home"),
        ("sources = [3]", "sources"),
        ('follow = ["x"]', r"follow.*a table: `\[follow\]` with `topics"),
        ("[follow]\nmoods = []", "follow.moods"),
        ('[follow]\ntopics = "x"', "follow.topics"),
        ('search = "http://x"', "search"),
        ("= =", "digest.toml"),
        (f"concurrency = {'9' * 5000}", "digest.toml"),
        (f"home = {'[' * 5000}", "digest.toml"),
        ('model = ""', "model"),
        ('model = "a\\nb"', "model"),
        ("model = {}", "model"),
        ("base_url = 3", "base_url"),
        ('structured = "grammar"', "structured.*json_object_schema"),
        ("structured = true", "structured"),
        ("concurrency = true", "concurrency.*from 1 to 1024"),
        ("concurrency = 2.0", "concurrency"),
        ("concurrency = 0", "concurrency"),
        ("concurrency = 1025", "concurrency"),
        ("context_tokens = 511", "context_tokens.*at least 512"),
        ('context_tokens = "4096"', "context_tokens"),
        ("timeout_s = 0", "timeout_s"),
        ("timeout_s = nan", "timeout_s"),
        ("timeout_s = inf", "timeout_s"),
        ("timeout_s = true", "timeout_s"),
        ("max_tokens = 63", "max_tokens.*from 64 to 32768"),
        ("max_tokens = 32769", "max_tokens"),
    ],
)
def test_what_is_wrong_in_the_file_is_named(tmp_path: Path, text: str, named: str) -> None:
    write(tmp_path, text)
    with pytest.raises(UsageError, match=named):
        load_settings(None, {}, tmp_path)


@pytest.mark.parametrize(
    "text",
    [
        "concurrency = 1",
        "concurrency = 1024",
        "context_tokens = 512",
        "timeout_s = 1",
        "timeout_s = 0.5",
        "max_tokens = 64",
        "max_tokens = 32768",
    ],
)
def test_numbers_at_the_ends_of_their_ranges_are_taken(tmp_path: Path, text: str) -> None:
    write(tmp_path, text)
    assert load_settings(None, {}, tmp_path).model is None


def test_key_in_the_file_is_refused_unseen(tmp_path: Path) -> None:
    write(tmp_path, 'api_key = "canary"')
    with pytest.raises(UsageError, match="DIGEST_API_KEY") as refused:
        load_settings(None, {}, tmp_path)
    assert "canary" not in str(refused.value)
