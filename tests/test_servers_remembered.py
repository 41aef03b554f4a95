"""What was found out about servers is remembered for a week, and a bad file is as good as none."""

import json
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.extract.model.rungs import Dialect, Rung
from agent.extract.model.shape import Relaxed
from cache.servers import MOST_BYTES, SERVERS, Found, recall, remember, server_key

NOW = "2026-05-18T07:00:00Z"
KEY, OTHER = (server_key("http://127.0.0.1:8080/v1", model, "llama-server b1", "0" * 16) for model in ("one", "other"))
FOUND = Found(dialect={"rung": "json_schema", "enforced": True, "relaxed": 0}, at=NOW)
needs_other_user = pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() == 0, reason="permissions do not bind this user"
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A home with one server under `KEY`."""
    remember(tmp_path, KEY, FOUND)
    return tmp_path


def test_what_was_found_out_is_remembered(folder: Path) -> None:
    assert recall(folder, KEY, NOW) == FOUND
    assert recall(folder, OTHER, NOW) is None
    assert [path.name for path in folder.iterdir()] == [SERVERS]


def test_several_servers_are_remembered_beside_each_other(folder: Path) -> None:
    other = Found(dialect={"rung": "prompt"}, at=NOW)
    remember(folder, OTHER, other)
    assert (recall(folder, KEY, NOW), recall(folder, OTHER, NOW)) == (FOUND, other)


def test_the_newest_word_counts(folder: Path) -> None:
    newer = Found(dialect={"rung": "prompt"}, at="2026-05-19T07:00:00Z")
    remember(folder, KEY, newer)
    assert recall(folder, KEY, newer.at) == newer


def test_a_server_can_be_forgotten(folder: Path) -> None:
    remember(folder, OTHER, FOUND)
    remember(folder, KEY, None)
    assert (recall(folder, KEY, NOW), recall(folder, OTHER, NOW)) == (None, FOUND)
    remember(folder, KEY, None)


@pytest.mark.parametrize(
    ("now", "known"),
    [
        ("2026-05-18T07:00:00Z", True),
        ("2026-05-25T07:00:00Z", True),
        ("2026-05-25T07:00:01Z", False),
        ("2027-05-18T07:00:00Z", False),
        ("2026-05-18T06:59:59Z", False),
        ("2026-05-18T09:00:00+02:00", True),
    ],
)
def test_it_is_forgotten_after_a_week_and_when_the_clock_stepped_back(folder: Path, now: str, known: bool) -> None:
    assert (recall(folder, KEY, now) is not None) is known


@pytest.mark.parametrize("at", ["", "yesterday", "2026-05-18T07:00:00", "2026-05-18", "9999-12-31T23:59:59Z", "\x00"])
def test_a_time_that_is_none_is_long_ago(tmp_path: Path, at: str) -> None:
    remember(tmp_path, KEY, Found(dialect={}, at=at))
    assert recall(tmp_path, KEY, NOW) is None


@pytest.mark.parametrize("part", range(4))
def test_another_address_model_version_or_form_is_another_server(part: int) -> None:
    said = ["http://127.0.0.1:8080/v1", "one", "llama-server b1", "0" * 16]
    changed = [*said]
    changed[part] += "x"
    assert server_key(*said) != server_key(*changed)


def test_parts_of_a_key_do_not_run_together() -> None:
    assert server_key("a", "b", "c", "d") != server_key("ab", "", "c", "d") != server_key("a", '", "b', "c", "d")


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"[]",
        b'{"servers": []}',
        b'{"servers": {"k": {}}}',
        b'{"servers": {}, "more": 1}',
        b'{"servers": {"k": {"dialect": {"rung": ["x"]}, "at": "2026"}}}',
        b'{"servers": {"k": {"dialect": {"rung": NaN}, "at": "2026"}}}',
        b"\xff\xfe",
        b"[" * 100_000,
        b'{"servers": {}}' + b" " * MOST_BYTES,
    ],
    ids=range(11),
)
def test_a_file_that_cannot_be_read_is_as_good_as_none(tmp_path: Path, content: bytes) -> None:
    (tmp_path / SERVERS).write_bytes(content)
    assert recall(tmp_path, KEY, NOW) is None
    remember(tmp_path, KEY, FOUND)
    assert recall(tmp_path, KEY, NOW) == FOUND


JSON = st.recursive(
    st.none() | st.text(max_size=5) | st.integers(),
    lambda inner: st.lists(inner) | st.dictionaries(st.sampled_from(["servers", "dialect", "at", KEY]), inner),
)


@given(st.binary(max_size=200) | JSON.map(lambda value: json.dumps(value).encode()))
def test_any_file_can_be_read(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    folder = tmp_path_factory.mktemp("home")
    (folder / SERVERS).write_bytes(content)
    recall(folder, KEY, NOW)
    remember(folder, KEY, FOUND)
    assert recall(folder, KEY, NOW) == FOUND


def test_a_folder_that_is_not_there_is_no_trouble(tmp_path: Path) -> None:
    remember(tmp_path / "nowhere", KEY, FOUND)
    assert recall(tmp_path / "nowhere", KEY, NOW) is None
    assert list(tmp_path.iterdir()) == []


def test_a_folder_in_the_place_of_the_file_is_no_trouble(tmp_path: Path) -> None:
    (tmp_path / SERVERS).mkdir()
    remember(tmp_path, KEY, FOUND)
    assert recall(tmp_path, KEY, NOW) is None
    assert [path.name for path in tmp_path.iterdir()] == [SERVERS]


@needs_other_user
def test_a_folder_that_cannot_be_written_is_no_trouble(folder: Path) -> None:
    folder.chmod(0o500)
    try:
        remember(folder, OTHER, FOUND)
        assert recall(folder, KEY, NOW) == FOUND
    finally:
        folder.chmod(0o700)


@pytest.mark.parametrize("rung", Rung)
@pytest.mark.parametrize("relaxed", Relaxed)
def test_a_dialect_comes_back_as_it_was(tmp_path: Path, rung: Rung, relaxed: Relaxed) -> None:
    spoken = Dialect(
        rung=rung, enforced=False, relaxed=relaxed, strict=False, room="max_completion_tokens", temperature=False
    )
    remember(tmp_path, KEY, Found(dialect=spoken.model_dump(mode="json"), at=NOW))
    found = recall(tmp_path, KEY, NOW)
    assert found
    assert Dialect.model_validate(dict(found.dialect)) == spoken
