"""Ctrl-C, kill -9 and two builds at once, on real processes."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from cache.home import Home, Patience
from schemas.errors import HomeError
from tests.builders import words

COUNT = 500
WAIT_S = 60  # for another process to get somewhere; far above what it takes


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A page with enough papers to stop in the middle of."""
    path = tmp_path_factory.mktemp("page") / "papers.jsonl"
    lines = [
        {
            "title": f"Reader {number} of the marsh",
            "abstract": f"We propose Fen{number}, a reader. It shows a gain of {number}%. {words(number * 1000)}",
        }
        for number in range(COUNT)
    ]
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    return path


def start(folder: Path, page: Path) -> "subprocess.Popen[str]":
    """Start a build in a folder."""
    command = [sys.executable, "-c", "from agent.cli import main; main()", "build", str(page), "--home", "home"]
    return subprocess.Popen(command, cwd=folder, stderr=subprocess.PIPE, text=True, env=os.environ)


def build(folder: Path, page: Path) -> None:
    """Build in a folder to the end."""
    process = start(folder, page)
    _, told = process.communicate(timeout=WAIT_S)
    assert process.returncode == 0, told


def wait_for(folder: Path, table: str) -> None:
    """Wait until a table of the library has a row that another process can see."""
    library = folder / "home" / "library.sqlite"
    end = time.monotonic() + WAIT_S
    while time.monotonic() < end:
        if library.exists():
            try:
                with sqlite3.connect(f"{library.as_uri()}?mode=ro", uri=True) as sql:
                    if sql.execute(f"SELECT 1 FROM {table} LIMIT 1").fetchone():  # noqa: S608
                        return
            except sqlite3.Error:
                pass
        time.sleep(0.02)
    pytest.fail(f"nothing came into {table}")


def outcomes(folder: Path) -> int:
    """Return the number of outcomes that are kept."""
    with sqlite3.connect(folder / "home" / "library.sqlite") as sql:
        return int(sql.execute("SELECT count(*) FROM outcome").fetchone()[0])


@pytest.fixture(scope="module")
def undisturbed(page: Path, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The digest of a build that nobody stopped."""
    folder = tmp_path_factory.mktemp("undisturbed")
    build(folder, page)
    return (folder / "digest.md").read_bytes()


def test_ctrl_c_keeps_what_is_finished_and_the_old_digest(page: Path, undisturbed: bytes, tmp_path: Path) -> None:
    old = '---\ngenerator: "research-digest"\n---\nold\n'
    (tmp_path / "digest.md").write_text(old, encoding="utf-8")
    process = start(tmp_path, page)
    wait_for(tmp_path, "outcome")
    process.send_signal(signal.SIGINT)
    _, told = process.communicate(timeout=WAIT_S)
    assert process.returncode == 130, told
    assert "the next `digest build` goes on" in told
    assert 0 < outcomes(tmp_path) < COUNT
    lookup = [
        sys.executable,
        "-c",
        "from agent.cli import main; main()",
        "tags",
        "reader 7 of the marsh",
        "--home",
        "home",
    ]
    subprocess.run(lookup, cwd=tmp_path, check=True, capture_output=True)
    assert (tmp_path / "digest.md").read_text(encoding="utf-8") == old
    build(tmp_path, page)
    assert (tmp_path / "digest.md").read_bytes() == undisturbed


@pytest.mark.parametrize("table", ["page", "outcome"])
def test_build_after_kill_9_gives_the_undisturbed_digest(
    page: Path, undisturbed: bytes, tmp_path: Path, table: str
) -> None:
    process = start(tmp_path, page)
    wait_for(tmp_path, table)
    process.kill()
    process.communicate()
    assert not (tmp_path / "digest.md").exists()
    build(tmp_path, page)
    assert (tmp_path / "digest.md").read_bytes() == undisturbed


def test_second_build_says_who_holds_the_home(tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_text("irrelevant", encoding="utf-8")
    home = Home(tmp_path / "home")
    other = Home(tmp_path / "home").locked("digest fix", Patience(wait=False))
    with home.locked("digest build"), pytest.raises(HomeError, match=rf"digest build.*{os.getpid()}"), other:
        pass


def test_lock_is_free_after_its_holder_is_killed(tmp_path: Path) -> None:
    script = (
        "import sys, time\nfrom pathlib import Path\nfrom cache.home import Home, Patience\n"
        "with Home(Path(sys.argv[1])).locked('digest build'):\n    print('held', flush=True)\n    time.sleep(600)\n"
    )
    with subprocess.Popen([sys.executable, "-c", script, str(tmp_path)], stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        with (
            pytest.raises(HomeError, match=str(holder.pid)),
            Home(tmp_path).locked("digest build", Patience(wait=False)),
        ):
            pass
        holder.kill()
        holder.wait()
        with Home(tmp_path).locked("digest build", Patience(wait=False)):
            pass


def test_home_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    with pytest.raises(HomeError, match="--home"):
        Home(tmp_path / "file" / "home").make()
