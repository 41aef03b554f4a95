"""A file is written whole or not at all, and only files of ours are overwritten."""

import os
import signal
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from agent.write.files import may_overwrite, write_atomically
from schemas.errors import UsageError

OURS = '---\ngenerator: "research-digest"\ntitle: "x"\n---\n'
WRITE = "import sys, pathlib; from agent.write.files import write_atomically; "
ROOT = Path(__file__).resolve().parents[1]


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_text_is_written_as_it_is(tmp_path: Path) -> None:
    write_atomically(tmp_path / "a.md", "Größe\r\n\n")
    assert (tmp_path / "a.md").read_bytes() == "Größe\r\n\n".encode()
    assert names(tmp_path) == ["a.md"]


def test_a_new_file_honours_the_umask_and_an_old_one_keeps_its_permissions(tmp_path: Path) -> None:
    code = WRITE + "import os; os.umask(0o027); [write_atomically(pathlib.Path(name), 'new') for name in sys.argv[1:]]"
    (tmp_path / "old").write_text("old")
    (tmp_path / "old").chmod(0o600)
    subprocess.run([sys.executable, "-c", code, tmp_path / "new", tmp_path / "old"], check=True, cwd=ROOT)
    assert {path.name: stat.S_IMODE(path.stat().st_mode) for path in tmp_path.iterdir()} == {"new": 0o640, "old": 0o600}


def test_a_symbolic_link_stays_and_its_target_is_replaced(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "real" / "a.md").write_text("old")
    (tmp_path / "link.md").symlink_to("real/a.md")
    write_atomically(tmp_path / "link.md", "new")
    assert (tmp_path / "link.md").is_symlink()
    assert (tmp_path / "real" / "a.md").read_text() == "new"
    assert names(tmp_path / "real") == ["a.md"]


def test_a_link_to_nothing_makes_its_target(tmp_path: Path) -> None:
    (tmp_path / "link.md").symlink_to("a.md")
    write_atomically(tmp_path / "link.md", "new")
    assert (tmp_path / "a.md").read_text() == "new"


def test_links_in_a_circle_are_an_error_of_use(tmp_path: Path) -> None:
    (tmp_path / "a").symlink_to("b")
    (tmp_path / "b").symlink_to("a")
    with pytest.raises(UsageError, match=r"circle|`-o FILE`"):
        write_atomically(tmp_path / "a", "new")


def test_a_missing_folder_is_named_with_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"folder does not exist; make it") as caught:
        write_atomically(tmp_path / "no" / "a.md", "new")
    assert str(tmp_path / "no" / "a.md") in caught.value.message


def test_a_folder_a_file_as_folder_and_a_pipe_are_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("old")
    os.mkfifo(tmp_path / "pipe")
    for path in (tmp_path, tmp_path / "file" / "a.md", tmp_path / "pipe", Path("/dev/null"), tmp_path / ("x" * 300)):
        with pytest.raises(UsageError, match="was not written"):
            write_atomically(path, "new")
    assert names(tmp_path) == ["file", "pipe"]
    assert not Path("/dev/null").is_file()


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_may_not_be_written_is_an_error_of_use(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(UsageError, match="may not write"):
        write_atomically(tmp_path / "a.md", "new")
    tmp_path.chmod(0o700)


def test_a_write_that_does_not_fit_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("old")
    code = (
        WRITE + "import resource; from schemas.errors import UsageError\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (5000, 5000))\n"
        "try: write_atomically(pathlib.Path(sys.argv[1]), 'x' * 100000)\n"
        "except UsageError as error: print(error.message)\n"
    )
    run = subprocess.run(
        [sys.executable, "-c", code, tmp_path / "a.md"], capture_output=True, text=True, check=True, cwd=ROOT
    )
    assert "larger than files may be" in run.stdout
    assert (tmp_path / "a.md").read_text() == "old"
    assert names(tmp_path) == ["a.md"]


def test_a_killed_writer_leaves_the_old_or_the_new_file_whole(tmp_path: Path) -> None:
    target = tmp_path / "a.md"
    target.write_text("0" * 200_000)
    code = (
        WRITE + "import itertools\nprint('ready', flush=True)\n"
        "for turn in itertools.count(): write_atomically(pathlib.Path(sys.argv[1]), str(turn % 10) * 200000)\n"
    )
    for _ in range(3):
        with subprocess.Popen([sys.executable, "-c", code, target], stdout=subprocess.PIPE, cwd=ROOT) as writer:
            assert writer.stdout is not None
            writer.stdout.readline()
            writer.send_signal(signal.SIGKILL)
        text = target.read_text()
        assert len(text) == 200_000
        assert len(set(text)) == 1


def test_a_file_may_be_overwritten_only_if_it_is_missing_or_ours(tmp_path: Path) -> None:
    cases = {
        "ours.md": OURS.encode(),
        "windows.md": b"\xef\xbb\xbf" + OURS.replace("\n", "\r\n").encode(),
        "notes.md": b"# My notes\n" + OURS.encode(),
        "empty.md": b"",
        "binary": b"\x00\xff" * 1000,
        "quoted.md": b'---\ngenerator: "other"\n---\n',
    }
    for name, data in cases.items():
        (tmp_path / name).write_bytes(data)
    allowed = {name for name in cases if may_overwrite(tmp_path / name)}
    assert allowed == {"ours.md", "windows.md"}
    assert may_overwrite(tmp_path / "missing.md")
    assert not may_overwrite(tmp_path)
