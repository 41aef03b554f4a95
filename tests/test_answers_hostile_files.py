"""Kept answers are read as if an enemy had written them: files, folders and disks that are not as they should be."""

import os
import resource
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

import pytest

from cache.answers import Answers
from cache.home import Home
from schemas.errors import HomeError
from tests.builders import words
from tests.kept_answers import KEY, OTHER, answer, key_of, run


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Home(tmp_path).answers


@pytest.fixture
def kept(folder: Path) -> Path:
    """A folder with one answer under `KEY`."""
    with Answers(folder) as answers:
        answers.put(KEY, answer())
    return folder


# ── a file, a folder, a disk of an enemy ──


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("disk_nonsense", 1),
        ("disk_put", "x"),
        ("disk_directory", "/"),
        ("disk_min_file_size", "0"),
        ("sqlite_synchronous", "0; DROP TABLE Cache"),
        ("sqlite_synchronous", 0),
        ("sqlite_journal_mode", "off"),
        ("sqlite_cache_size", b"\x00"),
        ("sqlite_writable_schema = 1; --", 1),
        ("sqlite_writable_schema", 1),
        ("eviction_policy", "none of them"),
        ("eviction_policy", "least-recently-used"),
        ("statistics", 1),
        ("cull_limit", "many"),
        ("size_limit", None),
        ("count", "x"),
        ("get", "x"),
        ("directory", "/"),
        ("timeout", 0),
        ("_disk", "x"),
        (b"\xff", 1),
        (17, 1),
    ],
)
def test_planted_setting_governs_nothing(kept: Path, name: object, value: object) -> None:
    before = run(kept, "SELECT key, value FROM Settings ORDER BY key")
    run(kept, "INSERT OR REPLACE INTO Settings VALUES (?, ?)", name, value)
    run(kept, "INSERT INTO Settings VALUES (CAST(x'fffe' AS TEXT), CAST(x'ff' AS TEXT))")
    with Answers(kept) as answers:
        assert answers.get(KEY) == answer()
        answers.put(OTHER, answer())
        after = run(kept, "SELECT key, value FROM Settings ORDER BY key")
        assert [pair for pair in after if pair[0] != "count"] == [pair for pair in before if pair[0] != "count"]
        assert list(answers.keys()) == sorted([KEY, OTHER])


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TRIGGER lose AFTER INSERT ON Cache BEGIN DELETE FROM Cache; END",
        "CREATE VIEW bookmarks AS SELECT 1",
        "CREATE UNIQUE INDEX Cache_mode ON Cache(mode)",
        "CREATE TABLE bookmarks (url TEXT)",
        "CREATE VIRTUAL TABLE search USING fts5 (words)",
    ],
)
def test_file_with_what_is_not_ours_is_not_touched(kept: Path, statement: str) -> None:
    run(kept, statement)
    run(kept, "INSERT INTO Settings VALUES ('sqlite_x', 1)")
    before = (kept / "cache.db").read_bytes()
    with pytest.raises(HomeError, match=r"does not make \('CREATE .*nothing was changed"):
        Answers(kept)
    assert (kept / "cache.db").read_bytes() == before


def test_trigger_of_a_known_name_is_not_known_by_its_name(kept: Path) -> None:
    run(kept, "DROP TRIGGER Settings_count_insert")
    run(kept, "CREATE TRIGGER Settings_count_insert AFTER INSERT ON Cache BEGIN DELETE FROM Cache; END")
    with pytest.raises(HomeError, match="does not make"):
        Answers(kept)


@pytest.mark.parametrize("damage", ["head", "middle", "all", "half"])
def test_damaged_file_is_told(folder: Path, damage: str) -> None:
    with Answers(folder) as answers:
        answers.put_many((key_of(number), answer(words(number * 1000))) for number in range(50))
    path = folder / "cache.db"
    data = bytearray(path.read_bytes())
    if damage == "head":
        data[:16] = b"no database at all"[:16]
    elif damage == "middle":
        for start in range(4096, len(data), 4096):
            data[start : start + 100] = b"\xff" * 100
    elif damage == "all":
        data = bytearray(b"no database at all" * 500)
    else:
        del data[len(data) // 2 :]
    path.write_bytes(data)

    def use() -> None:
        with Answers(folder) as answers:
            for key in list(answers.keys()):
                answers.get(key)
            answers.put(KEY, answer())

    with pytest.raises(HomeError, match="are damaged; put a backup"):
        use()


@pytest.mark.parametrize(("name", "mode"), [(".", 0o770), (".", 0o702), ("cache.db", 0o660), ("cache.db", 0o602)])
def test_folder_that_others_may_write_to_is_refused(kept: Path, name: str, mode: int) -> None:
    (kept / name).chmod(mode)
    with pytest.raises(HomeError, match=r"others may write.*chmod -R go-w") as caught:
        Answers(kept)
    assert caught.value.exit_code == 5
    subprocess.run(["chmod", "-R", "go-w", str(kept)], check=True)
    with Answers(kept) as answers:
        assert answers.get(KEY) == answer()


def test_folder_that_is_none_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "answers").write_bytes(b"")
    monkeypatch.setenv("TEAM", "blue")
    for folder in (tmp_path / "answers", tmp_path / "no home" / "answers", tmp_path / "$TEAM"):
        with pytest.raises(HomeError, match=str(tmp_path)):
            Answers(folder)
    assert not (tmp_path / "blue").exists()


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
@pytest.mark.parametrize("mode", [0o500, 0o000])
def test_folder_that_cannot_be_written_to_is_told(kept: Path, mode: int) -> None:
    (kept / "cache.db").chmod(mode & 0o400)
    kept.chmod(mode)
    try:
        with pytest.raises(HomeError, match=r"(?i)permission"):
            Answers(kept)
    finally:
        kept.chmod(0o700)


def test_lock_of_another_program_is_told_soon(kept: Path) -> None:
    with (
        closing(sqlite3.connect(kept / "cache.db", isolation_level=None)) as other,
        Answers(kept, wait_s=0.2) as answers,
    ):
        other.execute("BEGIN IMMEDIATE")
        assert answers.get(KEY) == answer()
        assert list(answers.keys()) == [KEY]
        with pytest.raises(HomeError, match="locked by another program"):
            answers.put(OTHER, answer())
        with pytest.raises(HomeError, match="locked by another program"):
            Answers(kept, wait_s=0.2)
        other.execute("COMMIT")
        answers.put(OTHER, answer())
        assert answers.get(OTHER) == answer()


def test_full_disk_is_told_and_what_was_kept_stays(kept: Path) -> None:
    acknowledged = [KEY]

    def fill(answers: Answers) -> None:
        for number in range(1000):
            answers.put(key_of(number), answer(os.urandom(5000).hex()))
            acknowledged.append(key_of(number))

    with Answers(kept) as answers:
        soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (400_000, hard))
        try:
            with pytest.raises(HomeError, match="cannot be written; make room"):
                fill(answers)
            assert all(answers.get(key) for key in acknowledged)
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        answers.put(OTHER, answer())
        assert list(answers.keys()) == sorted([*acknowledged, OTHER])
