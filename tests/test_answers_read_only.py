"""Kept answers are read where nothing may be written."""

import os
from pathlib import Path

import pytest

from cache.answers import Answers
from cache.home import Home
from schemas.errors import HomeError
from tests.asked import PAPERS, Desk
from tests.kept_answers import KEY, OTHER, answer, run
from tests.servers import FakeServer

needs_other_user = pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() == 0, reason="permissions do not bind this user"
)


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    """A folder with one answer."""
    folder = Home(tmp_path).answers
    with Answers(folder) as answers:
        answers.put(KEY, answer())
    return folder


def test_reader_reads_and_does_not_write(kept: Path) -> None:
    before = (kept / "cache.db").read_bytes()
    with Answers(kept, read_only=True) as answers:
        assert answers.get(KEY) == answer()
        assert answers.get(OTHER) is None
        assert list(answers.keys()) == [KEY]
        with pytest.raises(HomeError, match="open for reading"):
            answers.put(OTHER, answer())
    assert (kept / "cache.db").read_bytes() == before


def test_reader_makes_no_folder(tmp_path: Path) -> None:
    with pytest.raises(HomeError):
        Answers(tmp_path / "answers", read_only=True)
    assert list(tmp_path.iterdir()) == []


def test_reader_sees_what_another_writes_meanwhile(kept: Path) -> None:
    with Answers(kept) as writer, Answers(kept, read_only=True) as reader:
        writer.put(OTHER, answer("other"))
        assert reader.get(OTHER) == answer("other")


def test_reader_refuses_a_file_with_what_is_not_ours_and_rows_that_are_none(kept: Path) -> None:
    run(kept, "UPDATE Cache SET mode = 4")
    with Answers(kept, read_only=True) as answers:
        assert answers.get(KEY) is None
        assert len(answers.problems) == 1
    run(kept, "CREATE VIEW more AS SELECT 1")
    with pytest.raises(HomeError, match="does not make"):
        Answers(kept, read_only=True)


@needs_other_user
def test_trace_and_lookups_work_in_a_home_that_cannot_be_written(tmp_path: Path) -> None:
    desk = Desk(tmp_path, PAPERS[:1])
    with FakeServer() as server:
        desk.build(server, "good")
    folders = [desk.home.answers, desk.home.folder]
    files = [path for path in desk.home.folder.rglob("*") if path.is_file()]
    for path in (*files, *folders):
        path.chmod(0o500 if path.is_dir() else 0o400)
    try:
        assert "hello" not in desk.run("show", "--trace", "mossgate").out
        assert '"asked"' in desk.run("show", "--trace", "mossgate", "--json").out
        assert "Mossgate" in desk.run("tags", "mossgate").out
        assert "Mossgate" in desk.run("find", "retrieval").out
    finally:
        for path in (*folders[::-1], *files):
            path.chmod(0o700 if path.is_dir() else 0o600)
