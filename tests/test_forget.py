"""Forgetting papers and sources: what goes, what stays, and that no byte of a text is left in the home."""

import json
import os
import pty
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from cache.answers import Answers
from cache.library import Library
from schemas.exchange import Exchange, KeptAnswer, Message, Reply
from schemas.identity import text_hash
from tests.test_cli import PAGE, Shell

TITLE = "Quagmirefly: Lamps over Zebrawood"
ABSTRACT = (
    "Zebrawood lamps burn for three nights in a quagmirefly. We propose Quagmirefly, a lamp of reeds."
    " On FenQA it burns 52% longer than a lamp of oil."
)
ALONE = f"{TITLE}\nAda Quillfeather\n21 May 2026\n\n{ABSTRACT}\n"
TRACES = (b"zebrawood", b"quagmirefl", b"lamp of reeds", b"reading zebras")
COMMAND = (sys.executable, "-c", "from agent.cli import main; main()", "forget", "quagmirefly")
KEYS = ("a" * 64, "b" * 64, "c" * 64)


def answer(title: str, abstract: str, paper: str) -> KeptAnswer:
    request = Exchange(
        purpose="extract",
        messages=(Message(role="user", content=abstract),),
        max_tokens=10,
        server="http://127.0.0.1",
        structure="none",
        reply=Reply(content=abstract),
    )
    return KeptAnswer(
        paper=paper,
        text_hash=text_hash(title, abstract),
        spans=(),
        model="m",
        at="2026-05-18T07:00:00Z",
        exchanges=(request,),
    )


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    """A home with a page of two papers, one of three that repeats one of them, a correction and three replies."""
    shell = Shell(tmp_path)
    (tmp_path / "other.txt").write_text(f"{ALONE}\n{PAGE.split('Fenlight:')[0]}", encoding="utf-8")
    shell("build", "page.txt", "other.txt", "--no-digest")
    shell("fix", "quagmirefly", "--add-tag", "reading zebras")
    shell("fix", "fenlight", "--add-tag", "mine")
    with Answers(shell.home / "answers") as answers:
        answers.put(KEYS[0], answer(TITLE, ABSTRACT, "t:000000000000"))
        answers.put(
            KEYS[1], answer("Of former days", "Zebrawood.", json.loads(shell("tags", "zebrawood", "--json"))["id"])
        )
        answers.put(KEYS[2], answer("Another", "Fen.", "t:111111111111"))
    return shell


def traces(home: Path) -> list[str]:
    """Return which files of a home hold a trace of the paper, whatever the case of its letters."""
    files = [path for path in home.rglob("*") if path.is_file()]
    return [f"{path.name}: {trace!r}" for path in files for trace in TRACES if trace in path.read_bytes().lower()]


def keys(home: Path) -> list[str]:
    with Answers(home / "answers") as answers:
        return list(answers.keys())


def titles(shell: Shell) -> list[str]:
    return sorted(json.loads(line)["paper"]["title"].partition(":")[0] for line in shell("export").splitlines())


def test_no_byte_of_a_forgotten_paper_is_left_in_the_home(shell: Shell) -> None:
    assert traces(shell.home)
    went = json.loads(shell("forget", "lamps over zebrawood", "--yes", "--json"))
    assert (len(went["papers"]), went["entries"], went["replies"], went["corrections"]) == (1, 1, 2, 1)
    assert traces(shell.home) == []
    assert titles(shell) == ["Fenlight", "Mossgate"]
    assert keys(shell.home) == [KEYS[2]]
    assert "mine" in shell("tags", "fenlight")


def test_lookups_work_after_forgetting(shell: Shell) -> None:
    shell("forget", "quagmirefly", "--yes")
    assert "no paper" in shell("tags", "quagmirefly", code=2)
    assert json.loads(shell("find", "zebrawood", "--json"))["total"] == 0
    assert json.loads(shell("find", "passages", "--json"))["total"] == 2
    with sqlite3.connect(shell.home / "library.sqlite") as sql:
        sql.execute("INSERT INTO search (search, rank) VALUES ('integrity-check', 1)")
        assert sql.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_forgotten_source_leaves_the_papers_of_other_pages(shell: Shell) -> None:
    told = shell("forget", "some/folder/other.txt", "--yes")
    assert "source `other.txt`, 1 paper, 2 entries, 2 kept replies, 1 correction" in told
    assert "1 paper on other pages too" in told
    assert titles(shell) == ["Fenlight", "Mossgate"]
    assert "on 2 pages" not in shell("show", "mossgate")
    assert traces(shell.home) == []
    with Library(shell.home / "library.sqlite", read_only=True) as library:
        assert library.entries.readings("other.txt") == 0
        assert library.entries.readings("page.txt") == 1


def test_paper_that_stays_is_told_as_the_other_pages_tell_it(shell: Shell) -> None:
    newer = PAGE.split("Fenlight:")[0].replace("It can be switched on", "It needs zebrawood and can be switched on")
    (shell.folder / "newer.txt").write_text(newer.replace("19 May", "29 May"), encoding="utf-8")
    shell("build", "newer.txt", "--no-digest")
    shell("fix", "mossgate", "--add-tag", "gates")
    shell("forget", "quagmirefly", "--yes")
    shell("forget", "newer.txt", "--yes")
    assert traces(shell.home) == []
    shown = json.loads(shell("tags", "mossgate", "--json"))
    assert shown["person"] == ["gates"]
    assert shown["note"] is None
    assert any(one["name"] == "FenQA" for one in shown["datasets"])


def test_page_that_is_built_again_brings_its_papers_back(shell: Shell) -> None:
    shell("forget", "other.txt", "--yes")
    shell("build", "other.txt", "--no-digest")
    assert titles(shell) == ["Fenlight", "Mossgate", "Quagmirefly"]


def test_dry_run_says_what_would_go_and_changes_nothing(shell: Shell) -> None:
    before = shell("export")
    told = shell("forget", "quagmirefly", "--dry-run")
    assert "would be forgotten: 1 paper, 1 entry, 2 kept replies, 1 correction" in told
    assert TITLE in told
    assert "a build of the same page brings it back; to keep it out, take it from the page" in told
    assert shell("export") == before
    assert len(keys(shell.home)) == 3


def test_what_nobody_is_called_is_not_forgotten(shell: Shell) -> None:
    assert "no source is called `nothing like it`" in shell("forget", "nothing like it", "--yes", code=2)
    reeds = f"Quagmirefly: Reeds\nBo Lanternwick\n22 May 2026\n\n{PAGE.rpartition('2026')[2].strip()}\n"
    (shell.folder / "more.txt").write_text(reeds.replace("Fenlight", "Reedlight"), encoding="utf-8")
    shell("build", "more.txt", "--no-digest")
    before = titles(shell)
    assert "fits several papers" in shell("forget", "quagmirefly", "--yes", code=2)
    assert titles(shell) == before
    assert "there is nothing to forget" in shell("forget", "x", "--home", "empty", "--yes", code=2)


def test_script_has_to_say_yes(shell: Shell) -> None:
    assert "--yes" in shell("forget", "quagmirefly", code=2)
    assert len(titles(shell)) == 3


@pytest.mark.parametrize(("said", "left"), [(b"n\n", 3), (b"y\n", 2)])
def test_terminal_is_asked_first(shell: Shell, said: bytes, left: int) -> None:
    ours, theirs = pty.openpty()
    os.write(ours, said)
    done = subprocess.run(
        [*COMMAND, "--home", str(shell.home)],
        stdin=theirs, capture_output=True, text=True, check=True, cwd=Path(__file__).resolve().parents[1],
    )  # fmt: skip
    os.close(ours)
    os.close(theirs)
    assert "would be forgotten: 1 paper" in done.stderr
    assert len(titles(shell)) == left


def test_former_copies_of_the_library_go_too(shell: Shell) -> None:
    backup = shell.home / "library.sqlite.backup-1"
    backup.write_bytes((shell.home / "library.sqlite").read_bytes())
    assert "would be deleted: the former copy" in shell("forget", "quagmirefly", "--dry-run")
    assert backup.exists()
    shell("forget", "quagmirefly", "--yes")
    assert not backup.exists()
    assert traces(shell.home) == []


def test_reader_that_looks_on_is_told_of(shell: Shell) -> None:
    with Library(shell.home / "library.sqlite", read_only=True) as reader:
        assert len(reader.all_papers()) == 3
        done = subprocess.run(
            [*COMMAND, "--yes", "--home", str(shell.home)],
            capture_output=True, text=True, check=True, cwd=Path(__file__).resolve().parents[1],
        )  # fmt: skip
        assert "another program reads the home" in done.stderr
        assert len(reader.all_papers()) == 3
    shell("build", "page.txt", "--no-digest")
    assert traces(shell.home) == []
